"""The table as Markdown. Nothing in it is typed by hand: every figure is a cell, every dash has its reason below."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.benchmarks.peers.cells import Cell, Table
from eval.benchmarks.peers.judge import READ_CHARS
from eval.benchmarks.peers.systems import OWN, SYSTEMS, Contestant, contestants

_NONE = "–"
_NOTES = f"""All systems are given the same texts, questions and encoder: ours, whose vectors each gets through its own interface.
Each runs in a process of its own, in an environment of its own, without a network. All are judged by one program: a
passage is right if it covers at least half of the characters of a labelled answer. `default` is what a system's documentation does
first; `chinese` is the best that its documentation offers for Chinese, and where it left a choice, what did better here.
Earlier messages of a conversation are given to all; only ours has a use for them, so that questions without any are also
counted alone. `test` is the part of the gold set that nothing of ours was tuned on. Long passages are found more easily:
*read {READ_CHARS:,}* is the share of questions whose answer stands in the first {READ_CHARS:,} characters of what is ranked.
rank-bm25 and bm25s cut no documents; they and all others are also given our passages. **Bold** is the best of a column."""


@dataclass(frozen=True, slots=True)
class _Column:
    """`value` of a cell, None if it has none; how it is written; whether less is better; None: neither."""

    name: str
    value: Callable[[Cell], float | None]
    form: str
    less_is_better: bool | None = False


def _mean(name: str) -> Callable[[Cell], float | None]:
    return lambda cell: cell.judgement.means[name] if cell.judgement else None


def _judged(name: str) -> Callable[[Cell], float | None]:
    return lambda cell: getattr(cell.judgement, name) if cell.judgement else None


def _part(name: str) -> Callable[[Cell], float | None]:
    def value(cell: Cell) -> float | None:
        pair = getattr(cell.judgement, name) if cell.judgement else None
        return pair[0] if pair else None

    return value


_N = _Column("n", _judged("n"), "{:,.0f}", None)
_HIT = _Column("hit@1", _mean("hit@1"), "{:.3f}")
_NDCG = _Column("nDCG@10", _mean("nDCG@10"), "{:.3f}")
_WHOLE = (
    _N,
    _Column(f"read {READ_CHARS:,}", _judged("read"), "{:.3f}"),
    _HIT,
    _Column("hit@5", _mean("hit@5"), "{:.3f}"),
    _Column("RR@10", _mean("RR@10"), "{:.3f}"),
    _NDCG,
    _Column("nDCG@10 without history", _part("alone"), "{:.3f}"),
    _Column("nDCG@10 test", _part("test"), "{:.3f}"),
    _Column("passages", _judged("passages"), "{:,.0f}", None),
    _Column("characters each", _judged("passage_chars"), "{:,.0f}", None),
)
_SCALE = (
    _N,
    _HIT,
    _NDCG,
    _Column("build s", lambda cell: cell.build_s, "{:,.1f}", True),
    _Column("build s of the processor", lambda cell: cell.build_cpu_s, "{:,.1f}", True),
    _Column("query p50 ms", lambda cell: cell.p50_ms, "{:,.1f}", True),
    _Column("p95 ms", lambda cell: cell.p95_ms, "{:,.1f}", True),
    _Column("p50 ms of the processor", lambda cell: cell.p50_cpu_ms, "{:,.1f}", True),
    _Column("cold start s", lambda cell: cell.cold_s, "{:,.1f}", True),
    _Column("peak MB", lambda cell: cell.peak_mb, "{:,.0f}", True),
)
_RATIOS = frozenset({"build s of the processor", "p50 ms of the processor", "cold start s", "peak MB"})


def render(table: Table) -> str:
    """The whole page."""
    about, machine = table.about, table.about["machine"]
    commits = " and ".join(filter(None, about["commits"])) or "unknown"
    parts = [
        "# The same documents, questions and encoder through other systems",
        f"Measured from {about['started']} to {about['ended']} on {machine['cpu']}, {machine['cores']} cores, "
        f"{machine['memory_mb'] / 1024:.0f} GiB, {machine['system']}, Python {machine['python']}; commit {commits}; "
        f"encoder {about['encoder']}. Written by\n\n    {about['command']}",
        _NOTES,
        "## Settings",
        _settings(),
    ]
    names = list(table.tasks)
    whole = [name for name in names if table.tasks[name]["kind"] == "whole"]
    given = [name for name in names if table.tasks[name]["kind"] == "passages"]
    scale = [name for name in names if table.tasks[name]["kind"] == "scale"]
    for name in whole:
        parts += [f"## Whole documents: {name}", _about_task(table, name), _columns(table, name, _WHOLE)]
    if given:
        parts += ["## The same passages: nDCG@10", _across(table, given)]
    for name in [*scale, *whole]:
        parts += [f"## Cost: {name}", _about_task(table, name), _columns(table, name, _SCALE)]
    if scale or whole:
        parts.append(
            "In brackets: how many times ours. Build includes the encoding of all texts and the loading of "
            "models and dictionaries, not imports; cold start is a new process, imports and all, that opens the stored index "
            "and answers once. Times by the clock suffer from what else the machine does; those of the processor hardly do."
        )
    parts += ["## Installed", _installed(table), "## Where another is better than ours", _better(table)]
    parts += ["## What was not measured", _missing(table)]
    return "\n\n".join(parts) + "\n"


def _settings() -> str:
    return "\n".join(
        f"- **{Contestant(system, setting).title}**: {said}"
        for system in SYSTEMS.values()
        for setting, said in system.settings.items()
    )


def _about_task(table: Table, name: str) -> str:
    task = table.tasks[name]
    loads = [cell.load for cell in table.cells if cell.task == name]
    load = (
        f" Load average of the machine while it was run: {min(loads):.1f} to {max(loads):.1f}."
        if loads
        else ""
    )
    return (
        f"{task['texts']:,} texts of {task['characters']:,} characters, {task['questions']} questions.{load}"
    )


def _columns(table: Table, task: str, columns: Sequence[_Column]) -> str:
    rows = _rows(table, task)
    own = table.cell(task, OWN)
    lines = [["", *(column.name for column in columns)]]
    best = {column.name: _best(column, rows) for column in columns}
    for contestant, cell in rows:
        line = [contestant.title]
        for column in columns:
            shown = _shown(column, cell, best[column.name])
            if column.name in _RATIOS and own and cell and cell is not own:
                shown += _ratio(column.value(cell), column.value(own))
            line.append(shown)
        lines.append(line)
    return _grid(lines)


def _across(table: Table, tasks: Sequence[str]) -> str:
    lines = [["", *(f"{name} ({table.tasks[name]['questions']})" for name in tasks)]]
    best = {name: _best(_NDCG, _rows(table, name)) for name in tasks}
    for contestant in contestants():
        cells = [(name, table.cell(name, contestant.key)) for name in tasks]
        lines.append([contestant.title, *(_shown(_NDCG, cell, best[name]) for name, cell in cells)])
    return _grid(lines)


def _rows(table: Table, task: str) -> list[tuple[Contestant, Cell | None]]:
    """Every contestant of a task, also those that were not run."""
    cuts = table.tasks[task]["kind"] == "whole"
    return [(each, table.cell(task, each.key)) for each in contestants() if each.system.cuts or not cuts]


def _best(column: _Column, rows: Iterable[tuple[Contestant, Cell | None]]) -> float | None:
    values = [value for _, cell in rows if cell and (value := column.value(cell)) is not None]
    if column.less_is_better is None or len(values) < 2:
        return None
    return min(values) if column.less_is_better else max(values)


def _shown(column: _Column, cell: Cell | None, best: float | None) -> str:
    value = column.value(cell) if cell else None
    if cell is None or value is None:
        return _NONE
    shown = column.form.format(value)
    return f"**{shown}**" if best is not None and shown == column.form.format(best) else shown


def _ratio(value: float | None, own: float | None) -> str:
    return f" ({value / own:.2g}×)" if value is not None and own else ""


def _installed(table: Table) -> str:
    lines = [["", "MB", "packages", "version"]]
    for name, system in SYSTEMS.items():
        found = table.environments.get(name)
        if found is None or found["reason"]:
            lines.append([system.title, _NONE, _NONE, found["reason"] if found else "not installed"])
            continue
        lines.append(
            [
                system.title,
                f"{found['size_mb']:,.0f}",
                str(len(found["versions"])),
                _version(found["versions"], name),
            ]
        )
    return _grid(lines) + (
        "\n\nWithout Python itself and without the shared encoder's libraries. Ours brings a page, an API, readers of many "
        "formats and what trains the encoder; the others need more than this for each of these."
    )


_PACKAGES = {
    OWN: "wenju",
    "langchain": "langchain-classic",
    "llama_index": "llama-index-core",
    "haystack": "haystack-ai",
    "rank_bm25": "rank-bm25",
}


def _version(versions: Mapping[str, str], name: str) -> str:
    package = _PACKAGES.get(name, name)
    found = {known.lower().replace("_", "-"): version for known, version in versions.items()}
    return f"{package} {found.get(package, 'of this source')}"


def _better(table: Table) -> str:
    """By task and measure, who did better than ours."""
    lines = []
    for task in table.tasks:
        own = table.cell(task, OWN)
        columns = {column.name: column for column in (*_WHOLE, *_SCALE)}.values()
        if table.tasks[task]["kind"] == "passages":
            columns = {_NDCG.name: _NDCG}.values()
        for column in columns:
            value = column.value(own) if own else None
            if value is None or column.less_is_better is None:
                continue
            sign = -1 if column.less_is_better else 1
            ahead = [
                f"{each.title} {column.form.format(other)}"
                for each, cell in _rows(table, task)
                if cell and (other := column.value(cell)) is not None and sign * other > sign * value
            ]
            if ahead:
                lines.append(
                    f"- {task}, {column.name} (ours {column.form.format(value)}): {', '.join(ahead)}"
                )
    return "\n".join(lines) or "Nowhere in what was measured."


def _missing(table: Table) -> str:
    lines = []
    for task in table.tasks:
        rows = _rows(table, task)
        if absent := [contestant.title for contestant, cell in rows if cell is None]:
            lines.append(
                f"- {task}, not run: {'; '.join(absent) if len(absent) < len(rows) else 'all of them'}"
            )
        for contestant, cell in rows:
            where = f"- {task}, {contestant.title}:"
            if cell and cell.reason:
                done = cell.judgement.n if cell.judgement else 0
                lines.append(f"{where} {cell.reason}; {done} of {cell.asked} questions answered")
            elif cell and cell.cold_reason:
                lines.append(f"{where} no cold start: {cell.cold_reason}")
    return "\n".join(lines) or "Nothing."


def _grid(lines: Sequence[Sequence[str]]) -> str:
    head, *rows = lines
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))
