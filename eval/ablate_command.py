"""`wenju eval ablate`: what each part is worth, on dev questions and on public sets."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from assistant.app import open_assistant
from assistant.indexes import existing_index
from eval.ablate import ALL, SHOWN, Worth, ablate, ablate_set, idle
from eval.beir import read_beir
from eval.errors import UnknownSystemError
from eval.parts import PARTS
from eval.public import index_set, of_set, sample
from eval.tables import Table, markdown
from eval.terminal import counted, show, staged
from eval.topics import default_gold, in_split, load_topics
from index.encoder import load_encoder
from index.manifest import settings_of

_LEVEL = 0.05
_NOTES = """\
Each part is taken away in turn; a figure is what is lost without it, with its 95% interval. * p < .05 in the paired
randomisation test, ** also after Holm's correction for the number of parts. Only questions of dev are asked.
"""


def ablate_command(
    gold: Annotated[
        list[Path] | None,
        typer.Option(help="A gold file; repeatable. Default: those of the embedded documents."),
    ] = None,
    parts: Annotated[
        list[str] | None, typer.Option(help=f"Comma-separated: {', '.join(PARTS)}. Default: all.")
    ] = None,
    beir: Annotated[
        list[Path] | None, typer.Option(help="A public set, for the parts of ranking; repeatable.")
    ] = None,
    questions: Annotated[
        int, typer.Option("--sample", help="Questions of each public set, chosen by chance.", min=1)
    ] = 300,
    index: Annotated[
        Path | None, typer.Option(help="The index to ask. Default: the one `wenju ask` uses.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A folder for ablation.json and ablation.md.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON, nothing else.")] = False,
) -> None:
    """Take each part of reading and ranking away in turn, and say what it was worth."""
    names = [name for part in parts or PARTS for name in part.split(",") if name]
    for name in names:
        if name not in PARTS:
            raise UnknownSystemError(f"unknown part {name!r}: choose from {', '.join(PARTS)}")
    chosen = {name: PARTS[name] for name in names}
    topics = in_split(load_topics(gold or default_gold()), "dev")
    assistant = open_assistant(index)
    with counted("questions", (len(chosen) + 1) * (len(topics) + 1)) as advance:
        build = settings_of(existing_index(index))
        worths = ablate(assistant, topics, chosen, build=build, on_question=advance)
    for folder in beir or ():
        found = sample(read_beir(folder), questions)
        with staged(found.name) as progress:
            trial = of_set(found, index_set(found, load_encoder(), progress))
        with counted(found.name, (len(chosen) + 1) * len(trial.asked)) as advance:
            worths += ablate_set(trial, chosen, on_question=advance)
    sets = [folder.resolve().name for folder in beir or ()]
    tables = [_overall(worths, ALL), *(_overall(worths, name) for name in sets), _by_type(worths, sets)]
    unused = idle(worths, _LEVEL)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        report = {"created": date.today().isoformat(), "idle": unused, "worths": [asdict(w) for w in worths]}
        text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
        (out / "ablation.json").write_text(text, encoding="utf-8")
        (out / "ablation.md").write_text(
            f"# What each part is worth\n\n{markdown(tables)}\n{_NOTES}", encoding="utf-8"
        )
    if as_json:
        print(
            json.dumps({"idle": unused, "worths": [asdict(w) for w in worths]}, ensure_ascii=False, indent=1)
        )
        return
    show(tables)
    print(_NOTES)
    if unused:
        print(f"adds nothing that can be seen anywhere: {', '.join(unused)}")


def _overall(worths: Sequence[Worth], group: str) -> Table:
    chosen = [worth for worth in worths if worth.group == group]
    measures = [name for name in SHOWN if any(worth.measure == name for worth in chosen)]
    parts = dict.fromkeys(worth.part for worth in chosen)
    cells = {(worth.part, worth.measure): worth for worth in chosen}
    n = max((worth.n for worth in chosen), default=0)
    return Table(
        title=f"What each part is worth, {group} ({n} questions)",
        header=("part", *measures),
        rows=tuple((part, *(_cell(cells[part, name]) for name in measures)) for part in parts),
        labels=1,
    )


def _by_type(worths: Sequence[Worth], sets: Sequence[str]) -> Table:
    """Where a part makes a difference: kinds of questions with p below the level."""
    chosen = [w for w in worths if w.group not in (ALL, *sets) and w.p < _LEVEL]
    return Table(
        title="By type of question, where p < .05",
        header=("part", "type", "measure", "n", "worth", "p"),
        rows=tuple(
            (w.part, w.group, w.measure, str(w.n), _cell(w), f"{w.p:.4f}")
            for w in sorted(chosen, key=lambda w: (w.part, w.group))
        ),
        labels=3,
    )


def _cell(worth: Worth) -> str:
    star = "**" if worth.p_holm < _LEVEL else "*" if worth.p < _LEVEL else ""
    return f"{worth.gain:+.3f}{star} ({worth.low:+.3f} {worth.high:+.3f})"
