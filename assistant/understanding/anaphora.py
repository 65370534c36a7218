"""Words that stand for something said before (它, 这个园区, 前者, 那里), and what they stand for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from assistant.asked import endings, is_human
from assistant.names import people
from assistant.records import Kind
from assistant.understanding.facet import facet_of
from assistant.understanding.focus import Exchange, pair_in
from assistant.understanding.grammar import Word, noun_phrases, quoted, tagged
from assistant.understanding.named import WHICH_DID, named, names_in
from assistant.understanding.subject import what_is
from assistant.value import find_values
from index.bridge import is_stop_word
from index.searcher import Searcher
from index.segment import has_han

_PRONOUN = re.compile(
    r"[这那]里[头面边]|它们?|他们?|她们?|前者|后者|[前后]面那(?:一?[个家位座条种所款项])|上述|[两二]者|(?<![与尤极])其(?![他余中实它次间])|那里|那儿|这里|这儿|当地"
)
_NOT_ALONE = re.compile(r"其他|其它|吉他|尤其|他人|他国|维他|与其")
_OF_KIN = re.compile(r"(?<=[㐀-鿿]{2})[他她](?=爸|妈|爹|娘|爷|奶|哥|弟|姐|妹|儿|女|老[婆公爸妈]|妻|父|母|媳)")
"""Says again whose somebody is: 张三他爸."""
_POINTING = re.compile(
    r"(?:这|那|该|此|上述)(?:[一两三四五六七八九十几]|[一两三四五六七八九十\d]+)?"
    r"(?:个|些|项|家|座|次|种|份|篇|部|类|款|条|支|所|位|场|届|块|样|件|片|笔|批|套|台|辆|本|栋|间)?"
)
_NOT_POINTING = re.compile(
    r"^(这么|那么|这样|那样|此外|此前|此后|这时|那时|那年|这年|这边|那边|这次|那次|该不该|该怎|该如|该由|该有|该从|应该)"
)
_OWN_PAPERS = re.compile(r"(文档|文件|文章|资料|材料|语料|报纸|版面|几篇|知识库|系统|网站|网页|页面|助手)")
_GENRES = re.compile(
    r"(规划|方案|计划|条例|办法|通知|意见|决定|纲要|公告|法律?|规定|报告|规则|章程|合同|协议|政策)$"
)
_OF_PEOPLE = re.compile(r"[㐀-鿿](?:人员|成员|[员者师士])$")
_ONE_OF_TWO = re.compile(r"前(?:者|面那)|(?P<second>后(?:者|面那))")
_STRICT = re.compile(r"前者|后者|[前后]面那|[两二]者")  # these always stand for something said before
_OBJECT = re.compile(r"[它他她]们?$")
_WITH = frozenset("跟和与同对向给为被把由从在")
_MANY = re.compile(r"它们|他们|她们|[两二]者|[这那][两二]")
_TWO = re.compile(r"[两二]者|[这那][两二]")
_PLACE_WORDS = re.compile(r"[那这][里儿]|当地")
_PLACE_NAME = re.compile(r"[省市县区州镇乡村城园港湾岛]$|基地$|新区$")
_LIES = frozenset({"在", "位于", "到", "去", "来", "落户", "于"})
_PERSON = re.compile(r"[他她]|[这那]一?位")
_WHO = re.compile(r"谁|哪一?位|哪个人|什么人|院士|教授|专家|先生|女士|老师")
_BODIES = re.compile(r"[他她]们")
_BODY_ASKED = re.compile(
    r"(?:谁|哪一?[家个](?:单位|公司|企业|机构|部门|学校|大学)?).{0,4}(?:主办|承办|举办|牵头|组织|建设|投资|开发|运营|成立|发起)"
)
_KINDS = frozenset("队校院馆园县市区镇村省州局厅厂店站港山河湖岛桥路线书片剧歌法条款")
_FIGURE = re.compile(r"指标|目标值?|数字|数据|数值|比例")
"""What only says that a number was given."""
_SEVERAL = re.compile(r"[一-龥](?:[和与跟及]|以及)[一-龥]|、")
_PLURAL = re.compile(r"^[这那]些|们$")
_NEWLY = re.compile(
    r"^\W*(谁|哪)|有[^，。？?]{0,10}哪一?[个家条座所款项位][㐀-鿿]{1,8}[？?\s]*$|(叫|是)(什么|啥)(名字?)?\W*$|全名|^\W*(who|which)\b",
    re.IGNORECASE,
)
_FRAMED = re.compile(r"^《[^《》]{1,80}》 says, in Chinese[^:]{0,80}:\s*")
"""What stands above the quotations of an answer in English."""
_WHO_HAS = re.compile(r"[㐀-鿿]{2}是谁\W*$")
_PERSONS = frozenset({"nr", "nrt", "nrfg"})
_SHORT_NOUN = 3  # characters of a noun that tells no thing from others
_LONGEST_PHRASE = 24  # characters of an answer that is only a name
_CLASS_CHARS = 6  # a noun after 这个 is looked for among names of what was spoken of by its end


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A word that stands for another, at `[start, end)`; `noun` is the kind of thing that it says that is."""

    start: int
    end: int
    text: str
    noun: str = ""


