"""Dates and times as sentences tell them."""

import re
from functools import lru_cache

from corpus.document import Span

_REIGNS = "建元 元狩 建安 黄初 太康 永嘉 太元 义熙 永明 天监 开皇 大业 武德 永徽 显庆 垂拱 神龙 大历 贞元 元和 太和 会昌 大中 咸通 乾符 建隆 开宝 太平兴国 雍熙 淳化 景德 大中祥符 天圣 庆历 皇祐 嘉祐 熙宁 元丰 元祐 绍圣 崇宁 政和 宣和 靖康 建炎 绍兴 乾道 淳熙 庆元 嘉定 宝祐 中统 至元 大德 至大 延祐 至正 建文 正统 景泰 天顺 隆庆 弘光 贞观 开元 天宝 洪武 永乐 宣德 成化 弘治 正德 嘉靖 万历 天启 崇祯 顺治 康熙 雍正 乾隆 嘉庆 道光 咸丰 同治 光绪 宣统 明治 大正 昭和 平成 令和".split()
_NUMERAL = "[〇零一二三四五六七八九十廿]"
_PART_OF_MONTH = "[上中下]旬|[底初末份]"
_DATE = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?(?:\s*[-—–~～至]\s*(?:\d{1,2}\s*月)?\s*\d{1,2}\s*日)?"
    rf"|\d{{4}}\s*年\s*\d{{1,2}}\s*月(?:{_PART_OF_MONTH})?|\d{{1,2}}\s*月\s*\d{{1,2}}\s*日(?:\s*[-—–~～至]\s*(?:\d{{1,2}}\s*月)?\s*\d{{1,2}}\s*日)?"
    rf"|\d{{1,2}}\s*月(?:{_PART_OF_MONTH})|\d{{2,4}}\s*年代"
    r"|(?:公元前?)?\d{2,4}\s*年(?:底|初|末|代)?|(?:今年|去年|明年)\s*\d{1,2}\s*月|\d{1,2}\s*月\s*\d{1,2}(?=日)|\d{1,2}\s*(?:日(?!\s*(?:以?[内后前]|之[内后前]|起[内后]))|月(?!之))"
    r"|[“\"]?十[三四五六]五[”\"]?(?:时期|期间)?"
    rf"|{_NUMERAL}{{4}}年(?:{_NUMERAL}{{1,3}}月(?:{_NUMERAL}{{1,3}}[日号])?)?"
    rf"|(?<!{_NUMERAL})[正冬腊一二三四五六七八九十]{{1,2}}月(?:{_NUMERAL}{{1,3}}[日号]|初{_NUMERAL}|{_PART_OF_MONTH})?(?:至[正冬腊一二三四五六七八九十]{{1,2}}月(?:{_NUMERAL}{{1,3}}[日号])?)?"
    r"|(?:公元前?)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})世纪(?:\d{2}年代|初|末|中叶|[中前后]期)?"
    rf"|(?:民国|{'|'.join(_REIGNS)})(?:元|{_NUMERAL}{{1,3}}|\d{{1,3}})?年(?:间)?"
    r"|(?:春秋|战国|三国|南北朝|五代|[西东]汉|[西东]晋|[北南]宋|[秦汉隋唐宋元明清][代朝初末])(?:时期|时代|初年|末年)?"
    r"|(?:新|旧)石器时代|[一-龥]罗纪|白垩纪|每年?(?:年[初底末中]|[上下]半年)|[今去明当本次]?年[初底末](?![㐀-鿿]?[余超])|每?(?:周|星期|礼拜)[一二三四五六日天末]|[春夏秋冬][季天]|每?(?:年|个)?第[一二三四]季度|(?<![\d.])\d{1,2}·\d{1,2}(?![\d.])|元旦|春节|清明|端午|中秋|国庆|除夕|重阳|圣诞"
    r"|(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上)\s*\d{1,2}\s*[时点](?:半|\d{1,2}\s*分)?|\d{1,2}[:：]\d{2}(?!\d)"
)


@lru_cache(maxsize=2048)
def dates_in(sentence: str) -> tuple[Span, ...]:
    """`[start, end)` of all dates and times in a sentence, in order."""
    return tuple(found.span() for found in _DATE.finditer(sentence))


def date_part(question: str) -> str:
    """A pattern of what a date must hold: the year, month or day that the question asks for."""
    if re.search(r"哪一?年|\b(?:what|which) year\b", question, re.I):
        return "年|五"
    if re.search(r"哪一?月|几月", question):
        return "月"
    return "日|·" if re.search(r"哪一?[天日]|几号|\b(?:what|which) (?:date|day)\b", question, re.I) else ""
