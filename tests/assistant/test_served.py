"""`wenju serve` as a user meets it: the real assistant over the embedded documents, in a real browser."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.assistant.fakes import Visit, needs_chromium


@dataclass(frozen=True, slots=True)
class Served:
    """A running `wenju serve`; `errors` is what it has written on standard error."""

    process: subprocess.Popen[str]
    address: str
    port: int
    home: Path

    @property
    def errors(self) -> str:
        return (self.home / "errors").read_text(encoding="utf-8")


def command(port: int) -> list[str]:
    return [sys.executable, "-m", "assistant", "serve", "--port", str(port)]


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "WENJU_HOME": str(home)}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Started where there is no index yet: it builds one first."""
    home = tmp_path_factory.mktemp("served")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (home / "errors").open("w") as errors:
        process = subprocess.Popen(
            command(port), env=environment(home), stdout=subprocess.PIPE, stderr=errors, text=True
        )
    assert process.stdout
    ready = process.stdout.readline()
    served = Served(process, f"http://127.0.0.1:{port}/", port, home)
    assert served.address in ready, served.errors
    yield served
    if process.poll() is None:
        process.kill()
        process.wait()
    process.stdout.close()


@pytest.fixture(scope="module")
def address(served: Served) -> str:
    return served.address


def highlighted(visit: Visit) -> str:
    expect(visit.page.locator("#pane mark#evidence")).to_be_in_viewport()
    return re.sub(r"\s", "", "".join(visit.page.locator("#pane mark").all_inner_texts()))


def test_the_first_start_builds_the_index(served: Served) -> None:
    assert "Building the index for the first time" in served.errors
    assert "Traceback" not in served.errors


@pytest.mark.browser
@needs_chromium
def test_a_question_its_source_and_a_follow_up(visit: Visit) -> None:
    page = visit.page
    expect(page.locator("#pane .document")).to_have_count(5)
    visit.ask("双湖科技园规划面积多大")
    expect(page.locator("#chat .short")).to_have_text("8.05平方公里")
    page.locator("#pane-all").click()
    expect(page.locator("#pane mark")).to_have_count(0)
    page.locator("#chat a.cite").first.click()
    assert "规划面积8.05平方公里" in highlighted(visit)
    visit.ask("那它由谁主办？")
    expect(page.locator("#chat .understood")).to_contain_text("双湖科技园由谁主办")
    expect(page.locator("#chat .answer").last).to_contain_text("四川大学国家大学科技园")
    assert "主办" in highlighted(visit)


@pytest.mark.browser
@needs_chromium
def test_an_english_question(visit: Visit) -> None:
    visit.ask("What is the Shifang–Pengzhou cooperation zone?")
    expect(visit.page.locator("#chat .answer.answered")).to_contain_text("什邡－彭州")
    assert "协作区" in highlighted(visit)


@pytest.mark.browser
@needs_chromium
def test_nothing_found_shows_the_nearest_passages(visit: Visit) -> None:
    visit.ask("成都地铁票价是多少")
    expect(visit.page.locator("#chat .answer.not_found")).to_contain_text("没有找到答案")
    nearest = visit.page.locator("#chat .nearest a.source")
    expect(nearest).to_have_count(5)
    nearest.first.click()
    assert highlighted(visit)


@pytest.mark.browser
@needs_chromium
def test_markup_in_a_question_is_text(visit: Visit) -> None:
    hostile = "<script>window.injected=1</script><img src=x onerror=window.injected=1>双湖科技园规划面积"
    visit.ask(hostile)
    visit.ask("它在哪里<img src=x onerror=window.injected=1>？")
    expect(visit.page.locator("#chat .asked").first).to_have_text(hostile)
    assert visit.page.locator("#chat img, #chat script").count() == 0
    assert visit.page.evaluate("() => window.injected === undefined")


@pytest.mark.browser
@needs_chromium
def test_an_empty_question_gets_a_friendly_sentence(visit: Visit) -> None:
    visit.page.locator("#question textarea").press("Enter")
    expect(visit.page.locator("#hint")).to_have_text("请输入一个问题。")


@pytest.mark.browser
@needs_chromium
def test_on_a_phone_nothing_is_wider_than_the_screen(phone: Visit) -> None:
    phone.ask("什么是飞地经济？")
    phone.page.locator("#chat a.cite").first.click()
    assert highlighted(phone)
    for part in ("html", "gradio-app", "#pane-page", "#pane-head"):
        content, frame = phone.page.locator(part).evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert content <= frame, part
    phone.page.locator("#pane-close").click()


def test_a_port_in_use_is_one_line(served: Served) -> None:
    second = subprocess.run(
        command(served.port), env=environment(served.home), capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr.count("\n") == 1
    assert str(served.port) in second.stderr
    assert "--port" in second.stderr


def test_an_interrupt_stops_it_quietly(served: Served) -> None:
    """Last: nothing is served after it."""
    before = served.errors
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(timeout=20) == 0
    assert served.errors == before
