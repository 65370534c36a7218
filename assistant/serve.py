"""The server: it listens, says where, takes up new indexes, and stops quietly."""

import asyncio
import errno
import gc
import logging
import re
import signal
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path

import uvicorn

from assistant.app import Assistant, warm_up
from assistant.auth import LOOPBACK_HOSTS
from assistant.crew import Crew
from assistant.desk import Desk
from assistant.errors import AssistantError, FeedbackError, SettingsError
from assistant.feedback import FeedbackStore
from assistant.guard import WebSettings
from assistant.indexes import feedback_file
from assistant.late_page import LatePage
from assistant.logs import check_style, start_log
from assistant.origins import parse_origins
from assistant.reload import IndexWatch, Reopen
from assistant.settings import ServeSettings, Settings
from assistant.upkeep import Upkeep
from assistant.users import User, read_users
from assistant.wire import BoundedHttp
from corpus.workers import n_cores

log = logging.getLogger(__name__)

_MOST_PROCESSES = 4  # unless more are asked for: each takes memory
_KEEP_ALIVE_S = 75  # longer than clients keep a connection: who closes first must not be the server
_BASE_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
_HOST = re.compile(r"(?:\*\.)?[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]")


@dataclass(frozen=True, slots=True)
class Served:
    """An index that is served: the name that callers know it by, its folder, and an assistant over it."""

    name: str
    folder: Path
    assistant: Assistant


