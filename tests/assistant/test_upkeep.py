"""Documents are added, taken out and read again while the server answers: what may be changed, and by whom."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.desk import Desk
from assistant.guard import WebSettings
from assistant.origins import parse_origins
from assistant.serve import may_change
from assistant.settings import ServeSettings
from assistant.upkeep import Upkeep
from assistant.users import User, of_token
from tests.assistant.web import ABROAD, make_desk, serving, upkept
from tests.conftest import PLAN

NEW = "云岭渡口新建缆车一条，全长3600米。\n"
QUESTION = "云岭渡口的缆车全长多少？"
LIMIT = WebSettings(max_upload_bytes=2_000_000)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("upkeep")


@pytest.fixture(scope="module")
def kept(home: Path) -> Iterator[tuple[Desk, Upkeep]]:
    with upkept(home, PLAN) as both:
        yield both


@pytest.fixture
def http(kept: tuple[Desk, Upkeep]) -> Iterator[TestClient]:
    with serving(kept[0], LIMIT, upkeep=kept[1]) as client:
        yield client


def send(http: TestClient, *files: tuple[str, bytes], to: str = "add?index=work", **more: Any) -> Any:
    parts = [("file", (name, data, "application/octet-stream")) for name, data in files]
    return http.post(f"/api/upkeep/{to}", files=parts, **more)


def ended(http: TestClient, index: str = "work") -> Any:
    """The state of an index once nothing is under way."""
    while True:
        state = http.get("/api/upkeep", params={"index": index}).json()
        if state["change"] is None or state["change"]["state"] != "running":
            return state
        time.sleep(0.1)


def ask(http: TestClient, index: str = "work") -> Any:
    return http.post("/api/ask", json={"question": QUESTION, "index": index}).json()


def uploads(home: Path, index: str = "work") -> set[str]:
    folder = home / "uploads" / index
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def test_a_file_is_added_asked_about_and_taken_out_again(http: TestClient, home: Path) -> None:
    assert ask(http)["status"] == "not_found"
    started = send(http, ("../缆车.txt", NEW.encode()), ("bad.docx", b"no document"))
    assert (started.status_code, started.json()["change"]["state"]) == (200, "running")
    refused = http.post("/api/upkeep/refresh", params={"index": "work"})
    assert refused.status_code == 409
    assert ask(http)["status"] in ("answered", "not_found")  # who asks meanwhile is answered
    state = ended(http)
    assert (state["change"]["state"], state["change"]["read"], state["change"]["documents"]) == ("done", 1, 2)
    ((path, why),) = [(each["path"], each["why"]) for each in state["unread"]]
    assert path.endswith("bad.docx")
    assert why["en"].startswith("cannot read bad.docx: ")
    assert why["zh"].startswith("无法读取 bad.docx：")
    answer = ask(http)
    assert answer["answer"]["short"] == "3600米"
    assert uploads(home) == {"缆车.txt", "bad.docx"}

    taken = {"documents": [answer["citations"][0]["doc_id"], path], "index": "work"}
    stale = http.post("/api/upkeep/remove", json=taken | {"fingerprint": "another"})
    assert stale.status_code == 409
    assert (
        http.post("/api/upkeep/remove", json=taken | {"fingerprint": state["fingerprint"]}).status_code == 200
    )
    state = ended(http)
    assert (state["change"]["state"], state["unread"], state["change"]["documents"]) == ("done", [], 1)
    assert ask(http)["status"] == "not_found"
    assert uploads(home) == set()


def test_a_change_that_fails_leaves_everything_as_it_was(http: TestClient, home: Path) -> None:
    before = http.get("/api/upkeep", params={"index": "work"}).json()
    everything = str(home / "sources")
    body = {"documents": [everything], "fingerprint": before["fingerprint"], "index": "work"}
    assert http.post("/api/upkeep/remove", json=body).status_code == 200
    state = ended(http)
    assert state["change"]["state"] == "failed"
    assert "an index of nothing" in state["change"]["why"]["en"]
    assert "索引就空了" in state["change"]["why"]["zh"]
    assert state["fingerprint"] == before["fingerprint"]
    assert (home / "sources" / "plan.txt").exists()


def test_a_change_that_is_stopped_leaves_everything_as_it_was(http: TestClient, home: Path) -> None:
    before = http.get("/api/upkeep", params={"index": "work"}).json()["fingerprint"]
    send(http, ("缆车.txt", NEW.encode()))
    assert http.post("/api/upkeep/stop").status_code == 200
    state = ended(http)
    assert (state["change"]["state"], state["fingerprint"], uploads(home)) == ("stopped", before, set())


def test_a_change_that_the_system_ends_is_said_to_have_failed(
    http: TestClient, home: Path, kept: tuple[Desk, Upkeep]
) -> None:
    before = http.get("/api/upkeep", params={"index": "work"}).json()["fingerprint"]
    send(http, ("缆车.txt", NEW.encode()))
    process = kept[1]._process
    assert process is not None
    process.kill()
    state = ended(http)
    assert (state["change"]["state"], state["fingerprint"], uploads(home)) == ("failed", before, set())
    assert "意外结束（状态 -9）" in state["change"]["why"]["zh"]


def test_a_new_index_is_made_and_served(http: TestClient, home: Path) -> None:
    assert send(http, ("缆车.txt", NEW.encode()), to="create?name=渡口").status_code == 200
    assert ended(http)["change"]["state"] == "done"
    assert [each["name"] for each in http.get("/api/indexes").json()] == ["default", "work", "渡口"]
    assert ask(http, "渡口")["answer"]["short"] == "3600米"
    assert ask(http)["status"] == "not_found"
    again = send(http, ("缆车.txt", NEW.encode()), to="create?name=渡口", headers={"accept-language": "en"})
    assert (again.status_code, "already" in again.json()["detail"]) == (400, True)


def test_an_index_that_could_not_be_made_leaves_nothing(http: TestClient, home: Path) -> None:
    assert send(http, ("bad.docx", b"no document"), to="create?name=broken").status_code == 200
    state = ended(http, "default")
    assert state["change"]["state"] == "failed"
    assert state["change"]["why"]["en"].startswith("cannot read bad.docx: ")
    assert state["change"]["why"]["zh"].startswith("无法读取 bad.docx：")
    assert not (home / "indexes" / "broken").exists()
    assert not (home / "uploads" / "broken").exists()


@pytest.mark.parametrize(
    "name", ["default", "work", "../a", "a/b", "a\\b", ".a", "-a", "~a", " a", "", "\u202ea"]
)
def test_what_cannot_be_the_name_of_a_new_index(http: TestClient, home: Path, name: str) -> None:
    refused = send(http, ("a.txt", NEW.encode()), to="create", params={"name": name})
    assert refused.status_code == 400
    assert "default" not in uploads(home, ".")


@pytest.mark.parametrize("name", ["a.exe", "catalogue.json", ".hidden.txt", "a\u202e.txt"])
def test_what_cannot_be_uploaded_leaves_nothing(http: TestClient, home: Path, name: str) -> None:
    assert send(http, (name, NEW.encode())).status_code == 400
    assert uploads(home) == set()
    assert http.post("/api/upkeep/add?index=work", data={"file": "a"}).status_code == 400


def test_too_much_is_refused_before_it_is_kept(http: TestClient, home: Path) -> None:
    assert send(http, ("a.txt", b"x" * 2_100_000)).status_code == 413
    assert uploads(home) == set()


def test_the_embedded_documents_stay(http: TestClient) -> None:
    assert "新建" in http.get("/api/upkeep").json()["obstacle"]["zh"]
    for refused in (
        send(http, ("a.txt", NEW.encode()), to="add"),
        http.post("/api/upkeep/refresh"),
        http.post("/api/upkeep/remove", json={"documents": ["qinghu-plan"], "fingerprint": "fake"}),
    ):
        assert refused.status_code == 400


def test_only_an_administrator_changes_anything(kept: tuple[Desk, Upkeep]) -> None:
    desk, upkeep = kept
    calls: list[tuple[str, str]] = [("GET", ""), ("POST", "/refresh?index=work"), ("POST", "/stop")]
    users = {
        "reader": User("reader", "reader", of_token("r")),
        "admin": User("admin", "admin", of_token("a")),
    }
    with serving(desk, LIMIT, upkeep=upkeep, caller="192.0.2.7", address=ABROAD) as http:
        assert {http.request(m, f"/api/upkeep{path}").status_code for m, path in calls} == {403}
        assert send(http, ("a.txt", NEW.encode())).status_code == 403
    with serving(desk, LIMIT, users=users, upkeep=upkeep) as http:
        assert {http.request(m, f"/api/upkeep{path}").status_code for m, path in calls} == {401}
        reader, admin = ({"authorization": f"Bearer {token}"} for token in "ra")
        assert {http.request(m, f"/api/upkeep{path}", headers=reader).status_code for m, path in calls} == {
            403
        }
        assert send(http, ("a.txt", NEW.encode()), headers=reader).status_code == 403
        assert http.get("/api/upkeep", headers=admin).status_code == 200


def test_a_page_of_another_site_is_no_administrator_even_if_it_may_ask(kept: tuple[Desk, Upkeep]) -> None:
    settings = WebSettings(origins=parse_origins(["https://www.example.org"]), max_upload_bytes=1000)
    with serving(kept[0], settings, upkeep=kept[1]) as http:
        headers = {"origin": "https://www.example.org"}
        assert http.post("/api/ask", json={"question": QUESTION}, headers=headers).status_code == 200
        assert http.post("/api/upkeep/stop", headers=headers).status_code == 403
        assert http.get("/api/unanswered", headers=headers).status_code == 403


def test_where_others_reach_the_server_nothing_is_changed_without_a_login(tmp_path: Path) -> None:
    assert may_change(ServeSettings())
    assert may_change(ServeSettings(host="0.0.0.0", auth="users.txt"))
    assert not may_change(ServeSettings(host="0.0.0.0"))
    assert not may_change(ServeSettings(hosts="qa.example.org"))
    assert not may_change(ServeSettings(upload_mb=0))
    with serving(make_desk(tmp_path), LIMIT) as http:
        assert "--auth" in http.get("/api/upkeep").json()["obstacle"]["en"]
        refused = http.post("/api/upkeep/refresh")
        assert (refused.status_code, "--auth" in refused.json()["detail"]) == (403, True)
