"""The two things that a question compares, and what it asks of each as a question of its own."""

import re
from dataclasses import dataclass

from assistant.understanding.facet import asked, facet_of
from assistant.understanding.grammar import tagged
from assistant.understanding.question import LEAD
from index.segment import has_han

_JOINTS = frozenset({"和", "与", "跟", "同", "比", "、", "还是", "相比于", "相比"})
_LEAD = re.compile(r"^(?:请|帮我)?(?:比较|对比)(?:一下|下)?")
_DIFFER = r"(?:主要|具体|到底)?(?:有|存在)?(?:着)?(?:什么|何|啥|哪些|多大)?(?:主要)?的?(?:区别|差别|差异|异同|不同|不一样)(?:点|之处|的地方)?(?:在哪里?|是什么|有哪些|吗)?"
_ADJECTIVES = "大小多少高低早晚长短远近贵快慢重强"
_WHICH = rf"(?:哪|谁)一?(?:个|家|座|条|边|方|者|部)?的?(?P<side>[㐀-鿿]{{2,6}}?)??得?(?:更|比较|最)?(?P<how>[{_ADJECTIVES}])(?:一?[些点])?"
_BESIDE = r"(?:相比|比较|对比|比起来)?(?:[，,]\s*(?:在)?(?P<of>[㐀-鿿]{2,8}?)(?:上|方面)?|[，,])?"
_APART = r"(?:之间)?(?:相差|差距?|差额)(?:了|是|有)?(?P<how>多)[少大远](?:[个亿万]?[元人岁年天米])?"
_ENDS = tuple(re.compile(rf"^(?P<other>.+?){_BESIDE}{end}$") for end in (_DIFFER, _WHICH, _APART))
_ENGLISH = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"^(?:please )?compare (?:the )?(?P<one>.+?) (?:with|to|and|against) (?:the )?(?P<other>.+)$",
        r"^(?:what (?:is|are) )?the differences? between (?:the )?(?P<one>.+?) and (?:the )?(?P<other>.+)$",
        r"^how (?:does|do|is|are) (?:the )?(?P<one>.+?) (?:differ|different) from (?:the )?(?P<other>.+)$",
    )
)
_HOW = {
    **dict.fromkeys("大小", "的面积是多少"), **dict.fromkeys("多少", "有多少"), **dict.fromkeys("高低", "有多高"),
    **dict.fromkeys("早晚", "是什么时候"), **dict.fromkeys("长短", "有多长"), **dict.fromkeys("远近", "有多远"),
    "贵": "多少钱", "重": "有多重",
}  # fmt: skip
"""What is asked of a thing by itself that is bigger, earlier, or dearer than another."""
_SETTING = re.compile(r"(?:在|按|据|根据|从|就)[^，,？?]{2,30}[，,]\s*(?=[㐀-鿿]+[和与跟同比])")
"""What a question says first: where, or by what, it compares."""
_FEWEST, _MOST = 2, 30  # characters of the name of a thing
_ASKS = re.compile(r"什么|哪|谁|多少|几|怎|如何|为何|分别|各自?(?=[是有])|[，,。？?；;]")
_YEAR = re.compile(r"^\d{4}年?|^[去今明前]年")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that are compared: its name as the question has it, and what is asked of it alone."""

    name: str
    question: str


def compared(standalone: str) -> tuple[Side, Side] | None:
    """The two sides of a question that compares two things; None for one that does not, or compares years.

    What belongs to both may stand with the second (A和B的面积) or with the first (A的权利和义务).
    """
    text = (LEAD.sub("", standalone) or standalone).strip(" ？?。.！!")
    setting = _SETTING.match(text)
    text = text[setting.end() :] if setting else text
    found = _split(text) if has_han(text) else _split_english(text)
    if found is None:
        return None
    one, other, of, how = found
    names = (one, other)
    if one == other or not all(_FEWEST <= len(name) <= _MOST for name in names):
        return None
    if any(_ASKS.search(name) or _YEAR.match(name) for name in names):
        return None
    where = setting[0] if setting else ""
    return Side(one, where + _question(one, of, how)), Side(other, where + _question(other, of, how))


def _split(text: str) -> tuple[str, str, str, str] | None:
    """Both names, the side of them that is compared and the adjective that does it, empty where there is none."""
    lead = _LEAD.match(text)
    body = text[lead.end() :] if lead else text
    for word in tagged(body):
        if word.text not in _JOINTS or not word.start:
            continue
        rest = body[word.end :]
        ends = next((match for end in _ENDS if (match := end.match(rest))), None)
        if ends is None and not lead:
            continue
        parts = ends.groupdict() if ends else {"other": rest}
        of = parts.get("of") or parts.get("side") or ""
        return *_shared(body[: word.start], parts["other"].rstrip("的，, "), of), parts.get("how") or ""
    return None


def _split_english(text: str) -> tuple[str, str, str, str] | None:
    match = next((found for shape in _ENGLISH if (found := shape.match(text))), None)
    return (match["one"], match["other"], "", "") if match else None


def _shared(one: str, other: str, of: str) -> tuple[str, str, str]:
    """The names of both, and what is asked of both."""
    if "的" in other and "的" not in one and not of:
        other, _, of = other.rpartition("的")
    elif "的" in one and "的" not in other:
        other = f"{one.rpartition('的')[0]}的{other}"
    elif "的" in one and one.rpartition("的")[2] == other.rpartition("的")[2]:
        of = of or one.rpartition("的")[2]
        one, other = one.rpartition("的")[0], other.rpartition("的")[0]
    return one, other, of


def _question(name: str, of: str, how: str) -> str:
    if not has_han(name):
        return f"What is {name}?"
    if of and how and how in "早晚" and facet_of(of) is None:
        return f"{name}什么时候{of}？"
    if of:
        words = asked(of)
        return f"{name}的{of}{'是什么' if words == '是什么情况' else words}？"
    return f"{name}{_HOW.get(how, '是什么')}？"
