"""LangChain: EnsembleRetriever over BM25Retriever (rank-bm25) and FAISS, equal weights, as its guide builds it."""

import logging
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from eval.benchmarks.peers.scripts.protocol import Encode, Message, Piece, Text, encoder, main, pieces_of

_DEFAULT_CUT = {"chunk_size": 1000, "chunk_overlap": 200}  # of its tutorials
_WITHOUT_WORD_BOUNDARIES = ["\n\n", "\n", " ", ".", ",", "\u200b", "\uff0c", "\u3001", "\uff0e", "\u3002", ""]
_CHINESE_CUT = {"chunk_size": 400, "chunk_overlap": 80, "separators": _WITHOUT_WORD_BOUNDARIES}
"""The separators that its guide gives for Chinese; the lengths did better here than those of its tutorials."""


class _Embeddings(Embeddings):  # type: ignore[misc]  # the library is not installed where types are checked
    def __init__(self, encode: Encode) -> None:
        self._encode = encode

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._encode(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class LangChain:
    """BM25 has no storage of its own and is pickled; FAISS has."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._is_chinese = job["setting"] == "chinese"
        self._embeddings = _Embeddings(encoder(job))
        self._depth = job["depth"]

    def build(self, texts: Sequence[Text], *, whole: bool) -> Sequence[Piece]:
        pieces = self._cut(texts) if whole else []
        documents = [Document(part, id=piece.id, metadata={"id": piece.id}) for piece, part in pieces]
        documents = documents or [Document(t.whole, id=t.id, metadata={"id": t.id}) for t in texts]
        words = {"preprocess_func": _jieba()} if self._is_chinese else {}
        self._bm25 = BM25Retriever.from_documents(documents, k=self._depth, **words)
        self._faiss = FAISS.from_documents(documents, self._embeddings)
        self._ensemble()
        return [piece for piece, _ in pieces]

    def save(self, folder: Path) -> None:
        self._faiss.save_local(str(folder))
        (folder / "bm25.pickle").write_bytes(pickle.dumps((self._bm25.vectorizer, self._bm25.docs)))

    def load(self, folder: Path) -> None:
        self._faiss = FAISS.load_local(str(folder), self._embeddings, allow_dangerous_deserialization=True)
        vectorizer, documents = pickle.loads((folder / "bm25.pickle").read_bytes())
        words = {"preprocess_func": _jieba()} if self._is_chinese else {}
        self._bm25 = BM25Retriever(vectorizer=vectorizer, docs=documents, k=self._depth, **words)
        self._ensemble()

    def search(self, question: str, history: Sequence[Message], k: int) -> Sequence[str]:
        return [document.metadata["id"] for document in self._retriever.invoke(question)]

    def _ensemble(self) -> None:
        vectors = self._faiss.as_retriever(search_kwargs={"k": self._depth})
        self._retriever = EnsembleRetriever(retrievers=[self._bm25, vectors], weights=[0.5, 0.5])

    def _cut(self, texts: Sequence[Text]) -> list[tuple[Piece, str]]:
        splitter = RecursiveCharacterTextSplitter(**(_CHINESE_CUT if self._is_chinese else _DEFAULT_CUT))
        return [pair for text in texts for pair in pieces_of(text, splitter.split_text(text.text))]


def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba.lcut


if __name__ == "__main__":
    main(LangChain)
