"""What a system made of one question, as a line of a run: a turn as JSON, or what went wrong."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from assistant.records import Citation, Turn
from assistant.render import hit_dict, turn_dict
from corpus.document import Span
from eval.errors import RunError
from eval.measures import rank_score
from eval.topics import Topic
from index.passage import Hit, Passage


@dataclass(frozen=True, slots=True)
class Found:
    """A passage in a ranking, with the characters of its document."""

    passage_id: str
    doc_id: str
    spans: tuple[Span, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One system on one topic. `turn` is the Turn as JSON; a system that only ranks has just `hits` in it.

    `error` says how the system failed, and there is no turn then; it is empty otherwise. `ms` is the time of
    the whole question.
    """

    topic_id: str
    ms: float
    turn: Mapping[str, Any] | None
    error: str = ""

    @property
    def ranking(self) -> tuple[str, ...]:
        """Passage ids, best first."""
        return tuple(hit["passage_id"] for hit in self.turn["hits"]) if self.turn else ()

    @property
    def has_answer(self) -> bool:
        """Whether the system answers at all, be it that it does not know."""
        return self.turn is not None and "answer" in self.turn

    @property
    def refused(self) -> bool:
        """Whether the answer is that the documents do not say."""
        return self.turn is not None and self.turn.get("status") == "not_found"

    @property
    def text(self) -> str:
        """The answer with its markers; empty if there is none."""
        return str(self.turn["answer"]["text"]) if self.turn and self.has_answer else ""

    @property
    def short(self) -> str | None:
        """The short answer."""
        return self.turn["answer"]["short"] if self.turn and self.has_answer else None

    @property
    def confidence(self) -> float | None:
        """How sure the system is, in [0, 1]."""
        return self.turn.get("confidence") if self.turn else None

    @property
    def timings_ms(self) -> dict[str, float]:
        """Milliseconds by stage."""
        return dict(self.turn.get("timings_ms", {})) if self.turn else {}

    def hits(self) -> list[Found]:
        """The ranking, best first."""
        rows = self.turn["hits"] if self.turn else ()
        return [Found(r["passage_id"], r["doc_id"], _spans(r["spans"]), r["text"]) for r in rows]

    def citations(self) -> list[Citation]:
        """The citations of the answer."""
        return [
            Citation(
                n=row["n"],
                doc_id=row["doc_id"],
                title=row["title"],
                date=row["date"],
                section=tuple(row["section"]),
                page=row["page"],
                spans=_spans(row["spans"]),
                quote=row["quote"],
                passage_id=row["passage_id"],
            )
            for row in (self.turn.get("citations", ()) if self.turn else ())
        ]


def of_turn(topic_id: str, turn: Turn, ms: float) -> Outcome:
    """What is kept of a turn."""
    return Outcome(topic_id, ms, turn_dict(turn))


def of_ranking(topic: Topic, ranking: Iterable[Passage], ms: float) -> Outcome:
    """What is kept of a system that only ranks: its hits as in a turn."""
    hits = [
        hit_dict(Hit(passage, rank, rank_score(rank), 0.0, 0.0))
        for rank, passage in enumerate(ranking, start=1)
    ]
    turn = {
        "id": topic.id,
        "question": topic.question,
        "hits": hits,
        "timings_ms": {"retrieve": round(ms, 3)},
    }
    return Outcome(topic.id, ms, turn)


def outcome_line(outcome: Outcome) -> str:
    """The outcome as a line of JSON, with its line break."""
    row = {
        "topic_id": outcome.topic_id,
        "ms": round(outcome.ms, 3),
        "turn": outcome.turn,
        "error": outcome.error,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def parse_outcome(line: str, where: str) -> Outcome:
    """The outcome that `outcome_line` wrote. Raises RunError, which names `where`, for anything else."""
    try:
        row = json.loads(line)
        outcome = Outcome(row["topic_id"], float(row["ms"]), row["turn"], row["error"])
        if not _is_turn(outcome.turn) or not isinstance(outcome.topic_id, str):
            raise ValueError("the turn lacks its hits")
        outcome.citations()
        outcome.hits()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(f"{where} is not a line of a run: {error!r}") from error
    return outcome


def _is_turn(turn: object) -> TypeGuard[Mapping[str, Any] | None]:
    return turn is None or (isinstance(turn, dict) and isinstance(turn.get("hits"), list))


def _spans(rows: Any) -> tuple[Span, ...]:
    return tuple((int(start), int(end)) for start, end in rows)
