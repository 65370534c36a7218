"""The proof that an index quotes its documents exactly."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Document, Source, without_space
from corpus.errors import CorpusError
from corpus.load import read_document
from index.passage import Passage
from index.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what was wrong, one sentence a fault."""

    documents: int
    passages: int
    characters: int
    faults: tuple[str, ...]


def verify_index(searcher: Searcher) -> Report:
    """Compare every document with its file and every passage with the characters at its spans."""
    faults = [fault for document in searcher.documents.values() for fault in _document_faults(document)]
    for passage in searcher.passages:
        faults.extend(_passage_faults(passage, searcher.documents[passage.doc_id]))
    return Report(
        documents=len(searcher.documents),
        passages=len(searcher.passages),
        characters=sum(len(document.reading) for document in searcher.documents.values()),
        faults=tuple(faults),
    )


def _document_faults(document: Document) -> Iterator[str]:
    try:
        source = read_document(
            Source(document.doc_id, document.path, encoding=document.encoding, sha256=document.sha256)
        )
    except CorpusError as error:
        yield f"{document.doc_id}: {error}"
        return
    if source.text != document.text:
        yield f"{document.doc_id}: the stored text differs from {document.path}"
    for char, offset in zip(document.reading, document.offsets.tolist(), strict=True):
        original = document.text[offset : offset + 1]
        if char != original and not (char.isspace() and (not original or original.isspace())):
            yield f"{document.doc_id}: character {offset} is {original!r} in the file and {char!r} as read"
            return


def _passage_faults(passage: Passage, document: Document) -> Iterator[str]:
    cited = "".join(document.text[start:end] for start, end in passage.spans)
    if without_space(cited) != without_space(passage.text):
        yield f"{passage.passage_id}: the text differs from the characters at {list(passage.spans)}"
