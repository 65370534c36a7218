"""Public sets through the serving search: rankings by system, answers, and the command."""

import json
from pathlib import Path

import pytest

from assistant.app import Assistant
from eval.beir import PublicSet, read_beir
from eval.cli import main
from eval.errors import GoldError, UnknownSystemError
from eval.measures import MEASURES
from eval.public import SYSTEMS, PublicResult, index_set, mean_of_sets, measure_set, of_set, sample
from eval.public_answers import answer_set, summarise
from index.encoder import load_encoder
from index.searcher import Searcher
from tests.eval.public_set import QUESTIONS, write_set


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> PublicSet:
    return read_beir(write_set(tmp_path_factory.mktemp("public") / "small"))


@pytest.fixture(scope="module")
def searcher(found: PublicSet) -> Searcher:
    return index_set(found, load_encoder(), lambda *_: None)


def test_every_system_is_measured_on_every_question(found: PublicSet, searcher: Searcher) -> None:
    asked: list[None] = []
    results = measure_set(of_set(found, searcher), on_question=lambda: asked.append(None))
    assert [result.system for result in results] == list(SYSTEMS)
    assert len(asked) == len(SYSTEMS) * len(QUESTIONS)
    for result in results:
        assert (result.n, result.n_texts) == (len(QUESTIONS), 6)
        assert set(result.means) == set(MEASURES)
    served = results[0]
    assert served.means["hit@1"] == 1.0
    assert served.p == 1.0


def of_gains(name: str, system: str, gains: list[float]) -> PublicResult:
    means = dict.fromkeys(MEASURES, sum(gains) / len(gains))
    return PublicResult(name, system, len(gains), 1, means, 1.0, tuple(gains))


def test_in_the_mean_each_set_counts_alike() -> None:
    """Many queries that are a little better weigh no more than a few that are a little worse."""
    many, few = [0.5, 0.6] * 100, [0.5, 0.7, 0.4, 0.6]
    found = [
        of_gains("many", "hybrid", [gain + 0.1 for gain in many]),
        of_gains("many", "bm25", many),
        of_gains("few", "hybrid", [gain - 0.1 for gain in few]),
        of_gains("few", "bm25", few),
    ]
    hybrid, bm25 = mean_of_sets(found)
    assert hybrid.means["nDCG@10"] == pytest.approx(bm25.means["nDCG@10"])
    assert (hybrid.n, hybrid.p) == (204, 1.0)
    assert bm25.p > 0.9
    better = [*found[:2], of_gains("few", "hybrid", [gain + 0.1 for gain in few]), found[3]]
    assert mean_of_sets(better)[1].p < 0.001
    assert mean_of_sets(found[:2]) == []


def test_texts_are_ranked_each_once_by_their_own_ids(found: PublicSet, searcher: Searcher) -> None:
    """A set whose judgements all point elsewhere scores nothing: it is the texts' ids that count."""
    trial = of_set(found, searcher)
    assert {document.doc_id for document in searcher.documents.values()} == {e.id for e in found.entries}
    from dataclasses import replace

    from eval.qrels import Qrel

    others = replace(trial, qrels=tuple(Qrel(q.topic_id, "elsewhere", 1) for q in trial.qrels))
    assert all(value["nDCG@10"] == 0 for value in others.values().values())


def test_a_text_without_a_title_is_not_searched_by_its_id(searcher: Searcher) -> None:
    assert searcher.documents["t3"].title == ""
    assert "t3" not in searcher.bm25.rows


def test_an_unknown_system_is_named(found: PublicSet, searcher: Searcher) -> None:
    with pytest.raises(UnknownSystemError, match="unknown system 'splade'"):
        measure_set(of_set(found, searcher), ["splade"])


def test_a_sample_is_the_same_each_time_and_in_order(found: PublicSet) -> None:
    some = sample(found, 3)
    assert some == sample(found, 3)
    assert len(some.questions) == 3
    assert [q for q in found.questions if q in some.questions] == list(some.questions)
    assert sample(found, 99) is found


def test_answers_are_compared_with_those_of_the_set(found: PublicSet, searcher: Searcher) -> None:
    answers = answer_set(found, Assistant(searcher))
    assert [answer.question_id for answer in answers] == list(QUESTIONS)
    for answer in answers:
        expected = QUESTIONS[answer.question_id][1]
        assert answer.could
        assert answer.holds == (answer.answered and any(each in answer.said for each in expected))
        assert answer.is_exact in (True, None)
    summary = summarise("small", answers)
    assert summary.n == 5
    assert summary.holds == sum(answer.holds for answer in answers) / 5 > 0.5
    assert summary.holds_short <= summary.holds <= summary.answered
    assert summary.inexact == 0


def test_a_set_without_answers_cannot_be_asked_for_them(tmp_path: Path, searcher: Searcher) -> None:
    folder = write_set(tmp_path / "small")
    rows = [json.loads(line) for line in (folder / "queries.jsonl").read_text().splitlines()]
    (folder / "queries.jsonl").write_text("".join(json.dumps({**r, "answers": []}) + "\n" for r in rows))
    with pytest.raises(GoldError, match="no answers"):
        answer_set(read_beir(folder), Assistant(searcher))


def test_the_command_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "small")
    assert (
        main(["beir", str(folder), "--systems", "bm25,hybrid", "--json", "--out", str(tmp_path / "out")]) == 0
    )
    printed = json.loads(capsys.readouterr().out)
    written = json.loads((tmp_path / "out" / "beir.json").read_text(encoding="utf-8"))
    assert [row["system"] for row in printed["rankings"]] == ["bm25", "hybrid"]
    assert printed["rankings"] == written["rankings"]
    assert "| small | hybrid | 5 | 6 |" in (tmp_path / "out" / "beir.md").read_text(encoding="utf-8")
    assert main(["beir", str(folder), "--answers", "--mistakes", "2"]) == 0
    assert "within 3 sentences" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["beir", "/no/such/folder"], ["beir", ".", "--systems", "magic"], ["beir"]]
)
def test_bad_arguments_end_with_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1
