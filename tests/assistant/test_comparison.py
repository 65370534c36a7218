"""Two things side by side, each with what the documents say of it."""

import pytest

from assistant.app import Assistant
from assistant.comparison import best_of_side, speaks_of_both
from assistant.records import Evidence
from index.searcher import Searcher
from tests.assistant.soundness import is_sound


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("凯州新城和金什合作产业园有什么区别？", "凯州新城", "金什合作产业园"),
        ("比较双湖科技园和天府永兴实验室", "双湖科技园", "天府永兴实验室"),
    ],
)
def test_each_side_is_quoted_under_its_name(
    assistant: Assistant, question: str, one: str, other: str
) -> None:
    turn = assistant.ask(question)
    lines = turn.answer.text.splitlines()
    assert [lines.index(f"{name}：") for name in (one, other)] == sorted(
        lines.index(f"{name}：") for name in (one, other)
    )
    assert len(turn.answer.citations) >= 2
    assert turn.answer.short is None
    assert is_sound(turn.answer)


def test_a_thing_that_no_document_has_is_not_compared(assistant: Assistant) -> None:
    turn = assistant.ask("双湖科技园和亚特兰蒂斯有什么区别？")
    assert turn.answer.status == "not_found"


def test_a_measure_that_is_not_said_of_one_side_is_not_compared(assistant: Assistant) -> None:
    assert assistant.ask("双湖科技园和凯州新城哪个面积更大？").answer.status == "not_found"


def evidence(searcher: Searcher, said: str) -> Evidence:
    passage = next(p for p in searcher.passages if said in p.text)
    start = passage.start + searcher.documents[passage.doc_id].reading[passage.start :].index(said)
    return Evidence(passage, start, start + len(said), said, 1.0, 1.0)


def test_the_best_of_a_side_is_of_that_side(searcher: Searcher) -> None:
    name = searcher.analyse("双湖科技园").concepts
    other, own = evidence(searcher, "凯州新城"), evidence(searcher, "双湖科技园")
    assert best_of_side("双湖科技园", name, [other, own], searcher) == own
    assert best_of_side("双湖科技园", name, [other], searcher) is None
    assert speaks_of_both([name], [own])
    assert not speaks_of_both([name], [])
