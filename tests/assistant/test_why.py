"""Why an answer: what is told agrees with the turn, in JSON, as text and as HTML."""

import json
import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from assistant.api import create_api
from assistant.app import Assistant
from assistant.desk import Desk
from assistant.records import Kind, Message
from assistant.render import explanation, turn_dict, why_dict
from assistant.schemas import TurnBody, WhyBody
from assistant.why_html import why_html
from assistant.wording import WORDING

QUESTIONS = [
    "双湖科技园规划面积多大？",
    "成都地铁票价是多少？",
    "What is the Shifang–Pengzhou cooperation zone?",
    "你好",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_told_agrees_with_the_turn(assistant: Assistant, question: str) -> None:
    turn = assistant.ask(question)
    why = assistant.explain(turn)
    told = why_dict(why)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert WhyBody.model_validate(told, extra="forbid").model_dump() == told
    assert [found.hit for found in why.found] == list(turn.hits)
    assert [quoted.n for quoted in why.quoted if quoted.n] == [c.n for c in turn.answer.citations]
    assert sum(term.weight for term in why.terms) == pytest.approx(1.0) or not why.terms
    words = {term.text for term in why.terms}
    for quoted in why.quoted:
        assert {*quoted.says, *quoted.near, *quoted.lacks} <= words
    assert told["confidence"] == turn_dict(turn)["confidence"]
    if turn.answer.status == "answered":
        assert turn.confidence >= why.threshold
        assert all(quoted.says for quoted in why.quoted[:1])


def test_the_legs_are_ranked_as_they_rank_alone(assistant: Assistant) -> None:
    turn = assistant.ask(QUESTIONS[0])
    why = assistant.explain(turn)
    query = assistant.searcher.analyse(turn.query.content, question=turn.query.standalone)
    first = assistant.searcher.search(query, k=1, mode="bm25")[0].passage.passage_id
    assert [f.hit.passage.passage_id for f in why.found if f.lexical_rank == 1] == [first]


def test_translations_and_corrections_are_told(assistant: Assistant) -> None:
    why = assistant.explain(assistant.ask("Where is Pengzhou?"))
    assert any("彭州" in form for term in why.terms for form in term.forms)


@pytest.mark.parametrize("question", [*QUESTIONS, "<script>alert(1)</script>双湖科技园<img src=x>面积"])
def test_as_html_it_is_one_line_of_our_own_tags(assistant: Assistant, question: str) -> None:
    html = why_html(assistant.explain(assistant.ask(question)))
    assert "\n" not in html
    assert set(re.findall(r"</?(\w+)", html)) <= {"h4", "p", "ul", "li", "a", "b", "br", "span"}
    assert set(re.findall(r"<\w+ (\w+)=", html)) <= {"class", "href"}


def test_as_text_it_tells_every_stage(assistant: Assistant) -> None:
    turn = assistant.ask("那它由谁主办？", [Message("user", "双湖科技园规划面积多大？")])
    told = explanation(assistant.explain(turn))
    for part in ("understand", "retrieve", "answer", turn.query.standalone, "bm25", "threshold"):
        assert part in told


def test_a_turn_is_explained_while_it_is_remembered_and_its_index_served(assistant: Assistant) -> None:
    desk = Desk(assistant)
    turn = desk.ask(QUESTIONS[0])
    assert desk.why(turn.turn_id) is None
    desk.remember(turn, None)
    assert desk.why(turn.turn_id) == assistant.explain(turn)
    desk.remember(replace(turn, turn_id="before", fingerprint="another"), None)
    assert desk.why("before") is None
    for n in range(500):
        desk.remember(replace(turn, turn_id=f"later {n}"), None)
    assert desk.why(turn.turn_id) is None


def test_every_kind_has_words() -> None:
    assert {f"kind_{kind.value}" for kind in Kind} <= WORDING.keys()


def test_the_api_tells_it_only_when_asked(assistant: Assistant) -> None:
    with TestClient(create_api(Desk(assistant)), base_url="http://localhost") as http:
        plain = http.post("/api/ask", json={"question": QUESTIONS[0]}).json()
        told = http.post("/api/ask", json={"question": QUESTIONS[0], "explain": True}).json()
        headers = {"accept": "text/event-stream"}
        text = http.post("/api/ask", json={"question": QUESTIONS[0], "explain": True}, headers=headers).text
    assert "why" not in plain
    assert TurnBody.model_validate(told, extra="forbid").why is not None
    assert '"why": {' in text.split("event: done")[1]
