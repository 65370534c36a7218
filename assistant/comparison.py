"""Two things side by side: what is compared, and the best evidence for each."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.covered import fits
from assistant.records import Evidence, Query
from assistant.sentences import sentences_of
from index.coverage import covering, match
from index.query import Concept
from index.searcher import Searcher
from index.segment import fold, folded_once, has_han

_AND = re.compile(r"和|与|跟|同(?!城)|比|、|\bvs\.?\b|\bversus\b|\band\b|\bor\b|\bcompared (?:to|with)\b")
_BESIDE = 4  # characters that may stand between a thing that is compared and the word that joins the two
_SAID = 0.5
_NAMED = 0.9  # share of the importance of a name's words from which it is named


def sides(query: Query, concepts: Sequence[Concept]) -> tuple[Concept, Concept] | None:
    """The two words of the query that stand around the word that compares or joins them; None if there are none."""
    text = fold(query.standalone)
    for joint in _AND.finditer(text):
        left = [c for c in concepts if 0 <= joint.start() - _end(text, c, joint.start()) <= _BESIDE]
        right = [c for c in concepts if 0 <= text.find(c.text, joint.end()) - joint.end() <= _BESIDE]
        pairs = [(a, b) for a in left for b in right if a.text != b.text]
        if pairs:
            return max(pairs, key=lambda pair: pair[0].importance + pair[1].importance)
    return None


def side_by_side(
    query: Query, concepts: Sequence[Concept], ranked: Sequence[Evidence]
) -> list[tuple[str, Evidence]]:
    """The best evidence for each of two years or things that are compared, under the name that the query gives it.

    Empty where the query compares nothing, one sentence speaks of both, or one side has no evidence.
    """
    if len(query.times) == 2:
        both = [
            (period.text, next((e for e in ranked if _is_of(query, n, e)), None))
            for n, period in enumerate(query.times)
        ]
    elif pair := sides(query, concepts):
        if ranked and all(_speaks(side, ranked[0].text) for side in pair):
            return []
        one, other = pair
        both = [(one.text, _first(one, other, ranked)), (other.text, _first(other, one, ranked))]
    else:
        return []
    found = [(name, evidence) for name, evidence in both if evidence is not None]
    return found if len(found) == 2 and found[0][1] is not found[1][1] else []


def speaks_of_both(names: Sequence[Sequence[Concept]], ranked: Sequence[Evidence]) -> bool:
    """Whether the best sentence has all words of both names that are compared."""
    return bool(ranked) and all(_speaks(c, ranked[0].text) for name in names for c in name)


def best_of_side(
    name: str, concepts: Sequence[Concept], ranked: Sequence[Evidence], searcher: Searcher
) -> Evidence | None:
    """The best evidence that says a name, or whose passage or headings do; None if none does.

    Of a name to be translated the capitalised words count: the others have many translations.
    """
    proper = [c for c in concepts if not has_han(c.text) and c.text not in name]
    covered = covering(concepts if has_han(name) else proper or concepts)
    return next((e for e in ranked if covered(_around(e, searcher)) >= _NAMED), None)


def _around(evidence: Evidence, searcher: Searcher) -> str:
    read = sentences_of(evidence.passage, searcher)
    return f"{read.heads}\n{read.folded}"


def _is_of(query: Query, n: int, evidence: Evidence) -> bool:
    """Whether evidence names the n-th year that the query names, and not the other."""
    one, other = (fits(replace(query, times=(query.times[m],)), evidence.text) for m in (n, 1 - n))
    return bool(one) and not other


def _first(side: Concept, other: Concept, ranked: Sequence[Evidence]) -> Evidence | None:
    speaking = [e for e in ranked if _speaks(side, e.text)]
    return next((e for e in speaking if not _speaks(other, e.text)), next(iter(speaking), None))


def _speaks(side: Concept, text: str) -> bool:
    return match(side, folded_once(text)) > _SAID


def _end(text: str, concept: Concept, before: int) -> int:
    at = text.rfind(concept.text, 0, before)
    return at + len(concept.text) if at >= 0 else -before - _BESIDE - 1
