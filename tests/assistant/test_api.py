"""The HTTP API: its answers, its errors as sentences, and what it refuses."""

import hashlib
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from assistant.api import Desk, create_api
from assistant.guard import WebSettings
from assistant.origins import Origins
from assistant.picture import Picture
from assistant.schemas import Problem
from assistant.source import SourceView
from assistant.ui import create_app
from assistant.wording import WORDING
from corpus.document import Document, Span
from corpus.errors import DecodeError
from tests.assistant.fakes import EVIDENCE, FakeAssistant, make_document


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
    with TestClient(create_app(Desk(FakeAssistant())), raise_server_exceptions=False) as client:
        yield client


def assert_problem(response: Response, status: int) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(response.json(), extra="forbid")
    assert problem.status == status
    assert problem.detail
    assert problem.detail == problem.error


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
    assert set(source) == {"doc_id", *(field.name for field in fields(SourceView))}
    assert (source["view"], source["page"]) == ("repaired", citation["page"])
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
    assert_problem(response, status)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("doc_id=nothing", 404),
        ("doc_id=qinghu-plan&spans=x", 400),
        ("doc_id=qinghu-plan&start=1&end=5", 400),
        ("doc_id=qinghu-plan&start=-1", 422),
        ("doc_id=qinghu-plan&view=page", 422),
        ("doc_id=qinghu-plan&spans=9-3", 400),
        ("doc_id=qinghu-plan&spans=0-99999999", 400),
        ("doc_id=qinghu-plan&spans=" + ",".join(["1-2"] * 501), 400),
        ("spans=1-2", 422),
    ],
)
def test_bad_sources_get_a_sentence(client: TestClient, query: str, status: int) -> None:
    response = client.get(f"/api/source?{query}")
    assert_problem(response, status)


def test_the_file_as_it_stands_in_stretches(client: TestClient) -> None:
    def source(**query: object) -> dict[str, Any]:
        found: dict[str, Any] = client.get("/api/source", params={"doc_id": "qinghu-plan", **query}).json()
        return found

    whole = source(view="file")
    assert (whole["start"], whole["end"]) == (0, whole["size"])
    assert "－3－" in whole["html"]
    assert "－3－" not in source()["html"]
    first, last = source(view="file", end=100), source(view="file", start=100)
    assert (first["start"], first["end"]) == (0, 100)
    assert (last["start"], last["end"]) == (100, whole["size"])
    assert source(start=10**9)["html"] == ""


@pytest.fixture
def pdf(tmp_path: Path) -> Document:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-")
    return make_document(str(path), hashlib.sha256(b"%PDF-").hexdigest())


@pytest.fixture
def easel(pdf: Document) -> Iterator[TestClient]:
    """An API over a document with pages, whose pictures say what was asked for; page 2 cannot be drawn."""

    def drawer(data: bytes, page: int, spans: Sequence[Span], pages: Sequence[Span]) -> Picture:
        if page == 2:
            raise DecodeError("secret detail")
        return Picture(data + f" {page} of {len(pages)} {spans}".encode(), 0.25 if spans else None)

    with TestClient(create_api(Desk(FakeAssistant(pdf)), drawer=drawer)) as client:
        yield client


def test_a_page_is_a_picture_that_only_the_reader_keeps(easel: TestClient) -> None:
    response = easel.get("/api/page?doc_id=qinghu-plan&page=1&spans=3-5,7-9")
    assert response.content == b"%PDF- 1 of 2 [(3, 5), (7, 9)]"
    assert response.headers["content-type"] == "image/png"
    assert response.headers["x-evidence-top"] == "0.2500"
    assert response.headers["cache-control"].startswith("private")
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("query", "status", "part"),
    [
        ("doc_id=qinghu-plan&page=0", 404, "没有第 0 页"),
        ("doc_id=qinghu-plan&page=3", 404, "共 2 页"),
        ("doc_id=qinghu-plan&page=2", 409, "无法画成图像"),
        ("doc_id=qinghu-plan&page=1&spans=5-3", 400, "spans"),
        ("doc_id=qinghu-plan&page=x", 422, "page"),
        ("doc_id=nothing&page=1", 404, "nothing"),
    ],
)
def test_a_page_that_cannot_be_shown_gets_a_sentence(
    easel: TestClient, query: str, status: int, part: str
) -> None:
    response = easel.get(f"/api/page?{query}")
    assert response.status_code == status
    assert part in response.json()["error"]
    assert "secret" not in response.text
    assert response.headers["cache-control"] == "no-store"


