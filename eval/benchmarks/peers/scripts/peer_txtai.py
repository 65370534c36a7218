"""txtai: Embeddings with `hybrid`, its equal weights and its storage."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from txtai.embeddings import Embeddings
from txtai.pipeline import Segmentation

from eval.benchmarks.peers.scripts.protocol import Message, Piece, Text, encoder, main, pieces_of

_STORED = "index"
_BIGRAMS = {"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"ngrams": 2}}
"""What `hybrid` stands for, but for the tokeniser."""
_CHUNKS = {"chunker": "recursive", "chunk_size": 400}
"""Paragraphs are what blank lines separate: of wrapped text that is a line, and there is no Chinese rule."""


class Txtai:
    """Texts are kept beside the vectors (`content`), as in its examples."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._encode = encoder(job)
        is_chinese = job["setting"] == "chinese"
        self._settings = {"hybrid": True, "content": True, **({"scoring": _BIGRAMS} if is_chinese else {})}
        self._cutting = _CHUNKS if is_chinese else {"paragraphs": True}

    def build(self, texts: Sequence[Text], *, whole: bool) -> Sequence[Piece]:
        pieces = self._cut(texts) if whole else []
        rows = [(piece.id, part) for piece, part in pieces] or [(text.id, text.whole) for text in texts]
        self._embeddings = Embeddings(method="external", transform=self._encode, **self._settings)
        self._embeddings.index(rows)
        return [piece for piece, _ in pieces]

    def save(self, folder: Path) -> None:
        del self._embeddings.config["transform"]  # a function, which it cannot store
        self._embeddings.save(str(folder / _STORED))
        self._embeddings.config["transform"] = self._encode

    def load(self, folder: Path) -> None:
        self._embeddings = Embeddings()
        self._embeddings.load(str(folder / _STORED), config={"transform": self._encode})

    def search(self, question: str, history: Sequence[Message], k: int) -> Sequence[str]:
        return [found["id"] for found in self._embeddings.search(question, k)]

    def _cut(self, texts: Sequence[Text]) -> list[tuple[Piece, str]]:
        split = Segmentation(**self._cutting)
        return [pair for text in texts for pair in pieces_of(text, split(text.text))]


if __name__ == "__main__":
    main(Txtai)
