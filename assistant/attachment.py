"""Which values of a sentence can be what a question asks for, by what stands in their clause."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import rjieba

from assistant.contact import contacts_asked
from assistant.doer import SPEECH, deeds_asked
from assistant.quantity import MONEY, is_unit, row, units_of
from assistant.records import Kind, Query
from assistant.value import Value, asks_role, find_values
from index.query import Concept
from index.segment import has_han, simplified

_QUESTION_WORD = re.compile(
    r"多少|多[大长高远宽重久]|几|百分之几|什么时[候间]|何时|哪[一]?[年天日月里儿]|何[处地]|谁|哪[一]?[位家个]|\b(?:how|when|where|who|which|what)\b",
    re.I,
)
_COUNTING = re.compile(r"(?:多少|几)(?P<measure>[个家位座所名种项条届场栋幢层间件份本辆支台])|多少")
_TIME_UNIT = re.compile(r"小时|月|工作日|自然日|季度|星期|钟头|年头|世纪")
_OF_WHICH = re.compile(r"(?:多少|几)[㐀-鿿]?(?:是|在|来自|属于)([㐀-鿿]{2,8}?)的?[？?\s]*$")
_HOW_MANY = re.compile(
    r"\bhow many ((?:(?!(?:do|does|did|are|is|was|were|will|would|shall|should|can|could|may|must|have|has|had|in|of|from|at|on|by|for|to"
    r"|that|which|who|there)\b)[a-z-]+ ?){1,3})",
    re.I,
)
_IS_HOW_MUCH = re.compile(
    r"[㐀-鿿](?:大概|大约|一共|总共|共)?(?:是|为|有|达到?)(?:多少|几)[万亿]*(?:美?元)?[？?。\s]*$"
)
"""Asks for the number of what is named right before: 注册资本是多少."""
_SAYS_NOTHING = frozenset(
    "目标 指标 数字 数量 数目 水平 结果 要求 标准 上限 下限 情况 任务 合计 总数 总计 计划".split()
)
"""What is said of a number and does not tell what is measured: 产值目标是多少."""
_REACHES = frozenset(
    "突破 达到 超过 提高 提高到 提升 增长 增加 上升 下降 降低 降到 完成 实现 控制 保持 不低于 不少于 不超过 至少 预计 将".split()
)
"""What is said of how a number is come to, not of what it is."""
_WHEN = re.compile(
    r"(?:[\d〇零一二三四五六七八九十每全今去前本当同上下整]+(?:年度?|个?月|天|日|季度?|周|半年))|年度|每年|全年"
)
"""Says of which time a measure is, not which measure: 一年 in 一年产值."""
_ANY_MEASURE = ("", MONEY)  # units that many measures have, or none
_TOLD_BY_UNIT = frozenset(
    "people persons companies enterprises firms exhibitors years months days hours minutes kilometers kilometres times".split()
)
_IS_WHO = re.compile(r"是谁$|是谁[？?]|谁是|\bwho(?:['’]s| is| was) (?!\w+ing\b)", re.I)
_SPEAKS = re.compile(r"(?:在.{2,20}[中上])?(?:表示|说|介绍|认为|指出|告诉|透露|称|坦言|强调)")
_SAYS = re.compile(r"说|表示|认为|介绍|指出|提出|告诉|透露|讲|称|坦言|强调|\bsa(?:id|ys)\b")
_CLAUSE_END = re.compile(r"(?<!\d)[，,]|[，,](?!\d)|[。；;]")
_MEASURE = re.compile(
    r"(?:[产销总流容储数]量|额|率|[产总增均比数峰]值|(?<![花收消])费|[票房地物单造]价|价格|[工薪]资|收入|投资|人口|利润|成本|预算|gdp|budget|revenue|income|salary|population|turnover|profit)$"
)
"""How a measure is called that numbers of many things have the unit of."""
_PER_HEAD = re.compile(r"[人户亩地]均|每[人户亩]|\bper (?:capita|person|head|household|mu)\b", re.I)
_DIVISION = re.compile(r"[省市区县州镇乡村国园]$")
_SAME_MEASURE = (
    ("金额", "投资", "资金", "经费"),
    ("gdp", "生产总值", "经济总量"),
    ("人口", "人数", "居民"),
    ("收入", "营收"),
    ("工资", "薪资", "薪酬", "收入"),
)
_GENERAL = frozenset("金额量数总值费价率资本产入出收支")
"""Characters of a measure's name that many measures have."""
_END_CHARS = 2  # of a measure's name that tell it
_PAID = re.compile(r"[罚赔补付交缴花奖处](?:多少|几)")
"""Asks for the money that is paid: what stands before is what for."""
_SIDE_OF = re.compile(
    r"\bwhat (?:is|was|are|were) (?:the |its |their )((?:[a-z]+ ){0,3}?[a-z]+)(?= of\b| in\b| for\b|\W*$)",
    re.I,
)
_BESIDE = 2  # characters between a side of a thing and the question word
_LIKELY = 0.5  # weight from which a translation is taken for the word itself
_THING_CHARS = 10  # behind the question word that may name what is counted
_NAMED_CHARS = 24  # behind a number in which what it counts is named, with what qualifies it
_SHORT = 2  # characters of what is counted without a measure word that may be a unit or a measure: 人, 资金
_ABOUT = 0.5  # share of the question that what somebody said must speak of


