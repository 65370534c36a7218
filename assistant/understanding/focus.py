"""What a question is about: the thing that a follow-up would call “it”, and the things that it names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.period import periods
from assistant.records import Kind, Query
from assistant.understanding.facet import facet_of
from assistant.understanding.grammar import Word, noun_phrases, quoted, tagged
from assistant.understanding.named import CAPITALS, WHICH_DID, english_names
from assistant.understanding.question import LEAD, content_of
from assistant.understanding.subject import (
    LONGEST_PHRASE,
    MAX_CHARS,
    PAIR,
    YEAR,
    named_subject,
    subject_of,
    title_begun,
    what_is,
)
from index.bridge import is_stop_word
from index.light import is_light
from index.searcher import Searcher
from index.segment import bigrams, fold, has_han

_NAMED = 3.0  # a named thing is what later questions are about, rather than what was asked of it
_MOST_TOPIC_WORDS = 4
_DEFINED = re.compile(r"^\s*what\s+(?:is|are|was|were)\s+(?:the\s+|an?\s+)?([^,?]+?)[\s?]*$", re.IGNORECASE)
_WRITTEN = "规划|条例|办法|规定|通知|意见|方案|报告|决定|文件|解释|报道|协议"
_ABOUT = re.compile(
    rf"^([^，。？?]{{0,20}}关于[^，。？?]{{2,20}}的(?:这|那)?[一]?[个份篇项部]?(?:{_WRITTEN}))(?!中|里)"
)
"""A document by who made it and what it is about."""
_DIVISIONS = "省市区县州镇乡村"
_EDITION = re.compile(r"(第[一二三四五六七八九十\d]+[届次期批]|首[批届次期个家座])$")
_MEASURED = frozenset("规划 占地 建筑 总 年 人均 设计 装机 常住 户籍".split())
"""What stands before a measure and belongs to it."""
_EVENT = re.compile(r"(会|论坛|节|赛|展|杯|仪式|活动|周)$")
_IN_CHINESE = re.compile(r"(?<=[A-Za-z])\s*[(（][㐀-鿿、]+[)）]")
"""What follows a name in English in parentheses."""
_PAIR_EN = re.compile(r"\b(?:and|or|than|with|versus|vs\.?)\b")


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question as it was understood, and the answer to it, empty where none is known."""

    query: Query
    answer: str = ""


def topic_of(content: str, standalone: str, searcher: Searcher) -> str:
    """What a follow-up would call "it": the most telling stretch of words that the corpus has as it stands."""
    if not has_han(content):
        return content[:MAX_CHARS] if has_han(standalone) else _english_topic(content, standalone)
    if marked := [mark for mark in quoted(standalone) if not periods(mark, date.today())]:
        return marked[0]
    if thing := what_is(standalone):
        return thing
    if about := _ABOUT.match(LEAD.sub("", standalone)):
        return about[1]
    if title := title_begun(LEAD.sub("", standalone), searcher):
        return title
    if subject := named_subject(LEAD.sub("", standalone), searcher):
        return subject
    if subject := subject_of(LEAD.sub("", standalone), searcher):
        return subject
    best, best_score = (0, 0), (False, 0.0)
    for match in re.finditer(r"[㐀-鿿]+", content):
        for start, end, score in _phrases(match, searcher):
            is_named = _names_something(content[start:end])
            if (is_named, score) > (best_score[0], best_score[1] * 1.001):
                best, best_score = (start, end), (is_named, score)
    if not best_score[1]:
        return content[:MAX_CHARS]
    return _without_size(_whole_name(content, *best, searcher), searcher)


def _without_size(thing: str, searcher: Searcher) -> str:
    """A thing without what is counted, measured or dated of it at its end: 产业集群 of 产业集群产值."""
    words = tagged(thing, searcher.names)
    while len(words) > 1 and words[-1].tag in ("a", "d"):
        words = words[:-1]
        thing = thing[: words[-1].end]
    for n in range(1, len(words)):
        is_side = words[n].text in _MEASURED and facet_of(thing[words[n].start :]) is Kind.QUANTITY
        if is_side and words[n - 1].is_name:
            return thing[: words[n].start]  # 德阳 of 德阳人均地区生产总值
    for n in range(len(words) - 1, 0, -1):
        if facet_of(thing[words[n].start :]) in (Kind.QUANTITY, Kind.DATE):
            while n > 1 and (words[n - 1].tag == "b" or words[n - 1].text in _MEASURED):
                n -= 1
            is_thing = words[n - 1].is_noun and words[n - 1].text not in _MEASURED  # not 人均 of 人均GDP
            return thing[: words[n].start] if is_thing else thing
    return thing


def is_deed(topic: str) -> bool:
    """Whether a topic only says what is done: 批准."""
    return has_han(topic) and all(word.is_verb or word.tag == "vn" for word in tagged(topic))


def _names_something(phrase: str) -> bool:
    """Whether a stretch of words can be spoken of: not 不得超过, nor 二次."""
    return any(word.tag[0] not in "vdpcmut" or word.is_noun for word in tagged(phrase))


def _phrases(match: re.Match[str], searcher: Searcher) -> Iterator[tuple[int, int, float]]:
    """`[start, end)` and score of the longest stretches from each word on that some passage has."""
    run, folded = match[0], fold(match[0])
    if len(run) != len(folded):
        return
    words = searcher.segmenter.words(folded)
    at = match.start()
    for start, word in enumerate(words):
        end = start + 1
        while end < len(words) and searcher.occurs("".join(words[start : end + 1])):
            end += 1
        while end > start + 1 and is_light(words[end - 1]):
            end -= 1
        phrase = "".join(words[start:end])
        if len(phrase) > 1 and not is_light(word) and searcher.occurs(phrase):
            score = sum(searcher.bm25.idf_of(pair) for pair in bigrams(phrase))
            if any(part in searcher.names for part in words[start:end]):
                score *= _NAMED
            yield at, at + len(phrase), score
        at += len(word)


