"""The commands that serve: they read arguments, open the index and start a server; and that of its users."""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.config import load_settings
from assistant.errors import IndexNameError
from assistant.indexes import DEFAULT, default_index, existing_index, index_names
from assistant.settings import ServeSettings
from assistant.terminal import Encoder, Index, Reranker, Set, also, chosen, note, open_index
from assistant.users import ROLES, Role, User, of_password, of_token, write_user

_MIN_PASSWORD_CHARS = 8


def serve_command(
    host: Annotated[
        str | None, typer.Option(help="The address to listen on; 127.0.0.1 if nothing is set.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port to listen on; 7860 if nothing is set.")
    ] = None,
    base_path: Annotated[
        str | None, typer.Option("--base-path", metavar="/PATH", help="Serve everything below this path.")
    ] = None,
    auth: Annotated[
        str | None, typer.Option("--auth", metavar="FILE", help="Let only the users of this file in.")
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option("--allow-origin", metavar="ORIGIN", help="A site that may embed it; may be repeated."),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A name that it is reached by; may be repeated."),
    ] = None,
    index: Annotated[
        list[str] | None,
        typer.Option(
            "--index",
            metavar="NAME_OR_FOLDER",
            help="An index to serve instead of the default one; may be repeated. The first is asked by who names none.",
        ),
    ] = None,
    all_indexes: Annotated[
        bool, typer.Option("--all-indexes", help="Serve all that `wenju indexes` lists too.")
    ] = False,
    encoder: Encoder = None,
    reranker: Reranker = None,
    given: Set = None,
) -> None:
    """Serve the chat page, the widget and the API, over one index or several.

    Example: wenju serve --index work --index papers --port 8080
    """
    given = also(given, reranker)
    settings = load_settings(given)
    options: dict[str, Any] = {
        "host": host,
        "port": port,
        "base_path": base_path,
        "auth": auth,
        "origins": " ".join(allow_origin or ()),
        "hosts": " ".join(allow_host or ()),
    }
    at = _with(settings.serve, options)
    from assistant.serve import Served, check, serve

    check(at)
    folders = _folders(index or [chosen(None, settings) or DEFAULT], all_indexes)
    served = [
        Served(name, folder, open_index(str(folder), encoder, given)) for name, folder in folders.items()
    ]
    from assistant.app import reopen

    serve(served, settings, at, lambda folder: reopen(folder, encoder=encoder, settings=settings), encoder)


def mcp_command(index: Index = None, encoder: Encoder = None, given: Set = None) -> None:
    """Serve tools for language models over standard input and output (Model Context Protocol).

    Example: wenju mcp --index work
    """
    from assistant.mcp_server import serve_stdio

    serve_stdio(open_index(index, encoder, given))


def user_command(
    name: Annotated[str, typer.Argument(help="Letters, digits, and . _ @ -")],
    auth: Annotated[str, typer.Option("--auth", metavar="FILE", help="The file of users; made if needed.")],
    role: Annotated[
        str, typer.Option(help="reader, or admin, who also sees feedback and metrics.")
    ] = "reader",
    token: Annotated[
        bool,
        typer.Option("--token", help="A program: print a token for it instead of asking for a password."),
    ] = False,
) -> None:
    """Add a user to a file for `wenju serve --auth`, or give one a new password.

    Example: wenju user alice --role admin --auth users.txt
    """
    if role not in ROLES:
        raise typer.BadParameter(f"the role must be {' or '.join(ROLES)}, not {role}")
    known: Role = "admin" if role == "admin" else "reader"
    if token:
        made = secrets.token_urlsafe(32)
        write_user(Path(auth), User(name, known, of_token(made)))
        print(made)
        note("this token is shown only now: send it as `Authorization: Bearer TOKEN`")
        return
    password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    if len(password) < _MIN_PASSWORD_CHARS:
        raise typer.BadParameter(f"the password must have at least {_MIN_PASSWORD_CHARS} characters")
    write_user(Path(auth), User(name, known, of_password(password)))
    note(f"{name} may log in as {known}")


def _folders(indexes: list[str], with_all: bool) -> dict[str, Path]:
    """The folders of indexes by the names that callers know them by: the last part where a folder was given."""
    folders: dict[str, Path] = {}
    for given in [*indexes, *(index_names() if with_all else [])]:
        folder = existing_index(given).absolute()
        name = DEFAULT if folder == default_index() else folder.name
        if folders.setdefault(name, folder) != folder:
            raise IndexNameError(
                f"{folders[name]} and {folder} would both be called {name!r}: rename a folder"
            )
    return folders


def _with(settings: ServeSettings, options: dict[str, Any]) -> ServeSettings:
    """The settings with the options that were given."""
    return replace(settings, **{name: value for name, value in options.items() if value})
