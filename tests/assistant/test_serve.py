"""`wenju serve` for others: below a path, behind nginx, while the index is built again, killed and started again."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import expect

from assistant import app
from assistant.client import Client, ServerError
from assistant.errors import AuthError, SettingsError
from assistant.schemas import FeedbackBody
from assistant.serve import check, listen, web_settings
from assistant.settings import ServeSettings
from tests.assistant.fakes import Visit, needs_chromium
from tests.assistant.nginx import behind_nginx, free_port, needs_nginx
from tests.conftest import NEWS, PLAN

ROOT = Path(__file__).parents[2]
QUESTION = "青湖科技园规划面积多大？"
NEW = "云岭渡口新建缆车一条，全长3600米。\n"


@dataclass
class Served:
    """`wenju serve` below /qa, on an index of two files; stopped and started as often as is wanted."""

    home: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[str] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/qa/"

    @property
    def log(self) -> str:
        return (self.home / "log").read_text(encoding="utf-8")

    def start(self) -> None:
        command = [sys.executable, "-m", "assistant", "serve", "--port", str(self.port), "--base-path", "/qa"]
        command += ["--set", "serve.log=json"]
        environment = {**os.environ, "WENJU_HOME": str(self.home)}
        with (self.home / "log").open("a") as log:
            self.process = subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True, cwd=self.home
            )
        assert self.process.stdout
        assert self.address in self.process.stdout.readline(), self.log

    def stop(self, how: signal.Signals) -> int:
        assert self.process
        self.process.send_signal(how)
        status = self.process.wait(timeout=60)
        assert self.process.stdout
        self.process.stdout.close()
        return status


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("serve")
    (home / "sources").mkdir()
    (home / "sources" / "plan.txt").write_text(PLAN, encoding="utf-8")
    (home / "sources" / "news.txt").write_text(NEWS, encoding="utf-8")
    app.build([home / "sources"], home / "index")
    served = Served(home)
    served.start()
    yield served
    if served.process and served.process.poll() is None:
        served.stop(signal.SIGKILL)


@pytest.fixture(scope="module")
def nginx(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real nginx in front of it."""
    with behind_nginx(tmp_path_factory.mktemp("nginx"), served.port) as address:
        yield address


@needs_nginx
def test_behind_nginx_below_a_path(nginx: str) -> None:
    with Client(nginx) as wenju:
        turn = wenju.ask(QUESTION)
        assert "8.05平方公里" in turn.answer.text
        *texts, _turn = wenju.stream(QUESTION)
        assert "".join(map(str, texts)) == turn.answer.text
        with pytest.raises(ServerError, match="不允许"):
            wenju.feedback()  # whoever comes through a proxy is not at this machine
    own = nginx.removesuffix("/qa/")
    with httpx2.Client(base_url=nginx) as http:
        assert http.get(f"{own}/qa?q=a", follow_redirects=False).headers["location"].endswith("/qa/?q=a")
        body = {"question": QUESTION}
        assert http.post("api/ask", json=body, headers={"origin": own}).status_code == 200
        assert http.post("api/ask", json=body, headers={"origin": "https://evil.example"}).status_code == 403


@pytest.fixture(scope="module")
def address(nginx: str) -> str:
    return nginx


@needs_nginx
@pytest.mark.browser
@needs_chromium
def test_the_page_works_behind_nginx(visit: Visit) -> None:
    visit.page.locator("#question textarea").fill(QUESTION)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#chat .short")).to_have_text("8.05平方公里", timeout=60_000)


def test_small_replies_are_sent_at_once() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_new_index_is_taken_up_without_a_dropped_request(served: Served) -> None:
    statuses: list[int] = []
    done = threading.Event()

    def keep_asking() -> None:
        with httpx2.Client(base_url=served.address, timeout=60) as http:
            while not done.is_set():
                statuses.append(http.post("api/ask", json={"question": QUESTION}).status_code)

    with Client(served.address) as wenju:
        before = wenju.health()
        askers = [threading.Thread(target=keep_asking) for _ in range(3)]
        for asker in askers:
            asker.start()
        (served.home / "sources" / "new.txt").write_text(NEW, encoding="utf-8")
        app.build([served.home / "sources"], served.home / "index")
        for _ in range(600):
            if wenju.health().fingerprint != before.fingerprint:
                break
            time.sleep(0.1)
        done.set()
        for asker in askers:
            asker.join()
        assert wenju.health().documents == before.documents + 1
        assert wenju.ask("云岭渡口的缆车全长多少？").answer.short == "3600米"
    assert set(statuses) == {200}
    assert len(statuses) > 10


