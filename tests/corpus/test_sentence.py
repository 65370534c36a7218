"""Sentences cover a text without a gap, and end where a reader would say."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Span
from corpus.sentence import split_clauses, split_sentences
from tests.corpus.strategies import texts

Split = Callable[[str], Iterator[Span]]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize("split", [split_sentences, split_clauses])
@settings(max_examples=150)
@given(text=texts() | st.text("。！？!?….；;”’」』）)》】\"' \nA1b你“", max_size=60))
def test_parts_cover_the_text_without_a_gap(split: Split, text: str) -> None:
    end = 0
    for start, stop in split(text):
        assert start == end
        assert stop > start
        end = stop
    assert end == len(text)


@given(
    st.text("甲乙丙，；：“”（）《》", min_size=1, max_size=40).filter(lambda t: t[0] not in "”）》"),
    st.integers(1, 6),
)
def test_each_full_stop_ends_one_sentence(text: str, times: int) -> None:
    """A closing mark belongs to the sentence before it, so none may stand first."""
    assert sentences((text + "。") * times) == [text + "。"] * times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他说：“园区建好了。”大家鼓掌。", ["他说：“园区建好了。”", "大家鼓掌。"]),
        ("（详见附件。）下一句。", ["（详见附件。）", "下一句。"]),
        ("真的吗？！是的。", ["真的吗？！", "是的。"]),
        ("“好了……”他说。", ["“好了……”", "他说。"]),
        ("规划面积8.05平方公里，增长1.5%。完", ["规划面积8.05平方公里，增长1.5%。", "完"]),
        ("一行\n\n二行", ["一行\n\n", "二行"]),
        ("甲；乙。", ["甲；乙。"]),
        ("It has 3.5 km. The rest follows.", ["It has 3.5 km.", " The rest follows."]),
        ("Version 2.0 is out. “Good,” he said.", ["Version 2.0 is out.", " “Good,” he said."]),
        ("See www.example.com for more.", ["See www.example.com for more."]),
        ("没有句号", ["没有句号"]),
        ("承接《出发！》及《去哪儿？》两个节目。完。", ["承接《出发！》及《去哪儿？》两个节目。", "完。"]),
        ("他问：“去吗？”，没有人答。", ["他问：“去吗？”，没有人答。"]),
        ("喊着“加油！”的人走了。", ["喊着“加油！”的人走了。"]),
        ("“去吗？”他问。", ["“去吗？”", "他问。"]),
        ("真的？！。是的。", ["真的？！。", "是的。"]),
        ("资产很多. 报告交给国王. 一. 总则", ["资产很多.", " 报告交给国王.", " 一. 总则"]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_an_english_sentence_ends_with_its_closing_quote() -> None:
    assert sentences("He said “It is done.” Then he left.") == ["He said “It is done.”", " Then he left."]


def test_clauses_end_at_semicolons() -> None:
    text = "一是园区；二是铁路；“三是学校；”四是其他。"
    assert [text[a:b] for a, b in split_clauses(text)] == [
        "一是园区；",
        "二是铁路；",
        "“三是学校；”",
        "四是其他。",
    ]
