"""Systems on the same topics: by how much they differ, whether that is luck, and where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.answer_measures import AnswerScore
from eval.errors import ReportError
from eval.experiment import Result
from eval.report import Report
from eval.report_json import read_report
from eval.run import Header
from eval.significance import holm, paired_p
from eval.systems import SERVED
from eval.topics import split_of

Values = Mapping[str, Mapping[str, float]]
"""`{measure: {topic id: value in [0, 1]}}`, higher is better."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A system of a report, by the name that tables give it."""

    name: str
    report: Report
    system: str

    @property
    def results(self) -> dict[str, Result]:
        """By topic id."""
        return {r.topic_id: r for r in self.report.results if r.system == self.system}


@dataclass(frozen=True, slots=True)
class Difference:
    """What contender `b` does to a measure over the `n` topics that both have a value for.

    `mean_a` and `mean_b` are the means, `p` that of the paired test, `p_holm` the same corrected for all
    tests of the comparison. On `wins` topics `b` is better, on `losses` worse.
    """

    b: str
    measure: str
    n: int
    mean_a: float
    mean_b: float
    p: float
    p_holm: float
    wins: int
    losses: int
    ties: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A topic on which `b` has other values; `changes` are (measure, A's value, B's value).

    The rankings are of passage ids, best first; `relevant` are those that answer.
    """

    b: str
    topic_id: str
    type: str
    changes: tuple[tuple[str, float, float], ...]
    ranking_a: tuple[str, ...]
    ranking_b: tuple[str, ...]
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Contenders against the first, `a`: `n` topics are in all, `n_unpaired` only in some.

    `changed` are topics of dev; `n_hidden` is how many of test changed, which are not shown one by one.
    `unknown` are contenders whose report does not say on which documents and questions it was made.
    """

    a: str
    n: int
    n_unpaired: int
    differences: tuple[Difference, ...]
    changed: tuple[Changed, ...]
    n_hidden: int
    unknown: tuple[str, ...]


def read_contender(text: str) -> Contender:
    """A report or run on the command line, `PATH` or `PATH:SYSTEM`; the served system, or the only one.

    Raises ReportError.
    """
    path, system = Path(text), ""
    if not path.exists() and ":" in text:
        before, _, system = text.rpartition(":")
        path = Path(before)
    report = read_report(path)
    if not system:
        system = report.systems[0] if len(report.systems) == 1 else SERVED
    return contender(report, system, f"{path}:{system}")


def contender(report: Report, system: str, name: str) -> Contender:
    """A system of a report. Raises ReportError if it has none of that name."""
    if system not in report.systems:
        raise ReportError(
            f"the report of {report.created} has no system {system!r}: {', '.join(report.systems)}"
        )
    return Contender(name, report, system)


def compare(contenders: Sequence[Contender]) -> Comparison:
    """Compare every contender with the first, on the topics that all have.

    Raises ReportError for fewer than two, for reports of other documents or gold files, and if no topic is
    in all.
    """
    if len(contenders) < 2:
        raise ReportError("give two reports or more to compare")
    first, *others = contenders
    for other in others:
        _check_same(first, other)
    ids = [set(each.results) for each in contenders]
    common = [topic_id for topic_id in first.results if all(topic_id in each for each in ids)]
    if not common:
        raise ReportError("the reports have no topic in common: were they run on different splits?")
    values = _values(first, common)
    differences: list[Difference] = []
    changed: list[Changed] = []
    for other in others:
        own = _values(other, common)
        differences += _differences(other.name, values, own, common)
        changed += _changed(first, other, values, own, common)
    corrected = holm([difference.p for difference in differences])
    shown = tuple(each for each in changed if split_of(each.topic_id) == "dev")
    return Comparison(
        a=first.name,
        n=len(common),
        n_unpaired=len(set[str]().union(*ids)) - len(common),
        differences=tuple(replace(d, p_holm=p) for d, p in zip(differences, corrected, strict=True)),
        changed=shown,
        n_hidden=len({c.topic_id for c in changed} - {c.topic_id for c in shown}),
        unknown=tuple(each.name for each in contenders if each.report.header is None),
    )


def _check_same(a: Contender, b: Contender) -> None:
    one, other = a.report.header, b.report.header
    if one is None or other is None:
        return
    if one.corpus != other.corpus:
        raise ReportError(
            f"{a.name} and {b.name} were run on different documents ({one.corpus} and {other.corpus}): run both on the same"
        )
    differing = sorted(_gold(one) ^ _gold(other))
    if differing:
        files = ", ".join(f"{name} {sha256[:12]}" for name, sha256 in differing)
        raise ReportError(
            f"{a.name} and {b.name} were run on different gold files ({files}): run both on the same"
        )


def _gold(header: Header) -> set[tuple[str, str]]:
    return {(file.name, file.sha256) for file in header.gold}


def _values(contender: Contender, topics: Iterable[str]) -> Values:
    wanted = set(topics)
    values: dict[str, dict[str, float]] = {}
    for result in contender.results.values():
        for name, value in result.values.items():
            if result.topic_id in wanted:
                values.setdefault(name, {})[result.topic_id] = value
    for answer in contender.report.answers:
        if answer.system == contender.system and answer.topic_id in wanted:
            for name, each in _answer_values(answer).items():
                if each is not None:
                    values.setdefault(name, {})[answer.topic_id] = float(each)
    return values


def _answer_values(answer: AnswerScore) -> dict[str, float | None]:
    """Of one answer: whether answering or refusing was right and, if answerable, what it is worth.

    Where one of two systems refuses it has said nothing: its answer is then worth 0, not left out.
    """
    said_nothing = answer.refused or bool(answer.error)
    decision: dict[str, float | None] = {"right to answer": float(answer.is_right_to_answer)}
    if not answer.answerable:
        return decision
    return {
        **decision,
        "recall": answer.recall,
        "supported": float(answer.is_supported or False),
        "cited recall": 0.0 if said_nothing else answer.citation_recall,
        "cited precision": 0.0 if said_nothing else answer.citation_precision,
        "short F1": answer.short_f1,
    }


def _differences(name: str, a: Values, b: Values, topics: Sequence[str]) -> list[Difference]:
    differences = []
    for measure in a:
        paired = [t for t in topics if t in a[measure] and t in b.get(measure, {})]
        if not paired:
            continue
        values_a, values_b = [a[measure][t] for t in paired], [b[measure][t] for t in paired]
        wins = sum(y > x for x, y in zip(values_a, values_b, strict=True))
        losses = sum(y < x for x, y in zip(values_a, values_b, strict=True))
        n, p = len(paired), paired_p(values_a, values_b)
        means = sum(values_a) / n, sum(values_b) / n
        differences.append(Difference(name, measure, n, *means, p, p, wins, losses, n - wins - losses))
    return differences


def _changed(
    a: Contender, b: Contender, values_a: Values, values_b: Values, topics: Iterable[str]
) -> list[Changed]:
    results_a, results_b = a.results, b.results
    changed = []
    for topic_id in topics:
        changes = tuple(
            (name, values_a[name][topic_id], values_b[name][topic_id])
            for name in values_a
            if topic_id in values_a[name]
            and topic_id in values_b.get(name, {})
            and values_a[name][topic_id] != values_b[name][topic_id]
        )
        if changes:
            one, other = results_a[topic_id], results_b[topic_id]
            relevant = frozenset((*one.relevant, *other.relevant))
            changed.append(Changed(b.name, topic_id, one.type, changes, one.ranking, other.ranking, relevant))
    return changed
