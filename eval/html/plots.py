"""Plots as SVG and HTML text: no script, no font or file beside them, colours by the page's own classes.

Written here because a plotting library draws its letters as shapes (60 KB a plot, neither read aloud nor
found by a search) and cannot follow the reader's theme and language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

import numpy as np

from eval.html.wording import WORDS, both

WIDTH, HEIGHT = 440, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 16, 28, 50
SHAPES = 8
"""How many systems have a colour and a mark of their own; the next begin again."""


@dataclass(frozen=True, slots=True)
class Point:
    """`low` and `high`: its interval, None where it has none. `note` is read when its mark is pointed at; "": no mark."""

    x: float
    y: float
    note: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What one system did; `place` is the system's number, from which come its colour and mark."""

    name: str
    place: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high`, with `(value, text)` at its ticks; `title` is the name of a sentence."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    title: str


SHARE = tuple((n / 5, f"{20 * n}%") for n in range(6))
"""Ticks of an axis of shares."""


def line_plot(lines: Sequence[Line], x: Axis, y: Axis, *, title: str, counts: Sequence[str] = ()) -> str:
    """Lines over two axes in the figure `title`. `counts` stand below the ticks of x, one each."""
    return _svg(_frame(x, y, counts) + "".join(_line(line, x, y) for line in lines), title)


def legend(lines: Iterable[tuple[str, int]]) -> str:
    """Names with their marks, `(name, place)`."""
    items = "".join(
        f'<li><svg class="key s{place % SHAPES}" viewBox="0 0 16 16" aria-hidden="true">{_mark(8, 8, place)}</svg>{escape(name)}</li>'
        for name, place in lines
    )
    return f'<ul class="legend">{items}</ul>'


def bar(value: float, low: float, high: float, place: int, label: str) -> str:
    """One bar of a share in [0, 1] with its interval and its value, as wide as the page lets it be."""
    return (
        f'<div class="bar s{place % SHAPES}" title="{escape(label, quote=True)}">'
        f'<span class="track"><i class="fill" style="width:{100 * value:.1f}%"></i>'
        f'<i class="range" style="left:{100 * low:.1f}%;width:{100 * (high - low):.1f}%"></i></span>'
        f"<b>{value:.2f}</b></div>"
    )


def strips(rows: Sequence[tuple[str, int, Sequence[float]]], *, title: str) -> str:
    """For each `(label as HTML of SVG, place, milliseconds)` a strip of dots and a box, on one logarithmic axis."""
    values = np.concatenate([np.asarray(row[2], dtype=np.float64) for row in rows])
    values = values[values > 0]
    low, high = (float(np.quantile(values, 0.005)), float(values.max())) if values.size else (1.0, 10.0)
    bottom, top = floor(log10(max(low, 0.01))), log10(high) + 0.05
    top = max(top, bottom + 1)
    step = 46
    head = 6
    height = head + step * len(rows) + _BOTTOM
    ticks = tuple((float(e), f"{10.0**e:g}") for e in range(bottom, floor(top) + 1))
    x = Axis(bottom, top, ticks, "axis_ms")
    left = 112
    body = [_grid_x(x, head, height - _BOTTOM, left), _title_x(x, height, left)]
    for n, (label, place, ms) in enumerate(rows):
        body.append(_strip(label, place, np.asarray(ms, dtype=np.float64), x, head + step * (n + 0.5), left))
    return _svg("".join(body), title, height)


def _strip(label: str, place: int, ms: np.ndarray, x: Axis, middle: float, left: float) -> str:
    parts = [f'<text class="name" x="{left - 8}" y="{middle + 4:.0f}" text-anchor="end">{label}</text>']
    if not ms.size:
        return parts[0]
    at = [_x(log10(max(value, 10.0**x.low)), x, left) for value in ms.tolist()]
    jitter = (np.random.default_rng(7).random(len(at)) - 0.5) * 26
    shown = sorted(range(len(at)), key=lambda n: at[n])[:: max(1, len(at) // 400)]
    dots = "".join(f"M{at[n]:.1f} {middle + jitter[n]:.1f}h0" for n in shown)
    quarter, half, three = (
        _x(log10(max(float(np.quantile(ms, q)), 10.0**x.low)), x, left) for q in (0.25, 0.5, 0.75)
    )
    p50, p95 = (float(np.quantile(ms, q)) for q in (0.5, 0.95))
    parts.append(
        f'<g class="s{place % SHAPES}"><title>p50 {p50:.1f} ms, p95 {p95:.1f} ms, n={ms.size}</title>'
        f'<path class="dots" d="{dots}"/>'
        f'<rect class="box" x="{quarter:.1f}" y="{middle - 13:.1f}" width="{max(three - quarter, 1):.1f}" height="26" rx="3"/>'
        f'<path class="median" d="M{half:.1f} {middle - 13:.1f}v26"/></g>'
    )
    return "".join(parts)


def svg_both(name: str, **values: object) -> str:
    """A sentence in both languages, within a `text` of SVG."""
    zh, en = (escape(text.format(**values)) for text in WORDS[name])
    return zh if zh == en else f'<tspan class="zh">{zh}</tspan><tspan class="en">{en}</tspan>'


def figure(title: str, note: str, content: str, *, key: str = "", words: str = "") -> str:
    """A titled figure; `title` and `note` name sentences, `words` is a sentence that says its result."""
    return (
        f'<figure class="card"><h3 id="figure-{title}">{both(title)}</h3>{words}{key}<div class="plot">{content}</div>'
        f"<figcaption>{both(note)}</figcaption></figure>"
    )


def _svg(body: str, title: str, height: float = HEIGHT) -> str:
    box = f"0 0 {WIDTH} {height:.0f}"
    return f'<svg class="chart" viewBox="{box}" role="img" aria-labelledby="figure-{title}">{body}</svg>'


def _x(value: float, axis: Axis, left: float = _LEFT) -> float:
    return left + (value - axis.low) / (axis.high - axis.low) * (WIDTH - left - _RIGHT)


def _y(value: float, axis: Axis) -> float:
    return HEIGHT - _BOTTOM - (value - axis.low) / (axis.high - axis.low) * (HEIGHT - _TOP - _BOTTOM)


def _frame(x: Axis, y: Axis, counts: Sequence[str]) -> str:
    parts = [_title_x(x, HEIGHT, _LEFT)]
    for value, text in y.ticks:
        at = _y(value, y)
        parts.append(f'<path class="grid" d="M{_LEFT} {at:.1f}H{WIDTH - _RIGHT}"/>')
        parts.append(f'<text x="{_LEFT - 7}" y="{at + 4:.1f}" text-anchor="end">{escape(text)}</text>')
    for n, (value, text) in enumerate(x.ticks):
        at = _x(value, x)
        parts.append(
            f'<text x="{at:.1f}" y="{HEIGHT - _BOTTOM + 16}" text-anchor="middle">{escape(text)}</text>'
        )
        if counts:
            parts.append(
                f'<text class="count" x="{at:.1f}" y="{HEIGHT - _BOTTOM + 29}" text-anchor="middle">{escape(counts[n])}</text>'
            )
    parts.append(f'<text class="axis" x="{_LEFT - 36}" y="12">{svg_both(y.title)}</text>')
    return "".join(parts)


def _grid_x(x: Axis, top: float, bottom: float, left: float) -> str:
    return "".join(
        f'<path class="grid" d="M{_x(value, x, left):.1f} {top}V{bottom}"/>'
        f'<text x="{_x(value, x, left):.1f}" y="{bottom + 16}" text-anchor="middle">{escape(text)}</text>'
        for value, text in x.ticks
    )


def _title_x(x: Axis, height: float, left: float) -> str:
    middle = (left + WIDTH - _RIGHT) / 2
    return f'<text class="axis" x="{middle:.0f}" y="{height - 5:.0f}" text-anchor="middle">{svg_both(x.title)}</text>'


def _line(line: Line, x: Axis, y: Axis) -> str:
    places = [(_x(p.x, x), _y(p.y, y)) for p in line.points]
    path = "M" + "L".join(f"{at:.1f} {up:.1f}" for at, up in places)
    parts = [f'<g class="s{line.place % SHAPES}"><path class="line" d="{path}"/>']
    for point, (at, up) in zip(line.points, places, strict=True):
        if point.low is not None and point.high is not None:
            parts.append(
                f'<path class="whisker" d="M{at:.1f} {_y(point.low, y):.1f}V{_y(point.high, y):.1f}"/>'
            )
        if point.note:
            note = f"<title>{escape(f'{line.name}: {point.note}')}</title>"
            parts.append(f'<g class="mark">{note}{_mark(at, up, line.place)}</g>')
    return "".join(parts) + "</g>"


def _mark(x: float, y: float, place: int) -> str:
    """A mark for each system, so that colour is not the only difference."""
    shapes = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>',
        f'<rect x="{x - 3.6:.1f}" y="{y - 3.6:.1f}" width="7.2" height="7.2"/>',
        f'<path d="M{x:.1f} {y - 4.8:.1f}l4.6 8.4h-9.2z"/>',
        f'<path d="M{x:.1f} {y - 5:.1f}l5 5-5 5-5-5z"/>',
        f'<path d="M{x:.1f} {y + 4.8:.1f}l4.6-8.4h-9.2z"/>',
        f'<path class="stroke" d="M{x - 4:.1f} {y - 4:.1f}l8 8m0-8l-8 8"/>',
        f'<path class="stroke" d="M{x:.1f} {y - 5:.1f}v10m-5-5h10"/>',
        f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="3.6"/>',
    )
    return shapes[place % SHAPES]