def find_anaphor(text: str, searcher: Searcher, *, is_of_subject: bool = False) -> Anaphor | None:
    """The first word of a question that only earlier messages explain, or None.

    What the question itself names before it, it may stand for: that is left alone, unless `is_of_subject` says
    that a subject for it is known.
    """
    words = tagged(text, searcher.names)
    for found in _anaphors(text, words, searcher):
        if _STRICT.match(found.text) or is_of_subject:
            return None if pair_in(text[: found.start], searcher) else found
        before = [word for word in words if word.end <= found.start]
        if (
            _OBJECT.match(found.text)
            and before
            and before[-1].text in _WITH
            and text[found.end : found.end + 1] != "的"
        ):
            return found  # 甲市要跟它合作
        if any(map(named, before)) or quoted(text[: found.start]):
            return None
        clauses = re.split(r"[，,。！!？?；;]", text[: found.start])
        if len(clauses) > 1 and any(word.is_noun and len(word.text) > 1 for word in before):
            return None
        is_pronoun = bool(_PRONOUN.match(found.text))
        if not is_pronoun and before and before[-1].is_noun and before[-1].end == found.start:
            return None  # 能源保障这块: what is pointed at stands right before it
        if found.noun and any(word.text == "的" and word.end == found.start for word in before):
            return None  # 规划提出的这个目标
        return found
    return None


def _anaphors(text: str, words: Sequence[Word], searcher: Searcher) -> Iterator[Anaphor]:
    found: list[Anaphor] = []
    for match in _PRONOUN.finditer(text):
        around = text[max(match.start() - 1, 0) : match.end() + 1]
        if _OF_KIN.match(text, match.start()) or _NOT_ALONE.search(around):
            continue
        if _begins_word(match.start(), words):
            found.append(Anaphor(match.start(), match.end(), match[0]))
    for match in _POINTING.finditer(text):
        rest = text[match.start() :]
        if _NOT_POINTING.match(rest) or not _begins_word(match.start(), words):
            continue
        noun = _noun_at(match.end(), words, searcher) or _within_word(match, words)
        is_bare = match[0] in ("这", "那", "该", "此")
        if noun and not _OWN_PAPERS.search(noun):
            found.append(Anaphor(match.start(), match.end() + len(noun), match[0], noun))
        elif (
            (match[0].endswith("位") and not noun)
            or (
                not noun
                and not is_bare
                and re.match(r"[的是有在由时哪谁都各]|$|[？?，,]", text[match.end() :])
            )
            or (match[0] in ("这", "那") and re.match(r"是|属于|算", text[match.end() :]))
        ):
            found.append(Anaphor(match.start(), match.end(), match[0]))
    return iter(sorted(found, key=lambda a: (a.start, -a.end)))


def _begins_word(at: int, words: Sequence[Word]) -> bool:
    return any(word.start == at for word in words)


def _within_word(pointing: re.Match[str], words: Sequence[Word]) -> str:
    """The noun of one character in a word that begins with what points at it: 队 in 该队."""
    word = next((word for word in words if word.start == pointing.start()), None)
    is_one = word is not None and pointing[0] == "该" and word.end == pointing.end() + 1
    return word.text[-1] if word is not None and is_one and word.text[-1] in _KINDS else ""


