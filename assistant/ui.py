"""All that is served: the API, what the page's script asks for, static files, and the page at `/`."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse

from assistant.api import create_api
from assistant.desk import Desk
from assistant.guard import WebSettings
from assistant.page import mount_page
from assistant.page_routes import page_routes
from assistant.picture import Drawer, draw_pdf
from assistant.users import User
from assistant.widget import add_widget
from assistant.wording import WORDING

_STATIC = Path(__file__).parent / "static"
_STYLES = ("page", "controls", "chat", "pane", "views", "narrow")
_SCRIPTS = "chat copy find history judge menu page pane scope server tools views words".split()


def create_app(
    desk: Desk,
    settings: WebSettings = WebSettings(),
    *,
    drawer: Drawer = draw_pdf,
    users: Mapping[str, User] | None = None,
) -> FastAPI:
    """The whole application. With `users` nobody else is let in."""
    app = create_api(desk, settings, head=_head(), drawer=drawer, users=users)
    app.include_router(page_routes(desk))
    add_widget(app)
    for path in _STATIC.iterdir():
        app.get(f"/static/{path.name}", include_in_schema=False)(_file(path))
    app.get("/favicon.ico", include_in_schema=False)(_file(_STATIC / "favicon.svg"))
    mount_page(app, desk)
    return app


def _head() -> str:
    """Loaded with the page itself, so that something is seen before Gradio has started."""
    words = json.dumps(WORDING, ensure_ascii=True).replace("<", "\\u003c")
    styles = "".join(f'<link rel="stylesheet" href="static/{name}.css">' for name in _STYLES)
    scripts = "".join(f'<link rel="modulepreload" href="static/{name}.js">' for name in _SCRIPTS)
    return (
        "<title>问据 Wenju</title>"
        f'<link rel="icon" href="static/favicon.svg" type="image/svg+xml">{styles}{scripts}'
        f'<script type="application/json" id="wording">{words}</script>'
        '<script type="module" src="static/page.js"></script>'
    )


def _file(path: Path) -> Callable[[], FileResponse]:
    return lambda: FileResponse(path, headers={"cache-control": "no-cache"})
