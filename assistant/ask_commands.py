"""The commands that ask an index: they read arguments, call the assistant and print."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.app import Assistant
from assistant.errors import QuestionError, SettingsError
from assistant.records import Message
from assistant.render import explanation, hit_dict, hit_line, turn_dict, turn_text, why_dict
from assistant.terminal import (
    BAD_INPUT,
    Encoder,
    Index,
    Json,
    K,
    Reranker,
    Set,
    also,
    note,
    open_index,
    print_json,
)
from assistant.understand import clean, content_of


def ask_command(
    question: Annotated[str | None, typer.Argument(help="The question, in Chinese or English.")] = None,
    turn: Annotated[
        list[str] | None,
        typer.Option("--turn", metavar="EARLIER", help="An earlier question; may be repeated."),
    ] = None,
    k: K = 10,
    as_json: Json = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show what every stage did.")] = False,
    llm: Annotated[
        bool | None,
        typer.Option(
            "--llm/--no-llm", help="Have the language model of the settings word the answer, or not."
        ),
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch", metavar="FILE", help="Questions as JSON, one object a line; - for standard input."
        ),
    ] = None,
    index: Index = None,
    encoder: Encoder = None,
    reranker: Reranker = None,
    given: Set = None,
) -> None:
    """Answer a question from the documents, with citations.

    Example: wenju ask "那它由谁主办？" --turn "双湖科技园规划面积多大"
    """
    if (question is None) == (batch is None):
        raise typer.BadParameter("give either a question or --batch FILE")
    lines = _read_lines(batch) if batch else []
    assistant = open_index(index, encoder, also(given, reranker))
    if llm and assistant.writer is None:
        raise SettingsError("there is no language model: set llm.url and llm.model (docs/llm.md)")
    if llm is False:
        assistant = replace(assistant, writer=None)
    if batch:
        _answer_batch(assistant, lines, k)
        return
    history = [Message("user", earlier) for earlier in turn or []]
    result = assistant.ask(question or "", history, k=k)
    why = assistant.explain(result) if explain else None
    if as_json:
        print_json(turn_dict(result) | ({"why": why_dict(why)} if why else {}))
    else:
        print(turn_text(result))
    if why:
        print(explanation(why), file=sys.stderr if as_json else sys.stdout)


def search_command(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    k: K = 10,
    as_json: Json = False,
    index: Index = None,
    encoder: Encoder = None,
    reranker: Reranker = None,
    given: Set = None,
) -> None:
    """Find passages, without answering.

    Example: wenju search 氢能 --k 3
    """
    query = clean(query)
    if not any(char.isalnum() for char in query):
        raise QuestionError("the query holds no word: give at least one")
    hits = open_index(index, encoder, also(given, reranker)).searcher.search(content_of(query), k=k)
    if as_json:
        print_json([hit_dict(hit) for hit in hits])
    else:
        print("\n".join(hit_line(hit) for hit in hits))


def _read_lines(path: str) -> list[str]:
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"cannot read {path}: it is not UTF-8 text") from error
    return [line for line in text.split("\n") if line.strip()]


def _answer_batch(assistant: Assistant, lines: Sequence[str], k: int) -> None:
    """One line of JSON for each question; a question that cannot be asked gets a line with its `error`."""
    faults = 0
    for number, line in enumerate(lines, 1):
        entry: dict[str, Any] = {}
        try:
            entry = _batch_entry(line, number)
            _check_entry(entry, number)
            history = [Message(m["role"], m["content"]) for m in entry.get("history") or []]
            result = turn_dict(
                assistant.ask(entry["question"], history, k=k, turn_id=str(entry.get("id", number)))
            )
            result["id"] = entry.get("id", result["id"])
        except QuestionError as error:
            faults += 1
            result = {
                "id": entry.get("id"),
                "question": entry.get("question"),
                "status": "error",
                "error": str(error),
            }
        print(json.dumps(result, ensure_ascii=False), flush=True)
    if faults:
        note(f"wenju: {faults} of {len(lines)} questions could not be asked; their lines say why")
        raise typer.Exit(BAD_INPUT)


def _batch_entry(line: str, number: int) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"line {number} is not JSON: {error}") from error
    return entry if isinstance(entry, dict) else {}


def _check_entry(entry: dict[str, Any], number: int) -> None:
    if not isinstance(entry.get("question"), str):
        raise QuestionError(f"line {number} is not an object with a question")
    history = entry.get("history") or []
    well_formed = isinstance(history, list) and all(
        isinstance(m, dict) and m.get("role") in ("user", "assistant") and isinstance(m.get("content"), str)
        for m in history
    )
    if not well_formed:
        raise QuestionError(
            f"line {number}: history must be a list of objects with role (user or assistant) and content"
        )
