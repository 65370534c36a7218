"""The tables of a report as rows of text, the same for the terminal and for Markdown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.measures import MEASURES
from eval.report import (
    ALL,
    By,
    Cell,
    Report,
    answer_rows,
    retrieval_rows,
    selective_rows,
    stage_rows,
)

WITH_INTERVAL = ("hit@5", "RR@10", "nDCG@10")
"""The measures of a ranking whose intervals the tables show; JSON has all of them."""
ANSWERS = ("recall", "refused", "exact", "supported", "short right", "chars")
EXACTNESS = ("short EM", "short F1", "cited recall", "cited precision")
_SHOWN_FAILURES = 20


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` have as many cells as `header`; the first `labels` columns are words, the others numbers."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: int


def report_tables(report: Report) -> list[Table]:
    """Every table of a report that has rows."""
    tables = (
        _retrieval(report, "type", "Retrieval"),
        _retrieval(report, "lang", "Retrieval by language of the question"),
        _retrieval(report, "doc_id", "Retrieval by document"),
        _intervals(report, "type"),
        _answers(report, "type", "Answers", ANSWERS),
        _answers(report, "lang", "Answers by language of the question", ANSWERS),
        _answers(report, "type", "Short answers and citations", EXACTNESS),
        _selective(report),
        _speed(report),
        _cost(report),
        _failed(report),
    )
    return [table for table in tables if table.rows]


def terminal_tables(report: Report) -> list[Table]:
    """What one looks at while working: not every group, not every interval."""
    tables = (
        _retrieval(report, "type", "Retrieval"),
        _intervals(report, None),
        _answers(report, "type", "Answers", ANSWERS),
        _selective(report),
        _speed(report),
        _failed(report),
    )
    return [table for table in tables if table.rows]


def markdown(tables: Iterable[Table]) -> str:
    """The tables as GitHub tables, each under its title."""
    return "\n".join(_markdown(table) for table in tables)


def number(value: float | None) -> str:
    """A share with three decimals, or a dash where there is none."""
    return "-" if value is None else f"{value:.3f}"


def _retrieval(report: Report, by: By, title: str) -> Table:
    rows = retrieval_rows(report, by)
    if by != "type" and len({row.type for row in rows}) <= 2:  # one group is what all are
        rows = []
    return Table(
        title=title,
        header=("type" if by == "type" else by.removesuffix("_id"), "system", "n", *MEASURES),
        rows=tuple((r.type, r.system, str(r.n), *map(_mean, r.cells)) for r in rows),
        labels=2,
    )


def _intervals(report: Report, by: By | None) -> Table:
    """Of every group; without `by` of all together only."""
    columns = [list(MEASURES).index(name) for name in WITH_INTERVAL]
    return Table(
        title="95% intervals",
        header=("type", "system", "n", *WITH_INTERVAL),
        rows=tuple(
            (row.type, row.system, str(row.n), *(_interval(row.cells[column]) for column in columns))
            for row in retrieval_rows(report, by or "type")
            if by or row.type == ALL
        ),
        labels=2,
    )


def _answers(report: Report, by: By, title: str, names: Sequence[str]) -> Table:
    rows = answer_rows(report, by)
    if by != "type" and len({row.type for row in rows if row.answerable}) <= 2:
        rows = []
    return Table(
        title=title,
        header=("type" if by == "type" else by, "system", "n", *names),
        rows=tuple(
            (r.type, r.system, str(r.n), *(_of(name, r.cells[name], r.n) for name in names)) for r in rows
        ),
        labels=2,
    )


def _selective(report: Report) -> Table:
    return Table(
        title="Knowing when not to answer",
        header=("system", "n", "refused", "precision", "unanswerable", "recall", "AURC"),
        rows=tuple(
            (
                row.system,
                str(row.n),
                str(row.refusals.n_refused),
                number(row.refusals.precision),
                str(row.refusals.n_unanswerable),
                number(row.refusals.recall),
                number(row.aurc),
            )
            for row in selective_rows(report)
        ),
        labels=1,
    )


def _speed(report: Report) -> Table:
    return Table(
        title="Milliseconds a question",
        header=("system", "stage", "n", "p50", "p95", "p99"),
        rows=tuple(
            (r.system, r.stage, str(r.n), f"{r.p50_ms:.1f}", f"{r.p95_ms:.1f}", f"{r.p99_ms:.1f}")
            for r in stage_rows(report)
        ),
        labels=2,
    )


def _cost(report: Report) -> Table:
    header = report.header
    peak = f"{header.peak_rss_mb:.0f}" if header and header.peak_rss_mb else "-"
    return Table(
        title="Cost",
        header=("system", "passages", "index MB", "build s", "peak RSS MB of the run"),
        rows=tuple(
            (s.name, str(s.passages), _short(s.index_mb), _short(s.build_s), peak)
            for s in (header.systems if header else ())
        ),
        labels=1,
    )


def _failed(report: Report) -> Table:
    failed = [(r.system, r.topic_id, r.error) for r in report.results if r.error]
    more = [("", "", f"and {len(failed) - _SHOWN_FAILURES} more")] if len(failed) > _SHOWN_FAILURES else []
    return Table(
        title=f"Failures: {len(failed)}, each scored 0",
        header=("system", "topic", "error"),
        rows=(*failed[:_SHOWN_FAILURES], *more),
        labels=3,
    )


def _mean(value: Cell) -> str:
    return number(value.mean if value.n else None)


def _interval(value: Cell) -> str:
    return f"{value.mean:.3f} ({value.low:.3f}-{value.high:.3f})" if value.n else "-"


def _of(name: str, value: Cell | None, n: int) -> str:
    """The mean, and of how many where that is not all of the row."""
    if value is None:
        return "-"
    shown = f"{value.mean:.0f}" if name == "chars" else number(value.mean)
    return shown if value.n == n else f"{shown} ({value.n})"


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _markdown(table: Table) -> str:
    rule = ["---" if column < table.labels else "---:" for column in range(len(table.header))]
    lines = [_line(cells) for cells in (table.header, rule, *table.rows)]
    return f"## {table.title}\n\n" + "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
