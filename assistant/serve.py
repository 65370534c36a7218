"""The server: it listens, says where, takes up new indexes, and stops quietly."""

import errno
import logging
import re
import signal
import socket
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

import uvicorn

from assistant.app import Assistant
from assistant.auth import LOOPBACK_HOSTS
from assistant.desk import Desk
from assistant.errors import AssistantError, FeedbackError, QuestionError, SettingsError
from assistant.feedback import FeedbackStore
from assistant.guard import WebSettings
from assistant.indexes import feedback_file
from assistant.logs import check_style, start_log
from assistant.origins import parse_origins
from assistant.reload import IndexWatch, Reopen
from assistant.settings import ServeSettings, Settings
from assistant.upkeep import Upkeep
from assistant.users import User, read_users

log = logging.getLogger(__name__)

_KEEP_ALIVE_S = 75  # longer than clients keep a connection: who closes first must not be the server
_BASE_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
_HOST = re.compile(r"(?:\*\.)?[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]")


@dataclass(frozen=True, slots=True)
class Served:
    """An index that is served: the name that callers know it by, its folder, and an assistant over it."""

    name: str
    folder: Path
    assistant: Assistant


def serve(served: Sequence[Served], all_settings: Settings, at: ServeSettings, reopen: Reopen) -> None:
    """Serve until interrupted; port 0 takes a free one. Raises AssistantError if it cannot listen there.

    On a loopback host only requests addressed to this machine by name or number are answered, unless
    `hosts` names others. Who names no index asks the first. When one is built again, `reopen` gives the new one.
    """
    settings, users = web_settings(at), read_users(Path(at.auth)) if at.auth else None
    start_log(at.log)
    listener = _listen(at.host, at.port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped by a service manager as by Ctrl+C
    try:
        first, *others = served
        desk = Desk(
            first.assistant,
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
            with IndexWatch(desk, {each.name: each.folder for each in served}, reopen) as watch:
                upkeep = Upkeep(watch, replace(all_settings, serve=at)) if may_change(at) else None
                try:
                    _run(desk, settings, at, users, listener, upkeep)
                finally:
                    if upkeep is not None:
                        upkeep.close()
        finally:
            desk.close()
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()


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
) -> None:
    from assistant.ui import create_app  # takes seconds: not before the port is known to be free

    for assistant in (each.assistant for each in desk.desks):
        if documents := assistant.documents():
            with suppress(QuestionError):
                assistant.extract(documents[0].title)  # loads dictionaries: before anybody waits for it
    config = uvicorn.Config(
        create_app(desk, settings, users=users, upkeep=upkeep),
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
    _Server(config, address).run(sockets=[listener])


def _feedback() -> FeedbackStore | None:
    try:
        return FeedbackStore(feedback_file())
    except FeedbackError as error:  # where nothing may be written, questions can still be answered
        log.warning("%s", error)
        return None


class _Server(uvicorn.Server):
    """Says one line when it is ready, and nothing about the tabs that are open when it stops."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"Wenju is ready at {self._address} (Ctrl+C stops it)", flush=True)
            # what the first question in English needs: better now than while somebody waits for it
            threading.Thread(target=import_module, args=("pypinyin",), daemon=True).start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AssistantError(f"port {port} is already in use: choose another one with --port") from error
        why = (error.strerror or str(error)).partition(" (while")[0]
        raise AssistantError(
            f"cannot listen on {host} port {port} ({why}): choose another --host or --port"
        ) from error


def _address(host: str, listener: socket.socket, base_path: str) -> str:
    """Where a browser on this machine finds the server."""
    name = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    name = f"[{name}]" if ":" in name else name
    return f"http://{name}:{listener.getsockname()[1]}{base_path}/"