def _whole_name(content: str, start: int, end: int, searcher: Searcher) -> str:
    """The stretch with the parts of the same name beside it: names before it, letters around it, what it is."""
    words = tagged(content, searcher.names)
    for word in words:
        if word.is_noun and word.start < end < word.end:
            end = word.end
        if word.is_noun and word.start < start < word.end:
            start = word.start
    phrases = [p for p in noun_phrases(words) if p[0].start < end and start < p[-1].end]
    if phrases:
        start, _ = _with_neighbours(content, phrases[0], start, end)
        _, end = _with_neighbours(content, phrases[-1], start, end)
    inside = [word for word in words if word.start >= start and word.end <= end]
    while len(inside) > 1 and inside[-1].end == end and inside[-1].tag in ("d", "p", "c"):
        end = inside.pop().start
    for n, word in enumerate(words[:-2]):
        if word.end == end and word.tag == "a" and words[n + 1].text == "的" and words[n + 2].is_noun:
            end = next(noun_phrases(words[n + 2 :]))[-1].end  # 最大的菜篮子: the thing, not only how it is
            break
    edition = _EDITION.search(content[:start])
    if edition is None and _EVENT.search(content[start:end]):
        edition = YEAR.search(content[:start])
    if edition:
        start = edition.start()
    return content[start:end]


def _with_neighbours(content: str, phrase: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """What of a noun phrase belongs to the name that holds `[start, end)`."""
    before = [word for word in phrase if word.end <= start]
    if any(word.tag == "eng" or word.text in "·•" for word in before) or (
        before and end - before[0].start <= LONGEST_PHRASE
    ):
        start = before[0].start
    inside = [word for word in phrase if word.start >= start and word.end <= end]
    after = [word for word in phrase if word.start >= end]
    if after and after[0].tag == "eng":
        end = after[1].end if len(after) > 1 and len(after[1].text) == 1 else after[0].end
    elif after and inside and inside[-1].is_name and not facet_of(content[end : after[-1].end]):
        end = after[-1].end
    return start, end


def _english_topic(content: str, standalone: str) -> str:
    standalone = re.sub(r"\s*\([^()]*\)", "", standalone)  # another name of what stands before it
    if asked := WHICH_DID.match(standalone):
        return f"the {asked[1]} that {asked[2]}"
    if names := english_names(standalone):
        return max(names, key=len)
    if defined := _DEFINED.match(standalone):
        return str(defined.group(1))
    words = [word for word in re.findall(r"[\w’'–\-]+", content) if not is_stop_word(word.lower())]
    return " ".join(words) if len(words) <= _MOST_TOPIC_WORDS else ""


def pair_in(text: str, searcher: Searcher) -> tuple[str, str] | None:
    """The two things that a text puts side by side (A和B, A and B), or None."""
    text = _IN_CHINESE.sub("", text)
    if not has_han(text):
        names = list(CAPITALS.finditer(text))
        for first, second in pairwise(names):
            if _PAIR_EN.fullmatch(text[first.end() : second.start()].strip()):
                return _pair(english_names(text[first.start() : second.end()]))
        return next((_pair(re.split(r"\s+(?:and|or)\s+", n[0])) for n in names if " and " in n[0]), None)
    words = tagged(text, searcher.names)
    phrases = list(noun_phrases(words))
    for left, right in pairwise(phrases):
        start, end = left[0].start, left[-1].end
        if (
            PAIR.fullmatch(text[end : right[0].start])
            and min(right[-1].end - right[0].start, end - start) > 1
        ):
            return text[start:end], _second_of_pair(text, left, _with_deed(words, left, right), searcher)
    return None


def _pair(names: Sequence[str]) -> tuple[str, str] | None:
    return (names[0], names[1]) if len(names) == 2 and all(names) else None


def _with_deed(words: Sequence[Word], left: Sequence[Word], right: tuple[Word, ...]) -> tuple[Word, ...]:
    """The second phrase with a verb that ends it, where the first ends in one that is a noun: 甲乙合作跟甲丙结对."""
    at = words.index(right[-1]) + 1
    ends = at + 1 == len(words) or (at + 1 < len(words) and words[at + 1].tag == "x")
    if left[-1].tag == "vn" and at < len(words) and words[at].is_verb and ends:
        return (*right, Word(words[at].text, "vn", words[at].start, words[at].end))
    return right


def _second_of_pair(text: str, first: Sequence[Word], second: Sequence[Word], searcher: Searcher) -> str:
    """The second of a pair without what is asked of it: it ends as the first does, or where its name ends."""
    whole = text[second[0].start : second[-1].end]
    one = text[first[0].start : first[-1].end]
    if one[-1] in _DIVISIONS and (cut := re.search(rf"[{_DIVISIONS}]", whole[1:])):
        return whole[: cut.end() + 1]
    for length in range(min(3, len(one)), 0, -1):
        if (at := whole.find(one[-length:])) > 0:
            return whole[: at + length]
    if second[-1].tag == "vn" and first[-1].tag == "vn":
        return whole
    if second[0].is_name and all(word.is_name for word in first):
        last = next((n for n, word in enumerate(second) if not word.is_name), len(second)) - 1
        return text[second[0].start : second[last].end]
    topic = topic_of(content_of(whole), whole, searcher)
    return whole[: whole.find(topic) + len(topic)] if topic in whole else whole
