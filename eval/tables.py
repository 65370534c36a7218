"""The tables of a report as rows of text, the same for the terminal and for Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass

from eval.compare import Comparison
from eval.measures import MEASURES
from eval.report import Report, answer_rows, retrieval_rows, speed_rows, system_rows


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` have as many cells as `header`; the first `labels` columns are words, the others numbers."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: int


def report_tables(report: Report) -> list[Table]:
    """Every table of a report that has rows."""
    return [t for t in (_retrieval(report), _certainty(report), _answers(report), _speed(report)) if t.rows]


def comparison_tables(comparison: Comparison) -> list[Table]:
    """The paired tests, and the topics that changed."""
    tests = Table(
        title=f"{comparison.a} against {comparison.b}, {comparison.n} topics",
        header=("measure", "n", "A", "B", "B-A", "p"),
        rows=tuple(
            (d.measure, str(d.n), number(d.a), number(d.b), f"{d.b - d.a:+.3f}", f"{d.p:.4f}")
            for d in comparison.differences
        ),
        labels=1,
    )
    changed = Table(
        title="Topics that changed",
        header=("topic", "type", "change"),
        rows=tuple(
            (c.topic_id, c.type, ", ".join(f"{m} {number(a)}>{number(b)}" for m, a, b in c.changes))
            for c in comparison.changed
        ),
        labels=3,
    )
    return [tests, changed] if comparison.changed else [tests]


def markdown(tables: Iterable[Table]) -> str:
    """The tables as GitHub tables, each under its title."""
    return "\n".join(_markdown(table) for table in tables)


def number(value: float | None) -> str:
    """A share with three decimals, or a dash where there is none."""
    return "-" if value is None else f"{value:.3f}"


def _retrieval(report: Report) -> Table:
    return Table(
        title="Retrieval",
        header=("type", "system", "n", *MEASURES),
        rows=tuple((r.type, r.system, str(r.n), *map(number, r.means)) for r in retrieval_rows(report)),
        labels=2,
    )


def _certainty(report: Report) -> Table:
    return Table(
        title="Certainty over all topics",
        header=("system", "RR@10", "95% interval"),
        rows=tuple((r.system, number(r.mean), f"{r.low:.3f}-{r.high:.3f}") for r in system_rows(report)),
        labels=1,
    )


def _speed(report: Report) -> Table:
    return Table(
        title="Milliseconds a question",
        header=("what", "p50", "p95"),
        rows=tuple((r.what, f"{r.p50_ms:.1f}", f"{r.p95_ms:.1f}") for r in speed_rows(report)),
        labels=1,
    )


def _answers(report: Report) -> Table:
    shares = ("recall", "refused", "exact", "supported", "short_right")
    return Table(
        title="Answers",
        header=("type", "n", *(name.replace("_", " ") for name in shares), "chars"),
        rows=tuple(
            (r.type, str(r.n), *(number(getattr(r, name)) for name in shares), f"{r.answer_chars:.0f}")
            for r in answer_rows(report)
        ),
        labels=1,
    )


def _markdown(table: Table) -> str:
    rule = ["---" if column < table.labels else "---:" for column in range(len(table.header))]
    lines = [_line(cells) for cells in (table.header, rule, *table.rows)]
    return f"## {table.title}\n\n" + "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
