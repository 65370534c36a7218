"""The number, date, place or name that a question asks for, found in a sentence that answers it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import rjieba

from assistant.asked import instances, is_called, nouns_asked
from assistant.contact import contacts_asked
from assistant.names import ORGANISATION, organisations, people, places, titled, word_before
from assistant.quantity import quantities, units_of
from assistant.records import Kind, Query
from corpus.document import Span
from index.segment import has_han, simplified

VALUED = (Kind.QUANTITY, Kind.DATE, Kind.PLACE, Kind.NAME)
"""The kinds of question that ask for a value."""

_MOST_CHARS = 2000  # of a sentence; more is none
_REIGNS = "贞观 开元 天宝 洪武 永乐 宣德 成化 弘治 正德 嘉靖 万历 天启 崇祯 顺治 康熙 雍正 乾隆 嘉庆 道光 咸丰 同治 光绪 宣统 明治 大正 昭和 平成 令和".split()
_NUMERAL = "[〇零一二三四五六七八九十廿]"
_PART_OF_MONTH = "[上中下]旬|[底初末份]"
_DATE = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?(?:\s*[-—–~～至]\s*(?:\d{1,2}\s*月)?\s*\d{1,2}\s*日)?"
    rf"|\d{{4}}\s*年\s*\d{{1,2}}\s*月(?:{_PART_OF_MONTH})?|\d{{1,2}}\s*月\s*\d{{1,2}}\s*日(?:\s*[-—–~～至]\s*(?:\d{{1,2}}\s*月)?\s*\d{{1,2}}\s*日)?"
    rf"|\d{{1,2}}\s*月(?:{_PART_OF_MONTH})|\d{{2,4}}\s*年代"
    r"|(?:公元前?)?\d{2,4}\s*年(?:底|初|末|代)?|(?:今年|去年|明年)\s*\d{1,2}\s*月|\d{1,2}\s*月\s*\d{1,2}(?=日)|\d{1,2}\s*(?:日(?!\s*(?:以?[内后前]|之[内后前]|起[内后]))|月(?!之))"
    r"|[“\"]?十[三四五六]五[”\"]?(?:时期|期间)?"
    rf"|{_NUMERAL}{{4}}年(?:{_NUMERAL}{{1,3}}月(?:{_NUMERAL}{{1,3}}[日号])?)?"
    rf"|(?<!{_NUMERAL})[正冬腊一二三四五六七八九十]{{1,2}}月(?:{_NUMERAL}{{1,3}}[日号]|初{_NUMERAL}|{_PART_OF_MONTH})?"
    r"|(?:公元前?)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})世纪(?:\d{2}年代|初|末|中叶|[中前后]期)?"
    rf"|(?:民国|{'|'.join(_REIGNS)})(?:元|{_NUMERAL}{{1,3}}|\d{{1,3}})?年(?:间)?"
    r"|(?:春秋|战国|三国|南北朝|五代|[西东]汉|[西东]晋|[北南]宋|[秦汉隋唐宋元明清][代朝初末])(?:时期|时代|初年|末年)?"
    r"|(?:新|旧)石器时代|[一-龥]罗纪|白垩纪|每年?(?:年[初底末中]|[上下]半年)|[今去明当本次]?年[初底末](?![㐀-鿿]?[余超])|每?(?:周|星期|礼拜)[一二三四五六日天末]|[春夏秋冬][季天]|每?(?:年|个)?第[一二三四]季度|(?<![\d.])\d{1,2}·\d{1,2}(?![\d.])|元旦|春节|清明|端午|中秋|国庆|除夕|重阳|圣诞"
    r"|(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上)\s*\d{1,2}\s*[时点](?:半|\d{1,2}\s*分)?|\d{1,2}[:：]\d{2}(?!\d)"
)
_PLACE_NAME = r"[^，。；、：“”《》（）()]{1,20}?(?:省|市|区|县|镇|乡|村|街道|街|路|园|中心|馆|港|城|湖|山|国|州|岛|基地|厅|大学|广场|酒店|[东西南北中]部)"
_IS_WHERE = re.compile(
    r"(?:位于|(?<![建设落选放办开])在|地处)(?:什么地方|哪里|哪儿|哪|何处)[？?。\s]*$|\bwhere (?:is|are) (?!.*(?:ed|ing|held|built)\b)",
    re.I,
)
"""Where a thing is: no other place of the sentence tells that."""
_WITHIN_NAME = re.compile(r"(?![在于到赴往至从以和与及是的省市州区县镇])[㐀-鿿]")
"""A character before what looks like a place that makes it a piece of a longer name: 天府旌城; if no word ends there that says
what is done (建设青湖市), or of whom it is (祖籍青湖)."""
_LED_TO = re.compile(r"祖籍|籍贯|总部|首府|首都|省会|老家|产地|故乡")
_PLACE = re.compile(
    rf"(?:(?<!正)在|位于|坐落于|落户|地处|选址|前往|赴|设在|设于)({_PLACE_NAME})(?=举|召开|开幕|拉开|建|设立|成立|打造|落户|落地|亮相|揭牌|签约|启动|，|。|；|、|$)"
)
_DEEDS = tuple(
    """
    主办 承办 协办 举办 建设 共建 合作 投资 开发 运营 组建 组成 发布 制定 负责 牵头 实施 主持 提供 印发 管理 成立 创办 创建
    """.split()
)
_DEED = re.compile(rf"(?:共同|联合|负责|合作|{'|'.join(_DEEDS)}|、)+")
_AGENT = re.compile(
    rf"由([^，。；：]{{2,60}}?)(?=(?:共同|联合|负责|合作)*(?:{'|'.join(_DEEDS)})(?!\s*[（(]|\w{{0,6}}(?:公司|集团|银行|基金|中心)))"
)
SPEECH = re.compile(
    r"谁.{0,6}(说|表示|认为|介绍|指出|提出|透露|讲)|(说|表示|认为|介绍|指出|提出|透露)的?(人)?是谁|\bwho (said|says|pointed|argued|told)",
    re.I,
)
_SPEAKER = re.compile(
    r"(?:^|[，。”；])([^，。；：“”]{2,40}?)(?=(?:在[^，。]{2,20})?(?:明确|首次|率先|曾经?|还|也|则)*(?:表示|介绍|认为|指出|提出|说|称|告诉|透露)[，：,:“记道]?)"
)
_MEANS_ASKED = re.compile(
    r"(?:依托|依靠|凭借?|靠|以|围绕)(?:着)?(?:的是)?(?:什么|啥)(?:东西)?(?:为|作|来|打造|建|搞|做|发展|推|拓|形成)"
)
_MEANS = re.compile(
    r"(?<=依托|依靠|凭借|围绕)[^，。；：、]{2,24}?(?=[，。；、]|打造|建设|发展|推动|拓展)|(?<![予加可])(?<=以)[^，。；：]{2,30}?(?=为(?:载体|依托|核心|抓手|基础|平台|支撑|重点|引领|主线|轴|中心))"
)
"""By what means something is done."""
_RANKED = re.compile(r"第几|排名?(?:多少|几)")
_RANK = re.compile(r"第(?:\d+|[一二三四五六七八九十]+)(?![届期条章节版次个])")
_AS = re.compile(r"以([^，。；、为]{2,20})为(龙头|代表|核心|载体|依托|主体|中心|骨干|重点)")
_LEADING = frozenset({"龙头", "代表", "骨干"})
"""What firms are called that stand for others."""
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
_WHO = re.compile(r"谁|哪一?位|什么人|何人|\bwho(?:m|se)?\b", re.I)
_ASKS_WHAT = re.compile(r"什么|啥|哪|谁|怎|\b(?:what|which|who|how)\b", re.I)
_WHICH_EN = re.compile(r"\b(?:which|what) (?=\w)", re.I)
_ROLE = re.compile(
    r"(?:主任|组长|局长|市长|院长|会长|总裁|书记|校长|董事长|总经理|经理|负责人|创始人|馆长|部长|厅长|区长|县长|镇长|所长|秘书长|理事长|总统|总理|主席|教练|队长|导演|法人|法定代表人|代表人|股东|创办人|发起人|秘书|发言人)"
)
_ROLE_EN = re.compile(
    r"\b(?:(?P<总理>premier|prime minister)|(?P<省长>governor)|(?P<主任>director)|(?P<市长>mayor)|(?P<董事长>chair(?:man|woman|person)?)|(?P<总裁>president|ceo)|(?P<经理>manager)|(?P<创始人>founder)"
    r"|(?P<书记>secretary)|(?P<部长>minister)|(?P<教练>coach)|(?P<队长>captain)|(?P<发言人>spokes\w+)|(?P<负责人>head|leader)|(?P<股东>shareholder)|(?P<校长>headmaster|principal))\b",
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


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it stands in a sentence: `[start, end)` in characters of the sentence."""

    text: str
    start: int
    end: int


