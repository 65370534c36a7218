"""The number, date, place or name that a question asks for, found in a sentence that answers it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.records import Kind, Query
from index.query import Concept

_APPROXIMATELY = r"(?:不低于|不少于|不超过|大约|约|近|超过|超|突破|≥|≤|>|<|＞|＜|±)?\s*"
_DIGITS = r"\d[\d,，]*(?:\.\d+)?(?:\s*[-—–~～至]\s*\d[\d,]*(?:\.\d+)?)?"
_HAN_DIGITS = r"[〇零一二两三四五六七八九十百千]+[万亿]?"
_SCALE = r"\s*(?:[十百千万亿]+)?\s*(?:余|多)?\s*"
_UNITS = (
    r"平方公里|平方米/人|平方米|平方千米|立方米|公里|千米|公顷|亩|米|万元|亿元|亿美元|美元|元|%|％|个百分点|倍|千伏|吨|亿吨|Gbps|kHz|MW|"
    r"公分|厘米|毫米|公斤|千克|磅|岁|层|度|个|家|户|条|项|所|座|名|位|人|次|场|辆|件|头|套|年|个月|月|天|日|小时|分钟|级|类|种|批|届|轨|高|快|市|县|区|只|台|张|篇|本|平"
)
_QUANTITY = re.compile(rf"{_APPROXIMATELY}{_DIGITS}{_SCALE}(?:{_UNITS})?(?:\s*以上|左右)?")
_COUNT = re.compile(
    rf"(?<![第一二三四五六七八九十])(?![一两][个家户条项所座名位次场大类种批])(?:百分之{_HAN_DIGITS}|{_HAN_DIGITS}(?:个月|周岁|[万亿]?元|平方[公]?[里米]|公里|"
    r"[个家户条项所座名位次场大类种批年月天日岁倍]|小时|分钟)(?:以上|以下|以内)?)"
)
_CELL = r"(?:[≥≤><＞＜±]\s*)?\d[\d,，]*(?:\.\d+)?"
_ROW = re.compile(
    rf"(?P<label>\S.*?)[\s|]+(?P<unit>[^\s\d|]{{1,12}})[\s|]+(?P<cells>{_CELL}(?:[\s|]+{_CELL})*)\s*"
)
"""A row of a table: what is measured, its unit, and numbers."""
_ROW_CHARS = 300
_DATE = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?(?:\s*[-—–~～至]\s*(?:\d{1,2}\s*月)?\s*\d{1,2}\s*日)?"
    r"|\d{4}\s*年\s*\d{1,2}\s*月|\d{1,2}\s*月\s*\d{1,2}\s*日(?:\s*[-—–~～至]\s*(?:\d{1,2}\s*月)?\s*\d{1,2}\s*日)?"
    r"|\d{4}\s*年(?:底|初|末)?|(?:今年|去年|明年)\s*\d{1,2}\s*月|\d{1,2}\s*月\s*\d{1,2}(?=日)|\d{1,2}\s*日"
    r"|[“\"]?十[三四五六]五[”\"]?(?:时期|期间)?"
)
_PLACE_NAME = r"[^，。；、：“”《》（）()]{1,20}?(?:省|市|区|县|镇|乡|村|街道|街|路|园|中心|馆|港|城|湖|山|国|州|岛|基地|厅|大学|广场|酒店|[东西南北中]部)"
_PLACE = re.compile(
    rf"(?:在|位于|坐落于|落户|地处|选址|前往|赴|设在|设于)({_PLACE_NAME})(?=举|召开|开幕|拉开|建|设立|成立|打造|落户|落地|亮相|揭牌|签约|启动|，|。|；|、|$)"
)
_DEEDS = tuple(
    """
    主办 承办 协办 举办 建设 共建 合作 投资 开发 运营 组建 组成 发布 制定 负责 牵头 实施 主持 提供 印发 管理 成立 创办 创建
    """.split()
)
_DEED = re.compile(rf"(?:共同|联合|负责|合作|{'|'.join(_DEEDS)}|、)+")
_AGENT = re.compile(rf"由([^，。；：]{{2,60}}?)(?=(?:共同|联合|负责|合作)*(?:{'|'.join(_DEEDS)}))")
_SPEECH = re.compile(
    r"谁.{0,6}(说|表示|认为|介绍|指出|提出|透露|讲)|(说|表示|认为|介绍|指出|提出|透露)的?(人)?是谁|\bwho (said|says|pointed|argued|told)",
    re.I,
)
_QUESTION_WORD = re.compile(
    r"多少|多[大长高远宽重久]|几|百分之几|什么时[候间]|何时|哪[一]?[年天日月里儿]|何[处地]|谁|哪[一]?[位家个]|\b(?:how|when|where|who|which|what)\b",
    re.I,
)
_NEAR = 40.0  # characters, weighted, within which a value belongs to the words
_AS_NEAR = 1.5  # of values about as near, the first
_FAR = 60
_LIKELY = 0.5  # weight from which a translation is taken for the word itself
_SPEAKER = re.compile(
    r"(?:^|[，。”；])([^，。；：“”]{2,40}?)(?=(?:在[^，。]{2,20})?(?:表示|介绍|认为|指出|提出|说|称|告诉|透露)[，：,:“记道]?)"
)
_UNIT_OF = (
    (
        re.compile(
            r"百分|占比|比例|比重|[增达降覆盖化利]率|几成|\bpercent|\bshare\b|\bproportion|\brate\b", re.I
        ),
        r"%|％|百分",
    ),
    (re.compile(r"面积|占地|\barea\b", re.I), r"平方公里|平方米|平方千米|公顷|亩"),
    (re.compile(r"多长时间|多久|几年|几天|多少[年天]|\bhow long\b", re.I), r"年|月|天|日|小时|分钟"),
    (re.compile(r"多长|多远|里程|长度|\bhow far\b|\blength\b", re.I), r"公里|千米|米"),
    (
        re.compile(
            r"多少钱|生产总值|经济总量|gdp|投资|资金|金额|产值|营收|收入|补助|补贴|奖励|票价|价格|总额|\bmoney\b|\binvest|\bcosts?\b|\bprice|\bbudget|\brevenue|\breward|\bsubsid",
            re.I,
        ),
        r"元",
    ),
    (re.compile(r"企业数|\bcompan(?:y|ies)\b|\benterprises?\b|\bfirms?\b|\bexhibitors?\b", re.I), r"家|户"),
    (
        re.compile(r"\bhow many\b(?! (?:people|hectares|kilomet|square|yuan|years|days))", re.I),
        r"个|家|户|项|所|条|座|位|名|人|场|次|届|种|批",
    ),
    (re.compile(r"人口|\bpeople\b|\bpopulation\b", re.I), r"人|位|名|万"),
)
_MEASURE_WORD = re.compile(
    r"(?:多少|几)(?:个|万|亿)*(亿?美元|[亿万]?元|平方公里|公里|个月|小时|周?岁|亩|家|户|条|项|所|座|名|位|人|次|场|辆|件|头|套|年|天|类|种|批|个)"
)
_SAME_UNIT = ("家户个", "名位人个", "条项个", "所座家个", "次场届", "类种大", "年", "天日")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it stands in a sentence: `[start, end)` in characters of the sentence."""

    text: str
    start: int
    end: int


