"""People, organisations and places in a sentence, by the tagger's dictionary and what names are made of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from corpus.document import Span
from index.segment import has_han

ORGANISATION = re.compile(
    r"(?:公司|集团|企业|大学|学院|学校|中学|小学|研究院|研究所|研究会|实验室|协会|学会|商会|联盟|联合会|委员会|政府|党委|法院|检察院|银行|医院"
    r"|基金会?|中心|厅|局|部|委|院|所|署|办|办公室|乐团|乐队|球队|俱乐部|报社?|出版社|电视台|军|队|党|社|会|组织|机构|部门|机关|工作室)$"
)
"""How the name of an organisation ends."""
_PLACE = re.compile(
    r"(?:省|市|区|县|镇|乡|村|街道|街|路|大道|园区?|中心|馆|港|城|湖|江|河|海|山|岛|半岛|国|州|郡|洲|基地|厅|大学|广场|酒店|机场|站|寺|庙|宫|桥|谷|湾|镇区|片区|新区|地区)$"
)
_PARTS = frozenset("ns nt nz nr nrt nrfg n j s f vn l b an eng m ng vg zg".split())
"""Tags of words that an organisation's or a place's name is made of."""
_CALLING = _PARTS | {"nz", "a", "t", "q", "i", "nrt", "z"}
"""The same of what a thing is called."""
_LINKING = frozenset("和 与 及 以及 或 等 的 由 从 向 到 被 把 对 为 将 以 重点 包括 主要".split())
_PERSON = frozenset({"nr", "nrt", "nrfg"})
_NAMES = frozenset({*_PERSON, "nt"})
_OF_ONE = frozenset({*_NAMES, "ns", "nz", "j", "eng", "x"})
_DOTS = frozenset("·•・")
_TRANSCRIBED = frozenset(
    "甫阿艾埃安奥巴贝比彼伯博布查达大戴丹德登迪蒂丁杜顿多敦尔恩法菲费弗夫福伏盖戈格根葛古圭哈海汉赫亨霍吉基加贾杰金卡凯坎康考柯科克肯库奎昆拉莱兰朗劳勒雷里丽利列林隆卢鲁伦罗洛马玛迈麦曼梅门蒙米密明缪莫默姆穆纳娜奈内妮尼宁纽努诺欧帕潘"
    "庞佩彭皮平珀普奇齐契钱乔切琼丘热茹儒瑞若萨塞赛桑瑟森沙莎山尚舍圣施什史士斯丝苏孙索塔泰坦汤唐陶特腾提廷图托瓦万旺威韦维魏温沃乌吾伍西希锡夏香肖谢辛休雅亚延扬耶叶伊因英尤于约泽扎詹贞珍朱兹佐噶喀珊芙蕾娃黛"
)
"""Characters that foreign names are written with."""
_LATIN = re.compile(r"(?<![A-Za-z])[A-Z][a-z]+(?:\s(?:[A-Z]\.|de|von|van))*(?:\s[A-Z][a-z]+)+")
_TITLE = re.compile(
    r"(?:主任|会长|院士|教授|总裁|书记|委员|理事|研究员|[市局所校院县镇区厅部船队事组]长|经理|董事|专家|主席|作家|导演|歌手|演员|总统|驾驶员|司机|店主|老师|医生|律师|创始人|负责人|发言人)$"
)
_IS = frozenset("是 为 叫".split())
_SPEAKS = frozenset("表示 说 介绍 认为 指出 告诉 透露 称 坦言 强调".split())
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇蓝鞠应郗蒲"
)
_BODY = re.compile(
    r"部门|机关|机构|政府|委员会|[局厅院校]|办公室|公司|集团|企业|协会|单位|组织|联盟|人民|[^\W\d_]者|国务院|院士|教授|\b(?:company|author|team|group|university|developers?|maintainers?)\b"
)
_WORDS_TOO = frozenset("管应查解成时从明何安单司关任包连边向方计万常权车")
"""Surnames that words of other sorts begin with."""
_GIVEN = re.compile(
    rf"(?:兼|、|：|[“”\s])?(?P<name>[{_SURNAMES}][㐀-鿿](?:[㐀-鿿](?<![说称表在为作对向等和与就从也的是时任出主介指认告透坦强]))?)"
)
"""A surname and a given name, which no word for what somebody does ends."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    tag: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[_Word, ...]:
    words, at = [], 0
    for word, tag in rjieba.tag(text):
        at = text.index(word, at)
        words.append(_Word(word, tag, at))
        at += len(word)
    return tuple(words)


def ends_word(text: str, at: int) -> bool:
    """Whether a word of the text ends at this character."""
    return word_before(text, at) is not None


def word_before(text: str, at: int) -> tuple[str, str] | None:
    """The word of the text that ends at this character, with its tag; None if none does."""
    return next(((word.text, word.tag) for word in _words(text) if word.end == at), None)


