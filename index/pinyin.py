"""Words by their sound: names typed in pinyin, and characters typed for others that sound alike or in wrong order.

Nothing is listed beforehand. A string of syllables is spelt with characters of which every adjacent pair
stands in some passage, so that only what the index may hold is ever offered.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise, product

_LONGEST_SYLLABLE = 6  # zhuang, chuang, shuang
_MAX_SYLLABLES = 12  # of one typed run; more is no name
_MAX_SPLITS = 6  # xian: xian, xi an
_MAX_SPELLINGS = 200  # partly spelt strings that are followed at a time
_MAX_FORMS = 6  # of three characters or more, which are looked up in the passages
_RETROFLEX = re.compile(r"^([zcs])h")
_BEYOND = "\U0010ffff"  # sorts behind all that begins the same
_TONE = re.compile(r"[1-5]")


@dataclass(frozen=True)
class Sounds:
    """`readings`: character -> its toneless syllables, with spaces between. `terms` of the index: pairs among them.

    `occurs` says whether a string of three characters or more stands in a passage.
    """

    readings: Mapping[str, str]
    terms: Collection[str]
    occurs: Callable[[str], bool]

    _behind: dict[str, Set[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def _in_order(self) -> Sequence[str]:
        return sorted(self.terms)  # those of an index are in order already, which takes little

    def _next(self, char: str) -> Set[str]:
        """What stands behind a character in some passage. Only what is asked for is looked up: an index has many pairs."""
        known = self._behind.get(char)
        if known is None:
            first = bisect_left(self._in_order, char)
            last = bisect_left(self._in_order, char + _BEYOND, first)
            pairs = (term for term in self._in_order[first:last] if len(term) == 2)
            known = (
                {pair[1] for pair in pairs if pair[1] in self.readings} if char in self.readings else set()
            )
            self._behind[char] = known
        return known

    @cached_property
    def _exact(self) -> Mapping[str, Sequence[str]]:
        """Syllable -> the characters that are read so."""
        chars: defaultdict[str, list[str]] = defaultdict(list)
        for char in sorted(self.readings):
            for syllable in self.readings[char].split():
                chars[syllable].append(char)
                if syllable.startswith(("lv", "nv")):  # lü is typed lv or lu
                    chars[syllable.replace("v", "u")].append(char)
        return chars

    @cached_property
    def _near(self) -> Mapping[str, Sequence[str]]:
        """The same by what many speakers do not tell apart."""
        chars: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for syllable, spelt in self._exact.items():
            chars[blurred(syllable)].update(dict.fromkeys(spelt))
        return {syllable: list(spelt) for syllable, spelt in chars.items()}

    def splits(self, run: str) -> list[tuple[str, ...]]:
        """The ways to read a Latin run as syllables of pinyin, fewest syllables first; tone digits are left out."""
        letters = _TONE.sub("", run)
        if (
            not letters.isalpha()
            or not letters.isascii()
            or len(letters) > _MAX_SYLLABLES * _LONGEST_SYLLABLE
        ):
            return []
        ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in letters)]
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - _LONGEST_SYLLABLE), end):
                if ways[start] and letters[start:end] in self._exact:
                    ways[end].extend((*way, letters[start:end]) for way in ways[start])
            ways[end] = sorted(ways[end], key=len)[:_MAX_SPLITS]
        return [way for way in ways[-1] if len(way) <= _MAX_SYLLABLES]

    def spell(self, words: Sequence[str]) -> list[tuple[str, list[str]]]:
        """What Latin words in a row spell: stretches of two syllables or more, each with strings of the index.

        As few stretches as will do; none if a syllable is left over.
        """
        for way in islice(product(*map(self.splits, words)), _MAX_SPLITS):
            syllables = [syllable for word in way for syllable in word]
            if len(syllables) <= _MAX_SYLLABLES and (pieces := self._pieces(syllables)):
                return pieces
        return []

    def _pieces(self, syllables: Sequence[str]) -> list[tuple[str, list[str]]]:
        """From each syllable on, the fewest pieces that leave nothing over; none if there are none."""
        fewest: list[list[tuple[str, list[str]]] | None] = [None for _ in syllables] + [[]]
        for start in reversed(range(len(syllables) - 1)):
            for end in range(len(syllables), start + 1, -1):
                rest, known = fewest[end], fewest[start]
                if rest is None or (known is not None and len(known) <= len(rest) + 1):
                    continue
                if forms := self._spell([self._exact[syllable] for syllable in syllables[start:end]]):
                    fewest[start] = [("".join(syllables[start:end]), forms), *rest]
        return fewest[0] or []

    def alike(self, word: str) -> list[str]:
        """Strings of the index that sound like a Chinese word and are written otherwise."""
        return self._like(word, self._exact, lambda syllable: syllable)

    def nearly_alike(self, word: str) -> list[str]:
        """The same where s and sh, n and l, an and ang and the like are not told apart."""
        return self._like(word, self._near, blurred)

    def transposed(self, word: str) -> list[str]:
        """Strings of the index that differ from a word in two neighbours that changed places."""
        swaps = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
        return [form for form in dict.fromkeys(swaps) if form != word and self._is_held(form)]

    def follows(self, one: str, other: str) -> bool:
        """Whether a character stands behind another in some passage."""
        return other in self._next(one)

    def _is_held(self, form: str) -> bool:
        return all(self.follows(a, b) for a, b in pairwise(form)) and (len(form) == 2 or self.occurs(form))

    def _like(self, word: str, chars: Mapping[str, Sequence[str]], key: Callable[[str], str]) -> list[str]:
        places = [
            [char, *(like for s in self.readings.get(char, "").split() for like in chars.get(key(s), ()))]
            for char in word
        ]
        return [form for form in self._spell(places, like=word) if form != word]

    def _spell(self, places: Sequence[Sequence[str]], like: str = "") -> list[str]:
        """Strings with one character for each place, the most like `like` first.

        Of three characters or more half may be others than those of `like`: who writes a name by its sound knows some.
        """
        if not 2 <= len(places) <= _MAX_SYLLABLES:
            return []
        allowed = len(places) // 2 if len(places) > 2 else len(places)
        forms = {char: int(bool(like) and char != like[0]) for char in places[0]}
        for at, place in enumerate(places[1:], start=1):
            order = {char: i for i, char in enumerate(dict.fromkeys(place))}
            behind = {
                last: sorted(order.keys() & self._next(last), key=order.__getitem__)
                for last in {form[-1] for form in forms}
            }
            longer = {
                form + char: more
                for form, others in forms.items()
                for char in behind[form[-1]]
                if (more := others + int(bool(like) and char != like[at])) <= allowed
            }
            forms = dict(sorted(longer.items(), key=lambda item: item[1])[:_MAX_SPELLINGS])
        if len(places) == 2:
            return list(forms)
        return list(islice(filter(self.occurs, forms), _MAX_FORMS))


def blurred(syllable: str) -> str:
    """A syllable as it sounds to those who do not tell s from sh, n from l, f from h, or n from ng."""
    plain = _RETROFLEX.sub(r"\1", syllable)
    plain = plain.removesuffix("g") if plain.endswith("ng") else plain
    return "l" + plain[1:] if plain.startswith("n") else plain
