"""Reading in other processes: in order, and whatever happens to one costs one file."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from corpus import workers
from corpus.document import Document, Source
from corpus.errors import CatalogueError
from corpus.files import Skipped
from corpus.settings import ReadSettings
from corpus.workers import Workers

FAULTY = """
import os, signal, time
import corpus.formats.plain as plain
read = plain.read
def faulty(data, encoding=None):
    if b"segfault" in data:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"killed" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"hang" in data:
        while True:
            pass
    if b"exit" in data:
        os._exit(0)
    if b"print" in data:
        print("chatter", flush=True)
        os.write(1, b"noise")
    if b"memory" in data:
        raise MemoryError
    if b"raise" in data:
        raise RuntimeError("a\\nfault")
    return read(data, encoding)
plain.read = faulty
"""


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder; the word in a file says what its reader does in a process of its own."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(FAULTY)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return tmp_path


def sources(folder: Path, *contents: str) -> list[Source]:
    made = []
    for n, content in enumerate(contents):
        path = folder / f"{n}.txt"
        path.write_text(f"{content}，青湖镇与柳川市共建园区。\n", encoding="utf-8")
        made.append(Source(str(n), str(path)))
    return made


def read(listed: list[Source], **settings: int) -> list[Document | Skipped]:
    with Workers(ReadSettings(**{"processes": 2, **settings}), len(listed)) as at_work:
        return list(at_work.read(listed))


def test_documents_come_in_order_and_are_those_that_are_read_here(tmp_path: Path) -> None:
    from corpus.load import read_document

    listed = sources(tmp_path, *(f"第{n}篇" * (60 - n) for n in range(40)))
    results = read(listed)
    for source, result in zip(listed, results, strict=True):
        here = read_document(source)
        assert isinstance(result, Document)
        assert (result.doc_id, result.text, result.reading) == (source.doc_id, here.text, here.reading)
        assert result.blocks == here.blocks
        assert result.offsets.tolist() == here.offsets.tolist()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("segfault", "its reader crashed"),
        ("killed", "memory runs out"),
        ("exit", "its reader crashed"),
        ("memory", "not enough memory"),
        ("raise", "which is a fault (RuntimeError: a fault)"),
    ],
)
def test_a_reader_that_dies_costs_its_file_only(faulty: Path, fault: str, reason: str) -> None:
    results = read(sources(faulty, "好", fault, "好", fault, "好", "好"))
    assert [isinstance(result, Document) for result in results] == [True, False, True, False, True, True]
    bad = results[1]
    assert isinstance(bad, Skipped)
    assert reason in bad.reason
    assert "1.txt" in bad.reason


def test_a_reader_that_hangs_costs_its_file_only(faulty: Path) -> None:
    good, bad, other = read(sources(faulty, "好", "hang", "好"), max_seconds=2)
    assert isinstance(good, Document)
    assert isinstance(other, Document)
    assert isinstance(bad, Skipped)
    assert "it takes longer than 2 s; raise read.max_seconds" in bad.reason


def test_what_a_reader_prints_is_not_taken_for_an_answer(faulty: Path) -> None:
    (result,) = read(sources(faulty, "print"))
    assert isinstance(result, Document)


def test_a_catalogue_that_disagrees_is_raised(tmp_path: Path) -> None:
    (source,) = sources(tmp_path, "好")
    with pytest.raises(CatalogueError, match="sha256"):
        read([Source(source.doc_id, source.path, sha256="0" * 64)])


def test_only_a_few_files_are_read_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents wait in memory: were all read at once, it would fill up."""
    listed = sources(tmp_path, *["好"] * 40)
    began: list[str] = []
    original = Workers._read

    def count(self: Workers, source: Source) -> Document | Skipped:
        began.append(source.doc_id)
        return original(self, source)

    monkeypatch.setattr(Workers, "_read", count)
    with Workers(ReadSettings(processes=2), len(listed)) as at_work:
        for taken, _ in enumerate(at_work.read(listed), 1):
            assert len(began) <= taken + workers._AHEAD * 2
    assert len(began) == 40


def test_no_module_of_the_working_directory_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit('run')")
    listed = sources(tmp_path, "好")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry not in ("", ".")])
    monkeypatch.syspath_prepend(str(Path(workers.__file__).parents[1]))
    (result,) = read(listed)
    assert isinstance(result, Document)


def test_leaving_ends_the_processes_at_once(faulty: Path) -> None:
    listed = sources(faulty, "好", "hang", "hang")
    with Workers(ReadSettings(processes=2), len(listed)) as at_work:
        assert isinstance(next(at_work.read(listed)), Document)
        running = set(at_work._running)
        assert running
    assert all(process.returncode is not None for process in running)


ORPHANED = """
import sys
from corpus.document import Source
from corpus.settings import ReadSettings
from corpus.workers import Workers
listed = [Source(str(n), path) for n, path in enumerate(sys.argv[1:])]
with Workers(ReadSettings(processes=1, max_seconds=600), len(listed)) as at_work:
    for result in at_work.read(listed):
        print(*[process.pid for process in at_work._running], flush=True)
"""


def test_processes_do_not_outlive_the_one_that_is_killed(tmp_path: Path) -> None:
    listed = sources(tmp_path, *["好"] * 3)
    command = [sys.executable, "-c", ORPHANED, *(source.path for source in listed)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(workers.__file__).parents[1])},
    ) as asking:
        assert asking.stdout
        pids = [int(pid) for pid in asking.stdout.readline().split()]
        asking.send_signal(signal.SIGKILL)
    assert pids
    for _ in range(200):
        if not any(is_running(pid) for pid in pids):
            return
        time.sleep(0.05)
    raise AssertionError("a reading process was left behind")


def is_running(pid: int) -> bool:
    with suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    return False
