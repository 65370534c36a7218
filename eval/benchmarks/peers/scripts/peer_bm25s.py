"""bm25s: its own tokeniser, or jieba's words with its Chinese stop words."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bm25s
from bm25s.tokenization import Tokenizer

from eval.benchmarks.peers.scripts.protocol import Message, Piece, Text, main


class BM25S:
    """The library's own parameters and storage."""

    def __init__(self, job: dict[str, Any]) -> None:
        if job["setting"] == "chinese":
            import jieba

            jieba.setLogLevel(logging.WARNING)
            self._tokenizer = Tokenizer(splitter=jieba.lcut, stopwords="chinese")
        else:
            self._tokenizer = Tokenizer()

    def build(self, texts: Sequence[Text], *, whole: bool) -> Sequence[Piece]:
        tokens = self._tokenizer.tokenize(
            [text.whole for text in texts], return_as="tuple", show_progress=False
        )
        self._model = bm25s.BM25(corpus=[{"id": text.id, "text": text.whole} for text in texts])
        self._model.index(tokens, show_progress=False)
        self._count = len(texts)
        return []

    def save(self, folder: Path) -> None:
        self._model.save(folder)
        self._tokenizer.save_vocab(folder)
        self._tokenizer.save_stopwords(folder)

    def load(self, folder: Path) -> None:
        self._model = bm25s.BM25.load(folder, load_corpus=True, mmap=True)
        self._tokenizer.load_vocab(folder)
        self._tokenizer.load_stopwords(folder)
        self._count = len(self._model.corpus)

    def search(self, question: str, history: Sequence[Message], k: int) -> Sequence[str]:
        tokens = self._tokenizer.tokenize([question], update_vocab=False, show_progress=False)
        found, scores = self._model.retrieve(tokens, k=min(k, self._count), show_progress=False)
        return [row["id"] for row, score in zip(found[0], scores[0], strict=True) if score > 0]


if __name__ == "__main__":
    main(BM25S)
