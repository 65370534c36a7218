"""From texts to the numbers of vocabulary pieces: the likeliest way to cut a text into known words and characters.

The pieces are a Unigram model (Kudo 2018) whose probabilities are the counts of words in the training texts; rjieba
finds the likeliest path through its word graph some times faster than a general tokeniser.
"""

import functools
import itertools
import json
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
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


def normalise_all(texts: Sequence[str]) -> list[str]:
    """`normalise` of each text: one look-up for all characters at once, in a fifth of the time."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    found = _plain_codes()[np.minimum(codes, _LAST)]
    joined = found.tobytes().decode("utf-32-le")
    ends = np.cumsum([len(text) for text in texts])
    begins = [0, *ends.tolist()]
    plain = [joined[begin:end] for begin, end in itertools.pairwise(begins)]
    for row in np.unique(np.searchsorted(ends, np.flatnonzero(found == 0), side="right")).tolist():
        plain[row] = normalise(texts[row])
    return plain


_LAST = 0xFFFF


@functools.cache
def _plain_codes() -> npt.NDArray[np.uint32]:
    """Of each character up to U+FFFF the one it is normalised to whatever stands beside it; 0 where there is none.

    Marks and the parts of Korean syllables combine with what is before them; a sigma is another one at a word's end.
    """
    codes = np.zeros(_LAST + 1, dtype=np.uint32)
    for code in range(1, _LAST):
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(plain) == 1 and not _depends_on_neighbours(plain):
            codes[code] = ord(plain)
    return codes


def _depends_on_neighbours(character: str) -> bool:
    category = unicodedata.category(character)
    is_jamo = (
        "\u1100" <= character < "\u1200"
        or "\ua960" <= character < "\ua980"
        or "\ud7b0" <= character < "\ud800"
    )
    return category[0] == "M" or category == "Cs" or is_jamo or character == "σ"


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
        return self._numbers(normalise(text))

    def cut_all(self, texts: Sequence[str]) -> list[list[int]]:
        """`cut` of each text, faster for many."""
        return [
            self._numbers(text)
            for text in (normalise_all(texts) if len(texts) > 1 else map(normalise, texts))
        ]

    def _numbers(self, plain: str) -> list[int]:
        words = self._jieba.cut(plain, False)
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
