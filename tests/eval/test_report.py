import json
from pathlib import Path

import pytest

from eval.compare import compare_reports
from eval.errors import ReportError
from eval.experiment import run_experiment
from eval.failures import find_failures
from eval.report import Report, answer_rows, make_report, retrieval_rows, speed_rows, system_rows
from eval.report_json import read_report, report_json
from eval.report_markdown import report_markdown
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


@pytest.fixture(scope="module")
def report() -> Report:
    experiment = run_experiment(FakeAssistant(), TOPICS, ["hybrid", "rank-bm25"], clock=lambda: 0.0)
    return make_report(experiment, created="2024-05-01", command="wenju eval run", split="all")


def test_rows_by_type_and_over_all(report: Report) -> None:
    rows = {(row.type, row.system): row for row in retrieval_rows(report)}
    assert list(rows) == [(t, s) for t in ("factoid", "list", "all") for s in ("hybrid", "rank-bm25")]
    assert [rows[t, "hybrid"].n for t in ("factoid", "list", "all")] == [2, 1, 3]
    assert rows["list", "hybrid"].means == (1.0,) * 5
    assert rows["all", "hybrid"].means[0] == pytest.approx((1 + 2 * rows["factoid", "hybrid"].means[0]) / 3)
    assert [row.system for row in system_rows(report)] == ["hybrid", "rank-bm25"]
    assert all(0 <= row.low <= row.mean <= row.high <= 1 for row in system_rows(report))
    assert [row.what for row in speed_rows(report)] == [
        "search, hybrid",
        "search, rank-bm25",
        "answer, hybrid",
    ]
    assert speed_rows(report)[0].p95_ms == 3.0


def test_answers_by_type_then_all_then_unanswerable(report: Report) -> None:
    rows = {row.type: row for row in answer_rows(report)}
    assert list(rows) == ["factoid", "list", "all", "unanswerable"]
    assert (rows["list"].recall, rows["list"].refused) == (0.5, 0.0)
    assert (rows["factoid"].recall, rows["factoid"].refused, rows["factoid"].supported) == (0.5, 0.5, 1.0)
    assert (rows["all"].n, rows["all"].exact) == (3, 1.0)
    assert (rows["unanswerable"].n, rows["unanswerable"].refused, rows["unanswerable"].recall) == (
        2,
        0.5,
        None,
    )


def test_json_comes_back_as_it_was(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report_json(report)), encoding="utf-8")
    assert read_report(path) == report
    assert report_json(report)["retrieval"][4]["type"] == "all"


def test_markdown(report: Report) -> None:
    text = report_markdown(report)
    assert text.startswith(
        "# Evaluation\n\n- Date: 2024-05-01\n- Command: `wenju eval run`\n"
        "- Fingerprint: `fake`\n- Topics: 5 (split all)\n\n## Retrieval\n\n"
        "| type | system | n | hit@1 | hit@5 | hit@10 | RR@10 | nDCG@10 |\n"
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
    )
    assert "| list | hybrid | 1 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |\n" in text
    assert "| unanswerable | 2 | - | 0.500 | 1.000 | - | - |" in text
    widths = [
        line.count("|")
        for line in text.split("## Answers")[1].split("##")[0].splitlines()
        if line.startswith("|")
    ]
    assert set(widths) == {9}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"split": "all"}', '{"split": "other"}'])
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match=r"report\.json is not a report"):
        read_report(path)
    with pytest.raises(ReportError, match="cannot read the report"):
        read_report(tmp_path / "none.json")


def test_a_report_compared_with_itself_differs_nowhere(report: Report) -> None:
    comparison = compare_reports(report, report)
    assert (comparison.n, comparison.n_unpaired, comparison.changed) == (5, 0, ())
    assert {d.p for d in comparison.differences} == {1.0}
    names = [d.measure for d in comparison.differences]
    assert names[:5] == ["hit@1", "hit@5", "hit@10", "RR@10", "nDCG@10"]
    assert {d.measure: d.n for d in comparison.differences}["right to answer"] == 5
    assert {d.measure: d.n for d in comparison.differences}["recall"] == 3


def test_two_systems_of_a_report_are_compared_on_retrieval(report: Report) -> None:
    comparison = compare_reports(report, report, system_b="rank-bm25")
    assert {d.measure for d in comparison.differences} == {"hit@1", "hit@5", "hit@10", "RR@10", "nDCG@10"}
    for difference in comparison.differences:
        assert difference.n == 3
    for changed in comparison.changed:
        assert all(a != b for _, a, b in changed.changes)


def test_topics_in_one_report_only_are_counted(report: Report) -> None:
    experiment = run_experiment(FakeAssistant(), TOPICS[:2], ["hybrid"], clock=lambda: 0.0)
    smaller = make_report(experiment, created="2024-05-02", command="", split="dev")
    comparison = compare_reports(report, smaller)
    assert (comparison.n, comparison.n_unpaired) == (2, 3)
    with pytest.raises(ReportError, match="no system 'rank-bm25': hybrid"):
        compare_reports(report, smaller, system_b="rank-bm25")
    other = run_experiment(FakeAssistant(), [make_topic("other")], ["hybrid"])
    with pytest.raises(ReportError, match="no topic in common"):
        compare_reports(report, make_report(other, created="", command="", split="all"))


def test_failures_say_what_went_wrong() -> None:
    failures = {f.topic_id: f for f in find_failures(run_experiment(FakeAssistant(), TOPICS, ["hybrid"]))}
    assert list(failures) == ["t2", "t3", "t5"]
    assert failures["t2"].what == ("incomplete: recall 0.50",)
    assert "refused though the documents say" in failures["t3"].what
    assert failures["t3"].expected == ("预计2025年建成",)
    assert failures["t5"].what == ("answered though the documents do not say",)
    assert failures["t5"].top_hit is not None
    assert failures["t5"].said.endswith("[1]")
