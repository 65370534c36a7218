"""Reading bytes: only of ordinary files, never too many, never of two states of a file."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import files
from corpus.errors import SourceError
from corpus.files import read_file
from corpus.names import shown


@pytest.mark.parametrize("content", [b"", b"x", bytes(range(256)) * 100])
def test_a_file_is_read_to_the_byte(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    assert read_file(str(tmp_path / "a"), max_bytes=25_600) == content


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with open(tmp_path / "huge.txt", "wb") as file:
        file.truncate(500_000_000)  # takes no room on disk
    with pytest.raises(
        SourceError, match=r"huge\.txt: it has 500 MB, more than the 200 MB.*read\.max_file_mb"
    ):
        read_file(str(tmp_path / "huge.txt"), max_bytes=200_000_000)


def test_pipes_and_devices_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, what in (
        (str(tmp_path / "pipe"), "a pipe"),
        ("/dev/zero", "a device"),
        (str(tmp_path), "a folder"),
    ):
        with pytest.raises(SourceError, match=what):
            read_file(path, max_bytes=10)


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(files, "file_at", lambda path: None)
    with pytest.raises(SourceError, match="a pipe"):
        read_file(str(tmp_path / "pipe"), max_bytes=10)


@pytest.fixture
def written_while_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], str]:
    """A file to which somebody appends each of the first n times that it is opened."""

    def make(times: int) -> str:
        path = tmp_path / "log.txt"
        path.write_bytes(b"one\n")
        fstat, opened = os.fstat, []

        def append(descriptor: int) -> os.stat_result:
            seen = fstat(descriptor)
            opened.append(descriptor)
            if len(opened) % 2 and len(opened) // 2 < times:  # between looking and reading
                with path.open("ab") as file:
                    file.write(b"more\n")
            return seen

        monkeypatch.setattr(os, "fstat", append)
        return str(path)

    return make


def test_a_file_that_changes_once_is_read_again(written_while_read: Callable[[int], str]) -> None:
    assert read_file(written_while_read(1), max_bytes=100) == b"one\nmore\n"


def test_a_file_that_goes_on_changing_is_named(written_while_read: Callable[[int], str]) -> None:
    with pytest.raises(SourceError, match=r"log\.txt: it changes while it is read"):
        read_file(written_while_read(9), max_bytes=100)


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone\.txt: No such file"):
        read_file(str(tmp_path / "gone.txt"), max_bytes=10)


def test_a_path_is_shown_in_one_line() -> None:
    assert shown("/报告/年报.txt") == "/报告/年报.txt"
    assert shown("a\nb\t\x1b[2J.txt") == "a\\nb\\t\\x1b[2J.txt"
    assert shown(os.fsdecode(b"\xb3\xc9.txt")) == "\\udcb3\\udcc9.txt"
