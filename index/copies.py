"""Texts that are there twice: what one document copied from another is one finding, not two."""

from collections import defaultdict
from collections.abc import Iterable

_MIN_CHARS = 40  # fewer may be the same by chance, and mean something else under another title


def copies(texts: Iterable[tuple[int, str]]) -> dict[int, list[int]]:
    """The keys of texts that say the same in the same words, white space aside: of each the first, and the others.

    `texts` are folded, each with a key. Those that differ in a word or a number may say something else.
    """
    first: dict[str, int] = {}
    others: defaultdict[int, list[int]] = defaultdict(list)
    for key, text in texts:
        words = "".join(text.split())
        if len(words) >= _MIN_CHARS and (known := first.setdefault(words, key)) != key:
            others[known].append(key)
    return others
