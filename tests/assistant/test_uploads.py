"""Uploaded files: their names are data, and a batch comes in whole or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ChangeError
from assistant.uploads import ENDINGS, Batch, clear_abandoned, file_name
from corpus.sources import Collection, list_sources, root

NAMES = st.sampled_from(["a.txt", "b.md", "计划.txt"])


@given(st.text(max_size=40), st.sampled_from([*ENDINGS, ".exe", ""]))
def test_a_name_is_one_part_of_a_path_or_refused(stem: str, ending: str) -> None:
    try:
        name = file_name(stem + ending)
    except ChangeError:
        return
    assert name == os.path.basename(name)
    assert not name.startswith(".")
    assert "\\" not in name
    assert name.isprintable()
    assert name.lower().endswith(ENDINGS)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [("../../etc/计划.txt", "计划.txt"), ("C:\\Users\\me\\plan.PDF", "plan.PDF"), (" a.md ", "a.md")],
)
def test_a_path_in_a_name_is_left_out(given_name: str, kept: str) -> None:
    assert file_name(given_name) == kept


@pytest.mark.parametrize(
    "name",
    ["", ".txt", "..", "a\x00.txt", "a\u202etxt.md", "catalogue.json", "a.txt.meta.json", "x" * 300 + ".md"],
)
def test_names_that_mean_something_else_are_refused(name: str) -> None:
    with pytest.raises(ChangeError):
        file_name(name)


@given(
    st.dictionaries(NAMES, st.binary(max_size=5)),
    st.dictionaries(NAMES, st.binary(max_size=5)),
    st.booleans(),
)
def test_a_batch_comes_in_whole_or_leaves_no_trace(
    tmp_path_factory: pytest.TempPathFactory, there: dict[str, bytes], new: dict[str, bytes], is_kept: bool
) -> None:
    folder = tmp_path_factory.mktemp("uploads") / "work"
    folder.mkdir()
    for name, data in there.items():
        (folder / name).write_bytes(data)
    batch = Batch(folder)
    for name, data in new.items():
        batch.path(name).write_bytes(data)
    assert _files(folder) == there  # nothing is seen of it yet
    batch.place()
    assert _files(folder) == there | new
    if is_kept:
        batch.close()
    else:
        batch.take_back()
    expected = there | new if is_kept else there
    assert folder.exists() == bool(expected)
    assert not expected or _files(folder) == expected
    assert not list(folder.glob(".*"))


def test_what_is_on_its_way_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("已有的文件。", encoding="utf-8")
    batch = Batch(tmp_path)
    batch.path("b.txt").write_text("路上的文件。", encoding="utf-8")
    found = list_sources(Collection((root(tmp_path),)))
    assert [Path(source.path).name for source in found.sources] == ["a.txt"]


def test_two_files_of_a_name_are_refused(tmp_path: Path) -> None:
    batch = Batch(tmp_path)
    batch.path("a.txt").write_bytes(b"1")
    with pytest.raises(ChangeError, match="upload_twice"):
        batch.path("folder/a.txt")


def test_what_a_killed_server_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    under_way = Batch(folder)
    under_way.path("a.txt").write_bytes(b"1")
    code = "import os, signal; from assistant.uploads import *; from pathlib import Path; batch = Batch(Path(os.sys.argv[1])); batch.path('b.txt').write_bytes(b'2'); os.kill(os.getpid(), signal.SIGKILL)"
    ended = subprocess.run([sys.executable, "-c", code, folder], check=False, env=os.environ)
    assert ended.returncode == -signal.SIGKILL
    assert len(list(folder.iterdir())) == 2
    clear_abandoned(folder)
    assert len(list(folder.iterdir())) == 1
    under_way.place()
    assert _files(folder) == {"a.txt": b"1"}
    under_way.take_back()
    assert not folder.exists()


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
