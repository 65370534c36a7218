import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.compare import compare, contender, read_contender
from eval.compare_tables import comparison_json, comparison_tables
from eval.errors import ReportError
from eval.experiment import Result, run_experiment
from eval.machine import Machine
from eval.report import Report, make_report
from eval.report_json import report_json
from eval.run import GoldFile, Header
from eval.significance import paired_p
from eval.topics import split_of
from tests.eval.fakes import FakeAssistant, make_topic, unanswerable

TOPICS = [
    make_topic("t1"),
    make_topic("t2", question="监控？", evidence=("提供实时监控",), answers=("实时监控",)),
    make_topic("t3", question="全线设站？", doc_id="rail", evidence=("全线设站十座",), answers=("十座",)),
    unanswerable("t4", "红烧肉怎么做才不腻？"),
]
HEADER = Header("2024-05-01", "", "", "c1", 2, Machine("", 1, 1, "", ""), (GoldFile("g.jsonl", "ab", 4),), "all", ())  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Report:
    experiment = run_experiment(FakeAssistant(), TOPICS, clock=lambda: 0.0)
    return make_report(experiment, created="2024-05-01", command="", split="all", header=HEADER)


def made(values: dict[str, float], system: str = "hybrid", header: Header | None = HEADER) -> Report:
    """A report of nothing but RR@10 by topic."""
    results = tuple(
        Result(system, topic_id, "factoid", True, {"RR@10": value}, (f"p{value}",), 1.0, relevant=("p1.0",))
        for topic_id, value in values.items()
    )
    return Report("2024-05-01", "", "f", "all", (system,), results, (), header)


def test_a_report_compared_with_itself_differs_nowhere(report: Report) -> None:
    both = [contender(report, "hybrid", name) for name in "ab"]
    comparison = compare(both)
    assert (comparison.n, comparison.n_unpaired, comparison.changed, comparison.n_hidden) == (4, 0, (), 0)
    assert {(d.p, d.p_holm, d.wins, d.losses) for d in comparison.differences} == {(1.0, 1.0, 0, 0)}
    n = {d.measure: d.n for d in comparison.differences}
    assert (n["RR@10"], n["right to answer"], n["recall"]) == (3, 4, 3)


def test_a_system_that_only_ranks_is_compared_on_its_ranking(report: Report) -> None:
    comparison = compare([contender(report, name, name) for name in ("hybrid", "rank-bm25")])
    assert {d.measure for d in comparison.differences} == set(report.results[0].values)


def test_wins_losses_ties_and_the_corrected_p() -> None:
    topics = [f"t{n}" for n in range(30)]
    a = dict.fromkeys(topics, 0.5)
    b = {t: 1.0 if n < 12 else 0.25 if n < 14 else 0.5 for n, t in enumerate(topics)}
    c = dict.fromkeys(topics, 0.6)
    contenders = [
        contender(made(values), "hybrid", name) for name, values in zip("abc", (a, b, c), strict=True)
    ]
    first, second = compare(contenders).differences
    assert (first.b, first.wins, first.losses, first.ties) == ("b", 12, 2, 16)
    assert first.p == paired_p(list(a.values()), list(b.values()))
    assert (second.b, second.wins, second.losses, second.ties) == ("c", 30, 0, 0)
    assert first.p_holm == first.p
    assert second.p_holm == 2 * second.p
    assert (second.mean_a, second.mean_b) == (0.5, pytest.approx(0.6))


def test_topics_of_test_are_counted_but_not_shown() -> None:
    topics = [f"t{n}" for n in range(20)]
    test = {t for t in topics if split_of(t) == "test"}
    contenders = [contender(made(dict.fromkeys(topics, value)), "hybrid", str(value)) for value in (0.5, 1.0)]
    comparison = compare(contenders)
    assert {changed.topic_id for changed in comparison.changed} == set(topics) - test != set(topics)
    assert comparison.n_hidden == len(test) > 0
    assert f"{len(test)} more of the test part are not shown" in comparison_tables(comparison)[1].title


