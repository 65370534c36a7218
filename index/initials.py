"""Names typed by the first letters of their pinyin: shkjy for 双湖科技园.

A guess, and so the last that is tried: only for four letters and more that are no word, no pinyin and no acronym.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from index.pinyin import Sounds

_SHORTEST = 4
_LONGEST = 8
_MAX_FORMS = 6
_MAX_PAIRS = 20_000  # of words that are tried side by side
_PART = 2  # letters at least of one of two words


@dataclass(frozen=True)
class Initials:
    """`words` of the index, by their sound; `sounds` knows the readings of characters and what stands in passages."""

    words: Mapping[str, Sequence[str]]
    sounds: Sounds

    @cached_property
    def _by_letters(self) -> Mapping[str, Sequence[str]]:
        """First letters -> the words that are read so."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for forms in self.words.values():
            for form in forms:
                letters = [{s[0] for s in self.sounds.readings.get(char, "").split()} for char in form]
                if all(letters):
                    for each in islice(product(*letters), _MAX_FORMS):
                        found["".join(each)][form] = None
        return {letters: list(forms) for letters, forms in found.items()}

    def spell(self, letters: str) -> list[str]:
        """What of the index the letters may stand for: a word, or two that stand side by side; none of too few letters."""
        if not (_SHORTEST <= len(letters) <= _LONGEST and letters.isascii() and letters.isalpha()):
            return []
        found = self._by_letters.get(letters, ())
        return list(found[:_MAX_FORMS]) or list(islice(self._side_by_side(letters), _MAX_FORMS))

    def _side_by_side(self, letters: str) -> Iterator[str]:
        for at in range(_PART, len(letters) - _PART + 1):
            both = product(self._by_letters.get(letters[:at], ()), self._by_letters.get(letters[at:], ()))
            for one, other in islice(both, _MAX_PAIRS):
                if self.sounds.follows(one[-1], other[0]) and self.sounds.occurs(one + other):
                    yield one + other
