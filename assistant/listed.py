"""What a sentence names side by side, 甲、乙和丙, as the short answer where several things are asked for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import rjieba

from assistant.asked import asked_noun, endings, nouns_asked
from assistant.names import naming_runs
from assistant.records import Kind, Query
from corpus.document import Span

_SEPARATOR = re.compile(r"\s*(?:、|以及|[和与及暨])\s*")
_STRONG = "、"
_DEED = "vn"  # the tagger's mark of a verb that can be a noun
_LONGEST = 16  # characters of an item
_HOW_MANY = re.compile(
    r"(?:哪|是|这)(?P<n>[两二三四五六七八九十]|\d{1,2})|(?P<of>[两二三四五六七八九十])[个大条项种类张点][^，。？?]{1,10}?(?:分别)?是(?:什么|啥|哪)|\b(?:which|what|are the|the) (?P<en>two|three|four|five|six|seven|eight|nine|ten)\b",
    re.I,
)
_NUMERALS = "零一二三四五六七八九十"
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WHICH = re.compile(r"哪(?:些|几|[两二三四五六七八九十])(?:[个家座条种类项款位样处大味部张件所])?")
_NOUN_CHARS = 10
_QUALIFIED = 6  # characters that may stand between 等 and the noun
_QUOTED = re.compile(
    r"(?:“[^“”]{1,20}”[、和与及]?){1,20}“[^“”]{1,20}”|(?:《[^《》]{1,40}》[、和与及]?){1,20}《[^《》]{1,40}》"
)
_IN_ONE = re.compile(r"“([^“”、，。]{2,12}(?:、[^“”、，。]{2,12})+)”")
"""Things within one pair of quotation marks."""
_WHAT = re.compile(r"什么|啥|哪种|哪类")
_PAIR = 2
_LINKS = "以从在向由把将是为对有和与及"
"""Characters that no name of two goes over."""
_DIVISIONS = ("地方", "地区", "区县", "市县", "区域")
_THINGS = ("东西", "方面", "物品", "物资", "内容")
_AT_FIRST = re.compile(r"^(?:重点|主要|大力|加快|积极|着力|优先)(?:发展|保护|建设|培育|推进|支持|打造)")
_COUNTED = re.compile(r"\d+[个大种项条家位座类][㐀-鿿]{0,6}$")
_SUCH = re.compile(r"等?(?:[两二三四五六七八九十\d]+[个大种项条家位座类])?([㐀-鿿]{0,8})")
_OPENED = re.compile(
    r"(?:包括|包含|涵盖|分为|分成|例如|比如|譬如|诸如|分别[是为]|主要[是有为]|[，；]即|有)\s*$"
)
"""What says that the things of a list are those that it is about."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Things named side by side: `[start, end)` of them all in characters of the sentence, and each by itself."""

    start: int
    end: int
    items: tuple[str, ...]


def listed(query: Query, sentence: str) -> list[Listed]:
    """What a sentence names side by side that can be what the query asks for: as many as it asks for, or of the sort that its noun
    means. Nothing unless it asks for several things."""
    noun = asked_noun(query.standalone)
    if query.kind is not Kind.LIST and not (
        query.kind is Kind.TOPIC and noun and _WHAT.search(query.standalone)
    ):
        return []
    found = [
        each for each in _enumerations(sentence) if not any(item in query.standalone for item in each.items)
    ]
    if asked := _HOW_MANY.search(query.standalone):
        count = _ENGLISH.index(asked["en"].lower()) if asked["en"] else _number(asked["n"] or asked["of"])
        several = [each for each in found if len(each.items) == count]
        of_two = next(_several(query.standalone), "") if count == _PAIR else ""
        return several or (list(_pair(sentence, of_two)) if of_two else [])
    nouns = [end for noun in (*nouns_asked(query), *_several(query.standalone)) for end in endings(noun)]
    return [each for each in found if _is_named(each, nouns, sentence)]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMERALS.index(text.replace("两", "二"))


def _several(question: str) -> Iterator[str]:
    """The noun of which several are asked for: 企业 in 哪些企业, 湿地公园 in 哪几个湿地公园, with its last word."""
    asked = _WHICH.search(question)
    if asked:
        nouns = list(
            takewhile(
                lambda each: each[1][0] in "njsl" or each[1] == _DEED,
                rjieba.tag(question[asked.end() :][:_NOUN_CHARS]),
            )
        )
        if nouns:
            yield "".join(word for word, _ in nouns)
            yield nouns[-1][0]


