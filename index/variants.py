"""Other ways to write a number: 第十四条 and 第14条, 百分之三十 and 30%, 十四五 and 第十四个五年规划, third phase and 第三期.

Only where one way means exactly the other. What is searched is never rewritten: a variant is one more form
that a passage may have.
"""

import re
from collections.abc import Callable, Iterator

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_COUNTED = "条章节款项届次期号批卷编集"
_NUMBER = "[零〇一二三四五六七八九十百千]+"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_MONTHS = "january february march april may june july august september october november december".split()
_AMBIGUOUS = ("march", "may")  # months only where a time is named
_COUNTED_EN = {
    "phase": "期", "issue": "期", "edition": "届", "session": "届", "batch": "批", "round": "轮", "chapter": "章", "article": "条",
}  # fmt: skip


def variants(folded: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The stretches of a folded text that can be written otherwise, with the other ways."""
    for pattern, rewrite in _RULES:
        for match in pattern.finditer(folded):
            forms = tuple(form for form in rewrite(match) if form != match[0])
            if forms:
                yield match[0], forms


def number(chinese: str) -> int | None:
    """The value of a Chinese numeral below ten thousand; None for what is none."""
    total, digit = 0, None
    for char in chinese:
        if char in _UNITS:
            if digit is None and (total or char != "十"):
                return None
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        elif char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        else:
            return None
    return total + (digit or 0) or None


def chinese(value: int) -> str:
    """A whole number from 1 to 9999 as it is written in Chinese."""
    text, gap = "", False
    for unit, char in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + char
        gap = not digit
    return text.removeprefix("一") if 10 <= value < 20 else text


def _ordinal(match: re.Match[str]) -> list[str]:
    value = number(match[1])
    return [f"第{value}{match[2]}"] if value else []


def _ordinal_in_characters(match: re.Match[str]) -> list[str]:
    return [f"第{chinese(int(match[1]))}{match[2]}"] if 0 < int(match[1]) < 10000 else []


def _english_ordinal(match: re.Match[str]) -> list[str]:
    value = _ORDINALS.index(match[1]) + 1 if match[1] in _ORDINALS else int(match[1][:-2])
    return _in_chinese(value, _COUNTED_EN[match[2]])


def _english_number(match: re.Match[str]) -> list[str]:
    return _in_chinese(int(match[2]), _COUNTED_EN[match[1]])


def _in_chinese(value: int, counted: str) -> list[str]:
    if not 0 < value < 10000:
        return []
    forms = [f"第{chinese(value)}{counted}", f"第{value}{counted}"]
    if counted == "期":
        forms.append(f"{chinese(value)}期")  # of a building: 二期
    return [*forms, f"首{counted}"] if value == 1 else forms


def _thousands(match: re.Match[str]) -> list[str]:
    value = int(match[2].replace(",", ""))
    if match[1]:
        return ["每万"] if value == 10000 else []
    return [str(value), f"{value // 10000}万"] if value % 10000 == 0 else [str(value)]


def _percent(match: re.Match[str]) -> list[str]:
    value = number(match[1])
    return [f"{value}%"] if value else []


def _percent_in_characters(match: re.Match[str]) -> list[str]:
    return [f"百分之{chinese(int(match[1]))}"] if int(match[1]) else []


def _plan(match: re.Match[str]) -> list[str]:
    return [f"第{match[1]}个五年规划", f"第{match[1]}个五年计划"]


def _plan_in_short(match: re.Match[str]) -> list[str]:
    spelt = chinese(int(match[1])) if match[1].isdigit() else match[1]
    return [f"{spelt}五", f"第{spelt}个五年{match[2]}"]


def _month(match: re.Match[str]) -> list[str]:
    value = _MONTHS.index(match[1] or match[2] or match[3]) + 1
    return [f"{value}月", f"{chinese(value)}月"]


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[str]]], ...] = (
    (re.compile(rf"第({_NUMBER})([{_COUNTED}])"), _ordinal),
    (re.compile(rf"第(\d{{1,4}})([{_COUNTED}])"), _ordinal_in_characters),
    (
        re.compile(rf"\b({'|'.join(_ORDINALS)}|\d{{1,4}}(?:st|nd|rd|th)) ({'|'.join(_COUNTED_EN)})\b"),
        _english_ordinal,
    ),
    (re.compile(r"\b(chapter|article) (\d{1,4})\b"), _english_number),
    (
        re.compile(
            rf"\b(?:({'|'.join(month for month in _MONTHS if month not in _AMBIGUOUS)})|(?<=\bin |\bof |\bby )({'|'.join(_AMBIGUOUS)})|({'|'.join(_AMBIGUOUS)})(?= \d))\b"
        ),
        _month,
    ),
    (re.compile(r"(?<![\d,])((?:per|every) )?(\d{1,3}(?:,\d{3})+)(?![\d,])"), _thousands),
    (re.compile(rf"百分之({_NUMBER})"), _percent),
    (re.compile(r"(?<![\d.])(\d{1,3})%"), _percent_in_characters),
    (re.compile(r"(?<!第)(十?[一二三四五六七八九十])五(?=规划|计划|时期|期间|[\"”'’])"), _plan),
    (re.compile(r"第(十?[一二三四五六七八九十]|[12]?[1-9])个五年(规划|计划)"), _plan_in_short),
)
