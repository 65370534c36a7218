"""Where something is said, as a document itself numbers it: 第二十条, or the title of the document."""

import re

from assistant.records import Citation, Query

_ASKS_DOCUMENT = re.compile(
    r"哪一?(?:份|个|篇|部|本)(?:文件|文档|文章|规划|报道|材料|资料|法律?|条例|报告)|\b(?:which|what) (?:document|file|source|article of the corpus)s?\b",
    re.I,
)
_UNIT = re.compile(
    r"(?:第几|哪一?)(?P<unit>[条章节])|\bwhich (?:(?P<条>article|clause)|(?P<章>chapter)|(?P<节>section))\b",
    re.I,
)
_BEFORE = 6000  # characters before a quotation in which its article begins


def located(query: Query, citation: Citation, reading: str, end: int) -> str | None:
    """The document, or the number of the article, chapter or section, that a quotation stands in which ends at character `end` of a
    document's reading text. None where the document numbers none."""
    if _ASKS_DOCUMENT.search(query.standalone):
        return citation.title
    asked = _UNIT.search(query.standalone)
    unit = (asked["unit"] or asked.lastgroup) if asked else "条"
    label = re.compile(rf"^[\s#]*(第[\d〇零一二三四五六七八九十百千]+{unit})", re.M)
    found = label.findall(reading[max(end - _BEFORE, 0) : end])
    return found[-1] if found else None
