"""How a document was read: what was dropped, joined and moved, its outline and its articles. Pure."""

from bisect import bisect_right
from collections import Counter
from difflib import get_close_matches
from typing import Any

from assistant.errors import QuestionError
from corpus.document import Block, BlockKind, Document, Edit, EditKind
from corpus.names import shown
from index.searcher import Searcher

_QUOTED_CHARS = 60


def document_named(doc_id: str, searcher: Searcher) -> Document:
    """The document of an id. Raises QuestionError with the ids most like it."""
    if doc_id in searcher.documents:
        return searcher.documents[doc_id]
    close = get_close_matches(doc_id, searcher.documents, n=3, cutoff=0.4)
    hint = f"did you mean {', '.join(close)}?" if close else "`wenju docs` lists them"
    raise QuestionError(f"there is no document {shown(doc_id)}: {hint}")


def reading_dict(document: Document) -> dict[str, Any]:
    """How a document was read, as JSON. `line` counts from 1; spans are in characters of the file's text."""
    lines = _line_starts(document.text)
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "path": document.path,
        "lang": document.lang,
        "characters": len(document.text),
        "characters_read": len(document.reading),
        "pages": len(document.pages) or None,
        "outline": [
            {
                "level": b.level,
                "text": _words(document.reading[b.start : b.end]),
                **_place(document, b, lines),
            }
            for b in document.blocks
            if b.kind is BlockKind.HEADING
        ],
        "articles": _articles(document, lines),
        "edits": [_edit(document, edit, lines) for edit in document.edits],
    }


def reading_text(document: Document) -> str:
    """How a document was read, for a terminal."""
    told = reading_dict(document)
    pages = f", {told['pages']} pages" if told["pages"] else ""
    lines = [
        f"{told['doc_id']}  {told['title']}",
        f"  file      {shown(document.path)}",
        f"  language  {told['lang']}{pages}, {told['characters']} characters, {told['characters_read']} of them read",
        f"outline   {len(told['outline'])} headings",
    ]
    lines += [f"  {'  ' * (h['level'] - 1)}{h['text']}  ({_where(h)})" for h in told["outline"]]
    lines.append(f"articles  {len(told['articles']) or 'one text'}")
    lines += [
        f"  {a['article']:>3}  {a['text']}  ({_where(a)}; {a['blocks']} blocks, {a['characters']} characters)"
        for a in told["articles"]
    ]
    counts = Counter((edit["kind"], edit["rule"]) for edit in told["edits"])
    lines.append(f"repairs   {len(told['edits'])}")
    lines += [f"  {count:>4} × {kind} ({rule})" for (kind, rule), count in counts.most_common()]
    lines += [_edit_line(edit) for edit in told["edits"]]
    return "\n".join(lines)


def _edit_line(edit: dict[str, Any]) -> str:
    goal = f" → {_where(edit['target'])}" if edit["target"] else ""
    return f"  {edit['kind']:<8}{edit['rule']:<16}{_where(edit)}{goal}  “{edit['text']}”"


def _edit(document: Document, edit: Edit, lines: list[int]) -> dict[str, Any]:
    has_goal = edit.target >= 0 and edit.kind is not EditKind.DROPPED
    return {
        "kind": edit.kind.value,
        "rule": edit.rule,
        "span": [edit.start, edit.end],
        **_at(document, edit.start, lines),
        "text": _words(document.text[edit.start : edit.end]),
        "target": {"offset": edit.target, **_at(document, edit.target, lines)} if has_goal else None,
    }


def _articles(document: Document, lines: list[int]) -> list[dict[str, Any]]:
    """The articles of a page of several; none where the document is one text."""
    blocks: dict[int, list[Block]] = {}
    for block in document.blocks:
        if block.article:
            blocks.setdefault(block.article, []).append(block)
    return [
        {
            "article": number,
            "text": _words(_title(document, own)),
            "blocks": len(own),
            "characters": sum(block.end - block.start for block in own),
            **_place(document, own[0], lines),
        }
        for number, own in blocks.items()
    ]


def _title(document: Document, blocks: list[Block]) -> str:
    """What an article goes by: the heading above its text, or how it begins."""
    section = next((block.section[0] for block in blocks if block.section), "")
    return section or document.reading[blocks[0].start : blocks[0].end]


def _place(document: Document, block: Block, lines: list[int]) -> dict[str, Any]:
    return _at(document, int(document.offsets[block.start]), lines)


def _at(document: Document, offset: int, lines: list[int]) -> dict[str, Any]:
    return {"line": bisect_right(lines, offset), "page": document.page(offset)}


def _where(place: dict[str, Any]) -> str:
    return f"page {place['page']}" if place["page"] else f"line {place['line']}"


def _words(text: str) -> str:
    """A quotation in one line, its middle left out if it is long."""
    line = shown(" ".join(text.split()))
    half = _QUOTED_CHARS // 2
    return line if len(line) <= _QUOTED_CHARS else f"{line[:half]}…{line[-half:]}"


def _line_starts(text: str) -> list[int]:
    """Where each line of the text begins."""
    return [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]
