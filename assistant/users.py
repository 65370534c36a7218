"""The users of a server: their file, and how their secrets are kept.

A line of the file is `NAME ROLE SECRET`. The secret of a person is a salted scrypt hash of the password; that
of a program is the hash of a random token, which needs no salt. `wenju user` writes such lines.
"""

import hashlib
import hmac
import os
import re
import secrets
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import AuthError

Role = Literal["admin", "reader"]
ROLES: tuple[Role, ...] = ("admin", "reader")

_NAME = re.compile(r"[\w.@-]{1,64}")
_LINE = re.compile(
    r"(?P<name>\S+)\s+(?P<role>admin|reader)\s+(?P<secret>scrypt\$\d{1,7}\$\d{1,2}\$\d\$[\w+/]{22}==\$[\w+/]{43}=|sha256\$[0-9a-f]{64})"
)
_COST, _BLOCK, _PARALLEL = 2**15, 8, 1
_MEMORY = 128 * _COST * _BLOCK * 2
_NOBODY = f"scrypt${_COST}${_BLOCK}${_PARALLEL}${'A' * 22}==${'A' * 43}="
"""A secret that no password has: checking one for an unknown name takes as long as for a known one."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a name. Only an administrator may see feedback or change anything."""

    name: str
    role: Role
    secret: str


def read_users(path: Path) -> dict[str, User]:
    """The users of a file, by name. Raises AuthError, which names the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AuthError(
            f"the users in {path} cannot be read ({error}): make them with `wenju user`"
        ) from error
    users: dict[str, User] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None or not _NAME.fullmatch(found["name"]):
            raise AuthError(f"{path} line {number} is not NAME ROLE SECRET: write it with `wenju user`")
        role: Role = "admin" if found["role"] == "admin" else "reader"
        users[found["name"]] = User(found["name"], role, found["secret"])
    if not users:
        raise AuthError(f"{path} holds no user: add one with `wenju user NAME --auth {path}`")
    return users


def write_user(path: Path, user: User) -> None:
    """Add a user to a file, or replace the one of that name. The file is for its owner only. Raises AuthError."""
    if not _NAME.fullmatch(user.name):
        raise AuthError(f"{user.name!r} cannot be a name: use letters, digits, and . _ @ -")
    users = read_users(path) if path.exists() else {}
    users[user.name] = user
    text = "".join(f"{each.name} {each.role} {each.secret}\n" for each in users.values())
    try:
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            file.write(text)  # the file is made for its owner only
        os.replace(file.name, path)
    except OSError as error:
        raise AuthError(f"the users cannot be written to {path}: {error.strerror or error}") from error


def of_password(password: str) -> str:
    """The secret that is kept for a password."""
    salt = secrets.token_bytes(16)
    derived = _derived(password, salt, _COST, _BLOCK, _PARALLEL)
    parts = (b64encode(salt).decode(), b64encode(derived).decode())
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${parts[0]}${parts[1]}"


def of_token(token: str) -> str:
    """The secret that is kept for a program's token."""
    return f"sha256${hashlib.sha256(token.encode()).hexdigest()}"


def with_password(users: Mapping[str, User], name: str, password: str) -> User | None:
    """The user of that name and password. It takes as long for one that does not exist."""
    user = users.get(name)
    secret = user.secret if user is not None and user.secret.startswith("scrypt$") else _NOBODY
    _, cost, block, parallel, salt, expected = secret.split("$")
    derived = _derived(password, b64decode(salt), int(cost), int(block), int(parallel))
    return user if hmac.compare_digest(derived, b64decode(expected)) else None


def with_token(users: Mapping[str, User], token: str) -> User | None:
    """The user whose token this is. Every token is compared, each in constant time."""
    given = of_token(token)
    found = None
    for user in users.values():
        if hmac.compare_digest(user.secret.encode(), given.encode()):
            found = user
    return found


def _derived(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY, dklen=32)