def find_values(query: Query, sentence: str) -> list[Value]:
    """All values in a sentence of the kind and unit that the query asks for, in order."""
    return list(_find(query, sentence))


def short_answer(query: Query, sentence: str, concepts: Sequence[Concept]) -> str | None:
    """The value that is asked for: of those in the sentence the one that belongs to the query's words.

    The word beside the question word (规划面积 in 双湖科技园规划面积多大) counts most. None where no value
    stands near enough to it to be sure.
    """
    values = find_values(query, sentence)
    if not values:
        return None
    if len(values) > 1 and _row(sentence):
        return None  # which column is asked for stands in the header
    places = [
        (at, weight) for form, weight in _weighted(query, concepts) for at in _occurrences(sentence, form)
    ]
    if len(values) == 1 or not places:
        return values[0].text if len(values) == 1 else None
    nearest = min(_distance(value, places) for value in values)
    if nearest > _NEAR:
        return None
    return next(value.text for value in values if _distance(value, places) <= nearest + _AS_NEAR)


def _weighted(query: Query, concepts: Sequence[Concept]) -> list[tuple[str, int]]:
    """The forms of each concept with their weight: the concept nearest to the question word counts threefold."""
    asked = _QUESTION_WORD.search(query.standalone)
    text = query.standalone.lower()
    gaps = {}
    for concept in concepts:
        at = text.find(concept.text)
        if asked and at >= 0:
            gaps[concept.text] = min(abs(asked.start() - at - len(concept.text)), abs(at - asked.end()))
    nearest = min(gaps.values(), default=0)
    return [
        (alternative.form, 3 if gaps.get(concept.text) == nearest else 1)
        for concept in concepts
        for alternative in concept.alternatives
        if alternative.weight >= _LIKELY
    ]


