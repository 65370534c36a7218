"""How much of a question a value is bound to: what stands in its clause, not merely in its sentence."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from assistant.records import Query
from assistant.value import Value, find_values
from index.coverage import coverage, matcher
from index.query import Concept
from index.segment import fold

_ENDS = re.compile(r"[，。；：！？;!?\n]|——|(?<!\d)[,:](?!\d)")
_BEFORE = 0.7  # what a word of the clause before counts
_VALUES = 12  # of a sentence that are looked at


def bound(query: Query, concepts: Sequence[Concept], heads: str, sentences: Sequence[str]) -> float:
    """The share of the question's importance, in [0, 1], that the best clause with a value of the asked kind has.

    The headings `heads`, folded, count as the clause; the clause before it counts less. 0 where no sentence has a value
    that the question does not give itself.
    """
    matchers = [matcher(concept) for concept in concepts]
    above = [matched(heads) for matched in matchers]
    total = sum(concept.importance for concept in concepts)
    best = 0.0
    for sentence in sentences:
        for own, before in _around_values(query, sentence):
            shares = _shares(matchers, above, fold(own), fold(before))
            said = sum(c.importance * share for c, share in zip(concepts, shares, strict=True))
            best = max(best, said / total if total else 0.0)
    return min(best, 1.0)


def share_beside(concepts: Sequence[Concept], sentence: str, value: Value, *, clauses: int = 1) -> float:
    """The share of the question's importance, in [0, 1], that the clause of a value has, with the next ones if `clauses` are several."""
    start = max((end.end() for end in _ENDS.finditer(sentence, 0, value.start)), default=0)
    ends = [end.start() for end in islice(_ENDS.finditer(sentence, value.start), clauses)]
    return coverage(concepts, fold(sentence[start : ends[-1] if len(ends) == clauses else None]))


def _shares(
    matchers: Sequence[Callable[[str], float]], above: Sequence[float], own: str, before: str
) -> Iterator[float]:
    for matched, head in zip(matchers, above, strict=True):
        yield max(head, matched(own), _BEFORE * matched(before))


def _around_values(query: Query, sentence: str) -> Iterator[tuple[str, str]]:
    """The clause of each value, and the one before it."""
    starts = [0, *(end.end() for end in _ENDS.finditer(sentence)), len(sentence)]
    seen: set[int] = set()
    for value in _new_values(query, sentence):
        n = max(n for n, start in enumerate(starts[:-1]) if start <= value.start)
        if n not in seen:
            seen.add(n)
            yield sentence[starts[n] : starts[n + 1]], sentence[starts[max(n - 1, 0)] : starts[n]]


def _new_values(query: Query, sentence: str) -> Iterator[Value]:
    return (value for value in find_values(query, sentence)[:_VALUES] if value.text not in query.standalone)
