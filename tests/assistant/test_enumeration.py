"""Lists in running text: what opens them, and their items, whole and in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.enumeration import enumeration_of, is_item, opens
from corpus.document import Document
from tests.corpus.strategies import read

RULES = """\
第七条 下列场所禁止停车：

（一）消防通道和医院门口；

（二）学校周边一百米内；

（三）法律规定的其他场所。

第八条 违反规定的，由交通部门处罚。
"""
MARKS = {
    "（{}）": "一二三四五",
    "({})": "12345",
    "{}. ": "12345",
    "{}、": "一二三四五",
    "{}": "①②③④⑤",
}
words = st.text(alphabet="甲乙丙丁戊", min_size=3, max_size=12)


def at(document: Document, text: str) -> tuple[int, int]:
    start = document.reading.index(text)
    return start, start + len(text)


def said(document: Document, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [document.reading[slice(*span)] for span in spans]


@pytest.mark.parametrize(
    "part", ["第七条 下列场所禁止停车：", "（一）消防通道和医院门口；", "（三）法律规定的其他场所。"]
)
def test_a_list_is_found_from_its_lead_and_from_each_item(part: str) -> None:
    document = read(RULES)
    found = enumeration_of(document, *at(document, part))
    assert found
    assert document.reading[slice(*found.lead)] == "第七条 下列场所禁止停车："
    assert said(document, found.items) == [
        "（一）消防通道和医院门口；",
        "（二）学校周边一百米内；",
        "（三）法律规定的其他场所。",
    ]


@pytest.mark.parametrize("text", ["第八条 违反规定的，由交通部门处罚。"])
def test_what_stands_beside_a_list_is_none_of_it(text: str) -> None:
    document = read(RULES)
    assert enumeration_of(document, *at(document, text)) is None


def test_a_lead_without_items_opens_no_list() -> None:
    document = read("他说：\n\n今天天气很好，我们出去走走吧。\n")
    assert enumeration_of(document, *at(document, "他说：")) is None


def test_a_list_that_an_item_opens_is_another() -> None:
    document = read("Features:\n\n- fast start\n\n- Formats:\n\n- text\n\n- pictures\n")
    lead = at(document, "- Formats:")
    found = enumeration_of(document, *lead)
    assert found
    assert said(document, found.items) == ["- text", "- pictures"]


def test_a_sentence_may_hold_a_list() -> None:
    text = "主要问题有：一是轨道交通支撑不足；二是产业协同尚未形成；三是壁垒尚未消除。"
    document = read(f"情况总体良好。{text}今后继续努力。\n")
    found = enumeration_of(document, *at(document, "二是产业协同尚未形成；"))
    assert found
    assert document.reading[slice(*found.lead)] == text
    assert found.items == ()


@given(st.sampled_from(sorted(MARKS)), st.lists(words, min_size=2, max_size=5, unique=True))
def test_every_item_is_found_and_nothing_else(mark: str, items: list[str]) -> None:
    lines = [f"{mark.format(number)}{item}；" for number, item in zip(MARKS[mark], items, strict=False)]
    document = read("\n\n".join(["应当提供下列材料：", *lines, "办理时间另行通知。"]) + "\n")
    found = enumeration_of(document, *at(document, "应当提供下列材料："))
    kept = said(document, found.items) if found else []
    assert kept in ([], lines)  # a numbered line may be read as a heading, which is no item
    assert all(is_item(line) for line in lines)


@given(words)
def test_only_a_colon_opens(text: str) -> None:
    assert opens(f"{text}：")
    assert not opens(f"{text}。")
