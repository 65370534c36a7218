"""What a sentence claims that can be compared character by character: numbers with units, quotations, direction. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.document import Span
from index.segment import fold
from index.variants import number as value_of

_SCALES = {
    "万亿": 10**12,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
    "trillion": 10**12,
    "billion": 10**9,
    "million": 10**6,
    "thousand": 10**3,
}
_UNITS = (
    ("km2", r"平方公里|平方千米|km[2²]|sq(?:uare|\.)?\s?(?:km|kilomet(?:er|re)s?)"),
    ("m2", r"平方米|平米|m[2²]|square met(?:er|re)s?"),
    ("m3", r"立方米|m[3³]|cubic met(?:er|re)s?"),
    ("km", r"公里|千米|km|kilomet(?:er|re)s?"),
    ("ha", r"公顷|hectares?"),
    ("mu", r"亩|mu\b"),
    ("usd", r"美元|美金|us dollars?|usd|dollars?"),
    ("eur", r"欧元|euros?"),
    ("hkd", r"港元|港币"),
    ("yuan", r"元|人民币|yuan|rmb"),
    ("points", r"个?百分点|percentage points?"),
    ("%", r"%|percent|per cent"),
    ("months", r"个月|months?"),
    ("month", r"月份?"),
    ("hours", r"个?小时|hours?"),
    ("minutes", r"分钟|minutes?"),
    ("days", r"天|days?"),
    ("day", r"日|号"),
    ("age", r"周?岁|years? old"),
    ("year", r"年|years?"),
    ("times", r"倍|times"),
    ("t", r"吨|tons?|tonnes?"),
    ("m", r"米|met(?:er|re)s?\b"),
    ("person", r"人次?|名|位|people|persons?"),
    ("thing", r"[个家户条项所座场次届种批类只台辆件套栋处间篇章节款期级层]"),
)
_SCALE = "|".join(_SCALES)
_UNIT = "|".join(f"(?P<u{i}>{pattern})" for i, (_, pattern) in enumerate(_UNITS))
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WRITTEN = "[零〇一二两三四五六七八九十百千]+"
_NUMBER = re.compile(
    rf"(?P<sign>[$¥€])?(?:(?P<digits>(?<![\d.]){_DIGITS})|(?P<hundredth>百分之)?(?P<written>{_WRITTEN}))"
    rf"\s*(?P<scale>{_SCALE})?\s*(?:余|多|几)?\s*(?:{_UNIT})?"
)
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b")
_SIGNS = {"$": "usd", "¥": "yuan", "€": "eur"}
_DATES = {"year", "month", "day"}
_LOOSE = {"", "thing"}  # a bare number, and words that only count
_SAME = ({"year", "age"}, {"thing", "person"}, {"day", "days"})

_QUOTED = re.compile(r"“([^“”]+)”|‘([^‘’]+)’|\"([^\"]+)\"|「([^「」]+)」|『([^『』]+)』|《([^《》]+)》")
_CLAUSE_END = re.compile(r"[，；：|]|,(?!\d)|(?<!\d),|[;:](?!//)(?!\d)")

DIRECTIONS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "not": r"不(?:得|能|可以?|会|准|许|要|予|再|是)?(?!断|仅|但|少|同|锈|管|论|久|动产|超|足|高于|低于|少于)|没|未(?!来|央)|无(?!人机|论|线|障碍|缝|废|锡)|非(?!常|遗|凡|洲|物质|公)|"
        r"禁止|严禁|拒绝|取消|\b(?:not?|never|without|cannot|none|neither|nor|prohibit\w*|forbid\w*)\b|n['’]t\b",
        "up": r"增|升|提高|上涨|涨|扩|翻番|\b(?:increas|ris|rose|grow|grew|expand|doubl|higher)",
        "down": r"减|降|下滑|下跌|缩|\b(?:decreas|declin|reduc|fall|fell|drop|lower|shrink|shrank)",
        "over": r"超|逾|突破|以上|不低于|不少于|至少|高于|大于|多于|[≥>]|\b(?:more than|over|at least|above|exceed\w*|no less than)\b",
        "under": r"不足|以下(?!内容|几|各|[一二三四五六七八九十\d])|以内|不超过|不高于|不多于|至多|最多|低于|小于|少于|[≤<]|\b(?:less than|under|at most|below|up to|no more than|fewer than)\b",
        "done": r"已|建成|竣工|\b(?:already|has been|have been|completed|finished)\b",
        "best": r"最|首|唯一|第一|\b(?:most|first|only|largest|biggest|highest|best)\b",
        "all": r"全部|所有|均|都(?!市|江|会)|一律|\b(?:all|every|always|entire\w*)\b",
        "because": r"因为|因此|由于|导致|使得|造成|\b(?:because|due to|caus\w+|therefore|leads? to|led to|result\w* in)\b",
        "before": r"之前|以前|前夕|\bbefore\b",
        "after": r"之后|以后|\bafter\b",
    }.items()
}
"""Words that turn what the rest of a sentence says: whoever repeats it must have one of the same sort."""

_DENIED = re.compile(r"\s*([\u3400-\u9fff]{2}|[a-z]{3,})")


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit, "" if it has none, at `[start, end)` of the folded text."""

    value: Decimal
    unit: str
    start: int
    end: int

    def is_said_by(self, other: "Number") -> bool:
        """Whether the other says the same, or the same and its unit besides."""
        if self.value != other.value:
            return False
        if self.unit == other.unit or self.unit == "" or {self.unit, other.unit} <= _LOOSE:
            return True
        return any(self.unit in group and other.unit in group for group in _SAME)

    def is_like(self, other: "Number") -> bool:
        """Whether one could be taken for the other: neither is a date, and their units agree."""
        if {self.unit, other.unit} & _DATES:
            return False
        return self.unit == other.unit or {self.unit, other.unit} <= _LOOSE or "" in (self.unit, other.unit)


