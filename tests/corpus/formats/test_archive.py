"""Archives: names as people gave them, and nothing read that could do harm."""

import stat
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import DecodeError, SourceError
from corpus.formats import archive
from corpus.formats.archive import open_archive, open_package
from tests.corpus.formats.samples import zipped


def members(path: Path) -> list[str]:
    return list(open_archive(path).names)


def read_member(path: Path, name: str) -> bytes:
    return open_archive(path).read(name)


@pytest.fixture
def written(tmp_path: Path):
    """Writes an archive of some parts and gives its path."""

    def write(parts: dict[str, str | bytes]) -> Path:
        path = tmp_path / "a.zip"
        path.write_bytes(zipped(parts))
        return path

    return write


def test_members_are_listed_and_read(written) -> None:
    path = written({"报告/一.txt": "园区", "b.md": "x", "报告/": ""})
    assert members(path) == ["报告/一.txt", "b.md"]
    assert read_member(path, "报告/一.txt").decode() == "园区"
    with pytest.raises(SourceError, match="there is no"):
        read_member(path, "c.txt")


def test_hidden_files_and_links_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name in ("__MACOSX/._a.txt", ".DS_Store", "x/.git/config", "a.txt"):
            made.writestr(name, "x")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    assert members(path) == ["a.txt"]


@pytest.mark.parametrize(
    "name", ["../a.txt", "x/../../a.txt", "/etc/a.txt", "..\\a.txt", "C:\\a.txt", "C:/a.txt"]
)
def test_a_name_that_points_outside_is_refused(written, name: str) -> None:
    path = written({name: "x", "good.txt": "y"})
    (bad,) = [each for each in members(path) if each != "good.txt"]
    with pytest.raises(DecodeError, match="outside"):
        read_member(path, bad)
    assert read_member(path, "good.txt") == b"y"


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
@pytest.mark.parametrize("name", ["园区规划.docx", "二〇二三年/报告（终稿）.txt"])
def test_unmarked_chinese_names_are_repaired(tmp_path: Path, name: str, encoding: str) -> None:
    raw = name.encode(encoding)
    placeholder = "x" * len(raw)
    data = zipped({placeholder: "园区"}).replace(placeholder.encode(), raw)
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    assert members(path) == [name]
    assert read_member(path, name).decode() == "园区"


def test_western_names_are_not_taken_for_chinese(tmp_path: Path) -> None:
    raw = "résumé.txt".encode("cp437")
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"xxxxxxxxxx": "x"}).replace(b"xxxxxxxxxx", raw))
    assert members(path) == ["résumé.txt"]


def test_a_bomb_is_refused_before_it_is_unpacked(written, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written({"a.txt": b"\x00" * 11_000_000})
    with pytest.raises(DecodeError, match="bomb"):
        read_member(path, "a.txt")
    with pytest.raises(DecodeError, match="bomb"):
        open_package(path.read_bytes())
    monkeypatch.setattr(archive, "_MAX_TOTAL_BYTES", 10_000_000)
    with pytest.raises(DecodeError, match="unpacks to"):
        members(path)


def test_an_encrypted_member_is_named(written) -> None:
    path = written({"a.txt": "x"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag in the list of members
    path.write_bytes(data)
    with pytest.raises(DecodeError, match="password"):
        read_member(path, "a.txt")


def test_no_archive_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with pytest.raises(SourceError, match="cannot be read"):
        members(path)
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(DecodeError, match="cut off"):
        members(path)


@given(st.data())
def test_broken_archives_are_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(zipped({"a.txt": "园区" * 20, "b/c.txt": "y"}))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(DecodeError), open_package(bytes(whole)) as package:
        for name in package.namelist():
            assert len(archive.read_part(package, name)) <= package.getinfo(name).file_size
