"""Headings that a format leaves unmarked, and the one that is the title of the whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.layout.outline import heading_styles, is_heading, outline_style
from corpus.paragraph import Paragraph

_SHORT_COLUMNS = 80  # a numbered line wider than this is rather an item of a text than a heading
_TITLE_PLACE = 3  # a title is one of the first so many paragraphs


def mark_headings(paragraphs: Sequence[Paragraph], typed: Sequence[int]) -> list[Paragraph]:
    """The paragraphs, with those of `typed` (places in the list) that are numbered headings marked.

    The others are what their format says. A numbering style whose paragraphs mostly follow each other is
    that of a list.
    """
    lines = {i: paragraphs[i].lines[0] for i in typed if len(paragraphs[i].lines) == 1}
    names = {i: outline_style(line.text) for i, line in lines.items()}
    numbered = Counter(name for name in names.values() if name)
    listed = Counter(name for i, name in names.items() if name and names.get(i + 1) == name)
    styles = heading_styles(list(lines.values()), _SHORT_COLUMNS)
    styles -= {"markdown", *(name for name in numbered if listed[name] * 2 > numbered[name])}
    marked = list(paragraphs)
    for i, line in lines.items():
        if names[i] in styles and is_heading(line, styles):
            marked[i] = replace(paragraphs[i], outline=names[i])
    return marked


def title_heading(paragraphs: Sequence[Paragraph]) -> str | None:
    """The text of the only outermost heading, if it stands at the beginning."""
    outermost = [i for i, paragraph in enumerate(paragraphs) if paragraph.level == 1]
    if len(outermost) != 1 or outermost[0] >= _TITLE_PLACE:
        return None
    return " ".join(paragraphs[outermost[0]].text.split())
