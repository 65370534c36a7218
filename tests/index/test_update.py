"""Keeping an index up to date: always what a build from nothing would be, with as little reading as can be."""

import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.building import add, build, rebuild, refresh, remove
from assistant.verify import verify_index
from corpus.document import Source
from corpus.errors import CatalogueError, SourceError
from corpus.sources import EMBEDDED_ROOT, Collection, Root
from index import bridge, lexicon, store, update
from index.errors import MissingIndex, StaleIndex, StoreError
from index.manifest import collection_of, read_manifest
from index.searcher import Searcher
from index.settings import BuildSettings
from index.static import StaticEncoder

TEXTS = {
    "park": "一、产业园区\n青湖科技园规划面积8.05平方公里，分三期建设。\n二、交通\n市域铁路全线设站12座。\n",
    "rail": "市域铁路全线设站12座，总投资九十六亿元，由柳川市铁路公司建设。\n",
    "news": "青湖镇与柳川市签订合作协议，共建飞地园区，双方按比例分享税收。\n",
    "more": "柳川市氢能产业园今年产值突破五十亿元，制氢站由青湖镇运营。\n",
}
QUERIES = ["青湖科技园规划面积", "铁路设站", "飞地园区 税收", "氢能", "hydrogen", "什么都没有"]


@pytest.fixture(autouse=True, scope="module")
def _small_dictionaries() -> Iterator[None]:
    """Dictionaries of everyday words only: most of the time of a small build goes into large ones."""
    everyday = [entry for entry in lexicon.dictionary() if int(entry.split(" ")[1]) >= 2000]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexicon, "dictionary", lambda: everyday)
        for module in (lexicon, bridge):
            patch.setattr(module, "translations", lambda words=None: iter([("氢能", ["hydrogen energy"])]))
        yield


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("park", "rail", "news"):
        (folder / f"{name}.txt").write_text(TEXTS[name], encoding="utf-8")
    return folder


