"""From labels to relevance judgements.

Topics are labelled with quotes of documents, not with passages. A quote is looked up in its document and
becomes characters of `Document.text`; a passage is relevant if it covers enough of them. So passages can be
cut differently, or their number change, without a label being touched.
"""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.document import Document, Span, without_space
from eval.errors import GoldError
from eval.topics import Quote, Topic
from eval.wording import because
from index.passage import Passage

MIN_SHARE = 0.5
"""The share in (0, 1] of a quote's characters that a relevant passage covers at least."""
_SHOWN_NAMES = 8
_KEPT_TEXTS = 64
"""Documents whose texts without white space are kept: bounds the memory, whatever their number."""


@dataclass(frozen=True, slots=True)
class Label:
    """One occurrence of a quote. `characters`: where it stands in `Document.text`, rising, no white space."""

    topic_id: str
    doc_id: str
    quote: str
    characters: tuple[int, ...]

    def covered(self, spans: Iterable[Span]) -> int:
        """How many of the characters lie in the spans, which do not overlap each other."""
        return sum(
            bisect_left(self.characters, end) - bisect_left(self.characters, start) for start, end in spans
        )


@dataclass(frozen=True, slots=True)
class Qrel:
    """A passage that answers a topic. `grade` is 1: labels do not tell better passages from good ones."""

    topic_id: str
    passage_id: str
    grade: int = 1


@dataclass(slots=True)
class Labeller:
    """Looks up quotes in documents, by doc_id. What a text looks like without white space is kept."""

    documents: Mapping[str, Document]
    _forms: OrderedDict[str, tuple["_Squeezed", "_Squeezed"]] = field(default_factory=OrderedDict)

    def labels(self, topic: Topic) -> list[Label]:
        """Every occurrence of every quote of the topic.

        A quote is looked up in the reading text, and only if it is not there in the text of the file, white
        space aside in both. Raises GoldError naming the topic if the document or the quote is not found.
        """
        return [label for quote in topic.quotes() for label in self.quoted(topic.id, quote)]

    def quoted(self, topic_id: str, quote: Quote) -> list[Label]:
        """Every occurrence of one quote. Raises GoldError if there is none."""
        if quote.doc_id not in self.documents:
            known = _names(self.documents)
            raise GoldError(because("no_such_document", id=topic_id, doc_id=quote.doc_id, known=known))
        return _occurrences(topic_id, quote.doc_id, without_space(quote.quote), self._squeezed(quote.doc_id))

    def _squeezed(self, doc_id: str) -> tuple["_Squeezed", "_Squeezed"]:
        if doc_id not in self._forms:
            self._forms[doc_id] = _squeezed_forms(self.documents[doc_id])
            if len(self._forms) > _KEPT_TEXTS:
                self._forms.popitem(last=False)
        return self._forms[doc_id]


def find_labels(topics: Iterable[Topic], documents: Mapping[str, Document]) -> list[Label]:
    """Every occurrence of every quote of the topics, in their order; `documents` is by doc_id.

    Raises GoldError as `Labeller.labels` does.
    """
    labeller = Labeller(documents)
    return [label for topic in topics for label in labeller.labels(topic)]


def _names(documents: Iterable[str]) -> str:
    names = sorted(documents)
    return ", ".join(names[:_SHOWN_NAMES]) + (
        f" and {len(names) - _SHOWN_NAMES} more" if len(names) > _SHOWN_NAMES else ""
    )


def project(labels: Iterable[Label], passages: Sequence[Passage]) -> list[Qrel]:
    """The passages that cover at least `MIN_SHARE` of a label, once per topic, in the order of labels."""
    by_document: dict[str, list[Passage]] = {}
    for passage in passages:
        by_document.setdefault(passage.doc_id, []).append(passage)
    relevant: dict[tuple[str, str], None] = {}
    for label in labels:
        for passage in by_document.get(label.doc_id, ()):
            if label.covered(passage.spans) >= MIN_SHARE * len(label.characters):
                relevant[label.topic_id, passage.passage_id] = None
    return [Qrel(topic_id, passage_id) for topic_id, passage_id in relevant]


@dataclass(frozen=True, slots=True)
class _Squeezed:
    """A text without white space; `offsets[i]` is where its character i stands in `Document.text`."""

    text: str
    offsets: tuple[int, ...]

    def find(self, quote: str) -> Iterator[tuple[int, ...]]:
        start = self.text.find(quote)
        while start >= 0:
            yield tuple(sorted(self.offsets[start : start + len(quote)]))
            start = self.text.find(quote, start + 1)


def _squeezed_forms(document: Document) -> tuple[_Squeezed, _Squeezed]:
    reading = [(c, offset) for c, offset in zip(document.reading, document.offsets.tolist(), strict=True)]
    text = [(c, offset) for offset, c in enumerate(document.text)]
    return _squeezed(reading), _squeezed(text)


def _squeezed(characters: Iterable[tuple[str, int]]) -> _Squeezed:
    kept = [(c, offset) for c, offset in characters if not c.isspace()]
    return _Squeezed("".join(c for c, _ in kept), tuple(offset for _, offset in kept))


def _occurrences(topic_id: str, doc_id: str, quote: str, forms: Iterable[_Squeezed]) -> list[Label]:
    for form in forms:
        labels = [Label(topic_id, doc_id, quote, characters) for characters in form.find(quote)]
        if labels:
            return labels
    raise GoldError(because("not_said", id=topic_id, doc_id=doc_id, quote=quote))
