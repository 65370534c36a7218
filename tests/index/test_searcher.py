"""The searcher: its order is certain, its modes are what they say, and fusion can be followed by hand."""

from dataclasses import replace
from itertools import repeat

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import BlockKind
from index.fusion import standardise
from index.passage import FIRST_RANK, Hit, Passage, rank_hits
from index.searcher import Searcher
from index.settings import Mode, SearchSettings

QUERIES = [
    "双湖科技园规划面积",
    "飞地经济",
    "氢能产业",
    "Shifang Pengzhou cooperation zone",
    "彭洲同城化",
    "铁路 2025",
]
MODES: list[Mode] = ["hybrid", "bm25", "dense"]
READ = {"coverage", "characters", "alignment", "length"}
READ_IN_TRANSLATION = {"coverage"}
PLAIN = SearchSettings(coverage_weight=0, character_weight=0, alignment_weight=0, length_weight=0)
"""Fusion alone."""


def ids(hits: list[Hit]) -> list[str]:
    return [hit.passage.passage_id for hit in hits]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("query", QUERIES)
def test_hits_are_ranked_from_1_by_score(searcher: Searcher, query: str, mode: Mode) -> None:
    hits = searcher.search(query, k=20, mode=mode)
    assert hits
    assert [hit.rank for hit in hits] == list(range(FIRST_RANK, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(set(ids(hits))) == len(hits)
    assert all(hit.bm25 >= 0 and -1.0001 <= hit.similarity <= 1.0001 for hit in hits)


@pytest.mark.parametrize("mode", MODES)
def test_fewer_hits_are_the_first_of_more(searcher: Searcher, mode: Mode) -> None:
    many = searcher.search("成德同城化发展", k=50, mode=mode)
    for k in (1, 7, 50):
        assert searcher.search("成德同城化发展", k=k, mode=mode) == many[:k]


def test_k_beyond_all_passages_gives_each_once(searcher: Searcher) -> None:
    hits = searcher.search("发展", k=10_000)
    assert len(hits) == len(set(ids(hits))) <= len(searcher.passages)


def test_lexical_hits_hold_a_word_and_score_as_bm25_does(searcher: Searcher) -> None:
    plain = replace(searcher, settings=PLAIN)
    query = plain.analyse("飞地经济")
    scores = plain.bm25.scores(query.terms, query.weights or repeat(1))
    hits = plain.search(query, k=len(plain.passages), mode="bm25")
    assert len(hits) == np.count_nonzero(scores)
    rows = {p.passage_id: i for i, p in enumerate(plain.passages)}
    for hit in hits:
        assert hit.score == pytest.approx(scores[rows[hit.passage.passage_id]], rel=1e-5)


def test_dense_hits_are_ranked_by_the_cosine(searcher: Searcher) -> None:
    plain = replace(searcher, settings=PLAIN)
    vector = plain.encoder.encode(["飞地经济"], query=True)
    hits = plain.search("飞地经济", k=len(plain.passages), mode="dense")
    cosine = plain.dense.similarities(vector, np.arange(len(plain.passages)))
    assert len(hits) == len(plain.passages)
    np.testing.assert_allclose([hit.score for hit in hits], np.sort(cosine)[::-1], atol=1e-5)


def test_the_hybrid_score_is_the_weighted_sum(searcher: Searcher) -> None:
    plain = replace(searcher, settings=PLAIN)
    hits = plain.search("双湖科技园规划面积", k=len(plain.passages))
    bm25 = np.array([hit.bm25 for hit in hits], dtype=np.float32)
    similarity = np.array([hit.similarity for hit in hits], dtype=np.float32)
    fused = standardise(bm25) + PLAIN.dense_weight * standardise(similarity)
    np.testing.assert_allclose([hit.score for hit in hits], fused, atol=1e-4)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("query", QUERIES)
def test_the_parts_of_a_score_add_up(searcher: Searcher, query: str, mode: Mode) -> None:
    hits = searcher.search(query, k=50, mode=mode)
    for hit in hits:
        assert sum(part for _, part in hit.parts) == pytest.approx(hit.score, abs=1e-4)
    named = {name for hit in hits for name, _ in hit.parts}
    read = READ_IN_TRANSLATION if searcher.analyse(query).is_bridged else READ
    assert named == {"hybrid": {"words", "vectors"} | read, "bm25": {"words"}, "dense": {"vectors"}}[mode]


def test_without_dense_weight_the_lexical_order_stands(searcher: Searcher) -> None:
    plain = replace(searcher, settings=replace(PLAIN, dense_weight=0, bridged_dense_weight=0))
    for query in QUERIES:
        lexical = plain.search(query, k=10, mode="bm25")
        fused = plain.search(query, k=10)
        assert [hit.bm25 for hit in fused[: len(lexical)]] == pytest.approx([hit.bm25 for hit in lexical])


@pytest.mark.parametrize("query", ["", " ", "。，！", "🙂", "\x00", "ᚠᚢᚦ"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_query_without_words_is_no_error(searcher: Searcher, query: str, mode: Mode) -> None:
    hits = searcher.search(query, mode=mode)
    assert all(np.isfinite(hit.score) for hit in hits)
    if mode == "bm25":
        assert hits == []


HOSTILE = [
    "德",
    "的",
    "的了吗呢",
    "the of and",
    "发展" * 25_000,
    "xian" * 12_500,
    "一" * 50_000,
    "科" * 1000,
    "a " * 25_000,
    "مدينة تشنغدو",
    "ཁྲིན་ཏུའུ་",
    "(德阳 AND 彭州) OR NOT *",
    '"双湖科技园',
    r".*+?^${}()|[]\\",
    "'; DROP TABLE passages; --",
    "<script>alert(1)</script>",
    "第9999999999条",
    "第" + "九" * 500 + "条",
    "%" * 500 + "100%",
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: query[:12])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.timeout(20)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_query_that_is_no_question_is_no_error(searcher: Searcher, query: str, mode: Mode) -> None:
    hits = searcher.search(query, k=5, mode=mode)
    assert len(hits) <= 5
    assert all(np.isfinite(hit.score) for hit in hits)


@pytest.mark.parametrize("query", ["(德阳 AND 彭州) OR NOT *", '"德阳" 彭州', "德阳|彭州.*"])
def test_operators_are_read_over(searcher: Searcher, query: str) -> None:
    concepts = {concept.text for concept in searcher.analyse(query).concepts}
    assert {"德阳", "彭州"} <= concepts


def test_a_right_spelling_is_never_beaten_by_a_wrong_one(searcher: Searcher) -> None:
    """A passage that has the word as it was typed gets all that one with another form of it gets, and more."""
    for typed, meant in (("彭洲", "彭州"), ("得阳", "德阳")):
        right = {h.passage.passage_id: h.bm25 for h in searcher.search(meant, k=500, mode="bm25")}
        wrong = {h.passage.passage_id: h.bm25 for h in searcher.search(typed, k=500, mode="bm25")}
        assert wrong
        assert wrong.keys() <= right.keys()
        assert all(score < right[passage_id] for passage_id, score in wrong.items())


@pytest.mark.parametrize("mode", MODES)
def test_both_scripts_find_the_same(searcher: Searcher, mode: Mode) -> None:
    for simplified, traditional in (("飞地经济的发展", "飛地經濟的發展"), ("产业园区规划", "產業園區規劃")):
        assert searcher.search(simplified, mode=mode) == searcher.search(traditional, mode=mode)


def test_half_a_character_is_no_error(searcher: Searcher) -> None:
    assert searcher.search("园区\ud800")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@settings(max_examples=60)
@given(st.text())
def test_any_text_can_be_searched_for(searcher: Searcher, query: str) -> None:
    for mode in MODES:
        assert len(searcher.search(query, k=3, mode=mode)) <= 3


@settings(max_examples=50)
@given(data=st.data())
def test_a_phrase_of_a_passage_occurs(searcher: Searcher, data: st.DataObject) -> None:
    passage = data.draw(st.sampled_from([p for p in searcher.passages if len(p.text) > 10]))
    start = data.draw(st.integers(0, len(passage.text) - 6))
    phrase = passage.text[start : start + data.draw(st.integers(2, 6))]
    han = all("一" <= char <= "鿿" for char in phrase)
    everything = "\n".join(p.text for p in searcher.passages)
    if han:
        assert searcher.occurs(phrase) == (phrase in everything)
        assert searcher.occurs(phrase[::-1]) == (phrase[::-1] in everything)


# ranking


def passage(doc_id: str, number: int) -> Passage:
    return Passage(
        f"{doc_id}#{number}", doc_id, number * 10, number * 10 + 5, "text", ((0, 4),), (), BlockKind.PARAGRAPH
    )


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(1, 12), st.sampled_from([0.0, 1.0])),
        unique_by=lambda r: r[:2],
    ),
    st.randoms(),
)
def test_ties_are_in_the_order_of_documents_and_passages(
    rows: list[tuple[str, int, float]], random: object
) -> None:
    scored = [(passage(doc_id, n), score, 0.0, 0.0) for doc_id, n, score in rows]
    random.shuffle(scored)  # type: ignore[attr-defined]
    ranked = rank_hits(scored, k=len(rows) + 1)
    expected = sorted(rows, key=lambda row: (-row[2], row[0], row[1]))
    assert [(h.passage.doc_id, h.passage.start // 10, h.score) for h in ranked] == expected


def test_the_passages_of_a_document_are_those_that_name_it(searcher: Searcher) -> None:
    for doc_id in searcher.documents:
        own = [passage for passage in searcher.passages if passage.doc_id == doc_id]
        assert list(searcher.passages_of(doc_id)) == own
    assert not searcher.passages_of("no such document")


def test_copies_of_a_passage_are_one_hit(searcher: Searcher) -> None:
    """The second half of the passages say what the first half says."""
    half = len(searcher.passages) // 2
    texts = [p.text for p in searcher.passages[:half]]
    again = [replace(p, text=text) for p, text in zip(searcher.passages[half:], texts, strict=False)]
    twice = replace(
        searcher, passages=[*searcher.passages[:half], *again], settings=replace(PLAIN, rerank_depth=200)
    )
    hits = twice.search("成德同城化发展规划", k=10)
    assert any(hit.copies for hit in hits)
    for hit in hits:
        assert all("".join(copy.text.split()) == "".join(hit.passage.text.split()) for copy in hit.copies)
    long = ["".join(hit.passage.text.split()) for hit in hits if len(hit.passage.text) > 60]
    assert len(set(long)) == len(long)
    assert twice.search("成德同城化发展规划", k=3) == hits[:3]


def test_a_question_is_analysed_and_encoded_once(searcher: Searcher) -> None:
    fresh = replace(searcher)
    assert fresh.analyse("飞地经济") is fresh.analyse("飞地经济")
    assert fresh.question_vector("飞地经济") is fresh.question_vector("飞地经济")
    np.testing.assert_array_equal(
        fresh.question_vector("飞地经济"), searcher.encoder.encode(["飞地经济"], query=True)
    )
