"""An assistant on one port, pages of other people on another, and a reader of those pages."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp

from assistant.api import Desk, create_api
from assistant.feedback import FeedbackStore
from assistant.guard import WebSettings
from assistant.origins import parse_origins
from assistant.page_routes import page_routes
from assistant.widget import add_widget
from tests.assistant.fakes import FakeAssistant, open_browser
from tests.assistant.widget.web import Pages, Reader, Stub


@contextmanager
def serving(app: ASGIApp, listener: socket.socket) -> Iterator[None]:
    """The app on a socket that listens already, for the time of the context."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    yield
    server.should_exit = True
    thread.join()


def port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="session")
def pages() -> Iterator[Pages]:
    """Pages that tests put on the web. As `http://127.0.0.1` they may ask the assistant, as `http://localhost` not."""
    listener = socket.create_server(("127.0.0.1", 0))
    pages = Pages(port_of(listener))
    with serving(pages.app, listener):
        yield pages


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FeedbackStore]:
    store = FeedbackStore(tmp_path_factory.mktemp("widget") / "feedback.sqlite")
    yield store
    store.close()


@pytest.fixture(scope="session")
def server(assistant: FakeAssistant, store: FeedbackStore, pages: Pages) -> Iterator[str]:
    """The address of the real API and the widget over the fake assistant; the full page is only a box there."""
    desk = Desk(assistant, places=4, feedback=store)  # type: ignore[arg-type]
    api = create_api(desk, WebSettings(origins=parse_origins([pages.allowed])))
    api.include_router(page_routes(desk))
    add_widget(api)
    api.add_route("/", lambda request: HTMLResponse("<title>the page</title><input id=q>"))
    listener = socket.create_server(("127.0.0.1", 0))
    with serving(api, listener):
        yield f"http://127.0.0.1:{port_of(listener)}/"


@pytest.fixture(scope="session")
def stub() -> Iterator[Stub]:
    """A server that speaks the protocol of the API, and says whatever a test tells it to."""
    listener = socket.create_server(("127.0.0.1", 0))
    stub = Stub(f"http://127.0.0.1:{port_of(listener)}/")
    with serving(stub.app, listener):
        yield stub


@pytest.fixture
def reader() -> Iterator[Reader]:
    """A new reader with a browser of their own."""
    reader = Reader(open_browser().new_context(locale="zh-CN"))
    yield reader
    reader.context.close()
    reader.check()
