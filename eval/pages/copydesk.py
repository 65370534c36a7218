"""Rewriting a text as news: headline, byline, lead, quotations. Names and papers are invented."""

import re
from dataclasses import dataclass
from random import Random

from eval.pages.texts import Copy

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红鹏飞宇欣怡然雨晨思远佳文博天成"
_PLACES = "江城 云岭 临海 青川 东湖 长宁 永安 兴和 平原 金沙 石桥 南浦 北塘 西陵".split()
_PAPERS = "日报 晚报 都市报 商报".split()
_OPENINGS = "据悉， 据了解， 记者获悉， 与此同时， 值得关注的是， 另一方面， 目前， 下一步， 此外， 活动现场，".split()
_SPEAKERS = "相关负责人表示 有关专家认为 一位业内人士说 介绍 告诉记者".split()
_VERBS = "出新规 有了新规矩 将更规范 迎来新变化 这样做 再升级".split()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of an article; a `subheading` is a line of its own."""

    text: str
    subheading: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article before it is set. `headline` has one or two lines, `kicker`, `deck` and `byline` may be empty.

    `continued`: it begins on another page, in the middle of a sentence.
    """

    headline: tuple[str, ...]
    kicker: str
    deck: str
    byline: str
    paragraphs: tuple[Paragraph, ...]
    continued: bool = False


def person(random: Random) -> str:
    """A name of two or three characters."""
    return random.choice(_SURNAMES) + "".join(random.sample(_GIVEN, random.choice((1, 2, 2))))


def place(random: Random) -> str:
    """A place of no real map."""
    return random.choice(_PLACES)


def newspaper_name(random: Random) -> str:
    """A newspaper."""
    return place(random) + random.choice(_PAPERS)


def write_article(copy: Copy, paper: str, random: Random, *, spaced: bool) -> Article:
    """An article made of a text, longer than any page needs. `spaced`: numbers have a space on either side."""
    continued = random.random() < 0.12
    start = random.randrange(max(len(copy.sections) - 2, 1))
    style = random.choice(("lead", "lead", "byline", "byline", "none"))
    names = " ".join(person(random) for _ in range(random.choice((1, 1, 2))))
    byline = random.choice((f"{paper}记者 {names}", f"本报记者 {names}", f"□本报记者 {names}"))
    paragraphs: list[Paragraph] = []
    subheaded = random.random() < 0.35
    for number, section in enumerate(copy.sections[start:]):
        if number and subheaded and 2 <= len(section.heading) <= 14:
            paragraphs.append(Paragraph(section.heading, subheading=True))
        for text in section.paragraphs:
            paragraphs.append(Paragraph(_report(text, random)))
    if continued:
        paragraphs[0] = _beheaded(paragraphs[0], random)
    elif style == "lead":
        date = f"{random.randint(1, 12)}月{random.randint(1, 28)}日，"
        lead = random.choice(
            (f"本报讯（{paper}记者 {names}）", f"本报讯（记者 {names}）", f"{paper}讯 记者{names}报道 ")
        )
        paragraphs[0] = Paragraph(lead + (date if random.random() < 0.7 else "") + paragraphs[0].text)
    if spaced:
        paragraphs = [Paragraph(_space_numbers(p.text), p.subheading) for p in paragraphs]
    headline, kicker, deck = _headline(copy, random)
    return Article(headline, kicker, deck, byline if style == "byline" else "", tuple(paragraphs), continued)


def write_caption(random: Random) -> tuple[str, str]:
    """What a picture shows, and whose it is."""
    subject = random.choice(("新址", "现场", "一角", "效果图", "产业园", "街景", "建设工地"))
    caption = place(random) + random.choice(("", "市民中心", "科技园", "老街")) + subject
    return caption, random.choice(
        (f"{person(random)} 摄", "本报资料图片", f"受访单位供图 {person(random)} 制图")
    )


def _report(text: str, random: Random) -> str:
    text = re.sub(
        r"本(条例|办法|法|规定|细则|市|省)",
        lambda m: {"市": "该市", "省": "该省"}.get(m[1], "该" + m[1]),
        text,
    )
    chance = random.random()
    if chance < 0.15:
        return random.choice(_OPENINGS) + text
    if chance < 0.28 and text.count("。") >= 2:
        first, rest = text.split("。", 1)
        return f"“{first}。”{place(random)}市{random.choice(_SPEAKERS)}，{rest}"
    if chance < 0.36:
        return f"“{text}”{person(random)}{random.choice(('说', '表示'))}。"
    return text


def _beheaded(paragraph: Paragraph, random: Random) -> Paragraph:
    text = paragraph.text
    cut = random.randint(4, max(len(text) - 12, 5))
    while cut < len(text) - 2 and text[cut] in "，。、；：”）》":
        cut += 1
    return Paragraph(text[cut:])


def _space_numbers(text: str) -> str:
    return re.sub(r"(?<=[一-鿿])(\d+(?:\.\d+)?)(?=[一-鿿])", r" \1 ", text)


def _headline(copy: Copy, random: Random) -> tuple[tuple[str, ...], str, str]:
    aims, subject = copy.aims, copy.subject
    lines: tuple[str, ...]
    if len(aims) >= 2 and random.random() < 0.6:
        first = random.randrange(len(aims) - 1)
        pair = (aims[first], aims[first + 1])
        lines = pair if random.random() < 0.5 else (" ".join(pair),)
    elif len(subject) <= 24:
        lines = (
            random.choice(
                (
                    subject + random.choice(_VERBS),
                    f"《{copy.title}》{random.choice(('施行', '出台', '公布'))}",
                )
            ),
        )
    else:
        cut = len(subject) // 2
        lines = (subject[:cut], subject[cut:] + random.choice(_VERBS))
    spare = [section.heading for section in copy.sections if 4 <= len(section.heading) <= 16]
    kicker = f"{subject[:18]}{random.choice(_VERBS)}" if random.random() < 0.25 else ""
    deck = random.choice(spare) if spare and random.random() < 0.2 else ""
    return lines, kicker if kicker not in lines else "", deck
