"""Views that other packages add to the page. They are found by entry points: nothing here knows them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from fastapi import APIRouter

from assistant.desk import Desk

GROUP = "wenju.tabs"


@dataclass(frozen=True, slots=True)
class Tab:
    """A view for the administrator, opened by a button of the page's header.

    `name` is the id of the button and the name of the sentence on it. The folder `static` holds `NAME.js`, a
    module that adds the view, `NAME.css`, and the modules that it imports. `wording` has sentences as `assistant.wording` does, under names
    of its own. `routes` makes what the view asks of the server, which checks itself who may ask it.
    """

    name: str
    wording: Mapping[str, Mapping[str, str]]
    static: Path
    routes: Callable[[Desk], APIRouter]


def installed_tabs() -> tuple[Tab, ...]:
    """The tabs of all installed packages, by name."""
    found = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return tuple(point.load() for point in found)
