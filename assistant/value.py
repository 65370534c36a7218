"""The number, date, place or name that a question asks for, found in a sentence that answers it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.asked import asked_noun, instances
from assistant.names import organisations, people, places
from assistant.quantity import quantities, row, units_of
from assistant.records import Kind, Query
from index.query import Concept
from index.segment import bigrams

VALUED = (Kind.QUANTITY, Kind.DATE, Kind.PLACE, Kind.NAME)
"""The kinds of question that ask for a value."""

_MOST_CHARS = 2000  # of a sentence; more is none
_DATE = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?(?:\s*[-—–~～至]\s*(?:\d{1,2}\s*月)?\s*\d{1,2}\s*日)?"
    r"|\d{4}\s*年\s*\d{1,2}\s*月|\d{1,2}\s*月\s*\d{1,2}\s*日(?:\s*[-—–~～至]\s*(?:\d{1,2}\s*月)?\s*\d{1,2}\s*日)?"
    r"|(?:公元前?)?\d{2,4}\s*年(?:底|初|末|代)?|(?:今年|去年|明年)\s*\d{1,2}\s*月|\d{1,2}\s*月\s*\d{1,2}(?=日)|\d{1,2}\s*[日月]"
    r"|[“\"]?十[三四五六]五[”\"]?(?:时期|期间)?"
)
_PLACE_NAME = r"[^，。；、：“”《》（）()]{1,20}?(?:省|市|区|县|镇|乡|村|街道|街|路|园|中心|馆|港|城|湖|山|国|州|岛|基地|厅|大学|广场|酒店|[东西南北中]部)"
_PLACE = re.compile(
    rf"(?:(?<!正)在|位于|坐落于|落户|地处|选址|前往|赴|设在|设于)({_PLACE_NAME})(?=举|召开|开幕|拉开|建|设立|成立|打造|落户|落地|亮相|揭牌|签约|启动|，|。|；|、|$)"
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
_SPEAKER = re.compile(
    r"(?:^|[，。”；])([^，。；：“”]{2,40}?)(?=(?:在[^，。]{2,20})?(?:表示|介绍|认为|指出|提出|说|称|告诉|透露)[，：,:“记道]?)"
)
_RANKED = re.compile(r"第几|排名?(?:多少|几)")
_RANK = re.compile(r"第(?:\d+|[一二三四五六七八九十]+)(?![届期条章节版次个])")
_AS = re.compile(r"以([^，。；、为]{2,20})为(龙头|代表|核心|载体|依托|主体|中心|骨干|重点)")
_WHO = re.compile(r"谁|哪一?位|什么人|何人|\bwho(?:m|se)?\b", re.I)
_ROLE = re.compile(
    r"(?:主任|组长|局长|市长|院长|会长|总裁|书记|校长|董事长|总经理|经理|负责人|创始人|馆长|部长|厅长|区长|县长|镇长|所长|秘书长|理事长|总统|总理|主席|教练|队长|导演|法人|法定代表人|代表人|股东|创办人|发起人|秘书|发言人)"
)
_IN_ROLE = 6  # characters that may stand between a role and the name of who has it
_WHAT_ROLE = re.compile(
    r"什么(?:身份|职务|职位|头衔|来头)|(?:干|做)(?:什么|啥|嘛)的|(?:担任|任).{0,3}什么|是(?:谁|什么人|何许人)|哪个(?:单位|学校|公司|部门)的|\bwho is\b",
    re.I,
)
_SUBJECT = re.compile(r"^([㐀-鿿·]{2,8}?)(?:院士|教授|先生|女士)?(?:是|担任|任|在哪)")
_TITLE = re.compile(r"[^，。；：、—“”…,\s（）()]{2,30}(?:[、，][^，。；：、—“”…,\s（）()]{2,24}){0,2}$")
_QUESTION_WORD = re.compile(
    r"多少|多[大长高远宽重久]|几|百分之几|什么时[候间]|何时|哪[一]?[年天日月里儿]|何[处地]|谁|哪[一]?[位家个]|\b(?:how|when|where|who|which|what)\b",
    re.I,
)
_COUNTED = re.compile(r"(?:多少|几)(?:万|亿)?(?:[^\W\d_])??([㐀-鿿]{2,4})")
_COUNTED_THING = re.compile(r"(?:多少|几)[个家位座所名种项条届场]([㐀-鿿]{2,4})")
_NEAR = 40.0  # characters, weighted, within which a value belongs to the words
_AS_NEAR = 1.5  # of values about as near, the first
_FAR = 60
_BEFORE = 1.5  # a word that follows a value is as far as one half as far again that precedes it
_CLAUSE = 4  # characters that a comma between a word and a value counts for, and a full stop thrice that
_LIKELY = 0.5  # weight from which a translation is taken for the word itself


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it stands in a sentence: `[start, end)` in characters of the sentence."""

    text: str
    start: int
    end: int


