"""Two things that are compared, and what is asked of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.compared import compared


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("青湖科技园和柳川新城有什么区别？", "青湖科技园是什么？", "柳川新城是什么？"),
        ("比较一下青湖科技园和柳川新城", "青湖科技园是什么？", "柳川新城是什么？"),
        ("青湖和柳川的人口哪个多", "青湖的人口是多少？", "柳川的人口是多少？"),
        ("青湖科技园和柳川新城哪个面积更大？", "青湖科技园的面积是多少？", "柳川新城的面积是多少？"),
        ("青湖科技园和柳川新城哪个更大", "青湖科技园的面积是多少？", "柳川新城的面积是多少？"),
        ("青湖条例和柳川条例的施行日期哪个早？", "青湖条例的施行日期是什么时候？", "柳川条例的施行日期是什么时候？"),
        ("甲公司和乙公司哪家成立得早？", "甲公司什么时候成立？", "乙公司什么时候成立？"),
        ("青湖与柳川相比，主要产业有何不同？", "青湖的主要产业是什么？", "柳川的主要产业是什么？"),
        ("志愿者的权利和义务有什么不同？", "志愿者的权利是什么？", "志愿者的义务是什么？"),
        ("固定期限劳动合同和无固定期限劳动合同有什么区别", "固定期限劳动合同是什么？", "无固定期限劳动合同是什么？"),
        ("青湖和柳川的人口差多少？", "青湖的人口是多少？", "柳川的人口是多少？"),
        ("青湖科技园产值和柳川新城产值相差多少", "青湖科技园产值有多少？", "柳川新城产值有多少？"),
        ("Compare Qinghu park with the Liuchuan park", "What is Qinghu park?", "What is Liuchuan park?"),
        ("What is the difference between Qinghu and Liuchuan?", "What is Qinghu?", "What is Liuchuan?"),
    ],
)  # fmt: skip
def test_a_comparison_is_two_questions(question: str, one: str, other: str) -> None:
    sides = compared(question)
    assert sides is not None
    assert [side.question for side in sides] == [one, other]


@pytest.mark.parametrize(
    "question",
    [
        "青湖和柳川之间有几条铁路？",
        "2025年目标和2035年目标有什么区别",
        "和去年相比有什么变化？",
        "谁和谁有什么区别？",
        "有什么区别？",
        "哪个更大？",
        "青湖和青湖有什么区别？",
        "What is Qinghu?",
    ],
)
def test_what_compares_no_two_things_is_none(question: str) -> None:
    assert compared(question) is None


@given(st.text("青湖柳川和与的比较哪个更大区别有什么面积？，2025年 ab", max_size=40))
def test_any_text_is_taken(text: str) -> None:
    sides = compared(text)
    assert sides is None or all(side.name and side.name in side.question for side in sides)