@pytest.fixture
def index(papers: Path, tmp_path: Path) -> Path:
    build([papers], tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read, in order."""
    names: list[str] = []
    read = update.read_documents

    def record(sources: Sequence[Source], *more: Any) -> Any:
        names.extend(Path(source.path).name for source in sources)
        return read(sources, *more)

    monkeypatch.setattr(update, "read_documents", record)
    return names


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passages that were encoded."""
    texts: list[str] = []
    encode = StaticEncoder.encode

    def record(self: StaticEncoder, given: Sequence[str], *, query: bool = False) -> Any:
        texts.extend(text for text in given if len(text) > 1)
        return encode(self, given, query=query)

    monkeypatch.setattr(StaticEncoder, "encode", record)
    return texts


def assert_equal(one: Searcher, other: Searcher) -> None:
    """The same index in every respect that can be seen."""
    assert list(one.passages) == list(other.passages)
    assert one.fingerprint == other.fingerprint
    assert list(one.documents) == list(other.documents)
    for a, b in zip(one.documents.values(), other.documents.values(), strict=True):
        assert (a.title, a.date, a.path, a.text, a.reading, a.blocks) == (
            b.title,
            b.date,
            b.path,
            b.text,
            b.reading,
            b.blocks,
        )
    rows = np.arange(len(one.passages))
    assert np.array_equal(one.dense.vectors(rows), other.dense.vectors(rows))
    for query in QUERIES:
        assert one.search(query, k=20) == other.search(query, k=20)


def fresh(index: Path, tmp_path: Path) -> Searcher:
    """The collection of an index, indexed from nothing."""
    collection = collection_of(index)
    assert collection is not None
    folder = tmp_path / "from nothing"
    shutil.rmtree(folder, ignore_errors=True)
    return rebuild(collection, folder / "index", BuildSettings()).searcher


def test_nothing_changed_means_nothing_is_read(index: Path, opened: list[str], encoded: list[str]) -> None:
    before = store.load(index)
    made = refresh(index)
    assert (made.read, made.reused, list(made.removed)) == (0, 3, [])
    assert opened == []
    assert encoded == []
    assert_equal(store.load(index), before)


def test_only_what_is_new_or_changed_is_read(
    papers: Path, index: Path, tmp_path: Path, opened: list[str], encoded: list[str]
) -> None:
    (papers / "more.txt").write_text(TEXTS["more"], encoding="utf-8")
    (papers / "rail.txt").write_text(TEXTS["rail"].replace("12", "15"), encoding="utf-8")
    (papers / "news.txt").unlink()
    made = refresh(index)
    assert opened == ["more.txt", "rail.txt"]
    assert (made.read, made.reused) == (2, 1)
    assert [Path(path).name for path in made.removed] == ["news.txt"]
    assert not any("8.05" in text for text in encoded)
    after = store.load(index)
    assert not any("12座，" in passage.text or "飞地" in passage.text for passage in after.passages)
    assert verify_index(after).faults == ()
    assert_equal(after, fresh(index, tmp_path))


def test_a_touched_file_is_not_read_again(papers: Path, index: Path, opened: list[str]) -> None:
    os.utime(papers / "rail.txt", (1, 1))
    assert refresh(index).reused == 3
    assert opened == []


def test_a_build_of_the_same_paths_reuses_too(papers: Path, index: Path, opened: list[str]) -> None:
    made = build([papers], index)
    assert (made.read, made.reused) == (0, 3)
    assert opened == []


def test_a_build_of_other_paths_forgets_the_old_ones(papers: Path, index: Path) -> None:
    made = build([papers / "rail.txt"], index)
    assert list(made.searcher.documents) == ["rail"]
    assert len(made.removed) == 2


def test_what_is_said_of_a_document_counts_as_part_of_it(
    papers: Path, index: Path, opened: list[str]
) -> None:
    (papers / "rail.txt.meta.json").write_text(json.dumps({"title": "铁路"}), encoding="utf-8")
    with pytest.raises(StaleIndex, match=r"rail\.txt\.meta\.json is not in the index"):
        store.load(index)
    assert refresh(index).searcher.documents["rail"].title == "铁路"
    assert opened == ["rail.txt"]
    (papers / "rail.txt.meta.json").write_text(json.dumps({"title": "公路"}), encoding="utf-8")
    with pytest.raises(StaleIndex, match=r"rail\.txt\.meta\.json changed"):
        store.load(index)
    assert refresh(index).searcher.documents["rail"].title == "公路"


def test_a_broken_file_is_tried_again(papers: Path, index: Path, opened: list[str]) -> None:
    (papers / "more.txt").write_bytes(b"\x00\x01")
    assert [Path(file.path).name for file in refresh(index).origin.skipped] == ["more.txt"]
    assert store.load(index)
    (papers / "more.txt").write_text(TEXTS["more"], encoding="utf-8")
    with pytest.raises(StaleIndex, match=r"more\.txt changed"):
        store.load(index)
    made = refresh(index)
    assert not made.origin.skipped
    assert "more" in made.searcher.documents
    assert opened == ["more.txt", "more.txt"]


def test_the_same_content_is_indexed_once_and_named(
    papers: Path, index: Path, tmp_path: Path, opened: list[str]
) -> None:
    (papers / "z.txt").write_text(TEXTS["park"], encoding="utf-8")
    made = refresh(index)
    assert made.origin.duplicates == {f"{papers}/z.txt": f"{papers}/park.txt"}
    assert "z" not in made.searcher.documents
    assert store.load(index)
    opened.clear()
    assert refresh(index).origin.duplicates == made.origin.duplicates
    assert opened == []
    (papers / "park.txt").unlink()
    made = refresh(index)
    assert opened == ["z.txt"]
    assert not made.origin.duplicates
    assert_equal(made.searcher, fresh(index, tmp_path))


def test_of_a_changed_archive_only_the_changed_members_are_read(
    papers: Path, index: Path, tmp_path: Path, opened: list[str]
) -> None:
    def pack(**members: str) -> None:
        with zipfile.ZipFile(papers / "x.zip", "w") as archive:
            for name, text in members.items():
                archive.writestr(f"{name}.txt", text)

    pack(one=TEXTS["more"], two="甲乙丙丁。\n")
    assert refresh(index).read == 2
    assert store.load(index)
    opened.clear()
    pack(one=TEXTS["more"], two="戊己庚辛壬癸。\n", three="子丑寅卯。\n")
    with pytest.raises(StaleIndex, match=r"x\.zip changed"):
        store.load(index)
    made = refresh(index)
    assert sorted(opened) == ["three.txt", "two.txt"]
    assert_equal(made.searcher, fresh(index, tmp_path))
    assert verify_index(made.searcher).faults == ()


def test_documents_of_another_version_are_read_again(
    index: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.manifest.code_fingerprint", lambda: "another")
    assert refresh(index).read == 3
    assert len(opened) == 3


@pytest.mark.parametrize("name", ["texts.jsonl", "tally.json", "manifest.json"])
def test_nothing_is_taken_from_a_damaged_index(
    index: Path, tmp_path: Path, name: str, opened: list[str]
) -> None:
    path = next(index.glob(f"*/{name}"))
    path.write_bytes(path.read_bytes()[:-5])
    made = refresh(index)
    assert len(opened) == 3
    assert_equal(made.searcher, fresh(index, tmp_path))


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "delete", "describe", "touch"]),
        st.sampled_from(["a", "b", "sub/c"]),
        st.sampled_from(list(TEXTS)),
    ),
    max_size=6,
)


