"""What is said to messages that cannot be looked up."""

import pytest

from assistant.records import Message
from assistant.understand import understand
from index.searcher import Searcher


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("它由谁主办？", "“它”指的是什么"), ("后者呢？", "“后者”指的是什么"), ("它們的區別是什麼？", "“它們”指的是什麼"), ("还有呢？", "前面还没有问过"),
        ("另一个呢", "前面还没有问过"), ("为什么？", "前面还没有问过"), ("Why?", "Nothing was asked"), ("How does it work?", "What does “it” refer to"),
        ("How large is it?", "What does “it” refer to"), ("Who runs it?", "What does “it” refer to"),
        ("Где находится парк?", "中文和英文"), ("أين الحديقة؟", "中文和英文"), ("བོད་ཡིག་", "中文和英文"), ("谢谢", "不客气"),
        ("谁投资的？", "前面还没有问过"), ("在哪里", "前面还没有问过"), ("请问多少钱？", "前面还没有问过"), ("什么时候建的", "前面还没有问过"),
        ("有多大？", "前面还没有问过"), ("How much?", "Nothing was asked"),
    ],
)  # fmt: skip
def test_a_first_message_that_cannot_be_looked_up(searcher: Searcher, question: str, says: str) -> None:
    query = understand(question, (), searcher)
    assert says in query.reply
    assert query.standalone == question


@pytest.mark.parametrize(
    "question",
    [
        "那规划面积呢？", "什么是飞地经济？它有哪些好处？", "这里有什么文件？", "其他城市怎么做？", "这份规划的目标是什么？", "Is it true that Deyang builds a park?",
        "What is blockchain блокчейн?", "2035", "How do companies move and where do they go?",
        "谁投资了双湖科技园", "怎么报销？", "论坛在哪里", "哪里可以吸烟？",
    ],
)  # fmt: skip
def test_what_can_be_looked_up_is(searcher: Searcher, question: str) -> None:
    assert understand(question, (), searcher).reply == ""


def test_nothing_is_asked_back_after_a_question(searcher: Searcher) -> None:
    history = [Message("user", "双湖科技园规划面积多大？")]
    for question in ("它由谁主办？", "还有呢？", "为什么？", "另一个呢"):
        assert understand(question, history, searcher).reply == ""
