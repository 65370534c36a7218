"""From a question and the conversation before it to a query that stands on its own."""

import re
from collections.abc import Sequence
from unicodedata import category, normalize

from assistant.errors import QuestionError
from assistant.records import Kind, Lang, Message, Query
from assistant.wording import say
from index.bridge import is_stop_word
from index.light import is_light
from index.searcher import Searcher
from index.segment import bigrams, fold, has_han

MAX_QUESTION_CHARS = 1000
_MAX_EARLIER = 6  # earlier questions that can still be meant by "it"

_LEAD = re.compile(
    r"^(请问一?下?|请教一?下?|麻烦|劳驾|你好|您好|帮我?(查|看|找)?(一下|下)?|请|想?问一?下|我?想(知道|了解|问问?)(一下)?"
    r"|告诉我|(能|可)(不能|否|以)?(告诉我|介绍|说说?|讲讲?)(一下)?|介绍(一下|下)?|说说|讲讲|谈谈|简述|查(一下|询)"
    r"|那么|那|还有|另外|然后|此外|再问|所以|不过|[,，、\s])+"
)
_ASKING = re.compile(
    r"(分别)?(是|指|叫|为|有|包括|含)?(的)?(是)?(什么(意思|样的?|时候|时间|地方|日期)?|啥(意思)?|哪(一|几|些|里|儿|个|家|位|年|天|月|种|类|座|所|项|方面)*"
    r"|百分之(几|多少)|谁|多少(个|家|条|项|所|座|种|人|公里|亩|元|钱|次)?|多(大|长|久|高|远|宽|快|重)|几(个|家|条|项|所|座|种|年|月|天|次|位)|何(时|地|处|种|谓|为)"
    r"|为(什么|何|啥)|怎么(样|办)?|怎样|咋(样)?|如何|(是否|能否|有没有|是不是|会不会|能不能))"
    r"|[吗呢吧呀啊嘛么]+(?=[？?。！!\s]*$)"
)
_EDGES = re.compile(
    r"^[\s的了是有在由被把对和与，,、？?。！!：:；;“”\"'（）()]+|[\s的了是有在由被把对和与，,、？?。！!：:；;“”\"'（）()]+$"
)
_ANAPHORA = re.compile(
    r"它们?|他们|她们|(?<!与)其(?![他余中实它次])|(?<!应)该(?=[个项家座次园区地市县公企项计规办中方会平集])(个|项|家|座|次)?"
    r"|(这|那|此)(个|些|里|儿|项|家|座|次|种|边|份|篇|部)?|前者|后者|上述|两者|二者"
)
_COUNTS = re.compile(r"^(其中)?(有(几|多少|哪)|几(个|家|项|条)|哪(几|些))|^其中")
_CONTINUES = re.compile(r"^(那|还有|另外|然后|此外|除此|再)|呢[？?\s]*$")
_EN_ANAPHORA = re.compile(
    r"\b(it|its|they|their|them|there|this|that|these|those|he|she|his|her|him)\b", re.IGNORECASE
)
_EN_CONTINUES = re.compile(r"^\s*(and\b|also\b|(what|how) about\b|then\b)[\s,]*", re.IGNORECASE)
_EN_DEFINED = re.compile(
    r"^\s*what\s+(?:is|are|was|were)\s+(?:the\s+|an?\s+)?([^,?]+?)[\s?]*$", re.IGNORECASE
)
_CAPITALS = re.compile(r"\b[A-Z][\w’'–\-]*(?:[\s\-–]+(?:(?:of|the|and|for)\s+)?[A-Z0-9][\w’'–\-]*)*")
_SHORT_CHARS = 5
_NAMED = 3.0  # a named thing is what later questions are about, rather than what was asked of it

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.LIST, re.compile(r"哪(些|几)(?![年天日])|列(出|举)", re.I)),
    (
        Kind.REASON,
        re.compile(
            r"为(什么|何|啥)|怎么(?!样的)|怎样|如何|咋|原因|\bwhy\b|\bhow (?!many|much|large|big|long|far|old|tall|high|often|wide)",
            re.I,
        ),
    ),
    (
        Kind.DATE,
        re.compile(
            r"什么时(候|间)|何时|哪(一)?[年天日月]|几(月|号|点)|日期|啥时候|\bwhen\b|\b(what|which) (year|date|day|month|time)\b",
            re.I,
        ),
    ),
    (
        Kind.QUANTITY,
        re.compile(
            r"多少|百分之|多(大|长|高|远|宽|重|久)|几(个|家|条|项|所|座|种|年|天|次|位|人)|占比|比例|比重是|面积是|总额是|\bhow (many|much|large|big|long|far|high|tall)\b|\bwhat (percentage|share|proportion|area|amount|number|size|length)\b|\bplanned area\b"
            r"|\bwhat (is|was|are|were) (the|its|their) ([a-z]+ ){0,2}(capacity|population|area|length|width|height|depth"
            r"|weight|speed|cost|price|budget|size|distance|rate|share|percentage|proportion|number|amount)\b",
            re.I,
        ),
    ),
    (
        Kind.PLACE,
        re.compile(
            r"哪里|哪儿|何(地|处)|什么地方|在哪|哪个(城市|地方|区|市|县)|位于哪|\bwhere\b|\bwhich (city|place|district|county)\b",
            re.I,
        ),
    ),
    (
        Kind.NAME,
        re.compile(
            r"谁|哪(一)?(位|家|个(公司|企业|单位|部门|机构|人|大学|协会))|哪(两|几)?(方|家)|什么人|叫什么|\bwho(m|se)?\b|\bwhich (company|organi[sz]ation|firm|university|department|person|institution)\b",
            re.I,
        ),
    ),
    (
        Kind.LIST,
        re.compile(
            r"哪(些|几|两|三)|有什么|包括什么|列(出|举)|都有|分别|\b(which|list)\b|\bwhat are\b|\bwhat \w+s\b.*\b(are|were|does|do|did)\b",
            re.I,
        ),
    ),
    (
        Kind.DEFINITION,
        re.compile(
            r"什么是|是(个)?(什么|啥)|是指|指(的是)?什么|什么意思|何谓|啥是|啥意思|定义|含义|\bwhat(’s|'s| is| are) |\bdefin|\bmean(s|ing)?\b",
            re.I,
        ),
    ),
)


