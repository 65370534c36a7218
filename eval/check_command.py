"""`wenju eval check`: arguments in, tables or JSON out."""

import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from eval.check import Coverage, Finding, check
from eval.run_command import print_json
from eval.serving import open_serving
from eval.tables import Table
from eval.terminal import show
from eval.topics import default_gold, read_topics

_MAX_SHOWN = 100


def check_command(
    gold: Annotated[
        list[Path] | None, typer.Argument(help="Gold files. Default: those of the embedded documents.")
    ] = None,
    index: Annotated[
        Path | None, typer.Option(help="The index of their documents. Default: the one `wenju ask` uses.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, nothing else.")] = False,
) -> None:
    """Look for wrong labels, repeated questions and wording taken from the text, and count what is covered.

    Exit status 2 if a label or an answer is wrong; warnings leave it 0.
    """
    with tempfile.TemporaryDirectory(prefix="wenju-eval-") as scratch:
        assistant = open_serving(index, (), Path(scratch)).assistant
    documents = {document.doc_id: document for document in assistant.documents()}
    coverage = Coverage()
    errors: list[Finding] = []
    warnings: list[Finding] = []
    n_errors = n_warnings = 0
    for finding in check(read_topics(gold or default_gold()), documents, coverage):
        n_errors += finding.is_error
        n_warnings += not finding.is_error
        kept = errors if finding.is_error else warnings
        if as_json or len(kept) < _MAX_SHOWN:
            kept.append(finding)
    if not coverage.topics and not errors:
        errors.append(Finding("", "malformed", "the gold files have no topics", is_error=True))
        n_errors = 1
    if as_json:
        print_json(
            {
                "errors": [asdict(each) for each in errors],
                "warnings": [asdict(each) for each in warnings],
                "coverage": {name: getattr(coverage, name) for name in Coverage.__slots__},
            }
        )
    else:
        show([_findings(f"{n_warnings} warnings", warnings), *_coverage(coverage)])
        for each in errors:
            print(f"wenju eval: {each.topic_id}{': ' if each.topic_id else ''}{each.says}", file=sys.stderr)
        if n_errors > len(errors):
            print(f"wenju eval: and {n_errors - len(errors)} more errors", file=sys.stderr)
    if n_errors:
        raise typer.Exit(2)


def _findings(title: str, findings: list[Finding]) -> Table:
    rows = tuple((each.topic_id, each.kind, each.says) for each in findings)
    return Table(title, ("topic", "kind", "what"), rows, labels=3)


def _coverage(coverage: Coverage) -> list[Table]:
    counted = {
        "document": coverage.doc_id,
        "tenth of its document": coverage.place,
        "type": coverage.type,
        "language": coverage.lang,
        "split": coverage.split,
    }
    return [_counts(name, counts, coverage.topics) for name, counts in counted.items()]


def _counts(name: str, counts: Counter[str], n: int) -> Table:
    rows = tuple((each, str(count), f"{count / n:.0%}" if n else "-") for each, count in counts.items())
    return Table(f"Topics by {name}", (name, "n", "share"), rows, labels=1)
