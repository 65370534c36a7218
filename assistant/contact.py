"""How somebody or something can be reached: what a question asks for, and where a sentence says it. Pure."""

import re

_PHONE = (
    r"(?P<key>(?:电话|手机|热线|拨打|传真|\btel|\bphone|\bfax|\bcall)[^\d+，。；]{0,6})?(?P<found>(?(key)\+?\d[\d\s()-]{1,16}\d"
    r"|(?<![\d.-])(?:1[3-9]\d{9}|[(（]?0\d{2,3}[)）]?[-－—\s]\d{7,8}|[48]00[-－\s]\d{3,4}[-－\s]?\d{3,4})(?![\d.])))"
)
_KINDS = (
    (re.compile(r"邮箱|电子邮件|\be-?mail\b", re.I), r"(?P<found>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"),
    (re.compile(r"邮编|邮政编码|\bpost(?:al )?code\b|\bzip code\b", re.I), r"(?<!\d)(?P<found>\d{6})(?!\d)"),
    (re.compile(r"网址|\bweb ?site\b", re.I), r"(?P<found>(?:https?://|www\.)[^\s，。；）)]+)"),
    (
        re.compile(
            r"电话|手机号|传真|联系方式|\b(?:phone|fax|mobile)\b|\bcontact (?:number|details)\b", re.I
        ),
        _PHONE,
    ),
)
ASKED = re.compile(
    r"(?:电话|手机号码?|传真|联系方式|邮箱|电子邮件|邮编|邮政编码|网址)(?:号码|地址)?(?:呢|(?:是|有)(?:多少|什么|啥|几)|打?多少|几号)?[？?。\s]*$"
    r"|\b(?:tele)?(?:phone|fax|mobile) number\b|\bcontact (?:number|details)\b|\be-?mail address\b|\bpost(?:al )?code\b|\bzip code\b|\bweb ?site address\b",
    re.I,
)
"""A question for a number to call or an address to write to."""


def contacts_asked(question: str) -> re.Pattern[str] | None:
    """What finds the numbers or addresses that a question asks for, as the group `found`; None if it asks for none."""
    if not ASKED.search(question):
        return None
    return next((re.compile(found, re.I) for asked, found in _KINDS if asked.search(question)), None)
