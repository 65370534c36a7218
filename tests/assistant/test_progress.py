"""What is said while an index is built, to somebody who watches and to a file."""

import pytest

from assistant import progress
from assistant.progress import ProgressBar


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, as the only entry of a list."""
    now = [100.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


def test_a_file_gets_one_line_a_stage_and_one_every_ten_seconds(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    with ProgressBar() as bar:
        for done in range(101):
            bar.update("read", done, 100)
            clock[0] += 0.5
        bar.update("encode", 0, 1)
    assert capsys.readouterr().err.splitlines() == [
        "reading documents ...",
        "reading documents 20/100, 2.0 files/s, 0:40 left ...",
        "reading documents 40/100, 2.0 files/s, 0:30 left ...",
        "reading documents 60/100, 2.0 files/s, 0:20 left ...",
        "reading documents 80/100, 2.0 files/s, 0:10 left ...",
        "encoding passages ...",
    ]


def test_a_terminal_gets_counts_and_speed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with ProgressBar() as bar:
        for done in range(4):
            bar.update("read", done, 3)
    shown = capsys.readouterr().err
    assert "reading documents" in shown
    assert "3/3" in shown
    assert "files/s" in shown


def test_nothing_is_shown_before_there_is_something_to_show(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar():
        pass
    assert capsys.readouterr().err == ""
