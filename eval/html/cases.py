"""Single questions as JSON for the report's script: small enough for one file, with what is wrong kept first."""

import json
from collections.abc import Mapping
from typing import Any

from eval.answer_measures import AnswerScore
from eval.experiment import Result
from eval.html.details import Details, Said
from eval.report import Report
from eval.topics import Topic, split_of

MOST_BYTES = 2_300_000
"""What the questions may take of the file; those with nothing wrong are left out first."""


def faults(result: Result, answer: AnswerScore | None) -> list[str]:
    """What went wrong with one question, as names: `fault_NAME` is a sentence of `eval.html.wording`."""
    found = {"miss": result.answerable and result.values["hit@5"] == 0}
    if answer is not None:
        found |= {
            "refused": result.answerable and answer.refused,
            "answered": not result.answerable and not answer.refused,
            "incomplete": result.answerable and not answer.refused and (answer.recall or 0) < 1,
            "unsupported": answer.is_supported is False,
            "short_wrong": answer.is_short_right is False,
            "inexact": answer.is_exact is False,
        }
    return [name for name, present in found.items() if present]


def cases_json(details: Details, report: Report, most_bytes: int = MOST_BYTES) -> dict[str, Any]:
    """`cases`, the `passages` and `documents` that they name, and what is not among them.

    `left_out` counts the questions that were too many for the file, `closed` those of the test split, which
    are not shown one by one unless the report says why somebody asked to see them.
    """
    results: dict[str, dict[str, Result]] = {}
    for result in report.results:
        results.setdefault(result.topic_id, {})[result.system] = result
    scores = {(answer.system, answer.topic_id): answer for answer in report.answers}
    is_open = report.header is not None and bool(report.header.opened_test)
    open_ids = {topic_id for topic_id in results if is_open or split_of(topic_id) != "test"}
    shown = [topic for topic in details.topics if topic.id in open_ids]
    wrong = {
        topic.id: {
            system: faults(result, scores.get((system, topic.id)))
            for system, result in results[topic.id].items()
        }
        for topic in shown
    }
    numbers: dict[int, int] = {}
    cases: dict[str, dict[str, Any]] = {}
    size = 0
    for topic in sorted(shown, key=lambda topic: not any(wrong[topic.id].values())):
        before = len(numbers)
        case = _case(topic, details, results[topic.id], wrong[topic.id], numbers)
        size += _bytes(case) + sum(_bytes(details.passages[n]) for n in list(numbers)[before:])
        if size > most_bytes:
            break
        cases[topic.id] = case
    return {
        "documents": dict(details.titles),
        "passages": [details.passages[number] for number in numbers],
        "cases": [cases[topic.id] for topic in shown if topic.id in cases],
        "left_out": len(open_ids) - len(cases),
        "closed": len(results) - len(open_ids),
    }


def _case(
    topic: Topic,
    details: Details,
    results: Mapping[str, Result],
    wrong: Mapping[str, list[str]],
    numbers: dict[int, int],
) -> dict[str, Any]:
    places = details.places.get(topic.id, ())
    turns: list[Mapping[str, Any]] = []  # systems often say the same
    runs = {}
    for system, result in results.items():
        said = details.said.get(system, {}).get(topic.id)
        if said and said.turn is not None and said.turn not in turns:
            turns.append(said.turn)
        runs[system] = {
            **_ranking(result, said, details, numbers),
            "ms": [(stage, round(ms, 1)) for stage, ms in result.timings_ms.items()],
            "error": result.error,
            "turn": turns.index(said.turn) if said and said.turn is not None else None,
        }
    return {
        "id": topic.id,
        "type": topic.type,
        "lang": topic.lang,
        "question": topic.question,
        "history": [(message.role, message.content) for message in topic.history],
        "doc": topic.doc_id,
        "answers": topic.answers,
        "gold": [(place.doc_id, place.before, place.quote, place.after) for place in places],
        "faults": wrong,
        "turns": turns,
        "runs": runs,
    }


def _ranking(
    result: Result, said: Said | None, details: Details, numbers: dict[int, int]
) -> dict[str, list[int]]:
    """`relevant` are ranks, from 1; `numbers` renumbers the passages in the order in which they are named."""
    ranking = said.ranking if said else ()
    good = set(result.relevant)
    return {
        "ranking": [numbers.setdefault(number, len(numbers)) for number in ranking],
        "relevant": [n for n, number in enumerate(ranking, 1) if details.passages[number][0] in good],
    }


def _bytes(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"))
