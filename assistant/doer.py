"""Who does something: hosts, builds, is responsible."""

import re
from collections.abc import Iterator
from functools import lru_cache

import rjieba

from assistant.names import ORGANISATION
from corpus.document import Span
from index.segment import has_han, simplified

_DEEDS = tuple(
    """
    主办 承办 协办 举办 建设 共建 合作 投资 开发 运营 组建 组成 发布 制定 负责 牵头 实施 主持 提供 印发 管理 成立 创办 创建
    """.split()
)
_DEED = re.compile(rf"(?:共同|联合|负责|合作|{'|'.join(_DEEDS)}|、)+")
AGENT = re.compile(
    rf"由([^，。；：]{{2,60}}?)(?=(?:共同|联合|负责|合作)*(?:{'|'.join(_DEEDS)})(?!\s*[（(]|\w{{0,6}}(?:公司|集团|银行|基金|中心)))"
)
_AS = re.compile(r"以([^，。；、为]{2,20})为(龙头|代表|核心|载体|依托|主体|中心|骨干|重点)")
_LEADING = frozenset({"龙头", "代表", "骨干"})
"""What firms are called that stand for others."""
SPEECH = re.compile(
    r"谁.{0,6}(说|表示|认为|介绍|指出|提出|透露|讲)|(说|表示|认为|介绍|指出|提出|透露)的?(人)?是谁|\bwho (said|says|pointed|argued|told)",
    re.I,
)
_BODY_FIRST = re.compile(
    r"(?:第[一二三四五六七八九十百零]+条\s*)?((?:(?!由)[㐀-鿿、]){2,20}?(?:部门|机关|机构|政府|委员会|局|厅|单位|公司|协会))(?:应当|可以|负责|会同|依法|按照|根据|主管|或者|统一|组织|对(?=.{2,40}(?:实施|进行|负责)))"
)
"""A sentence whose subject is a body, and what it shall do."""
_BY_WHOM = re.compile(
    r"(?:谁|哪一?个?(?:部门|单位|机关|机构|公司|企业)|什么(?:部门|单位|机关|机构|人))(?:来|去|会|要|应当?|可以|能|依法)?"
)
_DOER = r"(?:^|[，。；：]|由|第[一二三四五六七八九十百]+条\s*)([^，。；：、由的\s“”]{{2,24}}?)(?:依法|共同|联合|统一|分别|直接|应当|负责|予以)*{verb}(?!\s*[（(]|\w{{0,6}}(?:公司|集团|银行|基金|中心))"
_NO_DOER = frozenset("或者 以及 应当 可以 不得 未 不 在 对 向 将 把 为".split())
_BESIDE_DOER = tuple(
    "跟给对向与和为靠同替被及以拜"
)  # words that make another than the doer of a question's who
_NO_DEEDS = frozenset("是 有 在 叫 会 能 要".split())
_SAME_DEEDS = {
    "管": ("负责", "主管", "管理"), "负责": ("主管", "牵头"), "监管": ("负责", "监督管理"), "建": ("建设", "共建", "修建", "兴建", "承建", "建造", "建于"),
    "定": ("规定", "制定", "确定", "决定"), "出": ("承担", "保障", "支付", "负担", "列支", "出资"), "牵头": ("龙头", "负责"), "带头": ("龙头", "牵头", "领军"),
    "领头": ("龙头", "牵头", "领军"), "办": ("主办", "举办", "承办"), "收": ("征收", "收取", "收缴"), "批": ("审批", "批准"), "管理": ("负责", "主管"),
}  # fmt: skip
"""Other verbs for what is asked in a few words; for those of one character whole ones instead."""
_WHO_EN = re.compile(
    r"\bwho(?:m)?\b(?!['’]s| is the| are the| was the| were the)|\b(?:which|what) (?:\w+ )?(?:compan|organi[sz]ation|department|institution|bod|agenc|government|universit|bank|firm|ministr|bureau|school|hospital|team|club|committee|court|laborator|authorit)",
    re.I,
)
_DEEDS_EN = tuple(
    (re.compile(rf"\b(?:{verbs})\b", re.I), tuple(deeds.split()))
    for verbs, deeds in (
        (
            r"host(?:s|ed|ing)?|organi[sz](?:es?|ed|ing)|held|holds?",
            "主办 举办 承办 协办 联合举办 host organi held",
        ),
        (r"buil[dt]s?|building|construct(?:s|ed|ing)?", "建设 共建 承建 修建 兴建 buil construct"),
        (r"invest(?:s|ed|ing)?|financ(?:es?|ed|ing)|fund(?:s|ed|ing)?", "投资 出资 投入 invest financ fund"),
        (
            r"issu(?:es?|ed|ing)|publish(?:es|ed|ing)?|releas(?:es?|ed|ing)",
            "发布 印发 出台 公布 制发 发放 颁发 核发 签发 issu publish releas",
        ),
        (r"found(?:s|ed|ing)|establish(?:es|ed|ing)?|set up", "成立 创办 创建 组建 设立 found establish"),
        (r"operat(?:es?|ed|ing)|runs?|ran", "运营 经营 operat run"),
        (
            r"responsible|in charge|handles?|oversees?|manages?|managed",
            "负责 主管 牵头 承担 管理 监管 responsib manag",
        ),
        (r"collect(?:s|ed|ing)?|lev(?:y|ies|ied)", "征收 收取 收缴 collect lev"),
        (r"leads?|led|leading", "牵头 带头 领衔 龙头 lead"),
        (r"develop(?:s|ed|ing)?", "开发 研发 develop"),
        (r"draft(?:s|ed|ing)?|formulat(?:es?|ed|ing)", "制定 编制 起草 draft formulat"),
    )
)
"""What is asked who does it in English, with what the documents may call it."""
_DEED_CHARS = 4  # of what is left of a question that is a verb as a whole