def attached(query: Query, concepts: Sequence[Concept], sentence: str) -> list[Value]:
    """The values of the asked kind that a sentence ties to what is asked, in their order.

    A number stands in a clause with the side of a thing that is asked for or in the next one, or with what is counted;
    who does something in a clause with that; who says something before it. A value that the question gives is none.
    """
    own = {a.form for c in concepts for a in c.alternatives}
    values = [value for value in find_values(query, sentence) if value.text.lower() not in own]
    if query.kind in (Kind.QUANTITY, Kind.DATE):
        values = [value for value in values if value.text not in query.standalone]
    if query.kind is Kind.QUANTITY:
        if not _PER_HEAD.search(query.standalone):
            values = [value for value in values if not _PER_HEAD.search(_clause(sentence, value))]
        if not thing_counted(query.standalone):
            values = _of_side(values, side_asked(query, concepts), sentence)
        return _counting(query, concepts, values, sentence)
    if query.kind is not Kind.NAME:
        return values
    if SPEECH.search(query.standalone):
        return [value for value in values if _says(query, concepts, sentence[value.end :])]
    if deeds := deeds_asked(query.standalone):
        return [value for value in values if any(deed in _clause(sentence, value) for deed in deeds)]
    if asks_role(query) or _IS_WHO.search(query.standalone):
        return values
    return [value for value in values if not _SPEAKS.match(sentence, value.end)]


def is_attached(query: Query, concepts: Sequence[Concept], sentences: Sequence[str], heads: str) -> bool:
    """Whether these sentences, which follow each other, can tell what is asked: not if all their numbers are per head, or they never
    name the deed whose doer is asked for, or the measure whose number is (产值, 率, GDP), with a number of its unit, or nobody who says
    it. Headings, folded, are `heads`.

    True where nothing such is asked for, and of measures that their unit tells (面积, 长度).
    """
    if query.kind is Kind.NAME and SPEECH.search(query.standalone):
        return any(_SAYS.search(sentence) and _says(query, concepts, sentence) for sentence in sentences)
    if query.kind is Kind.NAME:
        deeds = deeds_asked(query.standalone)
        is_told = not deeds or (
            len(deeds) == 1 and len(deeds[0]) == 1
        )  # a verb of one character has many others
        return is_told or any(deed in sentence for deed in deeds for sentence in sentences)
    if query.kind is Kind.QUANTITY and _are_per_head(query, sentences):
        return False
    side = side_asked(query, concepts) if query.kind is Kind.QUANTITY else []
    measure = bool(side) and (bool(_MEASURE.search(side[0])) or _is_named_measure(query.standalone))
    counted = thing_counted(query.standalone) or _HOW_MANY.search(query.standalone)
    if query.kind is not Kind.QUANTITY or not (measure or counted):
        return True
    ends = _ends(side) if measure else {""}
    kind = _kind_of_measure(query.standalone, side[0], concepts) if measure else ()
    telling = set(side[0]) - _GENERAL if measure else set()
    before = heads
    for sentence in sentences:
        said = f"{before}\n{sentence.lower()}"
        values = attached(query, concepts, sentence)
        if kind and not any(form in said or form[0] in _clause(sentence, v) for form in kind for v in values):
            values = []
        if values and any(end in said for end in ends):
            return True
        if any(char in _clause(sentence, value) for value in values for char in telling):
            return True
        before = said
    return False


