"""A long sentence cut to the clauses that answer, at commas and nowhere else."""

import re
from collections.abc import Sequence

from index.coverage import match
from index.query import Concept
from index.segment import fold

_LONG = 110  # characters from which a sentence is cut
_WORTH = 0.75  # share of its length that a cut must at least save a quarter of
_CLAUSE = re.compile(r"(?:[^，,；;]|(?<=\d),(?=\d))*(?:[，,；;]|$)")
_PAIRS = ("“”", "‘’", "《》", "（）", "()", "「」", "『』", "【】")
_SAID = 0.5  # how much of a word a clause must have to speak of it


def trimmed(text: str, needed: tuple[int, int], concepts: Sequence[Concept]) -> tuple[int, int]:
    """`[start, end)` of the fewest clauses in a row that hold what is `needed` and every word of the question
    that the sentence has. The whole where it is short, or where a cut would break a quotation or a bracket."""
    if len(text) < _LONG:
        return 0, len(text)
    clauses = [m.span() for m in _CLAUSE.finditer(text) if m.group()]
    folded = fold(text)
    wanted = [c for c in concepts if match(c, folded) > _SAID]
    best = (0, len(text))
    for i, (start, _) in enumerate(clauses):
        for _, end in clauses[i:]:
            if end - start >= best[1] - best[0]:
                break
            if not (start <= needed[0] and needed[1] <= end):
                continue
            piece = fold(text[start:end])
            if all(match(c, piece) > _SAID for c in wanted) and _is_whole(text[start:end]):
                best = (start, end)
    return best if best[1] - best[0] <= _WORTH * len(text) else (0, len(text))


def _is_whole(piece: str) -> bool:
    return all(piece.count(pair[0]) == piece.count(pair[1]) for pair in _PAIRS)
