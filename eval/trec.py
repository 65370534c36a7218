"""Topics, runs and qrels in the formats that trec_eval reads."""

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from eval.errors import FormatError
from eval.measures import Ranking, rank_score
from eval.qrels import Qrel


def run_lines(system: str, run: Mapping[str, Ranking]) -> str:
    """One line a hit: topic, Q0, passage, rank from 1, score, system."""
    return "".join(
        f"{topic_id} Q0 {passage_id} {rank} {rank_score(rank):.6f} {system}\n"
        for topic_id, ranking in run.items()
        for rank, passage_id in enumerate(ranking, start=1)
    )


def qrels_lines(qrels: Iterable[Qrel]) -> str:
    """One line a judgement: topic, 0, passage, grade."""
    return "".join(f"{q.topic_id} 0 {q.passage_id} {q.grade}\n" for q in qrels)


def read_run_file(path: Path) -> dict[str, list[str]]:
    """Passage ids by topic id, best score first and equal ones in the order of the file, as trec_eval sorts
    but for ties. Raises FormatError for a line that is none, a passage twice, or no line at all."""
    scored: dict[str, dict[str, float]] = {}
    for where, cells in _rows(path, 6, "topic Q0 passage rank score system"):
        topic_id, _, passage_id, _, score, _ = cells
        hits = scored.setdefault(topic_id, {})
        if passage_id in hits:
            raise FormatError(f"{where}: the passage {passage_id!r} is there twice for {topic_id!r}")
        hits[passage_id] = _number(score, f"{where}, column 5 (score)")
    if not scored:
        raise FormatError(f"{path} has no ranking in it")
    return {topic_id: sorted(hits, key=lambda each: -hits[each]) for topic_id, hits in scored.items()}


def read_qrels_file(path: Path) -> list[Qrel]:
    """The judgements in a file, in its order. Raises FormatError for a line that is none."""
    qrels = []
    for where, (topic_id, _, passage_id, grade) in _rows(path, 4, "topic 0 passage grade"):
        number = _number(grade, f"{where}, column 4 (grade)")
        if number != int(number):
            raise FormatError(f"{where}, column 4 (grade): {grade!r} is no whole number")
        qrels.append(Qrel(topic_id, passage_id, int(number)))
    return qrels


def _rows(path: Path, columns: int, form: str) -> Iterator[tuple[str, list[str]]]:
    """Place and cells of each line. Raises FormatError if a line has another number of cells."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                cells = line.split()
                if len(cells) == columns:
                    yield f"{path}:{number}", cells
                elif cells:
                    raise FormatError(
                        f"{path}:{number}: expected {columns} columns ({form}), found {len(cells)}"
                    )
    except OSError as error:
        raise FormatError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FormatError(f"cannot read {path}: it is not UTF-8 ({error.reason})") from error


def _number(text: str, where: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise FormatError(f"{where}: {text!r} is no number")
    return number