def test_a_file_that_changed_or_went_is_not_drawn(easel: TestClient, pdf: Document) -> None:
    Path(pdf.path).write_bytes(b"%PDF-other")
    assert "有改动" in easel.get("/api/page?doc_id=qinghu-plan&page=1").json()["error"]
    Path(pdf.path).unlink()
    assert "不在原处" in easel.get("/api/page?doc_id=qinghu-plan&page=1").json()["error"]


def test_a_text_has_no_pictures(client: TestClient) -> None:
    response = client.get("/api/page?doc_id=qinghu-plan&page=1", headers={"accept-language": "en"})
    assert response.status_code == 404
    assert "no pages" in response.json()["error"]


def test_errors_follow_the_language_of_the_client(client: TestClient) -> None:
    english = client.get("/api/source?doc_id=x", headers={"accept-language": "en-GB"}).json()["error"]
    chinese = client.get("/api/source?doc_id=x", headers={"accept-language": "zh-CN"}).json()["error"]
    assert english.isascii() is False  # the quotation marks
    assert "document" in english
    assert "文档" in chinese


def test_a_failure_leaks_nothing(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "boom"})
    assert_problem(response, 500)
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
        # three questions: the answer to the same one is kept, and a late thread would be given that
        threading.Thread(target=client.post, args=("/api/ask",), kwargs={"json": {"question": f"slow {n}"}})
        for n in range(3)
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
            target=client.post, args=("/api/ask",), kwargs={"json": {"question": "held"}}
        )
        first.start()
        while not assistant.asked:
            time.sleep(0.001)
        assert client.post("/api/ask", json={"question": "面积"}).status_code == 503
        assistant.release.set()
        first.join()


@pytest.mark.parametrize("path", ["/", "/api/docs", "/healthz", "/static/page.js", "/nothing", "/config"])
def test_every_response_is_guarded(server: TestClient, path: str) -> None:
    headers = server.get(path).headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert re.search(r"script-src 'self'( 'nonce-[\w-]{20,}')?;", policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


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
    style = re.search(r'href="page/\w+/style\.css"', page)
    assert style
    assert style.end() < page.index("</head>")
    assert "<title>问据 Wenju</title>" in page


def test_what_is_named_after_its_content_is_kept_by_browsers(server: TestClient) -> None:
    asset = re.search(r'src="\./(assets/[^"]+\.js)"', server.get("/").text)
    assert asset
    assert "immutable" in server.get(f"/{asset[1]}").headers["cache-control"]
    assert "immutable" not in server.get("/assets/missing.js").headers["cache-control"]
    assert server.get("/static/page.js").headers["cache-control"] == "no-cache"
    ours = re.search(r'src="(page/\w+/)page\.js"', server.get("/").text)
    assert ours
    assert "immutable" in server.get(f"/{ours[1]}page.js").headers["cache-control"]
    assert server.get("/page/000000000000/page.js").headers["cache-control"] == "no-cache"
    assert "immutable" not in server.get(f"/{ours[1]}missing.js").headers.get("cache-control", "")


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
    settings = WebSettings(origins=Origins(("https://intranet.example",)))
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
        braces = [sorted(f for _, f, _, _ in Formatter().parse(s) if f) for s in sentences.values()]
        assert braces[0] == braces[1], name
