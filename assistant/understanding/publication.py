"""Questions about a document itself: who published it, and when."""

import re
from collections import Counter
from typing import NamedTuple

from assistant.records import Publication
from assistant.understanding.question import LEAD
from assistant.understanding.whole_document import named_document
from index.searcher import Searcher
from index.segment import simplified

_KINDS = "规划|计划|文件|报道|文章|新闻|通讯|稿子|稿件|条例|办法|规定|通知|意见|方案|报告|公告|决定|法律?|文档|材料|资料|纲要|白皮书|手册|合同|协议"
_THING = rf"(?P<thing>[^，。？?]{{2,60}}?|(?:这|该|本|此|那)[一]?[份个篇项部则条]?(?:{_KINDS}))"
_ISSUED = r"(?:正式|对外|公开|首次)?(?:发布|印发|发表|刊登|刊发|出版|颁布|登载|登出来|登|发|出)"
_PRESS = r"(?:哪|什么)(?:一)?[家份个张]?(?:报纸?|报社|媒体|单位|机构|部门|政府)"
_SHAPES: tuple[tuple[Publication, re.Pattern[str]], ...] = tuple(
    (asked, re.compile(shape, re.I))
    for asked, shapes in (
        (
            "publisher",
            (
                rf"{_THING}的?是?由?(?:谁|{_PRESS}){_ISSUED}的?",
                rf"(?:谁|{_PRESS}){_ISSUED}的?(?:了|过)?{_THING}",
                rf"{_THING}(?:是|出自|来自|登在|刊登在|发表在|发在)(?:{_PRESS})(?:上|里)?的?",
                rf"{_THING}的?(?:发布|印发|出版|发文)(?:者|方|人|单位|机构|机关|部门|主体)(?:是谁|是什么|是哪[个家]?.{{0,2}}|叫什么)?",
                r"who (?:published|issued|released)(?P<thing> .+?)",
                r"(?:which|what) (?:newspaper|paper|media|government|body|institution|authority|organi[sz]ation|publisher|agency) (?:published|issued|released|printed|ran)(?P<thing> .+?)",
                r"(?:which|what) (?:newspaper|paper) (?:is|was)(?P<thing> .+?) (?:from|in|published in|printed in)",
                r"(?:by whom|who by) (?:was|is)(?P<thing> .+?) (?:published|issued|released)",
                r"who (?:is|was) the (?:publisher|issuer) of(?P<thing> .+?)",
            ),
        ),
        (
            "date",
            (
                rf"{_THING}的?是?在?(?:什么时候|何时|哪[一]?[年天日月]|几[月号])的?{_ISSUED}的?",
                rf"{_THING}的?(?:发布|印发|发表|刊登|出版|发文)(?:日期|时间)(?:是什么时候|是哪[一]?[年天日]|是多少|是)?",
                r"when (?:was|were|did)(?P<thing> .+?) (?:published|issued|released|printed|come out|appear)",
                r"what is the (?:publication|release|issue) date of(?P<thing> .+?)",
            ),
        ),
    )
    for shape in shapes
)
_POINTED = re.compile(
    rf"^(?:这|该|本|此|那)[一]?[份个篇项部则条]?(?P<kind>{_KINDS})$|^(?:the|this|that) (?P<english>\w+)$",
    re.I,
)
_OF = re.compile(rf"^(?P<name>.+?)(?:的|那[篇份个]|这[篇份个])(?:那[篇份个]|这[篇份个])?(?P<kind>{_KINDS})$")
_OF_ENGLISH = re.compile(
    r"^(?:the |this |that )?(?:(?P<first>plan|report|article|story|regulations?|law|notice) (?:on|about|for|of) (?:the )?(?P<after>.+)"
    r"|(?P<before>.+?) (?P<last>plan|report|article|story|regulations?|law|notice))$",
    re.I,
)
_BEST = 3  # passages that tell which document speaks of something
_ENGLISH_KINDS = {
    "plan": "规划", "report": "报告", "regulation": "条例", "regulations": "条例", "law": "法", "notice": "通知",
}  # fmt: skip
"""What a title calls it."""


class Asked(NamedTuple):
    """What is asked of a document, and which it is."""

    what: Publication
    doc_id: str


def publication_asked(question: str, topic: str, searcher: Searcher) -> Asked | None:
    """Who published a document, or when, is asked, and of which; None where something else is asked, it is unclear
    which document is meant, or that is not known of it.

    `topic` is what was spoken of before: the document that speaks of it is meant by 这篇报道.
    """
    text = (LEAD.sub("", question) or question).strip().rstrip("？?。.！! ")
    for what, shape in _SHAPES:
        if found := shape.fullmatch(text):
            doc_id = _meant(found["thing"].strip(), topic, searcher)
            if doc_id and getattr(searcher.documents[doc_id], what):
                return Asked(what, doc_id)
    return None


def _meant(thing: str, topic: str, searcher: Searcher) -> str:
    """The id of the document that a stretch of a question names or points at; empty if it is none or several."""
    if pointed := _POINTED.match(thing):
        kind = simplified(pointed["kind"] or "") or _ENGLISH_KINDS.get((pointed["english"] or "").lower(), "")
        if not kind and not pointed["kind"]:
            kind = (pointed["english"] or "").lower()
        if len(searcher.documents) == 1:
            return next(iter(searcher.documents))
        entitled = [doc_id for doc_id, d in searcher.documents.items() if kind in d.title.lower()]
        return entitled[0] if len(entitled) == 1 else _speaking_of(topic, searcher)
    if doc_id := named_document(thing, searcher):
        return doc_id
    if of := _OF_ENGLISH.match(thing):
        doc_id = _speaking_of(of["after"] or of["before"], searcher)
        kind = _ENGLISH_KINDS.get((of["first"] or of["last"]).lower(), "")
        return doc_id if doc_id and kind in searcher.documents[doc_id].title else ""
    of = _OF.match(thing)
    return _speaking_of(of["name"], searcher) if of else ""


def _speaking_of(topic: str, searcher: Searcher) -> str:
    """The document that most of the best passages on something are of; empty where there is none."""
    if not topic:
        return ""
    hits = searcher.search(searcher.analyse(topic), k=_BEST)
    found = Counter(hit.passage.doc_id for hit in hits).most_common(1)
    return found[0][0] if found and found[0][1] * 2 > len(hits) else ""