def find_values(query: Query, sentence: str) -> list[Value]:
    """All values in a sentence of the kind and unit that the query asks for, in order."""
    find = _finder(query.kind, query.standalone, nouns_asked(query))
    spans = sorted(set(find(sentence[:_MOST_CHARS]))) if find else ()
    return [Value(sentence[start:end], start, end) for start, end in spans]


def has_value(query: Query, sentence: str) -> bool:
    """Whether a sentence has a value of the kind and unit that the query asks for."""
    find = _finder(query.kind, query.standalone, nouns_asked(query))
    return find is not None and any(True for _ in find(sentence[:_MOST_CHARS]))


def asks_role(query: Query) -> bool:
    """Whether the query asks who has a role: director, mayor, founder."""
    return query.kind is Kind.NAME and bool(_roles(query.standalone))


def _roles(question: str) -> tuple[str, ...]:
    """The role that a question asks who has, as Chinese sentences may call it, and as the question does."""
    if _HEADS_EN.search(question):
        return _HEADS
    if role := _ROLE.search(question):
        before = question[: role.start()]
        return (next((f"{less}{role[0]}" for less in _LESSER if before.endswith(less)), role[0]),)
    if (found := _ROLE_EN.search(question)) and (_WHO.search(question) or _WHICH_EN.search(question)):
        name = str(found.lastgroup)
        less = "副" if _LESSER_EN.search(question[: found.start()]) else ""
        same = next((same for same in _SAME_ROLES if same[0] == name), (name,))
        return (*(f"{less}{role}" for role in same), found[0].lower())
    return ()


