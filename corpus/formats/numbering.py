"""Word's automatic numbers: written into the paragraphs that show them, since no text of the file holds them.

A number is counted as Word counts it: each level by itself, begun again below a higher one. Bullets, and
numbers in a style that we do not know, are left as they are.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from corpus.formats.archive import read_part
from corpus.formats.counting import counted
from corpus.formats.hidden import W as _W
from corpus.formats.hidden import drop_hidden

_DOCUMENT, _NUMBERING, _STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_UNREAD = ("word/media/", "word/embeddings/")
_LEVELS = 9
_MAX_BASES = 10  # a style that is based on a style, and so on
_NO_NUMBER = "0"
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level is numbered. `is_legal`: all its numbers are shown as 1, 2, 3."""

    style: str
    text: str
    start: int
    is_legal: bool
    is_joined: bool


@dataclass(slots=True)
class _Outline:
    """A numbered list: its levels, and the number that each has reached; 0 before its first."""

    levels: Mapping[int, _Level]
    reached: list[int] = field(default_factory=lambda: [0] * _LEVELS)
    starts: dict[int, int] = field(default_factory=dict)

    def next(self, level: int) -> str | None:
        """The number of the next paragraph of a level, with what stands around it; None if we cannot tell."""
        rule = self.levels.get(level)
        if rule is None or rule.style == "bullet":
            return None
        self.reached[level] = self.reached[level] + 1 if self.reached[level] else self._start(level)
        self.reached[level + 1 :] = [0] * (_LEVELS - level - 1)
        shown = {str(i + 1): self._shown(i, rule) for i in range(level + 1)}
        if any(shown.get(place) is None for place in _PLACE.findall(rule.text)):
            return None
        text = _PLACE.sub(lambda place: shown[place[1]] or "", rule.text).strip()
        return text + ("" if rule.is_joined or not text or not text[-1].isascii() else " ")

    def _start(self, level: int) -> int:
        return self.starts.get(level, self.levels[level].start)

    def _shown(self, level: int, rule: _Level) -> str | None:
        own = self.levels.get(level)
        if own is None:
            return None
        value = self.reached[level] or self._start(level)
        return counted(value, "decimal" if rule.is_legal else own.style)


def as_shown(data: bytes, package: ZipFile) -> bytes:
    """The .docx with its automatic numbers as text and without hidden text; the very same bytes if it has neither.

    `package` is `data`, opened. Pictures are left out of a new one.
    """
    names = set(package.namelist())
    if _DOCUMENT not in names:
        return data
    document = _parsed(package, _DOCUMENT)
    styles = _parsed(package, _STYLES) if _STYLES in names else None
    is_changed = drop_hidden(document, styles)
    if _NUMBERING in names:
        is_changed |= _number(document, _parsed(package, _NUMBERING), styles)
    return _packed(package, etree.tostring(document, encoding="utf-8")) if is_changed else data


def _number(document: Any, numbering: Any, styles: Any) -> bool:
    """Write the numbers of all paragraphs; whether there were any.

    A paragraph whose end was deleted goes on in the next one, which says whether both have a number.
    """
    outlines = _outlines(numbering)
    by_style = _numbered_styles(styles, _linked_levels(numbering)) if styles is not None else {}
    is_changed = False
    beginning: Any = None  # of a paragraph that goes on in this one
    for paragraph in document.iter(f"{_W}p"):
        if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            beginning = paragraph if beginning is None and _has_text(paragraph) else beginning
            continue
        first, beginning = paragraph if beginning is None else beginning, None
        found = _number_of(paragraph, by_style)
        outline = outlines.get(found[0]) if found else None
        if found is None or outline is None or not (_has_text(paragraph) or first is not paragraph):
            continue
        number = outline.next(found[1])
        if number is not None:
            _write(first, number)
            _say_none(paragraph)
            is_changed = True
    return is_changed


