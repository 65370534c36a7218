"""Questions about a document itself: who published it, and when."""

import re
from typing import NamedTuple

from assistant.records import Publication
from assistant.understanding.question import LEAD
from assistant.understanding.whole_document import KINDS, document_meant
from index.searcher import Searcher

_THING = rf"(?P<thing>[^，。？?]{{2,60}}?|(?:这|该|本|此|那)[一]?[份个篇项部则条]?(?:{KINDS}))"
_ISSUED = r"(?:正式|对外|公开|首次)?(?:发布|印发|发表|刊登|刊发|出版|颁布|登载|登出来|登|发|出)"
_PRESS = r"(?:哪|什么)(?:一)?[家份个张]?(?:报纸?|报社|媒体|单位|机构|部门|政府)"
_ASKED: tuple[tuple[Publication, tuple[str, ...]], ...] = (
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
_SHAPES = tuple((asked, re.compile(shape, re.I)) for asked, shapes in _ASKED for shape in shapes)


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
            doc_id = document_meant(found["thing"].strip(), topic, searcher)
            if doc_id and getattr(searcher.documents[doc_id], what):
                return Asked(what, doc_id)
    return None
