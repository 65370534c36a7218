"""Questions about a document as a whole: only its title, or what it is about."""

import re

from assistant.understanding.question import LEAD
from index.searcher import Searcher
from index.segment import simplified

_ABOUT = re.compile(
    r"^(?:(?:请|帮我)?(?:概括|总结|概述|归纳|简述|介绍|解读)(?:一下|下)?|summari[sz]e|(?:give me )?(?:a |the )?(?:summary|overview|outline) of|what (?:is|does)(?= .* (?:about|say)\W*$)|tell me about)?\s*"
    r"(?P<title>.+?)\s*"
    r"(?:(?:这份|这个|这篇|一文|全文)?(?:(?:主要|大概|大致|都|到底|究竟)*(?:讲|说|写|谈|介绍|规定|包括|包含|涉及)了?(?:些|的是)?(?:什么|啥|哪些)(?:内容)?的?|的?(?:主要|大致|核心)?内容(?:是什么|有哪些|包括哪些|概括|简介)?|是(?:关于|讲|说)?(?:什么|啥)的?"
    r"|的?(?:概要|摘要|大意|提要|目录|大纲|提纲|结构|简介)(?:是什么)?|(?:概括|总结)一下)|\babout|\bsays?)?[\s？?。.]*$",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 4, 80  # characters of a title
_MOST_OF_IT = 0.6  # share of a title that has to be given


def whole_document(question: str, searcher: Searcher) -> str:
    """The id of the one document that a question names and asks nothing else of; empty if there is none."""
    match = _ABOUT.match(LEAD.sub("", question) or question)
    if not match:
        return ""
    return named_document(match["title"], searcher)


def named_document(name: str, searcher: Searcher) -> str:
    """The id of the one document whose title this is, nearly whole or abbreviated; empty if there is none."""
    title = simplified(name).strip("《》〈〉“”\"' 　")
    if not _SHORTEST <= len(title) <= _LONGEST:
        return ""
    found = [
        doc_id
        for doc_id, document in searcher.documents.items()
        if title in document.title and len(title) >= _MOST_OF_IT * len(document.title.strip("《》"))
    ]
    found = found or [d for d, document in searcher.documents.items() if _abbreviates(title, document.title)]
    return found[0] if len(found) == 1 else ""


def _abbreviates(short: str, title: str) -> bool:
    """Whether a name is made of characters of a title in their order, and ends as it does: 控烟条例."""
    rest = iter(title)
    return short[-2:] == title[-2:] and len(title) > len(short) and all(char in rest for char in short)
