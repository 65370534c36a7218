"""All that is served: the API, what the page's script asks for, static files, and the page at `/`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from assistant.api import create_api
from assistant.assets import Files, KeptAssets, preloads
from assistant.desk import Desk
from assistant.guard import WebSettings
from assistant.late_page import LatePage
from assistant.page_routes import page_routes
from assistant.picture import Drawer, draw_pdf
from assistant.tabs import Tab, installed_tabs
from assistant.upkeep import Upkeep
from assistant.users import User
from assistant.widget import add_widget
from assistant.wording import WORDING

_STATIC = Path(__file__).parent / "static"
_STYLES = ("page", "controls", "chat", "pane", "views", "narrow")
_STYLE = "style.css"
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

    Without `upkeep` no index can be changed. The page itself is made while the rest is served: see `LatePage`, which
    stands in `app.state.page`.
    """
    tabs = installed_tabs() if tabs is None else tabs
    page = LatePage(lambda: _page(desk, tabs), _read_once)
    styles = [f"{name}.css" for name in (*_STYLES, *(tab.name for tab in tabs))]
    files = Files([_STATIC, *(tab.static for tab in tabs)], joined={_STYLE: styles})
    app = create_api(
        desk,
        settings,
        head=_head(tabs, f"page/{files.version}"),
        drawer=drawer,
        users=users,
        upkeep=upkeep,
        lifespan=page.lifespan,
    )
    app.include_router(page_routes(desk))
    for tab in tabs:
        app.include_router(tab.routes(desk), include_in_schema=False)
    add_widget(app)
    _add_files(app, files)
    app.mount("/", KeptAssets(page))
    app.state.page = page
    return app


def _page(desk: Desk, tabs: Sequence[Tab]) -> FastAPI:
    """The page at `/` of an app that has nothing else."""
    from assistant.page import mount_page  # takes seconds: Gradio

    # the guard decides who may call; but Gradio lets every origin in unless the app around it has this
    app = FastAPI(openapi_url=None, middleware=[Middleware(CORSMiddleware)])
    mount_page(app, desk, tabs)
    return app


async def _read_once(page: ASGIApp) -> None:
    from assistant.page import read_once

    await read_once(page)


def _head(tabs: Sequence[Tab], at: str) -> str:
    """Loaded with the page itself, so that something is seen before Gradio has started. `at`: where our files are."""
    wording = {
        name: said for each in (WORDING, *(tab.wording for tab in tabs)) for name, said in each.items()
    }
    words = json.dumps(wording, ensure_ascii=True).replace("<", "\\u003c")
    names = [tab.name for tab in tabs]
    modules = "".join(f'<script type="module" src="{at}/{name}.js"></script>' for name in ("page", *names))
    scripts = "".join(f'<link rel="modulepreload" href="{at}/{name}.js">' for name in _SCRIPTS)
    return (
        "<title>问据 Wenju</title>"
        f'<link rel="icon" href="{at}/favicon.svg" type="image/svg+xml">{preloads()}<link rel="stylesheet" href="{at}/{_STYLE}">{scripts}'
        f'<script type="application/json" id="wording">{words}</script>'
        f"{modules}"
    )


def _add_files(app: FastAPI, files: Files) -> None:
    @app.get("/static/{name}", include_in_schema=False)
    async def latest(name: str) -> Response:
        return files.response(name, "")

    @app.get("/page/{version}/{name}", include_in_schema=False)
    async def of_version(version: str, name: str) -> Response:
        return files.response(name, version)

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon() -> Response:
        return files.response("favicon.svg", "")
