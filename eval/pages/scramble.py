"""What an extractor makes of a set page: its lines in another order, with blank lines where it saw gaps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random
from typing import TypeVar

from eval.pages.sheet import Piece, SetLine, Sheets
from eval.pages.truth import Role, TrueLine

_OPENERS = "“《（【"
_HALF_WIDTH = str.maketrans("，：；？！（）", ",:;?!()")
_MARKUP = ("--> <!--enpproperty {0}-->", "<!--/enpcontent-->", "--> {0} /enpproperty-->", "</p>")
T = TypeVar("T")
_LOOSE = (Role.CAPTION, Role.CREDIT, Role.NOTE)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the extracted text: the printed lines that share it, or none; `indent` stands before them."""

    lines: tuple[SetLine, ...] = ()
    indent: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text, its lines in the order of the text, and the truth in true reading order."""

    text: str
    stream: tuple[SetLine, ...]
    lines: tuple[TrueLine, ...]


def half_width(sheets: Sheets) -> None:
    """Replace full-width punctuation by half-width, as some publishing systems do."""
    sheets.pieces = [
        Piece(
            tuple(
                replace(s, line=replace(s.line, text=s.line.text.translate(_HALF_WIDTH))) for s in piece.lines
            )
        )
        for piece in sheets.pieces
    ]


def extract_newspaper(sheets: Sheets, random: Random) -> Extracted:
    """The page's pieces in an order that follows columns or chance, more than articles."""
    order = _newspaper_order(sheets.pieces, random)
    if random.random() < 0.2:
        order.insert(random.choice((0, len(order))), _markup(sheets, random))
    stream = [each for piece in order for each in piece.lines]
    rows = _with_gaps(order, random)
    return number_rows(rows, [s.line for piece in sheets.pieces for s in piece.lines], stream)


def number_rows(rows: Sequence[Row], truth: Sequence[TrueLine], stream: Sequence[SetLine]) -> Extracted:
    """The text of `rows`; lines that share one are set apart by a space."""
    placed: dict[int, TrueLine] = {}
    texts = []
    for number, row in enumerate(rows):
        text = row.indent
        for i, each in enumerate(row.lines):
            text += " " if i else ""
            placed[id(each.line)] = replace(each.line, row=number, column=len(text))
            text += each.line.text
        texts.append(text)
    unprinted = [line for line in placed.values() if line.box is None]
    return Extracted(
        text="\n".join(texts) + "\n",
        stream=tuple(replace(each, line=placed[id(each.line)]) for each in stream),
        lines=(*(placed[id(line)] for line in truth if id(line) in placed), *unprinted),
    )


def _newspaper_order(pieces: Sequence[Piece], random: Random) -> list[Piece]:
    mode = random.choices(("blocks", "bands", "articles"), (55, 20, 25))[0]
    if mode == "bands":
        return sorted(pieces, key=lambda p: (round(p.left_top[0] / 40), p.left_top[1]))
    by_article = [list(group) for _, group in groupby(pieces, key=lambda p: p.article)]
    if mode == "articles":
        return [piece for group in _shuffled(by_article, random) for piece in group]
    headlines = random.choices(("gathered", "after", "before"), (35, 30, 35))[0]
    gathered: list[Piece] = []
    runs: list[list[Piece]] = []
    loose: list[Piece] = []
    for group in by_article:
        heads = [p for p in group if p.role is Role.HEADLINE]
        loose += [p for p in group if p.role in _LOOSE]
        text = [p for p in group if p.role is not Role.HEADLINE and p.role not in _LOOSE]
        if len(text) > 2 and random.random() < 0.3:  # in two parts, with others between
            cut = random.randint(1, len(text) - 1)
            runs.append(text[:cut])
            text = text[cut:]
        if headlines == "gathered":
            gathered += heads
        else:
            text = [*text, *heads] if headlines == "after" else [*heads, *text]
        runs.append(text)
    order = [run for run in _shuffled(runs, random) if run]
    if gathered:
        order.insert(random.randint(0, len(order)), _shuffled(gathered, random))
    flat = [piece for run in order for piece in run]
    for piece in loose:
        flat.insert(random.randint(0, len(flat)), piece)
    return flat if random.random() < 0.5 else _cut_into(flat, random)


def _cut_into(order: Sequence[Piece], random: Random) -> list[Piece]:
    """The pieces, where a caption stands in the middle of a column instead of before it."""
    result: list[Piece] = []
    for piece in order:
        if piece.role is Role.BODY and len(piece.lines) > 4 and result and result[-1].role in _LOOSE:
            cut = random.randint(2, len(piece.lines) - 2)
            result[-1:] = [Piece(piece.lines[:cut]), result[-1], Piece(piece.lines[cut:])]
        else:
            result.append(piece)
    return result


def _with_gaps(order: Sequence[Piece], random: Random) -> list[Row]:
    """One line a row, and a blank row where the extractor saw a paragraph, a column or a hanging mark."""
    spaced_paragraphs = random.random() < 0.85
    rows: list[Row] = []
    for piece in order:
        if rows and random.random() < 0.93:
            rows.append(Row())
        lines = piece.lines
        attached = len(lines) > 2 and _new_paragraph(lines, 1) and random.random() < 0.6
        for i, each in enumerate(lines):
            heading = piece.role is Role.HEADLINE and i > 0 and random.random() < 0.3
            starts = spaced_paragraphs and _new_paragraph(lines, i) and random.random() < 0.93
            hangs = i > 0 and each.line.text[0] in _OPENERS and random.random() < 0.4
            if (
                attached and i <= 2
            ):  # the last line of a paragraph at the head of a column takes the next along
                starts = hangs = i == 2
            if heading or starts or hangs:
                rows.append(Row())
            rows.append(Row((each,)))
    return rows


def _new_paragraph(lines: Sequence[SetLine], i: int) -> bool:
    return (
        i > 0
        and lines[i].line.paragraph != lines[i - 1].line.paragraph
        and lines[i].line.role is not Role.HEADLINE
    )


def _markup(sheets: Sheets, random: Random) -> Piece:
    text = random.choice(_MARKUP).format(re.sub(r"\W", "", sheets.pieces[0].lines[0].line.text))
    return Piece((SetLine(TrueLine(text, Role.FURNITURE, 0, sheets.new_paragraph()), 10.0),))


def _shuffled(items: Sequence[T], random: Random) -> list[T]:
    return random.sample(items, len(items))
