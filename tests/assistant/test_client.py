"""The client and the API that it speaks to: every answer as typed, every refusal as one error."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.client import Client, ServerError
from assistant.desk import Desk
from assistant.events import pieces
from assistant.schemas import FeedbackBody, PastMessage, TurnBody
from tests.assistant.fakes import EVIDENCE
from tests.assistant.web import ABROAD, client_of, make_desk, serving

QUESTION = "规划面积多大？"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def http(desk: Desk) -> Iterator[TestClient]:
    with serving(desk) as http:
        yield http
    desk.close()


@pytest.fixture
def wenju(http: TestClient) -> Client:
    return client_of(http)


def test_an_answer_with_its_citations(wenju: Client) -> None:
    turn = wenju.ask(QUESTION)
    assert turn.answer.short == "8.05平方公里"
    document = wenju.document(turn.citations[0].doc_id)
    assert turn.citations[0].quote == EVIDENCE
    assert EVIDENCE in document.text
    followed = wenju.ask("它的面积呢", [PastMessage(role="user", content=QUESTION)])
    assert followed.standalone == "青湖科技园的面积呢"


def test_a_stream_is_the_same_answer(wenju: Client) -> None:
    *texts, turn = wenju.stream(QUESTION)
    assert isinstance(turn, TurnBody)
    assert "".join(map(str, texts)) == turn.answer.text
    assert len(texts) > 2
    again = wenju.ask(QUESTION)
    assert turn.id != again.id  # an answer that is remembered is a turn of its own
    assert turn == again.model_copy(update={"id": turn.id, "timings_ms": turn.timings_ms})


def test_the_order_of_events(http: TestClient) -> None:
    with http.stream(
        "POST", "/api/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"}
    ) as got:
        assert got.headers["content-type"].startswith("text/event-stream")
        names = [line.removeprefix("event: ") for line in got.iter_lines() if line.startswith("event: ")]
    deltas = names.count("delta")
    assert names == ["understood", "citations", *["delta"] * deltas, "done"]


@given(st.text("据[]1 9\n。a", max_size=80))
def test_pieces_are_the_text_and_cut_no_marker(text: str) -> None:
    found = pieces(text)
    assert "".join(found) == text
    assert all(piece for piece in found)
    whole = [marker for marker in ("[1]", "[9]", "[19]") for _ in range(text.count(marker))]
    assert sum(piece.strip("\n") in ("[1]", "[9]", "[19]") for piece in found) == len(whole)


@pytest.mark.parametrize("way", ["ask", "stream"])
def test_a_refusal_is_one_error_with_a_sentence(wenju: Client, way: str) -> None:
    with pytest.raises(ServerError, match="请输入一个问题") as refusal:
        list(wenju.stream("？")) if way == "stream" else wenju.ask("？")
    assert refusal.value.status == 400


def test_sentences_are_in_the_language_of_the_client(http: TestClient) -> None:
    for lang, word in (("zh", "文档"), ("en", "document")):
        with pytest.raises(ServerError, match=word):
            client_of(http, lang=lang).document("nothing")


def test_another_index_is_not_answered_for(http: TestClient) -> None:
    assert http.post("/api/ask", json={"question": QUESTION, "index": "default"}).status_code == 200
    refused = http.post("/api/ask", json={"question": QUESTION, "index": "other"})
    assert refused.status_code == 404
    assert "other" in refused.json()["detail"]


def test_a_document_that_is_not_there_is_said(wenju: Client) -> None:
    with pytest.raises(ServerError) as refusal:
        wenju.ask(QUESTION, documents=["nothing"])
    assert refusal.value.status == 404


def test_documents_and_stretches_of_one(wenju: Client) -> None:
    (entry,) = wenju.documents()
    whole = wenju.document(entry.doc_id, chars=100_000)
    assert whole.size == len(whole.text)
    assert whole.pages == entry.pages == 2
    heading = whole.outline[0]
    assert whole.text[heading.start :].startswith(heading.title)
    parts = [wenju.document(entry.doc_id, start, 1000).text for start in range(0, whole.size, 1000)]
    assert "".join(parts) == whole.text
    assert wenju.document(entry.doc_id, whole.size + 5).text == ""
    with pytest.raises(ServerError) as refusal:
        wenju.page(entry.doc_id, 1)
    assert refusal.value.status == 404  # a text has no pictures


def test_feedback_is_kept_replaced_and_taken_back(wenju: Client) -> None:
    wenju.give_feedback(FeedbackBody(turn_id="t1", rating="bad", comment="不对"))
    wenju.give_feedback(
        FeedbackBody(turn_id="t1", rating="wrong_source", citation=2, documents=["qinghu-plan"])
    )
    (entry,) = wenju.feedback()
    assert (entry.rating, entry.comment, entry.citation, entry.documents) == (
        "wrong_source",
        "",
        2,
        ["qinghu-plan"],
    )
    taken = wenju.give_feedback(FeedbackBody(turn_id="t1", rating="none"))
    assert taken.rating == "none"
    assert wenju.feedback() == []


@pytest.mark.parametrize("keep", [True, False])
def test_unanswered_questions_are_kept_only_if_asked_to(tmp_path: Path, keep: bool) -> None:
    desk = make_desk(tmp_path, keep_questions=keep)
    with serving(desk) as http:
        assert client_of(http).ask("票价是多少").status == "not_found"
    desk.close()  # which writes what is still to be written
    with serving(make_desk(tmp_path)) as http:
        kept = client_of(http).unanswered()
    assert [each.question for each in kept] == (["票价是多少"] if keep else [])


@pytest.mark.parametrize("path", ["/api/feedback", "/api/unanswered", "/metrics"])
def test_what_is_the_administrators_is_shown_on_this_machine_only(desk: Desk, path: str) -> None:
    with serving(desk) as here:
        assert here.get(path).status_code == 200
        assert here.get(path, headers={"x-forwarded-for": "127.0.0.1"}).status_code == 403
        assert here.get(path, headers={"host": "qa.example"}).status_code == 403
    with serving(desk, address=ABROAD, caller="192.0.2.7") as abroad:
        assert abroad.get(path).status_code == 403
        assert abroad.get("/api/session").json() == {"login": False, "user": None, "admin": False}


def test_metrics_count_and_hold_no_text(desk: Desk) -> None:
    with serving(desk) as http:
        client_of(http).ask(QUESTION)
        http.post("/api/ask", json={"question": "boom"})
        text = http.get("/metrics").text
    assert 'wenju_requests_total{method="POST",route="/api/ask",status="200"} 1.0' in text
    assert 'wenju_requests_total{method="POST",route="/api/ask",status="500"} 1.0' in text
    assert 'wenju_turns_total{status="answered"} 1.0' in text
    assert "规划" not in text


def test_a_full_desk_says_when_to_come_back(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, waiting=0)
    with serving(desk) as http, desk.places.admitted():
        assert http.get("/readyz").status_code == 503
        with pytest.raises(ServerError) as refusal:
            client_of(http).ask(QUESTION)
        assert refusal.value.status == 503
        assert refusal.value.retry_s
        assert "busy" in http.get("/metrics").text
    assert http.get("/readyz").status_code == 200
