"""The page in a real browser, with an assistant that knows one small document."""

import pytest
from playwright.sync_api import BrowserContext, expect

from assistant.assets import PRELOADED
from eval.preload import asked_for
from tests.assistant.fakes import (
    EVIDENCE,
    PHONE,
    TITLE,
    FakeAssistant,
    Visit,
    needs_chromium,
    open_browser,
)

pytestmark = [pytest.mark.browser, needs_chromium]


@pytest.fixture(scope="module")
def address(faked: str) -> str:
    return faked


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


def test_a_follow_up_is_understood_and_a_new_conversation_forgets(visit: Visit, fake: FakeAssistant) -> None:
    page = visit.page
    visit.ask("规划面积多大？")
    visit.ask("它有几期")
    expect(page.locator("#chat .understood")).to_contain_text("青湖科技园有几期")
    earlier = next(history for question, history in fake.asked if question == "它有几期")
    assert [message.role for message in earlier] == ["user", "assistant"]
    page.locator("#fresh").click()
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator("#chat .answer")).to_have_count(0)
    visit.ask("它有几期")
    assert ("它有几期", ()) in fake.asked


def test_tabs_do_not_share_a_conversation(visit: Visit, context: BrowserContext, address: str) -> None:
    visit.ask("规划面积多大？")
    other = Visit(context, address)
    other.ask("它有几期")
    expect(other.page.locator("#chat .understood")).to_have_count(0)
    other.check()
    other.page.close()


def test_an_example_is_drawn_from_the_documents_and_asked_by_a_click(visit: Visit) -> None:
    example = visit.page.locator("#examples .offer").first
    expect(example).to_have_text("青湖科技园规划面积是多少？")
    example.click()
    expect(visit.page.locator("#chat .asked")).to_have_text("青湖科技园规划面积是多少？")
    expect(visit.page.locator("#chat .short")).to_have_text("8.05平方公里")


def test_a_question_is_shown_as_text(visit: Visit) -> None:
    hostile = (
        "面积 <script>window.injected=1</script><img src=x onerror=window.injected=1> **粗** "
        "![x](http://example.org/x.png) [y](javascript:window.injected=1) http://example.org $$x$$ `c`"
    )
    visit.ask(hostile)
    expect(visit.page.locator("#chat .asked")).to_have_text(hostile)
    assert visit.page.locator("#chat .asked *:not(.edit)").count() == 0
    expect(visit.page.locator("#pane .fragment").first).to_contain_text("<script>")
    assert visit.page.evaluate("() => window.injected === undefined")


def test_failures_and_bad_questions_are_sentences(visit: Visit) -> None:
    visit.ask("？")
    expect(visit.page.locator("#chat .note").last).to_have_text("请输入一个问题。")
    visit.ask("boom")
    expect(visit.page.locator("#chat .note").last).to_contain_text("出了错")
    assert "secret" not in visit.page.content()


def test_an_empty_question_is_not_sent(visit: Visit, fake: FakeAssistant) -> None:
    page = visit.page
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#hint")).to_have_text("请输入一个问题。")
    page.locator("#question textarea").fill("面")
    expect(page.locator("#hint")).to_have_count(0)
    page.locator("#question textarea").fill("  ")
    page.locator("#send").click()
    expect(page.locator("#hint")).to_have_text("请输入一个问题。")
    expect(page.locator("#welcome")).to_be_visible()
    assert all(question.strip() for question, _ in fake.asked)


def test_language_follows_the_browser_and_the_switch(address: str) -> None:
    context = open_browser().new_context(locale="en-US")
    visit = Visit(context, address)
    page = visit.page
    expect(page.locator("#fresh")).to_have_text("New chat")
    visit.ask("规划面积多大？")
    expect(page.locator("#chat .answer > .label")).to_have_text("Sources")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("#language").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#chat .answer > .label")).to_have_text("来源")
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


def test_a_new_conversation_leaves_the_question_under_way_behind(visit: Visit, fake: FakeAssistant) -> None:
    page = visit.page
    page.locator("#question textarea").fill("held 面积")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .pending")).to_be_visible()
    page.locator("#fresh").click()
    expect(page.locator("#welcome")).to_be_visible()
    fake.release.set()
    visit.ask("规划面积多大？")
    page.wait_for_timeout(400)
    expect(page.locator("#chat .asked")).to_have_text(["规划面积多大？"])


def test_a_question_sent_twice_is_asked_once(visit: Visit, fake: FakeAssistant) -> None:
    page = visit.page
    page.locator("#question textarea").fill("slow 面积")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(1)
    page.wait_for_timeout(400)
    expect(page.locator("#chat .asked")).to_have_count(1)
    assert sum(question == "slow 面积" for question, _ in fake.asked) == 1


def test_a_browser_is_told_of_all_files_that_the_page_will_need(address: str) -> None:
    """If this fails after an update of Gradio: `python -m eval.preload`."""
    context = open_browser().new_context(locale="zh-CN")
    try:
        assert asked_for(context.new_page(), address) == PRELOADED.read_text("utf-8").split()
    finally:
        context.close()


def test_no_file_is_asked_for_twice(address: str) -> None:
    context = open_browser().new_context(locale="zh-CN")
    try:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.locator("#examples .offer").first.wait_for()
        assert len(asked) == len(set(asked)) > 50
    finally:
        context.close()
