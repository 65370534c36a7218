"""Looking through folders: everything in them is found, nothing outside of them is."""

import glob
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import SourceError
from corpus.walk import Walk, split_pattern, walk


def put(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("青湖")
    return folder


def look(folder: Path) -> Walk:
    return walk(str(folder), lambda name: name.endswith(".txt"))


def names(found: Walk) -> list[str]:
    return [each.relative for each in found.found]


def test_files_come_in_the_order_of_their_names_folder_by_folder(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "a.txt", "a b/x.txt")
    expected = sorted((p.relative_to(tmp_path) for p in tmp_path.rglob("*.txt")), key=lambda p: p.parts)
    assert names(look(tmp_path)) == [p.as_posix() for p in expected]


def test_hidden_ones_are_passed_over_and_others_counted(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", ".b.txt", ".git/c.txt", "x.PNG", "y.png", "sub/z.png", "README")
    found = look(tmp_path)
    assert names(found) == ["a.txt"]
    assert found.others == {".png": 3, "": 1}
    assert not found.skipped


def test_a_link_within_the_folder_finds_each_file_once(tmp_path: Path) -> None:
    put(tmp_path, "sub/a.txt", "blobs/123")
    (tmp_path / "again.txt").symlink_to(tmp_path / "sub" / "a.txt")
    (tmp_path / "named.txt").symlink_to("blobs/123")
    (tmp_path / "same.txt").symlink_to("blobs/123")
    (tmp_path / "folder").symlink_to("sub")
    found = look(tmp_path)
    assert names(found) == ["named.txt", "sub/a.txt"]
    assert not found.skipped


def test_a_link_out_of_the_folder_is_named_and_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "outside/secret.txt", "in/a.txt", "in-not/b.txt")
    (tmp_path / "in" / "file.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "outside")
    (tmp_path / "in" / "sibling.txt").symlink_to("../in-not/b.txt")
    (tmp_path / "in" / "picture.png").symlink_to("/etc/passwd")
    found = look(tmp_path / "in")
    assert names(found) == ["a.txt"]
    assert {Path(each.path).name for each in found.skipped} == {"file.txt", "folder", "sibling.txt"}
    assert all("out of its folder" in each.reason for each in found.skipped)


def test_links_that_go_round_or_nowhere_end(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "sub/b.txt")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "one.txt").symlink_to("two.txt")
    (tmp_path / "two.txt").symlink_to("one.txt")
    (tmp_path / "gone.txt").symlink_to("nothing.txt")
    found = look(tmp_path)
    assert names(found) == ["a.txt", "sub/b.txt"]
    assert {Path(each.path).name for each in found.skipped} == {"self.txt", "one.txt", "two.txt", "gone.txt"}


def test_what_is_no_ordinary_file_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.txt"))
        (tmp_path / "device.txt").symlink_to("/dev/zero")
        found = look(tmp_path)
    assert names(found) == ["a.txt"]
    reasons = {Path(each.path).name: each.reason for each in found.skipped}
    assert reasons.keys() == {"pipe.txt", "socket.txt", "device.txt"}
    assert "it is a pipe" in reasons["pipe.txt"]
    assert "it is a socket" in reasons["socket.txt"]


def dig(folder: Path, name: str, depth: int) -> None:
    """Make folders in one another, deeper than a path can be written."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=here)
        deeper = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(os.open("deep.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


@pytest.fixture
def pit(tmp_path: Path) -> Iterator[Path]:
    """A folder to dig in. It is removed by a program that does not recurse in Python."""
    put(tmp_path, "a.txt")
    yield tmp_path
    subprocess.run(["rm", "-rf", *tmp_path.iterdir()], check=True)


def test_folders_too_deep_for_the_system_are_named_and_the_rest_is_found(pit: Path) -> None:
    dig(pit, "d" * 200, 30)
    found = look(pit)
    assert names(found) == ["a.txt"]
    assert len(found.skipped) == 1
    assert "File name too long" in found.skipped[0].reason


def test_folders_deeper_than_python_recurses_are_looked_through(pit: Path) -> None:
    dig(pit, "d", 1500)
    assert names(look(pit)) == ["a.txt", "d/" * 1500 + "deep.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root can list everything")
def test_a_folder_that_may_not_be_listed_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "closed/b.txt")
    (tmp_path / "closed").chmod(0)
    found = look(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert names(found) == ["a.txt"]
    assert "closed" in found.skipped[0].reason


def test_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        look(tmp_path / "nowhere")


TREE = ["a.txt", "b.md", "x/a.txt", "x/y/a.txt", "x/y/b1.txt", "x/yy/b2.md", "x.d/a.txt", "z/x/y/b1.txt"]
PARTS = st.sampled_from(["**", "*", "x", "y", "*.txt", "b?.txt", "[xz]", "*.d", "a*", "?", "b[!2].*"])


@given(parts=st.lists(PARTS, min_size=1, max_size=4))
def test_a_pattern_matches_what_the_standard_library_finds(
    parts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """And what lies in the folders that it finds."""
    base = tmp_path_factory.getbasetemp() / "patterns"
    if not base.exists():
        put(base, *TREE)
    pattern = "/".join(parts)
    _, matches = split_pattern(f"/*/{pattern}")
    hits = glob.glob(pattern, root_dir=base, recursive=True)
    expected = {
        n for n in TREE if any(n == hit.rstrip("/") or n.startswith(f"{hit.rstrip('/')}/") for hit in hits)
    }
    if "" in hits:  # `**` finds the folder itself
        expected = set(TREE)
    assert {name for name in TREE if matches(f"any/{name}")} == expected


def test_many_wildcards_take_no_time() -> None:
    _, matches = split_pattern("/" + "**/a/" * 12 + "b")
    assert not matches("/".join(["a"] * 400))


def test_the_folder_above_a_pattern_is_what_is_looked_through() -> None:
    assert split_pattern("/home/me/re*s/**/*.pdf")[0] == "/home/me"
    assert split_pattern("/*.txt")[0] == "/"
