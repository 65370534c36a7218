"""What a question names the answer by: 高速 in 走哪条高速, 时代 in 迈进什么时代, a person in 谁."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import rjieba

from assistant.names import ends_word, organisations, people, places, word_before
from assistant.records import Query
from corpus.document import Span
from index.segment import simplified

_WHICH = re.compile(
    r"(?:哪|何)(?!种程度)(?:一)?(?:[个座条所家位种项届款部张片块支只名场类期本间处])?(?![几些两三四五六七八九十年天日月里儿时])|(?<!为)什么(?:样的)?(?!是|时候|样|意思|叫|关系|区别|影响|作用|原因|内容|情况|东西|方面|特点)"
)
_CALLED = re.compile(r"([㐀-鿿]{2,6})(?:叫|名为|称为|名叫)(?:做|作)?(?:什么|啥)")
_NOUNS = frozenset("n nz ns nt nr nrt vn an l j s ng q k zg".split())
_DEEDS = frozenset({"vn", "an"})  # of one character they are verbs: 管 in 哪个部门管
_OF_COUNTRY = "国人"  # 哪国人
_ENDING = frozenset("n ng k j q s".split())  # of a character that ends a noun: 园 of 产业园
_WITHIN = frozenset("旗下 名下 手下 境内 之下 之中 当中".split())
"""What stands behind the noun that is asked for and is none: 哪家公司旗下."""
_SETTLED = re.compile(r"^(?:国|.{0,2}(?:城市|国家|地方|地区|省份)|[省市县区州]|县级市|地级市|区县)$")
_DIVISIONS = "省市县区州镇乡村"
_SITES = "园路街港湖江河山岛站馆道郡湾"
_COUNTRY = ("国家", "国")
_SEVERAL_PLACES = re.compile(r"[两二三四五六七八九十几多各全]+个?[省市县区州镇乡村]")
_ABSTRACT = frozenset(
    "定位 地位 模式 机遇 作用 形式 方式 方法 水平 程度 态度 角色 性质 特征 特色 类型 结果 条件 标准 要求 目标 任务 措施 阶段 时期 时代 方向 领域 行业 因素 机会 身份 职务".split()
)
_SORT = re.compile(r"(?:是|属于)一?[个家座所项种款位]?什么")
_WORKING = re.compile(r"(?:单位|部门|部委|机构|企业|公司|组织|高校|媒体)$")
_BODIES = ("部门", "机关", "机构", "组织", "单位")
_WRITTEN = re.compile(
    r"(?:文件|书|规划|作品|歌曲?|报告|协议|方案|通知|意见|条例|法律?|电影|小说|剧|专辑|著作|题目|演讲|节目|游戏|杂志|报纸|期刊|刊物)$"
)
_CODED = re.compile(r"(?:型号|代号|编号|车型|机型)$")
_CODE = re.compile(r"(?<![A-Za-z\d\-–])(?=[A-Za-z\-–]*\d)[A-Za-z][A-Za-z\d]*(?:[\-–][A-Za-z\d]+)*")
"""How models are called: fx-7000G."""
_TITLED = re.compile(r"《[^《》]{1,60}》")
_HUMAN = re.compile(
    r"^(?![商厂国店卖买酒独皇]家$)(?:.?人|.{0,2}[者家师员士王帝长]|.{0,4}(?:主任|经理|总裁|书记|教授|总统|总理|主席|[歌凶选助对]手|老板|继承人|演员|导演|董事长))$"
)
_NAMES_END = {
    "园区": "园", "展会": "展 展览会 博览会", "会议": "会", "学校": "大学 学院 中学 小学", "道路": "路 大道 公路 高速", "河流": "河 江", "山脉": "山",
    "湖泊": "湖", "楼": "楼 大厦", "颜色": "色", "语言": "语", "岛屿": "岛", "桥梁": "桥", "车站": "站", "奖项": "奖", "寺庙": "寺 庙", "铁路": "线", "活动": "节 周",
}  # fmt: skip
"""How names of such things end without the noun."""
_ASKS = re.compile(
    r"什么|啥|哪|谁|多少|几(?![十百千万])|何[时地处]|为何|如何|怎|多[大长久高远]|\b(?:what|which|who|where|when|why|how)\b",
    re.I,
)
_ANY = frozenset(
    "各国 我国 两国 外国 本国 祖国 成员 部分 大量 大部分 所有 全部 其他 其它 主要 相关 有关 各类 各种 各个 多个 多种 一些 少数 多数 部份 任何 同类 两地 双方 现有 本地 当地 入驻 龙头 骨干 上下游 重点 优势 知名 国内 国外 外地".split()
)
_GENERAL = frozenset("省 市 区 县 镇 乡 村 集团 公司 股份 有限 有限公司 责任 有限责任".split())
"""What names of places and firms have besides what tells them from others."""
_PROPER = frozenset("ns nr nrt nz j".split())
"""Tags of what can be the name of a country."""
_SHORTEST = 2  # characters of a place that is named without its division
_OF_WHAT = frozenset("原则 方针 理念 模式 机制 制度 方式 方法 战略 思路 政策 标准".split())
"""What is said of a thing with 的 before it."""
_NOUNS_TOO = frozenset(
    "制造 研发 生产 加工 服务 管理 开发 投资 贸易 教育 培训 创新 应用 保障 治理 保护 交易 展示 示范 试验 实验 监测 检测 仓储 运输 养殖 种植".split()
)
"""Verbs of which names of things are made: 装备制造基地."""
_QUALIFYING = frozenset("a b d v".split())
_BOUND = frozenset("的了是在和与及或由从向到被把对为等将以")
_NAMING = frozenset("n nz ns nt nr nrt nrfg vn an eng j b l s f ng q t x".split())
_FIRST = frozenset("n nz ns nt nr nrt nrfg eng j t".split())
_EDGE = re.compile(r"[，。；：、“”‘’《》「」『』（）()\s]")
_LEFT_WORDS = 6
_MAX_CHARS = 24


@lru_cache(maxsize=512)
def asked_noun(question: str) -> str:
    """The noun that the answer ends in or is an instance of; empty where the question names none."""
    question = simplified(question)
    if called := _CALLED.search(question):
        words = [word for word, tag in rjieba.tag(called[1]) if tag in _NOUNS]
        return str(words[-1]) if words else ""
    which = _WHICH.search(question)
    if not which:
        return ""
    noun = before = ""
    is_done = False
    for word, tag in rjieba.tag(question[which.end() : which.end() + 10]):
        is_deed = len(word) == 1 and (tag in _DEEDS or (noun and tag not in _ENDING))
        if (word in _WITHIN or is_deed or not _is_naming(word, tag)) and (noun or tag not in _QUALIFYING):
            noun = before if before and word == "的" else noun
            break
        before = noun if tag == "vn" and not before else before
        is_done = tag == "vn"
        noun = noun + word if noun and len(word) == 1 else str(word)
    noun = before if before and is_done else noun  # 产业 in 在哪个产业合作
    noun = _OF_COUNTRY[0] if noun == _OF_COUNTRY else noun
    is_sort = _SORT.search(question) and (
        _SETTLED.search(noun) or _WORKING.search(noun) or _HUMAN.search(noun)
    )
    return "" if noun in _ABSTRACT or is_sort else noun


def is_called(question: str) -> bool:
    """Whether it is asked what something is called: 园区叫什么名字."""
    return bool(_CALLED.search(simplified(question)))


def asks_twice(question: str) -> bool:
    """Whether one question asks for two things: 建在哪儿，做哪类产品."""
    clauses = re.split(r"[，,；;]|以及|\band\b", question)
    return sum(bool(_ASKS.search(clause)) for clause in clauses) > 1


def nouns_asked(query: Query) -> tuple[str, ...]:
    """The noun that the answer ends in or is an instance of, in the words of the documents; empty where there is none."""
    noun = asked_noun(query.standalone)
    return (noun,) if noun else query.nouns


def _is_naming(word: str, tag: str) -> bool:
    return tag in _NOUNS and word not in _BOUND and "一" <= word[0] <= "鿿"


def is_noun(word: str) -> bool:
    """Whether the tagger takes a word for a noun by itself."""
    return all(tag[0] in "nj" for _, tag in rjieba.tag(word))


def endings(noun: str) -> tuple[str, ...]:
    """How names of what a noun means end: 园区 and 园."""
    return (noun, *_NAMES_END.get(noun, "").split())


def is_human(noun: str) -> bool:
    """Whether a noun calls for people: 院士, 主任."""
    return bool(_HUMAN.search(noun))


def instances(noun: str, question: str, sentence: str) -> Iterator[tuple[int, int]]:
    """`[start, end)` of what a sentence names that the noun calls for and the question does not have."""
    found: Sequence[Span]
    if _SETTLED.search(noun):
        own = [*places(sentence), *(_countries(sentence) if noun in _COUNTRY else ())]
        found = [span for span in sorted(set(own)) if _is_such_place(noun, sentence[slice(*span)])]
    elif is_human(noun):
        found = people(sentence)
    elif _CODED.search(noun):
        found = [match.span() for match in _CODE.finditer(sentence)]
    elif _WRITTEN.search(noun):
        found = [match.span() for match in _TITLED.finditer(sentence)] or list(_ending(noun, sentence))
    elif _WORKING.search(noun):
        found = organisations(sentence) or [span for tail in _BODIES for span in _ending(tail, sentence)]
    else:
        found = [span for end in endings(noun) for span in _ending(end, sentence)]
    for span in found:
        name = sentence[slice(*span)]
        if name not in question and not _is_any(name.removesuffix(noun), question):
            yield span


def _countries(sentence: str) -> Iterator[Span]:
    """Words that end as names of countries do, whatever stands before them."""
    for match in re.finditer("国", sentence):
        word = word_before(sentence, match.end())
        if word and len(word[0]) > 1 and word[1] in _PROPER:
            yield match.end() - len(word[0]), match.end()


def _is_any(before: str, question: str) -> bool:
    """Whether what stands before the noun tells none from others: the question has all of it, or it is said of any."""
    if not before or before in _ANY or before in question:
        return bool(before)
    words = [word for word, _ in rjieba.tag(before) if word not in _GENERAL]
    return bool(words) and all(_stem(word) in question or word in _ANY for word in words)


def _stem(place: str) -> str:
    """A word without what it is a division of a country: 青湖 of 青湖市."""
    return place[:-1] if len(place) > _SHORTEST and place[-1] in _DIVISIONS else place


def _is_such_place(noun: str, place: str) -> bool:
    """Whether a place can be what the noun calls for: no park for a city, no province for a country, and one place, not 两市."""
    if _SEVERAL_PLACES.search(place):
        return False
    if noun in _COUNTRY:
        return place[-1] == "国" or (len(place) > 1 and place[-1] not in f"{_DIVISIONS}{_SITES}")
    division = noun[-1] if noun[-1] in _DIVISIONS else ""
    return not division or place[-1] == division or place[-1] not in f"{_DIVISIONS}{_SITES}"


def _ending(noun: str, sentence: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(re.escape(noun), sentence):
        if len(noun) == 1 and not ends_word(sentence, match.end()):
            continue
        start = _quoted(sentence, match) if match.end() < len(sentence) else -1
        if start < 0:
            is_of = noun in _OF_WHAT and sentence[: match.start()].endswith("的")  # 公平责任的原则
            start = _left(sentence, match.start() - is_of)
        if start < match.start() and match.end() - start <= _MAX_CHARS:
            yield start, match.end()


def _quoted(sentence: str, match: re.Match[str]) -> int:
    """Where quotation marks that close behind the noun open; -1 if they do not."""
    if sentence[match.end()] not in "”」』》）)":
        return -1
    opened = max(sentence.rfind(mark, 0, match.start()) for mark in "“「『《（(")
    return opened + 1 if opened >= 0 else -1


def _left(sentence: str, end: int) -> int:
    """Where the name begins that ends here: words that name, the first of them a noun or a name; all of them behind 的; with what is
    quoted right before them."""
    words = rjieba.tag(_EDGE.split(sentence[max(end - _MAX_CHARS, 0) : end])[-1])
    start = first = end
    is_done = False
    for taken, (word, tag) in enumerate(reversed(words)):
        if taken == _LEFT_WORDS or word in _BOUND or not (tag in _NAMING or _is_attribute(word, tag)):
            first = start if word == "的" else first
            break
        start -= len(word)
        is_done = is_done or (tag == "v" and word not in _NOUNS_TOO)
        if tag in _FIRST and not is_done:
            first = start
    opened = sentence.rfind("“", 0, first) if sentence[first - 1 : first] == "”" else -1
    return opened if opened >= 0 else first


def _is_attribute(word: str, tag: str) -> bool:
    """Whether a verb can stand before a noun that it qualifies: 抽水 in 抽水蓄能电站."""
    return tag == "v" and len(word) > 1
