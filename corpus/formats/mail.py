"""Mail messages: the subject, the body, and the names of what was attached."""

import re
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parseaddr

from corpus.decode import decode
from corpus.errors import DecodeError
from corpus.extract import Extract
from corpus.formats.damage import refused_as
from corpus.formats.metadata import known_name, known_title
from corpus.wording import because

_HEADERS = ("From", "Subject", "Date", "Received", "Message-ID", "MIME-Version")
_STRUCTURED = re.compile(rb"<(table|h[1-6]|ul|ol)[\s>]", re.IGNORECASE)
_SUPERSET = {"gb2312": "gb18030", "gbk": "gb18030"}
_HAS_BYTES = re.compile("[\udc80-\udcff]")  # how the parser keeps bytes that are no ASCII
_HAN = re.compile("[\u4e00-\u9fff]")


def read(data: bytes, encoding: str | None = None) -> Extract:
    """The text of an .eml. Of two bodies the HTML one is read only if it has structure. Raises DecodeError."""
    with refused_as("broken_mail"):
        message = message_from_bytes(data, policy=default)
        if not any(name in message for name in _HEADERS):
            raise DecodeError(because("not_mail"))
        subject = _header(message, "Subject")
        found = _body(message, subject, _attachments(message), encoding)
        date = message["Date"]
        sent = date.datetime if date is not None else None
        return Extract(
            text=found.text,
            paragraphs=found.paragraphs,
            title=known_title(subject),
            publisher=_sender(message),
            date=sent.date().isoformat() if sent else None,
        )


def _body(message: EmailMessage, subject: str, attached: str, encoding: str | None) -> Extract:
    """The text, with the subject above it and the names of what is attached below."""
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    raw = _bytes(html)
    if raw and (not _bytes(plain).strip() or _STRUCTURED.search(raw)):
        return _html_body(_decoded(raw, html, encoding), subject, attached)
    body = _decoded(_bytes(plain), plain, encoding)
    return Extract(
        "\n\n".join(part for part in (subject, body.strip(), _named(attached, subject + body)) if part)
    )


def _html_body(source: str, subject: str, attached: str) -> Extract:
    from corpus.formats.markup import parse_html
    from corpus.formats.tree import write_tree
    from corpus.formats.writer import Writer

    writer = Writer()
    writer.heading(subject, 1)
    root = parse_html(source)
    if root is not None:
        write_tree(root, writer)
    writer.paragraph(_named(attached, subject + source))
    return writer.extract()


def _bytes(part: MIMEPart | None) -> bytes:
    payload = part.get_payload(decode=True) if part is not None else b""
    return payload if isinstance(payload, bytes) else b""


def _decoded(raw: bytes, part: MIMEPart | None, encoding: str | None) -> str:
    """The text of a part: in the encoding given, or that of its header, or that which it looks like."""
    if encoding is None and part is not None and (charset := part.get_content_charset()):
        try:
            return decode(raw, _SUPERSET.get(charset, charset))
        except DecodeError:
            pass
    return decode(raw, encoding)


def _raw(message: EmailMessage, name: str) -> str:
    return next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")


def _header(message: EmailMessage, name: str) -> str:
    """A header as one line; bytes that were put into it without saying their encoding are decoded."""
    raw = _raw(message, name)
    return readable(raw if _HAS_BYTES.search(raw) else str(message[name] or ""))


def readable(text: str) -> str:
    """What a header says, in one line; bytes whose encoding it does not name are decoded."""
    if _HAS_BYTES.search(text):
        raw = text.encode("utf-8", "surrogateescape")
        try:
            text = decode(raw)
        except DecodeError:
            text = raw.decode("utf-8", "replace")
    return " ".join(text.replace("\x00", "").split())


def _sender(message: EmailMessage) -> str | None:
    """The name of the sender, or the address without one."""
    header = message["From"]
    if header is not None and header.addresses and not _HAS_BYTES.search(_raw(message, "From")):
        name, address = header.addresses[0].display_name, header.addresses[0].addr_spec
    else:
        name, address = parseaddr(_header(message, "From"))
    return known_name(readable(name)) or readable(address) or None


def _attachments(message: EmailMessage) -> str:
    """The names of what is attached, in order."""
    parts = message.walk() if message.is_multipart() else iter(())
    names = [part.get_filename() for part in parts if part.get_content_disposition() == "attachment"]
    return ", ".join(readable(name) for name in names if name)


def _named(attached: str, body: str) -> str:
    if not attached:
        return ""
    return f"附件：{attached}" if _HAN.search(body) else f"Attached: {attached}"
