import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.errors import ReportError
from eval.experiment import run_experiment
from eval.failures import find_failures
from eval.machine import Machine
from eval.measures import MEASURES
from eval.report import (
    Report,
    answer_rows,
    cell,
    make_report,
    retrieval_rows,
    selective_rows,
    stage_rows,
)
from eval.report_json import read_report, report_json, report_text
from eval.report_markdown import report_markdown
from eval.run import GoldFile, Header, SystemFacts
from eval.tables import report_tables, terminal_tables
from tests.eval.fakes import FakeAssistant, make_topic, unanswerable

TOPICS = [
    make_topic("t1"),
    make_topic(
        "t2", question="监控？", evidence=("提供实时监控",), answers=("实时监控", "十座"), type_="list"
    ),
    make_topic(
        "t3",
        question="什么时候开通的呢啊？",
        doc_id="rail",
        evidence=("预计2025年建成",),
        answers=("2025年",),
    ),
    unanswerable("t4", "红烧肉怎么做才不腻？"),
    unanswerable("t5", "双湖科技园投资？"),
]
HEADER = Header(
    created="2024-05-01",
    command="wenju eval run",
    commit="abc",
    corpus="c0ffee",
    documents=2,
    machine=Machine("a cpu", 2, 1000, "3.11", "Linux"),
    gold=(GoldFile("g.jsonl", "ab" * 32, 5),),
    split="all",
    systems=(SystemFacts("hybrid", "hybrid", "fake", "bag", 4, {}, 1.5, 0.25),),
    opened_test="a label looked wrong",
    test_runs=3,
    peak_rss_mb=321.0,
    finished=True,
)


@pytest.fixture(scope="module")
def report() -> Report:
    experiment = run_experiment(FakeAssistant(), TOPICS, ["hybrid", "rank-bm25"], clock=lambda: 0.0)
    return make_report(experiment, created="2024-05-01", command="wenju eval run", split="all", header=HEADER)


def test_rows_by_type_and_over_all(report: Report) -> None:
    rows = {(row.type, row.system): row for row in retrieval_rows(report)}
    assert list(rows) == [(t, s) for t in ("factoid", "list", "all") for s in ("hybrid", "rank-bm25")]
    assert [rows[t, "hybrid"].n for t in ("factoid", "list", "all")] == [2, 1, 3]
    assert rows["list", "hybrid"].means == (1.0,) * len(MEASURES)
    assert rows["all", "hybrid"].means[0] == pytest.approx((1 + 2 * rows["factoid", "hybrid"].means[0]) / 3)
    for row in rows.values():
        for each in row.cells:
            assert 0 <= each.low <= each.mean <= each.high <= 1
            assert each.n == row.n


def test_rows_by_document_and_language(report: Report) -> None:
    assert {(row.type, row.n) for row in retrieval_rows(report, "doc_id")} == {
        ("park", 2),
        ("rail", 1),
        ("all", 3),
    }
    assert {row.type for row in retrieval_rows(report, "lang")} == {"zh", "all"}
    assert [row.type for row in answer_rows(report, "doc_id")] == ["park", "rail", "all", "unanswerable"]


def test_stages_are_timed_and_failures_are_not(report: Report) -> None:
    rows = {(row.system, row.stage): row for row in stage_rows(report)}
    assert list(rows) == [
        ("hybrid", "understand"),
        ("hybrid", "retrieve"),
        ("hybrid", "answer"),
        ("hybrid", "whole"),
        ("rank-bm25", "retrieve"),
        ("rank-bm25", "whole"),
    ]
    assert (rows["hybrid", "answer"].p50_ms, rows["hybrid", "answer"].p99_ms) == (4.0, 4.0)
    failing = FakeAssistant(failing={TOPICS[0].question})
    experiment = run_experiment(failing, TOPICS, ["hybrid"], clock=lambda: 0.0)
    again = stage_rows(make_report(experiment, created="", command="", split="all"))
    assert {row.n for row in again} == {4}


def test_answers_by_type_then_all_then_unanswerable(report: Report) -> None:
    rows = {row.type: row for row in answer_rows(report)}
    assert list(rows) == ["factoid", "list", "all", "unanswerable"]
    means = {
        name: {m: c.mean if (c := row.cells[m]) else None for m in row.cells} for name, row in rows.items()
    }
    assert (means["list"]["recall"], means["list"]["refused"]) == (0.5, 0.0)
    assert [means["factoid"][m] for m in ("recall", "refused", "supported")] == [0.5, 0.5, 1.0]
    assert (rows["all"].n, means["all"]["exact"], means["all"]["cited recall"]) == (3, 1.0, 1.0)
    unanswered = means["unanswerable"]
    assert (rows["unanswerable"].n, unanswered["refused"], unanswered["recall"]) == (2, 0.5, None)


def test_of_several_systems_each_has_its_own_answers() -> None:
    experiment = run_experiment(FakeAssistant(), TOPICS, ["hybrid", "bm25"])
    both = make_report(experiment, created="", command="", split="all")
    assert [(row.type, row.system, row.n) for row in answer_rows(both)][-2:] == [
        ("unanswerable", "hybrid", 2),
        ("unanswerable", "bm25", 2),
    ]
    assert [row.system for row in selective_rows(both)] == ["hybrid", "bm25"]


def test_knowing_when_not_to_answer(report: Report) -> None:
    (row,) = selective_rows(report)
    assert (row.n, row.refusals.n_refused, row.refusals.precision, row.refusals.recall) == (5, 2, 0.5, 0.5)
    assert row.aurc == pytest.approx((0 + 0.5 + 1 + 1 + 1) / 5)  # all equally sure


