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

from index.inflection import base_of
from index.lexicon import translations
from index.segment import Vocabulary
from index.spelling import other_spellings

_ENGLISH_WORD = re.compile(r"[a-z]+")
_NOT_A_GLOSS = re.compile(
    r"^(CL:|variant of|old variant|surname |used in|see |see also|abbr\. |\(bound form\)$)"
)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ACRONYM = re.compile(r"\(([A-Z]{2,6})\)")
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
_FUNCTION_WORDS = frozenset(
    """
    across along among another around beside besides beyond during may might must shall through throughout toward
    towards until unless via within without done take takes took taken taking said say says tell
    already still yet now currently presently ever soon actually really exactly roughly approximately probably
    """.split()
)
_MAX_ALTERNATIVES = 14
_MAX_GLOSS_WORDS = 4
_LONGEST_NAME = 4
_MIN_STEM_CHARS = 6
_MAX_READINGS = 16
_BY_NAME = 0.9
_BY_CHARACTER = 0.4  # a word of two characters of which one is the translation: 生猪 for pig
_MAX_BY_CHARACTER = 6
_LONGEST_PHRASE = 3
_FIRST_WORDS = frozenset({"to", "the", "a", "an", "be"})  # of a gloss, which nobody says in a question
_NOT_IN_PHRASES = frozenset({"sb", "sth", "s"})
LIKELY = 0.5
"""The weight from which a translation is the word itself rather than part of an explanation."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A form that passages may use for a word, and how much a match by it counts, in (0, 1]."""

    form: str
    weight: float


@dataclass(frozen=True, slots=True)
class Bridge:
    """`english`: stem, or stems of a phrase with spaces between -> Chinese alternatives; `sounds`: toneless pinyin -> words.

    `syllables`: character -> its readings, with spaces between. `given`: a name -> other names of the same thing that
    the documents give, folded.
    """

    english: Mapping[str, Sequence[tuple[str, float]]]
    sounds: Mapping[str, Sequence[str]]
    syllables: Mapping[str, str]
    given: Mapping[str, Sequence[str]]

    def translate(self, word: str) -> list[Alternative]:
        """Chinese words of the index for an English word or a name in pinyin, best first."""
        key = self._key(word)
        while key not in self.english and len(key) > _MIN_STEM_CHARS:
            key = key[:-1]  # exhibitor: exhibit
        found = dict(self.english.get(key, ()))
        for form in self.sounds.get(word, ()):
            found[form] = max(found.get(form, 0.0), _BY_NAME)
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [Alternative(form, weight) for form, weight in ranked[:_MAX_ALTERNATIVES]]

    def _key(self, word: str) -> str:
        """The stem of a word, or of the word it is a form of or of another spelling where only that is known."""
        others = (base_of(word), *other_spellings(word))
        return next((key for each in (word, *others) if (key := stem(each)) in self.english), stem(word))

    def phrases(self, words: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Of English words in order those that a gloss has side by side, each with what they say together."""
        words = [word for word in words if word != "s"]  # people's
        stems = [self._key(word) for word in words]
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for length in range(_LONGEST_PHRASE, 1, -1):
            for start in range(len(words) - length + 1):
                forms = self.english.get(" ".join(stems[start : start + length]), ())
                for word in words[start : start + length] if forms else ():
                    found[word].update(dict.fromkeys(form for form, _ in forms))
        return {word: list(forms) for word, forms in found.items()}


def is_stop_word(word: str) -> bool:
    """Whether an English word carries no content of its own."""
    return word in _STOP_WORDS or word in _FUNCTION_WORDS


@cache
def stem(word: str) -> str:
    """The stem of an English word (Snowball)."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def build_bridge(
    counts: Mapping[str, int], vocabulary: Vocabulary, given: Mapping[str, Sequence[str]]
) -> Bridge:
    """The bridge to the words of the texts. `counts`: how often each word of a dictionary stands in them.

    `given`: the names that the texts give to one thing, each with the others.
    """
    return Bridge(
        english=_translations(counts),
        sounds=_sounds(counts, vocabulary),
        syllables=_syllables(),
        given=given,
    )


def _translations(counts: Mapping[str, int]) -> dict[str, list[tuple[str, float]]]:
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    characters: defaultdict[str, list[str]] = defaultdict(list)
    for word, glosses in translations(counts):
        for gloss in glosses:
            for english, weight in gloss_words(gloss):
                if len(word) > 1:
                    found[english][word] = max(found[english].get(word, 0.0), weight)
                elif weight == 1:
                    characters[english].append(word)
            if len(word) > 1 and (phrase := gloss_phrase(gloss)):
                found[phrase][word] = found[phrase.replace(" ", "")][word] = 1.0  # kiwi fruit, kiwifruit
            if len(word) > 1 and (acronym := gloss_acronym(gloss)):
                found[acronym][word] = 1.0
    _add_by_character(found, characters, counts)
    return {
        english: sorted(
            ((w, round(v, 3)) for w, v in words.items()),
            key=lambda item: (-item[1], -counts.get(item[0], 0), item[0]),
        )[:_MAX_ALTERNATIVES]
        for english, words in found.items()
    }


def _add_by_character(
    found: defaultdict[str, dict[str, float]],
    characters: Mapping[str, Sequence[str]],
    counts: Mapping[str, int],
) -> None:
    """Where only a single character says just the word, the commonest words of two that have it are offered too."""
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted((w for w in counts if len(w) == 2), key=lambda w: (-counts[w], w)):
        for char in set(word):
            holders[char].append(word)
    for english, chars in characters.items():
        if max(found[english].values(), default=0) < 1:
            for word in (word for char in chars for word in holders[char][:_MAX_BY_CHARACTER]):
                found[english].setdefault(word, _BY_CHARACTER)
        if not found[english]:
            del found[english]


def gloss_phrase(gloss: str) -> str:
    """The stems of a gloss of two or three words, with spaces between; empty for any other."""
    if _NOT_A_GLOSS.match(gloss):
        return ""
    words = [word for word in _ENGLISH_WORD.findall(_plain(gloss)) if word not in _NOT_IN_PHRASES]
    while words and words[0] in _FIRST_WORDS:
        words = words[1:]
    if not 2 <= len(words) <= _LONGEST_PHRASE or all(word in _STOP_WORDS for word in words):
        return ""
    return " ".join(map(stem, words))


def gloss_acronym(gloss: str) -> str:
    """The acronym in brackets behind the words whose initials it has, in lower case: gross domestic product (GDP)."""
    if not (match := _ACRONYM.search(gloss)):
        return ""
    acronym = match[1].lower()
    initials = "".join(
        word[0] for word in _ENGLISH_WORD.findall(gloss[: match.start()].lower()) if word not in _STOP_WORDS
    )
    return acronym if initials.endswith(acronym) else ""


def gloss_words(gloss: str) -> list[tuple[str, float]]:
    """Stems of a dictionary gloss, each with the share of the gloss that it is; none of a long explanation."""
    if _NOT_A_GLOSS.match(gloss):
        return []
    words = [word for word in _ENGLISH_WORD.findall(_plain(gloss)) if word not in _STOP_WORDS]
    if not 1 <= len(words) <= _MAX_GLOSS_WORDS:
        return []
    return [(stem(word), 1 / len(words)) for word in words]


def _plain(gloss: str) -> str:
    """The beginning of a gloss without what stands in brackets."""
    return re.split(r"[,;|]", _ASIDE.sub(" ", gloss))[0].lower()


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
