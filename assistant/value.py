"""The number, date, place or name that a question asks for, found in a sentence that answers it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from assistant.asked import instances, is_called, nouns_asked
from assistant.complement import completing
from assistant.contact import contacts_asked
from assistant.dates import date_part, dates_in
from assistant.doer import AGENT, SPEECH, agents_in, is_somebody
from assistant.names import is_name, organisations, people, places, word_before
from assistant.quantity import quantities, units_of
from assistant.records import Kind, Query
from assistant.role import WHO, is_in_role, named_behind, roles_asked
from corpus.document import Span

VALUED = (Kind.QUANTITY, Kind.DATE, Kind.PLACE, Kind.NAME)
"""The kinds of question that ask for a value."""

_CORE = 4  # characters of a name by which it is known again
_SHORT_PLACE = 2  # characters
_MOST_CHARS = 2000  # of a sentence; more is none
_PLACE_NAME = r"[^，。；、：“”《》（）()]{1,20}?(?:省|市|区|县|镇|乡|村|街道|街|路|园|中心|馆|港|城|湖|山|国|州|岛|基地|厅|大学|广场|酒店|[东西南北中]部)"
_IS_WHERE = re.compile(
    r"(?:位于|(?<![建设落选放办开])在|地处)(?:什么地方|哪里|哪儿|哪|何处)[？?。\s]*$|\bwhere (?:is|are) (?!.*(?:ed|ing|held|built)\b)",
    re.I,
)
"""Where a thing is: no other place of the sentence tells that."""
_WITHIN_NAME = re.compile(r"(?![在于到赴往至从以和与及是的省市州区县镇])[㐀-鿿]")
"""A character before what looks like a place that makes it a piece of a longer name: 天府旌城; if no word ends there that says
what is done (建设青湖市), or of whom it is (祖籍青湖)."""
_LED_TO = re.compile(r"祖籍|籍贯|总部|首府|首都|省会|老家|产地|故乡")
_PLACE = re.compile(
    rf"(?:(?<!正)在|位于|坐落于|落户|地处|选址|前往|赴|设在|设于)({_PLACE_NAME})(?=举|召开|开幕|拉开|建|设立|成立|打造|落户|落地|亮相|揭牌|签约|启动|，|。|；|、|$)"
)
_TO_WHERE = re.compile(r"[到去往至](?:了)?(?:哪里|哪儿|什么地方|何处|哪)")
_TO = re.compile(
    r"(?:[至往赴]|前往|进入|(?<![得受收感想说谈提达直一不])到)(?P<found>(?!\d)[㐀-鿿A-Za-z\d·]{2,16}?)(?=[，。；、]|等|举|召开|参加|考察|调研|$)"
)
_FROM_WHERE = re.compile(r"[从由](?:哪里|哪儿|什么地方|何处|哪)")
_FROM = re.compile(
    r"[从由自](?P<found>(?!\d)[㐀-鿿A-Za-z\d·]{2,16}?)(?=出发|启程|开出|发出|开往|前往|驶|运|起飞|启航|来|到|至)"
)
"""Where something goes, and where it comes from."""
_WITH_WHOM = re.compile(
    r"[跟与和同向给](?:谁|哪一?方).{0,3}(?:签|合作|共建|联合|对接|结对|联手|协作|采购|竞争|合资|结盟)"
)
_SPEAKER = re.compile(
    r"(?:^|[，。”；])([^，。；：“”]{2,40}?)(?=(?:在[^，。]{2,20})?(?:明确|首次|率先|曾经?|还|也|则)*(?:表示|介绍|认为|指出|提出|说|称|告诉|透露)[，：,:“记道]?)"
)
_MEANS_ASKED = re.compile(
    r"(?:依托|依靠|凭借?|靠|以|围绕)(?:着)?(?:的是)?(?:什么|啥)(?:东西)?(?:为|作|来|打造|建|搞|做|发展|推|拓|形成)"
)
_MEANS = re.compile(
    r"(?<=依托|依靠|凭借|围绕)[^，。；：、]{2,24}?(?=[，。；、]|打造|建设|发展|推动|拓展)|(?<![予加可])(?<=以)[^，。；：]{2,30}?(?=为(?:载体|依托|核心|抓手|基础|平台|支撑|重点|引领|主线|轴|中心))"
)
"""By what means something is done."""
_RANKED = re.compile(r"第几|排名?(?:多少|几)")
_RANK = re.compile(r"第(?:\d+|[一二三四五六七八九十]+)(?![届期条章节版次个])")
_ASKS_WHAT = re.compile(r"什么|啥|哪|谁|怎|\b(?:what|which|who|how)\b", re.I)


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it stands in a sentence: `[start, end)` in characters of the sentence."""

    text: str
    start: int
    end: int


def find_values(query: Query, sentence: str) -> list[Value]:
    """All values in a sentence of the kind and unit that the query asks for, in order."""
    find = _finder(query.kind, query.standalone, nouns_asked(query))
    spans = sorted(set(find(sentence[:_MOST_CHARS]))) if find else ()
    return [Value(sentence[start:end], start, end) for start, end in spans]


def has_value(query: Query, sentence: str) -> bool:
    """Whether a sentence has a value of the kind and unit that the query asks for."""
    find = _finder(query.kind, query.standalone, nouns_asked(query))
    return find is not None and any(True for _ in find(sentence[:_MOST_CHARS]))


