"""`wenju eval beir`: the serving search, or whole answers, on public sets. Arguments in, tables or JSON out."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.app import Assistant
from eval.beir import PublicSet, read_beir
from eval.measures import MEASURES
from eval.public import (
    SYSTEMS,
    PublicResult,
    check_public_systems,
    index_set,
    mean_of_sets,
    measure_set,
    of_set,
    sample,
)
from eval.public_answers import AnswerSummary, PublicAnswer, answer_set, summarise
from eval.tables import Table, markdown, number
from eval.terminal import counted, show, staged
from index.encoder import load_encoder

_NOTES = """\
A text of a set is a document, cut into passages as a user's would be, and ranks where its best passage does. Only queries
with a judgement are asked. bm25: words and bigrams together; hybrid: what is served by default, one setting for all sets. p: paired randomisation test of nDCG@10 against hybrid.
In the mean each set counts alike, in its test too.
"""
_ANSWER_NOTES = """\
Asked of all texts of a set, as a user would. holds: the quoted text holds an expected answer, refusals counted as not;
within 3: the same in at most 3 sentences. could: one of the first 5 passages holds it. Sentences and characters of what was answered.
"""


def beir(
    folders: Annotated[
        list[Path], typer.Argument(help="Folders with corpus.jsonl, queries.jsonl and qrels.tsv.")
    ],
    systems: Annotated[
        list[str] | None, typer.Option(help=f"Comma-separated: {', '.join(SYSTEMS)}. Default: all.")
    ] = None,
    answers: Annotated[
        bool, typer.Option("--answers", help="Ask for answers, and compare with those of the set.")
    ] = False,
    questions: Annotated[
        int | None,
        typer.Option("--sample", help="Ask only so many questions of a set, chosen by chance.", min=1),
    ] = None,
    encoder: Annotated[
        str, typer.Option(help="An encoder, as in `wenju build`. Default: the shipped one.")
    ] = "",
    mistakes: Annotated[
        int, typer.Option(help="With --answers: list so many of the questions whose answer does not hold.")
    ] = 0,
    out: Annotated[Path | None, typer.Option(help="A folder for beir.json and beir.md.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, nothing else.")] = False,
) -> None:
    """Rank, or answer from, the texts of public sets with the search that serves."""
    names = [name for part in systems or SYSTEMS for name in part.split(",") if name]
    check_public_systems(names)
    sets = [sample(read_beir(folder), questions) for folder in folders]
    results: list[PublicResult] = []
    summaries: list[AnswerSummary] = []
    wrong: list[PublicAnswer] = []
    for found in sets:
        if answers:
            given = _answers(found, encoder)
            summaries.append(summarise(found.name, given))
            wrong += [answer for answer in given if not answer.holds][:mistakes]
        else:
            results += _ranks(found, names, encoder)
        means = mean_of_sets(results)
        tables = [_answer_table(summaries) if answers else _table([*results, *means])]
        report = {
            "created": date.today().isoformat(),
            "sample": questions,
            ("answers" if answers else "rankings"): list(
                map(asdict, summaries) if answers else map(_row, [*results, *means])
            ),
        }
        if out:  # after each set, so that what was measured is not lost with the next
            _write(out, "beir-answers" if answers else "beir", tables, report)
    if as_json:
        print(json.dumps({**report, "mistakes": [asdict(a) for a in wrong]}, ensure_ascii=False, indent=1))
        return
    show(tables)
    for answer in wrong:
        print(
            f"\n{answer.question_id}: {answer.question}\n  expected {' / '.join(answer.expected)}\n  said {answer.said}"
        )


def _ranks(found: PublicSet, systems: Sequence[str], encoder: str) -> list[PublicResult]:
    with staged(found.name) as progress:
        searcher = index_set(found, load_encoder(encoder), progress)
    with counted(found.name, len(found.questions) * len(systems)) as advance:
        return measure_set(of_set(found, searcher), systems, on_question=advance)


def _answers(found: PublicSet, encoder: str) -> list[PublicAnswer]:
    with staged(found.name) as progress:
        searcher = index_set(found, load_encoder(encoder), progress)
    with counted(found.name, len(found.questions)) as advance:
        return answer_set(found, Assistant(searcher), on_question=advance)


def _write(out: Path, name: str, tables: Sequence[Table], report: dict[str, Any]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    (out / f"{name}.json").write_text(text, encoding="utf-8")
    asked = f"{report['sample']} of each set, by chance" if report["sample"] else "all"
    notes = _ANSWER_NOTES if "answers" in report else _NOTES
    (out / f"{name}.md").write_text(
        f"# Public sets\n\n- Date: {report['created']}\n- Questions: {asked}\n\n{markdown(tables)}\n{notes}",
        encoding="utf-8",
    )


def _row(result: PublicResult) -> dict[str, Any]:
    row = asdict(result)
    del row["gains"]
    return row


def _table(results: Sequence[PublicResult]) -> Table:
    return Table(
        title="Rankings of public sets",
        header=("set", "system", "queries", "texts", *MEASURES, "p"),
        rows=tuple(
            (
                r.set_name,
                r.system,
                str(r.n),
                str(r.n_texts),
                *(number(r.means[m]) for m in MEASURES),
                f"{r.p:.4f}",
            )
            for r in results
        ),
        labels=2,
    )


def _answer_table(summaries: Sequence[AnswerSummary]) -> Table:
    """One column a set: there are more measures than a terminal has room for."""
    rows = {
        "questions": [str(s.n) for s in summaries],
        "answered": [number(s.answered) for s in summaries],
        "holds": [number(s.holds) for s in summaries],
        "holds, within 3 sentences": [number(s.holds_short) for s in summaries],
        "could": [number(s.could) for s in summaries],
        "sentences, mean": [f"{s.sentences:.2f}" for s in summaries],
        "characters, mean": [f"{s.characters:.0f}" for s in summaries],
        "characters, median": [f"{s.median_characters:.0f}" for s in summaries],
        "short answer given": [number(s.short_given) for s in summaries],
        "short answer right": [number(s.short_right) for s in summaries],
        "citations not exact": [str(s.inexact) for s in summaries],
        "answer stage, median ms": [f"{s.answer_ms:.1f}" for s in summaries],
    }
    return Table(
        title="Answers from public sets",
        header=("measure", *(s.set_name for s in summaries)),
        rows=tuple((name, *cells) for name, cells in rows.items()),
        labels=1,
    )
