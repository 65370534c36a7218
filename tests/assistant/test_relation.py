"""What a question asks by a word that has few others: a text that answers says one of them."""

import pytest

from assistant.relation import is_unrelated


@pytest.mark.parametrize(
    ("question", "answers", "says_nothing"),
    [
        ("李明是哪里人？", "李明，四川绵阳人，1970年出生。", "李明主持会议并讲话。"),
        ("水库有多深？", "水库最深处达三十米。", "水库面积8平方公里。"),
        ("谁赢了女子双打？", "王芳和李兰夺得女子双打金牌。", "女子双打在体育馆举行。"),
        ("图书馆什么时候建成？", "图书馆将于明年投入使用。", "图书馆开工仪式5月3日举行。"),
        ("比赛为什么推迟？", "因为下雨，比赛改期。", "比赛在体育馆举行。"),
        ("文化节哪天闭幕？", "文化节为期七天。", "文化节28日晚间在格市开幕。"),
        ("How old was the lost man?", "老人今年73岁。", "老人走失已经一天。"),
        (
            "Which licence does the package use?",
            "It is distributed under the Apache 2.0 license.",
            "It reads pages.",
        ),
        ("How many people died in the flood?", "洪水造成三人遇难。", "洪水涉及两万人。"),
    ],
)
def test_a_text_that_answers_says_it_in_one_of_few_words(
    question: str, answers: str, says_nothing: str
) -> None:
    assert not is_unrelated(question, answers)
    assert is_unrelated(question, says_nothing)


@pytest.mark.parametrize("question", ["园区面积多大？", "谁主办了论坛？", "What is the plan about?", ""])
def test_other_questions_are_not_held_against_words(question: str) -> None:
    assert not is_unrelated(question, "无关的文字。")
