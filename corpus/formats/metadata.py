"""What a file says about itself, as far as it can be believed.

Programs fill in titles and authors that nobody wrote; those are left out. The day on which an Office file was
made is not used as its date: it is as often that of a template, and a wrong date is worse than none.
"""

import re
from datetime import date

_MAX_TITLE_CHARS = 200
_MAX_NAME_CHARS = 100
_EARLIEST_YEAR = 1900
_NO_TITLE = re.compile(
    r"""(microsoft\ (office\ )?(word|powerpoint|excel)\b.*|powerpoint[\ -]presentation|slide\ \d+|office\ theme
    |(untitled|document|presentation|book|workbook|sheet|slide|new|page|index|home|title|html|default)[\ \-_]*\d*
    |(ppt|powerpoint)\ ?演示文稿\ ?\d*|幻灯片\ ?\d*|(新建|无标题|未命名|未标题|空白|新增).{0,24}|文[档稿]\ ?\d*|演示文稿\ ?\d*|工作簿\ ?\d*|工作表\ ?\d*
    |标题|首页|主页|无主题|\(?no\ subject\)?|.*\.(docx?|pptx?|xlsx?|wps|indd|html?|txt|pdf))""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_NAME = re.compile(
    r"""(administrator|admin|user|users|owner|unknown|author|microsoft(\ office\ user)?|windows(\ user)?|lenovo|dell|hp|acer|asus
    |apple|pc|python-(docx|pptx)|openpyxl|calibre.*|root|test|steve\ canny|wps(\ office)?|xbany|微软(用户|中国)|用户|管理员|作者|雨林木风|深度.*
    |番茄花园|china|unspecified|none|null|[\d\W]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_ISO = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?)?(?![\d])")


def known_title(text: object) -> str | None:
    """The title, or None if a program made it up."""
    title = _clean(text)
    return title if title and len(title) <= _MAX_TITLE_CHARS and not _NO_TITLE.fullmatch(title) else None


def known_name(text: object) -> str | None:
    """The name of a person or publisher, or None if it is that of a program or an account."""
    name = _clean(text)
    return name if name and len(name) <= _MAX_NAME_CHARS and not _NO_NAME.fullmatch(name) else None


def iso_date(text: object) -> str | None:
    """The date at the beginning of a text as ISO, as exact as it is given; None if there is none.

    One of before 1900, or beyond next year, is no date of a document.
    """
    match = _ISO.match(_clean(text))
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    if not _EARLIEST_YEAR <= year <= date.today().year + 1:
        return None
    return found.isoformat()[: 10 if match[3] else 7 if match[2] else 4]


def iso_language(text: object) -> str | None:
    """ISO 639-1 of a language tag (`zh-CN` is zh), or None."""
    match = re.match(r"([A-Za-z]{2})(?![A-Za-z])", _clean(text))
    return match[1].lower() if match else None


def _clean(text: object) -> str:
    return " ".join(str(text).replace("\x00", "").split()) if text else ""
