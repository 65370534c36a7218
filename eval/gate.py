"""Is this still as good as what was agreed on? The dev questions against a baseline that is kept with the code.

The gate closes on a drop that is more than luck, over all questions or those of a type; on a citation that is not exact;
on more failed questions than are known; and on answers that take longer, as a ratio to a fixed computation.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import thread_time
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.app import Assistant
from eval.errors import ReportError
from eval.experiment import Asked, ask_all, judge, make_experiment
from eval.significance import holm, paired_p
from eval.systems import SERVED, System
from eval.topics import Topic

BASELINE = Path(__file__).parent / "baseline.json"
LEVEL = 0.05
"""A drop is one if its p, corrected for all that is tested, is below this."""
TOLERANCE = 3.0
"""How many times the ratio of the baseline answering may take. Other work on the machine changed it by a factor of three."""
ALL = "all"
MEASURES = ("hit@1", "hit@5", "nDCG@10", "recall", "right to answer")
_ROUNDS = 4000
_SHOWN = 10  # questions named at once
_REFERENCE_EVERY = 20  # questions
_DECIMALS = 4  # of a value: rounding must not look like a drop

Values = Mapping[str, Mapping[str, float]]
"""`{topic id: {measure: value in [0, 1]}}`, higher is better."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What the questions gave. `failed`: those without a passage that answers among the first five, or wrongly
    answered or refused. `inexact`: those with a citation that is not what its document says.

    `ratio` is the median processor time of a question, against that of the reference computation.
    """

    types: Mapping[str, str]
    values: Values
    failed: tuple[str, ...]
    inexact: tuple[str, ...]
    ratio: float


@dataclass(frozen=True, slots=True)
class Change:
    """A measure over the `n` questions of a group that both have; `p` is corrected for all that is tested."""

    group: str
    measure: str
    n: int
    before: float
    now: float
    p: float

    @property
    def is_drop(self) -> bool:
        """Whether it is worse, and that is more than luck."""
        return self.now < self.before and self.p < LEVEL


@dataclass(frozen=True, slots=True)
class Verdict:
    """`faults` close the gate, one sentence each; `notes` do not."""

    changes: tuple[Change, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def measure_gate(
    assistant: Assistant, topics: Sequence[Topic], on_question: Callable[[], None] = lambda: None
) -> Measured:
    """Ask the questions, with the reference computation between them, so that both meet the same machine.

    Raises GoldError if a label is not in its document.
    """
    reference: list[float] = []
    taken: list[float] = []
    outcomes = []
    started = thread_time()
    for outcome in ask_all(System(SERVED), assistant, topics):
        taken.append(thread_time() - started)
        outcomes.append(outcome)
        if len(taken) % _REFERENCE_EVERY == 1:
            reference.append(reference_time())
        on_question()
        started = thread_time()
    judged = judge(topics, assistant.documents(), assistant.passages)
    experiment = make_experiment(assistant.fingerprint, [Asked(SERVED, True, judged, outcomes)])
    values: dict[str, dict[str, float]] = {topic.id: {} for topic in topics}
    for result in experiment.results:
        for name in MEASURES if result.answerable else ():
            if name in result.values:
                values[result.topic_id][name] = round(result.values[name], _DECIMALS)
    for answer in experiment.answers:
        if answer.answerable:
            values[answer.topic_id]["recall"] = round(answer.recall or 0.0, _DECIMALS)
        values[answer.topic_id]["right to answer"] = float(answer.is_right_to_answer)
    return Measured(
        types={topic.id: topic.type for topic in topics},
        values=values,
        failed=tuple(
            i for i, each in values.items() if not (each.get("hit@5", 1) and each["right to answer"])
        ),
        inexact=tuple(answer.topic_id for answer in experiment.answers if answer.is_exact is False),
        ratio=median(taken) / median(reference),
    )


def reference_time() -> float:
    """Seconds of this thread for a fixed computation of about what a question does: products, and a loop over texts."""
    matrix: npt.NDArray[np.float32] = np.full((256, 256), 0.5, dtype=np.float32)
    product = np.empty_like(matrix)
    started = thread_time()
    for _ in range(4):
        np.matmul(matrix, matrix, out=product)
    counts: dict[str, int] = {}
    for n in range(20_000):
        key = str(n % 997)
        counts[key] = counts.get(key, 0) + 1
    return thread_time() - started


def judge_gate(now: Measured, baseline: Measured) -> Verdict:
    """Hold what was measured against the baseline. Raises ReportError if they have no question in common."""
    common = [i for i in now.values if i in baseline.values]
    if not common:
        raise ReportError(
            "the baseline is of other questions: `wenju eval gate --update --why ...` makes a new one"
        )
    changes = _changes(now, baseline, common)
    faults = [
        f"{c.measure} over {c.group} fell from {c.before:.3f} to {c.now:.3f} (n {c.n}, p {c.p:.4f})"
        for c in changes
        if c.is_drop
    ]
    if now.inexact:
        faults.append(f"citations that are not exact: {_named(now.inexact)}")
    known, failed = set(baseline.failed) & set(common), set(now.failed) & set(common)
    new = [i for i in now.failed if i in failed - known]
    if len(failed) > len(known):
        faults.append(f"{len(failed)} questions fail, {len(known)} are known to; new: {_named(new)}")
    if now.ratio > TOLERANCE * baseline.ratio:
        faults.append(
            f"a question takes {now.ratio:.2f} times the reference computation, {baseline.ratio:.2f} when it was agreed on"
        )
    notes = [
        f"{len(common)} of {len(now.values)} questions are in the baseline",
        f"time {now.ratio:.2f} ({baseline.ratio:.2f})",
    ]
    if new:
        notes.append(f"new failures: {_named(new)}")
    if healed := [i for i in baseline.failed if i in known - failed]:
        notes.append(f"no failures any more: {_named(healed)}")
    return Verdict(tuple(changes), tuple(faults), tuple(notes))


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return ", ".join(ids[:_SHOWN]) + more


def _changes(now: Measured, baseline: Measured, common: Sequence[str]) -> list[Change]:
    rows = []
    for group in (ALL, *sorted({now.types[i] for i in common})):
        for measure in MEASURES:
            ids = [
                i
                for i in common
                if group in (ALL, now.types[i]) and measure in now.values[i] and measure in baseline.values[i]
            ]
            if ids:
                a, b = [[each.values[i][measure] for i in ids] for each in (baseline, now)]
                p = 1.0 if a == b else paired_p(a, b, rounds=_ROUNDS)
                rows.append((group, measure, len(ids), float(np.mean(a)), float(np.mean(b)), p))
    corrected = holm([p for *_, p in rows])
    return [Change(*row[:-1], p) for row, p in zip(rows, corrected, strict=True)]


def read_baseline(path: Path) -> Measured:
    """What `write_baseline` wrote. Raises ReportError if it is missing or something else."""
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        return Measured(
            types={i: str(each["type"]) for i, each in row["questions"].items()},
            values={
                i: {name: float(each[name]) for name in MEASURES if name in each}
                for i, each in row["questions"].items()
            },
            failed=tuple(row["failed"]),
            inexact=(),
            ratio=float(row["ratio"]),
        )
    except OSError as error:
        raise ReportError(
            f"cannot read the baseline {path} ({error.strerror}): `wenju eval gate --update --why ...` makes one"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportError(f"{path} is no baseline of `wenju eval gate`: {error!r}") from error


def write_baseline(path: Path, measured: Measured, *, created: str, why: str) -> None:
    """Keep what was measured, one question a line, so that a change of it can be read. Raises ReportError if a
    citation is not exact: that is never agreed on."""
    if measured.inexact:
        raise ReportError(f"no baseline with citations that are not exact: {_named(measured.inexact)}")
    head: dict[str, Any] = {
        "created": created,
        "why": why,
        "ratio": round(measured.ratio, 3),
        "means": {m: round(_mean(measured, m), _DECIMALS) for m in MEASURES},
        "failed": sorted(measured.failed),
    }
    lines = [
        f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)},\n" for name, value in head.items()
    ]
    rows = [
        f"  {json.dumps(i)}: " + json.dumps({"type": measured.types[i], **measured.values[i]})
        for i in sorted(measured.values)
    ]
    text = "{\n" + "".join(lines) + ' "questions": {\n' + ",\n".join(rows) + "\n }\n}\n"
    path.write_text(text, encoding="utf-8")


def _mean(measured: Measured, measure: str) -> float:
    return float(np.mean([each[measure] for each in measured.values.values() if measure in each]))
