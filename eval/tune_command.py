"""`wenju eval tune`: the search settings that do best on dev questions, and the test questions once."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from assistant.app import open_assistant
from eval.beir import read_beir
from eval.ledger import Entry, append, ledger_of
from eval.machine import commit
from eval.public import index_set, of_set, sample
from eval.tables import Table, markdown, number
from eval.terminal import counted, show, staged
from eval.topics import default_gold, in_split, load_topics
from eval.trial import Trial, of_topics
from eval.tune import MEASURE, SEED, TestOnce, Tuned, settings_text, steps, test_once, tune
from index.encoder import load_encoder


def tune_command(
    gold: Annotated[
        list[Path] | None,
        typer.Option(help="A gold file; repeatable. Default: those of the embedded documents."),
    ] = None,
    beir: Annotated[
        list[Path] | None,
        typer.Option(help="A public set beside the gold questions; repeatable. Each set counts as much."),
    ] = None,
    questions: Annotated[
        int, typer.Option("--sample", help="Questions of each public set, chosen by chance.", min=1)
    ] = 200,
    count: Annotated[int, typer.Option("--count", help="How many settings are tried.", min=1)] = 60,
    seed: Annotated[int, typer.Option(help="Of the draws and of the folds.")] = SEED,
    test: Annotated[
        bool, typer.Option("--test", help="At the end, ask the test questions once with what was chosen.")
    ] = False,
    index: Annotated[
        Path | None, typer.Option(help="The index to ask. Default: the one `wenju ask` uses.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A folder for tune.json and tune.md.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON, nothing else.")] = False,
) -> None:
    """Search the space of search settings on dev questions by cross-validation, with a curve of each setting."""
    files = gold or default_gold()
    topics = load_topics(files)
    searcher = open_assistant(index).searcher
    trials = [of_topics("gold", in_split(topics, "dev"), searcher)]
    for folder in beir or ():
        trials.append(_public(folder, questions))
    with counted("questions", steps(trials, count)) as advance:
        tuned = tune(trials, count, seed=seed, on_question=advance)
    once = test_once(of_topics("gold", in_split(topics, "test"), searcher), tuned.chosen) if test else None
    tables = [_result(tuned, once), _curves(tuned)]
    report = {
        "created": date.today().isoformat(),
        "measure": MEASURE,
        "settings": settings_text(tuned.chosen),
        **asdict(tuned),
        "test": asdict(once) if once else None,
    }
    if out:
        out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
        (out / "tune.json").write_text(text, encoding="utf-8")
        (out / "tune.md").write_text(f"# Tuning\n\n{markdown(tables)}", encoding="utf-8")
        if once:
            asked = ("served", "chosen")
            names = tuple(file.name for file in files)
            append(ledger_of(out), Entry(report["created"], commit(), "wenju eval tune --test", asked, names))
    if as_json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
        return
    show(tables)
    print(f"\nchosen: {report['settings'] or 'what is served'}")


def _public(folder: Path, questions: int) -> Trial:
    found = sample(read_beir(folder), questions)
    with staged(found.name) as progress:
        return of_set(found, index_set(found, load_encoder(), progress))


def _result(tuned: Tuned, once: TestOnce | None) -> Table:
    rows = [
        ("served", number(tuned.served), ""),
        (f"best of {tuned.tried} on all dev questions", number(tuned.best), ""),
        (
            "chosen on four fifths, asked the fifth",
            number(tuned.held_out),
            f"difference to served, by question {tuned.low:+.4f} to {tuned.high:+.4f}, p {tuned.p:.4f}",
        ),
    ]
    if once:
        rows.append((f"test, served ({once.n} questions)", number(once.served), ""))
        rows.append(("test, chosen", number(once.chosen), f"p {once.p:.4f}"))
    return Table(f"{MEASURE}, mean over {', '.join(tuned.trials)}", ("", MEASURE, ""), tuple(rows), 1)


def _curves(tuned: Tuned) -> Table:
    return Table(
        title="One setting at a time away from what was chosen",
        header=("setting", "value", *tuned.trials, "mean"),
        rows=tuple(
            (
                p.setting,
                f"{p.value:g}{' *' if p.value == tuned.chosen[p.setting] else ''}",
                *map(number, p.means),
                f"{p.mean:.4f}",
            )
            for p in tuned.curves
        ),
        labels=1,
    )
