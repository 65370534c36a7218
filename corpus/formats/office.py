"""What the Office formats have in common: a package of XML parts, and properties that a person may have set."""

from zipfile import ZipFile

from corpus.errors import DecodeError
from corpus.formats.archive import read_part
from corpus.formats.metadata import known_name, known_title
from corpus.wording import because

_CORE = "docProps/core.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


def title_and_author(package: ZipFile) -> tuple[str | None, str | None]:
    """The title and author in the properties of an Office file, None where they are not set or made up."""
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(read_part(package, _CORE), parser)
    except (KeyError, etree.XMLSyntaxError, DecodeError):
        return None, None
    return known_title(root.findtext(f"{_DC}title")), known_name(root.findtext(f"{_DC}creator"))


def refuse_entities(package: ZipFile) -> None:
    """Raises DecodeError if a part declares entities, which no Office program writes and which may explode."""
    for name in package.namelist():
        if name.endswith((".xml", ".rels")):
            part = read_part(package, name)
            if any(declaration in part for declaration in _DECLARATIONS):
                raise DecodeError(because("xml_entities", part=name))