def test_rankings_stand_side_by_side() -> None:
    dev = next(f"t{n}" for n in range(20) if split_of(f"t{n}") == "dev")
    comparison = compare([contender(made({dev: v}), "hybrid", str(v)) for v in (0.5, 1.0)])
    assert comparison_tables(comparison)[1].rows == (
        (dev, "factoid", "RR@10", "0.500", "1.000"),
        ("", "", "1", "p0.5", "p1.0*"),
    )
    assert json.loads(json.dumps(comparison_json(comparison)))["changed"][0]["ranking_b"] == ["p1.0"]


def test_other_documents_or_questions_are_refused(report: Report) -> None:
    first = contender(report, "hybrid", "before")
    for change, message in (
        ({"corpus": "c2"}, r"before and after were run on different documents \(c1 and c2\)"),
        ({"gold": (GoldFile("g.jsonl", "cd", 4),)}, r"different gold files \(g.jsonl ab, g.jsonl cd\)"),
        ({"gold": ()}, r"different gold files \(g.jsonl ab\)"),
    ):
        other = replace(report, header=replace(HEADER, **change))
        with pytest.raises(ReportError, match=message):
            compare([first, contender(other, "hybrid", "after")])


def test_a_report_that_does_not_say_is_compared_and_named(report: Report) -> None:
    old = replace(report, header=None)
    assert compare([contender(report, "hybrid", "new"), contender(old, "bm25", "old")]).unknown == ("old",)


def test_what_an_older_report_did_not_measure_is_not_compared(report: Report) -> None:
    answers = tuple(
        replace(answer, citation_recall=None, citation_precision=None) for answer in report.answers
    )
    old = replace(report, answers=tuple(answer for answer in answers if not answer.refused), header=None)
    comparison = compare([contender(old, "hybrid", "old"), contender(report, "hybrid", "new")])
    assert not {"cited recall", "cited precision"} & {d.measure for d in comparison.differences}


def test_topics_in_one_report_only_are_counted() -> None:
    a, b = made({"t1": 0.5, "t2": 0.5, "t3": 0.5}), made({"t3": 0.5, "t4": 0.5})
    comparison = compare([contender(a, "hybrid", "a"), contender(b, "hybrid", "b")])
    assert (comparison.n, comparison.n_unpaired) == (1, 3)
    with pytest.raises(ReportError, match="no topic in common"):
        compare([contender(a, "hybrid", "a"), contender(made({"t9": 1.0}), "hybrid", "c")])
    with pytest.raises(ReportError, match="two reports or more"):
        compare([contender(a, "hybrid", "a")])
    with pytest.raises(ReportError, match="no system 'bm25': hybrid"):
        contender(a, "bm25", "a")


def test_a_contender_is_a_path_and_perhaps_a_system(tmp_path: Path, report: Report) -> None:
    folder = tmp_path / "a:b"
    folder.mkdir()
    (folder / "report.json").write_text(json.dumps(report_json(report)), encoding="utf-8")
    assert read_contender(str(folder)).system == "hybrid"
    assert read_contender(f"{folder}:bm25").system == "bm25"
    assert read_contender(f"{folder / 'report.json'}:dense").name.endswith(":dense")
    alone = tmp_path / "alone.json"
    alone.write_text(json.dumps(report_json(made({"t1": 1.0}, "flat"))), encoding="utf-8")
    assert read_contender(str(alone)).system == "flat"
    with pytest.raises(ReportError, match="cannot read the report"):
        read_contender(str(tmp_path / "none:hybrid"))


def test_noise_between_equal_systems_is_seldom_significant() -> None:
    """Of comparisons of equally good systems on one measure about one in twenty has p <= 0.05."""
    generator = np.random.default_rng(7)
    small = []
    for _ in range(60):
        a, b = generator.random((2, 25))
        values = [{f"t{n}": float(v) for n, v in enumerate(each)} for each in (a, b)]
        both = [contender(made(each), "hybrid", str(n)) for n, each in enumerate(values)]
        small.append(compare(both).differences[0].p <= 0.05)
    assert sum(small) <= 8  # binomial: more has a probability below .003
