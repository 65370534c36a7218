"""What is told of the sentences of a passage, and that it is told but once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from assistant import sentences
from assistant.sentences import sentences_of
from assistant.units import units
from index.searcher import Searcher
from index.segment import fold, simplified


def test_sentences_are_the_units_of_their_passage(searcher: Searcher) -> None:
    for passage in searcher.passages[::7]:
        document = searcher.documents[passage.doc_id]
        found = sentences_of(passage, searcher)
        assert [(s.start, s.end) for s in found.each] == list(units(passage, document))
        for sentence in found.each:
            text = document.reading[sentence.start : sentence.end]
            assert (sentence.text, sentence.folded, sentence.plain) == (text, fold(text), simplified(text))
            assert sentence.before.endswith(sentence.plain)
            assert sentence.folded in found.together
            assert 0 < sentence.length <= 1


def test_a_passage_is_read_once(searcher: Searcher) -> None:
    passage = searcher.passages[0]
    assert sentences_of(passage, searcher) is sentences_of(passage, searcher)


def test_another_index_does_not_know_of_it(searcher: Searcher) -> None:
    passage = searcher.passages[0]
    other = replace(searcher)
    assert sentences_of(passage, other) is not sentences_of(passage, searcher)
    assert sentences_of(passage, other) == sentences_of(passage, searcher)


def test_what_was_forgotten_is_read_again(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(searcher)
    first = sentences_of(searcher.passages[0], other)
    monkeypatch.setattr(sentences, "MOST", 1)
    sentences_of(searcher.passages[1], other)
    again = sentences_of(searcher.passages[0], other)
    assert again == first
    assert again is not first


def test_threads_read_the_same(searcher: Searcher) -> None:
    other = replace(searcher)
    expected = [sentences_of(passage, searcher) for passage in searcher.passages[:40]]
    with ThreadPoolExecutor(4) as pool:
        runs = pool.map(lambda _: [sentences_of(p, other) for p in searcher.passages[:40]], range(4))
    assert all(run == expected for run in runs)