def test_an_index_that_cannot_be_read_is_not_taken_up(served: Served) -> None:
    current = served.home / "index" / "CURRENT"
    content = current.read_text()
    generation = json.loads(content)["generation"]
    damaged = served.home / "index" / f"{generation[:-1]}{'0' if generation[-1] != '0' else '1'}"
    shutil.copytree(served.home / "index" / generation, damaged)
    (damaged / "texts.jsonl").write_text("{}")
    current.write_text(content.replace(generation, damaged.name))
    try:
        for _ in range(300):
            if "not served" in served.log:
                break
            time.sleep(0.1)
        assert "is damaged" in served.log
        with Client(served.address) as wenju:
            assert wenju.ask(QUESTION).status == "answered"
    finally:
        current.write_text(content)


def test_killed_and_started_again_it_still_has_all_feedback(served: Served) -> None:
    with Client(served.address) as wenju:
        for number in range(20):
            wenju.give_feedback(FeedbackBody(turn_id=f"t{number}", rating="good", comment="好"))
    served.stop(signal.SIGKILL)
    served.start()
    with Client(served.address) as wenju:
        assert len(wenju.feedback()) == 20


def test_the_log_is_json_without_questions(served: Served) -> None:
    entries = [json.loads(line) for line in served.log.splitlines() if line.startswith("{")]
    assert {"asked", "request", "index replaced"} <= {entry["message"] for entry in entries}
    assert "青湖科技园" not in served.log
    assert "traceback" not in served.log.lower()


def test_a_service_manager_stops_it_quietly(served: Served) -> None:
    """Last: what is being answered is still answered."""
    statuses: list[int] = []

    def ask() -> None:
        with httpx2.Client(base_url=served.address, timeout=60) as http:
            statuses.append(http.post("api/ask", json={"question": QUESTION * 30}).status_code)

    asker = threading.Thread(target=ask)
    before = served.log.count('"asked"') + served.log.count('"request"')
    asker.start()
    while served.log.count('"asked"') + served.log.count('"request"') == before and asker.is_alive():
        time.sleep(0.001)
    assert served.stop(signal.SIGTERM) == 0
    asker.join()
    assert statuses == [200]
    assert "Traceback" not in served.log


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"base_path": "qa"}, "base_path"),
        ({"base_path": "/../etc"}, "base_path"),
        ({"hosts": "a.example;evil"}, "hosts"),
        ({"origins": "*"}, "is no origin"),
        ({"log": "xml"}, "serve.log"),
    ],
)
def test_settings_that_cannot_be_served_with_are_said(settings: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        check(ServeSettings(**settings))  # type: ignore[arg-type]
    with pytest.raises(AuthError, match="cannot be read"):
        check(ServeSettings(auth="/nowhere/users"))


def test_on_this_machine_only_local_names_are_answered_unless_others_are_named() -> None:
    local = ("localhost", "127.0.0.1", "::1", "[::1]")
    assert web_settings(ServeSettings()).hosts == local
    assert web_settings(ServeSettings(hosts="qa.example.org")).hosts == ("qa.example.org", *local)
    assert web_settings(ServeSettings(host="0.0.0.0")).hosts == ("*",)
    assert web_settings(ServeSettings(host="0.0.0.0", hosts="qa.example.org")).hosts == (
        "qa.example.org",
        *local,
    )


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="needs systemd-analyze, of the package systemd"
)
def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    unit = (ROOT / "docs/deploy/wenju.service").read_text()
    (tmp_path / "wenju.service").write_text(unit.replace("/opt/wenju/bin/wenju", sys.executable))
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "wenju.service")]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_image_starts_a_command_that_there_is() -> None:
    text = (ROOT / "docs/deploy/Dockerfile").read_text()
    command = json.loads(text.rsplit("CMD ", 1)[1])
    options = [*command[1:], "--set", "serve.log=errors", "--auth", "/nowhere/users"]
    result = subprocess.run(
        [sys.executable, "-m", "assistant", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (result.returncode, "/nowhere/users" in result.stderr) == (2, True), result.stderr
    for source in ("requirements.lock", "requirements-mcp.lock", "pyproject.toml"):
        assert (ROOT / source).is_file()
