"""Documents and passages on disk, and back: JSON, a line for each document. Their texts are not stored twice.

Documents are written and read one at a time, so that no second copy of all of them is ever held.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.document import Block, BlockKind, Document, Edit, EditKind
from index.manifest import json_bytes
from index.passage import Passage


def write_texts(
    texts: Path, offsets: Path, documents: Sequence[Document], passages: Sequence[Passage]
) -> None:
    """Write documents with their passages, which are in the order of the documents, and all offsets as one array."""
    groups = groupby(passages, key=lambda passage: passage.doc_id)
    total = sum(len(document.offsets) for document in documents)
    with texts.open("wb") as lines, offsets.open("wb") as array:
        header = {"descr": "<i4", "fortran_order": False, "shape": (total,)}
        np.lib.format.write_array_header_1_0(array, header)
        doc_id, group = next(groups, ("", ()))
        for document in documents:
            array.write(document.offsets.astype("<i4", copy=False).tobytes())
            own = [passage_json(passage) for passage in group] if doc_id == document.doc_id else []
            lines.write(json_bytes({"document": document_json(document), "passages": own}) + b"\n")
            if own:
                doc_id, group = next(groups, ("", ()))


def read_texts(texts: Path, offsets: Path) -> tuple[dict[str, Document], list[Passage]]:
    """What `write_texts` wrote. Offsets are mapped: only those of what is shown are ever looked at.

    Raises OSError, ValueError, KeyError or TypeError for other files.
    """
    mapped = np.asarray(np.load(offsets, mmap_mode="r"))
    documents: dict[str, Document] = {}
    passages: list[Passage] = []
    start = 0
    with texts.open("rb") as lines:
        for line in lines:
            record = json.loads(line)
            fields = record["document"]
            end = start + len(fields["reading"])
            documents[fields["doc_id"]] = document_from(fields, mapped[start:end])
            passages += (passage_from(each, documents) for each in record["passages"])
            start = end
    return documents, passages


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