def find_values(query: Query, sentence: str) -> list[Value]:
    """All values in a sentence of the kind and unit that the query asks for, in order."""
    spans = sorted(set(_find(query, sentence[:_MOST_CHARS])))
    return [Value(sentence[start:end], start, end) for start, end in spans]


def asks_role(query: Query) -> bool:
    """Whether the query asks who has a role: director, mayor, founder."""
    return query.kind is Kind.NAME and bool(_ROLE.search(query.standalone))


def short_answer(query: Query, sentence: str, concepts: Sequence[Concept]) -> str | None:
    """The value that is asked for: of those in the sentence the one that belongs to the query's words.

    The word beside the question word (规划面积 in 双湖科技园规划面积多大) counts most. None where no value
    stands near enough to it to be sure.
    """
    own = {a.form for c in concepts for a in c.alternatives}
    values = [value for value in find_values(query, sentence) if value.text.lower() not in own]
    if not values:
        return None
    if len(values) > 1 and row(sentence):
        return None  # which column is asked for stands in the header
    nouns = _counted(query, concepts)
    if _counts_other(query, sentence):
        return None
    beside = [v for v in values if any(noun in _following(sentence, v) for noun in nouns)]
    if len(values) > 1 and beside:
        return beside[0].text
    words = _weighted(query, concepts)
    places = [(found, weight) for forms, weight in words if (found := _occurrences(sentence, forms))]
    if len(values) == 1 or not places:
        return values[0].text if len(values) == 1 else None
    before = query.kind is Kind.DATE  # a date stands before what happened on it
    distances = [_distance(value, places, sentence, is_before=before) for value in values]
    nearest = min(distances)
    if nearest > _NEAR:
        return None
    near = zip(values, distances, strict=True)
    return next(value.text for value, distance in near if distance <= nearest + _AS_NEAR)


def _counted(query: Query, concepts: Sequence[Concept]) -> set[str]:
    """What is counted, in its forms: 车体 in 多少节车体, academicians in how many academicians; empty if unsaid."""
    if query.kind is not Kind.QUANTITY:
        return set()
    if counted := _COUNTED.search(query.standalone):
        return {counted[1], counted[1][-2:]}
    if counted := re.search(r"\bhow many ([a-z]+)", query.standalone, re.I):
        return {a.form for c in concepts if c.text == counted[1].lower() for a in c.alternatives}
    return set()


def _counts_other(query: Query, sentence: str) -> bool:
    """Whether a sentence has nothing of what the question counts: no 国家 where it asks 多少个国家."""
    thing = _COUNTED_THING.search(query.standalone) if query.kind is Kind.QUANTITY else None
    return thing is not None and not any(pair in sentence for pair in bigrams(thing[1]))


def _following(sentence: str, value: Value) -> str:
    """What stands right behind a value, in its clause."""
    return sentence.lower()[value.end : value.end + 8].split("，")[0]


def role_of_person(query: Query, sentence: str) -> str | None:
    """What stands before the name of the person whose role is asked for: 会长 in 协会会长李四表示."""
    if not _WHAT_ROLE.search(query.standalone):
        return None
    names = [query.standalone[slice(*span)] for span in people(query.standalone)]
    if subject := _SUBJECT.search(query.standalone):
        names.append(subject[1])
    for name in names:
        at = sentence.find(name)
        title = _TITLE.search(sentence[:at].rstrip("—-： ")) if at > 0 else None
        if title and any(tag in title.group()[-3:] for tag in _TITLES):
            return title.group()
    return None


_TITLES = tuple(
    "主任 会长 院士 教授 总裁 书记 市长 局长 所长 校长 院长 经理 董事 专家 记者 秘书 委员 代表 主席 理事 老师 研究员 负责人 创始人 主管 组长 处长 科长 部长".split()
)


def beside_question_word(question: str, concepts: Sequence[Concept]) -> str:
    """The text of the concept that stands nearest to the question word; empty where there is none."""
    gaps = _gaps(question, concepts)
    return min(gaps, key=gaps.__getitem__, default="")


def _gaps(question: str, concepts: Sequence[Concept]) -> dict[str, int]:
    """How many characters stand between the question word and each concept that the question has word for word."""
    asked = _QUESTION_WORD.search(question)
    text = question.lower()
    gaps = {}
    for concept in concepts:
        at = text.find(concept.text)
        if asked and at >= 0:
            gaps[concept.text] = min(abs(asked.start() - at - len(concept.text)), abs(at - asked.end()))
    return gaps


