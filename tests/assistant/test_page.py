"""The page in a real browser, with an assistant that knows one small document."""

import hashlib
import socket
import threading
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pytest
import uvicorn
from PIL import Image
from playwright.sync_api import BrowserContext, expect

from assistant import source
from assistant.picture import Picture
from assistant.ui import create_app
from corpus.document import Span
from tests.assistant.fakes import (
    EVIDENCE,
    PHONE,
    TITLE,
    FakeAssistant,
    Visit,
    make_document,
    needs_chromium,
    open_browser,
)

pytestmark = [pytest.mark.browser, needs_chromium]


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "plan.pdf"
    path.write_bytes(b"%PDF-")
    return path


@pytest.fixture(scope="module")
def assistant(pdf: Path) -> FakeAssistant:
    return FakeAssistant(make_document(str(pdf), hashlib.sha256(b"%PDF-").hexdigest()))


def draw(data: bytes, page: int, spans: Sequence[Span], pages: Sequence[Span]) -> Picture:
    """A white page with evidence near its foot."""
    png = BytesIO()
    Image.new("RGB", (60, 120), "white").save(png, "PNG")
    return Picture(png.getvalue(), 0.9)


@pytest.fixture(scope="module")
def address(assistant: FakeAssistant) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(create_app(assistant, drawer=draw), log_level="warning", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = True
    thread.join()


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
    expect(page.locator("#chat .numbers .open")).to_have_text("来源2")
    expect(page.locator("#chat a.source")).to_have_count(1)
    expect(page.locator("#chat a.source .more")).to_have_text("2021-12 · 第 1, 2 页 · 一、产业园区")


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


def test_tabs_do_not_share_a_conversation(visit: Visit, context: BrowserContext, address: str) -> None:
    visit.ask("规划面积多大？")
    other = Visit(context, address)
    other.ask("它有几期")
    expect(other.page.locator("#chat .understood")).to_have_count(0)
    other.check()
    other.page.close()


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


def test_an_empty_question_is_not_sent(visit: Visit, assistant: FakeAssistant) -> None:
    page = visit.page
    before = len(assistant.asked)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#hint")).to_have_text("请输入一个问题。")
    page.locator("#question textarea").fill("面")
    expect(page.locator("#hint")).to_have_count(0)
    page.locator("#question textarea").fill("  ")
    page.locator("#send").click()
    expect(page.locator("#hint")).to_have_text("请输入一个问题。")
    expect(page.locator("#welcome")).to_be_visible()
    assert len(assistant.asked) == before


def test_language_follows_the_browser_and_the_switch(address: str) -> None:
    context = open_browser().new_context(locale="en-US")
    visit = Visit(context, address)
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
    visit.check()
    context.close()


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
    page.locator("#chat a.source").click()
    expect(pane).to_be_visible()
    page.keyboard.press("Escape")
    expect(pane).to_be_hidden()


def test_a_new_conversation_leaves_the_question_under_way_behind(
    visit: Visit, assistant: FakeAssistant
) -> None:
    page = visit.page
    page.locator("#question textarea").fill("held 面积")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .pending")).to_be_visible()
    page.locator("#fresh").click()
    expect(page.locator("#welcome")).to_be_visible()
    assistant.release.set()
    visit.ask("规划面积多大？")
    page.wait_for_timeout(400)
    expect(page.locator("#chat .asked")).to_have_text(["规划面积多大？"])


def test_a_question_sent_twice_is_asked_once(visit: Visit, assistant: FakeAssistant) -> None:
    page = visit.page
    before = len(assistant.asked)
    page.locator("#question textarea").fill("slow 面积")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(1)
    page.wait_for_timeout(400)
    expect(page.locator("#chat .asked")).to_have_count(1)
    assert len(assistant.asked) == before + 1


@pytest.fixture
def reader(address: str) -> Iterator[Visit]:
    """A new reader, who has chosen nothing yet, with an answer before them."""
    context = open_browser().new_context(locale="zh-CN")
    visit = Visit(context, address)
    visit.ask("规划面积多大？")
    expect(visit.page.locator("#pane mark#evidence")).to_have_text(EVIDENCE)
    yield visit
    context.close()


def test_the_source_as_in_the_file_marks_the_same_characters(reader: Visit) -> None:
    page = reader.page
    repaired = "".join(page.locator("#pane mark").all_text_contents())
    page.get_by_role("radio", name="原文件").check()
    expect(page.locator("#pane .file")).to_contain_text("－3－")
    expect(page.locator("#pane mark#evidence")).to_be_in_viewport()
    assert "".join(page.locator("#pane mark").all_text_contents()) == repaired == EVIDENCE
    dropped = page.locator("#pane .dropped")
    expect(dropped).to_have_text("－3－")
    expect(dropped).to_have_attribute("title", "整理时略去：页码")
    page.locator("#language").click()
    expect(dropped).to_have_attribute("title", "left out when repaired: page number")
    page.get_by_role("radio", name="As repaired").check()
    expect(page.locator("#pane mark#evidence")).to_have_text(EVIDENCE)
    expect(page.locator("#pane mark#evidence")).to_be_in_viewport()
    reader.check()


def test_the_chosen_view_is_kept_for_the_session(reader: Visit, address: str) -> None:
    page = reader.page
    page.get_by_role("radio", name="原文件").check()
    expect(page.locator("#pane .file")).to_be_visible()
    page.locator("#chat a.cite").nth(1).click()
    expect(page.locator("#pane .file mark#evidence")).to_have_text("园区由青湖镇与柳川市共建。")
    page.locator("#pane-all").click()
    expect(page.locator("#pane-views")).to_be_hidden()
    page.reload()
    page.locator("#pane a.document").click()
    expect(page.locator("#pane .file")).to_be_visible()
    expect(page.get_by_role("radio", name="原文件")).to_be_checked()
    reader.check()


def test_the_views_are_switched_by_the_keyboard(reader: Visit) -> None:
    page = reader.page
    page.get_by_role("radio", name="整理后").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#pane .file mark#evidence")).to_be_in_viewport()
    expect(page.get_by_role("radio", name="原文件")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("img", name="第 1 / 2 页")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#pane .file")).to_be_visible()
    reader.check()


def test_a_page_as_a_picture_and_the_next_one(reader: Visit) -> None:
    page = reader.page
    page.get_by_role("radio", name="页面图像").check()
    expect(page.get_by_role("img", name="第 1 / 2 页")).to_be_visible()
    assert page.locator("#pane-page").evaluate("e => e.scrollTop") > 0  # to the evidence at its foot
    following = page.get_by_role("button", name="下一页")
    following.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="第 2 / 2 页")).to_be_visible()
    expect(following).to_be_disabled()
    width = page.locator("#pane img").evaluate("e => e.width")
    page.get_by_title("放大或缩小").click()
    assert page.locator("#pane img").evaluate("e => e.width") > 2 * width
    page.locator("#chat a.cite").nth(1).click()
    expect(page.get_by_role("img", name="第 2 / 2 页")).to_be_visible()
    reader.check()


