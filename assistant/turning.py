"""The words that a question turns on: where none of them is spoken of, what is said of the rest does not answer."""

import re
from collections.abc import Sequence
from functools import lru_cache

import rjieba

from assistant.records import Kind, Query
from index.query import Concept
from index.segment import has_han, simplified

_WHY_ONCE = re.compile(r"\bwhy (?:was|were|did|has|have|had)\b", re.I)
_WHICH = re.compile(r"(?:都|主要|分别)*(?:有|是|包括|来自)?(?:了|过)?(?:哪些|哪几|什么人)|的?(?:名单|名录)")
_GENERAL = frozenset(
    "名单 名录 方面 内容 措施 政策 举措 做法 领域 情况 问题 原因 特点 要求 目标 任务 条件 步骤 方式 类型 种类 单位 部门 地方 城市 区域 产品 项目 文件"
    " 安排 部署 计划 打算 建议 方向 定位 优势 变化 部分 东西 国家 公司 企业 机构".split()
)
"""Nouns of a list that its items need not be called."""
_RARE = 0.5  # how much a word of a list must say in general


def turning_words(query: Query, concepts: Sequence[Concept], says: Sequence[bool]) -> list[int]:
    """Places of the concepts that a question turns on, of those that say something; none for most questions.

    The noun of what is listed, and in English what is asked why it happened: 赞助商有哪些, why was it postponed.
    """
    question = simplified(query.standalone).lower()
    told = [n for n, (c, counts) in enumerate(zip(concepts, says, strict=True)) if counts and not c.is_name]
    place = {n: question.find(concepts[n].text) for n in told}
    if not has_han(query.standalone):
        is_event = query.kind is Kind.REASON and _WHY_ONCE.search(question)
        return [n for n in told if is_event and _is_participle_or_first(question, concepts[n].text)]
    if query.kind is Kind.LIST and (which := _WHICH.search(question)):
        before = [n for n in told if place[n] >= 0 and place[n] + len(concepts[n].text) <= which.start()]
        last = sorted(before, key=place.__getitem__)[-1:]
        return [n for n in last if _is_list_noun(question, concepts[n])]
    return []


def _is_list_noun(question: str, concept: Concept) -> bool:
    is_noun = _classes(question).get(concept.text, "")[:1] == "n"
    return is_noun and concept.text not in _GENERAL and concept.rarity >= _RARE


@lru_cache(maxsize=256)
def _classes(question: str) -> dict[str, str]:
    return dict(rjieba.tag(question))


def _is_participle_or_first(question: str, word: str) -> bool:
    """Whether a word of an English question is its verb, as far as its form and its place tell."""
    return word.endswith("ed") or bool(
        re.search(
            rf"\bwhy (?:was|were) .+ {re.escape(word)}\W*$|\bwhy did (?:the )?\S+ {re.escape(word)}\b",
            question,
        )
    )
