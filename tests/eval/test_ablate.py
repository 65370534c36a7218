"""Ablation: every part can be taken away, what is left still quotes its source, and worth is a paired difference."""

from dataclasses import fields

import pytest

from assistant.app import Assistant
from assistant.verify import verify_index
from corpus.document import without_space
from eval.ablate import ALL, ablate, ablate_set, idle
from eval.beir import read_beir
from eval.parts import PARTS, Part, without
from eval.public import index_set, of_set
from eval.topics import default_gold, in_split, load_topics
from index.encoder import load_encoder
from index.searcher import Searcher
from index.settings import BuildSettings, SearchSettings
from tests.eval.public_set import write_set


def taken(searcher: Searcher, name: str) -> Searcher:
    return without(searcher, PARTS[name], BuildSettings(), lambda *_: None)


@pytest.mark.parametrize("name", PARTS)
def test_every_part_changes_a_setting_that_exists_or_the_documents(name: str) -> None:
    known = {field.name: getattr(SearchSettings(), field.name) for field in fields(SearchSettings)}
    part = PARTS[name]
    assert (part.documents is None) == bool(part.changes)
    assert all(known[key] != value for key, value in part.changes.items())


def test_documents_without_repair_hold_all_of_the_file(searcher: Searcher) -> None:
    raw = taken(searcher, "repair")
    assert set(raw.documents) == set(searcher.documents)
    for document in raw.documents.values():
        assert without_space(document.reading) == without_space(document.text)
    assert not [fault for fault in verify_index(raw).faults if "stored text" not in fault]


def test_documents_without_titles_or_outline_are_not_searched_by_them(searcher: Searcher) -> None:
    assert all(document.title == "" for document in taken(searcher, "titles").documents.values())
    flat = taken(searcher, "outline")
    assert any(passage.section for passage in searcher.passages)
    for document in flat.documents.values():
        assert not any(block.section for block in document.blocks)


def test_worth_is_what_is_lost(assistant: Assistant) -> None:
    topics = in_split(load_topics(default_gold()), "dev")[::20]
    parts = {"nothing": Part("nothing"), "bm25": Part("words", {"word_weight": 0.0, "bigram_weight": 0.0})}
    told: list[None] = []
    worths = ablate(assistant, topics, parts, on_question=lambda: told.append(None))
    assert len(told) == 3 * len(topics)
    for worth in worths:
        assert worth.gain == pytest.approx(worth.whole - worth.less)
        assert worth.low <= worth.gain + 1e-9
        assert worth.gain - 1e-9 <= worth.high
        assert worth.p <= worth.p_holm <= 1
        if worth.part == "nothing":
            assert (worth.gain, worth.p) == (0.0, 1.0)
    assert {worth.n for worth in worths if worth.group == ALL and worth.measure == "hit@1"} == {
        sum(topic.answerable for topic in topics)
    }
    assert "nothing" in idle(worths)


def test_a_public_set_knows_the_parts_of_ranking_only(tmp_path_factory: pytest.TempPathFactory) -> None:
    found = read_beir(write_set(tmp_path_factory.mktemp("ablate") / "small"))
    trial = of_set(found, index_set(found, load_encoder(), lambda *_: None))
    worths = ablate_set(trial)
    assert {worth.part for worth in worths} == {name for name, part in PARTS.items() if part.changes}
    assert {worth.group for worth in worths} == {"small"}
    assert {worth.measure for worth in worths} == {"hit@1", "hit@5", "nDCG@10"}
