"""From text to the terms of the lexical index: jieba's words and character bigrams.

Neither alone is best (MRR@10 on CMRC2018: words .948, bigrams .969, both .972): words keep what belongs
together, bigrams need no dictionary.
"""

import math
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from index.lexicon import Lexicon, with_prefixes

if TYPE_CHECKING:
    from opencc import OpenCC

_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+(?:[.\-'’][a-z0-9]+)*")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_ACCENTED = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f]")
_ACCENT = re.compile(r"[\u0300-\u036f]")
_YEAR = re.compile(r"(?<![一二三四五六七八九零〇○])[一二][一二三四五六七八九零〇○]{3}(?=年(?!级))")
_DIGITS = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_NEW_WORD_FREQUENCY = 3
_EVERYDAY_FREQUENCY = 200  # of jieba's dictionary: about 20,000 words
CORPUS_SIZE = 60_101_967  # words that the frequencies of jieba's dictionary were counted on
_RARE, _COMMON = 12.0, 6.0  # log odds against meeting a word: runway, work


def fold(text: str) -> str:
    """The text as it is compared: NFKC, lower case, Latin letters without accents, simplified characters.

    Years are in digits: 二〇二五年 is 2025年.
    """
    folded = normalize("NFKC", text).lower()
    if _ACCENTED.search(folded):
        folded = normalize("NFKC", _ACCENT.sub("", normalize("NFKD", folded)))
    if not _HAN.search(folded):
        return folded
    plain = _converter().convert(folded).replace("苧", "苎")  # 苧 is what 薴 becomes, and itself becomes 苎
    return _YEAR.sub(lambda year: year[0].translate(_DIGITS), plain)


@lru_cache(maxsize=8192)
def folded_once(text: str) -> str:
    """The same as `fold`, remembered: the same passages are read again for one question after the other."""
    return fold(text)


def simplified(text: str) -> str:
    """The text in simplified characters, else as it stands: what is encoded, so that both scripts mean the same."""
    return _converter().convert(text) if _HAN.search(text) else text


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")


def has_han(text: str) -> bool:
    """Whether the text holds a Chinese character."""
    return bool(_HAN.search(text))


def runs(folded: str) -> list[str]:
    """Maximal runs of Chinese characters, Latin words and numbers of a folded text."""
    return _RUN.findall(folded)


def bigrams(run: str) -> list[str]:
    """Overlapping pairs of a run of Chinese characters; the character itself if there is only one."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def pairs(form: str) -> list[str]:
    """The terms that every passage has in which a folded form stands: Latin runs and pairs of characters.

    A single character only if the form is nothing else.
    """
    found = [term for run in runs(form) for term in (bigrams(run) if has_han(run) else [run])]
    return [term for term in found if len(term) > 1 or not has_han(term)] or found


class Segmenter:
    """Jieba with the words of an index only, given with their frequencies in general Chinese.

    They load in milliseconds where jieba's whole dictionary takes a second. A word that no passage holds
    cannot match, so leaving it out of a query's segmentation costs nothing.
    """

    def __init__(self, words: Mapping[str, int], table: Mapping[str, int] | None = None) -> None:
        """`table`: `with_prefixes(words)`, if it is there already; it may hold more beginnings of words."""
        import jieba

        self._jieba: Any = jieba.Tokenizer()
        self.frequencies = words
        self._jieba.FREQ = with_prefixes(words) if table is None else table
        self._jieba.total = CORPUS_SIZE
        self._jieba.initialized = True

    def commonness(self, word: str) -> float:
        """How little a word says by itself, in [0, 1]; 0 for one that the dictionary does not have."""
        return commonness(self.frequencies.get(word) or 1)

    def is_word(self, word: str) -> bool:
        """Whether this is a word of the index or an everyday one."""
        return word in self.frequencies

    def words(self, folded: str) -> list[str]:
        """Words in order, each once, without gaps; Latin words and numbers as they stand."""
        found: list[str] = []
        for run in runs(folded):
            found.extend(self._jieba.cut(run) if has_han(run) else [run])
        return found

    def terms(self, folded: str) -> list[str]:
        """The terms that are indexed: words, words within words, and character bigrams."""
        found: list[str] = []
        for run in runs(folded):
            if not has_han(run):
                found.append(run)
                found.extend(part for part in re.split(r"[.\-'’]", run) if part != run and len(part) > 1)
                continue
            found.extend(self.inner_words(run))
            found.extend(bigrams(run))
        return found

    def inner_words(self, run: str) -> list[str]:
        """The words of a run of Chinese characters and the words within them, of two characters or more."""
        return [word for word in self._jieba.cut_for_search(run) if len(word) > 1]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`words` with their frequency in general Chinese (of `CORPUS_SIZE` words); `found` are in the texts.

    `names` are those that name people, places or organisations, by jieba's tags or because its dictionary
    does not know them.
    """

    words: Mapping[str, int]
    found: frozenset[str]
    names: frozenset[str]


def choose_vocabulary(lexicon: Lexicon, known: Container[str], new: Iterable[str]) -> Vocabulary:
    """The words that queries need: those in the texts, and everyday ones.

    `known` are the words of the lexicon that the texts hold, `new` those that jieba's hidden Markov model
    found in them.
    """
    words = {
        word: frequency
        for word, frequency in lexicon.frequencies.items()
        if frequency >= _EVERYDAY_FREQUENCY or word in known
    }
    others = sorted(word for word in new if word not in words)
    return Vocabulary(
        words=words | dict.fromkeys(others, _NEW_WORD_FREQUENCY),
        found=frozenset(word for word in words if word in known).union(others),
        names=lexicon.names.intersection(words).union(word for word in others if len(word) > 1),
    )


def commonness(frequency: int) -> float:
    """How little a word of this frequency says by itself, in [0, 1]: 0 for a rare one, 1 for the commonest."""
    rarity = math.log(CORPUS_SIZE / max(frequency, 1))
    return min(max((_RARE - rarity) / (_RARE - _COMMON), 0.0), 1.0)
