"""Electronic books: the chapters in the order in which they are read."""

import posixpath
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree

from corpus.errors import DecodeError
from corpus.extract import Extract
from corpus.formats.archive import open_package, read_part
from corpus.formats.damage import refused_as
from corpus.formats.markup import decode_html, parse_xhtml
from corpus.formats.metadata import iso_date, iso_language, known_name, known_title
from corpus.formats.tree import write_tree
from corpus.formats.writer import Writer
from corpus.wording import because

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_CHAPTERS = frozenset({"application/xhtml+xml", "text/html"})
_FONT_ALGORITHMS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # only fonts


def read(data: bytes, encoding: str | None = None) -> Extract:
    """The text of an .epub, chapter after chapter. Raises DecodeError."""
    with open_package(data) as package, refused_as("broken_epub"):
        _refuse_locked(package)
        path = _package_path(package)
        root = _parse(read_part(package, path))
        writer = Writer()
        for chapter in _chapters(root, path, frozenset(package.namelist())):
            tree = parse_xhtml(decode_html(read_part(package, chapter)))
            if tree is not None:
                write_tree(tree, writer)
        return writer.extract(
            title=known_title(_first(root, "title")),
            publisher=known_name(_first(root, "publisher")) or known_name(_first(root, "creator")),
            date=_date(root),
            lang=iso_language(_first(root, "language")),
        )


def _parse(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _refuse_locked(package: ZipFile) -> None:
    if _ENCRYPTION not in package.namelist():
        return
    methods = _parse(read_part(package, _ENCRYPTION)).iterfind(".//{*}EncryptionMethod")
    if any(method.get("Algorithm") not in _FONT_ALGORITHMS for method in methods):
        raise DecodeError(because("locked_book"))


def _package_path(package: ZipFile) -> str:
    found = _parse(read_part(package, _CONTAINER)).find(".//{*}rootfile")
    if found is None:
        raise DecodeError(because("no_book"))
    return str(found.get("full-path"))


def _chapters(root: Any, package_path: str, names: frozenset[str]) -> list[str]:
    """The files of the spine that are there, without the table of contents."""
    folder = posixpath.dirname(package_path)
    items = {item.get("id"): item for item in root.iterfind(".//{*}manifest/{*}item")}
    chapters = []
    for reference in root.iterfind(".//{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if (
            item is None
            or item.get("media-type") not in _CHAPTERS
            or "nav" in item.get("properties", "").split()
        ):
            continue
        path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        if path in names and path not in chapters:
            chapters.append(path)
    return chapters


def _first(root: Any, name: str) -> str | None:
    text: str | None = root.findtext(f".//{{*}}metadata/{{http://purl.org/dc/elements/1.1/}}{name}")
    return text


def _date(root: Any) -> str | None:
    """The day of publication, not that on which the file was made."""
    event = "{http://www.idpf.org/2007/opf}event"
    for element in root.iterfind(".//{*}metadata/{http://purl.org/dc/elements/1.1/}date"):
        if element.get(event, "publication") == "publication":
            return iso_date(element.text)
    return None
