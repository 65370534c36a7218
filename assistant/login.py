"""Logging in: a session in a cookie for people, a bearer token for programs, around everything that is served."""

import asyncio
import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.auth import USER, USERS, caller
from assistant.guard import QUERY
from assistant.limits import RateLimit
from assistant.problems import client_lang, problem
from assistant.users import User, with_password, with_token
from assistant.wording import say

COOKIE = "wenju_session"
_LASTS_S = 12 * 3600
_MOST = 10_000  # sessions; the oldest ends first
_TRIES_PER_MINUTE = 20
_OPEN = ("/healthz", "/readyz", "/favicon.ico", "/widget.js")
_OPEN_BELOW = "/static/"


class Sessions:
    """Who is logged in, in memory: a restart logs everybody out. Tokens are kept only as hashes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._users: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._lock = threading.Lock()

    def start(self, name: str) -> str:
        """A new session for a user; gives its token."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._users[_hash(token)] = name, self._clock() + _LASTS_S
            if len(self._users) > _MOST:
                self._users.popitem(last=False)
        return token

    def name(self, token: str) -> str | None:
        """The name of the user whose session has this token, if it still lasts."""
        with self._lock:
            name, ends = self._users.get(_hash(token), (None, 0.0))
        return name if self._clock() < ends else None

    def end(self, token: str) -> None:
        """End a session."""
        with self._lock:
            self._users.pop(_hash(token), None)


class Login:
    """Lets nobody through who is not logged in, but to the login page and to what holds nothing.

    Without users everybody is let through.
    """

    def __init__(self, app: ASGIApp, users: Mapping[str, User]) -> None:
        self.app = app
        self._users = users
        self._sessions = Sessions()
        self._tries = RateLimit(_TRIES_PER_MINUTE)
        self._checking = asyncio.Semaphore(1)  # a check is meant to be slow: one at a time

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI app."""
        response = await self._response(scope, receive) if scope["type"] == "http" else None
        await (response or self.app)(scope, receive, send)

    async def _response(self, scope: Scope, receive: Receive) -> Response | None:
        """Ours; None for a request that is let through, with its user in the scope."""
        request = Request(scope, receive)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if not self._users:
            return problem(404, request) if path in ("/login", "/logout") else None
        if path == "/login":
            return await self._log_in(request) if scope["method"] == "POST" else _page(request)
        if path == "/logout" and scope["method"] == "POST":
            return self._log_out(request)
        user = scope[USER] = self._user(request)
        scope[USERS] = True
        if user is not None or path in _OPEN or path.startswith(_OPEN_BELOW):
            return None
        if scope["method"] in ("GET", "HEAD") and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"{_root(scope)}login{_query(scope)}", status_code=303)
        return problem(401, request, headers={"www-authenticate": "Bearer"})

    def _user(self, request: Request) -> User | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return with_token(self._users, token.strip())
        name = self._sessions.name(request.cookies.get(COOKIE, ""))
        return self._users.get(name) if name else None

    async def _log_in(self, request: Request) -> Response:
        wait_s = self._tries.wait_s(caller(request.scope))
        if wait_s:
            return _page(request, "too_often", 429, {"retry-after": str(wait_s)})
        form = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=10)
        name, password = (form.get(field, [""])[0] for field in ("name", "password"))
        async with self._checking:
            user = await run_in_threadpool(with_password, self._users, name, password)
        if user is None:
            return _page(request, "wrong_password", 401, name=name)
        response = RedirectResponse(f"{_root(request.scope)}{_query(request.scope)}", status_code=303)
        response.set_cookie(
            COOKIE,
            self._sessions.start(user.name),
            max_age=_LASTS_S,
            path=_root(request.scope),
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",  # another site's form or frame never brings it along
        )
        return response

    def _log_out(self, request: Request) -> Response:
        self._sessions.end(request.cookies.get(COOKIE, ""))
        response = RedirectResponse(f"{_root(request.scope)}login", status_code=303)
        response.delete_cookie(COOKIE, path=_root(request.scope), httponly=True, samesite="lax")
        return response


def _page(
    request: Request,
    fault: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    name: str = "",
) -> HTMLResponse:
    """The form; with the `name` that was typed before, only the password is asked for again."""
    lang = client_lang(request)
    at_name, at_password = ("", " autofocus") if name else (" autofocus", "")
    said = {name: escape(say(name, lang)) for name in ("login", "user_name", "password", "promise")}
    alert = f'<p role="alert">{escape(say(fault, lang))}</p>' if fault else ""
    query = escape(_query(request.scope))
    html = f"""<!doctype html>
<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>{said["login"]} · 问据 Wenju</title><link rel="icon" href="static/favicon.svg" type="image/svg+xml">
<style>{_STYLE}</style></head><body><main><h1><span class="seal">据</span>问据 <small>Wenju</small></h1><p>{said["promise"]}</p>{alert}
<form method="post" action="login{query}">
<label>{said["user_name"]}<input name="name" value="{escape(name)}" autocomplete="username" required{at_name}></label>
<label>{said["password"]}<input name="password" type="password" autocomplete="current-password" required{at_password}></label>
<button>{said["login"]}</button></form></main></body></html>"""
    return HTMLResponse(html, status, {"cache-control": "no-store", **(headers or {})})


def _root(scope: Scope) -> str:
    return f"{scope.get('root_path', '')}/"


def _query(scope: Scope) -> str:
    """The query of a request, which a login hands on: the page has the question of a shared link in it."""
    query: bytes = scope.get(QUERY, scope.get("query_string", b""))
    return f"?{quote(query, safe='=&%+,~')}" if query else ""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


_STYLE = """
body{--paper:#fff;--ink:#1c2429;--soft:#5d6a72;--field:#7d8a92;--accent:#17607d;--on-accent:#fff;--tint:#e8f1f4;
margin:0;min-height:100vh;display:grid;place-items:center;background:var(--paper);color:var(--ink);
font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
@media (prefers-color-scheme:dark){body{--paper:#14191d;--ink:#e3e8ea;--soft:#98a5ac;--field:#6d7a82;--accent:#7fc3de;
--on-accent:#0d2029;--tint:#1e313a}}
main{box-sizing:border-box;width:min(24rem,100vw);padding:2rem}
h1{display:flex;align-items:center;gap:.5rem;margin:0;font-size:1.5rem}
h1 small{font-weight:400;font-size:1rem}
.seal{display:grid;place-items:center;width:2rem;height:2rem;border-radius:.5rem;background:var(--accent);
color:var(--on-accent);font-size:1.125rem}
h1 small,p{color:var(--soft)}
form,label{display:grid;gap:.375rem}
form{gap:1rem;margin-top:1.5rem}
input,button{font:inherit;padding:.625rem .75rem;border:1px solid var(--field);border-radius:.5rem;background:var(--paper);
color:inherit}
button{margin-top:.5rem;border-color:var(--accent);background:var(--accent);color:var(--on-accent);font-weight:600;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
[role=alert]{padding:.625rem .75rem;border-left:4px solid var(--accent);background:var(--tint);color:var(--ink)}
"""
