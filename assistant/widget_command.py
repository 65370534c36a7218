"""The command that tells how to put the widget into a page."""

from typing import Annotated

import typer

from assistant.config import load_settings
from assistant.widget_tag import (
    Mode,
    Position,
    Theme,
    WidgetLang,
    WidgetOptions,
    policy_lines,
    script_tag,
    server_address,
)


def widget_command(
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where the server is reached; this machine if nothing is said."),
    ] = None,
    title: Annotated[str, typer.Option(help="The name over the panel.")] = "",
    lang: Annotated[WidgetLang, typer.Option(help="auto: the language of the page.")] = "auto",
    theme: Annotated[Theme, typer.Option(help="auto: as the reader prefers.")] = "auto",
    accent: Annotated[str, typer.Option(help="Any CSS colour.")] = "",
    position: Annotated[Position, typer.Option(help="The corner of the button.")] = "auto",
    index: Annotated[
        str, typer.Option(help="The index to ask; the first that is served if nothing is said.")
    ] = "",
    mode: Annotated[
        Mode, typer.Option(help="A button with a panel, a panel in the text, or the full page framed.")
    ] = "panel",
    target: Annotated[str, typer.Option(help="A CSS selector: where an inline panel goes.")] = "",
    remember: Annotated[
        bool, typer.Option(help="Keep the conversation while the reader moves through the site.")
    ] = True,
) -> None:
    """Print the tag that puts the assistant into a web page, and what that page must allow.

    Example: wenju widget --url https://ask.example.org/ --lang zh --accent "#7a1f3d"
    """
    at = load_settings(()).serve
    address = server_address(url or f"http://{at.host}:{at.port}/")
    options = WidgetOptions(
        title, lang, theme, accent, position, index, mode, target, "yes" if remember else "no"
    )
    print(f"The tag, before </body> of the page:\n\n  {script_tag(address, options)}\n")
    print("If the page has a Content-Security-Policy, it must hold:\n")
    print("".join(f"  {line};\n" for line in policy_lines(address, mode)))
    print("The server answers pages of another site only if that is allowed:\n")
    print("  wenju serve --allow-origin https://www.example.org\n")
    print(f"To try it: {address}widget-demo")
