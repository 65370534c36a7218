"""LlamaIndex: QueryFusionRetriever over BM25Retriever and VectorStoreIndex, reciprocal ranks, as its guide builds it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core import Document, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import TextNode
from llama_index.retrievers.bm25 import BM25Retriever
from pydantic import PrivateAttr

from eval.benchmarks.peers.scripts.protocol import Message, Piece, Text, encoder, main, pieces_of

_BIGRAMS = r"(?u)(?=(\w\w))"
"""Its retriever takes a pattern but no function: every two characters that stand together are a token."""
_CHINESE_CUT = {"chunk_size": 512, "chunk_overlap": 50}
"""What its guide gives for smaller passages, which did better here."""


class _Embedding(BaseEmbedding):  # type: ignore[misc]  # the library is not installed where types are checked
    _encode: Any = PrivateAttr()

    def __init__(self, encode: Any) -> None:
        super().__init__(model_name="shared", embed_batch_size=256)
        self._encode = encode

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._encode(texts).tolist()
        return vectors

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class LlamaIndex:
    """The in-memory vector store, and no language model: the question is not rewritten."""

    def __init__(self, job: dict[str, Any]) -> None:
        is_chinese = job["setting"] == "chinese"
        self._pattern = {"token_pattern": _BIGRAMS, "skip_stemming": True} if is_chinese else {}
        self._cutting = _CHINESE_CUT if is_chinese else {}
        self._embedding = _Embedding(encoder(job))
        self._depth = job["depth"]

    def build(self, texts: Sequence[Text], *, whole: bool) -> Sequence[Piece]:
        pieces = self._cut(texts) if whole else []
        nodes = [TextNode(id_=piece.id, text=part) for piece, part in pieces]
        nodes = nodes or [TextNode(id_=text.id, text=text.whole) for text in texts]
        self._index = VectorStoreIndex(nodes, embed_model=self._embedding)
        self._bm25 = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=self._depth, **self._pattern)
        self._fuse()
        return [piece for piece, _ in pieces]

    def save(self, folder: Path) -> None:
        self._index.storage_context.persist(str(folder / "vectors"))
        self._bm25.persist(str(folder / "bm25"))

    def load(self, folder: Path) -> None:
        storage = StorageContext.from_defaults(persist_dir=str(folder / "vectors"))
        self._index = load_index_from_storage(storage, embed_model=self._embedding)
        self._bm25 = BM25Retriever.from_persist_dir(str(folder / "bm25"))
        for name, value in self._pattern.items():  # which it does not keep
            setattr(self._bm25, name, value)
        self._fuse()

    def search(self, question: str, history: Sequence[Message], k: int) -> Sequence[str]:
        return [found.node.node_id for found in self._retriever.retrieve(question)]

    def _fuse(self) -> None:
        self._retriever = QueryFusionRetriever(
            [self._index.as_retriever(similarity_top_k=self._depth), self._bm25],
            llm=MockLLM(),
            mode="reciprocal_rerank",
            similarity_top_k=self._depth,
            num_queries=1,
            use_async=False,
        )

    def _cut(self, texts: Sequence[Text]) -> list[tuple[Piece, str]]:
        splitter = SentenceSplitter(**self._cutting)
        return [
            pair
            for text in texts
            for pair in pieces_of(
                text, [node.text for node in splitter.get_nodes_from_documents([Document(text=text.text)])]
            )
        ]


if __name__ == "__main__":
    main(LlamaIndex)