@settings(max_examples=5)
@given(rounds=st.lists(ACTIONS, min_size=1, max_size=2))
def test_any_changes_lead_to_what_a_build_from_nothing_gives(
    rounds: list[list[tuple[str, str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("changes")
    papers = home / "papers"
    (papers / "sub").mkdir(parents=True)
    (papers / "always.txt").write_text(TEXTS["park"], encoding="utf-8")
    build([papers], home / "index")
    for actions in rounds:
        for action, name, text in actions:
            path = papers / f"{name}.txt"
            if action == "write":
                path.write_text(TEXTS[text], encoding="utf-8")
            elif action == "delete":
                path.unlink(missing_ok=True)
            elif action == "touch" and path.exists():
                os.utime(path, (5, 5))
            elif action == "describe" and path.exists():
                Path(f"{path}.meta.json").write_text(json.dumps({"title": text}), encoding="utf-8")
        refresh(home / "index")
    assert_equal(store.load(home / "index"), fresh(home / "index", home))


# adding and removing


def test_adding_reads_only_what_is_added_and_is_remembered(
    index: Path, tmp_path: Path, opened: list[str]
) -> None:
    (tmp_path / "more.txt").write_text(
        "測試，青湖鎮。\n".encode("big5").decode("latin-1"), encoding="latin-1"
    )
    made = add([tmp_path / "more.txt"], index, encoding="big5")
    assert opened == ["more.txt"]
    assert "測試" in made.searcher.documents["more"].text
    assert refresh(index).reused == 4
    assert verify_index(store.load(index)).faults == ()
    (tmp_path / "more.txt").unlink()
    assert "more" not in refresh(index).searcher.documents


def test_adding_twice_changes_nothing(papers: Path, index: Path) -> None:
    assert add([papers], index).reused == 3
    assert collection_of(index) == Collection((Root(str(papers)),))


def test_adding_something_wrong_leaves_the_index(index: Path, tmp_path: Path) -> None:
    before = store.load(index)
    with pytest.raises(SourceError, match="nowhere"):
        add([tmp_path / "nowhere"], index)
    assert_equal(store.load(index), before)


def test_what_is_removed_stays_away_until_it_is_added_again(
    papers: Path, index: Path, tmp_path: Path
) -> None:
    made = remove(["rail"], index)
    assert list(made.searcher.documents) == ["news", "park"]
    assert (papers / "rail.txt").exists()
    assert list(refresh(index).searcher.documents) == ["news", "park"]
    assert store.load(index)
    assert_equal(store.load(index), fresh(index, tmp_path))
    assert list(add([papers / "rail.txt"], index).searcher.documents) == ["news", "park", "rail"]


def test_a_path_a_folder_and_an_archive_can_be_removed(papers: Path, index: Path) -> None:
    (papers / "sub").mkdir()
    (papers / "sub" / "x.txt").write_text(TEXTS["more"], encoding="utf-8")
    with zipfile.ZipFile(papers / "y.zip", "w") as archive:
        archive.writestr("z.txt", "甲乙丙丁。")
    assert len(refresh(index).searcher.documents) == 5
    assert len(remove([str(papers / "sub")], index).searcher.documents) == 4
    assert len(remove([str(papers / "y.zip")], index).searcher.documents) == 3
    assert len(remove([str(papers / "news.txt")], index).searcher.documents) == 2


def test_a_root_is_removed_with_all_that_is_in_it(papers: Path, index: Path, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text(TEXTS["more"], encoding="utf-8")
    add([tmp_path / "own.txt"], index)
    assert list(remove([str(papers)], index).searcher.documents) == ["own"]
    assert collection_of(index) == Collection((Root(f"{tmp_path}/own.txt"),))
    with pytest.raises(SourceError, match="indexes --delete"):
        remove(["own"], index)


def test_what_nobody_has_cannot_be_removed(index: Path) -> None:
    with pytest.raises(SourceError, match="nothing-like-it"):
        remove(["nothing-like-it"], index)
    assert len(store.load(index).documents) == 3


def test_the_embedded_documents_can_be_added_to_and_taken_from(
    home: Path, tmp_path: Path, assistant: object
) -> None:
    shutil.copytree(home / "index", tmp_path / "index")
    (tmp_path / "own.txt").write_text(TEXTS["more"], encoding="utf-8")
    made = add([tmp_path / "own.txt"], tmp_path / "index")
    assert (made.read, made.reused) == (1, 5)
    assert collection_of(tmp_path / "index") == Collection((Root(EMBEDDED_ROOT), Root(f"{tmp_path}/own.txt")))
    first = next(iter(made.searcher.documents))
    assert first not in remove([first], tmp_path / "index").searcher.documents


# what is gone


def test_a_folder_that_is_gone_is_not_taken_for_empty(papers: Path, index: Path, tmp_path: Path) -> None:
    """A disk that is not there must not cost its documents."""
    (tmp_path / "own.txt").write_text(TEXTS["more"], encoding="utf-8")
    add([tmp_path / "own.txt"], index)
    papers.rename(tmp_path / "elsewhere")
    with pytest.raises(
        SourceError, match=r"papers is gone: bring it back, or take it out with `wenju remove"
    ):
        refresh(index)
    assert len(read_manifest(index).origin.sources) == 4
    assert list(remove([str(papers)], index).searcher.documents) == ["own"]


def test_an_index_needs_documents(papers: Path, index: Path) -> None:
    for name in ("rail", "park", "news"):
        (papers / f"{name}.txt").unlink()
    with pytest.raises(SourceError, match="no documents in the folder"):
        refresh(index)


def test_there_must_be_an_index(tmp_path: Path) -> None:
    for change in (refresh, lambda f: add(["x"], f), lambda f: remove(["x"], f)):
        with pytest.raises(MissingIndex, match="wenju build"):
            change(tmp_path / "none")


def test_a_catalogue_that_became_wrong_leaves_the_index(papers: Path, index: Path) -> None:
    (papers / "catalogue.json").write_text("[1]")
    with pytest.raises(CatalogueError):
        refresh(index)
    assert len(read_manifest(index).origin.sources) == 3


def test_of_two_changes_at_once_none_is_lost_silently(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"{name}，{TEXTS['more']}", encoding="utf-8")
    save, began = store.save, []

    def save_late(*args: Any, **more: Any) -> None:
        if not began:
            began.append(True)
            add([tmp_path / "two.txt"], index)
        save(*args, **more)

    monkeypatch.setattr(store, "save", save_late)
    with pytest.raises(StoreError, match="meanwhile"):
        add([tmp_path / "one.txt"], index)
    add([tmp_path / "one.txt"], index)
    assert {"one", "two"} <= store.load(index).documents.keys()