def _are_per_head(query: Query, sentences: Sequence[str]) -> bool:
    """Whether all numbers that sentences give are those of one person or the like, and that is not what is asked for."""
    if _PER_HEAD.search(query.standalone):
        return False
    clauses = [_clause(sentence, value) for sentence in sentences for value in find_values(query, sentence)]
    return bool(clauses) and all(map(_PER_HEAD.search, clauses))


def _is_named_measure(question: str) -> bool:
    """Whether a number is asked for by a name before the question word, and its unit does not tell which it is."""
    is_number = not contacts_asked(question) and units_of(question) in _ANY_MEASURE
    return is_number and bool(_IS_HOW_MUCH.search(question))


def _kind_of_measure(question: str, measure: str, concepts: Sequence[Concept]) -> tuple[str, ...]:
    """Which measure it is, in its forms: 财政 of 财政收入, which 营业收入 is not; empty if no word says it. Their first characters tell them."""
    before = question.lower().partition(measure)[0]
    word = next((c for c in concepts if not c.is_name and has_han(c.text) and before.endswith(c.text)), None)
    if word is None or before.endswith("的") or _DIVISION.search(word.text) or _WHEN.fullmatch(word.text):
        return ()
    return tuple(a.form for a in word.alternatives)


def _ends(side: Sequence[str]) -> set[str]:
    """How the names of a measure end, whatever stands before: 总量 of 货运总量; all names of a measure that has several."""
    ends = {form[-_END_CHARS:] if has_han(form) else form for form in side}
    return ends | {name for names in _SAME_MEASURE if any(form in names for form in side) for name in names}


def beside_question_word(question: str, concepts: Sequence[Concept]) -> str:
    """The text of the concept that stands nearest to the question word, of what is counted if that is said; empty where there is none."""
    gaps = gaps_of(question, concepts)
    thing = thing_counted(question)
    gaps = {text: gap for text, gap in gaps.items() if text in thing} or gaps
    return min(gaps, key=gaps.__getitem__, default="")


def gaps_of(question: str, concepts: Sequence[Concept]) -> dict[str, int]:
    """How many characters stand between the question word and each concept that the question has word for word."""
    asked = _QUESTION_WORD.search(question)
    text = question.lower()
    gaps = {}
    for concept in concepts:
        at = text.find(concept.text)
        if asked and at >= 0 and concept.text not in _REACHES:
            gaps[concept.text] = min(abs(asked.start() - at - len(concept.text)), abs(at - asked.end()))
    return gaps


def side_asked(query: Query, concepts: Sequence[Concept]) -> list[str]:
    """The side of a thing whose number is asked for, in its forms: 面积 in 面积是多少, area in what is the area of; empty if none is
    named so."""
    gaps = gaps_of(query.standalone, concepts)
    if _PAID.search(query.standalone):
        return []
    side = min(
        (name for name in gaps if not is_unit(name) and name not in _SAYS_NOTHING),
        key=gaps.__getitem__,
        default="",
    )
    if asked := _SIDE_OF.search(query.standalone):
        words = asked[1].lower().split()
        side = next((name for name in gaps if name == words[-1]), "")
    elif not side or gaps[side] > _BESIDE:
        return []
    return [a.form for c in concepts if c.text == side for a in c.alternatives if a.weight >= _LIKELY]


