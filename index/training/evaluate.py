"""nDCG@10 of an encoder alone on folders in BEIR's format, by ir-measures."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.encoder import Encoder

DEPTH = 10


@dataclass(frozen=True, slots=True)
class TestSet:
    """Passages and questions by id, and which passages answer which question (grades above 0)."""

    __test__ = False  # not a test, whatever pytest thinks of the name
    passages: dict[str, str]
    questions: dict[str, str]
    qrels: dict[str, dict[str, int]]

    @classmethod
    def read(cls, folder: Path) -> "TestSet":
        """Read `corpus.jsonl[.gz]`, `queries.jsonl[.gz]` and `qrels.tsv`. Raises OSError and ValueError."""
        qrels: dict[str, dict[str, int]] = {}
        for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
            question, passage, grade = line.split("\t")
            if grade.isdigit() and int(grade) > 0:  # the first line may name the columns
                qrels.setdefault(question, {})[passage] = int(grade)
        passages = {
            row["_id"]: f"{row.get('title') or ''} {row['text']}".strip() for row in _rows(folder, "corpus")
        }
        questions = {row["_id"]: row["text"] for row in _rows(folder, "queries") if row["_id"] in qrels}
        return cls(passages, questions, qrels)

    def texts(self) -> Iterator[str]:
        """All questions and passages."""
        yield from self.questions.values()
        yield from self.passages.values()


def ndcg(encoder: Encoder, test: TestSet) -> float:
    """Mean nDCG@10 over the questions, in [0, 1]."""
    import ir_measures

    names = list(test.passages)
    passages = encoder.encode(list(test.passages.values()))
    run: dict[str, dict[str, float]] = {}
    questions = list(test.questions.items())
    for start in range(0, len(questions), 512):
        some = questions[start : start + 512]
        scores = encoder.encode([text for _, text in some], query=True) @ passages.T
        best = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
        for (name, _), row, rows in zip(some, scores, best, strict=True):
            run[name] = {names[i]: float(row[i]) for i in rows}
    measure = ir_measures.nDCG @ DEPTH
    return float(ir_measures.calc_aggregate([measure], test.qrels, run)[measure])


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    packed = folder / f"{name}.jsonl.gz"
    with (
        gzip.open(packed, "rt", encoding="utf-8")
        if packed.exists()
        else open(folder / f"{name}.jsonl", encoding="utf-8") as lines
    ):
        for line in lines:
            yield json.loads(line)
