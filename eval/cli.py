"""`wenju eval`: run the evaluation, compare two reports. Arguments in, tables or JSON out."""

import json
import shlex
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table as RichTable
from rich.text import Text

from assistant.errors import AssistantError
from corpus.errors import CorpusError
from eval.compare import compare_reports
from eval.errors import EvalError, GoldError, UnknownSystemError
from eval.experiment import SERVED, SYSTEMS, Experiment, ServedAssistant, check_systems, run_experiment
from eval.failures import Failure, find_failures
from eval.report import Report, make_report
from eval.report_json import read_report, report_json
from eval.report_markdown import report_markdown
from eval.tables import Table, comparison_tables, markdown, report_tables
from eval.topics import Split, default_gold, in_split, load_topics
from eval.trec import qrels_lines, run_lines
from index.errors import RetrievalError

SHOWN_CHARS = 160
"""How much of a passage or an answer the list of failures shows in a terminal; JSON holds all of it."""

app = typer.Typer(
    help="Measure retrieval and answers on gold questions.\n\nExample: wenju eval run --split test",
    add_completion=False,
)


@app.command(epilog="Example: wenju eval run --split dev --systems hybrid,rank-bm25 --failures")
def run(
    gold: Annotated[
        list[Path] | None,
        typer.Option(help="A gold file; repeatable. Default: those of the embedded documents."),
    ] = None,
    split: Annotated[Split, typer.Option(help="Half of the topics, or all; tune on dev only.")] = "dev",
    systems: Annotated[
        list[str] | None, typer.Option(help=f"Comma-separated: {', '.join(SYSTEMS)}. Default: all.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A folder for report.json, report.md and TREC files.")
    ] = None,
    index: Annotated[
        Path | None, typer.Option(help="The index to ask. Default: the one `wenju ask` uses.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, nothing else.")] = False,
    failures: Annotated[bool, typer.Option("--failures", help="List what went wrong, by topic.")] = False,
) -> None:
    """Ask every gold question and print how good the hits and the answers were."""
    names = check_systems(name for part in systems or SYSTEMS for name in part.split(",") if name)
    if failures and SERVED not in names:
        raise UnknownSystemError(
            f"--failures is about answers: it needs the system {SERVED!r} among --systems"
        )
    topics = in_split(load_topics(gold or default_gold()), split)
    if not topics:
        raise GoldError(f"the gold files have no topics in the split {split!r}")
    assistant = open_served(index)
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("questions", total=len(topics) * len(names))
        experiment = run_experiment(assistant, topics, names, on_question=lambda: progress.advance(task))
    command = _command(gold, split, names, index)
    report = make_report(experiment, created=date.today().isoformat(), command=command, split=split)
    found = find_failures(experiment) if failures else []
    if out:
        _write(out, experiment, report)
    if as_json:
        _print_json({**report_json(report), **({"failures": list(map(asdict, found))} if failures else {})})
        return
    _show(report_tables(report))
    for failure in found:
        _show_failure(failure)


@app.command(epilog="Example: wenju eval compare before/report.json after/report.json")
def compare(
    a: Annotated[Path, typer.Argument(help="A report.json.")],
    b: Annotated[Path, typer.Argument(help="Another, or the same with --against.")],
    system: Annotated[str, typer.Option(help="The system of A, and of B.")] = SERVED,
    against: Annotated[str | None, typer.Option(help="The system of B, if it is another.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the comparison as JSON, nothing else.")
    ] = False,
) -> None:
    """Test the differences between two reports, paired by topic, and list the topics that changed."""
    comparison = compare_reports(read_report(a), read_report(b), system_a=system, system_b=against or system)
    if as_json:
        _print_json(asdict(comparison))
        return
    if comparison.n_unpaired:
        print(f"{comparison.n_unpaired} topics are in only one of the reports: left out", file=sys.stderr)
    _show(comparison_tables(comparison))