def _parsed(package: ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(read_part(package, name), parser)


def _outlines(numbering: Any) -> dict[str, _Outline]:
    """The lists by their ids. Those of one definition count on together, but where one begins anew."""
    shared = {
        each.get(f"{_W}abstractNumId"): _Outline(dict(_levels(each)))
        for each in numbering.iterfind(f"{_W}abstractNum")
    }
    outlines: dict[str, _Outline] = {}
    for each in numbering.iterfind(f"{_W}num"):
        outline = shared.get(_value(each, "abstractNumId"))
        if outline is None:
            continue
        levels = dict(outline.levels)
        starts = {}
        for override in each.iterfind(f"{_W}lvlOverride"):
            levels.update(_levels(override))
            if (start := _whole(_value(override, "startOverride"))) is not None:
                starts[_whole(override.get(f"{_W}ilvl")) or 0] = start
        is_own = bool(starts) or levels != outline.levels
        outlines[each.get(f"{_W}numId")] = _Outline(levels, starts=starts) if is_own else outline
    return outlines


def _levels(element: Any) -> Iterator[tuple[int, _Level]]:
    for each in element.iterfind(f"{_W}lvl"):
        number = _whole(each.get(f"{_W}ilvl"))
        start = _whole(_value(each, "start"))
        if number is not None and number < _LEVELS:
            yield (
                number,
                _Level(
                    style=_value(each, "numFmt") or "decimal",
                    text=_value(each, "lvlText") or "",
                    start=1 if start is None else start,
                    is_legal=each.find(f"{_W}isLgl") is not None,
                    is_joined=_value(each, "suff") == "nothing",
                ),
            )


def _linked_levels(numbering: Any) -> dict[str, dict[str, int]]:
    """For each list, by its id, the levels that belong to a style."""
    levels = {
        each.get(f"{_W}abstractNumId"): {
            style: number
            for level in each.iterfind(f"{_W}lvl")
            if (style := _value(level, "pStyle")) and (number := _whole(level.get(f"{_W}ilvl"))) is not None
        }
        for each in numbering.iterfind(f"{_W}abstractNum")
    }
    return {
        each.get(f"{_W}numId"): levels.get(_value(each, "abstractNumId"), {})
        for each in numbering.iterfind(f"{_W}num")
    }


def _numbered_styles(styles: Any, linked: Mapping[str, Mapping[str, int]]) -> dict[str, tuple[str, int]]:
    """The list and the level of each style that has one, by itself or by the style that it is based on.

    The level is that which the list gives to the style, else that which the style says.
    """
    by_id = {style.get(f"{_W}styleId"): style for style in styles.iterfind(f"{_W}style")}
    found: dict[str, tuple[str, int]] = {}
    for name, style in by_id.items():
        number: str | None = None
        level: str | None = None
        chain: list[str] = []
        for _ in range(_MAX_BASES):
            if style is None:
                break
            chain.append(style.get(f"{_W}styleId"))
            properties = style.find(f"{_W}pPr/{_W}numPr")
            if properties is not None:
                number, level = number or _value(properties, "numId"), level or _value(properties, "ilvl")
            style = by_id.get(_value(style, "basedOn"))
        if number:
            given = linked.get(number, {})
            by_list = next((given[each] for each in chain if each in given), None)
            found[name] = number, (_whole(level) or 0) if by_list is None else by_list
    return found


def _number_of(paragraph: Any, styles: Mapping[str, tuple[str, int]]) -> tuple[str, int] | None:
    """The list and the level of a paragraph."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return None
    number, level = styles.get(_value(properties, "pStyle") or "", (_NO_NUMBER, 0))
    own = properties.find(f"{_W}numPr")
    if own is not None:
        number = _value(own, "numId") or number
        given = _whole(_value(own, "ilvl"))
        level = level if given is None else given
    return (number, level) if number != _NO_NUMBER and level < _LEVELS else None


def _has_text(paragraph: Any) -> bool:
    """Whether anything of a paragraph is left: what was moved away still stands in the file."""
    return any(
        (text.text or "").strip() and next(text.iterancestors(f"{_W}moveFrom"), None) is None
        for text in paragraph.iter(f"{_W}t")
    )


def _write(paragraph: Any, number: str) -> None:
    """Put the number before the text, and say that the paragraph has no other."""
    properties = _say_none(paragraph)
    run = etree.Element(f"{_W}r")
    text = etree.SubElement(run, f"{_W}t")
    text.text = number
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    properties.addnext(run)


def _say_none(paragraph: Any) -> Any:
    """Say in the properties of a paragraph that it has no number, and give them."""
    properties = paragraph.find(f"{_W}pPr")
    for own in properties.findall(f"{_W}numPr"):
        properties.remove(own)
    none = etree.SubElement(properties, f"{_W}numPr")
    etree.SubElement(none, f"{_W}ilvl").set(f"{_W}val", "0")
    etree.SubElement(none, f"{_W}numId").set(f"{_W}val", _NO_NUMBER)
    return properties


def _packed(package: ZipFile, document: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as made:
        for name in dict.fromkeys(package.namelist()):
            if name == _DOCUMENT:
                made.writestr(name, document)
            elif not name.startswith(_UNREAD):
                made.writestr(name, read_part(package, name))
    return out.getvalue()


def _value(element: Any, name: str) -> str | None:
    """The value of a child element."""
    child = element.find(f"{_W}{name}")
    return child.get(f"{_W}val") if child is not None else None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 4 else None
