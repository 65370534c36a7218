"""The stages of answering one question, in their order."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from assistant.candidates import with_definitions
from assistant.comparison import best_of_side, speaks_of_both
from assistant.compose import compose
from assistant.evidence import Selection, select
from assistant.records import Answer, Evidence, Kind, Message, Query, Turn
from assistant.settings import AnswerSettings
from assistant.understand import other_readings, understand
from assistant.understanding.compared import Side, compared
from assistant.understanding.question import content_of
from index.passage import Hit
from index.searcher import Searcher
from index.settings import Mode

_READ = 10  # hits that evidence is sought in, however many are shown
_SKIMMED = 60  # hits among which a definition is looked for


def answer(
    question: str,
    history: Sequence[Message],
    searcher: Searcher,
    *,
    k: int = 10,
    mode: Mode = "hybrid",
    settings: AnswerSettings = AnswerSettings(),
    turn_id: str | None = None,
    documents: Collection[str] | None = None,
) -> Turn:
    """Answer a question after the messages before it, from the documents of these ids. None: from all.

    Raises QuestionError for one that cannot be asked.
    """
    started = perf_counter()
    query = understand(question, history, searcher)
    if query.reply:  # nothing to look up
        return Turn(
            turn_id=turn_id or new_id(),
            query=query,
            hits=(),
            evidence=(),
            answer=Answer("not_found", query.reply, reason=query.reply),
            confidence=0.0,
            fingerprint=searcher.fingerprint,
            timings_ms={"understand": 1000 * (perf_counter() - started), "retrieve": 0.0, "answer": 0.0},
        )
    understood = perf_counter()
    found = _found(query, searcher, k, mode, settings, documents)
    if found.answer.status == "not_found" and history:
        own = {concept.text for concept in searcher.analyse(content_of(query.question)).concepts}
        for reading in other_readings(query, history, searcher):
            other = _found(reading, searcher, k, mode, settings, documents)
            if other.answer.status == "answered" and not own <= set(other.selection.missing):
                found = other  # what speaks of no word of the question would answer something else
                break
    return Turn(
        turn_id=turn_id or new_id(),
        query=found.query,
        hits=found.hits,
        evidence=found.evidence,
        answer=found.answer,
        confidence=found.selection.confidence,
        fingerprint=searcher.fingerprint,
        timings_ms={
            "understand": 1000 * (understood - started),
            "retrieve": 1000 * (found.retrieved - understood),
            "answer": 1000 * (perf_counter() - found.retrieved),
        },
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for one reading of a question, and when its hits were."""

    query: Query
    hits: tuple[Hit, ...]
    selection: Selection
    answer: Answer
    evidence: tuple[Evidence, ...]
    retrieved: float


def _found(
    query: Query,
    searcher: Searcher,
    k: int,
    mode: Mode,
    settings: AnswerSettings,
    documents: Collection[str] | None,
) -> _Found:
    search = searcher.analyse(query.content, context=query.context, question=query.standalone)
    wanted = _SKIMMED if query.kind is Kind.DEFINITION else _READ
    hits = searcher.search(search, k=max(k, wanted), mode=mode, documents=documents)
    retrieved = perf_counter()
    selection = select(query, search, with_definitions(query, hits, searcher, most=_READ), searcher)
    if both := compared(query.standalone):
        selection = _of_both(both, selection, searcher, mode, documents)
    composed, evidence = compose(query, search, selection, searcher, settings)
    return _Found(query, tuple(hits[:k]), selection, composed, evidence, retrieved)


def _of_both(
    sides: Sequence[Side],
    found: Selection,
    searcher: Searcher,
    mode: Mode,
    documents: Collection[str] | None,
) -> Selection:
    """The best evidence for each of two things that are compared, sought by itself; what was `found` for the question
    as a whole where one sentence of that speaks of both."""
    names = [searcher.analyse(side.name).concepts for side in sides]
    if speaks_of_both(names, found.evidence):
        return found
    each = [_of_one(side, searcher, mode, documents) for side in sides]
    best = [
        best_of_side(side.name, name, one.evidence, searcher)
        for side, name, one in zip(sides, names, each, strict=True)
    ]
    least = min(each, key=lambda one: one.confidence)
    one, other = best
    if one is None or other is None:
        lacks = [side.name for side, evidence in zip(sides, best, strict=True) if evidence is None]
        is_plain = not any("的" in name for name in lacks)  # what is only described may be in other words
        return replace(found, confidence=0.0, missing=tuple(lacks)) if is_plain else found
    if (one.passage, one.start) == (other.passage, other.start):
        return found
    return replace(
        found,
        evidence=(one, other),
        confidence=least.confidence,
        missing=least.missing,
        lacks_value=least.lacks_value,
        sides=tuple(side.name for side in sides),
        is_off=any(selection.is_off for selection in each),
    )


def _of_one(side: Side, searcher: Searcher, mode: Mode, documents: Collection[str] | None) -> Selection:
    query = understand(side.question, (), searcher)
    search = searcher.analyse(query.content, question=query.standalone)
    hits = searcher.search(search, k=_SKIMMED, mode=mode, documents=documents)
    return select(query, search, with_definitions(query, hits, searcher, most=_READ), searcher)


def new_id() -> str:
    """An id for a turn."""
    return uuid.uuid4().hex[:12]