def _find(query: Query, sentence: str) -> Iterator[Value]:
    match query.kind:
        case Kind.QUANTITY:
            yield from _quantities(query, sentence)
        case Kind.DATE:
            for value in _matches(_DATE, sentence):
                if re.search(_date_part(query.standalone), value.text):
                    yield value
        case Kind.PLACE:
            yield from _matches(_PLACE, sentence, group=1)
        case Kind.NAME:
            yield from _agents(query, sentence)
        case _:
            return


def _agents(query: Query, sentence: str) -> Iterator[Value]:
    """Who does what is asked about: 由 X 主办 where the question has 主办; X 表示 where it asks who said so."""
    for match_ in _AGENT.finditer(sentence):
        deed = _DEED.match(sentence, match_.end(1))
        if deed and any(verb in query.standalone for verb in _DEEDS if verb in deed.group()):
            yield Value(match_.group(1), match_.start(1), match_.end(1))
    if _SPEECH.search(query.standalone):
        yield from _matches(_SPEAKER, sentence, group=1)


def _quantities(query: Query, sentence: str) -> Iterator[Value]:
    units = _units(query.standalone)
    if row := _row(sentence):
        if re.search(units, row["unit"]):
            for cell in re.finditer(_CELL, row["cells"]):
                yield Value(cell.group(), row.start("cells") + cell.start(), row.start("cells") + cell.end())
        return
    found = [*_matches(_QUANTITY, sentence), *_matches(_COUNT, sentence)]
    wanted = [value for value in found if re.search(units, value.text)]
    if asked := _MEASURE_WORD.search(query.standalone):
        wanted = [value for value in wanted if asked.group(1) in value.text] or wanted
    for value in sorted(wanted if units else found, key=lambda value: value.start):
        before = sentence[max(value.start - 1, 0) : value.start]
        is_year = re.fullmatch(r"\s*(19|20)\d\d\s*年?", value.text)
        is_name = before.isascii() and before.isalpha()  # S11, IPv6
        if not is_name and not is_year:
            yield value


def _row(sentence: str) -> re.Match[str] | None:
    return _ROW.fullmatch(sentence) if len(sentence) <= _ROW_CHARS else None


def _date_part(question: str) -> str:
    """A pattern of what a date must hold: the year, month or day that the question asks for."""
    if re.search(r"哪一?年|\b(?:what|which) year\b", question, re.I):
        return "年|五"
    return "日" if re.search(r"哪一?[天日]|几号|\b(?:what|which) (?:date|day)\b", question, re.I) else ""


def _units(question: str) -> str:
    """A pattern of the units that the question asks for, by its measure word or by what is measured."""
    if asked := _MEASURE_WORD.search(question):
        word = asked.group(1)
        if word.endswith("元"):
            return "元"
        if len(word) == 1 and word != "个":
            return "|".join(next((units for units in _SAME_UNIT if word in units), word))
        if word != "个":
            return word
    return next((units for pattern, units in _UNIT_OF if pattern.search(question)), "")


def _matches(pattern: re.Pattern[str], sentence: str, group: int = 0) -> Iterator[Value]:
    for match_ in pattern.finditer(sentence):
        text = match_.group(group)
        stripped = text.strip(" ，,的")
        if stripped:
            start = match_.start(group) + text.index(stripped)
            yield Value(stripped, start, start + len(stripped))


def _occurrences(sentence: str, word: str) -> Iterator[int]:
    folded = sentence.lower()
    at = folded.find(word)
    while at >= 0:
        yield at + len(word) // 2
        at = folded.find(word, at + 1)


def _distance(value: Value, places: Sequence[tuple[int, int]]) -> float:
    """How far a value stands from weighted words: what follows a word is nearer than what precedes it."""
    total = 0.0
    for place, weight in places:
        gap = value.start - place if value.start >= place else 1.5 * (place - value.end)
        total += weight * min(max(gap, 0), _FAR)
    return total / sum(weight for _, weight in places)
