"""What was read wrongly, in words, for those who look for the cause."""

from collections.abc import Iterator, Sequence

from corpus.document import Document
from eval.pages.align import Owners, runs
from eval.pages.claims import heading_claims
from eval.pages.measures import dropped_lines, line_pairs
from eval.pages.truth import Role, TrueLine


def mistakes(document: Document, lines: Sequence[TrueLine], owners: Owners) -> Iterator[str]:
    """Each wrong decision: lines joined or left apart, headings over what is not theirs, lines dropped or kept.

    A heading is named once for each article over which it stands wrongly.
    """
    read = runs(document, owners)
    for (a, b), (true, joined) in line_pairs(document, lines, read).items():
        if true != joined:
            yield f"{'apart' if true else 'joined'}: {lines[a].text} | {lines[b].text}"
    said = set()
    for each in heading_claims(document, lines, {run.line: run for run in reversed(read)}):
        for claim in (*each.wrong, *each.borrowed):
            if (claim, lines[each.line].article) not in said:
                said.add((claim, lines[each.line].article))
                yield f"heading: {claim} | {lines[each.line].text}"
    dropped = dropped_lines(lines, read, owners)
    for i, line in enumerate(lines):
        if i in dropped and line.role is not Role.FURNITURE:
            yield f"dropped: {line.text}"
        elif line.role is Role.FURNITURE and i not in dropped and (owners == i).any():
            yield f"kept: {line.text}"
