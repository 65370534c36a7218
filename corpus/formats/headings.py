"""Headings of a document by their type: larger than the text, or bold, or numbered in an outline."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.formats.setting import Draft
from corpus.layout.outline import BOX, CAPTION, heading_styles, is_heading, outline_style
from corpus.paragraph import Line, Paragraph, columns

_LARGER, _TITLE_LARGER = 1.15, 1.2  # ratios to the type size of the running text
_MOST_LINES = 3
_MOST_CHARS = 120
_SHORT_COLUMNS = 70
_RARE = 0.2  # share of the text that may be bold, or larger, for that to mean something
_LEVELS = 4


def mark_headings(
    drafts: Sequence[Draft], paragraphs: Sequence[Paragraph]
) -> tuple[list[Paragraph], str | None]:
    """The paragraphs with their headings marked, and the title if the type on the first page shows one."""
    body = _body_size(drafts)
    sizes = [round(d.size * 2) / 2 if _is_larger(d, body) else 0.0 for d in drafts]
    ranks = {s: min(n, _LEVELS) for n, s in enumerate(sorted({s for s in sizes if s}, reverse=True), 1)}
    total = sum(len(d.text) for d in drafts) or 1
    if sum(len(d.text) for d, s in zip(drafts, sizes, strict=True) if s) > _RARE * total:
        ranks = {}
    bold = [d.bold and not d.article and _is_short(d) for d in drafts]
    if sum(len(d.text) for d in drafts if d.bold) > _RARE * total:
        bold = [False] * len(drafts)
    wholes = [_whole(p) for p in paragraphs]
    may_head = [len(p.lines) <= 2 and not p.rows and not p.in_box for p in paragraphs]
    styles = heading_styles(
        [w for w, p in zip(wholes, paragraphs, strict=True) if not p.rows], _SHORT_COLUMNS
    )
    marked: list[Paragraph] = []
    for draft, paragraph, size, is_bold, whole, may in zip(
        drafts, paragraphs, sizes, bold, wholes, may_head, strict=True
    ):
        if paragraph.rows:
            marked.append(paragraph)
        elif draft.article:
            marked.append(replace(paragraph, level=1) if draft.role == "headline" else paragraph)
        elif BOX.match(whole.text) and _is_short(draft):
            marked.append(replace(paragraph, in_box=True, outline="box"))
        elif may and is_heading(whole, styles) and outline_style(whole.text) != "markdown":
            marked.append(replace(paragraph, outline=outline_style(whole.text)))
        elif size and ranks and not CAPTION.match(whole.text):
            marked.append(replace(paragraph, level=ranks[size]))
        elif is_bold and not CAPTION.match(whole.text):
            marked.append(replace(paragraph, level=len(ranks) + 1))
        else:
            marked.append(paragraph)
    return marked, _title(drafts, body)


def _body_size(drafts: Sequence[Draft]) -> float:
    weights: Counter[float] = Counter()
    for draft in drafts:
        weights[round(draft.size * 2) / 2] += len(draft.text)
    return weights.most_common(1)[0][0] if weights else 0.0


def _is_short(draft: Draft) -> bool:
    return (
        len(draft.lines) <= _MOST_LINES
        and len(draft.text) <= _MOST_CHARS
        and not draft.text.endswith(("。", "；", "，", ".", ";", ",", "：", ":"))
    )


def _is_larger(draft: Draft, body: float) -> bool:
    return draft.role == "body" and not draft.article and draft.size >= _LARGER * body and _is_short(draft)


def _whole(paragraph: Paragraph) -> Line:
    text = paragraph.text
    return Line(text, paragraph.lines[0].start, paragraph.lines[-1].end, columns(text), 0, 0)


def _title(drafts: Sequence[Draft], body: float) -> str | None:
    """The largest type on the first page, if it is larger than the text and no newspaper's headline."""
    first = [d for d in drafts if d.lines[0][0] == drafts[0].lines[0][0] and _is_short(d) and not d.grid]
    if not first or any(d.article for d in drafts):
        return None
    best = max(first, key=lambda d: d.size)
    if best.size < _TITLE_LARGER * body:
        return None
    title = best.lines[0][1].text
    for _, line in best.lines[1:]:
        title += " " * (title[-1].isascii() and line.text[0].isascii()) + line.text
    return " ".join(title.split())
