"""From texts to the numbers of vocabulary pieces: the likeliest way to cut a text into known words and characters.

The pieces are a Unigram model (Kudo 2018) whose probabilities are the counts of words in the training texts; rjieba
finds the likeliest path through its word graph some times faster than a general tokeniser.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import rjieba

_LONGEST = 16
"""Letters of the longest piece tried inside a word of Latin letters and digits that is no piece itself."""
_MEMO = 100_000
"""Unknown words whose pieces are remembered, so that a long build does not grow without end."""


_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}


def normalise(text: str) -> str:
    """Compatibility forms as plain ones (NFKC), lower case."""
    plain = text.translate(_FULL_WIDTH)  # most Chinese texts are then in NFKC, and to see that is far cheaper
    if not unicodedata.is_normalized("NFKC", plain):
        plain = unicodedata.normalize("NFKC", plain)
    return plain.lower()


class Pieces:
    """A vocabulary: pieces with their counts (at least 1), numbered 0.. in their order."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._ids = {piece: number for number, piece in enumerate(counts)}
        self._jieba: rjieba.Jieba = rjieba.Jieba.empty()  # type: ignore[no-untyped-call]  # its stub has no types here
        for piece, count in counts.items():
            self._jieba.add_word(piece, max(1, count), None)
        self._unknown: dict[str, list[int]] = {}

    @classmethod
    def load(cls, path: Path) -> "Pieces":
        """Read a JSON object of counts. Raises OSError and ValueError."""
        counts = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(counts, dict) or not all(isinstance(count, int) for count in counts.values()):
            raise ValueError("not an object of counts")
        return cls(counts)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, piece: str) -> bool:
        return piece in self._ids

    def __getitem__(self, piece: str) -> int:
        return self._ids[piece]

    def items(self) -> Sequence[tuple[str, int]]:
        """Pieces with their numbers."""
        return list(self._ids.items())

    def cut(self, text: str) -> list[int]:
        """Numbers of the pieces of a text, in its order. What the vocabulary does not know is left out."""
        words = self._jieba.cut(normalise(text), False)
        found = list(map(self._ids.get, words))
        if None not in found:
            return found  # type: ignore[return-value]  # no None is left
        numbers: list[int] = []
        for word, number in zip(words, found, strict=True):
            if number is not None:
                numbers.append(number)
            elif not word.isspace():
                numbers += self._parts(word)
        return numbers

    def _parts(self, word: str) -> list[int]:
        """An unknown word of letters and digits as the longest pieces from its left."""
        parts = self._unknown.get(word)
        if parts is None:
            parts, start = [], 0
            while start < len(word):
                end = min(len(word), start + _LONGEST)
                while end > start and word[start:end] not in self._ids:
                    end -= 1
                if end > start:
                    parts.append(self._ids[word[start:end]])
                start = max(end, start + 1)
            if len(self._unknown) < _MEMO:
                self._unknown[word] = parts
        return parts
