"""Questions about a document as a whole: only its title, or what it is about."""

import re
from collections import Counter

from assistant.understanding.question import LEAD
from index.searcher import Searcher
from index.segment import simplified

KINDS = "规划|计划|文件|报道|文章|新闻|通讯|稿子|稿件|条例|办法|规定|通知|意见|方案|报告|公告|决定|法律?|文档|材料|资料|纲要|白皮书|手册|合同|协议"
"""What documents are called."""
_ABOUT = re.compile(
    r"^(?:(?:请|帮我)?(?:概括|总结|概述|归纳|简述|介绍|解读)(?:一下|下)?|summari[sz]e|(?:give me )?(?:a |the )?(?:summary|overview|outline) of|what (?:is|does)(?= .* (?:about|say)\W*$)|tell me about)?\s*"
    r"(?P<title>.+?)\s*"
    r"(?:(?:这份|这个|这篇|一文|全文)?(?:(?:主要|大概|大致|都|到底|究竟)*(?:讲|说|写|谈|介绍|规定|包括|包含|涉及)了?(?:些|的是)?(?:什么|啥|哪些)(?:内容)?的?|的?(?:主要|大致|核心)?内容(?:是什么|有哪些|包括哪些|概括|简介)?|是(?:关于|讲|说)?(?:什么|啥)的?"
    r"|的?(?:概要|摘要|大意|提要|目录|大纲|提纲|结构|简介)(?:是什么)?|(?:概括|总结)一下)|\babout|\bsays?)?[\s？?。.]*$",
    re.IGNORECASE,
)
_POINTED = re.compile(
    rf"^(?:这|该|本|此|那)[一]?[份个篇项部则条]?(?P<kind>{KINDS})$|^(?:the|this|that) (?P<english>plan|report|document|article|paper|law|regulations?|notice|story|text|file|news)$",
    re.I,
)
_OF = re.compile(rf"^(?P<name>.+?)(?:的|那[篇份个]|这[篇份个])(?:那[篇份个]|这[篇份个])?(?P<kind>{KINDS})$")
_OF_ENGLISH = re.compile(
    r"^(?:the |this |that )?(?:(?P<first>plan|report|article|story|regulations?|law|notice) (?:on|about|for|of) (?:the )?(?P<after>.+)"
    r"|(?P<before>.+?) (?P<last>plan|report|article|story|regulations?|law|notice))$",
    re.I,
)
_OWNER = re.compile(r"^[^，。？?《]{2,12}?(?:的|[那这][个部份])")
_BEST = 3  # passages that tell which document speaks of something
_ENGLISH_KINDS = {
    "plan": "规划", "report": "报告", "regulation": "条例", "regulations": "条例", "law": "法", "notice": "通知",
}  # fmt: skip
"""What a title calls it."""
_SHORTEST, _LONGEST = 4, 80  # characters of a title
_MOST_OF_IT = 0.6  # share of a title that has to be given


def whole_document(question: str, searcher: Searcher) -> str:
    """The id of the one document that a question names and asks nothing else of; empty if there is none."""
    match = _ABOUT.match(LEAD.sub("", question) or question)
    if not match:
        return ""
    title = match["title"].strip()
    return named_document(title, searcher) or _pointed_at(title, "", searcher)


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


def document_meant(thing: str, topic: str, searcher: Searcher) -> str:
    """The id of the document that a stretch of a question names or points at; empty if it is none or several."""
    if _POINTED.match(thing):
        return _pointed_at(thing, topic, searcher)
    if doc_id := named_document(thing, searcher) or named_document(_OWNER.sub("", thing), searcher):
        return doc_id
    if of := _OF_ENGLISH.match(thing):
        doc_id = _speaking_of(of["after"] or of["before"], searcher)
        kind = _ENGLISH_KINDS.get((of["first"] or of["last"]).lower(), "")
        return doc_id if doc_id and kind in searcher.documents[doc_id].title else ""
    of = _OF.match(thing)
    return _speaking_of(of["name"], searcher) if of else ""


def _pointed_at(thing: str, topic: str, searcher: Searcher) -> str:
    """The only document there is, the only one that its title calls so (这份规划), or the one that was spoken of."""
    pointed = _POINTED.match(thing)
    if pointed is None:
        return ""
    if len(searcher.documents) == 1:
        return next(iter(searcher.documents))
    english = (pointed["english"] or "").lower()
    kind = simplified(pointed["kind"] or "") or _ENGLISH_KINDS.get(english, english)
    entitled = [doc_id for doc_id, d in searcher.documents.items() if kind in d.title.lower()]
    return entitled[0] if len(entitled) == 1 else _speaking_of(topic, searcher)


def _speaking_of(topic: str, searcher: Searcher) -> str:
    """The document that most of the best passages on something are of; empty where there is none."""
    if not topic:
        return ""
    hits = searcher.search(searcher.analyse(topic), k=_BEST)
    found = Counter(hit.passage.doc_id for hit in hits).most_common(1)
    return found[0][0] if found and found[0][1] * 2 > len(hits) else ""
