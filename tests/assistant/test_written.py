"""Answers in a model's words over the API: events, completions, and a client that goes away."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from assistant.api import create_api
from assistant.app import Assistant
from assistant.cli import main
from assistant.desk import Desk
from assistant.language_model import LanguageModel
from assistant.records import Message, Turn
from assistant.settings import ModelSettings
from assistant.wording import say
from assistant.writer import Writer
from index.searcher import Searcher
from tests.assistant.endpoint import Behaviour, Endpoint, endpoint, fails, goes_on, says
from tests.assistant.test_writer import FACT, QUESTION, extract
from tests.assistant.web import listening

SECOND = "双湖科技园以彭州汇通湖和金彭湖“双湖”为中心。"


class Written:
    """An assistant whose extraction is known and whose writer is real."""

    def __init__(self, searcher: Searcher, url: str) -> None:
        settings = ModelSettings(url=url, model="m", total_s=20)
        self.searcher = searcher
        self.turn = extract(searcher, QUESTION, "规划面积8.05平方公里")
        self.writer = Writer(LanguageModel(settings), settings)
        self.real = Assistant(searcher, writer=self.writer)
        self.fingerprint = "f"
        self.passages = searcher.passages

    def documents(self) -> Sequence[Any]:
        return self.real.documents()

    def document(self, doc_id: str) -> Any:
        return self.real.document(doc_id)

    def extract(self, question: str, history: Sequence[Message] = (), **more: Any) -> Turn:
        if "boom" in question:
            raise RuntimeError("secret detail")
        return self.turn

    def write(
        self, turn: Turn, history: Sequence[Message], stop: threading.Event | None = None
    ) -> Iterator[Turn]:
        return self.real.write(turn, history, stop)


@contextmanager
def desk(searcher: Searcher, *behaviours: Behaviour) -> Iterator[tuple[Desk, Endpoint]]:
    with endpoint(*behaviours) as server:
        asked: Any = Written(searcher, server.url)
        made = Desk(asked)
        yield made, server
        made.close()


def api(made: Desk) -> TestClient:
    return TestClient(create_api(made), base_url="http://localhost", raise_server_exceptions=False)


def events(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n", 1)
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def stream(made: Desk, question: str = QUESTION) -> list[tuple[str, Any]]:
    with api(made) as http:
        body = {"question": question}
        return events(http.post("/api/ask", json=body, headers={"accept": "text/event-stream"}).text)


def test_the_events_hold_verified_sentences_in_their_order(searcher: Searcher) -> None:
    with desk(searcher, says(f"{FACT}[1]\n双湖科技园票价20元。[1]\n{SECOND}[1]\n")) as (made, _):
        told = stream(made)
    names = [name for name, _ in told]
    assert names[0] == "understood"
    assert names[-1] == "done"
    whole = told[-1][1]
    assert "".join(data["text"] for name, data in told if name == "delta") == whole["answer"]["text"]
    assert [data for name, data in told if name == "citations"][-1] == whole["citations"]
    assert names.index("citations") < names.index("delta")
    assert whole["answer"]["mode"] == "llm"
    assert whole["answer"]["text"].startswith(f"{FACT} [1]\n{SECOND}")
    assert "票价" not in whole["answer"]["text"]
    assert whole["reason"] == say("llm_left_out", "zh", count=1)
    assert set(whole["timings_ms"]) == {"answer", "write"}


def test_a_fault_falls_back_in_the_same_stream(searcher: Searcher) -> None:
    with desk(searcher, fails(401)) as (made, _):
        told = stream(made)
    assert [name for name, _ in told][:2] == ["understood", "citations"]
    assert told[-1][1]["answer"]["mode"] == "extractive"
    assert told[-1][1]["reason"] == say("llm_refused", "zh")


def test_completions_stream_the_same(searcher: Searcher) -> None:
    body = {"messages": [{"role": "user", "content": QUESTION}]}
    with desk(searcher, says(f"{FACT}[1]\n")) as (made, _), api(made) as http:
        whole = http.post("/v1/chat/completions", json=body).json()
        text = http.post("/v1/chat/completions", json={**body, "stream": True}).text
    message = whole["choices"][0]["message"]
    (place,) = [each["url_citation"] for each in message["annotations"]]
    assert message["content"][place["start_index"] : place["end_index"]] == "[1]"
    lines = [line.removeprefix("data: ") for line in text.split("\n\n") if line][:-1]
    deltas = [json.loads(line)["choices"][0]["delta"] for line in lines]
    assert "".join(delta.get("content", "") for delta in deltas) == message["content"] == f"{FACT} [1]"


def test_a_client_that_goes_away_stops_the_model(searcher: Searcher) -> None:
    with desk(searcher, goes_on(f"{FACT}[1]\n")) as (made, server):
        with listening(create_api(made)) as address:
            headers = {"accept": "text/event-stream"}
            with httpx2.stream(
                "POST", f"{address}/api/ask", json={"question": QUESTION}, headers=headers, timeout=20
            ) as response:
                seen = next(line for line in response.iter_lines() if "8.05" in line)
                assert seen
            assert server.left.wait(5)
        assert made.places.present == 0


def test_others_are_answered_while_a_model_writes(searcher: Searcher) -> None:
    """The desk has one place; it is free again as soon as the extraction is done."""
    with desk(searcher, goes_on("")) as (made, _):
        stop = threading.Event()
        first = made.stream(QUESTION, stop=stop)
        assert next(first).answer.text == ""
        with made.places.inside():
            pass
        stop.set()
        *_, last = first
        assert last.answer.reason == say("llm_stopped", "zh")


def test_what_fails_before_the_first_event_is_a_problem(searcher: Searcher) -> None:
    with desk(searcher, says(FACT)) as (made, _), api(made) as http:
        headers = {"accept": "text/event-stream"}
        response = http.post("/api/ask", json={"question": "boom"}, headers=headers)
    assert response.status_code == 500
    assert "secret" not in response.text


def test_what_fails_after_it_is_an_event(searcher: Searcher) -> None:
    with desk(searcher, says(FACT)) as (made, _):
        written: Any = made.assistant
        written.write = lambda turn, history, stop: _first_then_fail(turn)
        told = stream(made)
    assert [name for name, _ in told] == ["understood", "citations", *["delta"] * (len(told) - 3), "error"]
    assert told[-1][1]["status"] == 500
    assert "secret" not in json.dumps(told)


def _first_then_fail(turn: Turn) -> Iterator[Turn]:
    yield turn
    raise RuntimeError("secret detail")


def test_the_command_line_asks_the_model_of_the_settings(
    assistant: Assistant, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert assistant.passages  # the index is there
    monkeypatch.setenv("WENJU_HOME", str(home))
    monkeypatch.setenv("WENJU_LLM_KEY", "sk-secret")
    assert main(["ask", QUESTION, "--llm"]) == 2
    assert "llm.url" in capsys.readouterr().err
    with endpoint(says(f"{FACT}[1]")) as server:
        monkeypatch.setenv("WENJU_LLM_URL", server.url)
        monkeypatch.setenv("WENJU_LLM_MODEL", "m")
        for option, mode in (("--llm", "llm"), ("--no-llm", "extractive")):
            assert main(["ask", QUESTION, "--json", option]) == 0
            assert json.loads(capsys.readouterr().out)["answer"]["mode"] == mode
        assert len(server.asked) == 1
        assert server.headers[0]["authorization"] == "Bearer sk-secret"
        assert main(["ask", QUESTION]) == 0
        assert f"{FACT} [1]" in capsys.readouterr().out
