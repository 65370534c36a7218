"""A cross-encoder orders the best passages, is looked for on this machine only, and says what is wrong in one sentence."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import reranker
from index.errors import RetrievalError
from index.indexed import indexed_text
from index.reranker import DEPTH, CrossEncoderReranker, Scores, load_reranker
from index.searcher import Searcher

QUESTION = "双湖科技园规划面积"
TEXTS = ["双湖科技园规划面积8.05平方公里", "德阳推进同城化", "The park covers 8 km2", ""]


def save_cross_encoder(folder: Path, labels: int) -> Path:
    """A cross-encoder of chance: a BERT of one small layer that knows single characters."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    chars = sorted({char for text in (QUESTION, *TEXTS) for char in text.lower()} - {" "})
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *chars]), "utf-8"
    )
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(chars) + 5,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=512,
        num_labels=labels,
        initializer_range=1.0,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt"), model_max_length=512).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_cross_encoder(tmp_path_factory.mktemp("rerankers") / "tiny", labels=1)


class Lengths:
    """A reranker that finds short passages best, and remembers what it read."""

    def __init__(self) -> None:
        self.read: list[tuple[str, list[str]]] = []

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        self.read.append((question, list(texts)))
        return np.array([-len(text) for text in texts], dtype=np.float32)


@pytest.fixture
def lengths(monkeypatch: pytest.MonkeyPatch) -> Lengths:
    found = Lengths()
    monkeypatch.setattr("index.searcher.load_reranker", lambda _: found)
    return found


def with_reranker(searcher: Searcher, name: str) -> Searcher:
    return replace(searcher, settings=replace(searcher.settings, reranker=name))


def test_scores_are_those_of_the_model(model: Path) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer, network = (
        AutoTokenizer.from_pretrained(model),
        AutoModelForSequenceClassification.from_pretrained(model),
    )
    pairs = tokenizer([QUESTION] * len(TEXTS), TEXTS, padding=True, return_tensors="pt")
    with torch.no_grad():
        logits = network.eval()(**pairs).logits[:, 0]
    found = load_reranker(str(model)).scores(QUESTION, TEXTS)
    assert found.dtype == np.float32
    assert len(set(found.round(4))) == len(TEXTS)
    np.testing.assert_allclose(found, torch.sigmoid(logits).numpy(), atol=1e-5)
    assert load_reranker(str(model)).scores(QUESTION, []).shape == (0,)


def test_a_model_by_its_folder_reranks_a_search(searcher: Searcher, model: Path) -> None:
    plain = searcher.search(QUESTION, k=DEPTH)
    hits = with_reranker(searcher, str(model)).search(QUESTION, k=DEPTH)
    texts = [indexed_text(hit.passage, searcher.documents[hit.passage.doc_id].title) for hit in hits]
    read = load_reranker(str(model)).scores(QUESTION, texts)
    assert {hit.passage for hit in hits} == {hit.passage for hit in plain}
    np.testing.assert_allclose(read, np.sort(read)[::-1], atol=1e-5)


def test_the_best_are_put_in_the_order_of_the_model(searcher: Searcher, lengths: Lengths) -> None:
    n = len(searcher.passages)
    plain, hits = (s.search(QUESTION, k=n) for s in (searcher, with_reranker(searcher, "any")))
    (question, texts), *others = lengths.read
    assert (question, others, len(texts)) == (QUESTION, [], DEPTH)
    assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in plain], abs=1e-5)
    assert [hit.passage for hit in hits[DEPTH:]] == [hit.passage for hit in plain[DEPTH:]]
    for hit in hits:
        assert sum(part for _, part in hit.parts) == pytest.approx(hit.score, abs=1e-4)
    found = [len(indexed_text(h.passage, searcher.documents[h.passage.doc_id].title)) for h in hits[:DEPTH]]
    assert found == sorted(found)


def test_only_the_hybrid_ranking_is_reranked(searcher: Searcher, lengths: Lengths) -> None:
    with_reranker(searcher, "any").search(QUESTION, mode="bm25")
    with_reranker(searcher, "any").search(QUESTION, mode="dense")
    assert lengths.read == []


@pytest.mark.parametrize("query", ["", "。", "🙂"])
def test_a_query_without_words_is_no_error(searcher: Searcher, lengths: Lengths, query: str) -> None:
    assert isinstance(with_reranker(searcher, "any").search(query), list)


def test_without_a_name_no_reranker_is_looked_for(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(reranker, "_is_fetched")
    assert searcher.search(QUESTION) == replace(searcher).search(QUESTION)


@pytest.mark.parametrize("name", ["nobody/has-this", "no such folder", "a/b/c", "..", "/dev/null", "~/none"])
def test_a_reranker_that_is_not_there_is_said_so_at_once(searcher: Searcher, name: str) -> None:
    with pytest.raises(RetrievalError, match=r"^there is no reranker .* on this machine: give the folder"):
        with_reranker(searcher, name)


def test_a_damaged_model_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(
        RetrievalError, match=r"^cannot load the reranker .*: give the folder of a cross-encoder"
    ):
        CrossEncoderReranker(str(tmp_path)).scores(QUESTION, TEXTS)


def test_a_model_of_several_labels_is_no_reranker(tmp_path: Path) -> None:
    folder = save_cross_encoder(tmp_path / "three", labels=3)
    with pytest.raises(RetrievalError, match="does not give one number"):
        load_reranker(str(folder)).scores(QUESTION, TEXTS)
