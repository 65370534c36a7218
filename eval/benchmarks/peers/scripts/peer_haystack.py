"""Haystack 2: BM25 and embedding retrievers over InMemoryDocumentStore and a joiner, as its tutorial builds it."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from haystack import Document, Pipeline, component
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter, RecursiveDocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from eval.benchmarks.peers.scripts.protocol import Message, Piece, Text, encoder, main, pieces_of

_STORE = "store.json"
_CHARACTERS = 400
"""Of a passage in the Chinese setting: the splitter that knows Chinese full stops counts characters."""


class _JiebaStore(InMemoryDocumentStore):  # type: ignore[misc]  # the library is not installed where types are checked
    """Its own store takes a pattern but no function; the attribute that the pattern is compiled to takes both."""

    def __init__(self, **settings: Any) -> None:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        super().__init__(**settings)
        self.tokenizer = jieba.lcut


class Haystack:
    """Its store keeps documents and vectors in a file of JSON, and counts words again when it is read."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._is_chinese = job["setting"] == "chinese"
        self._store = _JiebaStore if self._is_chinese else InMemoryDocumentStore
        self._encode = encoder(job)
        self._depth = job["depth"]

    def build(self, texts: Sequence[Text], *, whole: bool) -> Sequence[Piece]:
        pieces = self._cut(texts) if whole else []
        parts = [(piece.id, part) for piece, part in pieces] or [(text.id, text.whole) for text in texts]
        vectors = self._encode([part for _, part in parts]).tolist()
        store = self._store()
        store.write_documents(
            [
                Document(id=id_, content=part, embedding=vector)
                for (id_, part), vector in zip(parts, vectors, strict=True)
            ]
        )
        self._connect(store)
        return [piece for piece, _ in pieces]

    def save(self, folder: Path) -> None:
        self._documents.save_to_disk(str(folder / _STORE))

    def load(self, folder: Path) -> None:
        self._connect(self._store.load_from_disk(str(folder / _STORE)))

    def search(self, question: str, history: Sequence[Message], k: int) -> Sequence[str]:
        found = self._pipeline.run({"embedder": {"text": question}, "bm25": {"query": question}})
        return [document.id for document in found["joiner"]["documents"]]

    def _connect(self, store: Any) -> None:
        encode = self._encode

        @component
        class Embedder:
            @component.output_types(embedding=list[float])  # type: ignore[untyped-decorator]
            def run(self, text: str) -> dict[str, Any]:
                return {"embedding": encode([text])[0].tolist()}

        self._documents = store
        joined = {"join_mode": "reciprocal_rank_fusion"} if self._is_chinese else {}
        pipeline = Pipeline()
        pipeline.add_component("embedder", Embedder())
        pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store, top_k=self._depth))
        pipeline.add_component("bm25", InMemoryBM25Retriever(store, top_k=self._depth))
        pipeline.add_component("joiner", DocumentJoiner(**joined))
        pipeline.connect("embedder.embedding", "vectors.query_embedding")
        pipeline.connect("bm25", "joiner")
        pipeline.connect("vectors", "joiner")
        self._pipeline = pipeline

    def _cut(self, texts: Sequence[Text]) -> list[tuple[Piece, str]]:
        splitter = DocumentSplitter()
        if self._is_chinese:
            splitter = RecursiveDocumentSplitter(
                split_length=_CHARACTERS, split_unit="char", separators=["\n\n", "\n", "。", "；", "，"]
            )
        splitter.warm_up()
        return [
            pair
            for text in texts
            for pair in pieces_of(
                text, [part.content for part in splitter.run([Document(content=text.text)])["documents"]]
            )
        ]


if __name__ == "__main__":
    main(Haystack)
