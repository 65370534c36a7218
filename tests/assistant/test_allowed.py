"""Which of several values of a made-up sentence can be meant."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.allowed import allowed, is_related
from assistant.period import periods
from assistant.records import Query
from assistant.understand import content_of, kind_of, language
from assistant.value import Value, find_values

GROWTH = "生产总值从2020年的3.68万亿元增长到2025年的4.93万亿元。"
SUBSIDY = "安排补助资金632亿元，比上年增加81亿元。"
FAIR = "活动已于7月28日拉开帷幕，将持续至8月13日。"
SPEECHES = "王海山和张建国分别就《青湖》与《白石》作演讲。"


def query(question: str) -> Query:
    asked = Query(question, question, content_of(question), language(question), kind_of(question))
    return replace(asked, times=periods(question, date(2026, 1, 1)))


def kept(question: str, sentence: str) -> list[str]:
    asked = query(question)
    return [value.text for value in allowed(asked, find_values(asked, sentence), sentence)]


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("2025年生产总值多少？", GROWTH, ["4.93万亿元"]),
        ("2020年生产总值多少？", GROWTH, ["3.68万亿元"]),
        ("生产总值多少？", GROWTH, ["3.68万亿元", "4.93万亿元"]),
        ("2018年生产总值多少？", GROWTH, ["3.68万亿元", "4.93万亿元"]),
        ("补助比上年多给了多少钱？", SUBSIDY, ["81亿元"]),
        ("补助资金多少钱？", SUBSIDY, ["632亿元", "81亿元"]),
        ("活动什么时候结束？", FAIR, ["8月13日"]),
        ("活动什么时候开始？", FAIR, ["7月28日"]),
        ("活动是哪天？", FAIR, ["7月28日", "8月13日"]),
        ("张建国讲的哪篇报告？", SPEECHES, ["《白石》"]),
        ("讲的哪篇报告？", SPEECHES, ["《青湖》", "《白石》"]),
    ],
)
def test_the_values_that_can_be_meant(question: str, sentence: str, expected: list[str]) -> None:
    assert kept(question, sentence) == expected


@pytest.mark.parametrize(
    ("question", "sentence", "name", "is_it"),
    [
        ("李四的父亲是谁？", "李四之父王海山是渔夫。", "王海山", True),
        ("李四的父亲是谁？", "李四和王海山是同学。", "王海山", False),
        ("王五是谁的学生？", "王五是李青川的学生。", "李青川", True),
        ("王五是谁的学生？", "李青川赞扬了王五。", "李青川", False),
        ("书的作者是谁？", "李青川著，青湖出版社出版。", "李青川", True),
        ("谁去了青湖？", "李青川去了青湖。", "李青川", True),
    ],
)
def test_what_somebody_is_must_stand_beside_the_name(
    question: str, sentence: str, name: str, is_it: bool
) -> None:
    at = sentence.index(name)
    assert is_related(question, Value(name, at, at + len(name)), sentence) is is_it


@given(
    st.sampled_from(["2025年产值多少？", "多了多少钱？", "什么时候结束？", "什么时候开始？", "面积多大？"]),
    st.text("年0123456789元亿月日至到增加，。产值", max_size=60),
)
def test_some_of_the_values_remain_in_their_order(question: str, sentence: str) -> None:
    asked = query(question)
    values = find_values(asked, sentence)
    remaining = allowed(asked, values, sentence)
    assert bool(remaining) == bool(values)
    assert remaining == [value for value in values if value in remaining]
