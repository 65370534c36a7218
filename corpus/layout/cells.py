"""Tables in plain text whose cells stand on lines of their own.

Where rows have values, a row is a label, perhaps a unit, and the values that follow. A table of two columns
of words is told by this: the cells of the second are like each other and unlike those of the first.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

VALUE = re.compile(
    r"[<>≤≥＞＜≧≦⩾⩽=≈±~约超近达]{0,2}\s*[-+−]?\d[\d,，.]*(?:[-–~～至]\d[\d,.]*)?\s*(?:[%％‰]|[^\W\d_]{1,4}(?:/[^\W\d_]{1,3})?)?|[—–－\-/…]{1,4}|…{1,2}|无"
)
YEAR = re.compile(r"(?:19|20)\d\d\s*年?(?:末|底|度)?")
LEAST_ROWS = 2
MOST_CELLS = 12
_LEAST_WORD_ROWS = 4
_MOST_WORDS = 120  # lines of a table of words: each cell is compared with every other
_ALIKE, _UNLIKE = 0.5, 0.15  # share of characters that cells of one column have in common: mean, and least
_FULL = 0.8  # of the longest label: a shorter line of one is its last


@dataclass(frozen=True, slots=True)
class Row:
    """Lines `[start, end)` that make a row. `continued`: those among them that go on with the cell before."""

    start: int
    end: int
    continued: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """Words and the values that follow them, from line `start` on."""

    start: int
    words: int
    values: int

    @property
    def end(self) -> int:
        return self.start + self.words + self.values


def tables_of_cells(texts: Sequence[str]) -> Iterator[tuple[int, list[Row]]]:
    """The tables among lines of one cell each: how many rows are a header, and the rows."""
    done = 0
    for header, rows in _tables_of_values(texts):
        if rows[0].start >= done:
            yield from _table_of_words(texts, done, rows[0].start)
            yield header, rows
            done = rows[-1].end
    yield from _table_of_words(texts, done, len(texts))


def is_value(cell: str) -> bool:
    """Whether the cell is a number, a sign for none, or the like."""
    return bool(VALUE.fullmatch(cell))


def _runs(texts: Sequence[str]) -> list[_Run]:
    runs: list[_Run] = []
    for i, text in enumerate(texts):
        last = runs[-1] if runs else None
        heads = YEAR.fullmatch(text) and (last is None or not last.values)  # a year among names of columns
        if is_value(text) and not heads:
            if last:
                runs[-1] = replace(last, values=last.values + 1)
        elif last and not last.values:
            runs[-1] = replace(last, words=last.words + 1)
        else:
            runs.append(_Run(i, 1, 0))
    return [run for run in runs if run.values]


def _tables_of_values(texts: Sequence[str]) -> Iterator[tuple[int, list[Row]]]:
    runs = _runs(texts)
    starts = [0, *(n for n in range(1, len(runs)) if _has_header(runs[n : n + 3])), len(runs)]
    for first, end in pairwise(starts):
        found = _rows(texts, runs[first:end])
        if found:
            yield found


def _has_header(runs: Sequence[_Run]) -> bool:
    """Whether the names of all columns stand above the first of these runs, which is alike to those after it."""
    first, *rest = runs
    words = min((run.words for run in rest if run.values == first.values), default=0)
    return 0 < words < first.words and first.words >= 2 + first.values + (first.values > 1 or words > 1)


def _rows(texts: Sequence[str], runs: Sequence[_Run]) -> tuple[int, list[Row]] | None:
    """Rows of one shape: as many words and then as many values as most rows have."""
    if len(runs) < LEAST_ROWS:
        return None
    values, count = Counter(run.values for run in runs).most_common(1)[0]
    least = min(run.words for run in runs if run.values == values)
    words = next((w for w in range(least, 0, -1) if runs[0].words >= 2 * w + values), 0)
    header = int(words > 0)
    if not header:
        common = Counter(run.words for run in runs[1:] if run.values == values).most_common(1)
        words = common[0][0] if common else 0
    if not words or words + values > MOST_CELLS or 2 * count < len(runs) or runs[0].words < words:
        return None
    if not header and len(runs) <= LEAST_ROWS:
        return None
    rows = _with_labels(texts, runs, words)
    if header:
        top = runs[0].start + runs[0].words - words
        return 1, [Row(top - words - values, top), *rows]
    return 0, rows


def _with_labels(texts: Sequence[str], runs: Sequence[_Run], words: int) -> list[Row]:
    """A row for each run; what it has of words too many is the rest of the label before, or begins its own."""
    labels = [run.start + max(run.words - words, 0) for run in runs]
    longest = max(len(texts[i]) for i in labels)

    def full(i: int) -> bool:
        return len(texts[i]) >= _FULL * longest

    extra = [range(run.start, label) for run, label in zip(runs[1:], labels[1:], strict=True)]
    ends = sum(full(labels[n]) for n, lines in enumerate(extra) if lines)
    begins = sum(full(lines[-1]) for lines in extra if lines)
    rows = [Row(labels[0], runs[0].end)]
    for n, lines in enumerate(extra):
        own: list[int] = []
        for i in lines:
            if i == lines[0] and ends >= begins and full(labels[n]) and rows[-1].end == i:
                rows[-1] = replace(rows[-1], end=i + 1)
            elif full(i):
                own.append(i)
            else:
                rows += [Row(j, j + 1) for j in (*own, i)]  # the title of a group of rows
                own = []
        first = own[0] if own else labels[n + 1]
        rows.append(Row(first, runs[n + 1].end, tuple(range(first + 1, labels[n + 1] + 1)) if own else ()))
    rest = rows[-1].end
    if ends > begins and rest < len(texts) and full(labels[-1]) and len(texts[rest]) < _FULL * longest:
        rows[-1] = replace(rows[-1], end=rest + 1)
    return rows


def _table_of_words(texts: Sequence[str], start: int, end: int) -> Iterator[tuple[int, list[Row]]]:
    """Lines `[start, end)`, perhaps below a title, as a header and rows of two cells."""
    if not 2 * _LEAST_WORD_ROWS + 1 < end - start <= _MOST_WORDS:
        return
    found = [first for first in (start, start + 1) if _is_column(texts[first + 2 : end])]
    if len(found) == 1 or (found and (end - start) % 2 == 0):
        yield 1, [Row(i, i + 2) for i in range(found[0], end - 1, 2)]


def _is_column(cells: Sequence[str]) -> bool:
    """Whether the second, fourth, ... cells are like each other, and none is like a cell between them."""
    left, right = cells[::2], cells[1::2]
    if len(right) < _LEAST_WORD_ROWS:
        return False
    within = [
        max(_likeness(c, other) for j, other in enumerate(right) if j != i) for i, c in enumerate(right)
    ]
    across = [max(_likeness(c, other) for other in left) for c in right]
    return sum(within) >= _ALIKE * len(right) and all(
        w > _UNLIKE and w > o for w, o in zip(within, across, strict=True)
    )


def _likeness(a: str, b: str) -> float:
    """Characters that both have, as a share of those of both: 1 for the same word."""
    return 2 * sum((Counter(a) & Counter(b)).values()) / (len(a) + len(b))
