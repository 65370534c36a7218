"""Values of a sheet as its reader sees them: the number 0.185 that is shown as 18.5%."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from math import isfinite

_CORE = re.compile(r"[#0?][#0?,]*(\.[0#?]+)?")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|([¥￥$€£%％‰()（） +\-])|_.|\*.|\[[^\]]*\]')
_EXOTIC = re.compile(r"[eE][+-]|[#0?]/|,(?![#0?])|@|General", re.IGNORECASE)
_MAX_DECIMALS = 10


def shown(value: object, number_format: str = "General") -> str:
    """The value as text: a number with the decimals, grouping, percent sign and unit of its format."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value, number_format)
        case datetime():
            return _moment(value, number_format)
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case timedelta():
            return str(value)
        case _:
            return str(value)


def _number(value: int | float, number_format: str) -> str:
    section = number_format.split(";")[0]
    bare = _LITERAL.sub(lambda match: " " * len(match[0]), section)
    core = _CORE.search(bare)
    if (
        (isinstance(value, float) and not isfinite(value))
        or core is None
        or _EXOTIC.search(bare)
        or len(_CORE.findall(bare)) > 1
    ):
        return _plain(value)
    decimals = min(len(core[1]) - 1, _MAX_DECIMALS) if core[1] else 0
    optional = core[1].count("#") if core[1] else 0
    before, after = _literals(section[: core.start()]), _literals(section[core.end() :])
    try:
        exact = Decimal(repr(value)) * (100 if "%" in after or "％" in after else 1)
        rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    except InvalidOperation:  # beyond 28 digits
        return _plain(value)
    text = f"{abs(rounded):,f}" if "," in core[0] else f"{abs(rounded):f}"
    for _ in range(optional):
        text = text.removesuffix("0")
    sign = "-" if rounded < 0 else ""
    return f"{sign}{before}{text.removesuffix('.')}{after}".strip()


def _literals(part: str) -> str:
    return "".join("".join(group or "" for group in match.groups()) for match in _LITERAL.finditer(part))


def _plain(value: int | float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.15g}"


def _moment(value: datetime, number_format: str) -> str:
    """A date as exact as its format: the day, or the month alone; with the time where that is shown."""
    bare = re.sub(r"\[[^\]]*\]", "", number_format.lower())
    if "h" in bare and "y" not in bare and "d" not in bare:
        return value.strftime("%H:%M")
    has_day = "d" in bare or "y" not in bare
    if "年" in bare:
        text = f"{value.year}年{value.month}月" + (f"{value.day}日" if has_day else "")
    else:
        text = value.date().isoformat()[: 10 if has_day else 7]
    return f"{text} {value:%H:%M}" if "h" in bare else text
