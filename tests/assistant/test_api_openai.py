"""Chat completions: the shapes that OpenAI's clients read, and citations that point at their markers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.assistant.fakes import TITLE
from tests.assistant.web import make_desk, serving

ASKED = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "规划面积多大？"}]


@pytest.fixture
def http(tmp_path: Path) -> Iterator[TestClient]:
    with serving(make_desk(tmp_path)) as http:
        yield http


def completion(http: TestClient, messages: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    body = {"model": "wenju", "messages": messages, "temperature": 0.2, **more}
    response = http.post("/v1/chat/completions", json=body)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_annotations_stand_at_their_markers(http: TestClient) -> None:
    found = completion(http, ASKED)
    (choice,) = found["choices"]
    message = choice["message"]
    places = [each["url_citation"] for each in message["annotations"]]
    assert [message["content"][p["start_index"] : p["end_index"]] for p in places] == ["[1]", "[2]"]
    assert {p["title"] for p in places} == {TITLE}
    assert all(p["url"].startswith("http://localhost/#source/qinghu-plan/") for p in places)
    assert found["wenju"]["citations"][0]["quote"] in message["content"]
    assert (choice["finish_reason"], found["object"]) == ("stop", "chat.completion")


def test_a_stream_holds_the_same(http: TestClient) -> None:
    whole = completion(http, ASKED)["choices"][0]["message"]
    response = http.post("/v1/chat/completions", json={"messages": ASKED, "stream": True})
    lines = [line.removeprefix("data: ") for line in response.text.split("\n\n") if line]
    assert lines[-1] == "[DONE]"
    deltas = [json.loads(line)["choices"][0] for line in lines[:-1]]
    assert "".join(each["delta"].get("content", "") for each in deltas) == whole["content"]
    assert [each["delta"]["annotations"] for each in deltas if "annotations" in each["delta"]] == [
        whole["annotations"]
    ]
    assert [each["finish_reason"] for each in deltas] == [None] * (len(deltas) - 1) + ["stop"]


def test_earlier_messages_are_the_conversation(http: TestClient) -> None:
    parts = [{"type": "text", "text": "它的"}, {"type": "text", "text": "面积呢"}]
    messages = [*ASKED, {"role": "assistant", "content": "8.05平方公里"}, {"role": "user", "content": parts}]
    assert completion(http, messages)["wenju"]["standalone"] == "青湖科技园的面积呢"


def test_what_is_not_found_has_no_annotation(http: TestClient) -> None:
    found = completion(http, [{"role": "user", "content": "票价是多少"}])
    assert found["choices"][0]["message"]["annotations"] == []
    assert found["wenju"]["status"] == "not_found"


@pytest.mark.parametrize(
    ("messages", "status"),
    [
        ([], 422),
        ([{"role": "system", "content": "a"}], 400),
        ([{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}], 400),
        ([{"role": "user", "content": "？"}], 400),
        (
            [
                {
                    "role": "user",
                    "content": [{"type": "image_url", "image_url": {"url": "file:///etc/passwd"}}],
                }
            ],
            422,
        ),
        ([{"role": "tool", "content": "a"}], 422),
    ],
)
def test_what_cannot_be_asked_is_a_problem(http: TestClient, messages: list[Any], status: int) -> None:
    response = http.post("/v1/chat/completions", json={"messages": messages})
    assert response.status_code == status
    assert response.json()["detail"]


def test_the_model_has_a_name(http: TestClient) -> None:
    assert [model["id"] for model in http.get("/v1/models").json()["data"]] == ["wenju"]
