"""Finding and reading files: every mistake in them is named, and one bad file does not hide the others."""

import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from corpus.errors import CatalogueError, DecodeError, SourceError
from corpus.files import Skipped
from corpus.load import fingerprint, read_document, read_documents
from corpus.sources import EMBEDDED, find_sources

TEXT = "青湖镇与柳川市共同建设科技园区。\n"


def write(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def catalogue(folder: Path, entries: object) -> None:
    (folder / "catalogue.json").write_text(json.dumps(entries), encoding="utf-8")


def test_the_embedded_corpus_is_the_default() -> None:
    sources = find_sources()
    assert [s.doc_id for s in sources] == [
        "pengzhou-integration", "chengdu-urban-industry-2023", "deyang-plan-2021", "jinshi-park-2024", "chengyu-2024",
    ]  # fmt: skip
    assert find_sources([EMBEDDED]) == sources
    documents = list(read_documents(sources))
    assert all(isinstance(document, Document) for document in documents)


def test_a_folder_is_read_with_its_folders_in_order(tmp_path: Path) -> None:
    write(
        tmp_path,
        b_dot_txt=TEXT,
        a_dot_md=TEXT,
        sub__c_dot_TXT=TEXT,
        picture_dot_png=b"\x89PNG",
        _dot_hidden_dot_txt=TEXT,
    )
    assert [Path(s.path).name for s in find_sources([tmp_path])] == ["a.md", "b.txt", "c.TXT"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, a_dot_txt=TEXT)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    assert len(find_sources([tmp_path, tmp_path / "a.txt", tmp_path / ".." / tmp_path.name / "a.txt"])) == 1


def test_equal_names_get_distinct_ids(tmp_path: Path) -> None:
    write(
        tmp_path,
        a_dot_txt=TEXT,
        x__a_dot_txt=TEXT,
        y__a_dot_md=TEXT,
        **{"a b_dot_txt": TEXT, "a-b_dot_txt": TEXT},
    )
    ids = [s.doc_id for s in find_sources([tmp_path])]
    assert len(ids) == len(set(ids)) == 5
    assert {"a", "a-2", "a-3", "a-b", "a-b-2"} == set(ids)


def test_a_numbered_id_avoids_the_ids_of_others(tmp_path: Path) -> None:
    write(tmp_path, **{"a_dot_txt": TEXT, "a-2_dot_txt": TEXT, "x__a_dot_txt": TEXT})
    assert len({s.doc_id for s in find_sources([tmp_path])}) == 3


def test_ids_keep_letters_of_any_script(tmp_path: Path) -> None:
    write(tmp_path, **{"德阳“十四五” 规划（终稿）_dot_txt": TEXT, "——_dot_txt": TEXT})
    assert {s.doc_id for s in find_sources([tmp_path])} == {"德阳-十四五-规划-终稿", "document"}


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.txt"):
        find_sources([tmp_path / "nowhere.txt"])


def test_a_folder_without_documents_says_what_it_expects(tmp_path: Path) -> None:
    write(tmp_path, picture_dot_png=b"\x89PNG", _dot_git__x_dot_txt=TEXT)
    with pytest.raises(SourceError, match=r"\.md.*\.txt"):
        find_sources([tmp_path])


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, a_dot_txt=TEXT)
    (tmp_path / "a.txt").chmod(0)
    with pytest.raises(SourceError, match=r"a\.txt.*[Pp]ermission"):
        read_document(find_sources([tmp_path])[0])


def test_a_file_that_vanished_is_named(tmp_path: Path) -> None:
    source = find_sources([write(tmp_path, a_dot_txt=TEXT)])[0]
    (tmp_path / "a.txt").unlink()
    with pytest.raises(SourceError, match=r"a\.txt"):
        read_document(source)


@pytest.mark.parametrize("content", [b"", b" \n\t\n", "　\n".encode()])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    source = find_sources([write(tmp_path, a_dot_txt=content)])[0]
    with pytest.raises(DecodeError, match=r"a\.txt.*empty"):
        read_document(source)


