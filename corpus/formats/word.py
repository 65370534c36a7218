"""Word documents: mammoth tells their styles, lists and tables as HTML."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml.html import HtmlElement

from corpus.extract import Extract
from corpus.formats.archive import open_package, read_part
from corpus.formats.damage import refused_as
from corpus.formats.markup import parse_html
from corpus.formats.metadata import known_title
from corpus.formats.numbering import as_shown
from corpus.formats.office import refuse_entities, title_and_author
from corpus.formats.tree import element_text, write_tree
from corpus.formats.writer import Writer

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_BASES = 10  # a style that is based on a style, and so on
_STYLES = (
    "p[style-name='Title'] => h1.title:fresh",
    "p[style-name='标题'] => h1.title:fresh",
    *(f"p[style-name='标题 {level}'] => h{level}:fresh" for level in range(1, 7)),
    "p[style-name^='toc'] => !",
    "p[style-name^='TOC'] => !",
)


def read(data: bytes, encoding: str | None = None) -> Extract:
    """The text of a .docx with its headings, lists, tables and notes. Raises DecodeError."""
    from mammoth import convert_to_html
    from mammoth.images import img_element

    with open_package(data) as package, refused_as("broken_word"):
        refuse_entities(package)
        title, author = title_and_author(package)
        style_map = "\n".join([*_STYLES, *_heading_styles(package)])
        no_image = img_element(lambda image: {})
        as_seen = as_shown(data, package)
        result = convert_to_html(BytesIO(as_seen), style_map=style_map, convert_image=no_image)
        root = parse_html(f"<body>{result.value}</body>")
        writer = Writer()
        if root is not None:
            _drop_back_links(root)
            write_tree(root, writer)
            title = title or known_title(_marked_title(root))
        return writer.extract(title=title, publisher=author)


def _heading_styles(package: ZipFile) -> list[str]:
    """For mammoth: the styles that have a level in the outline, by themselves or by the style they are based on."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(read_part(package, "word/styles.xml"), parser)
    except KeyError:
        return []
    styles = {style.get(f"{_W}styleId"): style for style in root.iterfind(f"{_W}style")}
    found = []
    for style in styles.values():
        name = _value(style.find(f"{_W}name"))
        level, based = None, style
        for _ in range(_MAX_BASES):
            level = _value(based.find(f".//{_W}outlineLvl")) if based is not None else None
            if level is not None or based is None:
                break
            based = styles.get(_value(based.find(f"{_W}basedOn")))
        if name and re.fullmatch(r"[^'\\\n]+", name) and level in tuple("012345"):
            found.append(f"p[style-name='{name}'] => h{int(level) + 1}:fresh")
    return found


def _value(element: Any) -> str | None:
    return element.get(f"{_W}val") if element is not None else None


def _marked_title(root: HtmlElement) -> str | None:
    found = root.xpath("//h1[@class='title']")
    return element_text(found[0]) if found else None


def _drop_back_links(root: HtmlElement) -> None:
    """Take out the arrows with which mammoth leads from a note back to the text."""
    for link in root.xpath("//a[starts-with(@href, '#') and normalize-space() = '↑']"):
        link.drop_tree()
