"""The systems of the comparison: what each is, how it is installed, and in which settings it runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent
SCRIPTS = HERE / "scripts"
OWN = "wenju"
Setting = Literal["default", "chinese"]


@dataclass(frozen=True, slots=True)
class System:
    """A system. `script` is run in the environment of the same name; `cuts`: it can cut documents into passages.

    `settings`: each that it runs in, with what is set in it, for a reader of the table.
    """

    name: str
    title: str
    script: Path
    cuts: bool
    settings: Mapping[Setting, str]


@dataclass(frozen=True, slots=True)
class Contestant:
    """A system in one setting."""

    system: System
    setting: Setting

    @property
    def key(self) -> str:
        """Its name in files: `langchain-chinese`."""
        return self.system.name if self.system.name == OWN else f"{self.system.name}-{self.setting}"

    @property
    def title(self) -> str:
        """Its name in tables."""
        return self.system.title if self.system.name == OWN else f"{self.system.title}, {self.setting}"


def _system(name: str, title: str, *, cuts: bool, **settings: str) -> System:
    return System(name, title, SCRIPTS / f"peer_{name}.py", cuts, settings)  # type: ignore[arg-type]


SYSTEMS: Mapping[str, System] = {
    system.name: system
    for system in (
        _system(OWN, "Wenju", cuts=True, default="as it is served"),
        _system(
            "langchain",
            "LangChain",
            cuts=True,
            default="EnsembleRetriever, equal weights: BM25Retriever (rank-bm25, split at white space) and FAISS; "
            "RecursiveCharacterTextSplitter of 1,000 characters, 200 overlapping",
            chinese="the same with jieba as `preprocess_func`, the separators that its guide gives for languages without "
            "word boundaries, and 400 characters, 80 overlapping",
        ),
        _system(
            "llama_index",
            "LlamaIndex",
            cuts=True,
            default="QueryFusionRetriever, reciprocal ranks: BM25Retriever (bm25s, English stemmer) and VectorStoreIndex "
            "in memory; SentenceSplitter of 1,024 tokens, 200 overlapping; no language model",
            chinese="the same with character bigrams as `token_pattern` and `skip_stemming` (it takes no tokeniser), and "
            "512 tokens, 50 overlapping",
        ),
        _system(
            "haystack",
            "Haystack 2",
            cuts=True,
            default="InMemoryDocumentStore, BM25 and embedding retrievers, DocumentJoiner (concatenate); "
            "DocumentSplitter of 200 words, which are what spaces separate",
            chinese="the same with jieba as the store's tokeniser, reciprocal rank fusion, and RecursiveDocumentSplitter "
            "of 400 characters at Chinese punctuation",
        ),
        _system(
            "txtai",
            "txtai",
            cuts=True,
            default="Embeddings with `hybrid` and `content`: BM25 over words of UAX #29, equal weights; paragraphs of "
            "its Segmentation",
            chinese="the same with character bigrams as the tokeniser (`ngrams`), and the recursive chunker of 400 characters",
        ),
        _system(
            "rank_bm25",
            "rank-bm25",
            cuts=False,
            default="BM25Okapi, text split at spaces",
            chinese="BM25Okapi over words of jieba",
        ),
        _system(
            "bm25s",
            "bm25s",
            cuts=False,
            default="its own tokeniser and English stop words",
            chinese="words of jieba and its Chinese stop words",
        ),
    )
}


def contestants(names: Sequence[str] = ()) -> list[Contestant]:
    """Every setting of the systems named, of all if none is. Raises ValueError for a name that there is not."""
    for name in names:
        if name not in SYSTEMS:
            raise ValueError(f"there is no system {name!r}: choose from {', '.join(SYSTEMS)}")
    return [
        Contestant(system, setting)
        for system in SYSTEMS.values()
        if not names or system.name in names
        for setting in system.settings
    ]
