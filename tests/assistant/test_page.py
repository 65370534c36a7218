"""The page in a real browser, with an assistant that knows one small document."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from string import Formatter

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from assistant.errors import AssistantError
from assistant.serve import serve
from assistant.ui import create_app
from assistant.wording import WORDING
from tests.assistant.fakes import EVIDENCE, TITLE, FakeAssistant

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = (1280, 800)
PHONE = (390, 844)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="needs Chromium: install the package chromium"
)


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="module")
def address(assistant: FakeAssistant) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(create_app(assistant), log_level="warning", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """A tab on the page, and everything it asked for or complained about."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int], locale: str) -> None:
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=locale)
        self.page: Page = self.context.new_page()
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._console)
        self.page.goto(address)
        expect(self.page.locator("#question textarea")).to_be_visible()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def ask(self, question: str) -> None:
        answers = self.page.locator("#chat .answer").count()
        self.page.locator("#question textarea").fill(question)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#chat .answer")).to_have_count(answers + 1)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address, DESKTOP, "zh-CN")
    yield visit
    visit.context.close()
    assert visit.complaints == []
    assert [url for url in visit.requested if not url.startswith((address, "data:", "blob:"))] == []


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Visit]:
    phone = Visit(browser, address, PHONE, "zh-CN")
    yield phone
    phone.context.close()
    assert phone.complaints == []


def test_an_answer_opens_its_first_citation_and_the_others_on_a_click(visit: Visit) -> None:
    page = visit.page
    expect(page.locator("#pane .document")).to_have_count(1)
    visit.ask("规划面积多大？")
    expect(page.locator("#chat .short")).to_have_text("8.05平方公里")
    expect(page.locator("#welcome")).to_be_hidden()
    evidence = page.locator("#pane mark#evidence")
    expect(evidence).to_have_text(EVIDENCE)
    expect(evidence).to_be_in_viewport()
    expect(page.locator("#pane h2")).to_have_text(TITLE)
    expect(page.locator("#pane .section")).to_have_text("一、产业园区")
    page.locator("#chat a.cite").nth(1).click()
    expect(evidence).to_have_text("园区由青湖镇与柳川市共建。")
    expect(evidence).to_be_in_viewport()
    expect(page.locator("#chat a.source.open .n")).to_have_text("2")
    expect(page.locator("#chat a.source .more").first).to_have_text("2021-12 · 一、产业园区")


def test_nothing_found_shows_the_nearest_passages(visit: Visit) -> None:
    page = visit.page
    visit.ask("地铁票价是多少？")
    expect(page.locator("#chat .answer.not_found")).to_contain_text("没有提到")
    page.locator("#chat .nearest a.source").click()
    expect(page.locator("#pane mark#evidence")).to_contain_text(EVIDENCE)
    expect(page.locator("#pane mark#evidence")).to_be_in_viewport()


def test_a_follow_up_is_understood_and_a_new_conversation_forgets(
    visit: Visit, assistant: FakeAssistant
) -> None:
    page = visit.page
    visit.ask("规划面积多大？")
    visit.ask("它有几期")
    expect(page.locator("#chat .understood")).to_contain_text("青湖科技园有几期")
    assert [message.role for message in assistant.asked[-1][1]] == ["user", "assistant"]
    page.locator("#fresh").click()
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator("#chat .answer")).to_have_count(0)
    visit.ask("它有几期")
    assert assistant.asked[-1][1] == ()


def test_tabs_do_not_share_a_conversation(visit: Visit, browser: Browser, address: str) -> None:
    visit.ask("规划面积多大？")
    other = Visit(browser, address, DESKTOP, "zh-CN")
    other.ask("它有几期")
    expect(other.page.locator("#chat .understood")).to_have_count(0)
    other.context.close()


def test_an_example_is_asked_by_a_click(visit: Visit) -> None:
    example = visit.page.locator("#examples button").first
    question = example.inner_text()
    example.click()
    expect(visit.page.locator("#chat .asked")).to_have_text(question)
    expect(visit.page.locator("#chat .answer")).to_have_count(1)


