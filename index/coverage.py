"""How much of a query a text speaks of, concept by concept.

BM25 lets a rare word said often make up for words not said at all; coverage does not. Together they rank
better than either (docs/experiments.md).
"""

from collections.abc import Sequence
from functools import lru_cache

from index.query import Concept
from index.segment import bigrams, has_han

PARTLY = 0.5  # what a long word counts for at most in a text that has only some of its bigrams


def match(concept: Concept, folded: str) -> float:
    """How much of a concept a folded text has, in [0, 1]: the best of its forms, whole or in part."""
    best = 0.0
    for alternative in concept.alternatives:
        if alternative.form in folded:
            best = max(best, 0.4 + 0.6 * alternative.weight)
        elif pairs := _pairs(alternative.form):
            share = sum([pair in folded for pair in pairs]) / len(pairs)
            best = max(best, PARTLY * share * alternative.weight)
    return best


@lru_cache(maxsize=1024)
def _pairs(form: str) -> tuple[str, ...]:
    """What may stand for a form in part: the pairs of a long Chinese one. It is looked for in text after text."""
    return tuple(bigrams(form)) if len(form) > 2 and has_han(form) else ()


def coverage(concepts: Sequence[Concept], folded: str) -> float:
    """Share of the importance of all concepts that a folded text accounts for, in [0, 1]; 0 without any."""
    total = sum(concept.importance for concept in concepts)
    return sum(c.importance * match(c, folded) for c in concepts) / total if total else 0.0
