"""The words of a Chinese text with their classes, and the noun phrases that they make."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from index.segment import has_han, simplified

_NAMES = frozenset({"ns", "nr", "nrt", "nrfg", "nt", "nz"})
_NOUNS = _NAMES | frozenset({"n", "ng", "vn", "an", "j", "l", "i", "b", "s", "eng", "nz", "g", "zg"})
_LONGEST_NAME = 4
_ADVERBS = frozenset({"主要", "重点", "具体", "共同", "总共", "联合", "正式"})
_QUOTED = re.compile(r"[“「『\"‘]([^“”「」『』\"‘’]{2,40})[”」』\"’]|《([^《》]{2,60})》")
_DEGREES = "大长久高远宽快重深厚"
_QUESTION = re.compile(rf"什么|啥|谁|哪|多少|^第?几|怎么|怎样|如何|为何|^何|^多[{_DEGREES}]")
_ADVERBIAL = re.compile(
    r"(什么时候|何时|哪[一]?[年天日]|怎么样?|怎样|如何|为什么|为何|为啥|(?<!是)谁(?:来|去|在|负责|牵头)?)$"
)
_BEFORE = "在是要建由从把被让"
_BEHIND = "是在要的了有被把给说跟与"
"""Words of one character that jieba, where it guesses, takes for the edge of a name."""
_NUMERALS = "零〇一二两三四五六七八九十百千万亿几数半多"
_COUNTED = frozenset("个家条项所座户种类份款名位场")
_LATIN = re.compile(r"[A-Za-z0-9·•.+\-–&]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its class in jieba's tag set, and where it stands: `[start, end)` in characters of the text."""

    text: str
    tag: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        """Whether it names a person, a place, an organisation or a thing."""
        return self.tag in _NAMES

    @property
    def is_noun(self) -> bool:
        """Whether a noun phrase can hold it."""
        return self.tag in _NOUNS and not is_question_word(self)

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb in use, not as a noun."""
        return self.tag in ("v", "vd", "vg", "vi", "vq")


_NOTHING = Word("", "x", -1, -1)


@lru_cache(maxsize=256)
def tagged(text: str, names: frozenset[str] = frozenset()) -> tuple[Word, ...]:
    """The words of a text in order, in simplified characters; they stand where they stand in the text.

    Characters by themselves that together are one of `names` are that name.
    """
    plain = simplified(text)
    if len(plain) != len(text):
        plain = text
    words: list[Word] = []
    at = 0
    for piece, tag in _pieces(plain, names):
        start = plain.find(piece, at)
        if start < 0:
            continue
        at = start + len(piece)
        words.append(Word(piece, _tag(piece, tag, names), start, at))
    return tuple(_with_predicate(_with_verbs(_with_names(_with_degrees(words), plain, names)), plain))


def _pieces(plain: str, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The words as jieba tags them. Of one that it only guesses, and that is no known name, a word of one character at its
    edge is parted: 券是, 江亿在."""
    for piece, tag in rjieba.tag(plain):
        if len(piece) < 2 or not has_han(piece) or piece in names or rjieba.has_word(piece):
            yield piece, tag
            continue
        start = 1 if piece[0] in _BEFORE and len(piece) > 2 else 0
        end = len(piece) - (piece[-1] in _BEHIND and len(piece) - start > 1)
        yield from rjieba.tag(piece[:start])
        kept = rjieba.tag(piece[start:end])
        yield from kept if len(kept) == 1 and end - start < len(piece) else [(piece[start:end], tag)]
        yield from rjieba.tag(piece[end:])


def _with_degrees(words: Sequence[Word]) -> list[Word]:
    """多 and what it asks the degree of as the one question word that they are: 有多大."""
    joined: list[Word] = []
    for word in words:
        if joined and joined[-1].text == "多" and word.text in _DEGREES:
            joined[-1] = Word(f"多{word.text}", "a", joined[-1].start, word.end)
        else:
            joined.append(word)
    return joined


def _with_names(words: Sequence[Word], plain: str, names: frozenset[str]) -> list[Word]:
    joined: list[Word] = []
    at = 0
    while at < len(words):
        end = _end_of_name(words, at, plain, names)
        first, last = words[at], words[end - 1]
        joined.append(
            first if end == at + 1 else Word(plain[first.start : last.end], "nz", first.start, last.end)
        )
        at = end
    return joined


