"""From a question and the conversation before it to a query that stands on its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from assistant.asked import is_noun
from assistant.errors import QuestionError
from assistant.period import periods
from assistant.records import Kind, Lang, Message, Query
from assistant.understanding.aside import aside, asks_back
from assistant.understanding.compared import compared
from assistant.understanding.english_followup import follow_up_english
from assistant.understanding.english_noun import names_end, noun_asked
from assistant.understanding.focus import Exchange, is_deed, topic_of
from assistant.understanding.followup import Followup, follow_up
from assistant.understanding.kind import kind_of
from assistant.understanding.otherwise import otherwise
from assistant.understanding.pasted import asked_after
from assistant.understanding.place import places
from assistant.understanding.publication import publication_asked
from assistant.understanding.question import (
    clean,
    content_of,
    in_script_of,
    is_in_both_scripts,
    is_traditional,
    language,
)
from assistant.understanding.whole_document import whole_document
from assistant.wording import say
from index.searcher import Searcher
from index.segment import simplified

__all__ = ["MAX_QUESTION_CHARS", "clean", "content_of", "kind_of", "language", "other_readings", "understand"]

MAX_QUESTION_CHARS = 1000
_MAX_ANSWER_CHARS = 2000  # of an earlier answer that are read
_MAX_NOUNS = 5
_TRANSLATION = 0.9  # weight from which a form is the noun itself and not a kind of it
_MAX_EARLIER = 6  # earlier questions that can still be meant by "it"


def understand(question: str, history: Sequence[Message], searcher: Searcher) -> Query:
    """The query that a question stands for after the messages before it.

    Raises QuestionError for a question that is empty, too long, or holds no letter or digit.
    """
    text = clean(question)
    _check(question, text, language(question))
    query = alone(text, searcher, standalone=asked_after(question))
    if query.reply:
        return query
    past = exchanges(history, searcher)
    is_first = not past or query.standalone != text
    query = query if is_first else _continued(query, past, searcher)
    topic = past[0].query.topic if past else ""
    asked = next(
        filter(None, (publication_asked(q, topic, searcher) for q in (query.standalone, text))), None
    )
    if is_first and asked is None and (reply := asks_back(text, query.lang, searcher)):
        return replace(query, reply=reply)
    return replace(
        query,
        places=places(query.standalone, searcher),
        document=asked.doc_id if asked else whole_document(query.standalone, searcher),
        publication=asked.what if asked else None,
    )


def other_readings(query: Query, history: Sequence[Message], searcher: Searcher) -> Iterator[Query]:
    """What else a question after these messages may mean, the likeliest first."""
    past = tuple(map(_simplified, exchanges(history, searcher)))
    if query.reply or query.publication or query.document or not past:
        return
    for found in otherwise(query, past, searcher):
        read = _resolved(query, found, past[0].query.question, past[0].query.content, searcher)
        yield replace(read, places=places(read.standalone, searcher))


def _check(question: str, text: str, lang: Lang) -> None:
    if not text:
        raise QuestionError(say("empty_question", lang))
    if len(question) > MAX_QUESTION_CHARS:
        raise QuestionError(say("long_question", lang, limit=MAX_QUESTION_CHARS, chars=len(question)))
    if not any(char.isalnum() for char in text):
        raise QuestionError(say("wordless_question", lang))


def alone(text: str, searcher: Searcher, *, standalone: str = "", topic: str = "") -> Query:
    """A question as it is understood without a conversation. `text` is clean."""
    standalone = standalone or text
    content = content_of(standalone)
    lang = language(text)
    if reply := aside(text, lang):
        return Query(text, text, content, lang, Kind.TOPIC, reply=reply)
    return Query(
        question=text,
        standalone=standalone,
        content=content,
        lang=lang,
        kind=Kind.COMPARISON if compared(standalone) else kind_of(standalone),
        topic=topic or topic_of(content, standalone, searcher),
        times=periods(standalone, date.today()),
        nouns=_nouns(standalone, searcher) if lang == "en" else (),
    )


def _nouns(standalone: str, searcher: Searcher) -> tuple[str, ...]:
    """What the documents may call the thing of which an English question asks which one it is."""
    noun = noun_asked(standalone)
    if ends := names_end(noun):
        return ends
    found = [a.form for a in searcher.bridge.translate(noun) if a.weight >= _TRANSLATION] if noun else []
    return tuple(filter(is_noun, found))[:_MAX_NOUNS]


def exchanges(history: Sequence[Message], searcher: Searcher) -> tuple[Exchange, ...]:
    """The last questions of a conversation, each resolved by those before it, with their answers; the last first.

    Messages may stand in any order: what follows a question up to the next is the answer to it. Messages
    without words, and those that ask nothing, are passed over.
    """
    starts = [n for n, message in enumerate(history) if message.role == "user"][-_MAX_EARLIER:]
    past: tuple[Exchange, ...] = ()
    for at, following in pairwise((*starts, len(history))):
        text = clean(history[at].content[:MAX_QUESTION_CHARS])
        if not any(char.isalnum() for char in text):
            continue
        query = alone(text, searcher)
        if query.reply:
            continue
        answer = " ".join(
            " ".join(m.content[:_MAX_ANSWER_CHARS].split()) for m in history[at + 1 : following]
        )
        query = _continued(query, past, searcher) if past else query
        names_nothing = not query.topic or is_deed(query.topic)
        if past and names_nothing:  # the focus stays where it was
            query = replace(query, topic=past[0].query.topic)
        past = (Exchange(query, answer), *past)
    return past


def _simplified(exchange: Exchange) -> Exchange:
    """The exchange in simplified characters if it was in traditional ones."""
    query = exchange.query
    if not is_traditional(query.question):
        return exchange
    plain = replace(query, standalone=simplified(query.standalone), topic=simplified(query.topic))
    return Exchange(plain, simplified(exchange.answer))


def _continued(query: Query, past: Sequence[Exchange], searcher: Searcher) -> Query:
    """The question as a follow-up of these exchanges, or as it is if it stands on its own."""
    earlier = past[0].query.question
    past = tuple(_simplified(exchange) for exchange in past)
    if is_traditional(query.question):
        query = replace(query, standalone=simplified(query.standalone))
    resolve = follow_up_english if query.lang == "en" else follow_up
    found = resolve(query, past, searcher)
    if found is None or found.standalone == query.standalone:
        return replace(query, standalone=query.question)
    return _resolved(query, found, earlier, past[0].query.content, searcher)


def _resolved(query: Query, found: Followup, earlier: str, context: str, searcher: Searcher) -> Query:
    """A question as a follow-up says it on its own; `earlier` is the question before it, of which `context` was searched for."""
    like = query.question if not is_in_both_scripts(query.question) else f"{query.question}{earlier}"
    standalone = in_script_of(found.standalone, like)
    topic = in_script_of(found.topic, like)
    resolved = alone(
        query.question, searcher, standalone=standalone, topic=topic if topic in standalone else ""
    )
    return replace(
        resolved,
        kind=resolved.kind if query.kind in (Kind.TOPIC, Kind.YES_NO) else query.kind,
        context=context if found.keeps else "",
        is_followup=True,
        told=found.told,
    )
