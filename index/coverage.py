"""How much of a query a text speaks of, concept by concept.

BM25 lets a rare word said often make up for words not said at all; coverage does not. Together they rank
better than either (docs/experiments.md).
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter

from index.light import is_light
from index.query import Concept
from index.segment import bigrams, fold, has_han

PARTLY = 0.5  # what a long word counts for at most in a text that has only some of its bigrams


Matcher = Callable[[str], float]


def match(concept: Concept, folded: str) -> float:
    """How much of a concept a folded text has, in [0, 1]: the best of its forms, whole or in part."""
    return matcher(concept)(folded)


def matcher(concept: Concept, within: str | None = None) -> Matcher:
    """What tells of text after text how much of a concept it has. `within`: a folded text that has all of them, by
    lines; what it lacks is not looked for in them."""
    wholes, parts = [], []
    for alternative in concept.alternatives:
        form, weight = alternative.form, alternative.weight
        if within is None or form in within:
            wholes.append((0.4 + 0.6 * weight, form))
        pairs = _pairs(form)
        if found := [pair for pair in pairs if within is None or pair in within]:
            parts.append((PARTLY * weight, len(pairs), found))
    wholes.sort(key=itemgetter(0), reverse=True)

    def matched(folded: str) -> float:
        best = 0.0
        for worth, form in wholes:
            if form in folded:
                best = worth
                break
        for most, count, pairs in parts:
            if most > best:
                best = max(best, most * (sum([pair in folded for pair in pairs]) / count))
        return best

    return matched


@lru_cache(maxsize=1024)
def _pairs(form: str) -> tuple[str, ...]:
    """What may stand for a form in part: the pairs of a long Chinese one. It is looked for in text after text."""
    return tuple(bigrams(form)) if len(form) > 2 and has_han(form) else ()


def coverage(concepts: Sequence[Concept], folded: str) -> float:
    """Share of the importance of all concepts that a folded text accounts for, in [0, 1]; 0 without any."""
    return covering(concepts)(folded)


def covering(concepts: Sequence[Concept]) -> Matcher:
    """What tells of text after text the share of the concepts' importance that it accounts for."""
    total = sum([concept.importance for concept in concepts])
    matchers = [(concept.importance, matcher(concept)) for concept in concepts]

    def covered(folded: str) -> float:
        return sum([weight * matched(folded) for weight, matched in matchers]) / total if total else 0.0

    return covered


def characters(content: str) -> Matcher:
    """What tells of text after text the share of the distinct Chinese characters of `content` that it has.

    It sees what coverage does not: words of one character, and words that share one, as 捐款 and 捐赠 do.
    """
    sought = {char for char in fold(content) if has_han(char) and not is_light(char)}

    def shared(folded: str) -> float:
        return sum([char in folded for char in sought]) / len(sought) if sought else 0.0

    return shared
