"""A question behind a pasted text."""

import pytest

from assistant.understand import understand
from assistant.understanding.pasted import asked_after
from index.searcher import Searcher

PAGE = "青湖镇与柳川市签订合作协议，共建飞地园区，双方按比例分享税收。" * 8


@pytest.mark.parametrize("between", ["\n", "\n\n", ""])
def test_the_question_behind_a_pasted_text_is_asked(searcher: Searcher, between: str) -> None:
    query = understand(f"{PAGE}{between}双湖科技园规划面积多大？", (), searcher)
    assert query.standalone == "双湖科技园规划面积多大？"
    assert query.content == "双湖科技园规划面积"


@pytest.mark.parametrize(
    "question",
    ["这段话是什么意思？", "它有哪些好处？", "上面提到的园区有多大？", "为什么？", "What does it say?"],
)
def test_a_question_about_the_text_itself_stays_with_it(question: str) -> None:
    assert asked_after(f"{PAGE}\n{question}") == ""


@pytest.mark.parametrize("text", ["双湖科技园规划面积多大？", PAGE, f"双湖科技园规划面积多大？\n{PAGE}"])
def test_what_is_no_text_with_a_question_is_taken_whole(text: str) -> None:
    assert asked_after(text) == ""
