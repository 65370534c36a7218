"""The program `wenju`: it reads arguments, calls the assistant and prints. No logic of its own."""

import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.app import Assistant, build, default_index, open_assistant
from assistant.errors import AssistantError, QuestionError
from assistant.records import Message
from assistant.render import document_dict, explanation, hit_dict, hit_line, turn_dict, turn_text
from assistant.understand import clean, content_of
from assistant.verify import verify_index
from corpus.errors import CorpusError
from index.errors import EncoderError, RetrievalError
from index.settings import BuildSettings

BAD_INPUT = 2
FAILED = 1
INTERRUPTED = 130

app = typer.Typer(
    name="wenju",
    help="问据 Wenju: ask documents, and see exactly where the answer stands.\n\nExample: wenju ask 什么是飞地经济",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Index = Annotated[
    Path | None, typer.Option("--index", metavar="FOLDER", help="An index folder other than the default one.")
]
Encoder = Annotated[
    str | None,
    typer.Option(
        "--encoder", metavar="NAME_OR_PATH", help="A sentence-transformers model instead of the shipped one."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else on standard output.")]
K = Annotated[int, typer.Option("--k", min=1, max=1000, help="How many passages to show.")]


@app.command("build")
def build_command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files and folders; none: the embedded corpus."),
    ] = None,
    index: Index = None,
    encoder: Encoder = None,
) -> None:
    """Read documents and build the index.

    Example: wenju build ~/reports notes.txt
    """
    folder = index or default_index()
    with _progress() as progress:
        searcher, skipped = build(paths or [], folder, BuildSettings(encoder=encoder or ""), progress)
    for file in skipped:
        _note(f"skipped: {file.reason}")
    documents = len(searcher.documents)
    _note(
        f"{documents} documents, {len(searcher.passages)} passages, index {searcher.fingerprint} in {folder}"
    )
    if skipped:
        raise typer.Exit(FAILED)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in Chinese or English.")] = None,
    turn: Annotated[
        list[str] | None,
        typer.Option("--turn", metavar="EARLIER", help="An earlier question; may be repeated."),
    ] = None,
    k: K = 10,
    as_json: Json = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show what every stage did.")] = False,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch", metavar="FILE", help="Questions as JSON, one object a line; - for standard input."
        ),
    ] = None,
    index: Index = None,
    encoder: Encoder = None,
) -> None:
    """Answer a question from the documents, with citations.

    Example: wenju ask "那它由谁主办？" --turn "双湖科技园规划面积多大"
    """
    if (question is None) == (batch is None):
        raise typer.BadParameter("give either a question or --batch FILE")
    lines = _read_lines(batch) if batch else []
    assistant = _open(index, encoder)
    if batch:
        _answer_batch(assistant, lines, k)
        return
    history = [Message("user", earlier) for earlier in turn or []]
    result = assistant.ask(question or "", history, k=k)
    if as_json:
        _print_json(turn_dict(result))
    else:
        print(turn_text(result))
    if explain:
        print(explanation(result), file=sys.stderr if as_json else sys.stdout)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    k: K = 10,
    as_json: Json = False,
    index: Index = None,
    encoder: Encoder = None,
) -> None:
    """Find passages, without answering.

    Example: wenju search 氢能 --k 3
    """
    query = clean(query)
    if not any(char.isalnum() for char in query):
        raise QuestionError("the query holds no word: give at least one")
    hits = _open(index, encoder).searcher.search(content_of(query), k=k)
    if as_json:
        _print_json([hit_dict(hit) for hit in hits])
    else:
        print("\n".join(hit_line(hit) for hit in hits))


@app.command()
def docs(as_json: Json = False, index: Index = None) -> None:
    """List the documents of the index.

    Example: wenju docs --json
    """
    assistant = _open(index)
    own: dict[str, list[Any]] = {document.doc_id: [] for document in assistant.documents()}
    for passage in assistant.passages:
        own[passage.doc_id].append(passage)
    entries = [document_dict(d, own[d.doc_id], os.path.relpath(d.path)) for d in assistant.documents()]
    if as_json:
        _print_json(entries)
        return
    for entry in entries:
        print(f"{entry['doc_id']}\t{entry['date'] or '-'}\t{entry['passages']}\t{entry['title']}")


@app.command()
def verify(index: Index = None) -> None:
    """Prove that every passage of the index equals the characters of its file.

    Example: wenju verify
    """
    report = verify_index(_open(index).searcher)
    for fault in report.faults:
        print(fault)
    print(f"{report.documents} documents, {report.passages} passages, {report.characters} characters checked")
    if report.faults:
        raise typer.Exit(FAILED)
    print("every passage equals its source")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 7860,
    index: Index = None,
    encoder: Encoder = None,
) -> None:
    """Serve the chat page and the API.

    Example: wenju serve --port 8080
    """
    assistant = _open(index, encoder)
    from assistant.serve import serve as run

    run(assistant, host, port)


@app.command(
    "eval",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)
def evaluate(context: typer.Context) -> None:
    """Measure retrieval and answers on a gold set.

    Example: wenju eval run --split test
    """
    plugins = entry_points(group="wenju.commands", name="eval")
    if not plugins:
        raise AssistantError("the evaluation is not installed: install Wenju with its eval package")
    raise typer.Exit(next(iter(plugins)).load()(context.args))


def main(args: Sequence[str] | None = None) -> int:
    """Run the program; gives its exit status. Every failure is one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # which for JSON is an escape
    status = _run(args)
    if status == INTERRUPTED:
        _note("stopped; what was built before is unchanged")
    return status


def _run(args: Sequence[str] | None) -> int:
    try:
        result = app(args=list(args) if args is not None else None, prog_name="wenju", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except typer.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except SystemExit as stop:  # typer's own answer to an interruption
        return stop.code if isinstance(stop.code, int) else FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except typer.TyperException as error:
        _note(f"wenju: {error.format_message()}")
        return BAD_INPUT
    except (QuestionError, CorpusError, EncoderError) as error:
        _note(f"wenju: {error}")
        return BAD_INPUT
    except (AssistantError, RetrievalError, OSError) as error:
        _note(f"wenju: {error}")
        return FAILED


def _open(index: Path | None, encoder: str | None = None) -> Assistant:
    with _progress() as progress:
        return open_assistant(index, encoder=encoder, progress=progress, notify=_note)


@contextmanager
def _progress() -> Iterator[Any]:
    """A progress bar on standard error that appears when something is being built."""
    from assistant.progress import ProgressBar

    with ProgressBar() as bar:
        yield bar.update


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
        _note(f"wenju: {faults} of {len(lines)} questions could not be asked; their lines say why")
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


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _note(line: str) -> None:
    print(line, file=sys.stderr)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"wenju {version('wenju')}")
        raise typer.Exit


@app.callback()
def _program(
    wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """问据 Wenju: ask documents, and see exactly where the answer stands.

    Example: wenju ask 什么是飞地经济
    """
