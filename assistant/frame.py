"""The few words of our own around quotations: in the question's language and script, each line ending in a colon."""

from collections.abc import Sequence
from functools import lru_cache

import opencc

from assistant.records import Citation, Query
from assistant.wording import WORDING
from index.query import Concept
from index.segment import fold, has_han, simplified

_MOST_CHARS = 6  # of a name that is compared by its sound
_GLOSSED = 4  # names at most that are spelt out for a reader of English


def phrase(query: Query, name: str, **values: object) -> str:
    """The sentence `name` in the question's language, in traditional characters if the question is."""
    template = WORDING[name][query.lang]
    if query.lang == "zh" and is_traditional(query.question):
        template = _to_traditional().convert(template)
    return template.format(**values)


def is_traditional(text: str) -> bool:
    """Whether a text has characters that are written otherwise in simplified Chinese."""
    return simplified(text) != text


def lead(query: Query, citations: Sequence[Citation], concepts: Sequence[Concept]) -> str:
    """For a question in English the line that says what Chinese quotations are from, with the names of the
    question as the quotations write them; else empty."""
    if query.lang != "en" or not any(has_han(char) for c in citations for char in c.quote):
        return ""
    quoted = fold("".join(c.quote for c in citations))
    names = _glosses(concepts, quoted)
    gloss = f" ({', '.join(names)})" if names else ""
    titles = list(dict.fromkeys(c.title for c in citations))
    if len(titles) == 1:
        return phrase(query, "says_one", title=titles[0], gloss=gloss)
    return phrase(query, "says_several", gloss=gloss)


def source_line(query: Query, citation: Citation) -> str:
    """Where a quotation stands: title, date, section and page."""
    date = f"（{citation.date}）" if citation.date else ""
    place = " › ".join([f"《{citation.title}》{date}", *citation.section])
    page = f", {phrase(query, 'on_page', page=citation.page)}" if citation.page is not None else ""
    return f"{place}{page}："


def _glosses(concepts: Sequence[Concept], quoted: str) -> list[str]:
    """The names of the question that are spelt by their sound, with the words that stand for them: Pengzhou 彭州."""
    glosses = []
    for concept in concepts:
        forms = [
            a.form for a in concept.alternatives if a.form in quoted and _sounds_like(a.form, concept.text)
        ]
        if forms:
            glosses.append(f"{concept.text.capitalize()} {min(forms, key=len)}")
    return list(dict.fromkeys(glosses))[:_GLOSSED]


def _sounds_like(form: str, spelt: str) -> bool:
    """Whether a Latin word spells Chinese characters, each by one of its readings."""
    if not has_han(form) or len(form) > _MOST_CHARS:
        return False
    from pypinyin import Style, pinyin  # loads in a quarter of a second; only questions in English need it

    spellings = {""}
    for readings in pinyin(form, style=Style.NORMAL, heteronym=True):
        spellings = {before + reading for before in spellings for reading in readings}
    return spelt in spellings


@lru_cache(maxsize=1)
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
