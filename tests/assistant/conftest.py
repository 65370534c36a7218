"""A reader in a browser, and a page over a fake assistant: what the tests of the page share."""

import hashlib
import socket
import threading
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from PIL import Image
from playwright.sync_api import BrowserContext, expect

from assistant.desk import Desk
from assistant.feedback import FeedbackStore
from assistant.picture import Picture
from corpus.document import Span
from tests.assistant.fakes import DESKTOP, EVIDENCE, PHONE, FakeAssistant, Visit, make_document, open_browser

expect.set_options(timeout=20_000)  # ms; a browser that starts beside other work is slow


def draw(data: bytes, page: int, spans: Sequence[Span], pages: Sequence[Span]) -> Picture:
    """A white page with evidence near its foot."""
    png = BytesIO()
    Image.new("RGB", (60, 120), "white").save(png, "PNG")
    return Picture(png.getvalue(), 0.9)


@pytest.fixture(scope="session")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the fake assistant's document."""
    path = tmp_path_factory.mktemp("page") / "plan.pdf"
    path.write_bytes(b"%PDF-")
    return path


@pytest.fixture(scope="session")
def fake(pdf: Path) -> FakeAssistant:
    """Whom the page asks."""
    return FakeAssistant(make_document(str(pdf), hashlib.sha256(b"%PDF-").hexdigest()))


@pytest.fixture(scope="session")
def feedback(pdf: Path) -> FeedbackStore:
    """Where the page's feedback goes."""
    return FeedbackStore(pdf.with_name("feedback.db"))


@pytest.fixture(scope="session")
def faked(fake: FakeAssistant, feedback: FeedbackStore) -> Iterator[str]:
    """The address of a page over the fake assistant."""
    from assistant.ui import create_app  # takes seconds

    listener = socket.create_server(("127.0.0.1", 0))
    asked: Any = fake
    app = create_app(Desk(asked, feedback=feedback), drawer=draw)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = True
    thread.join()


@pytest.fixture
def reader(address: str) -> Iterator[Visit]:
    """A new reader, who has chosen nothing yet, with an answer before them."""
    context = open_browser().new_context(locale="zh-CN")
    visit = Visit(context, address)
    visit.ask("规划面积多大？")
    expect(visit.page.locator("#pane mark#evidence")).to_have_text(EVIDENCE)
    yield visit
    context.close()


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    """Tabs of one reader: what is cached for one is there for the next."""
    context = open_browser().new_context(locale="zh-CN")
    yield context
    context.close()


@pytest.fixture(scope="module")
def tab(context: BrowserContext, address: str) -> Visit:
    """A tab on the page; the module says at which `address` it is served."""
    return Visit(context, address)


@pytest.fixture
def visit(tab: Visit) -> Iterator[Visit]:
    """A new conversation."""
    tab.start_again()
    yield tab
    tab.check()


@pytest.fixture
def phone(visit: Visit) -> Iterator[Visit]:
    """The same on a narrow screen."""
    visit.resize(PHONE)
    yield visit
    visit.resize(DESKTOP)
