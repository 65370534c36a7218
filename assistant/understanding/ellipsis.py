"""Questions that leave out what they are about: 规划面积呢？ and 什么时候开园？"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.records import Kind
from assistant.understanding.facet import facet_of
from assistant.understanding.focus import Exchange
from assistant.understanding.grammar import Word, is_question_word, noun_phrases, quoted, tagged
from assistant.understanding.kind import kind_of
from assistant.understanding.named import named
from assistant.understanding.question import LEAD, content_of
from index.light import is_light
from index.searcher import Searcher
from index.segment import fold, has_han, pairs

_ABOUT = re.compile(
    r"^(?:那么?|然后|还有|以及|换成|换作|如果是|要是|至于)?(?P<subject>[“「《][^”」》]{1,40}[”」》]|[^？?，,。！!]{1,30}?)(?:又|的话)?呢(?:[，,？?]\s*(?P<rest>[^？?]{2,60}))?[？?。\s]*$"
)
_BARE = re.compile(r"^(?:那么?|还有|以及|换成|换作|如果是|要是)(?P<subject>[^？?，,。！!]{1,20})[？?。\s]*$")
_TURN = re.compile(
    r"^(?:轮到|换[成到]|接下来(?:说|讲|是)?|再(?:来)?(?:说说|讲讲|看看|说|讲|看)(?:一下|下)?)(?P<subject>[^？?，,。！!]{2,20}?)了?"
    r"(?:[，,]?(?:说说|讲讲|(?:介绍|说|讲)(?:一下|下)?))?[？?。\s]*$"
)
_ALSO = re.compile(
    r"^把?(?P<subject>[^？?，,。！!]{2,20}?)(?:也|都)(?:要|给我|给一下|说说|讲讲|看看|列出来|列一下|(?:介绍|说|讲|查|算)(?:一下|下))[？?。\s]*$"
)
_PART = re.compile(
    r"^(?:[光单只]看?)?(?P<subject>[东西南北]{1,2}[边面方部]|(?:到|在)?\d{4}(?:年|(?=这)))(?:这?一年|这年|当年|全年)?[？?。\s]*$"
)
_FRONTED = re.compile(r"^([㐀-鿿]{3,10})[，,]")
"""Says first what it asks about."""
_BARE_YEAR = re.compile(r"(?:19|20|21)\d\d")
_ASKS = re.compile(
    r"什么|啥|哪|谁|多少|几|怎|如何|为何|何时|多[大长久高远宽快]|吗|是否|有没有|能不能|会不会|要不要|该不该"
)
_AGAIN = re.compile(r"^[^？?]*(?<!一)又(?=是|有|在|要|怎|叫|属)")
_SOME_OF_THEM = re.compile(r"^其中|^(?:一共|总共|共)?有(?:几|多少)[个家项条位座所种名]?(?=是|在|来自|属于)")
_RELATIVE = re.compile(
    r"^(?:还|也)?(?:有没有|有无|有(?:什么|啥|哪些))(?:别的|其他的?)?(?:例外|特例|反例|前提|限制|好处|坏处|缺点|优点|后果|依据|理由|副作用|上限|下限)"
)
"""Asks for what is always of something: an exception, a condition, a consequence."""
_TIMES_DONE = re.compile(
    r"^(?:一共|总共|共|前后|先后|至今|到现在)*[㐀-鿿]{2}[过了](?:几|多少)[次回版轮遍][？?。\s]*$"
)
_HEADLESS = re.compile(r"^[^的？?]{1,12}的(?:有|是)(?:几|多少|哪|什么|谁)")
_WHAT_IS_DONE = re.compile(r"^[㐀-鿿]{1,3}的[那这][个款家种项份位]")
"""Begins with what somebody does: 用的那款产品."""
_WITH_WHOM = re.compile(r"^[和与跟同对向给](?:哪|什么|谁|多少|几)")
"""Begins with what another stood before: 和哪些大学签了约."""
_FAR = 3  # exchanges back to which a topic may lie
_ASKS_WHICH = re.compile(r"哪|^什么|^几|多少|^啥$")
_LATIN = re.compile(r"[A-Za-z]|\d(?!\d*\s*[年月日个天倍成%])")
_PAIRED = re.compile(r"[和与跟同及、]")
_EVERYBODY = 0.1  # share of the passages from which on a topic says nothing by standing beside other words
_LONGEST_CONTENT = 8  # Chinese characters of what is searched for that may be only a part of a question
_EVERYDAY = 0.3
_READ = 60  # passages that are looked at


@dataclass(frozen=True, slots=True)
class Continued:
    """X呢，…: what is asked about instead, and what is asked of it, empty for the same as before."""

    subject: str
    rest: str = ""


def continued(text: str) -> Continued | None:
    """What a question of the form X呢 puts in the place of something that was asked about."""
    match = _ABOUT.match(text) or next(
        filter(None, (form.match(text) for form in (_BARE, _PART, _TURN, _ALSO))), None
    )
    if not match:
        return None
    subject = LEAD.sub("", match["subject"]).strip() or match["subject"]
    subject = re.sub(r"(?<=[一-龥]{2})(自己|本身|那边|这边|那里|这里|方面|这块|那块)$", "", subject)
    if _ASKS.search(subject):
        return None
    if _BARE_YEAR.fullmatch(subject):
        subject = f"{subject}年"
    rest = (match.groupdict().get("rest") or "").strip()
    return Continued(subject, rest)


def left_out(text: str, past: Sequence[Exchange], searcher: Searcher) -> str:
    """What a question that nothing marks as a follow-up leaves out; empty if it stands on its own.

    It does not if it has no noun of its own, or only a side of a thing (面积, 负责人), or if what it says stands
    in passages on what was spoken of before. One that names something always does.
    """
    body = LEAD.sub("", text) or text
    words = tagged(body, searcher.names)
    if _needs_topic(body, words):
        return past[0].query.topic
    if (fronted := _FRONTED.match(body)) and searcher.occurs(fold(fronted[1])):
        return ""  # 湿地公园，重点推进哪几个
    content = tuple(word for word in _content_words(words) if not is_light(word.text))
    if not _may_lack_topic(text, body, words, content, searcher):
        return ""
    topics = [exchange.query.topic for exchange in past[:_FAR]]
    found = next((topic for topic in topics if topic and _stands_with(content, (topic,), searcher)), "")
    return topics[0] if found and past[0].query.is_followup else found


def _needs_topic(body: str, words: Sequence[Word]) -> bool:
    """Whether the form of a question says that something was spoken of before."""
    if _RELATIVE.match(body) or _TIMES_DONE.match(body):
        return True
    if not _is_question(body, words):
        return False
    names_one = any(named(word) for word in words)
    if _SOME_OF_THEM.match(body) or (_AGAIN.match(body) and not names_one):
        return True
    if _WHAT_IS_DONE.match(body) and (words[0].is_verb or words[0].tag == "p"):
        return True
    headless = _HEADLESS.search(body)
    if headless and not _own_phrases(words, body[: headless.end()]):
        return True
    if _WITH_WHOM.match(body) and not names_one:
        return True
    if _says_enough(body, words):
        return False
    phrases = _own_phrases(words, body)
    is_short = sum(len(word.text) for word in _content_words(words)) <= _LONGEST_CONTENT
    return is_short and (not phrases or bool(facet_of(phrases[0]) and _is_first(phrases[0], words, body)))


def _says_enough(body: str, words: Sequence[Word]) -> bool:
    """Whether a question names or points at something, compares things or asks what a thing is."""
    if quoted(body) or any(named(word) and word.start not in _asked(words) for word in words):
        return True
    if _LATIN.search(content_of(body)) or _PAIRED.search(body):
        return True
    if re.search(r"[这那该此][个份项部篇]", body):
        return True
    content = content_of(body)
    if facet_of(content):
        return False
    return kind_of(body) is Kind.DEFINITION and content != body and len(content) > 1


def _has_owner(words: Sequence[Word]) -> bool:
    """Whether a noun has one that it belongs to: 软饮料的龙头; not 国家级的项目."""
    return any(
        of.text == "的" and owner.is_noun and owner.text[-1] not in "级性型类" and owned.is_noun
        for owner, of, owned in zip(words, words[1:], words[2:], strict=False)
    )


def _is_question(body: str, words: Sequence[Word]) -> bool:
    return any(is_question_word(word) for word in words) or bool(re.search(r"[吗呢][？?]?\s*$", body))


def _may_lack_topic(
    text: str, body: str, words: Sequence[Word], content: Sequence[Word], searcher: Searcher
) -> bool:
    """Whether a question is so short and general that it may be asked of something spoken of before."""
    if _says_enough(body, words) or sum(len(word.text) for word in content) > _LONGEST_CONTENT:
        return False
    if _is_question(body, words):
        return not _has_owner(words)
    phrase = body.rstrip("？?。 ")
    is_facet = facet_of(phrase.rpartition("的")[2] or phrase) is not None
    return is_facet and all(searcher.segmenter.commonness(fold(w.text)) >= _EVERYDAY for w in content)


def _content_words(words: Sequence[Word]) -> Iterator[Word]:
    """Words that say something, without those that only say what kind of thing is asked for (哪个城市)."""
    is_asked = False
    for word in words:
        if is_question_word(word) or (is_asked and word.tag in ("q", "m", "uj")):
            is_asked = True
        elif word.tag[0] in "nvajlisbfgz" or word.tag == "eng":
            if not (is_asked and word.is_noun):
                yield word
            is_asked = False
        else:
            is_asked = False


def _asked(words: Sequence[Word]) -> set[int]:
    """Where a word begins that only says what kind of thing is asked for: 城市 in 哪个城市."""
    return {word.end for word in words if word.tag == "q" or _ASKS_WHICH.search(word.text)}


def _is_first(phrase: str, words: Sequence[Word], body: str) -> bool:
    """Whether nothing but adverbs stands before a phrase."""
    at = body.index(phrase)
    return all(word.tag[0] in "tdrmxu" and not is_question_word(word) for word in words if word.end <= at)


def _own_phrases(words: Sequence[Word], body: str) -> list[str]:
    """The noun phrases of a question but for those that say what kind of thing is asked for."""
    asked = _asked(words)
    phrases = [
        (phrase[0].start, phrase[-1].end) for phrase in noun_phrases(words) if phrase[-1].end <= len(body)
    ]
    phrases += [
        (one.start, other.end)
        for of, one, other in zip(words, words[1:], words[2:], strict=False)
        if of.text == "的" and one.is_verb and other.is_noun and len(other.text) == 1  # 的断头路
    ]
    return [
        body[start:end]
        for start, end in phrases
        if end - start > 1 and start not in asked and not all(map(is_light, (body[start:end],)))
    ]


def _stands_with(content: Sequence[Word], topics: Sequence[str], searcher: Searcher) -> bool:
    """Whether some passage has all these words and the topics, which most passages do not have."""
    folded = [fold(topic) for topic in topics]
    if not content or not all(map(has_han, folded)):
        return False
    rows, _ = searcher.bm25.holders([term for topic in folded for term in pairs(topic)])
    if not 0 < len(rows) <= max(_EVERYBODY * len(searcher.passages), 3):
        return False
    nouns = [word for word in content if not word.is_verb]
    wanted = [fold(word.text) for word in (nouns if len(nouns) > 2 else content)]
    texts = (fold(searcher.passages[row].text) for row in rows[:_READ])
    return any(all(word in text for word in wanted) for text in texts)
