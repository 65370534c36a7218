"""From what is named to what is read: files, folders, patterns, archives, and what is said of them."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.errors import CatalogueError, SourceError
from corpus.load import read_document, read_documents
from corpus.sources import Collection, Listing, Root, find_sources, list_files, list_sources, root

TEXT = "青湖镇与柳川市共同建设科技园区。\n"


def put(folder: Path, *names: str, content: str | bytes = TEXT) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def describe(file: Path, **fields: object) -> None:
    Path(f"{file}.meta.json").write_text(json.dumps(fields), encoding="utf-8")


def pack(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return path


def listing(*paths: Path | str, excluded: tuple[str, ...] = ()) -> Listing:
    return list_sources(Collection(tuple(map(root, paths)), excluded))


def names(found: Listing) -> list[str]:
    return [Path(source.path).name for source in found.sources]


# patterns


def test_a_pattern_names_files_at_any_depth(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "x/b.txt", "x/y/c.txt", "x/d.md", "x/e.png")
    assert names(listing(f"{tmp_path}/**/*.txt")) == ["a.txt", "b.txt", "c.txt"]
    assert names(listing(f"{tmp_path}/x/*")) == ["b.txt", "d.md", "c.txt"]


def test_an_ending_that_is_asked_for_is_read_whatever_it_is(tmp_path: Path) -> None:
    put(tmp_path, "a.log", "b.txt", "c.png")
    assert names(listing(f"{tmp_path}/*.log")) == ["a.log"]
    assert names(listing(f"{tmp_path}/*")) == ["b.txt"]


def test_a_pattern_that_matches_nothing_is_an_error(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    with pytest.raises(SourceError, match=r"no document matches .*\*\.md"):
        listing(f"{tmp_path}/*.md")
    with pytest.raises(SourceError, match="no such folder"):
        listing(f"{tmp_path}/gone/*.md")


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    put(tmp_path, "[1] a*.txt", "1 ab.txt")
    assert names(listing(tmp_path / "[1] a*.txt")) == ["[1] a*.txt"]


# odd names


def test_names_of_any_bytes_are_read(tmp_path: Path) -> None:
    odd = [os.fsdecode(b"\xb3\xc9\xb6\xbc.txt"), "两\n行.txt", "年 报.txt", "-rf.txt", "a!.txt", "x.zip!.txt"]
    put(tmp_path, *odd)
    found = listing(tmp_path)
    assert sorted(names(found)) == sorted(odd)
    documents = list(read_documents(found.sources))
    assert all(isinstance(document, Document) for document in documents)
    assert len({source.doc_id for source in found.sources}) == len(odd)
    assert all(source.doc_id.isprintable() for source in found.sources)


def test_a_broken_file_of_an_odd_name_is_named_in_one_line(tmp_path: Path) -> None:
    put(tmp_path, "两\n行.txt", os.fsdecode(b"\xb3.txt"), content=b"\x00\x01")
    for skipped in read_documents(listing(tmp_path).sources):
        assert not isinstance(skipped, Document)
        assert len(skipped.reason.splitlines()) == 1
        skipped.reason.encode()


# what is said of a file


def test_the_file_beside_a_file_describes_it(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    describe(
        tmp_path / "a.txt", doc_id="plan", title="规划", date="2024-05", publisher="青湖镇", lang="en", more=1
    )
    for found in (
        listing(tmp_path),
        listing(tmp_path / "a.txt", tmp_path / "b.txt"),
        listing(f"{tmp_path}/*.txt"),
    ):
        described, other = found.sources
        assert other.doc_id == "b"
        document = read_document(described)
        assert (document.doc_id, document.title, document.date) == ("plan", "规划", "2024-05")
        assert (document.publisher, document.lang) == ("青湖镇", "en")
        assert f"{tmp_path}/a.txt.meta.json" in {file.path for file in found.files}


def test_the_file_beside_a_file_goes_before_the_catalogue(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (tmp_path / "catalogue.json").write_text('[{"path": "a.txt", "title": "其一", "date": "2024"}]')
    describe(tmp_path / "a.txt", title="其二")
    (source,) = listing(tmp_path).sources
    assert (source.title, source.date) == ("其二", "2024")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": 5}, "title must be one line of text, not the number 5"),
        ({"title": " "}, "title must be one line of text, not ' '"),
        ({"date": "5.3.2024"}, "date must be a date like 2024"),
        ({"date": "2024-13"}, "date must be"),
        ({"lang": "Chinese"}, "lang must be a language code like zh"),
        ({"encoding": "gb-18030-x"}, "encoding must be the name of a text encoding"),
        ({"encoding": "hex"}, "encoding must be"),
        ({"doc_id": None}, "doc_id must be one line of text, not null"),
        ({"publisher": ["x"]}, "publisher must be one line of text, not a list"),
    ],
)
def test_a_wrong_description_costs_its_file_only(
    tmp_path: Path, fields: dict[str, object], says: str
) -> None:
    put(tmp_path, "a.txt", "b.txt")
    describe(tmp_path / "a.txt", **fields)
    found = listing(tmp_path)
    assert names(found) == ["b.txt"]
    assert says in found.skipped[0].reason
    assert "a.txt.meta.json" in found.skipped[0].reason


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "x/../../secret.txt"])
def test_a_catalogue_cannot_name_what_is_outside_of_its_folder(tmp_path: Path, path: str) -> None:
    put(tmp_path, "in/a.txt", "secret.txt")
    (tmp_path / "in" / "catalogue.json").write_text(json.dumps([{"path": path}]))
    with pytest.raises(CatalogueError, match="outside of the catalogue's folder"):
        listing(tmp_path / "in")


def test_a_catalogue_names_the_file_entry_and_field_that_is_wrong(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    (tmp_path / "catalogue.json").write_text('[{"path": "a.txt"}, {"path": "b.txt", "date": 2024}]')
    with pytest.raises(
        CatalogueError,
        match=r"catalogue\.json, entry 2 \(b\.txt\): date must be a date like 2024.*, not the number 2024",
    ):
        listing(tmp_path)


def test_an_encoding_that_is_given_is_used(tmp_path: Path) -> None:
    big5 = "測試文件，青湖鎮。\n".encode("big5")
    put(tmp_path, "a.txt", "b.txt", content=big5)
    describe(tmp_path / "b.txt", encoding="latin-1")
    a, b = list_sources(Collection((Root(str(tmp_path), "big5"),))).sources
    assert read_document(a).text == "測試文件，青湖鎮。\n"
    assert read_document(a).encoding == "big5"
    assert read_document(b).text == big5.decode("latin-1")


# archives


def test_an_archive_is_a_folder_of_documents(tmp_path: Path) -> None:
    pack(tmp_path / "papers.zip", a_dot_txt=TEXT, sub__b_dot_md="# 标题\n\n" + TEXT, c_dot_png="x")
    found = listing(tmp_path)
    assert [source.path for source in found.sources] == [
        f"{tmp_path}/papers.zip!/a.txt",
        f"{tmp_path}/papers.zip!/sub/b.md",
    ]
    assert [source.doc_id for source in found.sources] == ["a", "b"]
    documents = list(read_documents(found.sources))
    assert [isinstance(document, Document) for document in documents] == [True, True]
    assert [file.path for file in found.files] == [f"{tmp_path}/papers.zip"]


def test_a_folder_named_like_an_archive_is_a_folder(tmp_path: Path) -> None:
    put(tmp_path, "x.zip!/a.txt")
    (source,) = listing(tmp_path).sources
    assert read_document(source).text == TEXT


def test_a_broken_archive_is_named_and_costs_nothing_else(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "broken.zip", content=b"PK\x03\x04 broken")
    pack(tmp_path / "pictures.zip", c_dot_png="x")
    found = listing(tmp_path)
    assert names(found) == ["a.txt"]
    reasons = {Path(each.path).name: each.reason for each in found.skipped}
    assert reasons.keys() == {"broken.zip", "pictures.zip"}
    assert "holds no documents" in reasons["pictures.zip"]


def test_a_member_that_points_outside_is_named(tmp_path: Path) -> None:
    put(tmp_path, "secret.txt")
    path = pack(tmp_path / "evil.zip", **{"../secret_dot_txt": "x" * 50, "good_dot_txt": TEXT})
    results = list(read_documents(listing(path).sources))
    assert sum(isinstance(result, Document) for result in results) == 1
    (skipped,) = [result for result in results if not isinstance(result, Document)]
    assert "outside of its archive" in skipped.reason


# what is left out


def test_what_is_excluded_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "x/b.txt", "xx/c.txt")
    pack(tmp_path / "p.zip", d_dot_txt=TEXT, e_dot_txt=TEXT)
    out = (f"{tmp_path}/x", f"{tmp_path}/p.zip!/d.txt")
    assert names(listing(tmp_path, excluded=out)) == ["a.txt", "e.txt", "c.txt"]
    assert names(listing(tmp_path, excluded=(f"{tmp_path}/p.zip",))) == ["a.txt", "b.txt", "c.txt"]


# the look without reading


def test_a_quick_look_sees_the_same_files(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "x/b.md", "c.png")
    pack(tmp_path / "p.zip", d_dot_txt=TEXT)
    describe(tmp_path / "a.txt", title="其一")
    (tmp_path / "catalogue.json").write_text('[{"path": "a.txt"}]')
    collection = Collection((root(tmp_path), Root(f"{tmp_path}/x/*.md")))
    found = list_sources(collection).files
    assert list_files(collection) == {file.path: file for file in found}
    assert len(found) == 5


def test_a_root_that_is_gone_is_missed_only_when_reading(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    collection = Collection((root(tmp_path), Root(f"{tmp_path}/gone.txt")))
    assert len(list_files(collection)) == 1
    with pytest.raises(SourceError, match=r"gone\.txt"):
        list_sources(collection)


def test_duplicates_by_path_are_listed_once(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (tmp_path / "link").symlink_to(tmp_path)
    assert len(find_sources([tmp_path, tmp_path / "link", f"{tmp_path}/*.txt", tmp_path / "a.txt"])) == 1
