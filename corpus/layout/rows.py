"""Short lines without sentences that follow each other become one block of rows: a table or a list."""

from collections.abc import Sequence

from corpus.layout.boxes import is_box_title
from corpus.layout.measure import Layout
from corpus.layout.outline import BYLINE, is_credited, is_unnumbered_heading, starts_paragraph
from corpus.paragraph import Line, Paragraph

_WIDE = 0.8  # of the column


def group_rows(paragraphs: Sequence[Paragraph], layout: Layout) -> list[Paragraph]:
    """Put together what follows each other on one page and holds no sentence."""
    grouped: list[Paragraph] = []
    rows: list[Line] = []
    parts = 0

    def close() -> None:
        if parts > 1:
            grouped[-1] = Paragraph(tuple(rows), rows=True)

    for paragraph in paragraphs:
        loose = not paragraph.outline and not paragraph.rows and not _stands_alone(paragraph, layout)
        first = paragraph.lines[0]
        near = first.gap <= layout.spacing and (first.gap or not layout.spacing)
        if loose and parts and near and not starts_paragraph(first):
            rows += paragraph.lines
            parts += 1
            continue
        close()
        rows, parts = list(paragraph.lines), int(loose and not is_box_title(paragraph))
        grouped.append(paragraph)
    close()
    return grouped


def _stands_alone(paragraph: Paragraph, layout: Layout) -> bool:
    """Whether it is a sentence, or so wide a part of one as a headline never is, a heading, a byline or a caption."""
    wide = "，" in paragraph.text and paragraph.width >= _WIDE * layout.body_width
    alone = len(paragraph.lines) == 1 and (
        is_unnumbered_heading(paragraph.text)
        or is_credited(paragraph.text)
        or bool(BYLINE.fullmatch(paragraph.text))
    )
    return paragraph.is_sentence or wide or alone
