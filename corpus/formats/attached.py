"""What is attached to a mail message: the files and messages in it by name, and the bytes of one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message, MIMEPart
from email.policy import default
from pathlib import PurePosixPath

from corpus.errors import SourceError
from corpus.formats.damage import refused_as
from corpus.formats.mail import readable
from corpus.names import distinct, slug
from corpus.wording import because

_MAX_ATTACHED = 1000  # in one message
_MAY_HOLD = re.compile(rb"name\s*(?:\*\d*)?\*?\s*=|message/rfc822", re.IGNORECASE)
_FORWARDED = "message/rfc822"
_AS_IT_STANDS = default.clone(refold_source="none")
_NAME_CHARS = 60


@dataclass(frozen=True, slots=True)
class Attachments:
    """The parts of a message that are files or messages, by name."""

    parts: Mapping[str, MIMEPart]

    @property
    def names(self) -> Sequence[str]:
        """In the order of the message."""
        return list(self.parts)

    def read(self, name: str) -> bytes:
        """The bytes of one of them. Raises SourceError or DecodeError."""
        part = self.parts.get(name)
        if part is None:
            raise SourceError(because("not_in_message", name=name))
        with refused_as("broken_attachment"):
            if part.get_content_type() == _FORWARDED:
                forwarded = _forwarded(part)
                return forwarded.as_bytes(policy=_AS_IT_STANDS) if forwarded else b""
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else b""


def open_message(data: bytes) -> Attachments:
    """What is attached to a message; what is attached to a forwarded one is found in that.

    Of a name that leads to a folder only the last part counts; one that is taken gets a number. Raises DecodeError.
    """
    if not _MAY_HOLD.search(data):
        return Attachments({})
    with refused_as("broken_mail"):
        message = message_from_bytes(data, policy=default)
        parts: dict[str, MIMEPart] = {}
        for name, part in _named(message, is_outermost=True):
            path_of = PurePosixPath(name)
            stem = distinct(path_of.stem, {PurePosixPath(taken).stem for taken in parts})
            parts[f"{stem}{path_of.suffix}"] = part
            if len(parts) >= _MAX_ATTACHED:
                break
        return Attachments(parts)


def _named(part: MIMEPart, *, is_outermost: bool = False) -> Iterator[tuple[str, MIMEPart]]:
    """The parts of a message that are files, and the messages in it."""
    name = PurePosixPath(readable(part.get_filename() or "").replace("\\", "/")).name
    if part.get_content_type() == _FORWARDED and not is_outermost:
        name = name or _subject(part)
        yield (name if name.lower().endswith(".eml") else f"{name}.eml"), part
    elif part.is_multipart():
        for each in part.iter_parts():
            yield from _named(each)
    elif not is_outermost:
        is_file = part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text"
        if name and name != ".." and not name.startswith(".") and is_file:
            yield name, part


def _forwarded(part: MIMEPart) -> Message | None:
    held = part.get_payload()
    first = held[0] if isinstance(held, list) and held else None
    return first if isinstance(first, Message) else None


def _subject(part: MIMEPart) -> str:
    """A name for a message that has none."""
    forwarded = _forwarded(part)
    subject = readable(str(forwarded["Subject"] or "")) if forwarded else ""
    return slug(subject[:_NAME_CHARS]) if subject else "message"