def understand(question: str, history: Sequence[Message], searcher: Searcher) -> Query:
    """The query that a question stands for after the messages before it.

    Raises QuestionError for a question that is empty, too long, or holds no letter or digit.
    """
    lang = language(question)
    text = clean(question)
    _check(question, text, lang)
    query = _alone(text, text, searcher)
    for previous in _previous(history, searcher):
        if not previous.topic:
            continue
        merged = _continue(query, previous, searcher)
        if merged is not None:
            return merged
        break
    return query


def language(text: str) -> Lang:
    """`zh` if the text holds about as many Chinese characters as Latin words, else `en`."""
    latin = len(re.findall(r"[A-Za-z]{2,}", text))
    han = sum(map(has_han, text))
    return "zh" if han >= latin or not latin else "en"


def clean(question: str) -> str:
    """The question in one line, without control and formatting characters."""
    kept = (char if category(char)[0] != "C" else " " for char in normalize("NFC", question))
    return " ".join("".join(kept).split())


def _check(question: str, text: str, lang: Lang) -> None:
    if not text:
        raise QuestionError(say("empty_question", lang))
    if len(question) > MAX_QUESTION_CHARS:
        raise QuestionError(say("long_question", lang, limit=MAX_QUESTION_CHARS, chars=len(question)))
    if not any(char.isalnum() for char in text):
        raise QuestionError(say("wordless_question", lang))


def _previous(history: Sequence[Message], searcher: Searcher) -> list[Query]:
    """Earlier questions, each resolved by those before it, the last first."""
    queries: list[Query] = []
    for message in [m for m in history if m.role == "user"][-_MAX_EARLIER:]:
        text = clean(message.content)[:MAX_QUESTION_CHARS]
        if not any(char.isalnum() for char in text):
            continue
        query = _alone(text, text, searcher)
        if queries and queries[0].topic and (merged := _continue(query, queries[0], searcher)):
            query = merged
        queries.insert(0, query)
    return queries


def _alone(
    question: str, standalone: str, searcher: Searcher, *, topic: str = "", is_followup: bool = False
) -> Query:
    content = content_of(standalone)
    lang = language(question)
    return Query(
        question=question,
        standalone=standalone,
        content=content,
        lang=lang,
        kind=kind_of(standalone),
        topic=topic or topic_of(content, standalone, searcher),
        is_followup=is_followup,
    )


def content_of(text: str) -> str:
    """What is searched for: the question without question words and politeness; never empty."""
    if not has_han(text):
        return text
    stripped = _ASKING.sub(" ", _LEAD.sub("", text))
    parts = [_EDGES.sub("", part) for part in stripped.split(" ")]
    return " ".join(part for part in parts if part) or text


def kind_of(text: str) -> Kind:
    """What sort of answer the question asks for."""
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), Kind.TOPIC)


