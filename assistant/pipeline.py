"""The stages of answering one question, in their order."""

import uuid
from collections.abc import Collection, Sequence
from time import perf_counter

from assistant.compose import compose
from assistant.evidence import select
from assistant.records import Answer, Message, Turn
from assistant.settings import AnswerSettings
from assistant.understand import understand
from index.searcher import Searcher
from index.settings import Mode

_READ = 10  # hits that evidence is sought in, however many are shown


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
            turn_id=turn_id or _new_id(),
            query=query,
            hits=(),
            evidence=(),
            answer=Answer("not_found", query.reply, reason=query.reply),
            confidence=0.0,
            fingerprint=searcher.fingerprint,
            timings_ms={"understand": 1000 * (perf_counter() - started), "retrieve": 0.0, "answer": 0.0},
        )
    search = searcher.analyse(query.content, context=query.context, question=query.standalone)
    understood = perf_counter()
    hits = searcher.search(search, k=max(k, _READ), mode=mode, documents=documents)
    retrieved = perf_counter()
    selection = select(query, search, hits[:_READ], searcher)
    composed, evidence = compose(query, search, selection, searcher, settings)
    done = perf_counter()
    return Turn(
        turn_id=turn_id or _new_id(),
        query=query,
        hits=tuple(hits[:k]),
        evidence=evidence,
        answer=composed,
        confidence=selection.confidence,
        fingerprint=searcher.fingerprint,
        timings_ms={
            "understand": 1000 * (understood - started),
            "retrieve": 1000 * (retrieved - understood),
            "answer": 1000 * (done - retrieved),
        },
    )


def _new_id() -> str:
    return uuid.uuid4().hex[:12]
