"""A document as the JSON object that callers of the API and of the MCP server read. Pure."""

from typing import Any

from corpus.document import BlockKind, Document


def document_entry(document: Document, passages: int) -> dict[str, Any]:
    """What a list of documents says of one. `passages` is how many it has in the index."""
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "characters": len(document.text),
        "passages": passages,
        "pages": len(document.pages),
    }


def document_text(document: Document, start: int, chars: int) -> dict[str, Any]:
    """Its outline, and at most `chars` characters of its reading text from `start`; `size` is the length of all."""
    outline = [
        {
            "title": " ".join(document.reading[block.start : block.end].split()),
            "level": block.level,
            "start": block.start,
        }
        for block in document.blocks
        if block.kind is BlockKind.HEADING
    ]
    text = document.reading[start : start + chars]
    return {"outline": outline, "start": start, "size": len(document.reading), "text": text}
