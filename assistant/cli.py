"""The program `wenju`: its commands, and how it ends. No logic of its own."""

import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points, version
from typing import Annotated

import typer

from assistant import ask_commands, index_commands, serve_commands, widget_command
from assistant.errors import AssistantError, AuthError, IndexNameError, QuestionError, SettingsError
from assistant.terminal import BAD_INPUT, FAILED, INTERRUPTED, note
from corpus.errors import CorpusError
from index.errors import EncoderError, RetrievalError

app = typer.Typer(
    name="wenju",
    help="问据 Wenju: ask documents, and see exactly where the answer stands.\n\nExample: wenju ask 什么是飞地经济",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_COMMANDS: dict[str, Callable[..., None]] = {
    "ask": ask_commands.ask_command,
    "search": ask_commands.search_command,
    "serve": serve_commands.serve_command,
    "mcp": serve_commands.mcp_command,
    "user": serve_commands.user_command,
    "widget": widget_command.widget_command,
    "build": index_commands.build_command,
    "add": index_commands.add_command,
    "remove": index_commands.remove_command,
    "refresh": index_commands.refresh_command,
    "indexes": index_commands.indexes_command,
    "docs": index_commands.docs_command,
    "verify": index_commands.verify_command,
}
for _name, _command in _COMMANDS.items():
    app.command(_name)(_command)


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
        note("stopped; what was built before is unchanged")
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
        note(f"wenju: {error.format_message()}")
        return BAD_INPUT
    except (AuthError, QuestionError, SettingsError, IndexNameError, CorpusError, EncoderError) as error:
        note(f"wenju: {error}")
        return BAD_INPUT
    except (AssistantError, RetrievalError, OSError) as error:
        note(f"wenju: {error}")
        return FAILED


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
