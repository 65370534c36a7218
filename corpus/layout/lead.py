"""What an article without a headline of its own is called: the beginning of its first sentence."""

import re
from collections.abc import Iterable

from corpus.paragraph import Paragraph

DATELINE = re.compile(
    r"(本报讯|据?新华社\S{0,8}?[电讯]|中新[网社]\S{0,8}?电|[^，。：（）]{2,12}讯)[ 　]*"
    r"([（(][^）)]{0,40}[）)]|记者[\u4e00-\u9fff 　]{2,12}报道)?[ 　]*"
)
"""Who reports, at the head of an article's text."""
_END = re.compile(r"[。！？!?\n]")
_CLAUSE_END = re.compile(r"[，,；;：:、]")
_LEAST_CHARS, _MOST_CHARS = 12, 40


def article_leads(paragraphs: Iterable[Paragraph]) -> dict[int, str]:
    """By number of the article, the beginning of its first text."""
    leads: dict[int, str] = {}
    for paragraph in paragraphs:
        if (
            paragraph.article
            and paragraph.article not in leads
            and not paragraph.level
            and paragraph.is_sentence
        ):
            leads[paragraph.article] = lead(paragraph.text)
    return leads


def lead(text: str) -> str:
    """The first sentence without its dateline, cut at a clause if it is longer than forty characters."""
    dateline = DATELINE.match(text)
    start = dateline.end() if dateline and dateline.end() < len(text) else 0
    end = _END.search(text, start)
    sentence = text[start : end.start() if end else len(text)].strip()
    if len(sentence) <= _MOST_CHARS:
        return sentence
    clauses = [match.start() for match in _CLAUSE_END.finditer(sentence, _LEAST_CHARS, _MOST_CHARS)]
    return sentence[: clauses[-1] if clauses else _MOST_CHARS]
