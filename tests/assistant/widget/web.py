"""Pages of other people, a server that says what it is told, and their reader."""

import json
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from assistant.widget import add_widget

DESKTOP = (1280, 800)
PHONE = (390, 844)

_OPENED = """(() => {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) { return attach.call(this, { ...how, mode: "open" }); };
})()"""
"""Runs before anything in a page: the widget's closed root is opened, for tests to look into."""


class Pages:
    """What is served on another origin: HTML by name, with the headers that its owner sends."""

    def __init__(self, port: int) -> None:
        self.allowed = f"http://127.0.0.1:{port}"
        self.refused = f"http://localhost:{port}"
        self._pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.app = Starlette(routes=[Route("/{name}", self._serve)])

    def put(self, name: str, body: str, *, head: str = "", html: str = 'lang="zh"', **headers: str) -> str:
        """Put a page there; gives its path. `headers` with `_` for `-`."""
        whole = f'<!doctype html><html {html}><head><meta charset="utf-8"><title>x</title>{head}</head><body>{body}</body></html>'
        self._pages[name] = (whole, {key.replace("_", "-"): value for key, value in headers.items()})
        return f"/{name}"

    def _serve(self, request: Request) -> Response:
        page, headers = self._pages.get(request.path_params["name"], ("", {}))
        return HTMLResponse(page, headers=headers)


Told = Callable[[dict[str, Any]], Response]


class Stub:
    """Answers `/api/ask` by `answer`, which a test sets, and keeps what it was asked.

    Any origin may ask it. `gate` holds a stream where it says "gate" until it is set.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.answer: Told = lambda body: self.stream(turn(body["question"]))
        self.questions: list[str] = []
        self.asked: list[dict[str, Any]] = []
        self.gate = threading.Event()
        self.app = FastAPI()
        self.app.add_middleware(
            CORSMiddleware,
            allow_origins=["*"],
            allow_methods=["POST"],
            allow_headers=["content-type", "accept", "accept-language"],
            expose_headers=["retry-after"],
        )
        self.app.add_route("/api/ask", self._ask, methods=["POST"])
        self.app.add_route(
            "/api/feedback", lambda request: self.refuse(404, "这里不收集反馈。"), methods=["POST"]
        )
        self.app.add_route("/api/suggest", lambda request: JSONResponse({"questions": self.questions}))
        self.app.add_route("/api/docs", lambda request: JSONResponse([]))
        add_widget(self.app)

    async def _ask(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        return self.answer(body)

    def stream(self, *events: object) -> Response:
        """A stream of events: a turn is all of its events, a pair one event, a text goes as it is."""

        async def body() -> AsyncIterator[str]:
            for event in events:
                if event == "gate":
                    await to_thread.run_sync(self.gate.wait, 20)
                elif isinstance(event, str):
                    yield event
                elif isinstance(event, tuple):
                    yield written(*event)
                elif isinstance(event, dict):
                    for name, data in turn_events(event):
                        yield written(name, data)

        return StreamingResponse(body(), media_type="text/event-stream")

    @staticmethod
    def refuse(status: int, detail: str | None = None, retry_after: str | None = None) -> Response:
        """An error as the API sends it."""
        headers = {} if retry_after is None else {"retry-after": retry_after}
        return JSONResponse({"status": status, "detail": detail}, status, headers)


def written(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def turn(question: str, text: str = "面积是8平方公里。[1]", **said: Any) -> dict[str, Any]:
    """A turn with one citation; `said` replaces parts of that."""
    citation = {
        "n": 1,
        "doc_id": "plan",
        "title": "规划",
        "date": "2021-12",
        "section": ["一、园区"],
        "page": 3,
        "spans": [[12, 20]],
        "quote": "面积是8平方公里。",
        "passage_id": "plan#1",
        **said,
    }
    hit = {
        "rank": 1,
        "passage_id": "plan#1",
        "doc_id": citation["doc_id"],
        "spans": citation["spans"],
        "score": 1.0,
    }
    return {
        "id": "t1",
        "question": question,
        "standalone": question,
        "lang": "zh",
        "status": "answered",
        "answer": {"mode": "extractive", "text": text, "short": said.get("short")},
        "citations": [citation],
        "hits": [{**hit, "text": said.get("passage", f"前文。{citation['quote']}后文。")}],
        "timings_ms": {},
        "fingerprint": "stub",
    }


def turn_events(turn: dict[str, Any]) -> list[tuple[str, Any]]:
    understood = {key: turn[key] for key in ("id", "question", "standalone", "lang")}
    return [
        ("understood", {**understood, "is_followup": turn["standalone"] != turn["question"]}),
        ("citations", turn["citations"]),
        ("delta", {"text": turn["answer"]["text"]}),
        ("done", turn),
    ]


def tag(address: str, attributes: str = "") -> str:
    return f'<script src="{address}widget.js" {attributes} async></script>'


class Reader:
    """A tab, what it asked for, and what it complained about."""

    def __init__(self, context: BrowserContext, *, sees_inside: bool = True) -> None:
        self.context = context
        if sees_inside:
            context.add_init_script(_OPENED)
        self.page: Page = context.new_page()
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._console)
        self.resize(DESKTOP)
        self.widget = self.page.locator("wenju-widget")
        self.panel = self.widget.locator(".panel")
        self.launcher = self.widget.locator(".root > button")
        self.box = self.widget.locator("textarea")
        self.log = self.widget.locator(".log")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def resize(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def visit(self, url: str) -> None:
        """Go to a page and wait until the widget is in it."""
        self.page.goto(url)
        self.page.wait_for_function("() => Object.hasOwn(window, 'Wenju')")

    def ask(self, question: str) -> Locator:
        """Ask as a reader does, in the open panel; gives the exchange once it is complete."""
        before = self.widget.locator(".exchange").count()
        self.box.fill(question)
        self.box.press("Enter")
        exchange = self.widget.locator(".exchange").nth(before)
        exchange.locator(".rating, .note").first.wait_for()
        return exchange

    def focused(self) -> str:
        """What has the focus: a class or tag inside the widget, else the id or tag in the page."""
        return str(
            self.page.evaluate(
                """() => {
                  const outer = document.activeElement;
                  const inner = outer.shadowRoot?.activeElement;
                  return inner ? inner.className || inner.localName : outer.id || outer.localName;
                }"""
            )
        )

    def expect_complaint(self, part: str) -> None:
        """One or more complaints hold this text, and that is as it should be."""
        assert any(part in complaint for complaint in self.complaints), self.complaints
        self.complaints[:] = [complaint for complaint in self.complaints if part not in complaint]

    def check(self) -> None:
        """Nothing else may have gone wrong, and nothing been asked of another machine."""
        assert not self.complaints, self.complaints
        here = ("http://127.0.0.1:", "http://localhost:", "data:", "blob:", "about:")
        foreign = [url for url in self.requested if not url.startswith(here)]
        assert not foreign, foreign