Find = Callable[[str], Iterable[Span]]


@lru_cache(maxsize=256)
def _finder(kind: Kind, question: str, nouns: tuple[str, ...]) -> Find | None:
    """What finds the values that a question asks for in sentence after sentence; None if it asks for none."""
    match kind:
        case Kind.QUANTITY:
            contacts = contacts_asked(question)
            return partial(_contacts, contacts) if contacts else partial(quantities, question)
        case Kind.DATE:
            return partial(_dates, re.compile(_date_part(question)))
        case Kind.PLACE:
            return partial(_places, question, nouns)
        case Kind.NAME:
            return partial(_who, question, nouns)
        case Kind.TOPIC if _MEANS_ASKED.search(question):
            return partial(_matches, _MEANS)
        case Kind.TOPIC if _RANKED.search(question):
            return partial(_matches, _RANK)
        case Kind.TOPIC if units_of(question) and not _ASKS_WHAT.search(question):
            return partial(quantities, question)
        case Kind.TOPIC | Kind.DEFINITION if nouns:
            return partial(_instances, nouns, question)
    return None


def _instances(nouns: Sequence[str], question: str, sentence: str) -> Iterator[Span]:
    return (span for noun in nouns for span in instances(noun, question, sentence))


def _contacts(asked: re.Pattern[str], sentence: str) -> Iterator[Span]:
    return (found.span("found") for found in asked.finditer(sentence))


def _dates(part: re.Pattern[str], sentence: str) -> Iterator[Span]:
    return (span for span in _all_dates(sentence) if part.search(sentence[slice(*span)]))


@lru_cache(maxsize=2048)
def _all_dates(sentence: str) -> tuple[Span, ...]:
    return tuple(_matches(_DATE, sentence))


