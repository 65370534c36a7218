"""Documents and passages as JSON and back. Their texts are not stored twice."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.document import Block, BlockKind, Document, Edit, EditKind
from index.passage import Passage


def document_json(document: Document) -> dict[str, Any]:
    """A document without its `offsets`, which are stored as an array."""
    return {
        **{name: getattr(document, name) for name in Document.__slots__ if name != "offsets"},
        "blocks": [[getattr(block, name) for name in Block.__slots__] for block in document.blocks],
        "edits": [[getattr(edit, name) for name in Edit.__slots__] for edit in document.edits],
    }


def document_from(fields: Mapping[str, Any], offsets: npt.NDArray[np.int32]) -> Document:
    """The document of which `document_json` made `fields`."""
    blocks = tuple(
        Block(BlockKind(kind), start, end, tuple(section), *rest)
        for kind, start, end, section, *rest in fields["blocks"]
    )
    edits = tuple(Edit(EditKind(kind), *rest) for kind, *rest in fields["edits"])
    pages = tuple((start, end) for start, end in fields["pages"])
    return Document(**{**fields, "blocks": blocks, "edits": edits, "pages": pages, "offsets": offsets})


def passage_json(passage: Passage) -> dict[str, Any]:
    """A passage without its text, which is that of its document."""
    return {name: getattr(passage, name) for name in Passage.__slots__ if name != "text"}


def passage_from(fields: Mapping[str, Any], documents: Mapping[str, Document]) -> Passage:
    """The passage of which `passage_json` made `fields`."""
    text = documents[fields["doc_id"]].reading[fields["start"] : fields["end"]]
    spans = tuple((start, end) for start, end in fields["spans"])
    return Passage(
        **{
            **fields,
            "text": text,
            "spans": spans,
            "section": tuple(fields["section"]),
            "kind": BlockKind(fields["kind"]),
        }
    )
