"""What else a question may go on about, for where nothing answers what it was taken for at first."""

import re
from collections.abc import Iterator, Sequence

from assistant.asked import is_human
from assistant.records import Query
from assistant.understanding.anaphora import find_anaphor, newly_named, person_told, replace
from assistant.understanding.english_followup import asked_of
from assistant.understanding.focus import Exchange
from assistant.understanding.followup import Followup
from assistant.understanding.grammar import tagged
from assistant.understanding.named import names_in
from assistant.understanding.question import LEAD, content_of
from assistant.understanding.subject import subject_of
from index.bridge import is_stop_word
from index.searcher import Searcher

_POINTS = re.compile(r"前者|后者|第[一二三四五][位个家]|\bthe (?:former|latter)\b", re.IGNORECASE)
"""Says which of several is meant: then no other is."""
_FAR = 3  # exchanges back to which it may lie, besides the first
_MOST = 5  # things that are tried
_MOST_NAMES = 2  # of an answer
_GENERAL = 2  # characters of a noun that may be short for what was spoken of: 项目
_LONGEST_CONTEXT = 24  # characters of an earlier question that are put before this one
_LONGEST = 40  # characters of a question that leaves out what it is about


def otherwise(query: Query, past: Sequence[Exchange], searcher: Searcher) -> Iterator[Followup]:
    """Other readings of a question after these exchanges, the last first: each asks the same of another thing.."""
    text, found = query.question, 0
    if _POINTS.search(text):
        return
    body = LEAD.sub("", text) or text
    is_whole = len(subject_of(body, searcher)) > _GENERAL or len(names_in(body, searcher)) > 1
    if not query.is_followup and is_whole:
        return  # it says itself what it is about
    is_replaced = query.is_followup and query.topic in query.standalone and query.topic not in text
    if not is_replaced and (query.is_followup or len(text) > _LONGEST * (1 + (query.lang == "en"))):
        return
    if not _says_something(query):
        return
    said = [
        word.text for word in tagged(text, searcher.names) if word.is_noun and word.text in query.standalone
    ]
    things = [topic for e in past for topic in (newly_named(e, searcher), e.query.topic)]
    words = tagged(body, searcher.names)
    person = person_told(past[0]) if query.lang == "zh" and words and is_human(words[0].text) else ""
    if person and not query.is_followup:
        yield Followup(f"{person}{body[words[0].end :]}", topic=person)  # 凶手…, who was named
    for topic in _spoken_of(past, searcher):
        if found == _MOST or topic in query.standalone:
            continue
        found += 1
        if is_replaced and topic not in things:
            continue
        if is_replaced:
            standalone = query.standalone.replace(query.topic, topic, 1)
            if all(word in standalone for word in said):
                yield Followup(standalone, topic=topic)
        elif query.lang == "en":
            yield Followup(asked_of(topic, text, past), topic=topic)
        else:
            anaphor = find_anaphor(body, searcher)
            if anaphor and topic.endswith("，"):
                continue
            yield Followup(replace(body, anaphor, topic) if anaphor else f"{topic}{body}", topic=topic)


def _says_something(query: Query) -> bool:
    """Whether a question has words of its own besides a time."""
    own = query.content if not query.is_followup else content_of(query.question)
    for period in query.times:
        own = own.replace(period.text, "")
    return len(own.strip("的 ")) > 1


def _spoken_of(past: Sequence[Exchange], searcher: Searcher) -> list[str]:
    """What the last exchanges and the first were about or named as what was asked for, the last first; then what else the last
    answer names, and what the last question said, for a question that goes on from there: 那次…."""
    last, *earlier = [*past[:_FAR], *past[_FAR:][-1:]]
    names = [
        name
        for name in names_in(last.answer, searcher)
        if name not in last.query.standalone and not is_stop_word(name.lower())
    ]
    topics = [topic for e in (last, *earlier) for topic in (newly_named(e, searcher), e.query.topic)]
    topics += names[:_MOST_NAMES]
    is_short = last.query.lang == "zh" and len(last.query.content) <= _LONGEST_CONTEXT
    if is_short and not last.query.times and " " not in last.query.content:
        topics.append(f"{last.query.content}，")
    return list(dict.fromkeys(filter(None, topics)))
