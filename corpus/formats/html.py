"""Web pages: the main content with its headings, lists and tables, without what stands around it.

trafilatura says which text is the content. It gives up structure to be sure of that, so its text only points
at the element of the page that holds it, and that element is read.
"""

import logging
import re
from dataclasses import replace
from typing import Any

from lxml.html import HtmlElement

from corpus.errors import DecodeError
from corpus.extract import Extract
from corpus.formats.content import main_content
from corpus.formats.damage import refused_as
from corpus.formats.markup import decode_html, parse_html
from corpus.formats.metadata import iso_date, iso_language, known_name, known_title
from corpus.formats.tree import element_text, write_tree
from corpus.formats.writer import Writer
from corpus.wording import because

_PUBLISHED = re.compile(
    r"(?:发布|发文|成文|印发|发稿|更新|刊发)(?:时间|日期)\s*[：:]?\s*(\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2})"
)
_TITLE_PLACE = 6  # a title is one of the first so many paragraphs
_MIN_TITLE_CHARS = 4
_MAX_JUDGED_CHARS = 2_000_000  # a longer page is a book, whose every word is content


def read(data: bytes, encoding: str | None = None) -> Extract:
    """The main content of a page. Raises DecodeError."""
    text = decode_html(data, encoding)
    with refused_as("broken_page"):
        return read_page(text)


def read_page(text: str) -> Extract:
    """The main content of the page whose source is `text`. Raises DecodeError if there is none."""
    root = parse_html(text)
    if root is None:
        raise DecodeError(because("empty"))
    judged = _judge(text) if len(text) <= _MAX_JUDGED_CHARS else None
    body = root.find("body")
    content = main_content(body if body is not None else root, judged.text if judged else "")
    writer = Writer()
    heading = _main_heading(root)
    if heading is not None and all(element is not content for element in heading.iterancestors()):
        writer.heading(element_text(heading), 1)
    write_tree(content, writer)
    named = known_title(judged and judged.title) or known_title(root.findtext(".//title"))
    published = _PUBLISHED.search(element_text(root))
    found = writer.extract(
        publisher=known_name(judged and (judged.sitename or judged.author)),
        date=iso_date(judged and judged.date) or (iso_date(published[1]) if published else None),
        lang=iso_language(root.get("lang")),
    )
    title, site = _without_site(named, found)
    main = known_title(element_text(heading)) if heading is not None else None
    found = replace(found, title=main or title or found.title, publisher=found.publisher or site)
    if not found.text:
        raise DecodeError(because("script_page"))
    return found


def _judge(text: str) -> Any:
    """What trafilatura takes for the content and what it knows about the page; None if it finds nothing."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    root = parse_html(text)
    for cell in root.iter("td", "th") if root is not None else ():
        for attribute in ("colspan", "rowspan"):
            cell.attrib.pop(attribute, None)  # trafilatura makes an element of every place that a cell covers
    return bare_extraction(
        root,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )


def _main_heading(root: HtmlElement) -> HtmlElement | None:
    """The page's outermost heading, if it has one only."""
    headings = root.findall(".//h1")
    return headings[0] if len(headings) == 1 else None


def _without_site(title: str | None, found: Extract) -> tuple[str | None, str | None]:
    """The title without the name of the site behind it, and that name, if the text begins with the title."""
    for paragraph in (found.paragraphs or ())[:_TITLE_PLACE]:
        rest = (title or "").removeprefix(paragraph.text)
        if title and len(paragraph.text) >= _MIN_TITLE_CHARS and rest != title:
            site = re.fullmatch(r"\s*[_|\-–—·]+\s*([^_|\-–—·]+)", rest)
            if site:
                return paragraph.text, known_name(site[1])
    return title, None
