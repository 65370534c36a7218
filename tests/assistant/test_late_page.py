"""The page comes when the rest is served already; importing Gradio writes nothing."""

import asyncio
import inspect
import os
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import ASGIApp

import assistant.page as page_module
from assistant.desk import Desk
from assistant.late_page import LatePage
from assistant.quick_import import no_stub_files
from tests.assistant.fakes import FakeAssistant


def app_with(page: LatePage) -> FastAPI:
    app = FastAPI(lifespan=lambda _: page.lifespan())
    app.get("/api")(lambda: "here")
    app.mount("/", page)
    return app


def test_answers_do_not_wait_for_the_page_and_the_page_does() -> None:
    may_begin = threading.Event()

    def make() -> FastAPI:
        assert may_begin.wait(60)
        page = FastAPI()
        page.get("/")(lambda: "page")
        return page

    with TestClient(app_with(LatePage(make))) as http:
        assert http.get("/api").json() == "here"
        got: list[str] = []
        reader = threading.Thread(target=lambda: got.append(http.get("/").json()))
        reader.start()
        assert http.get("/api").json() == "here"
        assert not got
        may_begin.set()
        reader.join(60)
        assert got == ["page"]
        assert http.get("/").json() == "page"


def test_the_page_is_tried_before_it_is_said_to_be_there() -> None:
    asked: list[str] = []

    def make() -> FastAPI:
        page = FastAPI()

        @page.get("/first")
        def first() -> None:
            asked.append("first")

        return page

    async def try_it(page: ASGIApp) -> None:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(page), base_url="http://here") as http:
            await http.get("/first")

    page = LatePage(make, try_it)
    with TestClient(app_with(page)) as http:
        assert http.portal is not None
        http.portal.call(page.made)
        assert asked == ["first"]


def test_a_page_that_cannot_be_tried_is_served_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    def make() -> FastAPI:
        page = FastAPI()
        page.get("/")(lambda: "page")
        return page

    async def fail(_: ASGIApp) -> None:
        raise OSError("not today")

    with TestClient(app_with(LatePage(make, fail))) as http:
        assert http.get("/").json() == "page"
    assert "not today" in caplog.text


def test_trying_the_page_runs_its_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    handled: list[int] = []
    unchanged = page_module._unchanged
    monkeypatch.setattr(page_module, "_unchanged", lambda: handled.append(1) or unchanged())
    app = FastAPI()
    page_module.mount_page(app, Desk(FakeAssistant()))
    with TestClient(app) as http:
        assert http.portal is not None
        http.portal.call(page_module.read_once, app)
    assert handled


def test_a_page_that_cannot_be_made_is_an_error_and_the_rest_is_served(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def make() -> FastAPI:
        raise ImportError("no page here")

    with TestClient(app_with(LatePage(make)), raise_server_exceptions=False) as http:
        assert http.get("/").status_code == 500
        assert http.get("/api").json() == "here"
    assert "no page here" in caplog.text


def test_gradio_is_imported_without_writing_beside_its_modules(tmp_path: Path) -> None:
    """In a copy of it that has no stub files yet."""
    found = find_spec("gradio")
    assert found
    assert found.origin
    copy = tmp_path / "gradio"
    shutil.copytree(
        Path(found.origin).parent,
        copy,
        ignore=shutil.ignore_patterns("*.pyi", "__pycache__", "node", "frontend"),
    )
    code = "from assistant.quick_import import no_stub_files\nwith no_stub_files():\n    import gradio\nprint(gradio.__file__)"
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    result = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.stdout.strip() == str(copy / "__init__.py"), result.stderr
    assert list(copy.rglob("*.pyi")) == []


def test_only_classes_of_gradio_have_no_file_and_only_then() -> None:
    of_gradio = type("Shown", (), {"__module__": "gradio.components.shown"})
    near = type("Near", (), {"__module__": "gradio_client.near"})
    before = inspect.getfile
    with no_stub_files():
        with pytest.raises(OSError, match="Shown"):
            inspect.getfile(of_gradio)
        assert inspect.getfile(LatePage) == before(LatePage)
        with pytest.raises(TypeError):
            inspect.getfile(near)  # what inspect says of it anyway
    assert inspect.getfile is before


def test_an_idle_page_looks_seldom_for_questions(
    fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.page import create_page  # takes seconds: Gradio

    queue = create_page(Desk(FakeAssistant()))._queue
    looks: list[int] = []
    monkeypatch.setattr(type(queue), "__len__", lambda _: looks.append(1) or 0)

    async def idle() -> None:
        looking = asyncio.create_task(queue.start_processing())
        await asyncio.sleep(0.2)
        looking.cancel()

    with ThreadPoolExecutor(1) as elsewhere:  # here a browser's loop may be running
        elsewhere.submit(asyncio.run, idle()).result()
    assert 0 < len(looks) < 60
