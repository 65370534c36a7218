"""A question that stands behind a text that was pasted with it."""

import re

from assistant.understanding.question import clean

_LONG_CHARS = 200  # of a message from which it holds more than a question
_ASKED_CHARS = 80  # of the question at its end, at most
_FEWEST_CHARS = 4
_POINTS_BACK = re.compile(
    r"^\W*(?:这|那|它|其|该|此|上[面述文]|以上|前[面述文]|本文|文[中章]|为什么|什么意思)|[这那本该上]段?[话文]|文中|上[面述文]|\b(?:it|its|this|that|these|those|above|they|the text)\b",
    re.I,
)


def asked_after(question: str) -> str:
    """The question that a long message ends in, if it says by itself what it is about; else empty."""
    if len(question) <= _LONG_CHARS or not question.rstrip().endswith(("？", "?")):
        return ""
    sentences = [part for part in re.split(r"\n+|(?<=[。！!？?])\s*", question) if part.strip()]
    asked = clean(sentences[-1])
    if not _FEWEST_CHARS <= len(asked) <= _ASKED_CHARS or _POINTS_BACK.search(asked):
        return ""
    return asked
