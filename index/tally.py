"""What passages say of the vocabulary, as counts that add up: a passage that is gone is taken off again.

All that an index knows of its words is made from these sums, so that a refresh counts only in the passages
that came or went and still gets what a build from nothing would get.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.lexicon import Lexicon
from index.segment import Segmenter, Vocabulary, choose_vocabulary, has_han, runs


@dataclass(frozen=True, slots=True)
class Tally:
    """How often words stand in the passages: `known` to a dictionary, or `new`, found by jieba's model."""

    known: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)

    def vocabulary(self, lexicon: Lexicon) -> Vocabulary:
        """The words of the index."""
        return choose_vocabulary(lexicon, self.known, self.new)

    def copy(self) -> "Tally":
        """Another with the same counts."""
        return Tally(self.known.copy(), self.new.copy())


class Teller:
    """Counts the words of folded passages into a tally, or out of it."""

    def __init__(self, lexicon: Lexicon, tally: Tally) -> None:
        self._lexicon = lexicon
        self._segmenter = Segmenter(lexicon.frequencies, lexicon.table)
        self._tally = tally

    def add(self, folded: str) -> None:
        """Count a passage."""
        known, new = self._words(folded)
        self._tally.known.update(known)
        self._tally.new.update(new)

    def take_off(self, folded: str) -> None:
        """Forget a passage that was counted."""
        for counts, gone in zip((self._tally.known, self._tally.new), self._words(folded), strict=True):
            for word, number in Counter(gone).items():
                counts[word] -= number
                if not counts[word]:
                    del counts[word]

    def _words(self, folded: str) -> tuple[Iterable[str], Iterable[str]]:
        han = [run for run in runs(folded) if has_han(run)]
        known = [word for run in han for word in self._lexicon.words_in(run)]
        frequencies = self._lexicon.frequencies
        return known, [
            word for word in self._segmenter.words(folded) if has_han(word) and word not in frequencies
        ]
