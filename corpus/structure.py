"""From paragraphs to a document: reading text with its map to the file, blocks, and the outline above them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Block, BlockKind, Document, Source
from corpus.extract import Extract
from corpus.layout import Encoder, read_paragraphs
from corpus.layout.lead import article_leads
from corpus.layout.outline import MARKDOWN_HEADING, OUTLINE, is_unnumbered_heading
from corpus.paragraph import Paragraph, split_table
from corpus.reading import ReadingText

_UNNUMBERED_RANK = 1  # a preface or glossary holds no numbered heading: the next one ends it
_RANKS = {"box": 90, **{name: rank for rank, (name, _) in enumerate(OUTLINE, 10)}}
_TITLE_CHARS = 60
_MAX_HEADING_CHARS = 80


def build_document(source: Source, extract: Extract, sha256: str, encoder: Encoder | None = None) -> Document:
    """The document of a file. `source` overrides what the file says, and that what its text says."""
    paragraphs, edits = extract.paragraphs, list(extract.edits)
    if paragraphs is None:
        found, made = read_paragraphs(extract.text, encoder)
        paragraphs, edits = tuple(found), edits + made
    writer = ReadingText(extract.text)
    path: list[tuple[int, str]] = []
    leads = article_leads(paragraphs)
    article = 0
    for paragraph in paragraphs:
        if paragraph.article != article:
            article, path = paragraph.article, []
        rank = _rank(paragraph)
        heading = _heading_text(paragraph)
        if rank and rank != _RANKS["box"]:
            path = [entry for entry in path if _UNNUMBERED_RANK < entry[0] < rank]
        section = [title for above, title in path if above != _RANKS["box"]]
        if paragraph.in_box or not rank:
            box = [title for above, title in path if above == _RANKS["box"]]
            section += box if paragraph.in_box and rank != _RANKS["box"] else []
        if paragraph.rows and not paragraph.in_box and not article and extract.paragraphs is None:
            section = []  # a table found among lines may have been set anywhere on its page
        if not rank and (paragraph.lead or (not section and article in leads)):
            section = [paragraph.lead or leads[article]]
        kind = _kind(paragraph, rank)
        for part in split_table(paragraph) if kind is BlockKind.TABLE else (paragraph,):
            writer.add(part, kind, tuple(section), len(section) + 1 if rank else 0)
        if rank:
            path = [entry for entry in path if entry[0] < rank] + [(rank, heading)]
    reading, offsets, blocks = writer.result()
    title = source.title or extract.title or _title(reading, blocks) or source.doc_id
    return Document(
        doc_id=source.doc_id,
        title=title,
        publisher=source.publisher or extract.publisher,
        date=source.date or extract.date or _date(reading, blocks),
        path=source.path,
        sha256=sha256,
        text=extract.text,
        reading=reading,
        offsets=offsets,
        blocks=tuple(_below(title, block) for block in blocks),
        lang=source.lang or extract.lang or _lang(reading),
        pages=extract.pages,
        edits=tuple(edits),
        encoding=source.encoding,
    )


def _lang(reading: str) -> str:
    """The language that most of the letters are of."""
    letters = [char for char in reading if char.isalpha()]
    latin = sum(char.isascii() for char in letters)
    return "en" if latin > len(letters) / 2 else "zh"


def _below(title: str, block: Block) -> Block:
    """The block without the document's own title at the head of its section path."""
    return replace(block, section=block.section[1:]) if block.section[:1] == (title,) else block


def _rank(paragraph: Paragraph) -> int:
    """How deep in the outline a heading stands, 1 the outermost; 0 for what is not a heading."""
    if paragraph.level:
        return paragraph.level + _UNNUMBERED_RANK
    if paragraph.outline == "markdown":
        match = MARKDOWN_HEADING.match(paragraph.text)
        return len(match.group(1)) + _UNNUMBERED_RANK if match else 0
    if paragraph.outline:
        return _RANKS[paragraph.outline]
    if len(paragraph.lines) == 1 and is_unnumbered_heading(paragraph.text):
        return _UNNUMBERED_RANK
    return 0


def _heading_text(paragraph: Paragraph) -> str:
    text = MARKDOWN_HEADING.sub("", paragraph.text) if paragraph.outline == "markdown" else paragraph.text
    return " ".join(text.split())[:_MAX_HEADING_CHARS]


def _kind(paragraph: Paragraph, rank: int) -> BlockKind:
    if rank:
        return BlockKind.HEADING
    if paragraph.rows:
        if paragraph.header or any(" | " in line.text for line in paragraph.lines):
            return BlockKind.TABLE
        is_table = len(paragraph.lines) >= 4 and "，" not in paragraph.text
        values = sum(any(c.isdigit() for c in line.text) for line in paragraph.lines)
        return BlockKind.TABLE if is_table and values * 2 >= len(paragraph.lines) else BlockKind.FRAGMENT
    return BlockKind.PARAGRAPH if paragraph.is_sentence else BlockKind.FRAGMENT


def _title(reading: str, blocks: Sequence[Block]) -> str | None:
    """The first Markdown heading or headline-like line near the beginning; a numbered heading is a part."""
    for block in blocks[:5]:
        lines = reading[block.start : block.end].split("\n")
        if block.kind is BlockKind.FRAGMENT or MARKDOWN_HEADING.match(lines[0]):
            first = next((MARKDOWN_HEADING.sub("", line) for line in lines if not _iso_date(line)), "")
            if 2 <= len(first) <= _TITLE_CHARS:
                return " ".join(first.split())
    return None


def _date(reading: str, blocks: Sequence[Block]) -> str | None:
    """The date of a line that holds nothing else."""
    for block in blocks:
        for line in reading[block.start : block.end].split("\n"):
            if date := _iso_date(line):
                return date
    return None


def _iso_date(line: str) -> str | None:
    """The date that a line is, if it is nothing else."""
    match = re.fullmatch(r"(\d{4})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?", line.strip())
    if match and 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31:
        return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    return None
