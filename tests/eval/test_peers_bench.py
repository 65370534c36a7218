import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from eval.benchmarks.peers import cells, markdown
from eval.benchmarks.peers.bench import JSON, MARKDOWN, Bench
from eval.benchmarks.peers.environment import Environment, ensure
from eval.benchmarks.peers.run import Limits
from eval.benchmarks.peers.systems import OWN, SYSTEMS, contestants
from eval.errors import ReportError
from tests.eval.peers import QUESTIONS, SOURCE, fake_contestant, no_environment, passages_task, whole_task

REPORTS = SOURCE / "eval" / "reports"
SAID: list[str] = []


def bench(folder: Path, ways: dict[str, str], *, resume: bool = False) -> Bench:
    """Fakes under the names of systems: `{name: how it does}`."""
    SAID.clear()
    return Bench(
        contestants=[fake_contestant(folder, how, name) for name, how in ways.items()],
        out=folder / "out",
        cache=folder / "cache",
        limits=Limits(20, 500),
        resume=resume,
        make_environment=no_environment,
        python=lambda system, cache: Path(sys.executable),
        tell=SAID.append,
    )


@pytest.fixture(autouse=True)
def _no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.benchmarks.peers.bench.copy_source", lambda cache: SOURCE)


def test_every_cell_is_kept_and_a_failure_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = bench(tmp_path, {OWN: "good", "langchain": "crash"})
    monkeypatch.setattr(markdown, "contestants", lambda: chosen.contestants)
    table = chosen.measure([passages_task, whole_task])
    assert len(table.cells) == 4
    assert cells.read(tmp_path / "out" / JSON) == table
    page = (tmp_path / "out" / MARKDOWN).read_text(encoding="utf-8")
    assert "SIGABRT" in page
    assert "1 of 3 questions answered" in page
    assert "## Whole documents: book" in page
    assert "## Cost: small" in page


def test_going_on_runs_only_what_is_missing(tmp_path: Path) -> None:
    bench(tmp_path, {OWN: "good"}).measure([passages_task])
    first = cells.read(tmp_path / "out" / JSON)
    table = bench(tmp_path, {OWN: "good", "txtai": "good"}, resume=True).measure([passages_task])
    assert SAID == ["small: txtai, good: done"]
    assert table.cells[0] == first.cells[0]
    assert len(table.cells) == 2


def test_cells_of_other_questions_are_not_gone_on_with(tmp_path: Path) -> None:
    bench(tmp_path, {OWN: "good", "txtai": "good"}).measure([passages_task])
    fewer = replace(passages_task(), questions=QUESTIONS[:1])
    table = bench(tmp_path, {OWN: "good"}, resume=True).measure([lambda: fewer])
    assert [(cell.contestant, cell.asked) for cell in table.cells] == [(OWN, 1)]


def test_a_system_that_does_not_install_has_cells_that_say_so(tmp_path: Path) -> None:
    broken = replace(
        bench(tmp_path, {"txtai": "good"}),
        make_environment=lambda *_: Environment(0, {}, "did not install: no such version"),
    )
    (cell,) = broken.measure([passages_task]).cells
    assert cell.reason == "did not install: no such version"
    assert cell.judgement is None
    assert cell.p50_ms is None


def test_an_installation_that_fails_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / "bm25s.txt").write_text("--no-such-option\n", encoding="utf-8")
    made = ensure(SYSTEMS["bm25s"], tmp_path / "cache", tmp_path, requirements=tmp_path)
    assert made.reason.startswith("did not install: ")
    assert "no-such-option" in made.reason


def test_who_is_better_than_ours_is_said(tmp_path: Path) -> None:
    table = bench(tmp_path, {OWN: "good"}).measure([passages_task])
    (own,) = table.cells
    peer = next(each for each in contestants() if each.system.name == "bm25s")
    assert own.p50_ms is not None
    table = table.with_cell(replace(own, contestant=peer.key, p50_ms=own.p50_ms / 2))
    page = markdown.render(table)
    better = page.split("## Where another is better than ours")[1]
    assert f"query p50 ms (ours {own.p50_ms:,.1f}): {peer.title}" in better
    assert "nDCG@10" not in better
    missing = page.split("## What was not measured")[1]
    assert "small, not run: LangChain, default; LangChain, chinese;" in missing
    assert peer.title not in missing


@pytest.mark.parametrize("text", ["", "[]", '{"format": 0}', '{"format": 1}'])
def test_what_is_no_table_cannot_be_gone_on_with(tmp_path: Path, text: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / JSON).write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match="measure again without --resume"):
        bench(tmp_path, {OWN: "good"}, resume=True).measure([])


def test_an_unknown_system_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="there is no system 'elastic': choose from wenju, langchain"):
        contestants(["elastic"])


def test_no_nan_is_written(tmp_path: Path) -> None:
    bench(tmp_path, {OWN: "good"}).measure([passages_task])
    json.loads((tmp_path / "out" / JSON).read_text(encoding="utf-8"), parse_constant=pytest.fail)


def test_the_page_is_what_the_cells_say() -> None:
    committed = sorted(REPORTS.glob(f"*/{JSON}"))
    assert committed
    page = (SOURCE / "docs" / MARKDOWN).read_text(encoding="utf-8")
    assert page == markdown.render(cells.read(committed[-1]))
