"""A small server for the tests of the API: the assistant that knows one document, and a client of it."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api import create_api
from assistant.app import build, reopen
from assistant.client import Client
from assistant.desk import Desk
from assistant.feedback import FeedbackStore
from assistant.guard import WebSettings
from assistant.reload import IndexWatch
from assistant.settings import Settings
from assistant.upkeep import Upkeep
from assistant.users import User
from index.passage import Hit
from tests.assistant.fakes import FakeAssistant

LOCAL = "http://localhost"
ABROAD = "http://qa.example"


class Searching(FakeAssistant):
    """The same, which can also be searched: everything finds its one passage."""

    @property
    def searcher(self) -> "Searching":
        return self

    def search(self, query: str, *, k: int) -> list[Hit]:
        return list(self.ask(query).hits[:k])


def make_desk(folder: Path, **more: int) -> Desk:
    """A desk at the assistant that knows one document, with a store of feedback below `folder`."""
    return Desk(Searching(), feedback=FeedbackStore(folder / "feedback.sqlite"), **more)


@contextmanager
def upkept(home: Path, text: str) -> Iterator[tuple[Desk, Upkeep]]:
    """The same desk, beside it one at the index `work` of a file with this text, and what changes that.

    All lies below `home`, which is WENJU_HOME for as long.
    """
    (home / "sources").mkdir()
    (home / "sources" / "plan.txt").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENJU_HOME", str(home))
        folder = home / "indexes" / "work"
        build([home / "sources"], folder)
        desk = make_desk(home)
        desk.beside(reopen(folder), "work")
        with IndexWatch(desk, {"default": home / "index", "work": folder}, reopen) as watch:
            upkeep = Upkeep(watch, Settings())
            yield desk, upkeep
            upkeep.close()


@contextmanager
def serving(
    desk: Desk,
    settings: WebSettings = WebSettings(),
    *,
    users: Mapping[str, User] | None = None,
    upkeep: Upkeep | None = None,
    address: str = LOCAL,
    caller: str = "127.0.0.1",
) -> Iterator[TestClient]:
    """Requests to the API as they come from `caller`, addressed to `address`."""
    api = create_api(desk, settings, users=users, upkeep=upkeep)
    with TestClient(
        api,
        base_url=address,
        client=(caller, 4711),
        raise_server_exceptions=False,
        follow_redirects=False,
    ) as http:
        yield http


@contextmanager
def listening(api: FastAPI) -> Iterator[str]:
    """The address of a real server of it, on a free port."""
    server = uvicorn.Server(uvicorn.Config(api, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def client_of(http: TestClient, *, token: str = "", lang: str = "zh") -> Client:
    """The project's own client, with its requests going there."""
    return Client("", token=token, lang="en" if lang == "en" else "zh", http=http)
