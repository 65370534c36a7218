"""Values bound to the words of their clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.binding import bound
from assistant.understand import understand
from index.searcher import Searcher


def share(searcher: Searcher, question: str, *sentences: str, heads: str = "") -> float:
    query = understand(question, [], searcher)
    concepts = searcher.analyse(query.content, question=query.standalone).concepts
    return bound(query, concepts, heads, sentences)


def test_a_value_in_another_clause_is_less_bound_than_one_beside_the_words(searcher: Searcher) -> None:
    question = "双湖科技园规划面积有多少平方公里？"
    near = share(searcher, question, "双湖科技园规划面积8.05平方公里，环境优美。")
    far = share(searcher, question, "双湖科技园规划面积很大，环境优美，绿地8.05平方公里。")
    assert near > 0.9
    assert far < near / 2


def test_what_the_headings_say_need_not_be_said_again(searcher: Searcher) -> None:
    question = "双湖科技园规划面积有多少平方公里？"
    assert share(searcher, question, "规划面积8.05平方公里。", heads="双湖科技园") == pytest.approx(
        share(searcher, question, "双湖科技园规划面积8.05平方公里。")
    )


def test_nothing_is_bound_without_a_value(searcher: Searcher) -> None:
    assert share(searcher, "双湖科技园规划面积有多少平方公里？", "双湖科技园规划面积很大。") == 0


def test_a_number_that_the_question_gives_is_no_answer_to_it(searcher: Searcher) -> None:
    assert share(searcher, "双湖科技园8.05平方公里的规划面积有多少平方公里？", "规划面积8.05平方公里。") == 0


@given(st.lists(st.text("规划面积双湖科技园8.05平方公里，。：:, \n", max_size=40), max_size=3))
def test_it_is_a_share_for_any_sentences(searcher: Searcher, sentences: list[str]) -> None:
    assert 0 <= share(searcher, "双湖科技园规划面积有多少平方公里？", *sentences) <= 1
