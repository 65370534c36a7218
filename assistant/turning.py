"""The words that a question turns on: where none of them is spoken of, what is said of the rest does not answer."""

import re
from collections.abc import Sequence
from functools import lru_cache

import rjieba

from assistant.records import Kind, Query
from index.query import Concept
from index.segment import has_han, simplified

_WHY = re.compile(r"为(?:什么|何|啥)(?!说)")
_WHY_ONCE = re.compile(r"\bwhy (?:was|were|did|has|have|had)\b", re.I)
_WHICH = re.compile(r"(?:都|主要|分别)*(?:有|是|包括|来自)?(?:了|过)?(?:哪些|哪几|什么人)|的?(?:名单|名录)")
_WHEN = re.compile(r"(?:什么时候|何时|哪[一]?[年天日月])(?:才|会|能|要|可以|正式|开始|将)*")
_ARGUES = frozenset("说 认为 主张 提出 强调 建议 觉得 希望 要求 指出 支持 反对".split())
"""Verbs of somebody who is asked for his reasons: what he says need not have them."""
_GENERAL = frozenset(
    "名单 名录 方面 内容 措施 政策 举措 做法 领域 情况 问题 原因 特点 要求 目标 任务 条件 步骤 方式 类型 种类 单位 部门 地方 城市 区域 产品 项目 文件"
    " 安排 部署 计划 打算 建议 方向 定位 优势 变化 部分 东西 国家 公司 企业 机构".split()
)
"""Nouns of a list that its items need not be called."""
_RARE = 0.5  # how much a word of a list must say in general


def turning_words(query: Query, concepts: Sequence[Concept], says: Sequence[bool]) -> list[int]:
    """Places of the concepts that a question turns on, of those that say something; none for most questions.

    What is asked why it happened; the noun of what is listed; what is asked when it happens.
    """
    question = simplified(query.standalone).lower()
    told = [n for n, (c, counts) in enumerate(zip(concepts, says, strict=True)) if counts and not c.is_name]
    place = {n: question.find(concepts[n].text) for n in told}
    if not has_han(query.standalone):
        is_event = query.kind is Kind.REASON and _WHY_ONCE.search(question)
        return [n for n in told if is_event and _is_participle_or_first(question, concepts[n].text)]
    if query.kind is Kind.REASON and (why := _WHY.search(question)):
        verbs = [n for n in told if _is_verb(question, concepts[n].text)]
        if any(concepts[n].text in _ARGUES for n in verbs):
            return []
        behind = [n for n in verbs if place[n] >= why.end()]
        return behind if why.start() == 0 else sorted(behind, key=place.__getitem__)[:1]
    if query.kind is Kind.LIST and (which := _WHICH.search(question)):
        before = [n for n in told if place[n] >= 0 and place[n] + len(concepts[n].text) <= which.start()]
        last = sorted(before, key=place.__getitem__)[-1:]
        return [n for n in last if _is_list_noun(question, concepts[n])]
    if query.kind is Kind.DATE and (when := _WHEN.search(question)):
        return [n for n in told if place[n] == when.end() and _is_verb(question, concepts[n].text)]
    return []


def _is_list_noun(question: str, concept: Concept) -> bool:
    is_noun = _classes(question).get(concept.text, "")[:1] == "n"
    return is_noun and concept.text not in _GENERAL and concept.rarity >= _RARE


def _is_verb(question: str, word: str) -> bool:
    return _classes(question).get(word, "")[:1] == "v"


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
