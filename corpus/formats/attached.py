"""What is attached to a mail message: the files in it by name, and the bytes of one, without unpacking anything."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from functools import lru_cache
from pathlib import PurePosixPath

from corpus.errors import DecodeError, SourceError
from corpus.files import file_at, read_file
from corpus.formats.damage import refused_as
from corpus.formats.mail import readable
from corpus.names import distinct

_MAX_ATTACHED = 1000  # in one message
_MAY_HOLD = re.compile(rb"name\s*(?:\*\d*)?\*?\s*=", re.IGNORECASE)


def attachments(path: str, *, max_bytes: int) -> list[str]:
    """The names of the files in the message at `path`, in its order; none if it is not a readable message.

    Of a name that leads to a folder only the last part counts; one that is taken gets a number. Raises
    SourceError if the file cannot be read.
    """
    try:
        return list(_parts(path, max_bytes))
    except DecodeError:
        return []  # reading the message will say so


def read_attachment(path: str, name: str, *, max_bytes: int) -> bytes:
    """The bytes of one file, by its name as `attachments` gives it. Raises SourceError or DecodeError."""
    part = _parts(path, max_bytes).get(name)
    if part is None:
        raise SourceError(f"there is no {name} in the message {path}")
    with refused_as("attachment", "save it from the mail program"):
        payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _parts(path: str, max_bytes: int) -> dict[str, MIMEPart]:
    found = file_at(path)
    return _parsed(path, found.mtime_ns, found.size, max_bytes)


@lru_cache(maxsize=1)  # files are read one after the other, and finding them takes the whole message
def _parsed(path: str, _changed: int, _size: int, max_bytes: int) -> dict[str, MIMEPart]:
    data = read_file(path, max_bytes=max_bytes)
    if not _MAY_HOLD.search(data):
        return {}
    with refused_as("mail message", "save it again from the mail program"):
        message = message_from_bytes(data, policy=default)
        parts: dict[str, MIMEPart] = {}
        for name, part in _named(message):
            path_of = PurePosixPath(name)
            stem = distinct(path_of.stem, {PurePosixPath(taken).stem for taken in parts})
            parts[f"{stem}{path_of.suffix}"] = part
            if len(parts) >= _MAX_ATTACHED:
                break
        return parts


def _named(message: EmailMessage) -> Iterator[tuple[str, MIMEPart]]:
    """The parts of a message, and of messages in it, that are files."""
    for part in message.walk():
        if part.is_multipart() or part is message:
            continue
        name = PurePosixPath(readable(part.get_filename() or "").replace("\\", "/")).name
        is_file = part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text"
        if name and name != ".." and not name.startswith(".") and is_file:
            yield name, part