def topic_of(content: str, standalone: str, searcher: Searcher) -> str:
    """What a follow-up would call "it": the most telling stretch of words that the corpus has as it stands."""
    if not has_han(content):
        if defined := _EN_DEFINED.match(standalone):
            return str(defined.group(1))
        names = [name for name in _CAPITALS.findall(standalone) if not is_stop_word(name.split()[0].lower())]
        if names:
            return str(max(names, key=len))
        words = [word for word in re.findall(r"[\w’'–\-]+", content) if not is_stop_word(word.lower())]
        return " ".join(words)
    best, best_score = "", 0.0
    for run in re.findall(r"[㐀-鿿]+", content):
        folded = fold(run)
        words = searcher.segmenter.words(folded)
        for start in range(len(words)):
            end = start + 1
            while end < len(words) and searcher.occurs("".join(words[start : end + 1])):
                end += 1
            while end > start + 1 and is_light(words[end - 1]):
                end -= 1
            phrase = "".join(words[start:end])
            if len(phrase) > 1 and not is_light(words[start]) and searcher.occurs(phrase):
                score = sum(searcher.bm25.idf_of(pair) for pair in bigrams(phrase))
                if any(word in searcher.names for word in words[start:end]):
                    score *= _NAMED
                if score > best_score * 1.001:
                    at = len("".join(words[:start]))
                    same = len(folded) == len(run)
                    best, best_score = (run[at : at + len(phrase)] if same else phrase), score
    return best or content


def _continue(query: Query, previous: Query, searcher: Searcher) -> Query | None:
    """The query as a follow-up of the previous one, or None if it stands on its own."""
    if query.lang == "en":
        standalone = _continue_english(query, previous)
    else:
        standalone = _continue_chinese(query, previous, searcher)
    if standalone is None:
        return None
    resolved = _alone(query.question, standalone, searcher, is_followup=True)
    kept = previous.topic if previous.topic in standalone else resolved.topic
    context = previous.content if previous.topic in standalone else ""
    return Query(
        question=query.question,
        standalone=standalone,
        content=resolved.content,
        lang=query.lang,
        kind=resolved.kind if query.kind is Kind.TOPIC else query.kind,
        context=context,
        topic=kept,
        is_followup=True,
    )


def _continue_chinese(query: Query, previous: Query, searcher: Searcher) -> str | None:
    text, topic = query.standalone, previous.topic
    if fold(topic) in fold(text):
        return None
    body = _LEAD.sub("", text)
    names = _names_in(query.content, searcher)
    anaphor = _ANAPHORA.search(body)
    continues = _CONTINUES.search(text)
    if anaphor:
        rest = body[anaphor.end() :]
        for length in range(min(6, len(rest)), 0, -1):  # 这个产业园 after a topic that ends in 产业园
            if topic.endswith(rest[:length]):
                rest = rest[length:]
                break
        return body[: anaphor.start()] + topic + rest
    if _COUNTS.search(body) and not anaphor:
        return f"{topic}{body}"
    named = names or query.content in searcher.names
    if continues and named and len(query.content) <= max(map(len, names or [query.content])) + 2:
        replaced = next(iter(_names_in(previous.content, searcher)), topic)
        return (
            previous.standalone.replace(replaced, query.content) if replaced in previous.standalone else None
        )
    if (
        continues
        and previous.kind is Kind.DEFINITION
        and topic in previous.standalone
        and len(query.content) > 2
    ):
        return previous.standalone.replace(topic, query.content)
    if continues and not names:
        own = _EDGES.sub("", re.sub(r"呢[？?\s]*$", "", body))
        return f"{topic}{own}" if own else None
    is_short = sum(map(has_han, query.content)) <= _SHORT_CHARS
    if (
        is_short
        and not names
        and query.kind is not Kind.DEFINITION
        and not re.search(r"[A-Za-z0-9]", query.content)
    ):
        return f"{topic}{body}"
    return None


def _names_in(content: str, searcher: Searcher) -> list[str]:
    words = searcher.segmenter.words(fold(content))
    return [word for word in words if word in searcher.names]


def _continue_english(query: Query, previous: Query) -> str | None:
    text, topic = query.standalone, previous.topic
    body = _EN_CONTINUES.sub("", text)
    continues = body != text
    anaphor = _EN_ANAPHORA.search(body)
    if anaphor:
        owner = anaphor.group().lower() in ("its", "their", "his", "her")
        return f"{body[: anaphor.start()]}{topic}{'’s' if owner else ''}{body[anaphor.end() :]}"
    words = [word for word in re.findall(r"[a-z]+", body.lower()) if not is_stop_word(word)]
    if continues and topic in previous.standalone and _CAPITALS.search(body):
        return previous.standalone.replace(topic, body.rstrip("?？ "))
    if continues or (len(words) <= 2 and not _CAPITALS.search(text[1:])):
        return f"{topic}: {body}"
    return None
