"""How rightly a document was read, as counts: they add up over documents, and ratios are taken of the sums.

Pairs. Two lines are a pair if they follow each other in the truth or in the reading text, and at least one
of them is running text or a table's cell. Read as one: no line break of the reading text stands between
them. True: they are neighbours in one paragraph, or cells of one row. Lines that were dropped are in no pair.

Order. Kendall's tau-b over lines of running text. Articles have no order among themselves: they are put in
that of the reading text first, by the median of their lines.

Articles. Neighbouring lines of running text in the reading text: is there a boundary between them, and
did `Block.article` change? And over all pairs of lines: are they in one article?

Headings. Each member of `Block.section` above a line of running text is a claim. It is right if it is, or is
a part of, a heading that the truth has above this line. A sentence of running text that stands in for an unknown
headline is no such claim: of those it is counted how many are of the line's own article.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from statistics import median

from scipy.stats import kendalltau
from sklearn.metrics.cluster import pair_confusion_matrix

from corpus.document import BlockKind, Document, without_space
from corpus.sentence import split_sentences
from eval.pages.align import Owners, Run, runs
from eval.pages.claims import heading_claims
from eval.pages.truth import RUNNING, Role, TrueLine

_PAIRED = RUNNING | {Role.TABLE}
_EITHER = frozenset({Role.CREDIT, Role.NOTE})
_NOISE_CHARS = 2
"""Fewer characters of a line in a sentence are a matter of punctuation."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was right and wrong in a document, or in several."""

    documents: int = 0
    lines: int = 0
    found: int = 0  # lines that the document's text has at all
    pairs: int = 0
    pairs_right: int = 0
    joined: int = 0  # pairs read as one
    joined_true: int = 0  # pairs that are one
    joined_right: int = 0
    taus: tuple[float, ...] = ()  # one a document
    boundaries: int = 0
    boundaries_true: int = 0
    boundaries_right: int = 0
    together: int = 0  # ordered pairs of lines in one article
    together_true: int = 0
    together_right: int = 0
    claims: int = 0
    claims_right: int = 0
    titled: int = 0  # lines under a sentence that stands in for a headline
    titled_right: int = 0
    headings: int = 0  # pairs of a line and a heading above it
    headings_right: int = 0
    dropped: int = 0
    furniture: int = 0
    furniture_dropped: int = 0
    sentences: int = 0
    glued: int = 0  # of two articles
    mixed: int = 0  # of running text and something else

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def count(document: Document, lines: Sequence[TrueLine], owners: Owners) -> Counts:
    """What is right and wrong in one document."""
    read = runs(document, owners)
    pairs = list(line_pairs(document, lines, read).values())
    first = {run.line: run for run in reversed(read)}
    body = [run for run in first.values() if lines[run.line].role is Role.BODY]
    body.sort(key=lambda run: run.start)
    boundaries = [
        (lines[a.line].article != lines[b.line].article, _article(document, a) != _article(document, b))
        for a, b in pairwise(body)
    ]
    together = _together(document, lines, body)
    claims = list(heading_claims(document, lines, first))
    dropped = [lines[i] for i in dropped_lines(lines, read, owners)]
    sentences = list(_sentences(document, lines, read))
    return Counts(
        documents=1,
        lines=len(lines),
        found=len(set(owners.tolist()) - {-1}),
        pairs=len(pairs),
        pairs_right=sum(true == read_so for true, read_so in pairs),
        joined=sum(read_so for _, read_so in pairs),
        joined_true=sum(true for true, _ in pairs),
        joined_right=sum(true and read_so for true, read_so in pairs),
        taus=_tau(lines, body),
        boundaries=sum(found for _, found in boundaries),
        boundaries_true=sum(true for true, _ in boundaries),
        boundaries_right=sum(true and found for true, found in boundaries),
        together=together[0],
        together_true=together[1],
        together_right=together[2],
        claims=sum(len(each.right) + len(each.wrong) for each in claims),
        claims_right=sum(len(each.right) for each in claims),
        titled=sum(len(each.own) + len(each.borrowed) for each in claims),
        titled_right=sum(len(each.own) for each in claims),
        headings=sum(each.headings for each in claims),
        headings_right=sum(each.headings_claimed for each in claims),
        dropped=len(dropped),
        furniture=sum(line.role is Role.FURNITURE for line in lines),
        furniture_dropped=sum(line.role is Role.FURNITURE for line in dropped),
        sentences=len(sentences),
        glued=sum(glued for glued, _ in sentences),
        mixed=sum(mixed for _, mixed in sentences),
    )