def _end_of_name(words: Sequence[Word], at: int, plain: str, names: frozenset[str]) -> int:
    """Where a name of several words ends that begins here; the next word if none does."""
    first = words[at]
    if len(first.text) > 1 and (at + 1 == len(words) or len(words[at + 1].text) > 1):
        return at + 1
    for end in range(min(at + _LONGEST_NAME, len(words)), at + 1, -1):
        length = words[end - 1].end - first.start
        if length <= _LONGEST_NAME and plain[first.start : first.start + length] in names:
            return end
    following = words[at + 1] if at + 1 < len(words) else None
    is_surname = first.tag == "nr" and len(first.text) == 1
    if is_surname and following and following.tag[0] == "n" and following.end - first.start <= _LONGEST_NAME:
        return at + 2
    return at + 1


def _with_verbs(words: Sequence[Word]) -> list[Word]:
    """Words that can be nouns, where they are not: before 了 or a question word, 重点 before a verb. No adverb stands
    before a noun: 高新 of 高新产业园 says which."""
    found: list[Word] = []
    for word in reversed(words):
        following = found[-1] if found else None
        if (
            following
            and word.tag == "vn"
            and (following.text in ("了", "过", "着") or is_question_word(following))
        ):
            word = Word(word.text, "v", word.start, word.end)
        elif following and word.text in _ADVERBS and following.is_verb:
            word = Word(word.text, "d", word.start, word.end)
        elif following and word.tag == "d" and len(word.text) > 1 and following.tag[0] == "n":
            word = Word(word.text, "b", word.start, word.end)
        found.append(word)
    return found[::-1]


def _tag(piece: str, tag: str, names: frozenset[str]) -> str:
    if tag == "x" and len(piece) > 1 and has_han(piece):
        return "nz"  # in no dictionary
    if (
        tag == "m"
        and len(piece) > 1
        and (piece in names or not (_begins_number(piece[0]) or rjieba.has_word(piece)))
    ):
        return "nz"  # 江亿
    return "eng" if _LATIN.fullmatch(piece) and not piece.isdigit() and piece[0].isalnum() else tag


def _with_predicate(words: list[Word], plain: str) -> list[Word]:
    """A single word after “when”, “how” or “who” is what happens, whatever the dictionary takes it for."""
    last = next((n for n in range(len(words) - 1, -1, -1) if words[n].tag[0] not in "xyu"), None)
    if last and words[last].is_noun and _ADVERBIAL.search(plain[: words[last].start]):
        word = words[last]
        words[last] = Word(word.text, "v", word.start, word.end)
    return words


def noun_phrases(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Maximal stretches of nouns and of what stands with them in a name: letters, digits, a middle dot. What only says
    which (总 of 总投资) ends none."""
    phrase: list[Word] = []
    for word in (*words, _NOTHING):
        is_inside = bool(phrase) and (word.text in "·•" or (word.tag == "m" and word.text.isdigit()))
        if (word.is_noun or is_inside) and (not phrase or word.start == phrase[-1].end):
            phrase.append(word)
            continue
        while len(phrase) > 1 and phrase[-1].tag == "b":
            phrase.pop()
        if phrase:
            yield tuple(phrase)
        phrase = [word] if word.is_noun else []


def quoted(text: str) -> list[str]:
    """What a text has between quotation marks, or as a title with its marks, in order."""
    return [match[1] or f"《{match[2]}》" for match in _QUOTED.finditer(text)]


def noun_asked(text: str) -> str:
    """The noun of which a question asks which or how many: 协议 in 签了什么协议, 企业 in 入驻的企业几家; empty if there is none."""
    words = tagged(text)
    asks = next((n for n, word in enumerate(words) if is_question_word(word)), None)
    if asks is None:
        return ""
    after = asks + 1
    while after < len(words) and (words[after].tag in ("q", "m") or words[after].text in _COUNTED):
        after += 1
    phrase = next(iter(noun_phrases(words[after:])), ())
    if phrase and phrase[0] is words[after]:
        return text[phrase[0].start : phrase[-1].end]
    before = [word for word in words[:asks] if word.text not in ("有", "是", "共", "一共", "总共")]
    return before[-1].text if words[asks].text[0] in "几多" and before and before[-1].is_noun else ""


def _begins_number(char: str) -> bool:
    return char.isdigit() or char in _NUMERALS


def is_question_word(word: Word) -> bool:
    """Whether a word asks: what, who, how many."""
    return bool(_QUESTION.search(word.text))
