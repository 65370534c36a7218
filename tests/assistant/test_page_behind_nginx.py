"""Behind a real nginx, below a path and over TLS: people log in, the administrator uploads and asks about it."""

import os
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant import app
from assistant.settings import ServeSettings
from assistant.users import Role, User, of_password, write_user
from tests.assistant.fakes import Visit, needs_chromium, open_browser
from tests.assistant.nginx import RULES, behind_nginx, free_port, needs_nginx
from tests.conftest import PLAN

pytestmark = needs_nginx

NEW = "云岭渡口新建缆车一条，全长3600米。\n"
QUESTION = "云岭渡口的缆车全长多少？"
PASSWORD = "correct horse"
USERS: tuple[tuple[str, Role], ...] = (("ada", "admin"), ("rosa", "reader"))
BUILDING_MS = 120_000  # a change takes seconds, on a busy machine more


@dataclass(frozen=True, slots=True)
class Site:
    """The address at nginx, the port of the server behind it, and where that keeps its files."""

    address: str
    port: int
    home: Path

    @property
    def origin(self) -> str:
        return self.address.removesuffix("/qa/")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("behind")
    (home / "sources").mkdir()
    (home / "sources" / "plan.txt").write_text(PLAN, encoding="utf-8")
    for name, role in USERS:
        write_user(home / "users", User(name, role, of_password(PASSWORD)))
    app.build([home / "sources"], home / "index")
    port = free_port()
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port), "--base-path", "/qa"]
    command += ["--auth", str(home / "users"), "--set", "serve.upload_mb=2"]
    environment = {**os.environ, "WENJU_HOME": str(home)}
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True, cwd=home
        )
    assert process.stdout
    try:
        assert "/qa/" in process.stdout.readline(), (home / "log").read_text(encoding="utf-8")
        with behind_nginx(tmp_path_factory.mktemp("nginx"), port, with_tls=True) as address:
            yield Site(address, port, home)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    context = open_browser().new_context(locale="zh-CN", ignore_https_errors=True)
    yield context
    context.close()


@contextmanager
def logged_in(site: Site, name: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=site.address, verify=False, timeout=60) as http:
        reply = http.post("login", data={"name": name, "password": PASSWORD})
        assert (reply.status_code, reply.headers["location"]) == (303, "/qa/")
        yield http


def log_in(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    assert urlsplit(page.url).path == "/qa/login"
    page.locator("input[name=name]").fill("ada")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button").click()
    page.wait_for_url(address)
    return page


@pytest.mark.browser
@needs_chromium
@pytest.mark.timeout(600)
def test_log_in_upload_and_ask_about_it(site: Site, context: BrowserContext, tmp_path: Path) -> None:
    page = log_in(context, site.address)
    (cookie,) = context.cookies()
    assert (cookie["path"], cookie["secure"], cookie["httpOnly"]) == ("/qa/", True, True)
    assert cookie["sameSite"] in ("Lax", "Strict")
    page.close()

    visit = Visit(context, site.address)
    page = visit.page
    visit.ask(QUESTION)
    expect(page.locator("#chat .answer").last).to_contain_text("没有找到", timeout=60_000)
    new = tmp_path / "缆车.txt"
    new.write_text(NEW, encoding="utf-8")
    page.get_by_role("button", name="语料").click()
    page.locator("#files").set_input_files(new)
    page.get_by_role("button", name="添加到这个索引").click()
    expect(page.locator(".change.done")).to_contain_text("新读 1 份，沿用 1 份", timeout=BUILDING_MS)
    expect(page.locator("#view .holding")).to_have_count(2)
    page.get_by_role("button", name="返回问答").click()
    visit.ask(QUESTION)
    expect(page.locator("#chat .short").last).to_have_text("3600米", timeout=60_000)
    expect(page.locator("#pane mark#evidence")).to_have_text(NEW.strip())

    page.get_by_role("button", name="语料").click()
    page.locator("#files").set_input_files(
        {"name": "大.txt", "mimeType": "text/plain", "buffer": b"0" * 2_500_000}
    )
    page.get_by_role("button", name="添加到这个索引").click()
    expect(page.locator(".change.failed")).to_contain_text("超过 2 MB")
    visit.check()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/qa/login*")
    assert not context.cookies()


@pytest.mark.browser
@needs_chromium
def test_a_proxy_that_takes_less_than_the_server_is_told_apart(
    site: Site, context: BrowserContext, tmp_path: Path
) -> None:
    with behind_nginx(tmp_path, site.port, most_mb=1) as address:
        log_in(context, address).close()
        page = Visit(context, address).page
        page.get_by_role("button", name="语料").click()
        page.locator("#files").set_input_files(
            {"name": "大.txt", "mimeType": "text/plain", "buffer": b"0" * 1_500_000}
        )
        page.get_by_role("button", name="添加到这个索引").click()
        expect(page.locator(".change.failed")).to_contain_text("服务器前面的代理不接受这么大的上传")
        context.close()


def test_the_rules_let_through_what_the_server_takes() -> None:
    most = re.search(r"client_max_body_size (\d+)m;", RULES.read_text(encoding="utf-8"))
    assert most
    assert int(most[1]) * 2**20 > ServeSettings().upload_mb * 1e6


def test_only_the_administrator_changes_anything_and_only_from_our_own_page(site: Site) -> None:
    file = {"file": ("a.txt", b"text", "text/plain")}
    with httpx2.Client(base_url=site.address, verify=False, timeout=60) as nobody:
        assert nobody.post("api/upkeep/add", files=file).status_code == 401
    with logged_in(site, "rosa") as reader:
        assert reader.post("api/upkeep/add", files=file).status_code == 403
        assert reader.get("api/upkeep").status_code == 403
    with logged_in(site, "ada") as admin:
        assert admin.get("api/upkeep").json()["obstacle"] == {"zh": "", "en": ""}
        for path, body in (("api/upkeep/add", {"files": file}), ("api/upkeep/refresh", {"json": {}})):
            foreign = admin.post(path, headers={"origin": "https://evil.example"}, **body)  # type: ignore[arg-type]
            assert foreign.status_code == 403
        own = admin.post("api/upkeep/refresh", json={}, headers={"origin": site.origin})
        assert own.status_code == 200


def test_what_is_larger_than_allowed_is_one_sentence(site: Site) -> None:
    with logged_in(site, "ada") as admin:
        large = {"file": ("a.txt", b"0" * 2_100_000, "text/plain")}
        refused = admin.post("api/upkeep/add", files=large)
        assert refused.status_code == 413
        assert refused.json()["detail"]
    assert not list((site.home / "uploads").rglob("a.txt"))


def test_who_may_not_upload_is_told_before_the_files_have_come(site: Site) -> None:
    """nginx must not collect what is sent: this client never sends the rest."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    there = urlsplit(site.address)
    assert there.port
    with (
        socket.create_connection(("127.0.0.1", there.port), timeout=20) as plain,
        context.wrap_socket(plain) as line,
    ):
        head = (
            f"POST /qa/api/upkeep/add HTTP/1.1\r\nHost: {there.netloc}\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1500000\r\n\r\n"
        )
        line.sendall(head.encode() + b"--b\r\n" + b"0" * 1000)
        assert line.recv(1000).startswith(b"HTTP/1.1 401 ")
