"""Bytes of HTML to a tree, with nothing fetched and nothing run."""

import re
from html import unescape

from lxml.etree import XMLSyntaxError, fromstring
from lxml.html import HtmlElement, HTMLParser, XHTMLParser, document_fromstring, xhtml_to_html

from corpus.decode import decode
from corpus.errors import DecodeError

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,30};")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HEAD_BYTES = 4096
_MAX_MISFITS = 0.005  # of the characters of a page
_SUPERSET = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "iso-8859-1": "cp1252",
    "utf-16": "utf-8",
}


def decode_html(data: bytes, encoding: str | None = None) -> str:
    """The text of a page: in `encoding`, or the one that it declares if that fits, or the one that it looks like.

    A page that declares UTF-8 may have a few bytes that are none, as browsers allow: each becomes U+FFFD.
    """
    match = None if encoding else _DECLARED.search(data[:_HEAD_BYTES])
    if match:
        declared = (match[1] or match[2]).decode("ascii").lower()
        declared = _SUPERSET.get(declared, declared)
        try:
            return decode(data, declared)
        except DecodeError:
            text = data.decode("utf-8", "replace")
            if declared in ("utf-8", "utf8") and text.count("\ufffd") <= _MAX_MISFITS * len(text):
                return text
    return decode(data, encoding)


def parse_html(text: str) -> HtmlElement | None:
    """The tree of a page, None if it has no element."""
    cleaned = _CONTROL.sub("", _XML_DECLARATION.sub("", text))
    if not cleaned.strip():
        return None
    parser = HTMLParser(no_network=True, recover=True, remove_comments=True, remove_pis=True)
    root: HtmlElement = document_fromstring(cleaned, parser=parser, ensure_head_body=True)
    return root


def parse_xhtml(text: str) -> HtmlElement | None:
    """The tree of a page that should be XHTML, where any element may be empty (`<title/>`); else that of HTML."""
    cleaned = _CONTROL.sub("", _XML_DECLARATION.sub("", text.removeprefix("\ufeff")))
    parser = XHTMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root: HtmlElement = fromstring(_NAMED.sub(lambda match: unescape(match[0]), cleaned), parser)
    except (XMLSyntaxError, ValueError):
        return parse_html(text)
    xhtml_to_html(root)
    return root