def agents_in(question: str, sentence: str) -> Iterator[Span]:
    """Who does what the question asks who does: 由 X 主办, 以 X 为龙头, X 负责."""
    deeds = deeds_asked(question)
    asked = {verb for verb in _DEEDS if verb in question} | set(deeds)
    for match_ in AGENT.finditer(sentence):
        deed = _DEED.match(sentence, match_.end(1))
        if deed and any(verb in deed.group() for verb in asked):
            yield match_.span(1)
    leads = any(role in question for role in _LEADING)
    yield from (
        m.span(1)
        for m in _AS.finditer(sentence)
        if m[2] in question or m[2] in deeds or (leads and m[2] in _LEADING)
    )
    if subject := _BODY_FIRST.match(sentence):
        rest = sentence[subject.end(1) :]
        if any(verb in rest for verb in deeds) and is_somebody(subject[1]):
            yield subject.span(1)
    for verb in filter(has_han, deeds):
        yield from (span for span in _doers(verb, sentence) if sentence[slice(*span)] not in question)


@lru_cache(maxsize=256)
def deeds_asked(question: str) -> tuple[str, ...]:
    """The verb of which it is asked who does it, 代征 in 由谁代征, with others for the same; empty if there is none.

    Empty also where it is asked who said something: there are many words for that. Of an English question the Chinese
    verbs, and how the English one begins.
    """
    if not has_han(question):
        return _english_deeds(question)
    question = simplified(question)
    asked = _BY_WHOM.search(question)
    if (
        asked is None
        or SPEECH.search(question)
        or question[: asked.start()].rstrip("了").endswith(_BESIDE_DOER)
    ):
        return ()
    if question.startswith("的", asked.end()):
        return ()  # 谁的弟子
    rest = question[asked.end() :].rstrip("？?。 的了过")
    word, tag = next(iter(rjieba.tag(rest[:6])), ("", ""))
    verb = rest if 1 < len(rest) <= _DEED_CHARS and has_han(rest) else str(word) if tag[:1] == "v" else ""
    if not verb or verb in _NO_DEEDS:
        return ()
    others = _SAME_DEEDS.get(verb, ())
    return others if len(verb) == 1 and others else (verb, *others)  # one character stands in many words


def _english_deeds(question: str) -> tuple[str, ...]:
    if not _WHO_EN.search(question) or SPEECH.search(question):
        return ()
    return next((deeds for asked, deeds in _DEEDS_EN if asked.search(question)), ())


def _doers(verb: str, sentence: str) -> Iterator[Span]:
    """What stands before a verb as who does it: 海关 in 由海关代征, 财政部门 in 财政部门负责."""
    for found in re.finditer(_DOER.format(verb=re.escape(verb)), sentence):
        start, end = found.span(1)
        if is_somebody(found[1]):
            yield start, end


def is_somebody(text: str) -> bool:
    """Whether a stretch before a verb can name who does it: it ends in a noun, and says nothing of how."""
    words = rjieba.tag(text)
    is_body = words[-1][1][0] in "nj" or bool(ORGANISATION.search(text))
    return is_body and not any(word in _NO_DOER for word, _ in words)
