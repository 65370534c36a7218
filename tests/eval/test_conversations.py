"""What follow-ups lose against the same asked alone."""

import json
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.records import Message
from eval.answer_measures import comparable
from eval.conversations import FollowUp, ask, conversations, summary


def test_the_documents_have_what_answers_hold(assistant: Assistant) -> None:
    said = "".join(comparable(document.reading) for document in assistant.documents())
    follow_ups = conversations()
    assert len({each.id for each in follow_ups}) == len(follow_ups) > 200
    for each in follow_ups:
        assert each.history, each.id
        assert [answer for answer in each.answers if comparable(answer) not in said] == []


def test_what_is_lost_is_counted(assistant: Assistant, tmp_path: Path) -> None:
    known = {"role": "user", "content": "双湖科技园规划面积多大？"}
    alone = "双湖科技园由谁主办？"
    rows = [
        {
            "id": "1",
            "history": [known],
            "question": "它由谁主办？",
            "alone": alone,
            "answers": ["彭州市人民政府"],
        },
        {
            "id": "2",
            "history": [],
            "question": "它由谁主办？",
            "alone": alone,
            "answers": ["彭州市人民政府", "没有"],
        },
        {"id": "3", "history": [known], "question": "票价呢？", "alone": alone, "answers": []},
    ]
    file = tmp_path / "some.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    asked = list(ask(conversations(file), assistant))
    assert [(each.score, each.score_alone) for each in asked] == [(1.0, 1.0), (0.0, 0.5), (1.0, 0.0)]
    assert summary(asked) == "3: after others 0.667, alone 0.500"
    assert summary([]) == "0"


def test_earlier_answers_may_be_the_assistants_own(assistant: Assistant) -> None:
    history = (Message("user", "谁说要在金牛区建金什总部大厦？"), Message("assistant", "不知道。"))
    alone = "李波觉得金牛区有什么优势"
    follow_up = FollowUp("1", history, "他觉得金牛区有什么优势", alone, ("高端人才",))
    (given,), (own,) = ask([follow_up], assistant), ask([follow_up], assistant, own=True)
    assert (own.turn.query.standalone, own.score) == (alone, 1.0)
    assert given.turn.query.standalone != alone


def test_a_file_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        conversations(tmp_path / "missing.jsonl")
