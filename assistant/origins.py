"""Which other sites may call the API and frame the page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.errors import SettingsError

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORIGIN = re.compile(
    rf"(?P<scheme>https?)://(?P<any>\*\.)?"
    rf"(?P<host>{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]{{2,45}}\])(?::(?P<port>\d{{1,5}}))?"
)
_PORTS = {"http": "80", "https": "443"}


@dataclass(frozen=True, slots=True)
class Origins:
    """An allow-list of origins, `https://a.example` or `https://*.example.org`. An empty one allows none.

    A wildcard stands for one or more labels: it does not allow `https://example.org` itself.
    """

    patterns: tuple[str, ...] = ()

    def allows(self, origin: str) -> bool:
        """Whether the value of a request's `Origin` header is on the list."""
        return re.fullmatch(self.expression(), origin) is not None

    def expression(self) -> str:
        """A regular expression that the allowed origins match, whole, and nothing else does."""
        allowed = (re.escape(each).replace(r"\*\.", rf"(?:{_LABEL}\.)+") for each in self.patterns)
        return "|".join(allowed) or "(?!)"

    def sources(self) -> tuple[str, ...]:
        """The list as sources of a content security policy."""
        return self.patterns


def parse_origins(texts: Iterable[str]) -> Origins:
    """The list that users write: each text one or more origins between spaces or commas. Raises SettingsError."""
    patterns: list[str] = []
    for text in re.split(r"[\s,]+", " ".join(texts)):
        if not text:
            continue
        parts = _ORIGIN.fullmatch(text.rstrip("/").lower())
        if parts is None or (parts["any"] and "." not in parts["host"]) or int(parts["port"] or 0) > 65535:
            raise SettingsError(
                f"{text[:100]!r} is no origin: write it as https://www.example.org or https://*.example.org"
            )
        patterns.append(_plain(parts))
    return Origins(tuple(dict.fromkeys(patterns)))


def is_same_origin(origin: str, host: str) -> bool:
    """Whether an `Origin` header names the very host that a request is addressed to.

    The scheme is not compared: behind a proxy that ends TLS the server does not know its own.
    """
    parts = _ORIGIN.fullmatch(origin.lower())
    if parts is None or parts["any"]:
        return False
    own = _ORIGIN.fullmatch(f"{parts['scheme']}://{host.lower()}")
    return own is not None and _plain(own) == _plain(parts)


def _plain(parts: re.Match[str]) -> str:
    """An origin as browsers send it: without the port that its scheme has anyway."""
    port = parts["port"]
    suffix = "" if port in (None, _PORTS[parts["scheme"]]) else f":{port}"
    return f"{parts['scheme']}://{parts['any'] or ''}{parts['host']}{suffix}"