@lru_cache(maxsize=2048)
def people(text: str) -> tuple[Span, ...]:
    """`[start, end)` of what looks like the name of a person, in order."""
    spans = [match.span() for match in _LATIN.finditer(text)]
    words = _words(text)
    for i, word in enumerate(words):
        end = _dotted_end(words, i) or _person_end(words, i)
        if end and not any(start < end and word.start < stop for start, stop in spans):
            spans.append((word.start, end))
    return tuple(sorted(spans))


def _dotted_end(words: Sequence[_Word], i: int) -> int:
    """Where a name of parts with dots between them ends that begins with word `i`; 0 if none does."""
    end, at = 0, i
    while at + 2 < len(words) and words[at + 1].text in _DOTS and words[at + 2].text.isalpha():
        at += 2
        while at + 1 < len(words) and _TRANSCRIBED.issuperset(words[at].text + words[at + 1].text):
            at += 1
        end = words[at].end
    return end if words[i].text.isalpha() else 0


def _person_end(words: Sequence[_Word], i: int) -> int:
    """Where a person's name ends that begins with word `i`; 0 if none does.

    A surname alone counts with the word behind it only after a title or before a word for speaking.
    """
    word = words[i]
    if word.tag == "nrt" and len(word.text) > 1:
        return word.end
    if word.tag in _PERSON and 1 < len(word.text) < 4 and word.text[0] in _SURNAMES:
        return word.end if len(word.text) > 2 or _is_person(words, i) else 0
    is_behind_title = i > 0 and bool(_TITLE.search(words[i - 1].text))
    if is_behind_title and word.tag == "m" and 1 < len(word.text) < 4 and word.text[0] in _SURNAMES:
        return word.end  # 院士江亿, whom the tagger takes for a number
    if len(word.text) == 1 and word.text in _SURNAMES and i + 1 < len(words):
        given = words[i + 1]
        before = i - 2 if words[i - 1].text in _IS else i - 1  # 校长是陈望远
        titled = before >= 0 and _TITLE.search(words[before].text)
        speaks = i + 2 < len(words) and words[i + 2].text in _SPEAKS
        if len(given.text) < 3 and given.tag != "x" and (titled or speaks):
            return given.end
    return 0


def titled(text: str, start: int) -> Span | None:
    """`[start, end)` of the two or three characters here that begin with a surname and are no word; None without them."""
    found = _GIVEN.match(text, start)
    if found is None:
        return None
    word = next((word for word in _words(text) if word.start == found.start("name")), None)
    is_name = word is not None and (
        len(word.text) == 1 or word.tag[0] == "n" or word.text[0] not in _WORDS_TOO
    )
    return found.span("name") if is_name else None


def _is_person(words: Sequence[_Word], i: int) -> bool:
    """Whether what stands around a word of two characters says that it is a person: many such words are no names."""
    before = words[i - 1].text if i else ""
    after = words[i + 1].text if i + 1 < len(words) else ""
    return bool(_TITLE.search(before) or _TITLE.search(after)) or after in _SPEAKS or before in ("由", "记者")


@lru_cache(maxsize=2048)
def organisations(text: str) -> tuple[Span, ...]:
    """`[start, end)` of what looks like the name of an organisation, in order."""
    return tuple(_named(text, ORGANISATION, "nt"))


def naming_runs(text: str) -> Iterator[Span]:
    """`[start, end)` of each run of words that a name, or what a thing is called, can be made of."""
    start = end = 0
    for word in (*_words(text), _Word("", "", len(text))):
        if word.tag in _CALLING and word.text not in _LINKING:
            start = start if end == word.start and end > start else word.start
            end = word.end
        elif end > start:
            yield start, end
            start = end = 0


def is_name(text: str) -> bool:
    """Whether a text looks like the name of one thing: it is quoted, or begins with a name, or with letters or digits."""
    first = next(iter(_words(text)), None)
    return first is not None and (first.tag in _OF_ONE or not has_han(first.text))


def names_body(text: str) -> bool:
    """Whether a text names an organisation, or anybody by what he is: 公安部门, 养犬人, 教授."""
    is_named = any(word.tag in _NAMES and len(word.text) > 1 for word in _words(text))
    return is_named or bool(_BODY.search(text) or organisations(text) or people(text))


@lru_cache(maxsize=2048)
def places(text: str) -> tuple[Span, ...]:
    """`[start, end)` of what looks like the name of a place, in order."""
    return tuple(_named(text, _PLACE, "ns"))


def _named(text: str, suffix: re.Pattern[str], tag: str) -> Iterator[Span]:
    """Runs of naming words that hold one of the tag, or end as such names do and begin with a name."""
    run: list[_Word] = []
    for word in (*_words(text), _Word("", "", len(text))):
        if word.tag in _PARTS:
            run.append(word)
            continue
        yield from _trimmed(run, suffix, tag)
        run = []


def _trimmed(run: list[_Word], suffix: re.Pattern[str], tag: str) -> Iterator[Span]:
    last = next((n for n in reversed(range(len(run))) if run[n].tag == tag or suffix.search(run[n].text)), -1)
    first = next(
        (n for n in range(last + 1) if run[n].tag in {"ns", "nt", "nz", "eng", "nr", "nrt", "j"}), -1
    )
    if first >= 0:
        yield run[first].start, run[last].end