def _noun_at(at: int, words: Sequence[Word], searcher: Searcher) -> str:
    """The noun that begins here: one word, two if they are written together as a kind of thing (产业 园)."""
    following = [word for word in words if word.start >= at]
    if not following or following[0].start != at:
        return ""
    if re.fullmatch(r".[有是为在]", following[0].text) and not searcher.segmenter.is_word(following[0].text):
        return following[0].text[0]
    if following[0].tag == "a" and len(following) > 1 and following[1].is_noun:
        return following[0].text + following[1].text  # 新皇帝
    if not following[0].is_noun:
        return ""
    noun = following[0]
    if noun.tag == "vn" and len(following) > 1 and following[1].is_noun and following[1].start == noun.end:
        return noun.text + following[1].text  # 合作产业园
    if (
        len(following) > 1
        and len(following[1].text) == 1
        and following[1].tag[0] == "n"
        and len(noun.text) > 1
    ):
        return noun.text + following[1].text
    return noun.text


def antecedent(anaphor: Anaphor, past: Sequence[Exchange], searcher: Searcher) -> str:
    """What an anaphor stands for after these exchanges, the last first; empty if nothing was spoken of."""
    last = past[0]
    of_two = _ONE_OF_TWO.match(anaphor.text)
    if of_two and (two := _asked_of_two(past) or _spoken_of_two(past, searcher) or _two_told(last)):
        return two[bool(of_two["second"])]
    if of_two or _MANY.match(anaphor.text):
        for exchange in past:
            asked, told = pair_in(exchange.query.standalone, searcher), pair_in(exchange.answer, searcher)
            if pair := asked or (told if told and _are_named(told, searcher) else None):
                return pair[bool(of_two["second"])] if of_two else f"{pair[0]}和{pair[1]}"
    is_person = bool(_PERSON.fullmatch(anaphor.text)) and bool(_WHO.search(last.query.standalone))
    if is_person and (person := person_told(last)):
        return person
    if _BODIES.fullmatch(anaphor.text) and (body := _body_told(past)):
        return body
    if "位" in anaphor.text and not anaphor.noun:
        group = next((e.query.topic for e in past if e.query.topic and _is_group(e.query.topic)), "")
        if group:
            return group
    if _TWO.match(anaphor.text) and len(past) > 1 and past[0].query.is_followup:
        one, other = past[1].query.topic, past[0].query.topic
        if one and other and one not in other and other not in one:
            return f"{one}和{other}"
    if _FIGURE.fullmatch(anaphor.noun) and (side := _side_asked(last.query.standalone)):
        return side
    if anaphor.noun and is_human(anaphor.noun) and (person := person_told(last)):
        return person
    if anaphor.noun and (alike := _of_this_kind(anaphor.noun, past, searcher)):
        return alike
    if len(anaphor.noun) > _SHORT_NOUN:
        return ""  # it tells by itself what is meant
    if _is_document(anaphor.noun, searcher):
        return ""  # it may be the very document that is asked
    if _PLACE_WORDS.fullmatch(anaphor.text) and (place := _place(past, searcher)):
        return place
    is_thing = bool(anaphor.noun) and not is_human(anaphor.noun)  # 这个产品 is not who was named
    return ("" if is_thing else newly_named(last, searcher)) or last.query.topic


def _side_asked(question: str) -> str:
    """The last side of a thing that a question names, with what says which: 人均公园绿地面积."""
    phrases = [question[phrase[0].start : phrase[-1].end] for phrase in noun_phrases(tagged(question))]
    return next((phrase for phrase in reversed(phrases) if facet_of(phrase)), "")


def person_told(exchange: Exchange) -> str:
    """The first person whom an answer names and the question does not."""
    answer = exchange.answer[:_LONGEST_PHRASE]
    named_there = [answer[start:end] for start, end in people(answer)]
    if _NEWLY.search(exchange.query.standalone) or "谁" in exchange.query.standalone:
        named_there.append(_phrase(exchange.answer))
    return next((name for name in named_there if name not in exchange.query.standalone), "")


def _is_document(noun: str, searcher: Searcher) -> bool:
    """Whether a noun may mean one of the documents: 规划, where one is called so; not 政策, where none is."""
    genre = _GENRES.search(noun)
    return genre is not None and any(genre[0] in document.title for document in searcher.documents.values())


