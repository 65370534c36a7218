"""What headings a reader says that a line stands under, and whether the truth agrees."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.document import Document, without_space
from eval.pages.align import Run
from eval.pages.truth import RUNNING, Role, TrueLine

_NOISE_CHARS = 2


@dataclass(frozen=True, slots=True)
class Claims:
    """What is said of one line of running text: members of `Block.section` that are its headings or not.

    `own` and `borrowed` are sentences of running text that stand in for a headline: of the line's own
    article, and of another. `headings`: how many it has, `headings_claimed`: how many of them are said. The document's title counts
    only where it is said.
    """

    line: int
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    own: tuple[str, ...]
    borrowed: tuple[str, ...]
    headings: int
    headings_claimed: int


def heading_claims(
    document: Document, lines: Sequence[TrueLine], first: Mapping[int, Run]
) -> Iterator[Claims]:
    """The claims on each line that was read. `first`: where each line is read first, by its number.

    A subheading and the title of the whole may be claimed and need not be.
    """
    parts: dict[int, list[str]] = {}
    bodies: dict[int, str] = {}
    for line in lines:
        text = without_space(line.text)
        if line.role in RUNNING:
            bodies[line.article] = bodies.get(line.article, "") + text
        else:
            parts.setdefault(line.paragraph, []).append(text)
    title = without_space(document.title)
    whole = _title_paragraph(lines)
    subheading: dict[int, int] = {}
    for i, line in enumerate(lines):
        if line.role is Role.SUBHEADING:
            subheading[line.article] = line.paragraph
        if line.role not in RUNNING or i not in first:
            continue
        right, wrong, own, borrowed = list[str](), list[str](), list[str](), list[str]()
        claimed = set[int]()
        for member in document.blocks[first[i].block].section:
            claim = without_space(member).rstrip("…")
            possible = (*line.headings, subheading.get(line.article, 0), whole)
            if above := [h for h in possible if _is_part(claim, parts.get(h, []))]:
                right.append(member)
                claimed.update(above)
            elif claim in bodies[line.article]:
                own.append(member)
            else:
                (borrowed if any(claim in body for body in bodies.values()) else wrong).append(member)
        wanted = {h for h in line.headings if "".join(parts.get(h, [])) != title}
        yield Claims(
            line=i,
            right=tuple(right),
            wrong=tuple(wrong),
            own=tuple(own),
            borrowed=tuple(borrowed),
            headings=len(wanted),
            headings_claimed=len(wanted & claimed),
        )


def _title_paragraph(lines: Sequence[TrueLine]) -> int:
    """The headline with which a document begins if no line is said to be below it: its title. 0 if none is."""
    first = lines[0] if lines else None
    if (
        first is None
        or first.role is not Role.HEADLINE
        or any(first.paragraph in line.headings for line in lines)
    ):
        return 0
    return first.paragraph


def _is_part(claim: str, heading: Sequence[str]) -> bool:
    """Whether a claim is some of the lines of a heading, or a piece of it, and nothing else."""
    if claim and claim in "".join(heading):
        return True
    rest = claim
    for part in sorted(heading, key=len, reverse=True):
        rest = rest.replace(part, "", 1)
    return len(rest) < _NOISE_CHARS <= len(claim)
