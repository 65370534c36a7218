"""Files of the page that never change under their names: read and compressed once."""

import hashlib
import mimetypes
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PRELOADED = Path(__file__).with_name("preloaded.txt")
"""The scripts and style sheets below `/assets/` that the page is known to need, a name a line; see `eval.preload`."""
LASTING = {"cache-control": "public, max-age=31536000, immutable"}
_MOST_BYTES = 32_000_000


class KeptAssets:
    """An ASGI app around another one: its files below `/assets/` are asked of it once, then answered from memory.

    Gradio reads and compresses them anew for each reader, who needs some fifty before the page can be used. Their
    names hold a hash of their content. Not more than 32 MB are kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[tuple[str, str], list[Message]] = {}
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI app."""
        if scope["type"] != "http" or "/assets/" not in scope["path"] or not _is_plain(scope):
            await self._app(scope, receive, send)
            return
        key = scope["path"], Request(scope).headers.get("accept-encoding", "")
        if key not in self._kept:
            events: list[Message] = []

            async def note(event: Message) -> None:
                events.append(event)

            await self._app(scope, receive, note)
            self._keep(key, events)
        else:
            events = self._kept[key]
        for event in events:
            await send(_copied(event))

    def _keep(self, key: tuple[str, str], events: list[Message]) -> None:
        size = sum(len(event.get("body", b"")) for event in events)
        if events[0].get("status") == 200 and self._bytes + size <= _MOST_BYTES and key not in self._kept:
            self._kept[key] = [_copied(event) for event in events]
            self._bytes += size


class Files:
    """Files served from memory at an address that holds a hash of them all, so that a browser asks for them once.

    What one of them imports from another, by a relative address, is of the same version. `joined` are files made of
    others, one after the other: each request costs a browser some milliseconds.
    """

    def __init__(
        self, folders: Iterable[Path], joined: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> None:
        paths = {path.name: path for folder in folders for path in sorted(folder.iterdir())}
        self._contents = {name: path.read_bytes() for name, path in paths.items()}
        self._contents |= {
            name: b"\n".join(self._contents[part] for part in parts) for name, parts in joined.items()
        }
        digest = hashlib.blake2b(digest_size=6)
        for name, content in sorted(self._contents.items()):
            digest.update(f"{name} {len(content)} ".encode() + content)
        self.version = digest.hexdigest()

    def response(self, name: str, version: str) -> Response:
        """A file; kept by the browser if it was asked for by its version. Status 404 if there is none."""
        if name not in self._contents:
            return Response(status_code=404)
        kind = mimetypes.guess_type(name)[0]
        headers = LASTING if version == self.version else {"cache-control": "no-cache"}
        return Response(self._contents[name], media_type=kind, headers=headers)


def preloads() -> str:
    """HTML for the head of the page that has a browser fetch at once what Gradio will ask for, file after file.

    What the installed Gradio has not (names hold hashes) is left out.
    """
    gradio = find_spec("gradio")
    if gradio is None or gradio.origin is None:
        return ""
    there = Path(gradio.origin).parent / "templates" / "frontend" / "assets"
    names = (name for name in PRELOADED.read_text("utf-8").split() if (there / name).exists())
    return "".join(_told(name) for name in names)


def _told(name: str) -> str:
    """The element that has a file fetched at once.

    A style sheet is applied too: what Gradio would add later it leaves out where the page has it, as the same element.
    """
    if name.endswith(".css"):
        return f'<link rel="stylesheet" crossorigin href="assets/{name}">'
    return f'<link rel="modulepreload" href="assets/{name}">'


def _is_plain(scope: Scope) -> bool:
    """Whether a request asks for a whole file and nothing else."""
    asked = {name for name, _ in scope["headers"]}
    return scope["method"] == "GET" and not asked & {b"range", b"if-none-match", b"if-modified-since"}


def _copied(event: Message) -> Message:
    """An event that what is around may add headers to."""
    return {**event, "headers": list(event["headers"])} if "headers" in event else event
