"""An index on disk: whole or not at all, the same after loading, refused when it no longer fits."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import app
from assistant.app import Assistant
from assistant.verify import verify_index
from corpus.document import Source
from corpus.errors import CorpusError
from corpus.sources import Collection, Root, find_sources
from index import manifest as manifests
from index import store
from index.build import Index, index_fingerprint
from index.encoder import load_encoder
from index.errors import DamagedIndex, EncoderError, MissingIndex, RetrievalError, StaleIndex, StoreError
from index.manifest import Origin, Stamp, collection_of, settings_of
from index.passage import Hit
from index.searcher import Searcher
from index.settings import SHIPPED_ENCODER, BuildSettings
from tests.conftest import NEWS, PLAN

FILES = ["CURRENT", "manifest.json", "arrays.npz", "dense.faiss", "texts.jsonl", "words.json"]
QUERIES = [
    "双湖科技园规划面积",
    "what is the Shifang cooperation zone",
    "彭洲",
    "飞地经济",
    "nothing of the kind",
]


def hits(searcher: Searcher, query: str) -> list[Hit]:
    return searcher.search(query, k=20)


@pytest.fixture
def small(small_home: Path, tmp_path: Path) -> Path:
    """A copy of the small index, to be damaged; its sources stay where they are."""
    shutil.copytree(small_home / "index", tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture(scope="session")
def small_index(small_home: Path) -> Index:
    previous = store.load_previous(small_home / "index")
    assert previous
    return previous[1]


@pytest.fixture(scope="session")
def small_searcher(small_index: Index) -> Searcher:
    return small_index.searcher


def origin_of(searcher: Searcher) -> Origin:
    """An origin that names each file of the index as a root."""
    documents = searcher.documents.values()
    stamps = [(document, Path(document.path).stat()) for document in documents]
    return Origin(
        collection=Collection(tuple(Root(document.path) for document in documents)),
        sources=[Source(document.doc_id, document.path) for document in documents],
        files=[Stamp(d.path, stat.st_size, stat.st_mtime_ns, d.sha256) for d, stat in stamps],
    )


def save(index: Index, folder: Path) -> None:
    store.save(index, folder=folder, settings=BuildSettings(), origin=origin_of(index.searcher))


def inside(folder: Path, name: str) -> Path:
    return folder / name if name == "CURRENT" else next(folder.glob(f"*/{name}"))


# round trip


def test_a_loaded_index_gives_the_same_hits_and_is_as_exact(assistant: Assistant, home: Path) -> None:
    built, loaded = assistant.searcher, store.load(home / "index")
    assert loaded.fingerprint == built.fingerprint
    assert list(loaded.passages) == list(built.passages)
    assert list(loaded.documents) == list(built.documents)
    assert loaded.names == built.names
    for query in QUERIES:
        assert hits(loaded, query) == hits(built, query)
    report = verify_index(loaded)
    assert report.faults == ()
    assert report.passages == len(built.passages)


def test_the_fingerprint_follows_from_documents_encoder_and_settings(small_searcher: Searcher) -> None:
    encoder = load_encoder()
    digests = [document.sha256 for document in small_searcher.documents.values()]
    assert index_fingerprint(digests[::-1], encoder, BuildSettings()) == small_searcher.fingerprint
    assert index_fingerprint(digests[:1], encoder, BuildSettings()) != small_searcher.fingerprint
    assert index_fingerprint(digests, encoder, BuildSettings(passage_chars=300)) != small_searcher.fingerprint


def test_an_index_remembers_what_it_was_built_from(small: Path, small_home: Path) -> None:
    expected = Collection((Root(str(small_home / "sources")),))
    assert collection_of(small) == expected
    assert settings_of(small) == BuildSettings()
    (small / "CURRENT").unlink()
    assert collection_of(small) == expected
    inside(small, "manifest.json").unlink()
    assert collection_of(small) is None


def test_what_version_0_1_wrote_still_tells_what_to_build(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text('{"generation": "0123456789abcdef-01234567", "roots": ["/a", "/b"]}\n')
    assert collection_of(tmp_path) == Collection((Root("/a"), Root("/b")))


# damage


def remove(path: Path) -> None:
    path.unlink()


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [remove, truncate, empty, flip, become_folder], ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", FILES)
def test_every_damaged_file_is_an_error_in_words(
    small: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(inside(small, name))
    with pytest.raises(DamagedIndex, match=r"\w+ .*`wenju build`"):
        store.load(small)


@settings(max_examples=30)
@given(
    at=st.integers(0, 10_000), byte=st.integers(0, 255), name=st.sampled_from(["CURRENT", "manifest.json"])
)
def test_a_changed_byte_is_an_error_or_harmless(
    small_home: Path,
    small_searcher: Searcher,
    tmp_path_factory: pytest.TempPathFactory,
    at: int,
    byte: int,
    name: str,
) -> None:
    """Whatever stands in the two files that have no checksum, nothing but our own errors comes of it."""
    folder = tmp_path_factory.mktemp("changed") / "index"
    shutil.copytree(small_home / "index", folder, copy_function=os.link)
    path = inside(folder, name)
    data = bytearray(path.read_bytes())
    data[at % len(data)] = byte
    path.unlink()
    path.write_bytes(data)
    try:
        loaded = store.load(folder)
    except (StoreError, EncoderError):
        return
    assert hits(loaded, "园区") == hits(small_searcher, "园区")


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        "[]",
        "null",
        "1",
        '{"sources": null}',
        '{"fingerprint": "x"}',
        "types",
    ],
)
def test_a_manifest_of_another_shape_is_damaged(small: Path, content: str) -> None:
    path = inside(small, "manifest.json")
    if content == "types":
        fields = json.loads(path.read_text(encoding="utf-8"))
        fields["origin"]["sources"] = [dict.fromkeys(source) for source in fields["origin"]["sources"]]
        content = json.dumps(fields)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DamagedIndex):
        store.load(small)


def test_no_index_is_missing_and_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingIndex, match="wenju build"):
        store.load(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissingIndex):
        store.load(tmp_path / "empty")
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8")
    with pytest.raises(DamagedIndex, match="holds no index of ours"):
        store.load(tmp_path)


def test_building_into_a_folder_never_deletes_what_is_not_ours(small_index: Index, tmp_path: Path) -> None:
    (tmp_path / "webapp").mkdir()
    (tmp_path / "webapp" / "manifest.json").write_text("{}")
    (tmp_path / "webapp" / "thesis.txt").write_text("precious")
    with suppress(StoreError):  # refusing such a folder is as good
        save(small_index, tmp_path)
    assert (tmp_path / "webapp" / "thesis.txt").exists()


# staleness


@pytest.fixture
def own(small_home: Path, small_searcher: Searcher, tmp_path: Path) -> Path:
    """Sources and an index of them that may be changed: the stored paths are those of the copies."""
    shutil.copytree(small_home, tmp_path / "own")
    folder = tmp_path / "own"
    path = inside(folder / "index", "manifest.json")
    path.write_text(path.read_text(encoding="utf-8").replace(str(small_home), str(folder)), encoding="utf-8")
    assert store.load(folder / "index").fingerprint == small_searcher.fingerprint
    return folder


def test_a_changed_source_makes_the_index_stale(own: Path) -> None:
    (own / "sources" / "plan.txt").write_text(PLAN + "新的一句。\n", encoding="utf-8")
    with pytest.raises(StaleIndex, match=r"plan\.txt changed"):
        store.load(own / "index")


def test_a_change_of_the_same_length_is_seen(own: Path) -> None:
    path = own / "sources" / "plan.txt"
    path.write_text(PLAN.replace("8.05", "9.16"), encoding="utf-8")
    os.utime(path, (1, 1))
    with pytest.raises(StaleIndex, match=r"plan\.txt"):
        store.load(own / "index")


def test_touching_a_source_changes_nothing(own: Path) -> None:
    os.utime(own / "sources" / "plan.txt", (1, 1))
    assert store.load(own / "index")


def test_a_source_that_vanished_makes_the_index_stale(own: Path) -> None:
    for name in ("plan.txt", "news.txt"):
        (own / "sources" / name).unlink()
    with pytest.raises(StaleIndex, match="and 1 more changed"):
        store.load(own / "index")


def test_a_new_source_makes_the_index_stale(own: Path) -> None:
    (own / "sources" / "more.txt").write_text(NEWS, encoding="utf-8")
    with pytest.raises(StaleIndex, match=r"more\.txt is not in the index"):
        store.load(own / "index")


def test_a_file_that_could_not_be_read_is_not_a_new_one(own: Path) -> None:
    (own / "sources" / "empty.txt").write_bytes(b"")
    origin = app.build([own / "sources"], own / "index").origin
    assert [Path(file.path).name for file in origin.skipped] == ["empty.txt"]
    assert store.load(own / "index")


def test_another_encoder_makes_the_index_stale(small: Path) -> None:
    assert store.load(small, encoder="")
    with pytest.raises(StaleIndex, match=r"another encoder \(the shipped one\).*--encoder models/mine"):
        store.load(small, encoder="models/mine")


def test_another_version_makes_the_index_stale(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifests, "code_fingerprint", lambda: "another")
    with pytest.raises(StaleIndex, match="another version"):
        store.load(small)


def test_an_index_of_part_of_the_embedded_corpus_is_stale(small: Path) -> None:
    path = inside(small, "manifest.json")
    fields = json.loads(path.read_text(encoding="utf-8"))
    fields["origin"]["collection"]["roots"] = []
    path.write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(StaleIndex, match="is not in the index"):
        store.load(small)


def test_a_relative_encoder_is_found_from_another_folder(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model").symlink_to(SHIPPED_ENCODER)
    monkeypatch.chdir(tmp_path)
    app.build([small_home / "sources"], tmp_path / "index", BuildSettings(encoder="./model"))
    monkeypatch.chdir("/")
    assert store.load(tmp_path / "index")


# interrupted and concurrent builds

KILLED_WHILE_SAVING = """
import os, signal, sys
from pathlib import Path
from index import manifest as manifests
from index import store
from index.manifest import read_manifest
from index.settings import BuildSettings
folder = Path(sys.argv[1])
(_, index) = store.load_previous(folder)
write = store.write_json
def stop(path, value):
    if path.name == "words.json":
        path.write_text("half")
        os.kill(os.getpid(), signal.SIGKILL)
    write(path, value)
