"""What of a passage is searched: its text under the title of its document and the headings above it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.document import Document
from index.passage import Passage
from index.segment import fold


def indexed_text(passage: Passage, title: str) -> str:
    """The text of a passage as it is searched. `title` is that of its document."""
    return "\n".join([title, *passage.section, passage.text])


@dataclass(frozen=True, slots=True)
class Texts:
    """The searched texts of passages, by their rows; made when they are asked for. `titles` by document."""

    passages: Sequence[Passage]
    titles: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.passages)

    def indexed(self, row: int) -> str:
        """The text as it is encoded."""
        passage = self.passages[row]
        return indexed_text(passage, self.titles[passage.doc_id])

    def folded(self, row: int) -> str:
        """The text as its words are counted."""
        return fold(self.indexed(row))

    def parts(self) -> Iterator[tuple[int, tuple[str, tuple[str, ...], str]]]:
        """Each row with title, headings and text."""
        for row, passage in enumerate(self.passages):
            yield row, (self.titles[passage.doc_id], passage.section, passage.text)


def texts_of(documents: Iterable[Document], passages: Sequence[Passage]) -> Texts:
    """The searched texts of the passages of these documents."""
    return Texts(passages, {document.doc_id: document.title for document in documents})
