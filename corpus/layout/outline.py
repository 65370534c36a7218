"""The signs by which a line says what it is: a numbered heading, a list item, a caption, a dateline."""

import re
from collections.abc import Sequence

from corpus.paragraph import Line, ends_sentence

_NUMBER = r"[〇零一二三四五六七八九十百千\d]+"
_LATIN_TITLE = r"[ .:—-]\s*\S"
OUTLINE = (
    ("part", re.compile(rf"第{_NUMBER}[编篇](?![幅章])|Part\s+([IVX]+|\d+)\b")),
    ("chapter", re.compile(rf"第{_NUMBER}章|Chapter\s+([IVX]+|\d+)\b")),
    ("section", re.compile(rf"第{_NUMBER}节|Section\s+([IVX]+|\d+)\b")),
    ("article", re.compile(r"Article\s+\d+\b")),
    ("一、", re.compile(r"[一二三四五六七八九十]{1,3}、")),
    ("（一）", re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
    ("1.", re.compile(r"\d{1,2}(?:[.．](?![\d.．])|、)")),
    ("1.1", re.compile(r"\d{1,2}[.．]\d{1,2}[.．]?(?![\d.．%％])\s*(?=[^\W\d_])")),
    ("1.1.1", re.compile(r"\d{1,2}[.．]\d{1,2}[.．]\d{1,2}[.．]?(?![\d.．])\s*(?=[^\W\d_])")),
    ("（1）", re.compile(r"[（(]\d{1,2}[）)]")),
    ("①", re.compile(r"[①-⑳]")),
)
"""Numbering styles of outlines, outermost first."""
_UNNUMBERED = re.compile(
    r"(前言|引言|导言|导语|序言?|摘要|目录|结语|结束语|附[录则件表]\S{0,3}|名词(术语|解释)|术语表?|参考文献)"
)
MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+")
BOX = re.compile(r"专栏\s*[\d一二三四五六七八九十]+")
CAPTION = re.compile(
    r"[图表]\s*\d+([-－.]\d+)?\s*[^\s\d，。、；：的所是中为]|(Figure|Table|Fig\.)\s*\d+[.:]?\s*\S"
)
ARTICLE_START = re.compile(
    r"(本报讯|本报记者|本报[^，。：]{1,8}电|据?新华社\S{0,8}[电讯]|中新[网社]\S{0,8}电|【|[^，。：（）]{2,12}讯[ 　]*([（(]|记者))"
)
"""How the text of a newspaper's article begins."""
BYLINE = re.compile(
    r"[□■◎●本]?\s*[^，。；：！？]{0,16}(记者|通讯员|实习生)\s*[:：]?\s*[\u4e00-\u9fff]{2,4}([ 　、][^，。；：！？]{0,30})?"
)
"""Who wrote an article."""
_PICTURE = re.compile(r".{0,40}(摄|供图|制图|资料图片?|资料照片|[^示意]图)")
_CREDITED = re.compile(r"[^，。；！？]{0,40}([ 　/／]摄|供图|制图|资料图片?|资料照片|[ 　]摄影|新华社发)")
_ITEM_START = re.compile(r"(——|[●◆■▪•·○◇□▲△]|[-*+]\s|\|)")
_ARTICLE_OF_LAW = re.compile(rf"第{_NUMBER}条(之[一二三四五六七八九十])?[\s　]")
_CLAUSE_END = re.compile(r"[。；;！？!?]")
_MAX_HEADING_COLUMNS = 100
_NUMBERED = re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in OUTLINE))
_PARAGRAPH_START = re.compile(
    "|".join(
        f"(?:{pattern.pattern})"
        for pattern in (
            _NUMBERED,
            MARKDOWN_HEADING,
            BOX,
            CAPTION,
            ARTICLE_START,
            _ITEM_START,
            _ARTICLE_OF_LAW,
        )
    )
)


def outline_style(text: str) -> str:
    """The numbering style that a line begins with, or an empty string."""
    if MARKDOWN_HEADING.match(text):
        return "markdown"
    if not _NUMBERED.match(text):
        return ""
    return next(name for name, pattern in OUTLINE if pattern.match(text))


def heading_styles(lines: Sequence[Line], short_columns: float) -> frozenset[str]:
    """The numbering styles whose items are mostly headings: short, and no sentences."""
    votes: dict[str, list[bool]] = {}
    for line in lines:
        if (style := outline_style(line.text)) and style != "markdown":
            votes.setdefault(style, []).append(line.width < short_columns and not has_clause_end(line.text))
    return frozenset({"markdown", *(style for style, seen in votes.items() if sum(seen) >= 0.5 * len(seen))})


def is_heading(line: Line, styles: frozenset[str]) -> bool:
    """Whether the line is a numbered heading in one of the styles."""
    style = outline_style(line.text)
    return style == "markdown" or (
        style in styles and not has_clause_end(line.text) and line.width <= _MAX_HEADING_COLUMNS
    )


def is_unnumbered_heading(text: str) -> bool:
    """Whether the text is one of the headings that stand beside a numbered outline: 前言, 附录."""
    return bool(_UNNUMBERED.fullmatch("".join(text.split())))


def has_clause_end(text: str) -> bool:
    """Whether a sentence or a part of one ends in the text."""
    return bool(_CLAUSE_END.search(text)) or ends_sentence(text)


def is_caption(text: str) -> bool:
    """Whether the text says what a picture or a table shows, or whose picture it is."""
    return bool(CAPTION.match(text) or _PICTURE.fullmatch(text))


def is_credited(text: str) -> bool:
    """Whether the text ends with whose picture it is, and is no sentence: a caption, or the end of one."""
    return bool(_CREDITED.fullmatch(text))


def is_aside(text: str) -> bool:
    """Whether the text names an author or a picture, and so belongs to no sentence."""
    return bool(BYLINE.fullmatch(text)) or is_caption(text)


def starts_paragraph(line: Line) -> bool:
    """Whether the line by its own look cannot continue the one before."""
    return line.indent >= 3 or bool(_PARAGRAPH_START.match(line.text))
