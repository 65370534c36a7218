"""Where on a web page its content stands, and what of it does not belong there."""

import re
from collections.abc import Callable
from itertools import islice

from lxml.html import HtmlElement

from corpus.document import without_space

_AROUND = "nav header footer aside dialog".split()
_AROUND_ROLES = frozenset(
    "navigation banner contentinfo search complementary menu menubar toolbar dialog".split()
)
_AROUND_NAMES = re.compile(
    r"(^|[\s_-])(nav|navbar|menu|breadcrumbs?|crumbs?|sidebar|footer|copyright|share|sharing|social|related|recommend\w*"
    r"|comments?|pagination|pager|advert\w*|ads?|banner|cookie\w*|popup|toolbar|login|qrcode|hot-?news)($|[\s_-])",
    re.IGNORECASE,
)
_FORMULAS = re.compile(
    r"当前位置|[您你](现在)?的?(所在)?位置[是：:]|ICP[备证]|公网安备|版权所有|网站地图|©|all rights reserved|copyright\s",
    re.IGNORECASE,
)
_FORMULA_CHARS = 200
_SMALL = ("p", "td", "li", "div", "span", "center")
_FEW = 30  # elements within one
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PIECE = 8  # characters by which a stretch of text is recognised
_MOST = 0.9  # of the content: an element that holds so much of it holds it
_LINKED = 0.5  # a block more of which is links leads elsewhere
_MIN_CONTENT = 0.3  # of the page's text outside of navigation: less means that content was missed
_BLOCKS = ("div", "ul", "ol", "section", "dl", "p", "table")


def main_content(body: HtmlElement, content: str) -> HtmlElement:
    """The element of a page that holds `content`, the text that was judged to be its content; changes the page.

    What stands around it or leads elsewhere is taken out. Without such a text the element is that which the
    page marks as its main one, or `body`.
    """
    _drop(body, _is_around)
    pieces = _pieces(content)
    weights = _weigh(body, pieces)
    whole = len(without_space(body.text_content()))
    if weights.get(body, 0) < _MIN_CONTENT * whole:
        return _marked_main(body)
    element, total = body, weights[body]
    while True:
        child = next((each for each in element if weights.get(each, 0) >= _MOST * total), None)
        if child is None or child.tag in ("table", "tbody", "tr", "p", "ul", "ol", "dl", "blockquote"):
            break
        element = child
    _drop(element, lambda each: each.tag in _BLOCKS and not weights.get(each) and _is_linked(each))
    return element


def _marked_main(body: HtmlElement) -> HtmlElement:
    """What the page itself marks as its content, or all of it."""
    for path in (".//main", ".//article", ".//*[@role='main']"):
        found = body.findall(path)
        if len(found) == 1:
            return found[0]
    _drop(body, lambda each: each.tag in _BLOCKS and _is_linked(each))
    return body


def _pieces(text: str) -> set[str]:
    solid = without_space(text)
    return {solid[i : i + _PIECE] for i in range(max(len(solid) - _PIECE + 1, 0))}


def _weigh(body: HtmlElement, pieces: set[str]) -> dict[HtmlElement, int]:
    """How many characters of content each element holds."""
    weights: dict[HtmlElement, int] = {}
    for element in reversed(list(body.iter())):
        own = sum(_weight(text, pieces) for text in (element.text, *(c.tail for c in element)))
        weights[element] = own + sum(weights.get(child, 0) for child in element)
    return weights


def _weight(text: str | None, pieces: set[str]) -> int:
    solid = without_space(text or "")
    return len(solid) if len(solid) >= _PIECE and solid[:_PIECE] in pieces else 0


def _is_around(element: HtmlElement) -> bool:
    """Whether the element by its own name stands around the content."""
    if not isinstance(element.tag, str) or element.tag in ("body", "html", "main", "article", "form"):
        return False
    if element.tag in _AROUND:
        return element.tag != "header" or not element.findall(".//h1")
    if element.get("role", "").lower() in _AROUND_ROLES or element.get("hidden") is not None:
        return True
    if _HIDDEN.search(element.get("style", "")) or _is_formula(element):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_AROUND_NAMES.search(names)) and element.tag in (*_BLOCKS, "span") and _is_slight(element)


def _is_formula(element: HtmlElement) -> bool:
    """Whether the element is one of the short lines that say where one is, and whose the site is."""
    if element.tag not in _SMALL or sum(1 for _ in islice(element.iter(), _FEW)) == _FEW:
        return False
    text = element.text_content()
    return len(text) < _FORMULA_CHARS and bool(_FORMULAS.search(text))


def _is_slight(element: HtmlElement) -> bool:
    """Whether the element lacks running text, whatever it is called."""
    return len(re.findall(r"[。！？]|[a-z]\. ", element.text_content())) < 3 or _is_linked(element)


def _is_linked(element: HtmlElement) -> bool:
    """Whether most of the element's text is links."""
    whole = len(without_space(element.text_content()))
    linked = sum(len(without_space(link.text_content())) for link in element.iter("a") if link.get("href"))
    return whole > 0 and linked > _LINKED * whole


def _drop(top: HtmlElement, is_dropped: Callable[[HtmlElement], bool]) -> None:
    """Take out the elements below `top` that are to be dropped; what follows one stays."""
    stack = list(top)
    while stack:
        element = stack.pop()
        if is_dropped(element):
            element.drop_tree()
        else:
            stack.extend(element)
