"""`wenju eval reading`: arguments in, tables or JSON out."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from eval.errors import GoldError
from eval.run_command import print_json
from eval.tables import markdown
from eval.terminal import counted, show


def reading_command(
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
    with counted("documents", None) as on_document:
        measured = measure_reading(texts, split, seed, count, gold=gold, on_document=on_document)
    tables, report = reading_report(measured)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        report_text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
        (out / "reading.json").write_text(report_text, encoding="utf-8")
        (out / "reading.md").write_text(markdown(tables), encoding="utf-8")
    if as_json:
        print_json(report)
        return
    show(tables)
    for each in (*measured.generated, *measured.labelled):
        for line in [*([f"not read: {each.failure}"] if each.failure else []), *each.mistakes[:mistakes]]:
            print(f"{each.sample} {each.source}: {line}")