def _places(question: str, nouns: Sequence[str], sentence: str) -> Iterator[Span]:
    found = list(_matches(_PLACE, sentence, group=1))
    if found:
        yield from (span for span in found if sentence[slice(*span)] not in question)
    elif nouns:
        yield from _instances(nouns, question, sentence)
    elif not _IS_WHERE.search(question):
        doing = [match_.span(1) for match_ in _AGENT.finditer(sentence)]
        own = (
            span
            for span in places(sentence)
            if sentence[slice(*span)] not in question and not any(a <= span[0] < b for a, b in doing)
        )
        # what comes first is what it is about; what other characters stand before, or one alone, is a piece of a name
        yield from (
            (start, end)
            for start, end in own
            if start > 0 and end - start > 1 and not _is_within_name(sentence, start)
        )


def _is_within_name(sentence: str, start: int) -> bool:
    if not _WITHIN_NAME.match(sentence[start - 1]):
        return False
    before = word_before(sentence, start)
    return before is None or not (before[1][:1] in ("v", "p") or _LED_TO.fullmatch(before[0]))


def _who(question: str, nouns: Sequence[str], sentence: str) -> Iterator[Span]:
    """Who does what is asked about: 由 X 主办 where the question has 主办; X 表示 where it asks who said so;
    who has the role that is asked for; else the people and, for 哪家公司, the organisations of the sentence."""
    agents = [] if is_called(question) else list(_agents(question, sentence))
    if agents:
        yield from agents
    elif SPEECH.search(question):
        spans = _matches(_SPEAKER, sentence, group=1)
        yield from (span for span in spans if _is_somebody(sentence[slice(*span)]))
    elif roles := _roles(question):
        found = [span for span in people(sentence) if sentence[slice(*span)] not in question]
        in_role = [span for span in found if any(_is_in_role(sentence, span, role) for role in roles)]
        yield from in_role or (span for role in roles for span in _named_behind(sentence, role))
    elif nouns:
        yield from _instances(nouns, question, sentence)
    elif _WHO.search(question):
        yield from (span for span in people(sentence) if sentence[slice(*span)] not in question)
    else:
        yield from (span for span in organisations(sentence) if sentence[slice(*span)] not in question)


def _agents(question: str, sentence: str) -> Iterator[Span]:
    """Who does what the question asks who does: 由 X 主办, 以 X 为龙头, X 负责."""
    deeds = deeds_asked(question)
    asked = {verb for verb in _DEEDS if verb in question} | set(deeds)
    for match_ in _AGENT.finditer(sentence):
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
        if any(verb in rest for verb in deeds) and _is_somebody(subject[1]):
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
        if _is_somebody(found[1]):
            yield start, end


def _is_somebody(text: str) -> bool:
    """Whether a stretch before a verb can name who does it: it ends in a noun, and says nothing of how."""
    words = rjieba.tag(text)
    is_body = words[-1][1][0] in "nj" or bool(ORGANISATION.search(text))
    return is_body and not any(word in _NO_DOER for word, _ in words)


def _is_in_role(sentence: str, name: tuple[int, int], role: str) -> bool:
    start, end = name
    around = sentence[max(start - len(role) - _IN_ROLE, 0) : end + len(role) + _IN_ROLE].lower()
    return any(not around[: at.start()].endswith(_LESSER) for at in re.finditer(re.escape(role), around))


def _named_behind(sentence: str, role: str) -> Iterator[Span]:
    """What begins with a surname right behind a role and is no name that the tagger knows: 厅长罗海山."""
    for at in re.finditer(re.escape(role), sentence):
        name = titled(sentence, at.end())
        if name and not sentence[: at.start()].endswith(_LESSER):
            yield name


def _date_part(question: str) -> str:
    """A pattern of what a date must hold: the year, month or day that the question asks for."""
    if re.search(r"哪一?年|\b(?:what|which) year\b", question, re.I):
        return "年|五"
    if re.search(r"哪一?月|几月", question):
        return "月"
    return "日|·" if re.search(r"哪一?[天日]|几号|\b(?:what|which) (?:date|day)\b", question, re.I) else ""


def _matches(pattern: re.Pattern[str], sentence: str, group: int = 0) -> Iterator[Span]:
    for match_ in pattern.finditer(sentence):
        text = match_.group(group)
        stripped = text.strip(" ，,的")
        if stripped:
            start = match_.start(group) + text.index(stripped)
            yield start, start + len(stripped)
