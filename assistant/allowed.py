"""Of several values of a sentence those that the question allows: of its year, of a change, of an end, of the person whom it names."""

import re
from collections.abc import Sequence

from assistant.covered import fits
from assistant.names import people
from assistant.records import Kind, Query
from assistant.role import roles_asked
from assistant.value import Value

_ASKS_END = re.compile(
    r"结束|闭幕|收尾|截止|为止|终止|落幕|收官|[到至](?:哪一?[年天日月]|什么时候|几[月号点])|\b(?:ends?|ended|until|till|closes?|closed|deadline)\b",
    re.I,
)
_ASKS_BEGINNING = re.compile(
    r"开始|开幕|启动|起[？?]|从(?:哪一?[年天日月]|什么时候|几[月号点])|\b(?:starts?|started|begins?|began|since|opens?|opened)\b",
    re.I,
)
_ASKS_CHANGE = re.compile(
    r"[多少增减升降高低缩提长短快慢]了(?:多少|几)|比.{1,12}[多少增减]了?.{0,3}(?:多少|几)|(?:增加|减少|提高|下降|缩短)(?:多少|几)"
)
_CHANGED = re.compile(
    r"(?:增加|增长|增|多|减少|减|下降|降低|缩短|提高|上升|扩大|新增)了?(?:约|近|超过?)?\s*$"
)
_YEAR = re.compile(r"(?:19|20|21)\d\d年?")
_IN_ORDER = "分别"
_PAIR = 2
_UNTIL = re.compile(r"[至到—–-]\s*$")
_WHOSE = re.compile(r"(?<![和与跟同]谁)(?<![和与跟同])谁的([㐀-鿿]{2,4})")
_OF_WHOM = re.compile(r"(?:的|^)([㐀-鿿]{2,4})(?:是|叫)谁[？?\s]*$|谁是.{0,20}?([㐀-鿿]{2,4})[？?\s]*$")
_SAYS_LITTLE = frozenset("人者的最大是名字第一")
_SAME_ROLE = {"作者": "著写编撰", "领导人": "总主首", "主人": "归", "老板": "董总"}
"""Other characters that tell what somebody is."""
_BESIDE_NAME = 16  # characters around a name in which it is said what its bearer is


def allowed(query: Query, values: Sequence[Value], sentence: str) -> list[Value]:
    """The values of a sentence that can be what is asked for, in their order; all where nothing in it tells them apart."""
    question = query.standalone
    if told := _respectively(question, values, sentence):
        return [told]
    if query.kind is Kind.QUANTITY:
        return _of_year_asked(query, _of_change_asked(question, values, sentence), sentence)
    return _of_end_asked(question, values, sentence) if query.kind is Kind.DATE else list(values)


def is_related(question: str, value: Value, sentence: str) -> bool:
    """Whether a name stands beside what its bearer is to somebody or something, if that is asked for: 父亲, 作者, 冠军."""
    if whose := _WHOSE.search(question):
        return whose[1][-1] in sentence[value.end : value.end + len(whose[1]) + 1]
    asked = _OF_WHOM.search(question)
    role = (asked[1] or asked[2]) if asked and not roles_asked(question) else ""
    telling = {*role, *_SAME_ROLE.get(role[-3:], ""), *_SAME_ROLE.get(role[-2:], "")} - _SAYS_LITTLE
    around = sentence[max(value.start - _BESIDE_NAME, 0) : value.end + _BESIDE_NAME]
    return not telling or any(char in around for char in telling)


def _of_change_asked(question: str, values: Sequence[Value], sentence: str) -> list[Value]:
    """Where it is asked by how much something changed, the numbers that say that: 比上年增加81亿元."""
    if not _ASKS_CHANGE.search(question):
        return list(values)
    return [value for value in values if _CHANGED.search(sentence[: value.start])] or list(values)


def _of_year_asked(query: Query, values: Sequence[Value], sentence: str) -> list[Value]:
    """The numbers of the years that are asked for: 从2020年的3.68万亿元增长到2025年的4.93万亿元. All where no year stands before any."""
    if not query.times or len(values) == 1:
        return list(values)
    own = [value for value in values if fits(query, _last_year(sentence[: value.start]))]
    other = [value for value in values if fits(query, _last_year(sentence[: value.start])) is False]
    return own if own and other else list(values)


def _last_year(before: str) -> str:
    """The last year that is named; empty if none is."""
    return next(iter(reversed(_YEAR.findall(before))), "")


def _respectively(question: str, values: Sequence[Value], sentence: str) -> Value | None:
    """Of what a sentence tells of several people in their order the one of the person whom a question names: 甲和乙分别讲了丙与丁."""
    if _IN_ORDER not in sentence or len(values) < _PAIR:
        return None
    names = [sentence[slice(*span)] for span in people(sentence)]
    own = [n for n, name in enumerate(names) if name in question]
    return values[own[0]] if len(own) == 1 and len(names) == len(values) else None


def _of_end_asked(question: str, values: Sequence[Value], sentence: str) -> list[Value]:
    """The dates that can be when something ended, or began, if that is asked for: 至8月13日 is an end."""
    ends = [value for value in values if _UNTIL.search(sentence[: value.start])]
    if ends and _ASKS_END.search(question):
        return ends
    begins = [value for value in values if value not in ends]
    return begins if begins and _ASKS_BEGINNING.search(question) else list(values)
