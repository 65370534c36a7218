"""The short answer: of the values in a sentence the one that belongs to the words of the question."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile

from assistant.allowed import allowed, is_related
from assistant.attachment import attached, gaps_of, occurrences, thing_counted
from assistant.binding import share_beside
from assistant.complement import completing
from assistant.doer import deeds_asked
from assistant.listed import listed
from assistant.names import people
from assistant.quantity import row
from assistant.records import Kind, Query
from assistant.value import Value
from index.query import Concept
from index.segment import has_han

_WHAT_ROLE = re.compile(
    r"什么(?:身份|职务|职位|头衔|来头)|(?:干|做)(?:什么|啥|嘛)的|(?:担任|任).{0,3}什么|是(?:谁|什么人|何许人)|^谁是|哪个(?:单位|学校|公司|部门)的|\bwho(?: is|['’]s)\b",
    re.I,
)
_WHO_IS_NAMED = re.compile(r"\b[Ww]ho(?: is|['’]s) (?:(?:Mr|Ms|Mrs|Dr)\.? )?[A-Z]")
_SUBJECT = re.compile(
    r"^([㐀-鿿·]{2,8}?)(?:院士|教授|先生|女士)?(?:是|担任|任|在哪)|^谁是([㐀-鿿·]{2,4})[？?\s]*$"
)
_TITLE = re.compile(r"[^，。；：、—“”…,\s（）()]{2,30}(?:[、，][^，。；：、—“”…,\s（）()]{2,24}){0,2}$")
_SENTENCE_END = re.compile(r"[。！？!?；;]")
_JOINED = re.compile(r"[、，]")
_COUNTED = re.compile(r"(?:多少|几)(?:万|亿)?(?:[^\W\d_])??([㐀-鿿]{2,4})")
_CURRENCY = re.compile(r"人民币|[美欧日港韩澳加]元|英镑|卢布|克朗")
_NEAR = 40.0  # characters, weighted, within which a value belongs to the words
_AS_NEAR = 1.5  # of values about as near, the first
_NEAR_NAME = 30.0  # the same for what is no number
_APART = 5.0  # characters that the next list must be further away
_BESIDE = 0.1  # share of the question that the clause of a name must have
_NUMBERS = frozenset({Kind.QUANTITY, Kind.DATE})
_NAMES = frozenset({Kind.NAME, Kind.PLACE})
_IN_WORDS = frozenset({Kind.NAME, Kind.TOPIC, Kind.DEFINITION, Kind.LIST})
_FAR = 60
_BEFORE = 1.5  # a word that follows a value is as far as one half as far again that precedes it
_CLAUSE = 4  # characters that a comma between a word and a value counts for, and a full stop thrice that
_LIKELY = 0.5  # weight from which a translation is taken for the word itself


def short_answer(query: Query, sentence: str, concepts: Sequence[Concept]) -> str | None:
    """The value that is asked for: of those in the sentence the one that belongs to the query's words.

    The word beside the question word (规划面积 in 双湖科技园规划面积多大) counts most. None where no value
    stands near enough to it to be sure.
    """
    completed = _completing(query, sentence)
    if query.kind is Kind.LIST and not completed:
        return _list_asked(query, sentence, concepts)
    values = completed or attached(query, concepts, sentence)
    if not values and query.kind is Kind.TOPIC:
        return _list_asked(query, sentence, concepts)
    if not values:
        return None
    if len(values) > 1 and row(sentence):
        return None  # which column is asked for stands in the header
    values = allowed(query, values, sentence)
    if money := _CURRENCY.search(query.standalone):
        values = [v for v in values if money[0] in f"{v.text}{_following(sentence, v)}"] or values
    for noun in sorted(_counted(query, concepts), key=len, reverse=True) if len(values) > 1 else ():
        if beside := next((v for v in values if noun in _following(sentence, v)), None):
            return beside.text
    if query.kind is Kind.NAME and len(values) > 1:
        values = _beside_rarest(values, sentence, concepts) or values
    words = _weighted(query, concepts)
    places = [(found, weight) for forms, weight in words if (found := occurrences(sentence, forms))]
    is_number = query.kind in _NUMBERS
    if not places or (len(values) == 1 and is_number):
        return values[0].text if len(values) == 1 and is_number else None
    before = query.kind is Kind.DATE  # a date stands before what happened on it
    distances = [_distance(value, places, sentence, is_before=before) for value in values]
    nearest = min(distances)
    is_only = len(values) == 1 and query.kind is Kind.TOPIC
    if not completed and nearest > (_NEAR if is_number or is_only else _NEAR_NAME):
        return None
    near = zip(values, distances, strict=True)
    value = next(value for value, distance in near if distance <= nearest + _AS_NEAR)
    if query.kind is Kind.NAME and not completed and not is_related(query.standalone, value, sentence):
        return None
    if (
        query.kind in _NAMES
        and not completed
        and not deeds_asked(query.standalone)
        and share_beside(concepts, sentence, value, clauses=2 if query.kind is Kind.PLACE else 1) < _BESIDE
    ):
        return None
    return value.text


def has_one_value(query: Query, sentence: str, concepts: Sequence[Concept]) -> bool:
    """Whether a sentence has just one value that can be the short answer."""
    return len(_completing(query, sentence) or attached(query, concepts, sentence)) == 1


def is_completed(query: Query, sentence: str) -> bool:
    """Whether a sentence says in words of the question what it asks for."""
    return bool(_completing(query, sentence))


def _completing(query: Query, sentence: str) -> list[Value]:
    if query.kind not in _IN_WORDS:
        return []
    return [Value(sentence[a:b], a, b) for a, b in completing(query.standalone, sentence)]


def _beside_rarest(values: Sequence[Value], quote: str, concepts: Sequence[Concept]) -> list[Value]:
    """The values in those sentences of a quote that have the most telling word of the question."""
    telling = max(concepts, key=lambda concept: concept.importance)
    found = occurrences(quote, [a.form for a in telling.alternatives])
    ends = [mark.end() for mark in _SENTENCE_END.finditer(quote)]
    told = {bisect_right(ends, place) for place in found}
    return [value for value in values if bisect_right(ends, value.start) in told]


def _list_asked(query: Query, sentence: str, concepts: Sequence[Concept]) -> str | None:
    """What is named side by side next to the words of the question; None if it is far from them, or not the only one near."""
    own = {a.form for c in concepts for a in c.alternatives}
    lists = [each for each in listed(query, sentence) if own.isdisjoint(map(str.lower, each.items))]
    found = [Value(sentence[each.start : each.end], each.start, each.end) for each in lists]
    places = [
        (at, weight) for forms, weight in _weighted(query, concepts) if (at := occurrences(sentence, forms))
    ]
    if not found or not places:
        return None
    near = sorted((_distance(each, places, sentence, is_before=False), n) for n, each in enumerate(found))
    is_only = len(near) == 1 or near[1][0] > near[0][0] + _APART
    return found[near[0][1]].text if near[0][0] <= _NEAR_NAME and is_only else None


def _counted(query: Query, concepts: Sequence[Concept]) -> set[str]:
    """What is counted, in its forms: 车体 in 多少节车体, academicians in how many academicians; empty if unsaid."""
    if query.kind is not Kind.QUANTITY:
        return set()
    thing = thing_counted(query.standalone)
    if counted := _COUNTED.search(query.standalone):
        return {counted[1], counted[1][-2:], *([thing] if thing else [])}
    if counted := re.search(r"\bhow many ([a-z]+)", query.standalone, re.I):
        return {a.form for c in concepts if c.text == counted[1].lower() for a in c.alternatives}
    return set()


def _following(sentence: str, value: Value) -> str:
    """What stands right behind a value, in its clause."""
    return sentence.lower()[value.end : value.end + 8].split("，")[0]


def asks_who_somebody_is(query: Query) -> bool:
    """Whether a name is given and what its bearer is is asked for: no name answers that."""
    return bool(_WHO_IS_NAMED.search(query.standalone))


def role_of_person(query: Query, sentence: str, concepts: Sequence[Concept]) -> str | None:
    """What stands before the name of the person whose role is asked for: 会长 in 协会会长李四表示."""
    if not _WHAT_ROLE.search(query.standalone):
        return None
    names = [query.standalone[slice(*span)] for span in people(query.standalone)]
    if subject := _SUBJECT.search(query.standalone):
        names.append(subject[1] or subject[2])
    if asks_who_somebody_is(query):
        names += [a.form for c in concepts if not has_han(c.text) for a in c.alternatives if has_han(a.form)]
    for name in names:
        at = sentence.find(name)
        title = _TITLE.search(sentence[:at].rstrip("—-： ")) if at > 0 else None
        roles = list(takewhile(_is_role, reversed(_JOINED.split(title.group())))) if title else []
        if title and roles:
            return title.group()[title.group().index(roles[-1]) :]
    return None


def _is_role(part: str) -> bool:
    return any(tag in part[-3:] for tag in _TITLES)


_TITLES = tuple(
    "主任 会长 院士 教授 总裁 书记 市长 局长 所长 校长 院长 经理 董事 专家 记者 秘书 委员 代表 主席 理事 老师 研究员 负责人 创始人 主管 组长 处长 科长 部长".split()
)


def _weighted(query: Query, concepts: Sequence[Concept]) -> list[tuple[list[str], int]]:
    """The forms of each concept with its weight: the concept nearest to the question word counts threefold."""
    gaps = gaps_of(query.standalone, concepts)
    nearest = min(gaps.values(), default=0)
    return [
        (
            [a.form for a in concept.alternatives if a.weight >= _LIKELY],
            3 if gaps.get(concept.text) == nearest else 1,
        )
        for concept in concepts
    ]


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
