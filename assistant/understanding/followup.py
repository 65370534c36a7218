"""A Chinese question that goes on about what was asked before, as a question of its own."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.asked import endings
from assistant.period import periods
from assistant.records import Kind, Lang, Query
from assistant.understanding.anaphora import antecedent, find_anaphor, replace, spoken_of
from assistant.understanding.ellipsis import continued, left_out
from assistant.understanding.facet import facet_of
from assistant.understanding.focus import Exchange, pair_in
from assistant.understanding.grammar import noun_asked, tagged
from assistant.understanding.kind import kind_of
from assistant.understanding.named import names_in
from assistant.understanding.question import LEAD, clean
from assistant.understanding.substitute import what_about
from index.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Followup:
    """What a question says on its own. `told` are answers of which more is wanted; `topic` is what it is about.

    `keeps`: whether it goes on about the same, so that what was asked before helps to find the answer.
    """

    standalone: str
    topic: str = ""
    told: tuple[str, ...] = ()
    keeps: bool = True


_TOPIC_CHANGE = re.compile(
    r"^(那?(我们)?(换|聊|说|问)(一?个|点)?(别的)?(话题|问题)(吧|问)?|题外话|另外问(一下|个|一个)|再问(一?个|点)?(别的|其他)(的)?(问题)?|说点别的)[，,：:。！!\s]*"
)
_CORRECTION = re.compile(
    r"^(不是(?!.*[吗？?])|不对|不|错了|哦不|搞错了|你搞错了|弄错了|说错了|我说错了)[^，,。！!]{0,12}[，,。！!\s]+(?:而是|应该是|是说|我?(?:问|说|指|要|想问|要问|想?查|想?找|想知道)的(?:其实)?是|我?是(?:说|问|指|想问)|我(?:说|问|指)|应该说)?|"
    r"^我(?:问|说|指|要|想问|要问|想?查|想?找|想知道)的(?:其实)?是|^我(?:其实)?是(?:在)?(?:想?[问查找]|指)的?"
)
_BACK = re.compile(
    r"^(那?(我们)?(再)?(回到|说回|回头(再)?(说|看)|再说(回)?|接着(刚才|之前)?(说|聊))(刚才|之前|前面|最开始|上面)?(说|提|问|聊|讲)?(过|到)?的?"
    r"|(刚才|刚刚|之前|前面|最开始|上面|你)(说|提|问|聊|讲)(过|到)?的)"
)
_MORE = re.compile(
    r"^(那么?|那)?(还有|还有没有|其他|其它|别的|其余|另外|更多|继续|接着说|接着讲|继续说|除此之外|除了这些|除了这个|说完了|没有了|就这些|就这么多)(别的|其他|其它|哪几个|哪些|什么|更多|还有|几个|哪几家|哪几项|哪几种)?(的|了)?(呢|吗|么|没有|没|吧)?[？?。！!\s]*$"
)
_OTHER_ONE = re.compile(
    r"^(那么?|那)?(另(外)?(一?[个家座项位条种边方款所]|一边|一方)|剩下(的)?(那)?(一?个)?)(?P<noun>[一-龥]{0,4}?)(?P<rest>呢|的.*|又.*|[是在有].*)[？?。\s]*$"
)
_BARE_NOUN = re.compile(
    r"^(园区|[㐀-鿿]{0,2}(?:项目|公司|实验室|论坛|会议|大会|规划|条例|办法|协议|平台|基地|中心|学校|医院|企业|集团))(?=的|有|是|由|占|在|何|什么时候|哪|总?投资|面积|规划)"
)
"""A question that begins with what sort of thing it is about."""
_HEADLESS = re.compile(
    r"^(?P<which>[^，,。？?]{1,23}[^，,。？?\d])的(?P<asks>(?:又|都|到底|分别)?(?:是|有)(?:哪|多少|几|什么|啥).{0,4})$"
)
_BOTH = re.compile(r"(?:^|(?<=[了，,、 ]))(?:双方|两地|两市|两家|两区|两县|两省)(?=[㐀-鿿])")
_NTH = re.compile(
    r"(?:(?:名单|其中|这)(?:里面?)?(?:的)?)?(?:第([一二三四五])|最后一)(?:位|个|家|所|座|项|种)(?:的)?(?=是|在|有|叫|的|什么|哪|由|多)"
)
_WHEN = re.compile(
    r"^(?:那|这)?(?:都)?是?(?P<when>哪一?年|哪[天月]|什么时候|啥时候|何时|几月份?)的(?:事儿?|事情)?了?[？?。\s]*$"
)
_OF_ONE = re.compile(
    r"^[㐀-鿿]{2,8}的(?:那[个家座所位])?(?:又|都)?(?:叫|是)(?:什么|啥|哪[个家座所位])(?:名字?)?[？?。\s]*$"
)
_ASKS_WHICH = re.compile(r"(?:几|多少|哪几?)[个家座所位条项种]|哪些")
_NEXT_YEAR = re.compile(
    r"(?:那么?)?(?:(?P<before>[前上头])|[后下次]|第二)一?年(?:又?(?:是|有|达到?)多少|呢|的?呢)?[？?。\s]*"
)
_POINTED = re.compile(r"^[那这]([一-龥].*)$")
_EARLIER = re.compile(r"^(?:前面|刚才|刚刚|之前|上面)(?=[那这])")
_ASIDE = re.compile(r"^(另外|此外|再问|还想问|顺便)")
_MOST_TOLD = 3


def follow_up(query: Query, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """The question as it stands on its own after these exchanges, the last first; None if it does so already."""
    text = query.standalone
    if _TOPIC_CHANGE.match(text) or len(text) > _LONGEST or not past:
        return None
    for rule in _RULES:
        if found := rule(text, past, searcher):
            return found
    return None


def _corrected(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """不是，我问的是X: the same of X; a whole question after it is taken as it stands."""
    match = _CORRECTION.match(text)
    if not match or not (meant := text[match.end() :].strip("，,。！!：: ")):
        return None
    if not _asks(meant):
        return _instead(meant, past, searcher)
    return _resolved(meant, past, searcher) or Followup(meant, keeps=False)


def _back(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """回到X，…: what is asked after the comma is asked of X."""
    match = _BACK.match(text)
    if not match or not (rest := text[match.end() :].strip("，,。： ")):
        return None
    head, comma, body = (part.strip() for part in rest.replace(",", "，").partition("，"))
    if not comma:
        return _resolved(rest, past, searcher) or (Followup(rest, keeps=False) if _asks(rest) else None)
    return _of_subject(head, body, past, searcher)


def _of_subject(head: str, body: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    subject = head
    if anaphor := find_anaphor(head, searcher):
        subject = replace(head, anaphor, antecedent(anaphor, past, searcher))
    for name in _spoken_of(past, searcher):
        if name.endswith(subject) and name != subject and not re.search(r"[和与跟及、]", name):
            subject = name
            break
    topic = "" if periods(subject, date.today()) else subject
    if anaphor := find_anaphor(body, searcher, is_of_subject=True):
        return Followup(replace(body, anaphor, subject), topic=topic)
    return Followup(f"{subject}{LEAD.sub('', body)}", topic=topic)


def _spoken_of(past: Sequence[Exchange], searcher: Searcher) -> list[str]:
    return [
        name
        for exchange in past
        for name in (exchange.query.topic, *names_in(exchange.query.standalone, searcher))
        if name
    ]


def _more(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """还有呢: the last question again, without what was answered."""
    if not _MORE.match(text):
        return None
    last = past[0]
    told = tuple(e.answer for e in past[:_MOST_TOLD] if e.answer and e.query.topic == last.query.topic)
    asked = last.query.standalone
    for plain, more in _STILL:
        if plain in asked and more not in asked:
            return Followup(asked.replace(plain, more, 1), last.query.topic, told)
    return Followup(f"除了已经说到的，{asked}", last.query.topic, told)


_STILL = (
    ("有哪", "还有哪"),
    ("包括哪", "还包括哪"),
    ("有什么", "还有什么"),
    ("有几", "还有几"),
    ("要建", "还要建"),
)


def _other(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """另一个呢: of two things that were named together, the one that was not asked about last."""
    match = _OTHER_ONE.match(text)
    if not match:
        return None
    last = past[0].query.standalone
    for exchange in past:
        for said in (exchange.query.standalone, exchange.answer):
            pair = pair_in(said, searcher) if said else None
            if pair is None or not (pair[0] in last or pair[1] in last):
                continue
            other = pair[0] if pair[0] not in last else pair[1]
            if match["rest"].startswith("呢"):
                return _instead(other, past, searcher)
            return Followup(f"{other}{match['rest']}", topic=other)
    if match["noun"] and match["rest"].startswith("呢"):
        other_one = LEAD.sub("", text[: match.start("rest")])
        return _besides(match["noun"], other_one, past)
    return None


def _besides(noun: str, other_one: str, past: Sequence[Exchange]) -> Followup | None:
    """另一位院士呢, where only one was named: the last question, asked of the other."""
    last = past[0].query.standalone
    one = re.search(rf"[一-龥]{{2,4}}{noun}", last)
    if not one:
        return None
    told = (past[0].answer,) if past[0].answer else ()
    return Followup(last.replace(one[0], other_one, 1), told=told)


def _instead(meant: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    if again := _again(meant, past[0].query, searcher):
        return again
    changed = what_about(meant, past[0].query, searcher)
    return Followup(changed.standalone, changed.topic) if changed else None


def _again(meant: str, last: Query, searcher: Searcher) -> Followup | None:
    """What the last question was asked of in the place of another is changed once more: 幼儿园 after 中学呢."""
    before = continued(clean(last.question)) if last.is_followup else None
    if before is None or before.rest or before.subject not in last.standalone:
        return None
    old, new = (_is_place(text, searcher) for text in (before.subject, meant))
    if old is None or old is not new:
        return None
    text = last.standalone.replace(before.subject, meant, 1)
    topic = last.topic.replace(before.subject, meant, 1)
    return Followup(text, topic)


def _is_place(text: str, searcher: Searcher) -> bool | None:
    """Whether the one noun that a text is names a place; None if it is none, or a time or a side of a thing."""
    words = tagged(text, searcher.names)
    if len(words) != 1 or words[0].tag[0] != "n" or facet_of(text) or periods(text, date.today()):
        return None
    return words[0].tag == "ns"


def _about(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """X呢: the last question with X in the place of what it corresponds to."""
    if not (found := continued(text)):
        return None
    if not found.rest and (condition := _IF.match(text)) and _says_what_is(found.subject):
        last = past[0].query
        return Followup(f"{condition[0]}，{_IF_BEFORE.sub('', last.standalone)}", topic=last.topic)
    if anaphor := find_anaphor(found.subject, searcher):
        name = antecedent(anaphor, past, searcher)
        subject = replace(found.subject, anaphor, name)
        if found.rest:
            return _of_subject(subject, found.rest, past, searcher)
        is_same = bool(name) and name == past[0].query.topic
        return _instead(subject.removeprefix(f"{name}的") if is_same else subject, past, searcher)
    if found.rest and _asks(found.rest):
        return _of_subject(found.subject, found.rest, past, searcher)
    return _instead(f"{found.rest}{found.subject}" if found.rest else found.subject, past, searcher)


def _says_what_is(subject: str) -> bool:
    """Whether what stands after "if" is a clause, not another thing to ask about."""
    return subject.startswith("只") or any(word.is_verb for word in tagged(subject))


def _resolved(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """它…: the text with what an anaphor stands for in its place."""
    body = _EARLIER.sub("", LEAD.sub("", text)) or text
    if pointed := _POINTED.match(text):
        noun = next((word.text for word in tagged(pointed[1]) if word.is_noun), "")
        if noun and pointed[1].startswith(noun) and (name := spoken_of(noun, past, searcher)):
            return Followup(f"{name}{pointed[1][len(noun) :]}", topic=name)
    if (bare := _BARE_NOUN.match(body)) and (name := _short_for(bare[1], body, past, searcher)):
        return Followup(f"{name}{body[len(bare[1]) :]}", topic=name)
    anaphor = find_anaphor(body, searcher)
    if anaphor is None:
        return None
    if not anaphor.noun and kind_of(body) is Kind.SOURCE:
        said = "".join(past[0].query.content.split())
        return Followup(replace(body, anaphor, said), topic=past[0].query.topic)
    name = antecedent(anaphor, past, searcher)
    if not name or name in body:
        return None
    return Followup(replace(body, anaphor, name), topic=name)


def _nth(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """第一位是什么职务: of the first whom the last answer names."""
    body = LEAD.sub("", text) or text
    match = _NTH.match(body)
    if not match:
        return None
    told = [name for name in names_in(past[0].answer, searcher) if name not in past[0].query.standalone]
    at = "一二三四五".index(match[1]) if match[1] else len(told) - 1
    if not 0 <= at < len(told):
        return None
    return Followup(f"{told[at]}{body[match.end() :]}", topic=told[at])


def _next_year(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """前一年是多少: the last question of the year before or after."""
    match = _NEXT_YEAR.fullmatch(text)
    times = past[0].query.times
    if not match or len(times) != 1 or times[0].first != times[0].last:
        return None
    year = times[0].first + (-1 if match["before"] else 1)
    return _instead(f"{year}年", past, searcher)


def _when(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """是哪一年的事: when what the last question asks about was."""
    match = _WHEN.match(text)
    if not match or past[0].query.kind is Kind.DATE:
        return None
    return Followup(f"{''.join(past[0].query.content.split())}是{match['when']}的", topic=past[0].query.topic)


def _one_of_those(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """罗江的叫什么名字: of those things that the last question counts or asks which."""
    body = LEAD.sub("", text) or text
    last = past[0].query
    if not _OF_ONE.match(body) or not _ASKS_WHICH.search(last.standalone):
        return None
    return Followup(f"{''.join(last.content.split())}，{body}", topic=last.topic)


def _headless(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """还在谈的有多少: of what the last question counted or asked which."""
    body = LEAD.sub("", text) or text
    match = _HEADLESS.match(body)
    if not match or find_anaphor(body, searcher) or any(word.is_noun for word in tagged(match["asks"])):
        return None
    did = "".join(word.text for word in tagged(match["which"])[-1:] if word.is_verb)
    asked = [exchange.query.standalone for exchange in past]
    noun = noun_asked(next((q for q in asked if did and did in q), asked[0]))  # 签的: 签了什么协议
    if not noun or noun in body:
        return None
    topic = "" if names_in(body, searcher) else past[0].query.topic
    return Followup(f"{topic}{match['which']}的{noun}{match['asks']}", topic=topic)


def _short_for(noun: str, body: str, past: Sequence[Exchange], searcher: Searcher) -> str:
    """What was asked about last if it is such a thing as the noun that a question begins with, and that names nothing else."""
    topic = past[0].query.topic
    if topic == noun or not topic.endswith(endings(noun)) or names_in(body, searcher):
        return ""
    return topic


def _both(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """双方各有什么: the two that were last named together."""
    body = LEAD.sub("", text) or text
    match = _BOTH.search(body)
    if not match or names_in(body[: match.start()], searcher):
        return None
    pair = next(filter(None, (pair_in(exchange.query.standalone, searcher) for exchange in past)), None)
    topic = past[0].query.topic
    is_bare = body.startswith("双方") and not names_in(body, searcher)
    if not pair and is_bare and topic and topic not in body and not _BOTH.search(topic):
        return Followup(f"{topic}{body}", topic=topic)
    if not pair or pair[0] in body:
        return None
    both = f"{pair[0]}和{pair[1]}"
    return Followup(f"{body[: match.start()]}{both}{body[match.end() :]}", topic=both)


def _within(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """X也算在里头吗: whether what was spoken of takes in X."""
    topic = past[0].query.topic
    if not _WITHIN.search(text) or not topic or topic in text:
        return None
    return Followup(f"{topic}，{LEAD.sub('', text) or text}", topic=topic)


def _elliptic(text: str, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """什么时候开园？: what is asked is asked of what was spoken of."""
    if _ASIDE.match(text):
        return None
    topic = left_out(text, past, searcher)
    if not topic or topic in text:
        return None
    body = LEAD.sub("", text) or text
    if text.startswith("还有") and not body.startswith("还有"):
        body = f"还有{body}"
    return Followup(f"{topic}{body}", topic=topic)


def is_continuation(text: str, lang: Lang) -> bool:
    """Whether a message asks for more, for the other, or why, and says nothing of what."""
    pattern = _WHY_EN if lang == "en" else _WHY
    rules = (pattern,) if lang == "en" else (_MORE, _OTHER_ONE, pattern)
    return any(rule.match(text) for rule in rules)


_WITHIN = re.compile(
    r"(?:算|包括|包含|计|含)(?:在|到)?(?:里头|里面|里边|其中|在内|内|进去|之内)(?:了)?[吗么][？?。\s]*$"
)
_IF = re.compile(r"(?:如果|要是|假如|假设|万一)(?!是)[㐀-鿿A-Za-z\d]{2,}?(?=呢)")
_IF_BEFORE = re.compile(r"^(?:如果|要是|假如|假设|万一)[^，]+，")
_WHY = re.compile(
    r"^(那|这)?(又|是)?(为什么|为何|为啥|怎么会|然后|后来|结果|再说说|具体点|详细点|真的|是吗)(呢|吗|说)?[？?。！!\s]*$"
)
_WHY_EN = re.compile(
    r"^\W*((and|but) )?(why|why not|how|when|where|who|which one|what else|anything else|more|really|how so|how come|how (much|many|big|large|far|long|old|tall|high)|what about it|and then|the other one|and the others?|tell me more|go on)\W*$",
    re.IGNORECASE,
)


def _asks(text: str) -> bool:
    return bool(
        re.search(
            r"什么|啥|哪|谁|多少|几|怎|如何|为何|何时|多[大长久高远]|[吗呢么][？?]?$|[？?]$|是否|有没有|能不能",
            text,
        )
    )


_LONGEST = 80  # characters of a question that earlier ones may explain
_RULES: tuple[Callable[[str, Sequence[Exchange], Searcher], Followup | None], ...] = (
    _more,
    _other,
    _corrected,
    _back,
    _next_year,
    _when,
    _about,
    _one_of_those,
    _headless,
    _nth,
    _resolved,
    _both,
    _within,
    _elliptic,
)
