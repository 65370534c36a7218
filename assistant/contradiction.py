"""Two figures or dates for the same thing."""

import re
from collections.abc import Sequence

from assistant.binding import share_beside
from assistant.covered import years_in
from assistant.records import Evidence, Kind, Query
from assistant.short import short_answer
from assistant.value import Value
from index.coverage import match
from index.query import Concept
from index.segment import folded_once

_SAID = 0.5  # how much of a word a sentence must have to speak of it
_AS_GOOD = 0.3  # how likely contrary evidence must be, as a share of how likely the best is
_CLEARLY = 0.2  # of the question
_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_LOOSE = re.compile(r"约|近|余|多|超|以上|左右|不少于|不低于|不超过|[>≥<≤＞＜]")


def contrary(
    query: Query, concepts: Sequence[Concept], best: Evidence, ranked: Sequence[Evidence]
) -> Evidence | None:
    """Evidence that speaks of the same words and the same years as the best, from another passage, and gives
    another figure of the same unit, or another date; None if there is none, or one of the two is only about so much."""
    if query.kind not in (Kind.QUANTITY, Kind.DATE):
        return None
    value = short_answer(query, best.text, concepts)
    said = _said(concepts, best)
    if value is None or len(said) < len(concepts):
        return None
    for other in ranked:
        if other.passage is best.passage or other.score < _AS_GOOD * best.score:
            continue
        if _said(concepts, other) != said or set(years_in(other.text)) != set(years_in(best.text)):
            continue
        second = short_answer(query, other.text, concepts)
        if second is not None and _differ(value, second):
            return other
    return None


def is_closer(query: Query, concepts: Sequence[Concept], one: Evidence, other: Evidence) -> bool:
    """Whether the figure of one stands in a clause with clearly more of the question than that of the other does, which is then the
    figure of something else."""
    return _beside(query, concepts, one) > _beside(query, concepts, other) + _CLEARLY


def _beside(query: Query, concepts: Sequence[Concept], evidence: Evidence) -> float:
    value = short_answer(query, evidence.text, concepts) or ""
    at = evidence.text.find(value)
    return share_beside(concepts, evidence.text, Value(value, at, at + len(value)))


def _said(concepts: Sequence[Concept], evidence: Evidence) -> set[str]:
    folded = folded_once(evidence.text)
    return {c.text for c in concepts if match(c, folded) > _SAID}


def _differ(one: str, other: str) -> bool:
    if _LOOSE.search(one) or _LOOSE.search(other):
        return False
    units = {"".join(_NUMBER.sub("", text).split()) for text in (one, other)}
    numbers = [[n.replace(",", "").replace("，", "") for n in _NUMBER.findall(text)] for text in (one, other)]
    return len(units) == 1 and all(numbers) and numbers[0] != numbers[1]