def test_one_file_that_is_not_text_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, a_dot_txt=TEXT, b_dot_txt=b"\x00\x01\x02", c_dot_txt=TEXT)
    a, b, c = read_documents(find_sources([tmp_path]))
    assert isinstance(a, Document)
    assert isinstance(c, Document)
    assert isinstance(b, Skipped)
    assert Path(b.path).name == "b.txt"
    assert "b.txt" in b.reason
    assert "not text" in b.reason


def test_the_catalogue_describes_the_files_beside_it(tmp_path: Path) -> None:
    write(tmp_path, a_dot_txt=TEXT, b_dot_txt=TEXT)
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    catalogue(
        tmp_path,
        [{"path": "a.txt", "doc_id": "plan", "title": "规划", "date": "2024", "sha256": digest, "more": 1}],
    )
    described, other = find_sources([tmp_path])
    assert (described.doc_id, described.title, described.date, other.doc_id) == ("plan", "规划", "2024", "b")
    assert read_document(described).title == "规划"


def test_a_file_that_differs_from_its_catalogue_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, a_dot_txt=TEXT)
    catalogue(tmp_path, [{"path": "a.txt", "sha256": "0" * 64}])
    source = find_sources([tmp_path])[0]
    with pytest.raises(CatalogueError, match=r"a\.txt.*sha256"):
        read_document(source)
    with pytest.raises(CatalogueError):
        list(read_documents([source]))  # not merely skipped


@pytest.mark.parametrize(
    "content",
    ["not json", '{"path": "a.txt"}', "[1]", '[{"doc_id": "a"}]', '[["path"]]', "null", b"\xff\xfe\x00", '[{"path": []}]'],
)  # fmt: skip
def test_a_malformed_catalogue_is_named(tmp_path: Path, content: str | bytes) -> None:
    write(tmp_path, a_dot_txt=TEXT, catalogue_dot_json=content)
    with pytest.raises(CatalogueError, match=r"catalogue\.json"):
        find_sources([tmp_path])


@pytest.mark.parametrize("entry", [{"path": "gone.txt"}, {"path": "sub"}])
def test_a_catalogue_that_lists_what_is_not_there_is_an_error(tmp_path: Path, entry: dict[str, str]) -> None:
    write(tmp_path, a_dot_txt=TEXT, sub__b_dot_txt=TEXT)
    catalogue(tmp_path, [entry])
    with pytest.raises(CatalogueError, match="not there"):
        find_sources([tmp_path])


def test_two_documents_of_one_id_in_a_catalogue_get_distinct_ids(tmp_path: Path) -> None:
    write(tmp_path, a_dot_txt=TEXT, b_dot_txt=TEXT)
    catalogue(tmp_path, [{"path": "a.txt", "doc_id": "same"}, {"path": "b.txt", "doc_id": "same"}])
    assert [s.doc_id for s in find_sources([tmp_path])] == ["same", "same-2"]


@pytest.mark.parametrize(
    "entry", [{"doc_id": None}, {"doc_id": 5}, {"title": 5}, {"date": 2024}, {"sha256": 1}]
)
def test_a_field_of_the_wrong_type_is_an_error(tmp_path: Path, entry: dict[str, object]) -> None:
    write(tmp_path, a_dot_txt=TEXT)
    catalogue(tmp_path, [{"path": "a.txt", **entry}])
    with pytest.raises(CatalogueError):
        find_sources([tmp_path])


def test_every_file_that_a_catalogue_lists_is_read(tmp_path: Path) -> None:
    write(tmp_path, a_dot_txt=TEXT, notes_dot_log=TEXT)
    catalogue(tmp_path, [{"path": "a.txt"}, {"path": "notes.log"}])
    assert {Path(s.path).name for s in find_sources([tmp_path])} == {"a.txt", "notes.log"}


@given(st.lists(st.text("0123456789abcdef", min_size=4, max_size=4), min_size=1, unique=True), st.randoms())
def test_the_fingerprint_does_not_depend_on_the_order(digests: list[str], random: object) -> None:
    shuffled = list(digests)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fingerprint(shuffled) == fingerprint(digests)
    assert fingerprint([*digests, "more"]) != fingerprint(digests)
