"""What all tests share: no network beyond this machine, and one index of the embedded documents."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from assistant import app
from assistant.app import Assistant
from index.searcher import Searcher

settings.register_profile(
    "wenju", deadline=None, max_examples=50
)  # what is slow is found by the timeout of pytest
settings.load_profile("wenju")

PLAN = "一、产业园区\n青湖科技园规划面积8.05平方公里，分三期建设。\n二、交通\n市域铁路全线设站12座。\n"
NEWS = "青湖镇与柳川市签订合作协议，共建飞地园区，双方按比例分享税收。\n"

outside: list[str] = []
"""Addresses beyond this machine that something tried to reach, also where the refusal was swallowed."""


class NetworkBlocked(OSError):
    """A test tried to reach another machine."""


def _is_here(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback or str(host) == "0.0.0.0"
    except ValueError:
        return False


def _refuse(address: object) -> None:
    outside.append(str(address))
    raise NetworkBlocked(f"a test may not connect to {address}")


def _guarded_connect(name: str) -> Callable[..., Any]:
    original = getattr(socket.socket, name)

    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            _refuse(address)
        return original(self, address)

    return connect


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """A connection, or a look-up of a name, beyond this machine raises."""
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_here(host):
            _refuse(host)
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded_connect(name))
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(autouse=True)
def _nobody_called_out(_no_network: None) -> Iterator[None]:
    """A test fails if anything in it tried to reach another machine. Clear `blocked_addresses` to allow it."""
    outside.clear()
    yield
    assert not outside, f"tried to reach {outside}"


@pytest.fixture
def blocked_addresses() -> list[str]:
    """What was tried and refused so far in this test."""
    return outside


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A WENJU_HOME that holds the default index once `assistant` is asked for. To be read, not changed."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def assistant(home: Path) -> Assistant:
    """The assistant over the embedded documents, with its index stored below `home`."""
    built = app.build([], home / "index")
    assert not built.origin.skipped
    return Assistant(built.searcher)


@pytest.fixture(scope="session")
def searcher(assistant: Assistant) -> Searcher:
    """The index of the embedded documents."""
    return assistant.searcher


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A WENJU_HOME with `sources` and an `index` of them. To be copied, not changed."""
    home = tmp_path_factory.mktemp("small")
    (home / "sources").mkdir()
    (home / "sources" / "plan.txt").write_text(PLAN, encoding="utf-8")
    (home / "sources" / "news.txt").write_text(NEWS, encoding="utf-8")
    app.build([home / "sources"], home / "index")
    return home
