"""What the pages of a file carry besides their text: running heads and feet, page numbers, mastheads."""

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.formats.printed import Printed, same_row
from corpus.layout.furniture import furniture_rule

_EDGE_ROWS = 2  # rows at the head and at the foot of a page that may be furniture
_ZONE = 0.12  # share of the page's height in which it stands
_SAME_HEIGHT = 0.02  # share of the page's height
_LEAST_REPEATS = 3
_NUMBER = re.compile(r"[－—–\-·•\[（( ]*(\d{1,4}|[ivxlc]{1,6})[－—–\-·•\])） ]*(/\s*\d{1,4})?")
_ROW_LINES = 20  # of a row with which another line is compared
_SHORT = 16  # characters
_APART = 0.8  # ems
_HEADS = ("masthead", "dateline", "editor", "hotline", "page_number")
_ANYWHERE = ("continued", "jump", "markup")


def find_furniture(pages: Sequence[Sequence[Printed]], heights: Sequence[float]) -> list[dict[int, str]]:
    """For each page, which lines (by key) are no text, and the name of the rule that says so."""
    edges = [_edges(lines, height) for lines, height in zip(pages, heights, strict=True)]
    found: list[dict[int, str]] = []
    for lines, edge in zip(pages, edges, strict=True):
        rules = {x.key: rule for x in lines if (rule := furniture_rule(x.text)) in _ANYWHERE}
        for row in edge:
            named = {x.key: rule for x in row if (rule := furniture_rule(x.text)) in _HEADS}
            if named and all(len(x.text) <= _SHORT for x in row if x.key not in named):
                rest = "running_head" if set(named.values()) == {"page_number"} else "masthead"
                rules |= {x.key: named.get(x.key, rest) for x in row}
        found.append(rules)
    for rule, places in _repeated(edges, heights):
        for page, line in places:
            if _is_apart(line, pages[page]):
                found[page].setdefault(line.key, rule)
    return found


def _is_apart(line: Printed, lines: Sequence[Printed]) -> bool:
    """Whether white parts a line from the text of the page, more than parts the lines of the text."""
    gaps = [
        max(other.top - line.bottom, line.top - other.bottom)
        for other in lines
        if min(line.right, other.right) > max(line.left, other.left) and not same_row(line, other)
    ]
    return not gaps or min(gaps) > _APART * line.size


def _edges(lines: Sequence[Printed], height: float) -> list[list[Printed]]:
    """The outermost rows at the head and at the foot of a page."""
    head = _rows([x for x in lines if x.bottom < _ZONE * height])[:_EDGE_ROWS]
    foot = _rows([x for x in lines if x.top > (1 - _ZONE) * height])[-_EDGE_ROWS:]
    return head + foot


def _rows(lines: Sequence[Printed]) -> list[list[Printed]]:
    rows: list[list[Printed]] = []
    for line in sorted(lines, key=lambda x: x.top):
        if rows and any(same_row(line, other) for other in rows[-1][-_ROW_LINES:]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _repeated(
    edges: Sequence[Sequence[Sequence[Printed]]], heights: Sequence[float]
) -> list[tuple[str, list[tuple[int, Printed]]]]:
    """Lines that come again at the same height, figures aside; and numbers that count the pages."""
    same: defaultdict[tuple[str, int], list[tuple[int, Printed]]] = defaultdict(list)
    counting: defaultdict[int, list[tuple[int, Printed]]] = defaultdict(list)
    for page, rows in enumerate(edges):
        for line in (x for row in rows for x in row):
            text = "".join(line.text.split())
            if match := _NUMBER.fullmatch(text):
                if match[1].isdigit():
                    counting[int(match[1]) - page].append((page, line))
                    continue
                text = "i"
            slot = round(line.middle / heights[page] / _SAME_HEIGHT) if heights[page] else 0
            same[re.sub(r"\d+", "0", text), slot].append((page, line))
    least = min(_LEAST_REPEATS, max(len(edges), 2))
    for (text, slot), places in list(same.items()):  # a line may fall on either side of a slot's edge
        places += [place for place in same.get((text, slot + 1), []) if place not in places]
    found = [("running_head", places) for places in same.values() if len({p for p, _ in places}) >= least]
    found += [("page_number", places) for places in counting.values() if len(places) > 1]
    return found
