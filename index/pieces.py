"""From texts to the numbers of vocabulary pieces: the likeliest way to cut a text into known words and characters.

The pieces are a Unigram model (Kudo 2018) whose probabilities are the counts of words in the training texts. Only runs of
Chinese characters and words of letters and digits need to be cut; all else is pieces by itself. Many texts at once are cut
by `index.lattice`, one text here: numpy takes longer to start than a question takes.
"""

import functools
import itertools
import json
import math
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.lattice import FIRST, LAST, LONGEST_RUN, Ints, Lattice

_HAN = re.compile(f"[{FIRST}-{LAST}]+")
_SYMBOL = re.compile(f"[^{FIRST}-{LAST}a-z0-9\\s]")
_TOKEN = re.compile(rf"[{FIRST}-{LAST}]{{1,{LONGEST_RUN}}}|[a-z0-9]{{1,{LONGEST_RUN}}}|\S")
_IS_LATIN = np.array([chr(code) in "abcdefghijklmnopqrstuvwxyz0123456789" for code in range(129)])
_NONE = -1
_SCORE_UNITS = 2**20
"""Of a logarithm, to be a whole number: sums are exact, and do not depend on what they are sums of."""
_LONGEST = 16
"""Letters of the longest piece tried inside a word of Latin letters and digits that is no piece itself."""
_MEMO = 100_000
"""Words of letters whose pieces are remembered, so that a long build does not grow without end."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The pieces of texts one after another: those of text i are `numbers[ends[i]:ends[i + 1]]`."""

    numbers: npt.NDArray[np.int32]
    ends: Ints


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
    """A vocabulary: pieces with their counts (at least 1), numbered 0.. in their order.

    A piece is a word of Chinese characters, a word or number of Latin letters and digits, or any one character.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._ids = {piece: number for number, piece in enumerate(counts)}
        logarithms = np.log(np.maximum(1, np.fromiter(counts.values(), dtype=np.float64)))
        total = math.log(max(1, sum(counts.values())))
        scores = np.rint((logarithms - total) * _SCORE_UNITS).astype(np.int64).tolist()
        self._scores: dict[str, int] = dict(zip(counts, scores, strict=True))
        self._unknown = round(-total * _SCORE_UNITS)
        self._lengths: dict[str, tuple[int, ...]] = {}  # of the pieces that begin with two characters, rising
        for piece in sorted((piece for piece in counts if len(piece) > 1), key=len):
            lengths = self._lengths.get(piece[:2], ())
            if len(piece) not in lengths:
                self._lengths[piece[:2]] = (*lengths, len(piece))
        self._memo: dict[str, list[int]] = {}

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
        numbers: list[int] = []
        for token in _TOKEN.findall(normalise(text)):
            if len(token) == 1:
                if token in self._ids:
                    numbers.append(self._ids[token])
            elif FIRST <= token[0] <= LAST:
                numbers += [self._ids[word] for word in self._words(token) if word in self._ids]
            else:
                numbers += self._latin(token)
        return numbers

    def cut_all(self, texts: Sequence[str]) -> Cut:
        """`cut` of each text, in a tenth of the time for many."""
        plain = normalise_all(texts)
        text = "".join(plain)
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        ends = np.cumsum([0, *map(len, plain)])
        is_first = np.zeros(len(codes) + 1, dtype=np.bool_)
        is_first[ends] = True
        numbers = self._symbols[codes]
        is_han = (codes >= ord(FIRST)) & (codes <= ord(LAST))
        places = np.flatnonzero(is_han)
        begins, lengths = _runs(is_han, is_first)
        characters = codes[places].astype(np.int64) - ord(FIRST)
        begin, number = self._lattice.cut(characters, lengths)
        numbers[places[begin]] = number
        begins, lengths = _runs(_IS_LATIN[np.minimum(codes, len(_IS_LATIN) - 1)], is_first)
        found = [
            self._latin(text[begin : begin + length])
            for begin, length in zip(begins.tolist(), lengths.tolist(), strict=True)
        ]
        # a word has no more pieces than letters: they stand at its first ones until all are put together
        n_parts = np.array([len(parts) for parts in found], dtype=np.int64)
        shifts = np.arange(n_parts.sum()) - np.repeat(np.cumsum(n_parts) - n_parts, n_parts)
        numbers[np.repeat(begins, n_parts) + shifts] = list(itertools.chain.from_iterable(found))
        is_piece = numbers >= 0
        return Cut(numbers[is_piece], np.concatenate([[0], np.cumsum(is_piece)])[ends])

    @functools.cached_property
    def _lattice(self) -> Lattice:
        words = list(filter(_HAN.fullmatch, self._ids))
        ids, scores = map(self._ids.__getitem__, words), map(self._scores.__getitem__, words)
        return Lattice(words, list(ids), list(scores), self._unknown)

    @functools.cached_property
    def _symbols(self) -> npt.NDArray[np.int32]:
        """By code point the number of a piece of one character that is cut off by itself, or -1."""
        numbers = np.full(sys.maxunicode + 1, _NONE, dtype=np.int32)
        for piece in filter(_SYMBOL.fullmatch, self._ids):
            numbers[ord(piece)] = self._ids[piece]
        return numbers

    def _words(self, run: str) -> list[str]:
        """The likeliest way to cut a run; a character that is no piece is a word. Of two as likely the longer first."""
        scores, lengths, unknown = self._scores.get, self._lengths.get, self._unknown
        n, score = len(run), 0
        best, ends = [0] * (n + 1), [0] * n
        for begin in range(n - 1, -1, -1):
            score += scores(run[begin], unknown)
            end = begin + 1
            for length in lengths(run[begin : begin + 2], ()):
                if begin + length > n:
                    break
                word = scores(run[begin : begin + length])
                if word is not None and word + best[begin + length] >= score:
                    score, end = word + best[begin + length], begin + length
            best[begin], ends[begin] = score, end
        words, begin = [], 0
        while begin < n:
            words.append(run[begin : ends[begin]])
            begin = ends[begin]
        return words

    def _latin(self, word: str) -> list[int]:
        """The pieces of a word of letters and digits. Letters that are left alone side by side are taken as one again."""
        numbers = self._memo.get(word)
        if numbers is None:
            numbers = []
            for is_alone, some in itertools.groupby(self._words(word), lambda part: len(part) == 1):
                for part in ["".join(some)] if is_alone else some:
                    numbers += [self._ids[part]] if part in self._ids else self._parts(part)
            if len(self._memo) < _MEMO:
                self._memo[word] = numbers
        return numbers

    def _parts(self, word: str) -> list[int]:
        """An unknown word of letters and digits as the longest pieces from its left."""
        parts, start = [], 0
        while start < len(word):
            end = min(len(word), start + _LONGEST)
            while end > start and word[start:end] not in self._ids:
                end -= 1
            if end > start:
                parts.append(self._ids[word[start:end]])
            start = max(end, start + 1)
        return parts


def _runs(is_member: npt.NDArray[np.bool_], is_first: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Where runs of members begin, none across the first character of a text, and their lengths, at most LONGEST_RUN."""
    before = np.concatenate([[False], is_member])
    after = np.concatenate([is_member, [False]])
    begins = np.flatnonzero(after & (is_first | ~before))
    lengths = np.flatnonzero(before & (is_first | ~after)) - begins
    if lengths.max(initial=0) <= LONGEST_RUN:
        return begins, lengths
    parts = -(-lengths // LONGEST_RUN)
    which = np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)
    begins = np.repeat(begins, parts) + which * LONGEST_RUN
    return begins, np.minimum(np.repeat(lengths, parts) - which * LONGEST_RUN, LONGEST_RUN)
