"""Who sent a request, and what that allows."""

import ipaddress
import re

from starlette.requests import Request
from starlette.types import Scope

from assistant.origins import is_same_origin
from assistant.users import User

USER = "wenju.user"
USERS = "wenju.users"
"""Where a request's scope holds its user, and whether the server has users at all."""

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1", "[::1]")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def user_name(request: Request) -> str | None:
    """The name of the user who sent a request; None where nobody is logged in."""
    user = request.scope.get(USER)
    return user.name if isinstance(user, User) else None


def has_users(request: Request) -> bool:
    """Whether the server that got this request has users at all."""
    return bool(request.scope.get(USERS))


def is_admin(request: Request) -> bool:
    """Whether a request may read feedback and change things.

    That is an administrator's; on a server without users, that of somebody at this very machine.
    """
    user = request.scope.get(USER)
    if has_users(request):
        return isinstance(user, User) and user.role == "admin"
    return is_local(request.scope)


def is_local(scope: Scope) -> bool:
    """Whether a request comes from this machine, addressed to it, through no proxy and from no page of another site."""
    headers = Request(scope).headers
    origin = headers.get("origin", "")
    if origin and not is_same_origin(origin, headers.get("host", "")):
        return False
    host = re.sub(r":\d+$", "", headers.get("host", ""))
    return (
        is_loopback(caller(scope))
        and host in LOOPBACK_HOSTS
        and not any(name in headers for name in _FORWARDED)
    )


def caller(scope: Scope) -> str:
    """The address that a request comes from; empty where nothing tells."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