def spoken_of(noun: str, past: Sequence[Exchange], searcher: Searcher) -> str:
    """The thing last spoken of whose name ends as that of what the noun means and is longer; empty if there is none."""
    for exchange in past:
        known = (*names_in(exchange.query.standalone, searcher), *names_in(exchange.answer, searcher))
        for name in (exchange.query.topic, *known):
            is_one = not _SEVERAL.search(name)
            if name != noun and len(noun) > 1 and name.endswith(endings(noun)) and is_one:
                return name
    return ""


def newly_named(exchange: Exchange, searcher: Searcher) -> str:
    """What an answer named for the first time, if the question asked which one it is; else empty."""
    query = exchange.query
    is_role = _WHO_HAS.search(query.standalone) and not people(query.standalone)
    if not exchange.answer or not (is_role or _NEWLY.search(query.standalone)):
        return ""  # what is asked of something else leaves that in focus: X由谁主办
    if query.topic and query.standalone.startswith(f"{query.topic}的") and len(query.topic) > 1:
        return ""  # so does a side of a thing: X的主导产业是什么
    if what_is(query.standalone):
        return ""  # and who asks what X is goes on about X
    if query.lang == "en" and names_in(query.standalone, searcher) and not WHICH_DID.match(query.standalone):
        return ""
    if query.lang == "en":
        return _told_in_english(exchange, searcher)
    if phrase := _phrase(exchange.answer):
        return _person_of(phrase)
    asked = [value.text for value in find_values(query, exchange.answer)] if query.kind is Kind.NAME else []
    named_there = [*asked, *names_in(exchange.answer, searcher)]
    return _person_of(next((name for name in named_there if name not in query.standalone), ""))


def _told_in_english(exchange: Exchange, searcher: Searcher) -> str:
    """What an answer to a question in English names: of a quotation only what means the noun that is asked for."""
    answer, asked = exchange.answer, exchange.query.standalone
    framed = _FRAMED.match(answer)
    rest = answer[framed.end() :] if framed else answer
    names = [name for name in names_in(rest, searcher) if name not in asked]
    told = [name for name in names if not is_stop_word(name.lower())]
    if framed:
        which = WHICH_DID.match(asked)
        noun = which[1].split()[-1].lower() if which else ""
        forms = tuple(each.form for each in searcher.bridge.translate(noun)) if noun else ()
        return next((name for name in told if forms and name.endswith(forms)), "")
    return next(filter(has_han, told), next(iter(told), _phrase(answer)))


def _person_of(name: str) -> str:
    """A person without the office that is said before the name."""
    words = tagged(name)
    if len(words) < 2 or not all(word.is_noun for word in words):
        return name
    last, office = words[-1], words[-2]
    is_person = last.is_name and len(last.text) > 1 and (last.tag in _PERSONS or is_human(office.text))
    return last.text if is_person else name


def _phrase(answer: str) -> str:
    """An answer that is a name or a short description and nothing else, as it stands; else empty."""
    said = re.sub(r"\s*\[\d+\]", "", answer).strip(" 。.")
    if len(said) > _LONGEST_PHRASE or re.search(r"[，,；;、\d：:]", said) or len(said) < 2:
        return ""
    words = tagged(said)
    is_phrase = bool(words) and words[-1].is_noun and not any(word.tag[0] in "vrpdc" for word in words)
    return said if is_phrase else ""


def _asked_of_two(past: Sequence[Exchange]) -> tuple[str, str] | None:
    """What the last two questions ask the same of, in their order; None if they do not."""
    if len(past) < 2 or not past[0].query.is_followup:
        return None
    later, earlier = past[0].query.standalone, past[1].query.standalone
    start = _as_far_alike(earlier, later)
    end = _as_far_alike(earlier[start:][::-1], later[start:][::-1])
    one, other = earlier[start : len(earlier) - end], later[start : len(later) - end]
    is_same = start + end > len(one) and all(1 < len(each) <= _LONGEST_PHRASE for each in (one, other))
    return (one, other) if is_same else None


def _spoken_of_two(past: Sequence[Exchange], searcher: Searcher) -> tuple[str, str] | None:
    """The people or things that the last two questions name one of each; None if they do not."""
    if len(past) < 2 or pair_in(past[0].query.standalone, searcher):
        return None
    one, other = past[1].query.topic, past[0].query.topic
    are_names = all(
        len(words := tagged(name, searcher.names)) == 1 and named(words[0]) for name in (one, other)
    )
    return (one, other) if are_names and one != other else None


