"""An index made from another one equals an index made from nothing, in everything that is kept of it."""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document, Source
from corpus.extract import Extract
from corpus.structure import build_document
from index import bridge, lexicon
from index.affected import affected
from index.build import Index, Previous, build_index
from index.encoder import Vectors
from index.postings import count_terms, merge
from index.segment import Segmenter
from index.settings import BuildSettings

WORDS = "青湖镇 柳川市 制氢站 园区 铁路 濛阳 马井 联动 发展区 税收 的 与 在 建设 hydrogen 8.05".split()
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(lambda words: "".join(words) + "。")
TEXT = st.lists(SENTENCE, min_size=1, max_size=4).map("\n".join)
COLLECTION = st.dictionaries(st.sampled_from("abcde"), TEXT, min_size=1)
SETTINGS = BuildSettings(passage_chars=30, min_passage_chars=0)


class LengthEncoder:
    """Vectors that say how long a text is, and remembers what it was given."""

    fingerprint = "lengths"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        self.texts += texts
        angles = np.array([len(text) % 97 for text in texts], dtype=np.float32)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)


@pytest.fixture(autouse=True, scope="module")
def _small_dictionaries() -> Iterator[None]:
    everyday = [entry for entry in lexicon.dictionary() if int(entry.split(" ")[1]) >= 3000]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexicon, "dictionary", lambda: everyday)
        for module in (lexicon, bridge):
            patch.setattr(module, "translations", lambda words=None: iter([("园区", ["science park"])]))
        patch.setattr(bridge, "_syllables", lambda: {"园": "yuan"})
        yield


def documents(texts: dict[str, str]) -> list[Document]:
    return [
        build_document(Source(name, name, title=name[0]), Extract(text), text)
        for name, text in sorted(texts.items())
    ]


def made(given: Sequence[Document], previous: Previous | None = None) -> Index:
    return build_index(given, LengthEncoder(), SETTINGS, lambda *_: None, previous)


def assert_equal(one: Index, other: Index) -> None:
    assert one.tally == other.tally
    assert list(one.postings.terms) == list(other.postings.terms)
    for name in ("starts", "passages", "counts", "lengths"):
        assert np.array_equal(getattr(one.postings, name), getattr(other.postings, name)), name
        assert getattr(one.postings, name).dtype == getattr(other.postings, name).dtype
    a, b = one.searcher, other.searcher
    assert list(a.passages) == list(b.passages)
    assert np.array_equal(a.bm25.impacts, b.bm25.impacts)
    assert np.array_equal(a.bm25.idf, b.bm25.idf)
    rows = np.arange(len(a.passages))
    assert np.array_equal(a.dense.vectors(rows), b.dense.vectors(rows))
    assert list(a.segmenter.frequencies.items()) == list(b.segmenter.frequencies.items())
    assert (a.bridge, a.names, a.fingerprint) == (b.bridge, b.names, b.fingerprint)


@settings(max_examples=60)
@given(before=COLLECTION, after=COLLECTION, same_settings=st.booleans())
def test_an_index_made_from_another_equals_one_from_nothing(
    before: dict[str, str], after: dict[str, str], same_settings: bool
) -> None:
    """Words that come or go change how other passages are segmented."""
    old = documents(before)
    known = {document.sha256: document for document in old}
    new = [
        known[d.sha256] if d.sha256 in known and known[d.sha256].doc_id == d.doc_id else d
        for d in documents(after)
    ]
    previous = Previous(made(old), same_encoder=True, same_settings=same_settings)
    assert_equal(made(new, previous), made(new))


def test_only_new_passages_are_encoded_and_segmented() -> None:
    old = documents({"a": "柳川市制氢站建设。", "b": "铁路与园区。"})
    previous = Previous(made(old), same_encoder=True, same_settings=True)
    encoder, stages = LengthEncoder(), {}
    build_index(
        [*old, *documents({"c": "园区在建设。"})],
        encoder,
        SETTINGS,
        lambda stage, done, total: stages.update({stage: total}),
        previous,
    )
    assert encoder.texts == ["c\n园区在建设。"]
    assert (stages["count"], stages["segment"], stages["encode"]) == (1, 1, 1)


@given(before=COLLECTION, after=COLLECTION)
def test_a_passage_that_is_not_affected_keeps_its_terms(
    before: dict[str, str], after: dict[str, str]
) -> None:
    old, new = made(documents(before)), made(documents(after))
    words = old.searcher.segmenter.frequencies, new.searcher.segmenter.frequencies
    again = affected(old.postings, *words)
    for row, text in enumerate(passage.text for passage in old.searcher.passages):
        if not again[row]:
            assert Segmenter(words[0]).terms(text) == Segmenter(words[1]).terms(text)


TERMS = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=8), max_size=8)


@given(passages=TERMS, at_once=st.integers(1, 12))
def test_postings_counted_in_parts_are_those_of_each_term(passages: list[list[str]], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("index.postings._AT_ONCE_POSTINGS", at_once)
        found = count_terms(passages)
    assert list(found.terms) == sorted(set(chain.from_iterable(passages)))
    assert found.lengths.tolist() == [len(terms) for terms in passages]
    for row, term in enumerate(found.terms):
        part = slice(found.starts[row], found.starts[row + 1])
        expected = [(i, terms.count(term)) for i, terms in enumerate(passages) if term in terms]
        assert list(zip(found.passages[part].tolist(), found.counts[part].tolist(), strict=True)) == expected


@given(old=TERMS, new=TERMS, data=st.data())
def test_merged_postings_are_those_of_all_passages(
    old: list[list[str]], new: list[list[str]], data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(old), max_size=len(old)))
    tagged = [("old", i) for i, keep in enumerate(kept) if keep] + [("new", i) for i in range(len(new))]
    order = data.draw(st.permutations(tagged))
    old_rows = np.full(len(old), -1, dtype=np.int32)
    new_rows = np.zeros(len(new), dtype=np.int32)
    for row, (kind, i) in enumerate(order):
        (old_rows if kind == "old" else new_rows)[i] = row
    found = merge(count_terms(old), old_rows, count_terms(new), new_rows)
    expected = count_terms([(old if kind == "old" else new)[i] for kind, i in order])
    assert list(found.terms) == list(expected.terms)
    for name in ("starts", "passages", "counts", "lengths"):
        assert np.array_equal(getattr(found, name), getattr(expected, name)), name
