"""Short and other names where the documents give them: 以下简称, 又称, (ABC) behind its words, 金什 beside 金牛—什邡.

Nothing is guessed: a short name counts only if a passage puts it beside the long one, and the long one begins where its
characters do (Schwartz and Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical text").
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, product

from index.segment import Vocabulary, fold, has_han, runs

_GIVEN = re.compile(r"[简統统又亦也俗下合]称|又名|hereinafter|hereafter|[(（][A-Z][A-Za-z0-9&\-]{1,9}[)）]")
"""What a passage has that may give a name; most have nothing of it and are not read."""
_MARKS = r"[\s“”\"‘’'《》「」『』]*"
_CALLED = r"(?:(?:以下|下文|以下统|以下合)?(?:简|统|合)称|下称|又称|亦称|也称|俗称|又名)(?:为|作|是|:)?"
_SHORT = r"(?P<short>[一-鿿0-9a-z·\-]{2,12})"
_IN_BRACKETS = re.compile(rf"[,，]?\({_CALLED}{_MARKS}{_SHORT}{_MARKS}[),，;；]")
_QUOTED = re.compile(rf"[,，]?{_CALLED}[“\"‘《「『]{_SHORT}[”\"’》」』]")
_HEREINAFTER = re.compile(
    r"\((?:hereinafter|hereafter)[a-z ,]*?[“\"'](?:the )?(?P<short>[a-z0-9 \-]{2,30})[”\"']\)"
)
_LETTERS = re.compile(r"\((?P<short>[a-z][a-z0-9&\-]{1,9})\)")
_QUOTATION = re.compile(r"[《“\"「『]([^《》“”\"「」『』]{2,40})[》”\"」』]$")
_CLAUSE = re.compile(r"[^。;；!！?？,，:：、()\s《》“”]{2,40}$")
_JOINED = re.compile(r"([一-鿿]{2})[区市县州]?(?:[-—–、]+|[和与及])(?=([一-鿿]{2}))")
_LITTLE = frozenset("of and the for in on to a an".split())
_MAX_LONG_CHARS = 30
_MAX_LETTERS_BEHIND = (
    10  # characters that letters in brackets may stand for: where their words begin is not marked
)
_MAX_MEANINGS = 3  # of a short name; with more it says nothing by itself (本市主管部门)
_EVERYDAY = 200  # of jieba's dictionary: a word so frequent is not known as a short name (公司, 办法)
_LONGEST_NAME_WORDS = 8

Names = Mapping[str, Sequence[str]]
"""A folded name -> the other names of the same thing."""


def given_names(texts: Iterable[str], vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The names that texts give to one thing, each with the others. `vocabulary`: their words."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts:
        if _GIVEN.search(text) or _joined(text, vocabulary.names):
            for short, long in _definitions(fold(text), vocabulary.names):
                if vocabulary.words.get(short, 0) < _EVERYDAY and not short.startswith(("本", "该")):
                    found[short].add(long)
    names: defaultdict[str, set[str]] = defaultdict(set)
    for short, longs in found.items():
        if len(longs) <= _MAX_MEANINGS:
            for long in longs:
                names[short].add(long)
                names[long].add(short)
    return {name: sorted(names[name]) for name in sorted(names)}


def named(folded: str, names: Names) -> Iterator[tuple[str, Sequence[str]]]:
    """The names in a folded text that have others, the longest from each place on, with these."""
    if not names:
        return
    for is_han, stretch in groupby(runs(folded), key=has_han):
        pieces = list(stretch)
        for units, joint in [(run, "") for run in pieces] if is_han else [(pieces, " ")]:
            start, longest = 0, _MAX_LONG_CHARS if is_han else _LONGEST_NAME_WORDS
            while start < len(units):
                for end in range(min(start + longest, len(units)), start, -1):
                    if others := names.get(name := joint.join(units[start:end])):
                        yield name, others
                        start = end - 1
                        break
                start += 1


def _definitions(folded: str, names: Container[str]) -> Iterator[tuple[str, str]]:
    """Pairs of a short and a long name."""
    for pattern in (_IN_BRACKETS, _QUOTED):
        for match in pattern.finditer(folded):
            if long := _long(folded[: match.start()], match["short"]):
                yield match["short"], long
    for match in _HEREINAFTER.finditer(folded):
        if quoted := _QUOTATION.search(folded[: match.start()].rstrip()):
            yield match["short"].strip(), " ".join(runs(quoted[1]))
    for match in _LETTERS.finditer(folded):
        if long := _spelt_out(folded[: match.start()].rstrip(), match["short"]):
            yield match["short"], long
    yield from _contractions(folded, names)


def _long(before: str, short: str) -> str:
    """The long name that ends a text: what stands in quotation marks there, or begins and goes on as the short one."""
    if quoted := _QUOTATION.search(before):
        return _plain(quoted[1], short)
    clause = _CLAUSE.search(before)
    if not clause:
        return ""
    at = len(clause[0])
    for char in reversed(short):
        at = clause[0].rfind(char, 0, at)
        if at < 0:
            return ""
    return _plain(clause[0][at:], short)


def _plain(long: str, short: str) -> str:
    """A long name as one string of Chinese characters; empty if it is none, too long, or has the short one whole."""
    name = "".join(runs(long))
    return name if has_han(name) and len(short) < len(name) <= _MAX_LONG_CHARS and short not in name else ""


def _spelt_out(before: str, letters: str) -> str:
    """The words whose first letters these are, or the Chinese characters that stand before them from a mark on."""
    if has_han(before[-1:]):
        clause = _CLAUSE.search(before)
        name = clause[0] if clause else ""
        return name if name and len(name) <= _MAX_LETTERS_BEHIND and all(map(has_han, name)) else ""
    words = re.findall(r"[a-z]+", before[-120:])
    at = len(words)
    for letter in reversed([char for char in letters if char.isalpha()]):
        at -= 1
        while at > 0 and words[at][0] != letter and words[at] in _LITTLE:
            at -= 1
        if at < 0 or words[at][0] != letter:
            return ""
    return " ".join(words[at:]) if len(words) - at > 1 else ""


def _contractions(folded: str, names: Container[str]) -> Iterator[tuple[str, str]]:
    """金什 of 金牛—什邡: a character of each of two names that are joined, side by side in the same passage."""
    for one, other in _joined(folded, names):
        rest = folded.replace(one, "\n").replace(other, "\n")
        yield from ((a + b, f"{one} {other}") for a, b in product(one, other) if a + b in rest)


def _joined(text: str, names: Container[str]) -> list[tuple[str, str]]:
    """The names of two characters that a mark or a word joins."""
    pairs = dict.fromkeys(_JOINED.findall(text))
    return [(one, other) for one, other in pairs if one in names and other in names and one != other]