def numbers(folded: str) -> list[Number]:
    """All numbers of a folded text but 一 before a measure word, which only counts as an article."""
    found = []
    for match in _NUMBER.finditer(folded):
        unit = next((name for i, (name, _) in enumerate(_UNITS) if match[f"u{i}"]), "")
        if match["digits"]:
            value = Decimal(match["digits"].replace(",", ""))
        else:
            written = value_of(match["written"])
            if written is None or not (unit or match["scale"] or match["hundredth"]):
                continue
            if match["written"] == "一" and not match["scale"] and unit in ("thing", "person", ""):
                continue
            value = Decimal(written)
        if match["scale"]:
            value *= _SCALES[match["scale"]]
        if match["hundredth"]:
            unit = "%"
        if match["sign"]:
            unit = _SIGNS[match["sign"]]
        found.append(Number(value, unit, match.start(), match.end()))
    for match in _MONTH.finditer(folded):
        found.append(Number(Decimal(_MONTHS.index(match[1]) + 1), "month", *match.span()))
    return sorted(found, key=lambda number: number.start)


def quotations(text: str) -> list[str]:
    """What stands between quotation marks."""
    return [next(filter(None, match.groups())) for match in _QUOTED.finditer(text)]


def clauses(text: str) -> Iterator[Span]:
    """`[start, end)` of the parts of a sentence between commas and the like; a list (、) is one part."""
    start = 0
    for match in _CLAUSE_END.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def directions(folded: str) -> set[str]:
    """Which sorts of `DIRECTIONS` a folded text has."""
    return {name for name, pattern in DIRECTIONS.items() if pattern.search(folded)}


def is_turned(folded: str, other: str) -> bool:
    """Whether what one text denies the other says without denying it, by the characters after the "not"."""
    return _denies(folded, other) or _denies(other, folded)


def _denies(denying: str, other: str) -> bool:
    for match in DIRECTIONS["not"].finditer(denying):
        denied = _DENIED.match(denying, match.end())
        if denied is None:
            continue
        places = [at.start() for at in re.finditer(re.escape(denied[1]), other)]
        if places and not any(DIRECTIONS["not"].search(other[max(at - 8, 0) : at]) for at in places):
            return True
    return False


def without_numbers(text: str) -> str:
    """The folded text with spaces in place of its numbers and their units."""
    folded = fold(text)
    for number in numbers(folded):
        folded = f"{folded[: number.start]}{' ' * (number.end - number.start)}{folded[number.end :]}"
    return folded