def _two_told(exchange: Exchange) -> tuple[str, str] | None:
    """The two people whom an answer names and the question does not; None if it names more, or fewer."""
    told = [exchange.answer[start:end] for start, end in people(exchange.answer)]
    told = [name for name in dict.fromkeys(told) if name not in exchange.query.standalone]
    return (told[0], told[1]) if len(told) == len(("前者", "后者")) else None


def _body_told(past: Sequence[Exchange]) -> str:
    """The organisation that an answer about what was last spoken of named: who holds a forum, for 他们, which a forum is not."""
    for exchange in past:
        query = exchange.query
        if query.topic != past[0].query.topic:
            return ""
        if query.kind is Kind.NAME and _BODY_ASKED.search(query.standalone):
            found = [value.text for value in find_values(query, exchange.answer)]
            return next((name for name in found if name not in query.standalone), "")
    return ""


def _are_named(pair: Sequence[str], searcher: Searcher) -> bool:
    """Whether both of two things have names: an answer puts much side by side that nobody would call them both."""
    return all(any(map(named, tagged(each, searcher.names))) for each in pair)


def _is_group(topic: str) -> bool:
    """Whether a topic is what several people are called: 机组人员."""
    return bool(_OF_PEOPLE.search(topic))


def _as_far_alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _of_this_kind(noun: str, past: Sequence[Exchange], searcher: Searcher) -> str:
    """The thing last spoken of whose name ends as a kind of thing does: 双湖科技园 for 园区."""
    for match in (_ends_with,) if _GENRES.search(noun) else (_ends_with, _ends_alike):
        for exchange in past:
            query = exchange.query
            spoken = (
                query.topic,
                *names_in(query.standalone, searcher),
                *names_in(exchange.answer, searcher),
            )
            called = re.search(
                rf"{re.escape(noun)}(《[^《》]{{1,40}}》)", query.standalone
            )  # 电影《…》 for 那部电影
            if called and called[1] != noun:
                return called[1]
            for name in (_phrase(exchange.answer), *spoken):
                if match(name, noun) and name != noun:
                    return name
    return ""


def _ends_with(name: str, noun: str) -> bool:
    return name.endswith(noun[-_CLASS_CHARS:])


def _ends_alike(name: str, noun: str) -> bool:
    """园区 and 科技园, 城市 and 德阳市, 公司 and 分公司: the last character of one stands at the other's end."""
    return len(name) > 2 and len(noun) > 1 and (name[-1] in noun or noun[-2:] in name[-4:])


def _place(past: Sequence[Exchange], searcher: Searcher) -> str:
    """The place that was spoken of last: the topic if it is one, an answer that is one, where something lies."""
    for exchange in past:
        answer = _phrase(exchange.answer)
        if answer and (_PLACE_NAME.search(answer) or any(word.tag == "ns" for word in tagged(answer))):
            return answer
        if _PLACE_NAME.search(exchange.query.topic):
            return exchange.query.topic
        words = tagged(exchange.query.standalone, searcher.names)
        for before, word in pairwise(words):
            if word.tag == "ns" and before.text in _LIES:
                return word.text
    topic = past[0].query.topic
    place = next((word.text for word in tagged(past[0].query.standalone) if word.tag == "ns"), "")
    rest = topic.removeprefix(place)
    is_whole = bool(place) and topic != rest and bool(rest) and rest[0] != "的" and facet_of(rest) is None
    return topic if is_whole else place  # 联东 is only how 联东U谷 begins


def replace(text: str, anaphor: Anaphor, name: str) -> str:
    """The text with a name in the place of an anaphor, as one would write it."""
    before, after = text[: anaphor.start], text[anaphor.end :]
    noun = anaphor.noun
    if noun and _MANY.match(anaphor.text) and "和" in name:
        return f"{before}{name}{after}"
    if noun and not name.endswith(noun) and not _ends_alike(name, noun):
        return (
            f"{before}{name}的{noun}{after}"
            if _PLURAL.match(anaphor.text)
            else f"{before}{name}这个{noun}{after}"
        )
    if anaphor.text[-1] in "头面边":
        return f"{before}{name}里{after}"  # 这里头有几家
    if anaphor.text == "其" and after and not re.match(r"[的是有在由]", after):
        return f"{before}{name}的{after}"
    return f"{before}{name}{after}"