@app.command(epilog="Example: wenju eval reading --texts laws.jsonl.gz --count 20 --mistakes 3")
def reading(
    texts: Annotated[
        Path | None,
        typer.Option(help="What pages are made of: JSONL with `title` and `text` a line; may be gzipped."),
    ] = None,
    gold: Annotated[
        bool, typer.Option("--gold", help="Score the embedded documents by their labels.")
    ] = False,
    split: Annotated[
        Literal["dev", "test"], typer.Option(help="Seeds of the pages; develop on dev only.")
    ] = "dev",
    seed: Annotated[int | None, typer.Option(help="The first seed, instead of the split's.")] = None,
    count: Annotated[
        int | None, typer.Option(help="How many seeds, each a newspaper page and a plan.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A folder for reading.json and reading.md.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, nothing else.")] = False,
    mistakes: Annotated[int, typer.Option(help="List so many of what was read wrongly, by document.")] = 0,
) -> None:
    """Read pages whose truth is known, and print what was read rightly."""
    from eval.reading_report import measure_reading, reading_report

    if not (texts or gold):
        raise GoldError(
            "say what to read: --texts FILE for generated pages, --gold for the embedded documents"
        )
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("documents", total=None)
        measured = measure_reading(
            texts, split, seed, count, gold=gold, on_document=lambda: progress.advance(task)
        )
    tables, report = reading_report(measured)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        report_text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
        (out / "reading.json").write_text(report_text, encoding="utf-8")
        (out / "reading.md").write_text(markdown(tables), encoding="utf-8")
    if as_json:
        _print_json(report)
        return
    _show(tables)
    for each in (*measured.generated, *measured.labelled):
        for line in [*([f"not read: {each.failure}"] if each.failure else []), *each.mistakes[:mistakes]]:
            print(f"{each.sample} {each.source}: {line}")


def main(args: Sequence[str]) -> int:
    """Run `wenju eval ARGS`. Returns the exit code: 0, or 2 with one line on stderr for bad input."""
    try:
        code = typer.main.get_command(app).main(list(args), prog_name="wenju eval", standalone_mode=False)
    except (typer.TyperException, EvalError, AssistantError, RetrievalError, CorpusError, OSError) as error:
        message = error.format_message() if isinstance(error, typer.TyperException) else str(error)
        print("wenju eval:", " ".join(message.split()), file=sys.stderr)
        return 2
    return code if isinstance(code, int) else 0


def open_served(index: Path | None) -> ServedAssistant:
    """The assistant that users get; imported late, so that `--help` and `compare` do not wait for it."""
    from assistant.app import open_assistant

    return open_assistant(index)


def _command(gold: Iterable[Path] | None, split: Split, systems: Iterable[str], index: Path | None) -> str:
    words = ["wenju", "eval", "run", "--split", split, "--systems", ",".join(systems)]
    for path in gold or ():
        words += ["--gold", str(path)]
    return shlex.join([*words, "--index", str(index)] if index else words)


def _write(out: Path, experiment: Experiment, report: Report) -> None:
    out.mkdir(parents=True, exist_ok=True)
    files = {
        "report.json": json.dumps(report_json(report), ensure_ascii=False, indent=1) + "\n",
        "report.md": report_markdown(report),
        "qrels.txt": qrels_lines(experiment.qrels),
        **{f"{name}.run": run_lines(name, experiment.run(name)) for name in experiment.systems},
    }
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8")


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _show(tables: Iterable[Table]) -> None:
    console = Console()
    for table in tables:
        shown = RichTable(title=table.title, title_justify="left", box=SIMPLE_HEAD)
        for column, name in enumerate(table.header):
            shown.add_column(name, justify="left" if column < table.labels else "right", no_wrap=column == 0)
        for row in table.rows:
            shown.add_row(*map(Text, row))
        console.print(shown)


def _show_failure(failure: Failure) -> None:
    console = Console(soft_wrap=True)
    console.print(Text(f"\n{failure.topic_id} ({failure.type}): {'; '.join(failure.what)}", style="bold"))
    lines = {
        "question": [failure.question],
        "expected": failure.expected or ["(a refusal)"],
        "top hit": [failure.top_hit or "(none)"],
        "said": [failure.said],
    }
    for name, texts in lines.items():
        for text in texts:
            console.print(Text(f"  {name:9}{_clip(text)}"))


def _clip(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARS else line[: SHOWN_CHARS - 1] + "…"
