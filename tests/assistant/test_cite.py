"""A citation that is not exact is never shown, and an answer is sound only with all its markers."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cite import Quote, cite, is_exact
from assistant.errors import AssistantError
from assistant.records import Answer, Citation
from corpus.document import Document
from index.searcher import Searcher
from tests.assistant.soundness import is_sound


@settings(max_examples=100)
@given(data=st.data())
def test_any_stretch_of_a_passage_is_cited_exactly(searcher: Searcher, data: st.DataObject) -> None:
    passage = data.draw(st.sampled_from(list(searcher.passages)))
    start = data.draw(st.integers(passage.start, passage.end - 1))
    end = data.draw(st.integers(start + 1, passage.end))
    document = searcher.documents[passage.doc_id]
    if not document.reading[start:end].strip():
        return
    (citation,) = cite([Quote(passage, start, end)], searcher)
    assert is_exact(citation, document)
    assert citation.quote == document.reading[start:end]
    assert (citation.n, citation.title, citation.section) == (1, document.title, passage.section)


@pytest.fixture
def cited(searcher: Searcher) -> tuple[Citation, Document]:
    """A citation in two spans: something in the file interrupts it."""
    passage = next(p for p in searcher.passages if len(p.spans) > 1)
    (citation,) = cite([Quote(passage, passage.start, passage.end)], searcher)
    return citation, searcher.documents[passage.doc_id]


TAMPERINGS: dict[str, Callable[[Citation], Citation]] = {
    "a word more": lambda c: replace(c, quote=c.quote + "的"),
    "a word less": lambda c: replace(c, quote=c.quote[:-1]),
    "a digit changed": lambda c: replace(c, quote=c.quote[:5] + "9" + c.quote[6:]),
    "full width for half width": lambda c: replace(
        c, quote=c.quote.replace(c.quote[0], chr(ord(c.quote[0]) + 1), 1)
    ),
    "a span moved": lambda c: replace(c, spans=((c.spans[0][0] + 1, c.spans[0][1] + 1), *c.spans[1:])),
    "a span dropped": lambda c: replace(c, spans=c.spans[1:]),
    "spans in another order": lambda c: replace(c, spans=c.spans[::-1]),
    "a span twice": lambda c: replace(c, spans=(c.spans[0], *c.spans)),
    "no spans": lambda c: replace(c, spans=()),
    "no spans and no quote": lambda c: replace(c, spans=(), quote=""),
    "a span before the text": lambda c: replace(c, spans=((-5, -1), *c.spans)),
    "a span beyond the text": lambda c: replace(c, spans=(*c.spans, (10**9, 10**9 + 5))),
    "an empty span": lambda c: replace(c, spans=(*c.spans, (7, 7))),
    "a reversed span": lambda c: replace(c, spans=(c.spans[0][::-1], *c.spans[1:])),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_tampered_citation_is_not_exact(cited: tuple[Citation, Document], name: str) -> None:
    citation, document = cited
    assert is_exact(citation, document)
    assert not is_exact(TAMPERINGS[name](citation), document)


def test_white_space_is_no_matter(cited: tuple[Citation, Document]) -> None:
    citation, document = cited
    assert is_exact(replace(citation, quote=" \n".join(citation.quote)), document)


def test_a_quotation_of_an_altered_document_is_refused(searcher: Searcher) -> None:
    passage = searcher.passages[0]
    document = searcher.documents[passage.doc_id]
    shifted = replace(
        document, offsets=np.minimum(document.offsets + 1, len(document.text) - 1).astype(np.int32)
    )
    altered = replace(searcher, documents={**searcher.documents, passage.doc_id: shifted})
    with pytest.raises(AssistantError, match="does not match its source"):
        cite([Quote(passage, passage.start, passage.end)], altered)


def answer(
    text: str, *numbers: int, quote: str = "规划面积 8.05平方公里", short: str | None = None
) -> Answer:
    citations = tuple(Citation(n, "d", "t", None, (), None, ((0, 5),), quote, "d#1") for n in numbers)
    return Answer("answered", text, short, citations)


@pytest.mark.parametrize(
    "sound",
    [
        answer("甲 [1]", 1), answer("甲 [1]\n乙 [2]", 1, 2), answer("没有找到。"), answer("甲 [1] [1]", 1),
        answer("甲 [1]", 1, short="8.05 平方公里"),
    ],
)  # fmt: skip
def test_a_sound_answer(sound: Answer) -> None:
    assert is_sound(sound)


@pytest.mark.parametrize(
    "unsound",
    [
        answer("甲", 1), answer("甲 [0]", 0), answer("甲 [2]", 2), answer("甲 [1]", 1, 1), answer("甲 [1] [2]", 2, 1),
        answer("甲 [1]", 1, 2), answer("甲 [99]", 99), answer("甲 [1]", 1, short="9.05平方公里"), answer("没有", short="8"),
    ],
)  # fmt: skip
def test_an_unsound_answer(unsound: Answer) -> None:
    assert not is_sound(unsound)


def test_a_marker_without_a_citation_is_unsound() -> None:
    assert not is_sound(answer("甲 [1] 乙 [2]", 1))
