"""Words that say about the same, so that what is asked in everyday words is found in official ones: 打官司 and 诉讼.

`thesaurus.txt` has one group a line. It was written by hand from general Chinese, for no collection.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_suffix(".txt")
_MOST_WORDS = 4  # of a stretch that is one word of the thesaurus


def meant(words: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The longest stretches of the words of a folded text that stand in the thesaurus, with the words of their groups."""
    others = _others()
    start = 0
    while start < len(words):
        for end in range(min(start + _MOST_WORDS, len(words)), start, -1):
            written = "".join(words[start:end])
            if written in others:
                yield written, others[written]
                start = end - 1
                break
        start += 1


@cache
def _others() -> Mapping[str, tuple[str, ...]]:
    """Each word with those that may stand for it, those of its first group first."""
    found: dict[str, dict[str, None]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        group = line.split()
        for word in group:
            found.setdefault(word, {}).update(dict.fromkeys(other for other in group if other != word))
    return {word: tuple(others) for word, others in found.items()}
