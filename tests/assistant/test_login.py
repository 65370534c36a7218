"""Users and logging in: who is let in, where, and that nobody else is."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from assistant import users
from assistant.api import create_api
from assistant.client import ServerError
from assistant.errors import AuthError
from assistant.login import COOKIE, Sessions
from assistant.users import User, of_password, of_token, read_users, with_password, with_token, write_user
from tests.assistant.fakes import needs_chromium, open_browser
from tests.assistant.web import ABROAD, client_of, listening, make_desk, serving

with pytest.MonkeyPatch.context() as cheap:
    cheap.setattr(users, "_COST", 2**4)
    USERS = {
        "ada": User("ada", "admin", of_password("correct horse")),
        "ben": User("ben", "reader", of_password("battery staple")),
        "bot": User("bot", "reader", of_token("token-of-bot")),
        "prometheus": User("prometheus", "admin", of_token("token-of-prometheus")),
    }
QUESTION = {"question": "规划面积多大？"}


@pytest.fixture
def http(tmp_path: Path) -> Iterator[TestClient]:
    with serving(make_desk(tmp_path), users=USERS, address=ABROAD, caller="192.0.2.7") as http:
        yield http


def log_in(http: TestClient, name: str = "ada", password: str = "correct horse", query: str = "") -> str:
    """Where the login leads to."""
    response = http.post(f"/login{query}", data={"name": name, "password": password})
    assert response.status_code == 303
    return response.headers["location"]


OPEN = ["/healthz", "/readyz", "/login"]
CLOSED = ["/api/docs", "/api/documents", "/api/source?doc_id=qinghu-plan", "/api/session", "/openapi.json", "/metrics",
          "/v1/models", "/gradio_api/info", "/config", "/mcp", "/widget-demo", "/nothing"]  # fmt: skip


@pytest.mark.parametrize("path", OPEN)
def test_what_holds_nothing_is_open(http: TestClient, path: str) -> None:
    assert http.get(path).status_code == 200


@pytest.mark.parametrize("path", CLOSED)
def test_everything_else_is_closed(http: TestClient, path: str) -> None:
    response = http.get(path)
    assert response.status_code in (401, 404)
    assert "青湖" not in response.text
    with_cookie = http.get(path, headers={"cookie": f"{COOKIE}=made-up", "authorization": "Bearer made-up"})
    assert with_cookie.status_code == response.status_code


def test_questions_need_a_login(http: TestClient) -> None:
    assert http.post("/api/ask", json=QUESTION).status_code == 401
    assert http.post("/v1/chat/completions", json={"messages": []}).status_code == 401
    assert log_in(http) == "/"
    assert http.post("/api/ask", json=QUESTION).json()["status"] == "answered"


def test_a_reader_is_sent_to_the_login_and_back_to_the_question(http: TestClient) -> None:
    sent = http.get("/?q=%E9%9D%A2%E7%A7%AF&q=b", headers={"accept": "text/html"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?q=%E9%9D%A2%E7%A7%AF&q=b")
    assert 'action="login?q=%E9%9D%A2%E7%A7%AF&amp;q=b"' in http.get(sent.headers["location"]).text
    assert log_in(http, query="?q=%E9%9D%A2%E7%A7%AF&q=b") == "/?q=%E9%9D%A2%E7%A7%AF&q=b"


@pytest.mark.parametrize("query", ["?next=https://evil.example", "?//evil.example", "?%5Cevil.example"])
def test_a_login_leads_nowhere_else(http: TestClient, query: str) -> None:
    assert log_in(http, query=query).startswith("/?")


def test_the_login_page_takes_no_markup(http: TestClient) -> None:
    page = http.get('/login?"><script>alert(1)</script>')
    assert "<script>" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert http.get("/login", headers={"accept-language": "en"}).text.count("Log in") == 2


@pytest.mark.parametrize(
    ("name", "password"), [("ada", "wrong"), ("nobody", "x"), ("bot", "token-of-bot"), ("", "")]
)
def test_wrong_passwords_are_refused_alike(http: TestClient, name: str, password: str) -> None:
    response = http.post("/login", data={"name": name, "password": password})
    assert response.status_code == 401
    assert "用户名或密码不对" in response.text
    assert COOKIE not in response.headers.get("set-cookie", "")


def test_a_name_need_not_be_typed_again(http: TestClient) -> None:
    page = http.post("/login", data={"name": '"><b>alice', "password": "wrong"}).text
    assert 'value="&quot;&gt;&lt;b&gt;alice"' in page
    assert page.index("autofocus") > page.index('type="password"')


def test_guessing_is_slowed_down(http: TestClient) -> None:
    statuses = [http.post("/login", data={"name": "ada", "password": "x"}).status_code for _ in range(7)]
    assert statuses[-1] == 429
    assert statuses[0] == 401


def test_the_cookie_is_out_of_reach(http: TestClient) -> None:
    response = http.post("/login", data={"name": "ada", "password": "correct horse"})
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    secure = http.post("https://qa.example/login", data={"name": "ada", "password": "correct horse"})
    assert "secure" in secure.headers["set-cookie"].lower()


def test_another_site_can_neither_log_in_nor_out_nor_ask(http: TestClient) -> None:
    log_in(http)
    for origin in ("https://evil.example", "null", "http://qa.example.evil.example"):
        for path in ("/login", "/logout", "/api/ask", "/api/feedback", "/v1/chat/completions", "/mcp"):
            refused = http.post(path, content=b"{}", headers={"origin": origin, "content-type": "text/plain"})
            assert refused.status_code == 403
    assert http.post("/api/ask", json=QUESTION, headers={"origin": ABROAD}).status_code == 200


@pytest.mark.browser
@needs_chromium
def test_in_a_browser(tmp_path: Path) -> None:
    """A browser sends its forms from the origin that it should, and keeps the cookie."""
    with listening(create_api(make_desk(tmp_path), users=USERS)) as address:
        page = open_browser().new_context(locale="en-GB").new_page()
        page.goto(f"{address}/?q=a")
        for password in ("wrong", "correct horse"):
            page.locator("[name=name]").fill("ada")
            page.locator("[name=password]").fill(password)
            page.locator("button").click()
            if password == "wrong":
                expect(page.locator("[role=alert]")).to_have_text("The name or the password is wrong.")
        page.wait_for_url(f"{address}/?q=a")
        assert page.evaluate("fetch('/api/session').then(got => got.json())")["admin"]
        assert COOKIE not in page.evaluate("document.cookie")
        page.context.close()


def test_logging_out_ends_the_session_on_the_server(http: TestClient) -> None:
    log_in(http)
    token = http.cookies[COOKIE]
    assert http.post("/logout").headers["location"] == "/login"
    assert http.get("/api/docs", headers={"cookie": f"{COOKIE}={token}"}).status_code == 401


def test_roles(http: TestClient) -> None:
    log_in(http, "ben", "battery staple")
    assert http.get("/api/session").json() == {"login": True, "user": "ben", "admin": False}
    assert http.get("/api/feedback").status_code == 403
    log_in(http)
    assert http.get("/api/session").json() == {"login": True, "user": "ada", "admin": True}
    assert http.get("/api/feedback").json() == []


def test_a_program_has_a_token(http: TestClient) -> None:
    assert client_of(http, token="token-of-bot").ask("规划面积多大？").status == "answered"
    with pytest.raises(ServerError, match="请先登录"):
        client_of(http, token="token-of-nobody").ask("规划面积多大？")
    assert http.get("/metrics", headers={"authorization": "Bearer token-of-bot"}).status_code == 403
    assert http.get("/metrics", headers={"authorization": "Bearer token-of-prometheus"}).status_code == 200


def test_with_a_login_this_machine_has_no_privilege(tmp_path: Path) -> None:
    with serving(make_desk(tmp_path), users=USERS) as http:
        assert http.get("/api/feedback").status_code == 401


def test_without_users_there_is_no_login_page(tmp_path: Path) -> None:
    with serving(make_desk(tmp_path)) as http:
        assert http.get("/login").status_code == 404
        assert http.post("/logout").status_code == 404


def test_a_session_ends_by_itself() -> None:
    now = 0.0
    sessions = Sessions(clock=lambda: now)
    token = sessions.start("ada")
    assert sessions.name(token) == "ada"
    assert sessions.name("") is None
    now += 13 * 3600
    assert sessions.name(token) is None


@settings(max_examples=3)
@given(st.text(max_size=20), st.text(max_size=20))
def test_a_password_is_the_only_one_that_fits(password: str, other: str) -> None:
    known = {"a": User("a", "reader", of_password(password))}
    assert with_password(known, "a", password) == known["a"]
    assert (with_password(known, "a", other) is not None) == (other == password)
    assert with_password(known, "b", password) is None


def test_a_file_of_users_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "users"
    for user in USERS.values():
        write_user(path, user)
    write_user(path, User("ben", "admin", of_token("t")))
    assert read_users(path) == {**USERS, "ben": User("ben", "admin", of_token("t"))}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "correct" not in path.read_text()
    assert with_token(read_users(path), "t") == User("ben", "admin", of_token("t"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("ada admin secret", "line 1 is not NAME ROLE SECRET"),
        ("# only a comment\n", "holds no user"),
        (f"# first\nada root {of_token('t')}", "line 2"),
        ("ada admin sha256$short", "line 1"),
        ("ada admin scrypt$1$2", "line 1"),
        ("ada admin scrypt$99999999999$8$1$AAAA$AAAA", "line 1"),
    ],
)
def test_a_file_that_is_wrong_is_said(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "users"
    path.write_text(content)
    with pytest.raises(AuthError, match=says):
        read_users(path)
    with pytest.raises(AuthError, match="cannot be read"):
        read_users(tmp_path / "nothing")
    with pytest.raises(AuthError, match="cannot be a name"):
        write_user(tmp_path / "u", User("a b", "admin", of_token("t")))
