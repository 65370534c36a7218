"""The number, date, place or name that a question asks for, found in a sentence that answers it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.records import Kind, Query

_APPROXIMATELY = r"(?:不低于|不少于|不超过|大约|约|近|超过|超|突破|达到|达|≥|≤|>|<|＞|＜|±)?\s*"
_DIGITS = r"\d[\d,，]*(?:\.\d+)?(?:\s*[-—–~～至]\s*\d[\d,]*(?:\.\d+)?)?"
_HAN_DIGITS = r"[〇零一二两三四五六七八九十百千]+"
_SCALE = r"\s*(?:[十百千万亿]+)?\s*(?:余|多)?\s*"
_UNITS = (
    r"平方公里|平方米/人|平方米|平方千米|立方米|公里|千米|公顷|亩|米|万元|亿元|亿美元|美元|元|%|％|个百分点|倍|千伏|吨|亿吨|Gbps|kHz|MW|"
    r"个|家|户|条|项|所|座|名|位|人|次|场|辆|件|头|套|年|个月|月|天|日|小时|分钟|级|类|种|批|届|轨|高|快|市|县|区|只|台|张|篇|本|平"
)
_QUANTITY = re.compile(rf"{_APPROXIMATELY}{_DIGITS}{_SCALE}(?:{_UNITS})?(?:\s*以上|左右)?")
_COUNT = re.compile(rf"(?<![一-鿿第]){_HAN_DIGITS}(?:个|家|户|条|项|所|座|名|位|次|场|大|类|种|批)")
_DATE = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?(?:\s*[-—–~～至]\s*(?:\d{1,2}\s*月)?\s*\d{1,2}\s*日)?"
    r"|\d{4}\s*年\s*\d{1,2}\s*月|\d{1,2}\s*月\s*\d{1,2}\s*日(?:\s*[-—–~～至]\s*(?:\d{1,2}\s*月)?\s*\d{1,2}\s*日)?"
    r"|\d{4}\s*年(?:底|初|末)?|(?:今年|去年|明年)\s*\d{1,2}\s*月|\d{1,2}\s*月\s*\d{1,2}(?=日)|\d{1,2}\s*日"
    r"|[“\"]?十[三四五六]五[”\"]?(?:时期|期间)?"
)
_PLACE = re.compile(
    r"(?:在|位于|坐落于|落户|地处|选址|前往|赴|设在|设于)([^，。；、：“”《》]{2,24}?)"
    r"(?=举办|举行|召开|开幕|举|拉开|建立|设立|成立|建设|打造|落户|落地|亮相|揭牌|签约|启动|见到|，|。|；|$)"
)
_AGENT = re.compile(r"由([^，。；：]{2,60}?)(?=(?:共同|联合|负责|合作)*(?:主办|承办|协办|举办|建设|共建|合作|投资|开发|运营|组建|组成|发布|制定|负责|牵头|实施|主持|提供|印发|管理|成立))")
_SPEAKER = re.compile(r"(?:^|[，。”；])([^，。；：“”]{2,40}?)(?=(?:在[^，。]{2,20})?(?:表示|介绍|认为|指出|提出|说|称|告诉|透露)[，：,:“记道]?)")
_UNIT_OF = (
    (re.compile(r"百分|占比|比例|比重|[增达降覆盖化利]率|几成|\bpercent|\bshare\b|\bproportion|\brate\b", re.I), r"%|％|百分"),
    (re.compile(r"面积|占地|\barea\b", re.I), r"平方公里|平方米|平方千米|公顷|亩"),
    (re.compile(r"多长时间|多久|几年|几天|多少[年天]|\bhow long\b", re.I), r"年|月|天|日|小时|分钟"),
    (re.compile(r"多长|多远|里程|长度|\bhow far\b|\blength\b", re.I), r"公里|千米|米"),
    (re.compile(r"多少钱|投资|资金|金额|产值|营收|收入|补助|补贴|奖励|票价|价格|总额|\bmoney\b|\binvest|\bcosts?\b|\bprice|\bbudget|\brevenue|\breward|\bsubsid", re.I), r"元"),
    (re.compile(r"企业数|\bcompan(?:y|ies)\b|\benterprises?\b|\bfirms?\b|\bexhibitors?\b", re.I), r"家|户"),
    (re.compile(r"人口|\bpeople\b|\bpopulation\b", re.I), r"人|位|名|万"),
)
_MEASURE_WORD = re.compile(r"(?:多少|几)(?:个|万|亿)*(亿?美元|[亿万]?元|平方公里|公里|亩|家|户|条|项|所|座|名|位|人|次|场|辆|件|头|套|年|天|类|种|批|个)")
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


def short_answer(query: Query, sentence: str, words: Sequence[str]) -> str | None:
    """The value that is asked for: of those in the sentence the one nearest to the query's words."""
    values = find_values(query, sentence)
    if not values:
        return None
    places = [i for word in words if word for i in _occurrences(sentence, word)]
    if not places:
        return values[0].text if len(values) == 1 else None
    return min(values, key=lambda value: (_distance(value, places), value.start)).text


def _find(query: Query, sentence: str) -> Iterator[Value]:
    match query.kind:
        case Kind.QUANTITY:
            yield from _quantities(query, sentence)
        case Kind.DATE:
            yield from _matches(_DATE, sentence)
        case Kind.PLACE:
            yield from _matches(_PLACE, sentence, group=1)
        case Kind.NAME:
            agents = list(_matches(_AGENT, sentence, group=1))
            yield from agents or _matches(_SPEAKER, sentence, group=1)
        case _:
            return


def _quantities(query: Query, sentence: str) -> Iterator[Value]:
    units = _units(query.standalone)
    found = [*_matches(_QUANTITY, sentence), *_matches(_COUNT, sentence)]
    wanted = [value for value in found if re.search(units, value.text)]
    for value in sorted(wanted if units else found, key=lambda value: value.start):
        before = sentence[max(value.start - 1, 0) : value.start]
        is_year = re.fullmatch(r"\s*(19|20)\d\d\s*年?", value.text)
        is_name = before.isascii() and before.isalpha()  # S11, IPv6
        if not is_name and not (is_year and "年" not in query.standalone):
            yield value


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


def _distance(value: Value, places: Sequence[int]) -> float:
    """How far a value stands from the words: what follows a word is nearer than what precedes it."""
    total = 0.0
    for place in places:
        gap = value.start - place if value.start >= place else 1.5 * (place - value.end)
        total += min(max(gap, 0), 60)
    return total / len(places)
