"""Who has a role: director, mayor, founder."""

import re
from collections.abc import Iterator

from assistant.names import titled
from corpus.document import Span

WHO = re.compile(r"谁|哪一?位|什么人|何人|\bwho(?:m|se)?\b", re.I)
_WHICH_EN = re.compile(r"\b(?:which|what) (?=\w)", re.I)
_ROLE = re.compile(
    r"(?:主任|组长|局长|市长|院长|会长|总裁|书记|校长|董事长|总经理|经理|负责人|创始人|馆长|部长|厅长|区长|县长|镇长|所长|秘书长|理事长|总统|总理|主席|教练|队长|导演|法人|法定代表人|代表人|股东|创办人|发起人|秘书|发言人)"
)
_ROLE_EN = re.compile(
    r"(?<![A-Za-z])(?:(?P<总理>premier|prime minister)|(?P<省长>governor)|(?P<主任>director)|(?P<市长>mayor)|(?P<董事长>chair(?:man|woman|person)?)|(?P<总裁>president|ceo)|(?P<经理>manager)|(?P<创始人>founder)"
    r"|(?P<书记>secretary)|(?P<部长>minister)|(?P<教练>coach)|(?P<队长>captain)|(?P<发言人>spokes\w+)|(?P<负责人>head|leader)|(?P<股东>shareholder)|(?P<校长>headmaster|principal))(?![A-Za-z])",
    re.I,
)
"""Roles in English, and how each is called in Chinese."""
_SAME_ROLES = (
    ("董事长", "主席", "理事长", "会长"),
    ("总裁", "总经理", "首席执行官", "校长", "主席", "会长", "总统"),
    ("经理", "主管", "负责人"),
    ("主任", "局长", "所长", "院长", "馆长", "厅长", "处长", "导演", "总监", "负责人"),
    ("负责人", "主任", "局长", "所长", "院长", "馆长", "主管", "组长", "会长", "部长", "处长", "领导"),
    ("书记", "秘书"),
)
"""What an English role may be called, by the first."""
_HEADS_EN = re.compile(r"\bwho (?:chairs|chaired|heads|headed|presides|presided)\b", re.I)
_HEADS = ("主任", "主席", "会长", "组长", "院长", "所长", "理事长", "负责人", "主持", "chair", "head")
_LESSER = ("副", "助理", "代理", "原", "前")  # what makes another role of one that it stands before
_LESSER_EN = re.compile(r"\b(?:deputy|vice|assistant|associate)[\s-]+$", re.I)
_IN_ROLE = 6  # characters that may stand between a role and the name of who has it


def roles_asked(question: str) -> tuple[str, ...]:
    """The role that a question asks who has, as Chinese sentences may call it, and as the question does."""
    if _HEADS_EN.search(question):
        return _HEADS
    if role := _ROLE.search(question):
        before = question[: role.start()]
        return (next((f"{less}{role[0]}" for less in _LESSER if before.endswith(less)), role[0]),)
    if (found := _ROLE_EN.search(question)) and (WHO.search(question) or _WHICH_EN.search(question)):
        name = str(found.lastgroup)
        less = "副" if _LESSER_EN.search(question[: found.start()]) else ""
        same = next((same for same in _SAME_ROLES if same[0] == name), (name,))
        return (*(f"{less}{role}" for role in same), found[0].lower())
    return ()


def is_in_role(sentence: str, name: tuple[int, int], role: str) -> bool:
    """Whether the name at `[start, end)` of a sentence stands beside a role, and not beside a lesser one: 副市长."""
    start, end = name
    around = sentence[max(start - len(role) - _IN_ROLE, 0) : end + len(role) + _IN_ROLE].lower()
    return any(not around[: at.start()].endswith(_LESSER) for at in re.finditer(re.escape(role), around))


def named_behind(sentence: str, role: str) -> Iterator[Span]:
    """What begins with a surname right behind a role and is no name that the tagger knows: 厅长罗海山."""
    for at in re.finditer(re.escape(role), sentence):
        name = titled(sentence, at.end())
        if name and not sentence[: at.start()].endswith(_LESSER):
            yield name
