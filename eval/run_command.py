"""`wenju eval run` and `wenju eval compare`: arguments in, tables or JSON out."""

import json
import shlex
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from corpus.workers import n_cores
from eval.compare import compare, read_contender
from eval.compare_tables import comparison_json, comparison_tables
from eval.errors import GoldError, RunError, UnknownSystemError
from eval.experiment import Experiment
from eval.failures import Failure, find_failures
from eval.html.command import HTML
from eval.html.details import details_of
from eval.html.page import report_html
from eval.ledger import count_runs, enter, ledger_of
from eval.qrels import Qrel
from eval.report import Report, make_report
from eval.report_json import REPORT, report_json, report_text
from eval.report_markdown import report_markdown
from eval.run import gold_files
from eval.run_systems import Plan, run_systems
from eval.serving import Serving, open_serving
from eval.systems import SERVED, SYSTEMS, System, parse_systems
from eval.tables import terminal_tables
from eval.terminal import counted, show
from eval.topics import Split, default_gold, in_split, load_topics
from eval.trec import qrels_lines, run_lines

SHOWN_CHARS = 160
"""How much of a passage or an answer the list of failures shows in a terminal; JSON holds all of it."""


def run_command(
    gold: Annotated[
        list[Path] | None,
        typer.Option(help="A gold file; repeatable. Default: those of the embedded documents."),
    ] = None,
    split: Annotated[Split, typer.Option(help="Part of the topics, or all; tune on dev only.")] = "dev",
    system: Annotated[
        list[str] | None,
        typer.Option(
            "--system",
            "--systems",
            help=f"Repeatable: {', '.join(SYSTEMS)}, or NAME=KEY=VALUE,... for settings (mode=bm25 too), or NAME=run:FILE for a TREC run. Default: the four.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A folder for the run: header, turns, report and TREC files.")
    ] = None,
    index: Annotated[
        Path | None, typer.Option(help="The index to ask. Default: the one `wenju ask` uses.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the interrupted run in --out.")
    ] = False,
    processes: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="How many systems are asked at once. Default: one a core; with 1 the times are least disturbed.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, nothing else.")] = False,
    failures: Annotated[bool, typer.Option("--failures", help="List what went wrong, by topic.")] = False,
    look_at_test: Annotated[
        str, typer.Option(metavar="WHY", help="Why test questions are to be seen one by one; written down.")
    ] = "",
) -> None:
    """Ask every gold question and print how good the hits and the answers were."""
    systems = parse_systems(system or SYSTEMS)
    shown = _shown_failures(systems) if failures else None
    _check_options(split, out, resume=resume, failures=failures, look_at_test=look_at_test)
    paths = gold or default_gold()
    every = load_topics(paths)
    topics = in_split(every, split)
    if not topics:
        raise GoldError(f"the gold files have no topics in the split {split!r}")
    files = gold_files(paths, every, (topic.id for topic in topics))
    with tempfile.TemporaryDirectory(prefix="wenju-eval-") as scratch:
        folder = out or Path(scratch) / "run"
        plan = Plan(
            systems=systems,
            topics=tuple(topics),
            gold=files,
            split=split,
            created=date.today().isoformat(),
            command=_command(gold, split, system or SYSTEMS, index, look_at_test),
            opened_test=look_at_test,
            test_runs=count_runs(ledger_of(out), files) if out and split != "dev" else 0,
        )
        opened = partial(_open, index, scratch=Path(scratch))
        try:
            with counted("questions", len(topics) * len(systems)) as on_question:
                experiment, header = run_systems(
                    plan,
                    folder,
                    opened,
                    resume=resume,
                    processes=min(processes or n_cores(), len(systems)),
                    on_question=on_question,
                )
        except KeyboardInterrupt:
            if out:
                print(f"what was asked is in {out}: go on with --resume", file=sys.stderr)
            raise
        report = make_report(
            experiment, created=header.created, command=header.command, split=split, header=header
        )
        found = find_failures(experiment, shown) if shown else []
        if out:
            _write(out, experiment, report)
            if split != "dev":
                enter(ledger_of(out), header)
        elif split != "dev":
            print("test questions were asked; without --out this is written down nowhere", file=sys.stderr)
    if as_json:
        print_json({**report_json(report), **({"failures": list(map(asdict, found))} if failures else {})})
        return
    show(terminal_tables(report))
    for failure in found:
        _show_failure(failure)


def compare_command(
    reports: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [C...]",
            help="Reports or folders of runs, each PATH or PATH:SYSTEM. The first is what the others are compared with.",
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the comparison as JSON, nothing else.")
    ] = False,
) -> None:
    """Test the differences between runs, paired by topic, and list the topics that changed."""
    comparison = compare([read_contender(each) for each in reports])
    if as_json:
        print_json(comparison_json(comparison))
        return
    if comparison.n_unpaired:
        print(f"{comparison.n_unpaired} topics are not in all of the reports: left out", file=sys.stderr)
    for name in comparison.unknown:
        print(f"{name} does not say on which documents and questions it was run", file=sys.stderr)
    show(comparison_tables(comparison))


def print_json(value: dict[str, Any]) -> None:
    """JSON on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _open(index: Path | None, given: tuple[str, ...], *, scratch: Path) -> Serving:
    return open_serving(index, given, scratch)


def _shown_failures(systems: Iterable[System]) -> str:
    """The system whose failures are listed: the one that serves, or the first that answers."""
    answering = [system.name for system in systems if system.mode is not None]
    if not answering:
        raise UnknownSystemError("--failures is about answers: it needs a system that answers, as hybrid")
    return SERVED if SERVED in answering else answering[0]


def _check_options(
    split: Split, out: Path | None, *, resume: bool, failures: bool, look_at_test: str
) -> None:
    if resume and not out:
        raise RunError("--resume goes on with a run in a folder: say which with --out")
    if look_at_test and (split == "dev" or not out):
        raise RunError("--look-at-test is for --split test or all, and needs --out, where it is written down")
    if failures and split != "dev" and not look_at_test:
        raise RunError(
            "--failures would show test questions one by one, after which they test nothing any more: "
            "use --split dev, or give a reason with --look-at-test WHY"
        )


def _command(
    gold: Iterable[Path] | None,
    split: Split,
    systems: Iterable[str],
    index: Path | None,
    look_at_test: str,
) -> str:
    given = list(systems)
    words = ["wenju", "eval", "run", "--split", split]
    if any("=" in each for each in given):
        words += [word for each in given for word in ("--system", each)]
    else:
        words += ["--systems", ",".join(given)]
    for path in gold or ():
        words += ["--gold", str(path)]
    words += ["--index", str(index)] if index else []
    return shlex.join([*words, "--look-at-test", look_at_test] if look_at_test else words)


def _write(out: Path, experiment: Experiment, report: Report) -> None:
    files = {
        REPORT: report_text(report),
        "report.md": report_markdown(report),
        HTML: report_html(
            report, details_of(experiment.topics, experiment.documents.values(), experiment.outcomes)
        ),
        "qrels.txt": qrels_lines(experiment.qrels),
    }
    for name in experiment.systems:
        files[f"{name}.run"] = run_lines(name, experiment.run(name))
        own = [
            Qrel(result.topic_id, passage_id)
            for result in experiment.results
            if result.system == name
            for passage_id in result.relevant
        ]
        if set(own) != set(experiment.qrels):  # its passages are cut otherwise
            files[f"{name}.qrels.txt"] = qrels_lines(own)
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8")


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
