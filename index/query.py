"""From the text that is searched for to what the lexical index is asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.bm25 import BM25
from index.bridge import Alternative, Bridge, is_stop_word
from index.segment import Segmenter, bigrams, fold, has_han, runs

_BY_SOUND = 0.6
_LIKELY = 0.5  # weight from which a translation is the word itself rather than part of an explanation
_GENERAL = 1.3  # words are bounded by this many times the greatest idf, less what they are common
_UNTRANSLATED = 0.35  # how much an ordinary English word counts that the dictionary does not bring across
_LIGHT_CHARS = frozenset(
    "的了是有在由被把对和与及或要会能可个这那到从向就也都还才又再很更最将已所其之以于而但并说做搞弄年月日么呢吗吧啊得地着过给让跟比等各每该此哪几何谁图"
)
_LIGHT_WORDS = frozenset(
    """
    什么 怎么 怎样 如何 多少 哪些 哪个 哪里 为什么 是否 可以 可能 能够 应该 需要 以及 关于 对于 有关 相关 其中 这个 那个 这些 那些 它们 他们 我们 你们 自己 各自 分别
    具体 主要 大概 大约 一共 总共 合计 目前 现在 东西 事情 情况 内容 意思 方面 问题 区别 差别 不同 异同 对比 比较 一样 不一样 时候 时间 地方 地点 名字 名称 原因 目的
    数量 一下 一些 哪几 百分之 百分之几 到底 究竟 属于 打算 解释 含义 定义 概括 概述 总结 干嘛 干啥 干什么 列出 列举 已经 下一步 这份 这块 那份 怎么办 起来 作为 通过
    进行 里面 当中 之间 以后 以前 之后 之前 还有 另外 说说 介绍 文中 文件 文章 材料 报道 资料 提到 说到 讲到
    """.split()
)
"""Words that ask or connect and say nothing of what is asked about."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A word of the query with the forms in which passages may have it, itself among them.

    `importance` >= 0 is its idf: what a passage that lacks it fails to say. `rarity` in [0, 1] is how
    much it says in general. `is_known`: some passage has one of its forms. `is_name`: it names something.
    """

    text: str
    alternatives: tuple[Alternative, ...]
    importance: float
    rarity: float
    is_known: bool
    is_name: bool


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """`terms` are added up; of each group of alternatives the best counts; `text` is for the encoder.

    `context` are the terms of what was asked before, which count less.
    """

    text: str
    terms: tuple[str, ...]
    groups: tuple[tuple[Alternative, ...], ...]
    concepts: tuple[Concept, ...]
    is_bridged: bool
    context: tuple[str, ...] = ()


def analyse(
    text: str, *, context: str = "", segmenter: Segmenter, bm25: BM25, bridge: Bridge, names: frozenset[str]
) -> SearchQuery:
    """Words as terms; words of another language and words misspelt by sound as groups of alternatives."""
    text = text.encode("utf-8", "ignore").decode("utf-8")  # half a surrogate pair is no text
    folded = fold(text)
    terms: list[str] = []
    groups: list[tuple[Alternative, ...]] = []
    concepts: list[Concept] = []
    bridged = plain = 0
    proper = {word.lower() for word in re.findall(r"(?<=\W)[A-Z][A-Za-z]+|\b[A-Z]{2,}\b", text)}
    for run in (part for whole in runs(folded) for part in _parts(whole, bm25)):
        if has_han(run):
            plain += len(run)
            terms.extend(segmenter.terms(run))
            groups.extend(_by_sound(run, bm25, bridge))
            concepts.extend(_concepts(segmenter, run, bm25, bridge, names))
            continue
        translations = () if run in bm25.rows and not run.isalpha() else tuple(bridge.translate(run))
        if is_stop_word(run) and run not in proper:
            continue
        if run in bm25.rows and not translations:
            terms.append(run)
        elif translations:
            bridged += 2
            own = (Alternative(run, 1.0),) if run in bm25.rows else ()
            groups.append(own + translations)
        concepts.append(_latin_concept(run, translations, bm25, is_name=run in proper or not run.isalpha()))
    return SearchQuery(
        text=text,
        terms=tuple(terms),
        groups=tuple(groups),
        concepts=tuple(concepts),
        is_bridged=bridged > plain,
        context=tuple(segmenter.terms(fold(context))),
    )


def is_light(word: str) -> bool:
    """Whether a Chinese word only asks or connects."""
    return word in _LIGHT_CHARS or word in _LIGHT_WORDS


def _parts(run: str, bm25: BM25) -> list[str]:
    """A compound that no passage holds as it stands is asked for by its parts."""
    return [run] if has_han(run) or run in bm25.rows else [part for part in re.split(r"[\-'’]", run) if part]


def _by_sound(run: str, bm25: BM25, bridge: Bridge) -> list[tuple[Alternative, ...]]:
    """For each pair of characters that no passage holds, the pairs that sound the same."""
    found = []
    for pair in bigrams(run):
        if len(pair) == 2 and pair not in bm25.rows and (forms := bridge.same_sound(pair)):
            found.append(tuple(Alternative(form, _BY_SOUND) for form in forms))
    return found


def _concepts(
    segmenter: Segmenter, run: str, bm25: BM25, bridge: Bridge, names: frozenset[str]
) -> list[Concept]:
    """One concept a word; single characters in a row are taken together, one alone says too little."""
    merged: list[str] = []
    single = ""
    for word in [*segmenter.words(run), ""]:
        if len(word) == 1 and has_han(word) and not is_light(word):
            single += word
            continue
        if len(single) > 1:
            merged.append(single)
        single = ""
        if len(word) > 1 and not is_light(word):
            merged.append(word)
    return [
        _han_concept(word, bm25, bridge, commonness=segmenter.commonness(word), is_name=word in names)
        for word in dict.fromkeys(merged)
    ]


def _han_concept(word: str, bm25: BM25, bridge: Bridge, *, commonness: float, is_name: bool) -> Concept:
    """What a word counts for is bounded by how rare it is in general: few passages are a small sample."""
    known = word in bm25.rows or all(pair in bm25.rows for pair in bigrams(word))
    by_sound = () if known else tuple(Alternative(form, _BY_SOUND) for form in bridge.same_sound(word))
    importance = bm25.idf_of(word) if word in bm25.rows else max(map(bm25.idf_of, bigrams(word)))
    importance = min(importance, _GENERAL * bm25.idf_of("") * (1 - commonness))
    return Concept(
        word,
        (Alternative(word, 1.0), *by_sound),
        importance,
        1 - commonness,
        known or bool(by_sound),
        is_name,
    )


def _latin_concept(word: str, translations: Sequence[Alternative], bm25: BM25, *, is_name: bool) -> Concept:
    likely = [t for t in translations if t.weight >= _LIKELY]
    known = word in bm25.rows or bool(likely if is_name else translations)
    if translations and word not in bm25.rows:
        best = likely or translations[:1]
        importance = min(max(map(bm25.idf_of, bigrams(t.form))) for t in best)
    else:
        importance = bm25.idf_of(word) * (1 if known or is_name else _UNTRANSLATED)
    rarity = 1.0 if is_name else _UNTRANSLATED
    return Concept(word, (Alternative(word, 1.0), *translations), importance, rarity, known, is_name)