def test_a_question_is_shown_as_text(visit: Visit) -> None:
    hostile = (
        "面积 <script>window.injected=1</script><img src=x onerror=window.injected=1> **粗** "
        "![x](http://example.org/x.png) [y](javascript:window.injected=1) http://example.org $$x$$ `c`"
    )
    visit.ask(hostile)
    expect(visit.page.locator("#chat .asked")).to_have_text(hostile)
    assert visit.page.locator("#chat .asked *").count() == 0
    expect(visit.page.locator("#pane .fragment").first).to_contain_text("<script>")
    assert visit.page.evaluate("() => window.injected === undefined")


def test_failures_and_bad_questions_are_sentences(visit: Visit) -> None:
    visit.ask("？")
    expect(visit.page.locator("#chat .note").last).to_have_text("请输入一个问题。")
    visit.ask("boom")
    expect(visit.page.locator("#chat .note").last).to_contain_text("出了错")
    assert "secret" not in visit.page.content()


def test_language_follows_the_browser_and_the_switch(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, DESKTOP, "en-US")
    page = visit.page
    expect(page.locator("#fresh")).to_have_text("New chat")
    visit.ask("规划面积多大？")
    expect(page.locator("#chat .label")).to_have_text("Sources")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("#language").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#chat .label")).to_have_text("来源")
    expect(page.locator("#fresh")).to_have_text("新对话")
    expect(page.locator("#question textarea")).to_have_attribute("placeholder", "输入问题，可以接着追问")
    expect(page.locator("#pane-all")).to_have_text("全部文档")
    page.reload()
    expect(page.locator("#fresh")).to_have_text("新对话")
    visit.context.close()
    assert visit.complaints == []


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    page = visit.page
    visit.ask("规划面积多大？")
    expect(page.locator("#pane mark#evidence")).to_have_text(EVIDENCE)
    second = page.locator("#chat a.cite").nth(1)
    page.locator("#chat a.cite").first.focus()
    page.keyboard.press("Tab")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#pane-page")).to_be_focused()
    page.keyboard.press("Escape")
    expect(second).to_be_focused()


def test_on_a_phone_the_source_is_a_sheet(phone: Visit) -> None:
    page = phone.page
    phone.ask("规划面积多大？")
    pane = page.locator("#pane")
    expect(pane).to_be_hidden()
    page.locator("#chat a.cite").first.click()
    expect(pane).to_be_visible()
    expect(page.locator("#pane mark#evidence")).to_be_in_viewport()
    width = page.evaluate("() => document.documentElement.scrollWidth")
    assert width == PHONE[0]
    assert page.evaluate("() => document.querySelector('gradio-app').scrollWidth") == PHONE[0]
    page.locator("#pane-close").click()
    expect(pane).to_be_hidden()
    expect(page.locator("#chat a.cite").first).to_be_focused()
    page.locator("#chat a.source").nth(1).click()
    expect(pane).to_be_visible()
    page.keyboard.press("Escape")
    expect(pane).to_be_hidden()


def test_a_new_conversation_stops_the_question_under_way(visit: Visit) -> None:
    page = visit.page
    page.locator("#question textarea").fill("slow 面积")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .pending")).to_be_visible()
    page.locator("#fresh").click()
    page.wait_for_timeout(600)
    expect(page.locator("#chat .asked")).to_have_count(0)
    expect(page.locator("#welcome")).to_be_visible()


def test_every_sentence_is_in_both_languages() -> None:
    for name, sentences in WORDING.items():
        assert set(sentences) == {"zh", "en"}, name
        fields = [sorted(f for _, f, _, _ in Formatter().parse(s) if f) for s in sentences.values()]
        assert fields[0] == fields[1], name


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(AssistantError, match=rf"{port}.*--port"):
            serve(FakeAssistant(), "127.0.0.1", port)
