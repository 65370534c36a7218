"""One server over several indexes: who names one gets its documents, and never those of another."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.client import Client
from assistant.desk import Desk
from assistant.errors import IndexNameError
from assistant.page_routes import page_routes
from assistant.schemas import FeedbackBody
from assistant.serve_commands import _folders
from tests.assistant.fakes import TITLE, FakeAssistant, make_document
from tests.assistant.web import Searching, client_of, make_desk, serving

QUESTION = "规划面积多大？"
OTHER = "另一个索引里的规划"


class Other(Searching):
    """Knows the same under another title."""

    fingerprint = "other"

    def __init__(self) -> None:
        super().__init__(replace(make_document(), title=OTHER))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    other: Any = Other()
    made.beside(other, "other")
    return made


@pytest.fixture
def http(desk: Desk) -> Iterator[TestClient]:
    with serving(desk) as client:
        api: Any = client.app
        api.include_router(page_routes(desk))
        yield client


def test_all_are_listed_and_the_first_is_asked_by_who_names_none(http: TestClient) -> None:
    listed = client_of(http).indexes()
    assert [(each.name, each.documents, each.fingerprint) for each in listed] == [
        ("default", 1, "fake"),
        ("other", 1, "other"),
    ]
    assert client_of(http).ask(QUESTION).fingerprint == "fake"
    assert "wenju_documents 2.0" in http.get("/metrics").text


def test_everything_is_of_the_index_that_is_named(http: TestClient) -> None:
    first, other = client_of(http), Client("", index="other", http=http)
    assert (first.documents()[0].title, other.documents()[0].title) == (TITLE, OTHER)
    assert (first.document("qinghu-plan").title, other.document("qinghu-plan").title) == (TITLE, OTHER)
    assert other.ask(QUESTION).fingerprint == "other"
    *_, turn = other.stream(QUESTION)
    assert not isinstance(turn, str)
    assert turn.fingerprint == "other"
    assert [hit.doc_id for hit in other.search("面积")] == ["qinghu-plan"]
    of_other = {"doc_id": "qinghu-plan", "index": "other"}
    assert http.get("/api/source", params=of_other).json()["title"] == OTHER
    assert http.get("/api/holdings", params=of_other).json()["index"]["name"] == "other"
    assert http.get("/api/holdings").json()["index"]["name"] == "default"
    assert http.get("/api/suggest", params=of_other).json()["questions"]
    assert http.get("/api/find", params=of_other | {"phrase": "规划"}).json()["total"]


def test_an_index_that_is_not_served_is_one_clear_refusal_everywhere(http: TestClient) -> None:
    named = {"index": "nothing"}
    refused = [
        http.post("/api/ask", json={"question": QUESTION} | named),
        http.post("/api/search", json={"query": "面积"} | named),
        http.post("/api/feedback", json={"turn_id": "a", "rating": "good"} | named),
        http.post(
            "/v1/chat/completions",
            json={"model": "wenju/nothing", "messages": [{"role": "user", "content": "?"}]},
        ),
        *(
            http.get(path, params=named | {"doc_id": "qinghu-plan", "page": 1, "phrase": "a"})
            for path in (
                "/api/documents",
                "/api/docs",
                "/api/documents/qinghu-plan",
                "/api/documents/qinghu-plan/page/1.png",
                "/api/source",
                "/api/page",
                "/api/suggest",
                "/api/find",
                "/api/holdings",
            )
        ),
    ]
    for response in refused:
        assert response.status_code == 404, response.url
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"] == "这里没有名为“nothing”的索引，有的是：default, other。"


def test_feedback_says_which_index_answered(http: TestClient, desk: Desk) -> None:
    Client("", index="other", http=http).give_feedback(FeedbackBody(turn_id="a", rating="good"))
    client_of(http).give_feedback(FeedbackBody(turn_id="b", rating="bad"))
    assert {each.turn_id: each.index for each in client_of(http).feedback()} == {"a": "other", "b": "default"}
    for wenju in (client_of(http), Client("", index="other", http=http)):
        wenju.ask("票价是多少")
    desk.close()
    assert desk.feedback is not None
    with serving(make_desk(desk.feedback.path.parent)) as again:
        unanswered = client_of(again).unanswered()
    assert {(each.question, each.index, each.times) for each in unanswered} == {
        ("票价是多少", "default", 1),
        ("票价是多少", "other", 1),
    }


def test_chat_front_ends_see_each_as_a_model(http: TestClient) -> None:
    models = [each["id"] for each in http.get("/v1/models").json()["data"]]
    assert models == ["wenju", "wenju/default", "wenju/other"]
    messages = [{"role": "user", "content": QUESTION}]
    told = http.post("/v1/chat/completions", json={"model": "wenju/other", "messages": messages}).json()
    assert (told["model"], told["wenju"]["fingerprint"]) == ("wenju/other", "other")
    (link, *_) = [each["url_citation"]["url"] for each in told["choices"][0]["message"]["annotations"]]
    assert link.startswith("http://localhost/?index=other#source/qinghu-plan/")


def test_an_index_that_is_taken_up_anew_leaves_the_others(desk: Desk) -> None:
    newer: Any = FakeAssistant(replace(make_document(), title="第三版"))
    desk.at("other").swap(newer)
    assert [each.assistant.documents()[0].title for each in desk.desks] == [TITLE, "第三版"]


def test_indexes_are_known_by_the_last_part_of_their_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENJU_HOME", str(tmp_path))
    for folder in ("index", "indexes/work", "indexes/papers"):
        (tmp_path / folder).mkdir(parents=True)
    assert list(_folders(["work"], with_all=False)) == ["work"]
    assert list(_folders(["work"], with_all=True)) == ["work", "default", "papers"]
    assert list(_folders(["default", "work", "work"], with_all=False)) == ["default", "work"]
    with pytest.raises(IndexNameError, match="rename"):
        _folders(["work", str(tmp_path / "elsewhere" / "work")], with_all=False)
    with pytest.raises(IndexNameError, match="there is no index"):
        _folders(["nothing"], with_all=False)
