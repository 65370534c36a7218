"""Other ways to say a word: English to Chinese by dictionary, sounds to characters by pinyin.

Only words that the index holds are offered, so the bridge is built with the index and stays small.
Translations come from CC-CEDICT; the alternatives of one word are one synonym group, of which the best
counts (Pirkola 1998, "The effects of query structure and dictionary setups in dictionary-based
cross-language information retrieval").
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from typing import Any

from index.lexicon import translations
from index.segment import Vocabulary

_ENGLISH_WORD = re.compile(r"[a-z]+")
_NOT_A_GLOSS = re.compile(
    r"^(CL:|variant of|old variant|surname |used in|see |see also|abbr\. |\(bound form\)$)"
)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_STOP_WORDS = frozenset(
    """
    a about after all also am an and any are aren as at be because been before being between both
    but by can could did do does doing don each else for from get had has have having he her him his
    how i if in into is it its just me more most my no not of on one or other our out over please s
    same she should so some such t tell than that the their them then there these they this those to
    too under up upon us very was we were what when where whether which while who whom whose why
    will with would you your much many kind sth sb etc
    """.split()
)
_MAX_ALTERNATIVES = 14
_MAX_GLOSS_WORDS = 4
_LONGEST_NAME = 4
_MIN_STEM_CHARS = 6
_MAX_READINGS = 16
_BY_NAME = 0.9
LIKELY = 0.5
"""The weight from which a translation is the word itself rather than part of an explanation."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A form that passages may use for a word, and how much a match by it counts, in (0, 1]."""

    form: str
    weight: float


@dataclass(frozen=True, slots=True)
class Bridge:
    """`english`: stem -> Chinese alternatives; `sounds`: toneless pinyin -> words.

    `syllables`: character -> its readings, with spaces between.
    """

    english: Mapping[str, Sequence[tuple[str, float]]]
    sounds: Mapping[str, Sequence[str]]
    syllables: Mapping[str, str]

    def translate(self, word: str) -> list[Alternative]:
        """Chinese words of the index for an English word or a name in pinyin, best first."""
        key = stem(word)
        while key not in self.english and len(key) > _MIN_STEM_CHARS:
            key = key[:-1]  # exhibitor: exhibit
        found = dict(self.english.get(key, ()))
        for form in self.sounds.get(word, ()):
            found[form] = max(found.get(form, 0.0), _BY_NAME)
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [Alternative(form, weight) for form, weight in ranked[:_MAX_ALTERNATIVES]]


def is_stop_word(word: str) -> bool:
    """Whether an English word carries no content of its own."""
    return word in _STOP_WORDS


@cache
def stem(word: str) -> str:
    """The stem of an English word (Snowball)."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def build_bridge(counts: Mapping[str, int], vocabulary: Vocabulary) -> Bridge:
    """The bridge to the words of the texts. `counts`: how often each word of a dictionary stands in them."""
    return Bridge(
        english=_translations(counts),
        sounds=_sounds(counts, vocabulary),
        syllables=_syllables(),
    )


def _translations(counts: Mapping[str, int]) -> dict[str, list[tuple[str, float]]]:
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for word, glosses in translations(counts):
        if len(word) == 1:
            continue
        for gloss in glosses:
            for english, weight in gloss_words(gloss):
                found[english][word] = max(found[english].get(word, 0.0), weight)
    return {
        english: sorted(
            ((w, round(v, 3)) for w, v in words.items()),
            key=lambda item: (-item[1], -counts.get(item[0], 0), item[0]),
        )[:_MAX_ALTERNATIVES]
        for english, words in found.items()
    }


def gloss_words(gloss: str) -> list[tuple[str, float]]:
    """Stems of a dictionary gloss, each with the share of the gloss that it is; none of a long explanation."""
    if _NOT_A_GLOSS.match(gloss):
        return []
    plain = re.split(r"[,;|]", _ASIDE.sub(" ", gloss))[0].lower()
    words = [word for word in _ENGLISH_WORD.findall(plain) if word not in _STOP_WORDS]
    if not 1 <= len(words) <= _MAX_GLOSS_WORDS:
        return []
    return [(stem(word), 1 / len(words)) for word in words]


def _sounds(counts: Mapping[str, int], vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Pinyin of every known word that is short enough to be a name.

    A name that the dictionary does not have may be read in any way that its characters allow.
    """
    from pypinyin import Style, lazy_pinyin, pinyin

    found: defaultdict[str, set[str]] = defaultdict(set)
    for form in vocabulary.found:
        if not 2 <= len(form) <= _LONGEST_NAME:
            continue
        syllables = lazy_pinyin(form)
        if len(syllables) == len(form):
            found["".join(syllables)].add(form)
        if form in vocabulary.names:
            readings = pinyin(form, style=Style.NORMAL, heteronym=True)
            for reading in islice(product(*readings), _MAX_READINGS):
                found["".join(reading)].add(form)
    return {
        sound: sorted(found[sound], key=lambda form: (-counts.get(form, 0), form)) for sound in sorted(found)
    }


@cache
def _syllables() -> dict[str, str]:
    from pypinyin import Style, pinyin

    chars = [char for code in range(0x4E00, 0x9FA6) if _is_common(char := chr(code))]
    readings = (pinyin(char, style=Style.NORMAL, heteronym=True)[0] for char in chars)
    return {
        char: " ".join(syllables)
        for char, syllables in zip(chars, readings, strict=True)
        if syllables != [char]
    }


def _is_common(char: str) -> bool:
    """Whether a character is one of the 6,763 of GB 2312: those that are typed by mistake for another."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