def _is_named(listed: Listed, nouns: Sequence[str], sentence: str) -> bool:
    """Whether things are of the sort that a noun means: they end in it, or it is said behind them: 甲、乙等企业."""
    such = _SUCH.match(sentence, listed.end)
    behind = such[1] if such and such.start(1) > listed.end else ""
    if any(noun in _DIVISIONS for noun in nouns):
        return all(item[-1] in "省市区县州镇乡村" for item in listed.items)
    is_such = bool(behind) and any(noun in _THINGS for noun in nouns)  # 哪些东西: 甲、乙等供应
    if is_such or sum(item.endswith(tuple(nouns)) for item in listed.items) > len(listed.items) // 2:
        return True
    return bool(_OPENED.search(sentence[: listed.start])) or any(
        all(item.endswith(noun) for item in listed.items[-2:]) or noun in behind[: len(noun) + _QUALIFIED]
        for noun in nouns
    )


def _enumerations(sentence: str) -> Iterator[Listed]:
    for quoted in _QUOTED.finditer(sentence):
        yield Listed(*quoted.span(), tuple(re.findall(r"[^“”《》、和与及]+", quoted.group())))
    for quoted in _IN_ONE.finditer(sentence):
        yield Listed(*quoted.span(1), tuple(quoted[1].split(_STRONG)))
    yield from _joined(sentence)


def _pair(sentence: str, noun: str) -> Iterator[Listed]:
    """Two things with 和 between them that both end in a noun: 汇通湖和金彭湖."""
    thing = rf"([^\W{_LINKS}]{{1,12}}?{re.escape(noun)})"
    for match in re.finditer(rf"{thing}[和与及]{thing}(?![市县区])", sentence):
        yield Listed(match.start(1), match.end(2), (match[1], match[2]))


def _joined(sentence: str) -> Iterator[Listed]:
    """Two or more runs of naming words with nothing but separators between; two with 和 between them are no list by that alone."""
    group: list[Span] = []
    marks: list[str] = []
    for start, end in [*naming_runs(sentence), (len(sentence) + 1, 0)]:
        between = sentence[group[-1][1] : start] if group else ""
        if group and _SEPARATOR.fullmatch(between):
            group.append((start, end))
            marks.append(between.strip())
            continue
        yield from _whole(sentence, group, marks)
        group, marks = [(start, end)], []


def _is_deed(sentence: str, span: Span, at: int) -> bool:
    return bool(rjieba.tag(sentence[slice(*span)])[at][1] == _DEED)


def _from_noun(sentence: str, span: Span) -> Span:
    """A span without the word for what is done at its beginning: 保护大熊猫."""
    words = rjieba.tag(sentence[slice(*span)])
    return (span[0] + len(words[0][0]), span[1]) if words[0][1] == _DEED else span


def _to_noun(sentence: str, span: Span) -> Span:
    """A span without the word for what is done at its end: 集团主办."""
    word, tag = rjieba.tag(sentence[slice(*span)])[-1]
    return (span[0], span[1] - len(word)) if tag == _DEED else span


def _whole(sentence: str, group: Sequence[Span], marks: Sequence[str]) -> Iterator[Listed]:
    first = next((n for n, mark in enumerate(marks) if mark == _STRONG), -1)
    if first < 0 or any(end - start > _LONGEST for start, end in group[first:]):
        return
    spans = list(group[first:])
    tags = [[tag for _, tag in rjieba.tag(sentence[slice(*span)])] for span in spans]
    if not all(tags):
        return
    if tags[0][0] == _DEED != tags[1][0]:  # 保护大熊猫、金丝猴
        spans[0] = spans[0][0] + len(rjieba.tag(sentence[slice(*spans[0])])[0][0]), spans[0][1]
    if tags[-1][-1] == _DEED != tags[-2][-1]:  # 实验室、集团主办
        spans[-1] = spans[-1][0], spans[-1][1] - len(rjieba.tag(sentence[slice(*spans[-1])])[-1][0])
    if said := _AT_FIRST.match(sentence[slice(*spans[0])]):  # 重点保护大熊猫、金丝猴
        spans[0] = spans[0][0] + said.end(), spans[0][1]
    if counted := _COUNTED.search(sentence, *spans[-1]):  # 甲、乙、丙3个
        spans[-1] = spans[-1][0], counted.start()
    items = [sentence[slice(*span)] for span in spans]
    ends = [rjieba.tag(item)[-1][1] == _DEED for item in items if item]
    is_mixed = any(ends) and not all(ends)
    is_cut = _STRONG in (sentence[spans[0][0] - 1 : spans[0][0]], sentence[spans[-1][1] : spans[-1][1] + 1])
    if all(items) and not is_mixed and not is_cut and not any("等" in item for item in items):
        yield Listed(spans[0][0], spans[-1][1], tuple(items))
