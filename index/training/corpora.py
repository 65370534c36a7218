"""The public data that the shipped encoder is trained on: pairs as they come, and running text as windows.

Every data set that is used is named here with its licence; the model card is written from this list.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.pieces import normalise

Pair = tuple[str, str]
Window = list[str]
"""Neighbouring sentences of one document, together 150 to 480 characters."""

_QUERY, _PASSAGE = 200, 520
"""Characters that are kept of the two sides of a pair."""
_SENTENCE_END = re.compile(r"(?<=[。！？!?；;\n])")
_LAW_PART = re.compile(r"\n(?=#)")


@dataclass(frozen=True, slots=True)
class DataSet:
    """A file of pairs. `share` is its part of the batches of pairs; `english` says that side b is English."""

    name: str
    share: float
    source: str
    licence: str
    english: bool = False
    running: bool = False
    """Whether side b is running text that windows are made of as well."""


# CMRC 2018's training questions are left out: their passages are part of the passages that its development set is
# searched in, and no passage of an evaluation set may enter training.
DATA_SETS = (
    DataSet(
        "crud_lead_rest",
        0.10,
        "CRUD-RAG, news of 2023",
        "Apache-2.0; texts belong to their publishers",
        running=True,
    ),
    DataSet("chinaxiv_section_zh", 0.06, "ChinaXiv, sections of papers", "CC BY 4.0", running=True),
    DataSet("chinaxiv_title_abstract_zh", 0.04, "ChinaXiv, titles and abstracts", "CC BY 4.0", running=True),
    DataSet(
        "gov_reports_lead_rest", 0.03, "Chinese government work reports", "official documents", running=True
    ),
    DataSet("csl_title_abstract", 0.01, "CSL, titles and abstracts", "Apache-2.0", running=True),
    DataSet("csl_keywords_abstract", 0.02, "CSL, keywords and abstracts", "Apache-2.0"),
    DataSet("text2vec_bge", 0.01, "text2vec, paraphrases", "Apache-2.0"),
    DataSet("areacity_names", 0.01, "AreaCity, place names in pinyin", "MIT"),
    DataSet("cedict_zh_en", 0.08, "CC-CEDICT", "CC BY-SA 4.0", english=True),
    DataSet("tatoeba_zh_en", 0.07, "Tatoeba", "CC BY 2.0 FR", english=True),
    DataSet(
        "pydocs_zh_en", 0.08, "Python's documentation and its translation", "PSF-2.0 / CC0", english=True
    ),
    DataSet(
        "chinaxiv_abstract_zh_en", 0.02, "ChinaXiv, abstracts in two languages", "CC BY 4.0", english=True
    ),
    DataSet("chinaxiv_title_zh_en", 0.02, "ChinaXiv, titles in two languages", "CC BY 4.0", english=True),
)
LAWS = DataSet("laws", 0.06, "Chinese laws, title and heading to text", "official documents")


@dataclass(frozen=True, slots=True)
class Corpora:
    """All texts of training, normalised: pairs by data set, and documents as lists of windows."""

    pairs: dict[str, list[Pair]]
    documents: list[list[Window]]

    @classmethod
    def read(cls, folder: Path, *, seed: int) -> "Corpora":
        """Read `pairs/*.jsonl.gz` and `laws.jsonl.gz`. Raises OSError when a file is missing."""
        rng = random.Random(seed)
        pairs = {
            data.name: [
                (normalise(row["a"])[:_QUERY], normalise(row["b"]))
                for row in _rows(folder / "pairs" / f"{data.name}.jsonl.gz")
            ]
            for data in DATA_SETS
        }
        documents: list[list[Window]] = []
        laws: list[Pair] = []
        for law in _rows(folder / "laws.jsonl.gz"):
            documents.append(_windows(normalise(law["text"]), rng)[:60])
            laws += _law_pairs(law["title"], law["text"])
        seen: set[str] = set()
        for data in DATA_SETS:
            for _, text in pairs[data.name] if data.running else ():
                if text[:40] not in seen:
                    seen.add(text[:40])
                    documents.append(_windows(text, rng)[:12])
        kept = {name: [(a, b[:_PASSAGE]) for a, b in rows if a and b] for name, rows in pairs.items()}
        return cls({**kept, LAWS.name: laws}, [document for document in documents if document])

    def glosses(self) -> Iterator[Pair]:
        """Chinese words with one short English gloss each."""
        for word, gloss in self.pairs["cedict_zh_en"]:
            short = re.sub(r"\([^)]*\)", "", gloss).strip()
            short = re.sub(r"^(to be|to|a|an|the) ", "", short).split(";")[0].split(",")[0].strip()
            if 0 < len(short.split()) <= 5 and not re.search(r"variant of|surname|classifier|see ", short):
                yield word, short


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _windows(text: str, rng: random.Random) -> list[Window]:
    windows: list[Window] = []
    window: Window = []
    length, goal = 0, rng.randint(150, 480)
    for piece in _SENTENCE_END.split(text):
        sentence = piece.strip()[:300]
        if len(sentence) <= 3:
            continue
        if window and length + len(sentence) > goal:
            windows.append(window)
            window, length, goal = [], 0, rng.randint(150, 480)
        window.append(sentence)
        length += len(sentence)
    if length > 60 or (window and not windows):
        windows.append(window)
    return windows


def _law_pairs(title: str, text: str) -> Iterator[Pair]:
    for part in _LAW_PART.split(text):
        first, _, rest = part.partition("\n")
        heading = first.lstrip("# ").strip() if part.startswith("#") else ""
        body = normalise(" ".join((rest if heading else part).split("\n"))).strip()
        if len(body) > 40:
            yield normalise(f"{title} {heading}"), body[:_PASSAGE]