store.write_json = stop
store.save(index, folder=folder, settings=BuildSettings(), origin=read_manifest(folder).origin)
"""


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_old_index_survives_a_build_that_is_killed(small: Path, small_index: Index) -> None:
    before = files(small)
    command = [sys.executable, "-c", KILLED_WHILE_SAVING, str(small)]
    killed = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    after = files(small)
    assert {name: after[name] for name in before} == before
    assert len(after) > len(before), "it was killed before it wrote anything"
    assert store.load(small)
    save(small_index, small)
    assert store.load(small)


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()]
)
@pytest.mark.parametrize("name", ["texts.jsonl", "words.json", "manifest.json", ".CURRENT"])
def test_the_old_index_survives_an_exception_and_nothing_is_left_behind(
    small: Path, small_index: Index, monkeypatch: pytest.MonkeyPatch, error: BaseException, name: str
) -> None:
    before = files(small)

    def failing(write: Callable[..., None]) -> Callable[..., None]:
        def fail(path: Path, *values: object) -> None:
            write(path, *values)
            if path.name.startswith(name):
                raise error

        return fail

    monkeypatch.setattr(store, "write_texts", failing(store.write_texts))
    monkeypatch.setattr(manifests, "write_json", failing(store.write_json))
    monkeypatch.setattr(store, "write_json", failing(store.write_json))
    expected = StoreError if isinstance(error, OSError) else type(error)
    with pytest.raises(expected):
        save(small_index, small)
    assert files(small) == before
    assert store.load(small)


def test_a_build_that_cannot_read_leaves_the_index(small: Path, tmp_path: Path) -> None:
    before = files(small)
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01")
    with pytest.raises((RetrievalError, CorpusError), match=r"binary\.txt"):
        app.build([tmp_path / "binary.txt"], small)
    assert files(small) == before


def test_a_new_index_replaces_the_old_and_leaves_one_generation(small: Path, small_index: Index) -> None:
    for _ in range(3):
        save(small_index, small)
    assert len([path for path in small.iterdir() if path.is_dir()]) == 1
    assert store.load(small).fingerprint == small_index.searcher.fingerprint


FULL = """
import resource, sys
from pathlib import Path
from index import store
from index.errors import StoreError
from index.manifest import read_manifest
from index.settings import BuildSettings
folder = Path(sys.argv[1])
index, origin = store.load_previous(folder)[1], read_manifest(folder).origin
for limit in (0, 1000, 20_000, 200_000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        store.save(index, folder=folder, settings=BuildSettings(), origin=origin)
    except StoreError as error:
        print(error)
"""


def test_a_disk_that_fills_up_is_an_error_in_words_and_the_old_index_stays(small: Path) -> None:
    """The system refuses to write beyond a size, at several places of the work."""
    before = files(small)
    largest = max(map(len, before.values()))
    command = [sys.executable, "-c", FULL.replace("200_000", str(largest - 1)), str(small)]
    full = subprocess.run(command, capture_output=True, check=False, timeout=60, text=True)
    assert full.returncode == 0, full.stderr
    assert full.stdout.count(f"cannot write the index to {small}: ") == 4, full.stdout
    assert files(small) == before
    assert store.load(small)


def test_an_index_that_was_replaced_meanwhile_is_not_overwritten(small: Path, small_index: Index) -> None:
    began_from = manifests.current(small)
    save(small_index, small)
    before = files(small)
    with pytest.raises(StoreError, match="built again meanwhile: give the command again"):
        store.save(
            small_index,
            folder=small,
            settings=BuildSettings(),
            origin=origin_of(small_index.searcher),
            replaces=began_from,
        )
    assert files(small) == before


def test_deleting_leaves_what_is_not_ours(small: Path) -> None:
    (small / "thesis.txt").write_text("precious")
    store.delete(small)
    assert [path.name for path in small.iterdir()] == ["thesis.txt"]


def test_deleting_leaves_nothing_of_ours(small: Path) -> None:
    store.delete(small)
    assert not small.exists()


def test_a_folder_that_cannot_be_written_is_an_error_in_words(small_index: Index, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=r"cannot write the index to .*WENJU_HOME or --index"):
        save(small_index, tmp_path / "file" / "index")


SAVE_OFTEN = """
import sys
from pathlib import Path
from index import manifest as manifests
from index import store
from index.manifest import read_manifest
from index.settings import BuildSettings
folder = Path(sys.argv[1])
index, origin = store.load_previous(folder)[1], read_manifest(folder).origin
for _ in range(8):
    store.save(index, folder=Path(sys.argv[2]), settings=BuildSettings(), origin=origin)
"""


def test_two_processes_that_save_at_once_both_succeed(small_home: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SAVE_OFTEN, str(small_home / "index"), str(tmp_path / "index")]
    builds = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    for build in builds:
        _, errors = build.communicate(timeout=100)
        assert build.returncode == 0, errors.decode()
    assert hits(store.load(tmp_path / "index"), "园区") == hits(store.load(small_home / "index"), "园区")


def test_a_build_does_not_delete_another_that_is_about_to_finish(
    small_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, began = os.replace, []

    def replace_late(source: object, target: object) -> None:
        if not began:
            began.append(True)
            save(small_index, tmp_path / "index")  # another build, from start to end
        replace(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", replace_late)
    save(small_index, tmp_path / "index")
    assert store.load(tmp_path / "index")


def test_a_reader_sees_the_old_index_or_the_new_one(
    small: Path, small_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    current, began = store.current, []

    def current_then_build(folder: Path) -> Path:
        generation = current(folder)
        if not began:
            began.append(True)
            save(small_index, folder)
        return generation

    monkeypatch.setattr(store, "current", current_then_build)
    assert store.load(small)


def test_nothing_to_index_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("－13－\n", encoding="utf-8")
    with pytest.raises(RetrievalError, match="no text to index"):
        app.build([tmp_path / "page.txt"], tmp_path / "index")


def test_the_embedded_sources_are_those_of_the_index(home: Path, assistant: Assistant) -> None:
    assert {d.path for d in assistant.documents()} == {s.path for s in find_sources()}
    assert collection_of(home / "index") == Collection()
