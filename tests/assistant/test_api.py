"""The HTTP API: its answers, its errors as sentences, and what it refuses."""

import re
import threading
from collections.abc import Iterator
from string import Formatter

import pytest
from fastapi.testclient import TestClient

from assistant.api import Desk, create_api
from assistant.guard import WebSettings
from assistant.ui import create_app
from assistant.wording import WORDING
from tests.assistant.fakes import EVIDENCE, FakeAssistant


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(create_api(Desk(assistant)), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def server() -> Iterator[TestClient]:
    """Everything that is served: the API and the page."""
    with TestClient(create_app(FakeAssistant()), raise_server_exceptions=False) as client:
        yield client


def test_ask_gives_a_turn(client: TestClient) -> None:
    turn = client.post("/api/ask", json={"question": "规划面积多大？"}).json()
    assert turn["status"] == "answered"
    assert turn["answer"]["short"] == "8.05平方公里"
    assert [citation["n"] for citation in turn["citations"]] == [1, 2]


def test_history_reaches_the_assistant(client: TestClient, assistant: FakeAssistant) -> None:
    history = [{"role": "user", "content": "青湖科技园？"}, {"role": "assistant", "content": "…"}]
    turn = client.post("/api/ask", json={"question": "它的面积呢", "history": history}).json()
    assert turn["standalone"] == "青湖科技园的面积呢"
    assert [message.role for message in assistant.asked[0][1]] == ["user", "assistant"]


def test_citation_opens_in_the_source(client: TestClient) -> None:
    citation = client.post("/api/ask", json={"question": "规划面积多大？"}).json()["citations"][0]
    spans = ",".join(f"{start}-{end}" for start, end in citation["spans"])
    source = client.get("/api/source", params={"doc_id": citation["doc_id"], "spans": spans}).json()
    assert set(source) == {"doc_id", "title", "date", "publisher", "section", "html"}
    assert f'<mark id="evidence">{EVIDENCE}</mark>' in source["html"]
    assert "<script" not in source["html"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": "？"}, 400),
        ({"question": ""}, 400),
        ({}, 422),
        ({"question": 7}, 422),
        ({"question": "a", "history": [{"role": "system", "content": "b"}]}, 422),
        ([], 422),
    ],
)
def test_bad_questions_get_a_sentence(client: TestClient, body: object, status: int) -> None:
    response = client.post("/api/ask", json=body)
    assert response.status_code == status
    assert set(response.json()) == {"error"}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("doc_id=nothing", 404),
        ("doc_id=qinghu-plan&spans=x", 400),
        ("doc_id=qinghu-plan&spans=9-3", 400),
        ("doc_id=qinghu-plan&spans=0-99999999", 400),
        ("doc_id=qinghu-plan&spans=" + ",".join(["1-2"] * 501), 400),
        ("spans=1-2", 422),
    ],
)
def test_bad_sources_get_a_sentence(client: TestClient, query: str, status: int) -> None:
    response = client.get(f"/api/source?{query}")
    assert response.status_code == status
    assert set(response.json()) == {"error"}


def test_errors_follow_the_language_of_the_client(client: TestClient) -> None:
    english = client.get("/api/source?doc_id=x", headers={"accept-language": "en-GB"}).json()["error"]
    chinese = client.get("/api/source?doc_id=x", headers={"accept-language": "zh-CN"}).json()["error"]
    assert english.isascii() is False  # the quotation marks
    assert "document" in english
    assert "文档" in chinese


def test_a_failure_leaks_nothing(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "boom"})
    assert response.status_code == 500
    assert set(response.json()) == {"error"}
    assert "secret" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_docs_and_health(client: TestClient) -> None:
    (document,) = client.get("/api/docs").json()
    assert document["doc_id"] == "qinghu-plan"
    assert document["characters"] > 1000
    assert client.get("/healthz").json() == {"status": "ok", "documents": 1, "fingerprint": "fake"}


def test_large_bodies_are_refused_however_they_are_sent(client: TestClient) -> None:
    large = b'{"question": "' + b"a" * 1_100_000 + b'"}'
    chunks = (large[i : i + 65536] for i in range(0, len(large), 65536))
    headers = {"content-type": "application/json"}
    assert client.post("/api/ask", content=large, headers=headers).status_code == 413
    assert client.post("/api/ask", content=chunks, headers=headers).status_code == 413