def test_a_page_that_cannot_be_shown_says_why(reader: Visit, pdf: Path) -> None:
    pdf.write_bytes(b"%PDF-changed")
    try:
        reader.page.get_by_role("radio", name="页面图像").check()
        expect(reader.page.locator("#pane .hint")).to_contain_text("有改动")
    finally:
        pdf.write_bytes(b"%PDF-")


def test_more_of_a_long_source_on_demand(reader: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    page = reader.page
    monkeypatch.setattr(source, "_BLOCKS", 30)
    page.locator("#chat a.cite").first.click()
    before, after = page.get_by_role("button", name="显示前面"), page.get_by_role("button", name="显示后面")
    expect(page.locator("#pane .stretch > *")).not_to_have_count(0)
    expect(before).to_have_count(1)
    expect(page.locator("#pane mark#evidence")).to_be_in_viewport()
    blocks = page.locator("#pane .stretch > *").count()
    top = page.locator("#pane mark#evidence").evaluate("e => e.getBoundingClientRect().top")
    before.evaluate("e => e.click()")
    expect(before).to_have_count(0)
    assert page.locator("#pane .stretch > *").count() > blocks
    now = page.locator("#pane mark#evidence").evaluate("e => e.getBoundingClientRect().top")
    assert now == pytest.approx(top, abs=2)  # what is read stays where it is
    after.click()
    expect(after).to_have_count(0)
    expect(page.locator("#pane .stretch")).to_have_count(3)
    texts = page.locator("#pane .stretch > *").all_inner_texts()
    assert len(texts) == len(set(texts))
    assert "前文第0段" in texts[1]
    reader.check()
