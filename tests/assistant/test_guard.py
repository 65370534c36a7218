"""What stands around everything: base path, other origins, rates, and what a request may look like."""

import json
import logging
from pathlib import Path

import anyio
import pytest
from starlette.types import Message as Event

from assistant import guard
from assistant.api import create_api
from assistant.errors import SettingsError
from assistant.guard import WebSettings
from assistant.logs import JsonLines, Lines, check_style
from assistant.origins import parse_origins
from tests.assistant.web import ABROAD, make_desk, serving

QUESTION = {"question": "规划面积多大？"}


def test_everything_is_below_the_base_path(tmp_path: Path) -> None:
    with serving(make_desk(tmp_path), WebSettings(base_path="/qa")) as http:
        assert http.get("/qa/api/docs").json()[0]["doc_id"] == "qinghu-plan"
        assert http.post("/qa/api/ask", json=QUESTION).json()["status"] == "answered"
        moved = http.get("/qa?q=a")
        assert (moved.status_code, moved.headers["location"]) == (308, "/qa/?q=a")
        for path in ("/api/docs", "/", "/qab/api/docs", "/qa/qa/api/docs", "/QA/api/docs"):
            assert http.get(path).status_code == 404, path
        assert http.get("/healthz").status_code == http.get("/qa/healthz").status_code == 200
        (route,) = {
            line
            for line in http.get("/qa/metrics").text.splitlines()
            if 'route="/api/ask"' in line and "total" in line
        }
        assert route.endswith("1.0")


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:81", "https://sub.evil.example"]
)
def test_other_origins_may_not_send(tmp_path: Path, origin: str) -> None:
    settings = WebSettings(origins=parse_origins(["https://*.example.org"]))
    with serving(make_desk(tmp_path), settings) as http:
        for path in ("/api/ask", "/api/feedback", "/gradio_api/queue/join", "/mcp", "/v1/chat/completions"):
            refused = http.post(
                path, content=json.dumps(QUESTION), headers={"origin": origin, "content-type": "text/plain"}
            )
            assert refused.status_code == 403
            assert "access-control-allow-origin" not in refused.headers
        ask = {
            "origin": origin,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        }
        assert http.options("/api/ask", headers=ask).status_code == 400


def test_an_allowed_origin_reads_answers_and_errors(tmp_path: Path) -> None:
    settings = WebSettings(origins=parse_origins(["https://*.example.org"]), origin_per_minute=6)
    with serving(make_desk(tmp_path), settings) as http:
        headers = {"origin": "https://www.example.org"}
        preflight = {
            **headers,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        }
        assert (
            http.options("/api/ask", headers=preflight).headers["access-control-allow-origin"]
            == headers["origin"]
        )
        answers = [http.post("/api/ask", json=QUESTION, headers=headers) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 429, 429]
        for answer in answers:
            assert answer.headers["access-control-allow-origin"] == headers["origin"]
            assert "retry-after" in answer.headers["access-control-expose-headers"].lower()
            assert "access-control-allow-credentials" not in answer.headers
        assert int(answers[-1].headers["retry-after"]) >= 1
        for refused in (
            http.get("/nothing", headers=headers),
            http.post("/api/ask", content=b"a" * 1_000_001, headers=headers),
        ):
            assert refused.status_code in (404, 413)
            assert refused.headers["access-control-allow-origin"] == headers["origin"]
        assert http.post("/api/ask", json=QUESTION).status_code == 200  # the page itself


def test_one_address_does_not_use_up_the_server(tmp_path: Path) -> None:
    settings = WebSettings(per_minute=6)
    desk = make_desk(tmp_path)
    with serving(desk, settings, address=ABROAD, caller="192.0.2.7") as http:
        assert [http.get("/api/docs").status_code for _ in range(3)] == [200, 429, 429]
        assert http.get("/healthz").status_code == 200
    with serving(desk, settings) as http:
        assert {http.get("/api/docs").status_code for _ in range(20)} == {200}


@pytest.mark.parametrize(
    "path",
    ["/api/documents/../../etc/passwd", "/api/documents/%2e%2e/%2e%2e/etc/passwd", "/api/documents/..%2f..%2fetc%2fpasswd",
     "/api/documents//etc/passwd", "/api/documents/etc%00passwd", "/api/source?doc_id=../../etc/passwd"],
)  # fmt: skip
def test_no_path_leads_out_of_the_index(tmp_path: Path, path: str) -> None:
    with serving(make_desk(tmp_path)) as http:
        response = http.get(path)
        assert response.status_code == 404
        assert "root:" not in response.text


def test_a_request_that_never_arrives_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_BODY_S", 0.01)
    sent: list[Event] = []

    async def receive() -> Event:
        if not sent:
            await anyio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(event: Event) -> None:
        sent.append(event)

    headers = [(b"host", b"localhost"), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/api/ask", "query_string": b"", "headers": headers}
    anyio.run(create_api(make_desk(tmp_path)), scope, receive, send)
    assert sent[0]["status"] == 408


def record(**facts: object) -> logging.LogRecord:
    made = logging.LogRecord("assistant.desk", logging.INFO, "", 0, "asked", None, None)
    made.facts = facts
    return made


def test_a_line_of_the_log_is_one_line_whatever_was_sent() -> None:
    hostile = record(question="面积\n2026 WARNING forged", ms=1.5)
    assert json.loads(JsonLines().format(hostile))["question"] == "面积\n2026 WARNING forged"
    assert "\n" not in JsonLines().format(hostile)
    assert "\n" not in Lines().format(hostile)


@pytest.mark.parametrize("logged", [False, True])
def test_questions_are_in_the_log_only_if_asked_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, logged: bool
) -> None:
    caplog.set_level(logging.INFO, "assistant")
    with serving(make_desk(tmp_path, log_questions=logged)) as http:
        http.post("/api/ask", json=QUESTION)
    text = "\n".join(JsonLines().format(each) for each in caplog.records)
    assert '"route": "/api/ask"' in text
    assert ("规划面积" in text) == logged


def test_a_style_that_there_is_not_is_said() -> None:
    with pytest.raises(SettingsError, match="errors, text, json"):
        check_style("xml")