def serve(
    served: Sequence[Served],
    all_settings: Settings,
    at: ServeSettings,
    reopen: Reopen,
    encoder: str | None = None,
) -> None:
    """Serve until interrupted; port 0 takes a free one. Raises AssistantError if it cannot listen there.

    On a loopback host only requests addressed to this machine by name or number are answered, unless
    `hosts` names others. Who names no index asks the first. When one is built again, `reopen` gives the new one.
    With an `encoder` all indexes are searched by it.
    """
    settings, users = web_settings(at), read_users(Path(at.auth)) if at.auth else None
    start_log(at.log)
    listener = listen(at.host, at.port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped by a service manager as by Ctrl+C
    gc.disable()  # until all is loaded: what is being imported is no garbage
    n_processes = _processes(at)
    crew = Crew(n_processes, all_settings, encoder) if n_processes > 1 else None
    try:
        first, *others = [_with_crew(each, crew) for each in served]
        desk = Desk(
            first.assistant,
            places=n_processes,
            patience_s=at.patience_s,
            waiting=at.waiting,
            feedback=_feedback(),
            keep_questions=bool(at.keep_questions),
            log_questions=bool(at.log_questions),
            index=first.name,
        )
        for each in others:
            desk.beside(each.assistant, each.name)
        try:
            folders = {each.name: each.folder for each in served}
            again = partial(_reopened, reopen=reopen, crew=crew)
            with IndexWatch(desk, folders, again) as watch:
                upkeep = Upkeep(watch, replace(all_settings, serve=at)) if may_change(at) else None
                try:
                    _run(desk, settings, at, users, listener, upkeep, crew)
                finally:
                    if upkeep is not None:
                        upkeep.close()
        finally:
            desk.close()
    except KeyboardInterrupt:
        pass
    finally:
        gc.enable()
        listener.close()
        if crew is not None:
            crew.close()


def _processes(at: ServeSettings) -> int:
    """How many processes answer; 1: the server itself."""
    return at.processes or min(n_cores(), _MOST_PROCESSES)


def _with_crew(served: Served, crew: Crew | None) -> Served:
    """The same, asked of a crew where there is one."""
    return replace(served, assistant=_asked_of(crew, served.folder, served.assistant))


def _reopened(folder: Path, reopen: Reopen, crew: Crew | None) -> Assistant:
    return _asked_of(crew, folder, reopen(folder))


def _asked_of(crew: Crew | None, folder: Path, assistant: Assistant) -> Assistant:
    if crew is None:
        return assistant
    return replace(assistant, elsewhere=crew.at(folder, assistant.fingerprint))


def check(at: ServeSettings) -> None:
    """Raises SettingsError or AuthError for settings that cannot be served with, before anything is opened."""
    web_settings(at)
    check_style(at.log)
    if at.auth:
        read_users(Path(at.auth))


def may_change(at: ServeSettings) -> bool:
    """Whether indexes may be changed at the page: where others reach the server, only if they have to log in."""
    is_private = at.host in LOOPBACK_HOSTS and not at.hosts
    return at.upload_mb > 0 and (is_private or bool(at.auth))


def web_settings(at: ServeSettings) -> WebSettings:
    """How open to the world a server with these settings is. Raises SettingsError for one that cannot be."""
    base_path = at.base_path.rstrip("/")
    if not _BASE_PATH.fullmatch(base_path):
        raise SettingsError(f"serve.base_path must be a path like /qa, not {at.base_path!r}")
    hosts = tuple(at.hosts.replace(",", " ").split())
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise SettingsError(f"serve.hosts must hold names like qa.example.org, not {host!r}")
    if hosts or at.host in LOOPBACK_HOSTS:
        hosts = (*hosts, *LOOPBACK_HOSTS)
    return WebSettings(
        origins=parse_origins([at.origins]),
        hosts=hosts or ("*",),
        base_path=base_path,
        per_minute=at.per_minute,
        origin_per_minute=at.origin_per_minute,
        max_upload_bytes=at.upload_mb * 1_000_000,
    )


def _run(
    desk: Desk,
    settings: WebSettings,
    at: ServeSettings,
    users: Mapping[str, User] | None,
    listener: socket.socket,
    upkeep: Upkeep | None,
    crew: Crew | None,
) -> None:
    from assistant.ui import create_app  # not before the port is known to be free

    for each in desk.desks:
        warm_up(each.assistant)
    app = create_app(desk, settings, users=users, upkeep=upkeep)
    config = uvicorn.Config(
        app,
        http=BoundedHttp,
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=at.shutdown_s,
        timeout_keep_alive=_KEEP_ALIVE_S,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=at.proxies,
    )
    address = _address(at.host, listener, settings.base_path)
    _Server(config, address, app.state.page, crew).run(sockets=[listener])


def _feedback() -> FeedbackStore | None:
    try:
        return FeedbackStore(feedback_file())
    except FeedbackError as error:  # where nothing may be written, questions can still be answered
        log.warning("%s", error)
        return None


class _Server(uvicorn.Server):
    """Says one line when the page is there, and nothing about the tabs that are open when it stops."""

    def __init__(self, config: uvicorn.Config, address: str, page: LatePage, crew: Crew | None) -> None:
        super().__init__(config)
        self._address = address
        self._page = page
        self._crew = crew
        self._rest: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._rest = asyncio.create_task(self._load_the_rest())

    async def _load_the_rest(self) -> None:
        """What comes when questions are answered already, in the order in which it is missed."""
        await self._page.made()
        gc.freeze()  # what was loaded stays: it need not be looked through again and again
        gc.enable()
        print(f"Wenju is ready at {self._address} (Ctrl+C stops it)", flush=True)
        if self._crew is not None:
            self._crew.start()
        # what the first question in English needs: better now than while somebody waits for it
        threading.Thread(target=import_module, args=("pypinyin",), daemon=True).start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """A socket on which connections come in. Raises AssistantError if there can be none."""
    try:
        listener = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AssistantError(f"port {port} is already in use: choose another one with --port") from error
        why = (error.strerror or str(error)).partition(" (while")[0]
        raise AssistantError(
            f"cannot listen on {host} port {port} ({why}): choose another --host or --port"
        ) from error
    # connections have it from the listener: asyncio sets it only where the socket names its protocol, and each small
    # reply then waits 40 ms for an acknowledgement
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _address(host: str, listener: socket.socket, base_path: str) -> str:
    """Where a browser on this machine finds the server."""
    name = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    name = f"[{name}]" if ":" in name else name
    return f"http://{name}:{listener.getsockname()[1]}{base_path}/"