def test_questions_wait_for_each_other(assistant: FakeAssistant, client: TestClient) -> None:
    asks = [
        threading.Thread(target=client.post, args=("/api/ask",), kwargs={"json": {"question": "slow"}})
        for _ in range(3)
    ]
    for ask in asks:
        ask.start()
    for ask in asks:
        ask.join()
    assert len(assistant.asked) == 3
    assert assistant.most_at_once == 1


def test_who_waits_too_long_is_told(assistant: FakeAssistant) -> None:
    with TestClient(create_api(Desk(assistant, patience_s=0.01))) as client:
        first = threading.Thread(
            target=client.post, args=("/api/ask",), kwargs={"json": {"question": "slow"}}
        )
        first.start()
        while not assistant.asked:
            pass
        assert client.post("/api/ask", json={"question": "slow"}).status_code == 503
        first.join()


@pytest.mark.parametrize("path", ["/", "/api/docs", "/healthz", "/static/page.js", "/nothing", "/config"])
def test_every_response_is_guarded(server: TestClient, path: str) -> None:
    headers = server.get(path).headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert re.search(r"script-src 'self'( 'nonce-[\w-]{20,}')?;", policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_scripts_of_the_page_carry_a_fresh_nonce(server: TestClient) -> None:
    nonces = []
    for page in (server.get("/"), server.get("/")):
        nonces += re.findall(r"'nonce-([\w-]+)'", page.headers["content-security-policy"])
        scripts = re.findall(r"<script[^>]*>", page.text)
        assert scripts
        assert all(f'nonce="{nonces[-1]}"' in script for script in scripts)
    assert len(set(nonces)) == 2


def test_our_head_is_part_of_the_page(server: TestClient) -> None:
    page = server.get("/").text
    assert page.index('href="static/page.css"') < page.index("</head>")
    assert "<title>问据 Wenju</title>" in page


def test_what_is_named_after_its_content_is_kept_by_browsers(server: TestClient) -> None:
    asset = re.search(r'src="\./(assets/[^"]+\.js)"', server.get("/").text)
    assert asset
    assert "immutable" in server.get(f"/{asset[1]}").headers["cache-control"]
    assert "immutable" not in server.get("/assets/missing.js").headers["cache-control"]
    assert server.get("/static/page.js").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://example.org",
        "/gradio_api/runs",
        "/gradio_api/component_server",
        "/gradio_api/vibe-code",
        "/monitoring",
        "/static/../api.py",
        "/static/%2e%2e/api.py",
        "/static/page.py",
        "/docs",
        "/login",
    ],
)
def test_other_routes_are_closed(server: TestClient, path: str) -> None:
    for method in ("GET", "POST"):
        assert server.request(method, path).status_code in (404, 405)


def test_foreign_origins_get_no_permission(server: TestClient) -> None:
    for path in ("/api/docs", "/config", "/"):
        response = server.get(path, headers={"origin": "https://example.org"})
        assert "access-control-allow-origin" not in response.headers


def test_a_named_origin_may_call_and_frame() -> None:
    settings = WebSettings(origins=("https://intranet.example",))
    with TestClient(create_api(Desk(FakeAssistant()), settings)) as client:
        response = client.get("/api/docs", headers={"origin": "https://intranet.example"})
    assert response.headers["access-control-allow-origin"] == "https://intranet.example"
    assert "access-control-allow-credentials" not in response.headers
    policy = response.headers["content-security-policy"]
    assert "frame-ancestors 'self' https://intranet.example" in policy


def test_only_named_hosts_are_answered() -> None:
    with TestClient(create_api(Desk(FakeAssistant()), WebSettings(hosts=("localhost",)))) as client:
        assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400
        assert client.get("/healthz", headers={"host": "localhost:8000"}).status_code == 200


def test_every_sentence_is_in_both_languages() -> None:
    for name, sentences in WORDING.items():
        assert set(sentences) == {"zh", "en"}, name
        fields = [sorted(f for _, f, _, _ in Formatter().parse(s) if f) for s in sentences.values()]
        assert fields[0] == fields[1], name
