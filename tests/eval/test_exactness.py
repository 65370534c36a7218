"""Whatever is asked, citations are exact; and a citation that is not is noticed."""

from dataclasses import replace

import pytest

from assistant.app import Assistant
from assistant.records import Turn
from eval.exactness import check, is_exact, questions


@pytest.fixture
def some(assistant: Assistant) -> list[str]:
    return list(questions(assistant.passages, 300))


def test_every_citation_of_odd_questions_is_exact(assistant: Assistant, some: list[str]) -> None:
    found = check(assistant, iter(some))
    assert found.asked == len(some)
    assert found.answered > 30
    assert found.citations >= found.answered
    assert found.wrong == ()


def test_a_wrong_citation_is_noticed(assistant: Assistant) -> None:
    turn = assistant.ask("双湖科技园规划面积多大？")
    assert turn.answer.citations
    assert is_exact(turn, assistant)

    def altered(**changes: object) -> Turn:
        first = replace(turn.answer.citations[0], **changes)  # type: ignore[arg-type]
        return replace(turn, answer=replace(turn.answer, citations=(first, *turn.answer.citations[1:])))

    assert not is_exact(altered(quote="规划面积9.05平方公里"), assistant)
    assert not is_exact(altered(spans=((0, 5),)), assistant)
    assert not is_exact(altered(n=7), assistant)
    assert not is_exact(replace(turn, answer=replace(turn.answer, text="没有根据的话 [9]")), assistant)


def test_the_same_seed_makes_the_same_questions(assistant: Assistant) -> None:
    assert list(questions(assistant.passages, 20)) == list(questions(assistant.passages, 20))
