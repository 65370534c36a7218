"""The years that a question names: 2025年, 2021—2025年, 十四五, 去年, the 1990s, last year."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from assistant.records import Period
from index.segment import fold
from index.variants import number

_FIRST_PLAN = (
    1953  # of the first five-year plan; from the third on, 1966, plans follow each other without a gap
)
_THIRD_PLAN = 1966
_DASH = r"(?:年)?\s*(?:-|–|—|~|至|到|to|until|through|and)+\s*"
_Y = r"(?<!\d)((?:1[5-9]|20|21)\d\d)"
_NOT_A_YEAR = (
    r"(?![\d.,]*\d)(?!\s*(?:万|亿|千|百|元|人|个|家|亩|米|公里|平方|%|吨|km|people|yuan|hectares"
    r"|[多余来名位座户条项所台辆件次套种头只间处份张支级号克斤升分秒字页册瓦伏度倍点股盒瓶棵株届强周顷立块]|小时|公|天(?:[，。、的内后]|$)))"
)
_CHINESE_PLAN = (
    r"第?(十[一二三四五六七八九]|二十[一二三]?)五(?=规划|计划|时期|期间|末|以来|开局|收官|\W|[的\s]|$)"
    r"|第?([一二三四十])五(?=规划|计划|时期|期间|[”」\"'’])"
    r"|第(十?[一二三四五六七八九十])个五年"
)
_ENGLISH_PLAN = r"\b(\d{1,2})(?:st|nd|rd|th) five[- ]year (?:plan|period)"
_ORDINALS = {
    name: n
    for n, name in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth".split(),
        1,
    )
}
_SPELT_PLAN = rf"\b({'|'.join(_ORDINALS)}) five[- ]year (?:plan|period)"
_RELATIVE = {
    "大前年": -3, "前年": -2, "去年": -1, "上一年": -1, "上年": -1, "今年": 0, "本年度": 0, "明年": 1, "下一年": 1, "后年": 2,
    "last year": -1, "this year": 0, "next year": 1, "the year before last": -2,
}  # fmt: skip


def periods(question: str, today: date) -> tuple[Period, ...]:
    """The years named in a question, in its order, each stretch of text read once.

    Years counted from now are counted from `today`, and say so.
    """
    folded = fold(question)
    found: list[tuple[int, int, Period]] = []
    for pattern, read in _RULES:
        for match in pattern.finditer(folded):
            years = read(match, today)
            if years is None or any(start < match.end() and match.start() < end for start, end, _ in found):
                continue
            period = Period(match[0].strip(), *years, "today" if match[0] in _RELATIVE else "said")
            found.append((match.start(), match.end(), period))
    return tuple(period for *_, period in sorted(found, key=lambda row: row[0]))


def _span(match: re.Match[str], today: date) -> tuple[int, int] | None:
    first, last = int(match[1]), int(match[2])
    return (first, last) if first <= last else None


def _year(match: re.Match[str], today: date) -> tuple[int, int] | None:
    return int(match[1]), int(match[1])


def _decade(match: re.Match[str], today: date) -> tuple[int, int] | None:
    century = int(match[1]) if match[1] else 20
    first = (century - 1) * 100 + int(match[2])
    return first, first + 9


def _english_decade(match: re.Match[str], today: date) -> tuple[int, int] | None:
    return int(match[1]), int(match[1]) + 9


def plan_years(n: int) -> tuple[int, int] | None:
    """The years of China's n-th five-year plan; None for one that is not counted."""
    if n < 1:
        return None
    first = _FIRST_PLAN + 5 * (n - 1) if n < 3 else _THIRD_PLAN + 5 * (n - 3)
    return first, first + 4


def _chinese_plan(match: re.Match[str], today: date) -> tuple[int, int] | None:
    n = number(next(filter(None, match.groups())))
    return plan_years(n) if n else None


def _english_plan(match: re.Match[str], today: date) -> tuple[int, int] | None:
    return plan_years(_ORDINALS.get(match[1]) or int(match[1]))


def _relative(match: re.Match[str], today: date) -> tuple[int, int] | None:
    year = today.year + _RELATIVE[match[0]]
    return year, year


Read = Callable[[re.Match[str], date], tuple[int, int] | None]


def _rules() -> Iterator[tuple[re.Pattern[str], Read]]:
    yield re.compile(rf"{_Y}{_DASH}((?:1[5-9]|20|21)\d\d)(?!\d)(?:年)?"), _span
    yield re.compile(r"(?:(?<!\d)(\d{2})世纪|上(?:个)?世纪)(\d0)年代"), _decade
    yield re.compile(r"\b((?:1[5-9]|20)\d0)s\b"), _english_decade
    yield re.compile(_CHINESE_PLAN), _chinese_plan
    yield re.compile(_ENGLISH_PLAN), _english_plan
    yield re.compile(_SPELT_PLAN), _english_plan
    yield re.compile(rf"{_Y}年(?!级)"), _year
    yield re.compile(rf"(?<![-A-Za-z\d_.]){_Y}{_NOT_A_YEAR}(?![-A-Za-z\d_])"), _year
    words = "|".join(sorted(_RELATIVE, key=len, reverse=True))
    yield re.compile(words), _relative


_RULES = tuple(_rules())
