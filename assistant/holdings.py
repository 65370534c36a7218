"""What an index holds, document by document, and what reading did to each. Pure."""

import os
from collections import Counter
from typing import Any

import numpy as np

from assistant.app import Assistant
from corpus.document import Document, EditKind, without_space
from corpus.names import shown


def holdings(assistant: Assistant, index: str) -> dict[str, Any]:
    """The index under the name `index`, and its documents in their order, as JSON.

    `repairs` of a document counts its edits by kind, `rules` by kind and rule, the most frequent first;
    `characters_dropped` are those of the file that the reading text leaves out, white space aside.
    """
    passages = Counter(passage.doc_id for passage in assistant.passages)
    documents = [_holding(document, passages[document.doc_id]) for document in assistant.documents()]
    return {
        "index": {
            "name": index,
            "fingerprint": assistant.fingerprint,
            "documents": len(documents),
            "passages": len(assistant.passages),
            "characters": sum(document["characters"] for document in documents),
        },
        "documents": documents,
    }


def _holding(document: Document, passages: int) -> dict[str, Any]:
    rules = Counter((edit.kind.value, edit.rule) for edit in document.edits)
    kinds = Counter(edit.kind for edit in document.edits)
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "lang": document.lang,
        "file": shown(os.path.basename(document.path)),
        "characters": len(document.text),
        "characters_dropped": _dropped(document),
        "pages": len(document.pages) or None,
        "passages": passages,
        "repairs": {kind.value: kinds[kind] for kind in EditKind},
        "rules": [{"kind": kind, "rule": rule, "count": n} for (kind, rule), n in rules.most_common()],
    }


def _dropped(document: Document) -> int:
    is_read = np.zeros(len(document.text), dtype=np.bool_)
    is_read[document.offsets] = True
    codes = np.frombuffer(document.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    left = codes[~is_read].tobytes().decode("utf-32-le", "surrogatepass")
    return len(without_space(left))
