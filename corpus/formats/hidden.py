"""Word's hidden text, which nobody sees: taken out of the document before it is read.

Text that was deleted or moved away while changes were tracked is left out by mammoth, and so are comments.
"""

from collections.abc import Mapping
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_BASES = 10  # a style that is based on a style, and so on
_OFF = ("0", "false", "off")


def drop_hidden(document: Any, styles: Any) -> bool:
    """Take out the runs that are hidden, by themselves or by a style; whether there were any.

    `styles` is the root of word/styles.xml, None without one.
    """
    by_style = _hidden_by_style(styles)
    hidden = [
        run
        for paragraph in document.iter(f"{W}p")
        for run in paragraph.iter(f"{W}r")
        if _is_hidden(run, _style_of(paragraph, "pPr/{0}pStyle"), by_style)
    ]
    for run in hidden:
        parent = run.getparent()
        if parent is not None:
            parent.remove(run)
    return bool(hidden)


def _is_hidden(run: Any, paragraph_style: str, by_style: Mapping[str, bool]) -> bool:
    """What the run says itself counts before its style, and that before its paragraph's."""
    own = _says(run.find(f"{W}rPr"))
    if own is not None:
        return own
    styled = by_style.get(_style_of(run, "rPr/{0}rStyle"))
    return styled if styled is not None else by_style.get(paragraph_style, False)


def _style_of(element: Any, path: str) -> str:
    found = element.find(W + path.format(W))
    return found.get(f"{W}val", "") if found is not None else ""


def _hidden_by_style(styles: Any) -> dict[str, bool]:
    """The styles that say whether their text is hidden, by themselves or by the style they are based on."""
    if styles is None:
        return {}
    by_id = {style.get(f"{W}styleId"): style for style in styles.iterfind(f"{W}style")}
    found: dict[str, bool] = {}
    for name, style in by_id.items():
        for _ in range(_MAX_BASES):
            says = _says(style.find(f"{W}rPr"))
            if says is not None:
                found[name] = says
                break
            based = style.find(f"{W}basedOn")
            style = by_id.get(based.get(f"{W}val")) if based is not None else None
            if style is None:
                break
    return found


def _says(properties: Any) -> bool | None:
    """Whether properties of text say that it is hidden; None if they do not speak of it."""
    mark = properties.find(f"{W}vanish") if properties is not None else None
    return None if mark is None else mark.get(f"{W}val", "1").lower() not in _OFF
