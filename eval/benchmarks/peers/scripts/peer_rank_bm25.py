"""rank-bm25: words split at spaces, as its page does, or by jieba."""

import logging
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rank_bm25 import BM25Okapi

from eval.benchmarks.peers.scripts.protocol import Message, Piece, Text, main

_STORED = "bm25.pickle"


class RankBM25:
    """BM25Okapi with the library's own parameters. It has no storage of its own and is pickled."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._words = _jieba() if job["setting"] == "chinese" else _split

    def build(self, texts: Sequence[Text], *, whole: bool) -> Sequence[Piece]:
        self._texts = texts
        self._model = BM25Okapi([self._words(text.whole) for text in texts])
        return []

    def save(self, folder: Path) -> None:
        (folder / _STORED).write_bytes(pickle.dumps((self._model, self._texts)))

    def load(self, folder: Path) -> None:
        self._model, self._texts = pickle.loads((folder / _STORED).read_bytes())

    def search(self, question: str, history: Sequence[Message], k: int) -> Sequence[str]:
        return [text.id for text in self._model.get_top_n(self._words(question), self._texts, n=k)]


def _split(text: str) -> list[str]:
    return text.split(" ")


def _jieba() -> Callable[[str], list[str]]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    words: Callable[[str], list[str]] = jieba.lcut
    return words


if __name__ == "__main__":
    main(RankBM25)
