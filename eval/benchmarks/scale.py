"""Search over many passages, against rank-bm25 and faiss put together by hand: `python -m eval.benchmarks.scale LAWS`.

LAWS is JSON Lines with `_id`, `title` and `text`, perhaps gzipped. The same passages, encoder and questions for both, in
one process on one core, in turn; a question names a law and the heading of one of its chapters, which answers it.
By hand: jieba's words, BM25Okapi, an exact faiss index, and reciprocal rank fusion of the best 100 of each.
"""

import argparse
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any

import faiss
import numpy as np

from eval.beir import PublicSet
from eval.benchmarks.peers.laws import cut_laws, known_items
from eval.measures import MEASURES, measure
from eval.public import index_set
from eval.terminal import staged
from index.encoder import Encoder, load_encoder
from index.searcher import Searcher
from index.settings import BuildSettings

_WHOLE = BuildSettings(passage_chars=1_000_000, min_passage_chars=0)  # a text is a passage, for both
_DEPTH, _RRF = 100, 60
_K = 10
_FIRST, _IN_TURN = 5, 20
"""Questions asked before any is timed, and those that one answers before the other does: each finds its memory at hand."""

Search = Callable[[str], Sequence[str]]


def main() -> None:
    """Print milliseconds of processor time a question, quality, and the ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("laws", type=Path)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=300)
    given = parser.parse_args()
    found = known_items(cut_laws(given.laws), given.passages, given.questions)
    encoder = load_encoder()
    with staged(found.name) as progress:
        searcher = index_set(found, encoder, progress, _WHOLE)
    report(found, ours(searcher), by_hand(found, searcher, encoder))


def report(found: PublicSet, one: Search, other: Search) -> None:
    """Ask both every question, some in turn, and print what it took and what it gave."""
    for question in found.questions[:_FIRST]:  # what is loaded on first use
        for search in (one, other):
            search(question.text)
    times: dict[str, list[float]] = {"this": [], "by hand": []}
    runs: dict[str, dict[str, Sequence[str]]] = {"this": {}, "by hand": {}}
    for start in range(0, len(found.questions), _IN_TURN):
        for name, search in (("this", one), ("by hand", other)):
            for question in found.questions[start : start + _IN_TURN]:
                started = process_time()
                runs[name][question.id] = search(question.text)
                times[name].append(1000 * (process_time() - started))
    for name, taken in times.items():
        values = measure([q.id for q in found.questions], found.qrels, runs[name])
        quality = " ".join(
            f"{key} {sum(each[key] for each in values.values()) / len(values):.3f}" for key in MEASURES
        )
        p99 = quantiles(taken, n=100, method="inclusive")[98]
        print(f"{name:8} p50 {median(taken):8.2f} ms  p99 {p99:8.2f} ms  {quality}")
    ratio = median(times["by hand"]) / median(times["this"])
    print(f"{ratio:.1f} times as fast, {len(found.entries)} passages, {len(found.questions)} questions")


def ours(searcher: Searcher) -> Search:
    """The search that serves."""
    return lambda question: list(dict.fromkeys(hit.passage.doc_id for hit in searcher.search(question, k=_K)))


def by_hand(found: PublicSet, searcher: Searcher, encoder: Encoder) -> Search:
    """What the libraries give when they are put together. The vectors are those of `searcher`."""
    import jieba
    from rank_bm25 import BM25Okapi

    jieba.setLogLevel(logging.WARNING)
    ids = [passage.doc_id for passage in searcher.passages]
    entries = {entry.id: entry for entry in found.entries}
    lexical = BM25Okapi([jieba.lcut(f"{entries[id_].title}\n{entries[id_].text}") for id_ in ids])
    dense: Any = faiss.IndexFlatIP(searcher.dense.dim)
    for rows in np.array_split(np.arange(len(ids), dtype=np.int64), max(len(ids) // 1000, 1)):
        dense.add(searcher.dense.vectors(rows))

    def search(question: str) -> list[str]:
        scores = lexical.get_scores(jieba.lcut(question))
        nearest = dense.search(encoder.encode([question], query=True), _DEPTH)[1][0].tolist()
        fused: dict[int, float] = {}
        for ranking in (np.argsort(-scores)[:_DEPTH].tolist(), nearest):
            for rank, row in enumerate(ranking, 1):
                fused[row] = fused.get(row, 0.0) + 1 / (_RRF + rank)
        return [ids[row] for row in sorted(fused, key=lambda row: -fused[row])[:_K]]

    return search


if __name__ == "__main__":
    main()
