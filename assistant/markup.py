"""Text as HTML: escaped, with evidence marked, and fixed sentences that follow the reader's language. Pure."""

import re
from html import escape
from itertools import pairwise

import numpy as np

from assistant.marks import Flags
from assistant.wording import say


def plain(text: str) -> str:
    """Text that neither HTML nor Markdown nor an automatic link can be made of; line breaks stay."""
    escaped = re.sub(r"[!-/:-@\[-`{-~]", lambda match: f"&#{ord(match.group())};", text)
    return re.sub(r"\r\n?|\n", "<br>", escaped)


def said(name: str, **values: str) -> str:
    """A fixed sentence, `values` in its braces, which the script of the page keeps in the reader's language."""
    shown = {key: f'<span class="value-{key}">{plain(value)}</span>' for key, value in values.items()}
    sentence = say(name, "zh", **shown) if values else plain(say(name, "zh"))
    return f'<span class="say-{name}">{sentence}</span>'


def marked_html(text: str, flags: Flags, first: int) -> str:
    """Escaped text, each run of flagged characters in its own `<mark>`.

    The mark that holds the character `first` (outside the text: none) has the id `evidence`.
    """
    bounds = [0, *(np.flatnonzero(np.diff(flags)) + 1).tolist(), len(text)]
    parts = []
    for left, right in pairwise(bounds):
        piece = escape(text[left:right])
        if left < right and flags[left]:
            name = ' id="evidence"' if left <= first < right else ""
            piece = f"<mark{name}>{piece}</mark>"
        parts.append(piece)
    return "".join(parts)
