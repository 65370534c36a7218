"""Drawing set pages as PDF, in the order in which an extractor will find the text."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import groupby

from eval.errors import EvalError
from eval.pages.sheet import SetLine, Sheets

try:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont, stringWidth
    from reportlab.pdfgen.canvas import Canvas
except ImportError as error:
    raise EvalError("drawing pages needs reportlab: pip install 'wenju[test]'") from error

_FONT = "STSong-Light"
"""A font that PDF readers bring themselves: nothing is embedded."""
_ASCENT = 0.86


def draw_pdf(sheets: Sheets, lines: Sequence[SetLine]) -> bytes:
    """The pages with `lines` drawn in this order, page by page. Lines without a box are left out."""
    if _FONT not in getRegisteredFontNames():
        registerFont(UnicodeCIDFont(_FONT))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(sheets.width, sheets.height), invariant=1)
    printed = sorted((s for s in lines if s.line.box), key=lambda s: s.line.page)
    for page, on_page in groupby(printed, key=lambda s: s.line.page):
        _draw_page(canvas, sheets, page, on_page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw_page(canvas: Canvas, sheets: Sheets, page: int, lines: Iterable[SetLine]) -> None:
    for at, box in sheets.pictures:
        if at == page:
            canvas.setFillGray(0.8)
            canvas.rect(box[0], sheets.height - box[3], box[2] - box[0], box[3] - box[1], stroke=0, fill=1)
            canvas.setFillGray(0)
    for at, box in sheets.frames:
        if at == page:
            canvas.rect(box[0], sheets.height - box[3], box[2] - box[0], box[3] - box[1])
    for left, top, right, bottom in sheets.rules if page == 1 else ():
        canvas.setLineWidth(0.4)
        canvas.line(left, sheets.height - top, right, sheets.height - bottom)
    for each in lines:
        _draw_line(canvas, sheets.height, each)


def _draw_line(canvas: Canvas, height: float, each: SetLine) -> None:
    line = each.line
    assert line.box is not None
    left, top, right, _ = line.box
    canvas.setFont(_FONT, each.size)
    if each.upright:
        for i, char in enumerate(line.text):
            canvas.drawString(left, height - top - i * each.size - _ASCENT * each.size, char)
        return
    slack = right - left - stringWidth(line.text, _FONT, each.size)
    space = slack / (len(line.text) - 1) if len(line.text) > 1 and (each.spread or slack < 0) else 0.0
    canvas.drawString(left, height - top - _ASCENT * each.size, line.text, charSpace=space)
