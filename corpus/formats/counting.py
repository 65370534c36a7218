"""Numbers as an outline shows them: 十二, ⑫, l, xii."""

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_CHINESE = frozenset(
    "chineseCounting chineseCountingThousand chineseLegalSimplified taiwaneseCounting taiwaneseCountingThousand"
    " japaneseCounting ideographDigital".split()
)
_PLAIN = "零一二三四五六七八九", ("", "十", "百", "千")
_LEGAL = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")


def counted(value: int, style: str) -> str | None:
    """A number from 0 to 9999 in a style of numbering of Word; None if it is not known how it is shown."""
    if style in ("decimal", "decimalZero"):
        return f"{value:02}" if style == "decimalZero" else str(value)
    if style == "decimalFullWidth":
        return str(value).translate({ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)})
    if not 0 < value < 10_000:
        return None
    if style in _CHINESE:
        return chinese(value, is_legal=style == "chineseLegalSimplified")
    if style.startswith("decimalEnclosedCircle"):
        return _CIRCLED[value - 1] if value <= len(_CIRCLED) else None
    if style == "ideographTraditional":
        return _STEMS[value - 1] if value <= len(_STEMS) else None
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman"):
        roman = _roman(value)
        return roman.upper() if style == "upperRoman" else roman
    return None


def chinese(value: int, *, is_legal: bool = False) -> str:
    """A number from 1 to 9999 in Chinese; `is_legal` in the characters that cannot be altered."""
    digits, units = _LEGAL if is_legal else _PLAIN
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + units[power]
        gap = not digit
    return text.removeprefix("一") if 10 <= value < 20 else text


def _roman(value: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        text += letters * count
    return text
