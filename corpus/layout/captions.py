"""Titles of tables, which page layout may have set apart from them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.paragraph import Paragraph

_TITLE = re.compile(r"表\s*\d.*|.*(指标|一览表?|清单|统计表?|情况表?|目录|表)")
_REACH = 15  # paragraphs between a table and its title
_MAX_TITLE_CHARS = 60


def name_tables(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Tables with their title as `lead`, where a title shortly above is certain to be theirs.

    Certain is one that shares a column's name with the header, or stands right above, and has no other
    table between.
    """
    named = list(paragraphs)
    title: tuple[int, str] | None = None
    for i, paragraph in enumerate(paragraphs):
        if paragraph.rows and paragraph.header:
            if title and i - title[0] <= _REACH and (title[0] == i - 1 or _shares(title[1], paragraph)):
                named[i] = replace(paragraph, lead=title[1])
            title = None
        elif _is_title(paragraph):
            title = i, "".join(paragraph.text.split())
    return named


def _is_title(paragraph: Paragraph) -> bool:
    return (
        not paragraph.outline
        and len(paragraph.lines) <= 2
        and len(paragraph.text) <= _MAX_TITLE_CHARS
        and not paragraph.is_sentence
        and "，" not in paragraph.text
        and bool(_TITLE.fullmatch(paragraph.text))
    )


def _shares(title: str, table: Paragraph) -> bool:
    starts = table.row_starts or range(len(table.lines))
    end = starts[table.header] if table.header < len(starts) else len(table.lines)
    return any(len(cell) > 1 and cell in title for line in table.lines[:end] for cell in line.text.split())
