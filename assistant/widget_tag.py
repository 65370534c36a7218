"""The script tag that puts the widget into a page, and what that page's own policy must allow. Pure."""

from dataclasses import dataclass, fields
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from assistant.errors import SettingsError

Mode = Literal["panel", "inline", "iframe"]
WidgetLang = Literal["auto", "zh", "en"]
Theme = Literal["auto", "light", "dark"]
Position = Literal["auto", "left", "right"]


@dataclass(frozen=True, slots=True)
class WidgetOptions:
    """What the tag can say, each as `data-NAME`; what is as here is left out of the tag.

    `position` auto is the right, in a page that is read from right to left the left. `accent` is any CSS
    colour, `index` the name of the index that is asked, empty: the first that the server serves, and `target` a CSS selector: where an
    inline widget goes instead of where the tag stands.
    """

    title: str = ""
    lang: WidgetLang = "auto"
    theme: Theme = "auto"
    accent: str = ""
    position: Position = "auto"
    index: str = ""
    mode: Mode = "panel"
    target: str = ""
    remember: Literal["yes", "no"] = "yes"


def script_tag(address: str, options: WidgetOptions = WidgetOptions()) -> str:
    """The tag for the server at `address`, which ends in a slash (or is empty: the page's own folder)."""
    said = [
        f' data-{field.name}="{escape(value)}"'
        for field in fields(options)
        if (value := getattr(options, field.name)) != field.default
    ]
    return f'<script src="{escape(address)}widget.js"{"".join(said)} async></script>'


def policy_lines(address: str, mode: Mode) -> tuple[str, ...]:
    """What the content security policy of the page must hold, if it has one."""
    parts = urlsplit(address)
    source = f"{parts.scheme}://{parts.netloc}"
    return (f"script-src {source}", f"{'frame-src' if mode == 'iframe' else 'connect-src'} {source}")


def server_address(given: str) -> str:
    """The address of a server as the tag needs it. Raises SettingsError."""
    text = given.strip()
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_whole = False
    if (
        not is_whole
        or parts.query
        or parts.fragment
        or parts.username is not None
        or set(text) & set(" \"'<>\\;,")
    ):
        raise SettingsError(
            f"{given[:100]!r} is not the address of a server: write it as https://ask.example.org/"
        )
    return text.rstrip("/") + "/"