def asks_role(query: Query) -> bool:
    """Whether the query asks who has a role: director, mayor, founder."""
    return query.kind is Kind.NAME and bool(roles_asked(query.standalone))


Find = Callable[[str], Iterable[Span]]


@lru_cache(maxsize=256)
def _finder(kind: Kind, question: str, nouns: tuple[str, ...]) -> Find | None:
    """What finds the values that a question asks for in sentence after sentence; None if it asks for none."""
    match kind:
        case Kind.QUANTITY:
            contacts = contacts_asked(question)
            return partial(_contacts, contacts) if contacts else partial(quantities, question)
        case Kind.DATE:
            return partial(_dates, re.compile(date_part(question)))
        case Kind.PLACE:
            return partial(_places, question, nouns)
        case Kind.NAME:
            return partial(_who, question, nouns)
        case Kind.TOPIC if _MEANS_ASKED.search(question):
            return partial(_matches, _MEANS)
        case Kind.TOPIC if _RANKED.search(question):
            return partial(_matches, _RANK)
        case Kind.TOPIC if units_of(question) and not _ASKS_WHAT.search(question):
            return partial(quantities, question)
        case Kind.TOPIC | Kind.DEFINITION if nouns:
            return partial(_instances, nouns, question)
    return None


def _instances(nouns: Sequence[str], question: str, sentence: str) -> Iterator[Span]:
    return (span for noun in nouns for span in instances(noun, question, sentence))


def _contacts(asked: re.Pattern[str], sentence: str) -> Iterator[Span]:
    return (found.span("found") for found in asked.finditer(sentence))


def _dates(part: re.Pattern[str], sentence: str) -> Iterator[Span]:
    return (span for span in dates_in(sentence) if part.search(sentence[slice(*span)]))


def _places(question: str, nouns: Sequence[str], sentence: str) -> Iterator[Span]:
    going = _TO if _TO_WHERE.search(question) else _FROM if _FROM_WHERE.search(question) else None
    found = [match.span("found") for match in going.finditer(sentence)] if going else []
    found = found or list(_matches(_PLACE, sentence, group=1))
    if _IS_WHERE.search(question):
        found = [span for span in found if not _is_done_there(sentence, *span)]
    if found:
        yield from (span for span in found if sentence[slice(*span)] not in question)
    elif nouns:
        yield from _instances(nouns, question, sentence)
    elif not _IS_WHERE.search(question):
        doing = [match_.span(1) for match_ in AGENT.finditer(sentence)]
        own = (
            span
            for span in places(sentence)
            if not _is_given(sentence[slice(*span)], question) and not any(a <= span[0] < b for a, b in doing)
        )
        # what comes first is what it is about; what other characters stand before, or one alone, is a piece of a name
        yield from (
            (start, end)
            for start, end in own
            if start > 0 and end - start > 1 and not _is_within_name(sentence, start)
        )


def _is_given(place: str, question: str) -> bool:
    """Whether a question names a place, with what sort of division it is or without."""
    if len(place) > _CORE and place[-_CORE:] in question:
        return True
    return place in question or (
        len(place) > _SHORT_PLACE and place[-1] in "省市区县州镇乡村" and place[:-1] in question
    )


def _is_done_there(sentence: str, start: int, end: int) -> bool:
    """Whether something is done at a place, which does not tell where a thing is: 在青湖区建立."""
    return sentence[start - 1 : start] == "在" and sentence[end : end + 1] not in ("", *"，。；、")


def _is_within_name(sentence: str, start: int) -> bool:
    if not _WITHIN_NAME.match(sentence[start - 1]):
        return False
    before = word_before(sentence, start)
    return before is None or not (before[1][:1] in ("v", "p") or _LED_TO.fullmatch(before[0]))


def _who(question: str, nouns: Sequence[str], sentence: str) -> Iterator[Span]:
    """Who does what is asked about: 由 X 主办 where the question has 主办; X 表示 where it asks who said so;
    who has the role that is asked for; else the people and, for 哪家公司, the organisations of the sentence."""
    agents = [] if is_called(question) else list(agents_in(question, sentence))
    if agents:
        yield from agents
    elif SPEECH.search(question):
        spans = _matches(_SPEAKER, sentence, group=1)
        yield from (span for span in spans if is_somebody(sentence[slice(*span)]))
    elif roles := roles_asked(question):
        found = [span for span in people(sentence) if sentence[slice(*span)] not in question]
        in_role = [span for span in found if any(is_in_role(sentence, span, role) for role in roles)]
        yield from in_role or (span for role in roles for span in named_behind(sentence, role))
    elif is_called(question) and (called := completing(question, sentence)):
        yield from called
    elif nouns:
        own = _instances(nouns, question, sentence)
        yield from (span for span in own if not is_called(question) or is_name(sentence[slice(*span)]))
    elif _WITH_WHOM.search(question):
        both = sorted({*people(sentence), *organisations(sentence)})
        yield from ((start, end) for start, end in both if sentence[start:end][:_CORE] not in question)
    elif WHO.search(question):
        yield from (span for span in people(sentence) if sentence[slice(*span)] not in question)
    else:
        yield from (span for span in organisations(sentence) if sentence[slice(*span)] not in question)


def _matches(pattern: re.Pattern[str], sentence: str, group: int = 0) -> Iterator[Span]:
    for match_ in pattern.finditer(sentence):
        text = match_.group(group)
        stripped = text.strip(" ，,的")
        if stripped:
            start = match_.start(group) + text.index(stripped)
            yield start, start + len(stripped)
