"""All that is served: the API, what the page's script asks for, static files, and the page at `/`."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse

from assistant.api import create_api
from assistant.desk import Desk
from assistant.guard import WebSettings
from assistant.page import mount_page
from assistant.page_routes import page_routes
from assistant.picture import Drawer, draw_pdf
from assistant.tabs import Tab, installed_tabs
from assistant.upkeep import Upkeep
from assistant.users import User
from assistant.widget import add_widget
from assistant.wording import WORDING

_STATIC = Path(__file__).parent / "static"
_STYLES = ("page", "controls", "chat", "pane", "views", "narrow")
_SCRIPTS = (
    "chat copy corpus find history indexes judge menu page pane scope server tools upkeep views words".split()
)


def create_app(
    desk: Desk,
    settings: WebSettings = WebSettings(),
    *,
    drawer: Drawer = draw_pdf,
    users: Mapping[str, User] | None = None,
    upkeep: Upkeep | None = None,
    tabs: Sequence[Tab] | None = None,
) -> FastAPI:
    """The whole application. With `users` nobody else is let in. `tabs`: by default those that are installed.

    Without `upkeep` no index can be changed.
    """
    tabs = installed_tabs() if tabs is None else tabs
    app = create_api(desk, settings, head=_head(tabs), drawer=drawer, users=users, upkeep=upkeep)
    app.include_router(page_routes(desk))
    for tab in tabs:
        app.include_router(tab.routes(desk), include_in_schema=False)
    add_widget(app)
    for path in (file for folder in (_STATIC, *(tab.static for tab in tabs)) for file in folder.iterdir()):
        app.get(f"/static/{path.name}", include_in_schema=False)(_file(path))
    app.get("/favicon.ico", include_in_schema=False)(_file(_STATIC / "favicon.svg"))
    mount_page(app, desk, tabs)
    return app


def _head(tabs: Sequence[Tab]) -> str:
    """Loaded with the page itself, so that something is seen before Gradio has started."""
    wording = {
        name: said for each in (WORDING, *(tab.wording for tab in tabs)) for name, said in each.items()
    }
    words = json.dumps(wording, ensure_ascii=True).replace("<", "\\u003c")
    names = [tab.name for tab in tabs]
    styles = "".join(f'<link rel="stylesheet" href="static/{name}.css">' for name in (*_STYLES, *names))
    modules = "".join(f'<script type="module" src="static/{name}.js"></script>' for name in ("page", *names))
    scripts = "".join(f'<link rel="modulepreload" href="static/{name}.js">' for name in _SCRIPTS)
    return (
        "<title>问据 Wenju</title>"
        f'<link rel="icon" href="static/favicon.svg" type="image/svg+xml">{styles}{scripts}'
        f'<script type="application/json" id="wording">{words}</script>'
        f"{modules}"
    )


def _file(path: Path) -> Callable[[], FileResponse]:
    return lambda: FileResponse(path, headers={"cache-control": "no-cache"})
