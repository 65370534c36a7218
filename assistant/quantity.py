"""Numbers with their units in a sentence, and the units that a question asks for."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import rjieba

_APPROXIMATELY = r"(?:不低于|不少于|不超过|大约|约|近|超过|超|突破|≥|≤|>|<|＞|＜|±)?\s*"
_DIGITS = r"(?:(?:\d+亿)?\d+万\d{3,4}(?!\d)|\d[\d,，]*(?:\.\d+)?(?:\s*[-—–~～至]\s*\d[\d,]*(?:\.\d+)?)?)"
_HAN_DIGITS = r"[〇零一二两三四五六七八九十百千]+(?:[万亿][〇零一二两三四五六七八九十百千]*)?"
_SCALE = r"\s*(?:[十百千万亿]+)?\s*(?:余|多)?\s*"
_UNITS = (
    r"平方公里|km2|km²|平方米/人|㎡|m2|m²|hm2|平方米|平米|万平|平方千米|立方米|公里|千米|公顷|亩|米|万元|亿元|亿美元|美元|欧元|英镑|日元|元|镑|铢|卢比|卢布|法郎|马克|比索|里拉|银两|挪威克朗|瑞典克朗|丹麦克朗|克朗|韩元|兰特|泰铢|澳元|加元|港元|新元|光年|海里|英里|英尺|英寸|公尺|平方英里|英亩|%|％|个百分点|倍|千伏|吨|亿吨|Gbps|kHz|MW|"
    r"公分|厘米|毫米|公斤|千克|磅|岁|层|度|个|家|户|条|项|所|座|名|位|人|次|场|辆|节|列|艘|架|部|首|枚|颗|株|棵|头|匹|分|秒|件|套|年|个月|月|天|日|小时|分钟|级|类|种|批|届|轨|高|快|市|县|区|只|台|张|篇|本|平"
    r"|册|卷|集|季|期|页|章|节|对|双|间|栋|幢|支|组|队|班|趟|回|轮|口|斤|克|升|毫升|千瓦|瓦|马力|像素|步|票|字|幅|粒|块|片|根|把|副|扇|封|桌|床|杯|瓶|袋|箱|桶"
    r"|个工作日|个自然日|工作日|自然日|周岁|周年|个小时|个季度|季度|周|星期|个星期|学分|℃|°C|摄氏度|公克|毫克|微克|立方厘米"
)
_SYMBOLS = "ng|μg|µg|ug|mg|kg|g|nL|μL|µL|mL|ml|L|nm|μm|µm|mm|cm|dm|km|m|ms|s|min|h|d|Hz|MHz|GHz|kW|kWh|W|V|mV|kV|mA|Pa|kPa|MPa|kJ|mol|mmol|ppm|rpm|lx"
_SYMBOL = rf"(?:{'|'.join(sorted(_SYMBOLS.split('|'), key=len, reverse=True))})(?:[/·](?:{'|'.join(sorted(_SYMBOLS.split('|'), key=len, reverse=True))}))?(?![A-Za-z])"
"""Units as papers write them: mg/kg."""
_LONGEST_FIRST = "|".join(sorted(_UNITS.split("|"), key=len, reverse=True))
_UNIT_NAMES = frozenset(_LONGEST_FIRST.split("|"))
_QUANTITY = re.compile(
    rf"{_APPROXIMATELY}{_DIGITS}{_SCALE}(?:{_LONGEST_FIRST}|{_SYMBOL})?(?:\s*以[上下内]|左右|(?<=日)内)?"
)
_RATIO = re.compile(r"\d+(?:\.\d+)?\s*[∶:：]\s*\d+(?:\.\d+)?(?![\d日])")
_ASKS_RATIO = re.compile(r"股[份权比]?|配比|比例|几比几|\bratio\b|\bshares?\b|\bstakes?\b", re.I)
_BY = re.compile(r"\d[\d.]*\s*米\s*[×xX*]\s*\d[\d.]*\s*米")
"""A ground by its sides."""
_COUNT = re.compile(
    rf"(?<![第唯一二三四五六七八九十])(?!零部|零件)(?![一两][个家户条项所座名位次场大类种批期])(?:百分之{_HAN_DIGITS}|{_HAN_DIGITS}[余多]?(?:个月|周岁|周年|[万亿]?(?:余|多)?(?:元|镑|铢|卢比|卢布|法郎|马克|比索|里拉)|平方[公]?[里米]|公里|光年|海里|英里|英尺|英寸|公尺|英亩|"
    r"个工作日|个自然日|工作日|自然日|(?<=亿)级|[个家户条项所座名位次场大类种批年月天日岁倍米吨册卷集季期页章节对双间栋幢层支组队班趟轮部首篇本张台辆艘架只斤克升周]|人(?![民口员才们类物生均大士家力工])|公斤|小时|分钟|亩|公顷|[厘毫]米|千克|头|匹|棵|株|根)(?:以上|以下|以?内)?)"
    r"|(?:(?<=限)|(?<=限.)|(?<=最多)|(?<=最多.)|(?<=不超过))一[个家户条项所座名位次场套间只辆]"
)
_PEOPLE = re.compile(
    r"(?:人口|人数)(?:总数|总量)?(?:达到?|为|有|约|超过?|突破)*\s*(?P<number>\d[\d,，]*\d)(?![\d.]|\s*[㐀-鿿%％])"
)
"""How many people, without a unit: 人口911,534."""
_TWO = re.compile(r"两[个家户条项所座名位次场大类种批部支组]")
"""Mostly said of two things that need not be counted: a number only where a count of them is asked for."""
_CELL = r"(?:[≥≤><＞＜±]\s*)?\d[\d,，]*(?:\.\d+)?"
_ROW = re.compile(
    rf"(?P<label>\S.*?)[\s|]+(?P<unit>[^\s\d|]{{1,12}})[\s|]+(?P<cells>{_CELL}(?:[\s|]+{_CELL})*)\s*"
)
"""A row of a table: what is measured, its unit, and numbers."""
_ROW_CHARS = 300
_UP_TO = re.compile(r"以上|至|到")
_NAMED = re.compile(r"[号路线版期层楼届]")
"""What makes a number part of a name when it follows it without a unit: 10号线."""

_DIGIT = re.compile(r"[\d〇零一二两三四五六七八九十百千]")
_TIME = re.compile(r"[年月日天届期]$")
_TIMES = re.compile(r"[年月天日时周]|季度")
_DURATION = re.compile(r"(?:工作日|自然日|个月|小时|季度|星期)(?:以?内|以上|以下)?$")
_LENGTHS = r"(?<!平方)(?<!立方)(?<!平方公)(?<!平方千)(?:公里|千米|米|公尺|英尺|[海英]里|光年|(?<=[\d\s])(?:[kcdmnμµ]?m)$)(?!/)"
_MASSES = r"吨|克|斤|磅|(?<=[\d\s])[kmnμµu]?g$"
_DURATIONS = r"年|个月|天|日|星期|周(?!年)|小时|分|秒|(?<=[\d\s])(?:d|h|min|m?s)$"
"""How long something takes; 5月 is a month of a year."""
_GROUNDS = r"平方公里|平方米|平米|平方千米|平方英里|公顷|亩|[kh]?m[2²]|㎡|米\s*[×xX*]\s*\d"
MONEY = r"元|镑|铢|卢比|卢布|法郎|马克|比索|里拉|银两|克朗|兰特"
_UNIT_OF = (
    (
        re.compile(
            r"百分|占比|占(?![地用有据]|了?多少(?:土)?地)[㐀-鿿]{1,16}?(?:多少|几)(?![㐀-鿿]?[亩平])|比例|比重|率(?![先领队真])|几成|增幅|增速|(?:增长|上升|下降|下滑)了?(?:多少|几)(?![㐀-鿿])|\bpercent|\bshare\b|\bproportion|\brate\b",
            re.I,
        ),
        r"%|％|百分",
    ),
    (
        re.compile(
            r"面积|占地|占[了用]?多少(?:土)?地|\b(?:what|the|planned|total|floor|land|whole|its|their) area\b|\barea (?:of|does|is|was)\b|\bhow much (?:land|space)\b",
            re.I,
        ),
        _GROUNDS,
    ),
    (re.compile(r"\bhow long (?:is|are|was|were)\b(?! it\b)", re.I), rf"{_LENGTHS}|{_DURATIONS}"),
    (re.compile(r"多长时间|多少时间|多久|几年|几天|多少[年天]|\bhow (?:long|soon)\b", re.I), _DURATIONS),
    (re.compile(r"多远|\bhow far\b", re.I), rf"{_LENGTHS}|小时|分钟|里$"),
    (re.compile(r"多长|里程|长度|[全总]长|\blength\b", re.I), _LENGTHS),
    (
        re.compile(
            r"多少钱|面[值额]|[单售]价|[罚赔补付交缴花奖]多少|罚款|生产总值|经济总量|gdp|投资|资金|金额|产值|营收|收入|补助|补贴|奖励|票价|价格|总额|[务用经].?费|学费|运费|薪|工资|预算|成本|[房月年]?租金|注册资[本金]|成交额|交易额|销售额|奖金|押金|定金|门票|车票|机票|税收|利润|贡献|贷款|\bmoney\b|\bcash\b|\bloans?\b|\bgrants?\b|\bfunding\b|\binvest|\bcosts?\b|\bprice|\bbudget|\brevenue|\breward|\bsubsid|\bfines?\b|\bpenalt|\brent\b|\bfees?\b|\bfares?\b|\bsalary\b|\bprofit|\btax",
            re.I,
        ),
        MONEY,
    ),
    (re.compile(r"企业数|\bcompan(?:y|ies)\b|\benterprises?\b|\bfirms?\b|\bexhibitors?\b", re.I), r"家|户"),
    (re.compile(r"\bhow many hours?\b", re.I), r"小时"),
    (re.compile(r"\bhow many minutes?\b", re.I), r"分钟"),
    (re.compile(r"\bhow many months?\b", re.I), r"个?月"),
    (re.compile(r"\bhow many weeks?\b", re.I), r"周|星期"),
    (re.compile(r"\bhow many (?:\w+ )?days?\b", re.I), r"天|日"),
    (re.compile(r"\bhow many years?\b", re.I), r"年"),
    (re.compile(r"\bhow many (?:kilomet(?:er|re)s|km)\b", re.I), _LENGTHS),
    (re.compile(r"\bhow many (?:mu|hectares|square)\b", re.I), r"亩|公顷|平方"),
    (re.compile(r"\bhow many (?:tons|tonnes)\b", re.I), r"吨"),
    (
        re.compile(r"\bhow many\b(?! (?:people|hectares|kilomet|square|yuan|years|days))", re.I),
        r"个|家|户|项|所|条|座|位|名|人|场|次|届|种|批|余",
    ),
    (re.compile(r"(?:今年|现年)多大|多大(?:年纪|岁数|了$)|年龄|几岁|\bhow old\b|\bage\b", re.I), r"岁"),
    (re.compile(r"多[高深宽厚]|\bhow (?:tall|high|deep|wide)\b", re.I), rf"{_LENGTHS}|层|公分"),
    (re.compile(r"多重|重量|\bhow heavy\b|\bweight\b", re.I), _MASSES),
    (
        re.compile(r"温度|气温|水温|多[热冷]|多少度|几度|\btemperature\b|\bhow (?:hot|cold)\b", re.I),
        r"度|℃|°C",
    ),
    (re.compile(r"人口|\bpeople\b|\bpopulation\b", re.I), r"(?<![/均])人|位|名|[万亿][余多]?$"),
)
_HOW_LARGE = re.compile(
    r"(?:整个|全[市县区省国园镇]|一共|总共|到底|究竟)?有?多大(?:的?面积|一?块地|地方)?[？?。\s]*$"
)
_GROUND = re.compile(_GROUNDS)
"""Of what is large or small, and has a ground, that is asked for first."""
_ABOVE_SEA = re.compile(r"海拔[㐀-鿿]{0,4}$")
_MEASURE_WORD = re.compile(
    r"(?:多少|几)(?:(?:个(?=[万亿月工自小季星]))?[万亿]*)(亿?美[元金]|工作日|自然日|[亿万]?元|平方公里|平方米|立方米|公里|公顷|公斤|个月|小时|分钟|周?岁|周年|马力|像素"
    r"|人(?!口)|[亩家户条项所座名位次场辆节列艘架部首枚件头套年天类种批分个册卷集季期页章对双间栋幢层支组队班趟轮届级只张篇本台])"
)
_HOW_MANY = re.compile(r"(?:多少|几)(?:千|百|万|亿)*")
_THINGS = r"个|家|户|项|所|座|名|位|人|种|类|条|处|大|件|余|多|次|场|届|批"
_SAME_UNIT = (
    "家户个余", "名位人个余", "条项个", "所座家个余", "次场届轮", "类种大", "年", "天日", "节辆列个余", "间个", "栋幢座个", "只头个",
    "支个家", "册卷本部", "部集季", "层",
)  # fmt: skip
_AS_SYMBOL = {
    "天": "d", "日": "d", "小时": "h", "分钟": "min", "秒": "s", "毫升": "mL", "升": "L", "米": "m", "厘米": "cm", "毫米": "mm", "公里": "km",
    "公斤": "kg", "千克": "kg", "克": "g", "毫克": "mg", "度": "°C", "瓦": "W", "千瓦": "kW", "伏": "V",
}  # fmt: skip
_STUFF = rf"{_MASSES}|升|[mμµ]?L|mg/|g/|mol"
"""What is measured of stuff: nothing else tells a thing that is counted from one that is weighed."""


def quantities(question: str, sentence: str) -> Iterator[tuple[int, int]]:
    """`[start, end)` of each number in a sentence with its unit, of the units that the question asks for."""
    units = _units_asked(question)
    if match := row(sentence):
        if not units or units.search(match["unit"]):
            at = match.start("cells")
            yield from ((at + cell.start(), at + cell.end()) for cell in re.finditer(_CELL, match["cells"]))
        return
    numbers = _numbers(sentence)
    if _ASKS_RATIO.search(question):
        yield from _spans(_RATIO, sentence)
    if _MEASURE_WORD.search(question):
        numbers = (*numbers, *((span, sentence[slice(*span)]) for span in _spans(_TWO, sentence)))
    found = [span for span, text in numbers if not _TIME.search(text)]
    if units:
        found = [span for span, text in numbers if units.search(text)]
        if units.search("人"):
            found += [match.span("number") for match in _PEOPLE.finditer(sentence)]
        if not _TIMES.search(units.pattern):  # 三个工作日 has no 个 of its own
            found = [span for span in found if not _DURATION.search(sentence[slice(*span)])]
        if (asked := _MEASURE_WORD.search(question)) and asked.group(
            1
        ) != "个":  # 个 counts what other words do
            found = [span for span in found if asked.group(1) in sentence[slice(*span)]] or found
    if _HOW_LARGE.search(question) and not units:
        found = [span for span in found if _GROUND.search(sentence[slice(*span)])] or found
    if "长" in question and "海拔" not in question:
        found = [span for span in found if not _ABOVE_SEA.search(sentence[: span[0]])]
    yield from (span for span in sorted(set(found)) if not _is_part_of_a_name(sentence, *span))


@lru_cache(maxsize=2048)
def _numbers(sentence: str) -> tuple[tuple[tuple[int, int], str], ...]:
    """`[start, end)` of each number with its unit, and its text, in order. A sentence is read for question after question."""
    if not _DIGIT.search(sentence):
        return ()
    grounds = list(_spans(_BY, sentence))
    spans = [span for pattern in (_QUANTITY, _COUNT) for span in _spans(pattern, sentence)]
    spans = [span for span in spans if not any(a < span[1] and span[0] < b for a, b in grounds)] + grounds
    return tuple((span, sentence[slice(*span)]) for span in sorted(_ranges(sentence, spans)))


def _ranges(sentence: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with two as one where they are the ends of a range: 五十元以上两百元以下."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        between = sentence[joined[-1][1] : start] if joined else ""
        is_open = bool(joined) and sentence[slice(*joined[-1])].endswith("以上")
        if joined and start >= joined[-1][1] and (_UP_TO.fullmatch(between) or (is_open and not between)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def row(sentence: str) -> re.Match[str] | None:
    """The sentence as a row of a table, with the groups `label`, `unit` and `cells`; None if it is none."""
    return _ROW.fullmatch(sentence) if len(sentence) <= _ROW_CHARS else None


@lru_cache(maxsize=512)
def units_of(question: str) -> str:
    """A pattern of the units that the question asks for, by its measure word or by what is measured."""
    if asked := _MEASURE_WORD.search(question):
        word = asked.group(1)
        if word.endswith(("元", "美金")):
            return MONEY
        if word == "个":
            return _THINGS
        same = (
            "|".join(next((units for units in _SAME_UNIT if word in units), word)) if len(word) == 1 else word
        )
        symbol = _AS_SYMBOL.get(word)
        return rf"{same}|(?<=[\d\s]){symbol}$" if symbol else same
    measured = _measured(question)
    if measured and measured != _THINGS:
        return measured
    return next(
        (units for pattern, units in _UNIT_OF if pattern.search(question)),
        f"{_THINGS}|{_STUFF}" if measured else "",
    )


@lru_cache(maxsize=512)
def _units_asked(question: str) -> re.Pattern[str] | None:
    pattern = units_of(question)
    return re.compile(pattern) if pattern else None


def is_unit(word: str) -> bool:
    """Whether a word is a unit: 亿元, 平方米."""
    return word in _UNIT_NAMES


def _measured(question: str) -> str:
    """The units of a measure word that is not in our list, 层 in 有多少层, or of what is counted without one."""
    asked = _HOW_MANY.search(question)
    if not asked:
        return ""
    word, tag = next(iter(rjieba.tag(question[asked.end() : asked.end() + 4])), ("", ""))
    if tag == "q" and len(word) == 1:
        return re.escape(word)
    return _THINGS if tag in ("n", "nz") else ""


def _is_part_of_a_name(sentence: str, start: int, end: int) -> bool:
    """A year, S11, 10号线, or a year before a word that happens to begin like a unit."""
    text = sentence[start:end]
    before = sentence[max(start - 1, 0) : start]
    is_day = before == "月" and re.fullmatch(r"\s*\d+\s*日", text)  # 5月12日
    is_year = re.fullmatch(r"\s*(1\d|20)\d\d\s*(?:[-—–~～至]\s*\d{2,4}\s*)?年?", text)
    is_named_year = re.fullmatch(r"\s*(19|20)\d\d\s*[天届]", text)
    is_bare = text[-1:].isdigit()
    return bool(
        (before.isascii() and before.isalpha())
        or is_year
        or is_day
        or is_named_year
        or (is_bare and _NAMED.match(sentence, end))
    )


def _spans(pattern: re.Pattern[str], sentence: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(sentence):
        stripped = match.group().strip(" ，,的")
        if stripped:
            start = match.start() + match.group().index(stripped)
            yield start, start + len(stripped)