def _article(document: Document, run: Run) -> int:
    return document.blocks[run.block].article


def line_pairs(
    document: Document, lines: Sequence[TrueLine], read: Sequence[Run]
) -> dict[tuple[int, int], tuple[bool, bool]]:
    """For each pair of lines by their numbers: (is one, was read as one)."""
    joined: dict[tuple[int, int], bool] = {}
    for run, following in pairwise(read):
        if run.line != following.line:
            together = run.block == following.block and run.row == following.row
            pair = run.line, following.line
            joined[pair] = joined.get(pair, False) or together
    rows: dict[int, set[int]] = {}
    for run in read:
        rows.setdefault(run.line, set()).add(run.row)
    pairs: dict[tuple[int, int], tuple[bool, bool]] = {}
    for (a, b), together in joined.items():
        if _PAIRED & {lines[a].role, lines[b].role}:
            pairs[a, b] = (_is_one(lines, a, b), together)
    for a, b in pairwise(range(len(lines))):
        if not (lines[a].role in _PAIRED and lines[b].role in _PAIRED and a in rows and b in rows):
            continue
        if lines[a].role is Role.TABLE and _is_one(lines, a, b):
            pairs[a, b] = (True, bool(rows[a] & rows[b]))
        else:
            pairs.setdefault((a, b), (_is_one(lines, a, b), joined.get((a, b), False)))
    return pairs


def _is_one(lines: Sequence[TrueLine], a: int, b: int) -> bool:
    """Neighbours in one paragraph, or cells of one row."""
    return lines[a].paragraph == lines[b].paragraph and (b == a + 1 or lines[a].role is Role.TABLE)


def _tau(lines: Sequence[TrueLine], body: Sequence[Run]) -> tuple[float, ...]:
    if len(body) < 2:
        return ()
    places: dict[int, list[int]] = {}
    for run in body:
        places.setdefault(lines[run.line].article, []).append(run.start)
    order = {article: median(starts) for article, starts in places.items()}
    true = sorted(body, key=lambda run: (order[lines[run.line].article], run.line))
    return (float(kendalltau(range(len(true)), [run.start for run in true]).statistic),)


def _together(document: Document, lines: Sequence[TrueLine], body: Sequence[Run]) -> tuple[int, int, int]:
    """Pairs of lines in one article: as read, in truth, in both."""
    if len(body) < 2:
        return 0, 0, 0
    true = [lines[run.line].article for run in body]
    matrix = pair_confusion_matrix(true, [_article(document, run) for run in body])
    both, only_read, only_true = int(matrix[1, 1]), int(matrix[0, 1]), int(matrix[1, 0])
    return both + only_read, both + only_true, both


def dropped_lines(lines: Sequence[TrueLine], read: Sequence[Run], owners: Owners) -> list[int]:
    """The numbers of lines of which less than half is in the reading text, but for those that may be dropped."""
    seen: dict[int, int] = {}
    for run in read:
        seen[run.line] = seen.get(run.line, 0) + run.end - run.start
    kept = {i for i, chars in seen.items() if 2 * chars >= len(without_space(lines[i].text))}
    there = set(owners.tolist()) - {-1}
    return sorted(i for i in there - kept if lines[i].role not in _EITHER)


def _sentences(
    document: Document, lines: Sequence[TrueLine], read: Sequence[Run]
) -> Iterator[tuple[bool, bool]]:
    """Each sentence of running text as (of two articles, with something that is not running text)."""
    by_block: dict[int, list[Run]] = {}
    for run in read:
        by_block.setdefault(run.block, []).append(run)
    for number, own in by_block.items():
        block = document.blocks[number]
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        for start, end in split_sentences(document.reading[block.start : block.end]):
            low, high = block.start + start, block.start + end
            within = [lines[r.line] for r in own if min(r.end, high) - max(r.start, low) >= _NOISE_CHARS]
            if within:
                roles = {line.role for line in within}
                articles = {line.article for line in within if line.article}
                yield len(articles) > 1, bool(roles & RUNNING) and len(roles) > 1
