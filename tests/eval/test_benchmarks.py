import sys
from pathlib import Path

import pytest

from eval.benchmarks import reading
from tests.eval.pages.sources import texts, write_texts


def test_every_reader_there_is_reads_and_the_others_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_PLANS", 1)
    monkeypatch.setattr(reading, "_REPEATS", 1)
    monkeypatch.setattr(reading, "_PEERS", {"absent": "a_module_that_is_not_there"})
    reading.main(write_texts(tmp_path / "texts.jsonl"), count=1, memory=False)
    out = capsys.readouterr().out
    assert out.count("wenju  ") == 2
    assert "pages/s" in out
    assert "MB/s" in out
    assert "not installed: absent" in out


def test_small_files_are_as_many_as_asked_and_differ(tmp_path: Path) -> None:
    reading.write_small(tmp_path / "files", texts(tmp_path), 30)
    files = list((tmp_path / "files").iterdir())
    assert len(files) == 30
    assert len({f.read_text(encoding="utf-8") for f in files}) == 30


def test_peak_memory_is_that_of_the_command() -> None:
    small, large = (
        reading.peak_mb([sys.executable, "-c", f"b'x' * {n}"], Path("home")) for n in (1, 300_000_000)
    )
    assert 250 < large - small < 400