def occurrences(sentence: str, forms: Sequence[str]) -> list[int]:
    """Where the middle of each occurrence of a form is."""
    folded = sentence.lower()
    return [at.start() + len(form) // 2 for form in forms for at in re.finditer(re.escape(form), folded)]


def _of_side(values: Sequence[Value], side: Sequence[str], sentence: str) -> list[Value]:
    """The values that can be of this side of a thing. All if it is not named."""
    places = occurrences(sentence, side)
    if not places:
        return list(values)
    ends = [mark.start() for mark in _CLAUSE_END.finditer(sentence)]
    clause = [bisect_left(ends, place) for place in places]
    first = 0 if _MEASURE.search(side[0]) else -1  # what is no measure may follow its number
    return [v for v in values if any(first <= bisect_left(ends, v.start) - each <= 1 for each in clause)]


def _counting(
    query: Query, concepts: Sequence[Concept], values: Sequence[Value], sentence: str
) -> list[Value]:
    """The values that can count what is asked to be counted; of a row of a table all, as its label says what they count."""
    if row(sentence):
        return list(values)
    if counted := _HOW_MANY.search(query.standalone):
        forms = _forms_counted(counted[1], concepts)
        return (
            [v for v in values if any(form in _clause(sentence, v) for form in forms)] if forms else [*values]
        )
    if of := _OF_WHICH.search(query.standalone):
        return [v for v in values if of[1] in _clause(sentence, v)]
    thing = thing_counted(query.standalone)
    if not thing:
        return list(values)
    alike = [a.form for c in concepts if thing.endswith(c.text) for a in c.alternatives if has_han(a.form)]
    return [v for v in values if any(_counts(v, form, sentence) for form in (thing, *alike))]


def _counts(value: Value, thing: str, sentence: str) -> bool:
    """Whether a value can count a thing: it is named in its clause, and what is named right behind the value is like it."""
    if thing[-1] not in _clause(sentence, value).replace(value.text.lower(), ""):
        return False
    word, tag = next(iter(rjieba.tag(sentence[value.end : value.end + _THING_CHARS])), ("", ""))
    is_named = tag[:1] in ("n", "j") and len(word) > 1 and not is_unit(word)
    behind = _CLAUSE_END.split(sentence[value.end : value.end + _NAMED_CHARS])[0]
    return not is_named or any(char in behind for char in thing)


def _forms_counted(named: str, concepts: Sequence[Concept]) -> list[str]:
    """What the words behind how many may be called, those that are searched for; empty where a unit tells what is counted."""
    said = named.lower().split()
    if any(word in _TOLD_BY_UNIT for word in said):
        return []
    return [a.form for c in concepts if c.text in said for a in c.alternatives]


@lru_cache(maxsize=256)
def thing_counted(question: str) -> str:
    """What is counted with a measure word in Chinese: 地铁站 in 多少个地铁站, 分论坛 in 几场分论坛; empty if that is not said."""
    question = simplified(question)
    counting = _COUNTING.search(question)
    if not counting:
        return ""
    rest = question[counting.end() : counting.end() + _THING_CHARS]
    thing, at = "", 0
    if _TIME_UNIT.match(rest):
        return ""
    for word, tag in rjieba.tag(rest):
        is_noun = tag[0] in "njls" or tag == "vn"
        if not is_noun and (thing or tag[0] not in "vab" or word in "是有在"):
            break
        at += len(word)
        thing = rest[:at] if is_noun and has_han(word) else thing
    return thing if counting["measure"] or len(thing) > _SHORT else ""


def _clause(sentence: str, value: Value) -> str:
    """The clause that a value stands in, folded as concepts are."""
    ends = [mark.start() for mark in _CLAUSE_END.finditer(sentence)]
    at = bisect_left(ends, value.start)
    start = ends[at - 1] + 1 if at else 0
    return sentence[start : ends[at] if at < len(ends) else None].lower()


def _says(query: Query, concepts: Sequence[Concept], said: str) -> bool:
    """Whether what somebody said speaks of the question, the word for saying aside."""
    about = [c for c in concepts if not SPEECH.search(f"谁{c.text}")]
    total = sum(c.importance for c in about)
    here = sum(c.importance for c in about if occurrences(said, [a.form for a in c.alternatives]))
    return total == 0 or here >= _ABOUT * total