def test_a_cell_is_of_what_there_is_and_never_of_what_is_no_number() -> None:
    known = cell([None, 1, True, 0.0])
    assert known is not None
    assert (known.n, known.mean) == (3, pytest.approx(2 / 3))
    assert cell([None]) is None
    with pytest.raises(ValueError, match="missing or infinite"):
        cell([0.5, math.nan])


def test_json_comes_back_as_it_was(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report_json(report)), encoding="utf-8")
    assert read_report(path) == read_report(tmp_path) == report
    assert json.loads(report_text(report)) == json.loads(path.read_text(encoding="utf-8"))
    path.write_text(report_text(report), encoding="utf-8")
    assert read_report(path) == report
    rows = report_json(report)["retrieval"]
    assert rows["type"][4]["type"] == "all"
    assert set(rows["doc_id"][0]["RR@10"]) == {"mean", "low", "high", "n"}


def test_a_report_of_an_older_version_is_read(report: Report, tmp_path: Path) -> None:
    row = report_json(report)
    del row["header"]
    for result in row["results"]:
        for name in ("lang", "doc_id", "error", "relevant", "timings_ms"):
            del result[name]
        for name in ("R@5", "R@20", "AP@20"):
            result["values"].pop(name, None)
    path = tmp_path / "report.json"
    path.write_text(json.dumps(row), encoding="utf-8")
    old = read_report(path)
    assert old.header is None
    assert next(r for r in retrieval_rows(old) if r.type == "all").cells[-1].n == 0
    assert "| all | hybrid | 3 |" in report_markdown(old)


def test_reports_that_are_committed_are_read() -> None:
    root = Path(__file__).parents[2] / "eval" / "reports"
    found = list(root.glob("*/report.json"))
    assert found
    for path in found:
        assert report_tables(read_report(path))


def test_markdown(report: Report) -> None:
    text = report_markdown(report)
    assert text.startswith(
        "# Evaluation\n\n- Date: 2024-05-01\n- Command: `wenju eval run`\n"
        "- Fingerprint: `fake`\n- Topics: 5 (split all)\n- Code: `abc`\n- Documents: 2, `c0ffee`\n"
    )
    assert "asked 3 times before\n- Looked at, because: a label looked wrong\n- Machine: a cpu, 2" in text
    assert "| type | system | n | hit@1 | hit@5 | hit@10 | RR@10 | nDCG@10 | R@5 | R@20 | AP@20 |\n" in text
    assert "| list | hybrid | 1 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |\n" in text
    chars = round(sum(a.answer_chars for a in report.answers[3:]) / 2)
    assert f"| unanswerable | hybrid | 2 | - | 0.500 | 1.000 (1) | - | - | {chars} |" in text
    assert "| hybrid | 4 | 0.2 | 1.5 | 321 |" in text
    for table in text.split("\n## ")[1:]:
        assert len({line.count("|") for line in table.splitlines() if line.startswith("|")}) == 1, table


def test_the_terminal_shows_less(report: Report) -> None:
    assert len(terminal_tables(report)) < len(report_tables(report))


def test_failures_are_a_table() -> None:
    experiment = run_experiment(FakeAssistant(failing={"监控？"}), TOPICS, ["hybrid"])
    (table,) = [
        t
        for t in terminal_tables(make_report(experiment, created="", command="", split="all"))
        if t.title.startswith("Fail")
    ]
    assert table.title == "Failures: 1, each scored 0"
    assert table.rows == (("hybrid", "t2", "RuntimeError: out of order"),)


def test_only_unanswerable_topics_make_a_report_too() -> None:
    experiment = run_experiment(FakeAssistant(), TOPICS[3:], ["hybrid", "rank-bm25"])
    report = make_report(experiment, created="", command="", split="all")
    assert retrieval_rows(report) == []
    assert [row.type for row in answer_rows(report)] == ["unanswerable"]
    assert "## Answers" in report_markdown(report)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"split": "all"}', '{"split": "other"}', '{"split": "all", "results": 1}']
)
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match=r"report\.json is not a report"):
        read_report(path)
    with pytest.raises(ReportError, match="cannot read the report"):
        read_report(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"values": {"RR@10": math.nan}}, "is no number"),
        ({"values": {"RR@11": 0.5}}, "has the measure 'RR@11'"),
        ({"values": {}}, "has no measures"),
    ],
)
def test_a_report_with_wrong_values_is_refused(
    report: Report, tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    row = report_json(report)
    row["results"][0] |= change
    (tmp_path / "report.json").write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(ReportError, match=message):
        read_report(tmp_path)


def test_a_run_without_its_report_says_how_to_go_on(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ReportError, match="is not finished: go on with `wenju eval run --resume`"):
        read_report(tmp_path)


def test_failures_say_what_went_wrong() -> None:
    experiment = run_experiment(FakeAssistant(failing={TOPICS[0].question}), TOPICS, ["hybrid", "bm25"])
    failures = {f.topic_id: f for f in find_failures(experiment)}
    assert list(failures) == ["t1", "t2", "t3", "t5"]
    assert failures["t1"].what == ("the system failed: RuntimeError: out of order",)
    assert failures["t1"].top_hit is None
    assert failures["t2"].what == ("incomplete: recall 0.50",)
    assert "refused though the documents say" in failures["t3"].what
    assert failures["t3"].expected == ("预计2025年建成",)
    assert failures["t5"].what == ("answered though the documents do not say",)
    assert failures["t5"].top_hit is not None
    assert failures["t5"].said.endswith("[1]")
    assert [f.topic_id for f in find_failures(experiment, "bm25")] == list(failures)
    assert find_failures(experiment, "dense") == []


def test_a_topic_without_answers_is_not_incomplete() -> None:
    topics = [replace(TOPICS[0], answers=())]
    assert find_failures(run_experiment(FakeAssistant(), topics, ["hybrid"])) == []
