"""Questions about a document itself: who published it, when, under which number, when it was passed or approved."""

import re
from typing import NamedTuple

from assistant.records import Publication
from assistant.understanding.question import LEAD
from assistant.understanding.whole_document import KINDS, document_meant
from corpus.document import Document
from index.searcher import Searcher

_THING = rf"(?P<thing>[^，。？?]{{2,60}}?|(?:这|该|本|此|那)[一]?[份个篇项部则条]?(?:{KINDS}))"
_THIS = re.compile(
    rf"(?:这|该|本|此|那)[一]?[份个篇项部则条]?(?:{KINDS})|(?:the|this|that) (?:document|plan|regulations?|notice|file)",
    re.I,
)
_ISSUED = r"(?:正式|对外|公开|首次)?(?:发布|印发|发表|刊登|刊发|出版|颁布|登载|登出来|登|发|出)"
_PRESS = r"(?:哪|什么)(?:一)?[家份个张]?(?:报纸?|报社|媒体|单位|机构|部门|政府)"
_WHEN = r"的?是?在?(?:什么时候|何时|几时|哪[一]?[年天日]|几[月号])的?"
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
    (
        "number",
        (
            rf"{_THING}[，,]?\s*(?:它|其)?的?(?:发文字号|发文号|文号|文件编?号|公告号|令号)(?:是什么|是多少|是哪个|是|为)?",
            rf"{_THING}是第?(?:几|多少|哪一?)号(?:主席|总统|国务院|部|省|市)?(?:令|公告|文件|文)?",
            r"what is the (?:document|reference|file|official) number of(?P<thing> .+?)",
            r"(?:which|what) (?:document|reference|file|official) number does(?P<thing> .+?) (?:have|bear|carry)",
        ),
    ),
    (
        "passed",
        (
            rf"{_THING}{_WHEN}(?:审议|表决|讨论)?(?:获得?)?通过的?",
            r"when (?:was|were)(?P<thing> .+?) (?:passed|adopted)",
        ),
    ),
    (
        "approved",
        (rf"{_THING}{_WHEN}(?:获得?)?批准的?", r"when (?:was|were)(?P<thing> .+?) (?:approved|ratified)"),
    ),
)
_NUMBER = re.compile(
    r"(?:(?<=文件)|(?<![㐀-鿿]))(?:(?!文件)[㐀-鿿]){1,12}\s*[〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*(?:第\s*)?\d+\s*号|第\s*\d+\s*号(?=\s*$)|(?<=[令告])\s*第?\s*\d+\s*号",
    re.M,
)
"""The number of an official document: 青府发〔2021〕16号. A decree has it on a line of its own: 第321号."""
_DAY = r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_DEEDS = {"passed": "通过", "approved": "批准", "date": "(?:公布|发布|印发|颁布)"}
_DECIDED = {
    what: re.compile(rf"({_DAY})(?:(?!{_DAY})[^。；\n]){{0,60}}?{deed}") for what, deed in _DEEDS.items()
}
"""When an official document says it was decided: 2015年6月26日 … 会议通过."""
_HEAD = 600  # characters in which a document says its number
_SHAPES = tuple((asked, re.compile(shape, re.I)) for asked, shapes in _ASKED for shape in shapes)


class Asked(NamedTuple):
    """What is asked of a document, and which it is."""

    what: Publication
    doc_id: str


def publication_asked(question: str, topic: str, searcher: Searcher) -> Asked | None:
    """Who published a document, when, or its number is asked, and of which; None where something else is asked, it is unclear
    which document is meant, or that is not known of it.

    `topic` is what was spoken of before: the document that speaks of it is meant by 这篇报道.
    """
    text = (LEAD.sub("", question) or question).strip().rstrip("？?。.！! ")
    for what, shape in _SHAPES:
        if found := shape.fullmatch(text):
            thing = found["thing"].strip()
            doc_id = document_meant(thing, topic, searcher) or (
                _only_numbered(thing, searcher) if what == "number" else ""
            )
            if doc_id and known(what, searcher.documents[doc_id]):
                return Asked(what, doc_id)
    return None


def known(what: Publication, document: Document) -> str:
    """What is known of how a document came out; empty if that is not."""
    if what == "number":
        found = _NUMBER.search(document.reading[:_HEAD])
        return "".join(found[0].split()) if found else ""
    if what == "publisher":
        return document.publisher or ""
    if what == "date" and document.date:
        return document.date
    found = _DECIDED[what].search(document.reading[:_HEAD])
    return "".join(found[1].split()) if found else ""


def _only_numbered(thing: str, searcher: Searcher) -> str:
    """The id of the only document that has a number, where it is not said which document is meant."""
    if not _THIS.fullmatch(thing):
        return ""
    numbered = [doc_id for doc_id, document in searcher.documents.items() if known("number", document)]
    return numbered[0] if len(numbered) == 1 else ""