def _weighted(query: Query, concepts: Sequence[Concept]) -> list[tuple[list[str], int]]:
    """The forms of each concept with its weight: the concept nearest to the question word counts threefold."""
    gaps = _gaps(query.standalone, concepts)
    nearest = min(gaps.values(), default=0)
    return [
        (
            [a.form for a in concept.alternatives if a.weight >= _LIKELY],
            3 if gaps.get(concept.text) == nearest else 1,
        )
        for concept in concepts
    ]


def _find(query: Query, sentence: str) -> Iterator[tuple[int, int]]:
    question = query.standalone
    match query.kind:
        case Kind.QUANTITY:
            yield from quantities(question, sentence)
        case Kind.DATE:
            for start, end in _matches(_DATE, sentence):
                if re.search(_date_part(question), sentence[start:end]):
                    yield start, end
        case Kind.PLACE:
            found = list(_matches(_PLACE, sentence, group=1))
            yield from found
            if not found and (noun := asked_noun(question)):
                yield from instances(noun, question, sentence)
            elif not found:
                own = (span for span in places(sentence) if sentence[slice(*span)] not in question)
                yield from (span for span in own if span[0] > 0)  # what comes first is what it is about
        case Kind.NAME:
            yield from _who(query, sentence)
        case Kind.TOPIC if units_of(question) or _RANKED.search(question):
            yield from (
                _matches(_RANK, sentence) if _RANKED.search(question) else quantities(question, sentence)
            )
        case Kind.TOPIC | Kind.DEFINITION:
            if noun := asked_noun(question):
                yield from instances(noun, question, sentence)


def _who(query: Query, sentence: str) -> Iterator[tuple[int, int]]:
    """Who does what is asked about: 由 X 主办 where the question has 主办; X 表示 where it asks who said so;
    who has the role that is asked for; else the people and, for 哪家公司, the organisations of the sentence."""
    question = query.standalone
    agents = []
    for match_ in _AGENT.finditer(sentence):
        deed = _DEED.match(sentence, match_.end(1))
        if deed and any(verb in question for verb in _DEEDS if verb in deed.group()):
            agents.append(match_.span(1))
    agents += [m.span(1) for m in _AS.finditer(sentence) if m[2] in question]
    if agents:
        yield from agents
    elif _SPEECH.search(question):
        yield from _matches(_SPEAKER, sentence, group=1)
    elif noun := asked_noun(question):
        yield from instances(noun, question, sentence)
    elif _WHO.search(question):
        found = [span for span in people(sentence) if sentence[slice(*span)] not in question]
        role = _ROLE.search(question)
        if role:
            found = [span for span in found if _is_in_role(sentence, span, role.group())]
        yield from found
    else:
        yield from (span for span in organisations(sentence) if sentence[slice(*span)] not in question)


def _is_in_role(sentence: str, name: tuple[int, int], role: str) -> bool:
    start, end = name
    return role in sentence[max(start - len(role) - _IN_ROLE, 0) : end + len(role) + _IN_ROLE]


def _date_part(question: str) -> str:
    """A pattern of what a date must hold: the year, month or day that the question asks for."""
    if re.search(r"哪一?年|\b(?:what|which) year\b", question, re.I):
        return "年|五"
    if re.search(r"哪一?月|几月", question):
        return "月"
    return "日" if re.search(r"哪一?[天日]|几号|\b(?:what|which) (?:date|day)\b", question, re.I) else ""


def _matches(pattern: re.Pattern[str], sentence: str, group: int = 0) -> Iterator[tuple[int, int]]:
    for match_ in pattern.finditer(sentence):
        text = match_.group(group)
        stripped = text.strip(" ，,的")
        if stripped:
            start = match_.start(group) + text.index(stripped)
            yield start, start + len(stripped)


def _occurrences(sentence: str, forms: Sequence[str]) -> list[int]:
    """Where the middle of each occurrence of a form is."""
    folded = sentence.lower()
    return [at.start() + len(form) // 2 for form in forms for at in re.finditer(re.escape(form), folded)]


def _distance(
    value: Value, places: Sequence[tuple[list[int], int]], sentence: str, *, is_before: bool
) -> float:
    """How far a value stands from weighted words: what follows a word is nearer than what precedes it,
    or the other way round if `is_before`."""
    total = 0.0
    for found, weight in places:
        total += weight * min(_gap(value, place, sentence, is_before=is_before) for place in found)
    return total / sum(weight for _, weight in places)


def _gap(value: Value, place: int, sentence: str, *, is_before: bool) -> float:
    follows = value.start >= place
    between = sentence[place : value.start] if follows else sentence[value.end : place]
    gap = len(between) * (_BEFORE if follows == is_before else 1.0)
    gap += _CLAUSE * sum(between.count(mark) for mark in "，,") + 3 * _CLAUSE * sum(
        map(between.count, "。；;")
    )
    return min(gap, _FAR)
