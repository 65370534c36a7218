"""The corpus, the feedback, the choice of documents, and that everyone can use them: in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from assistant.feedback import Feedback, FeedbackStore
from tests.assistant.axe import serious
from tests.assistant.fakes import PHONE, TITLE, FakeAssistant, Visit, needs_chromium, open_browser

pytestmark = [pytest.mark.browser, needs_chromium]


@pytest.fixture(scope="module")
def address(faked: str) -> str:
    return faked


def test_the_corpus_says_what_reading_did(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="语料").click()
    holding = page.locator("#view .holding")
    expect(holding).to_contain_text(TITLE)
    expect(holding).to_contain_text("plan.pdf")
    expect(holding).to_contain_text("略去 3 字")
    holding.get_by_text("整理 1 处").click()
    expect(holding.locator("li")).to_have_text("1 × 整理时略去 · 页码")
    expect(page.locator(".facts-of-index")).to_contain_text("fake")
    holding.get_by_role("link").click()
    expect(page.locator("#pane h2")).to_have_text(TITLE)
    page.get_by_role("button", name="返回问答").click()
    expect(page.locator("#question textarea")).to_be_focused()


def test_feedback_and_unanswered_questions_are_listed_as_text(visit: Visit, feedback: FeedbackStore) -> None:
    page = visit.page
    hostile = "<img src=x onerror=window.injected=1>"
    feedback.put(Feedback("hostile", "bad", comment=hostile, question=hostile))
    visit.ask("地铁票价是多少？")
    page.get_by_role("button", name="反馈与未答问题").click()
    expect(page.locator("#view")).to_contain_text("地铁票价是多少？")
    expect(page.locator("#view td", has_text=hostile)).to_have_count(2)
    assert page.evaluate("() => window.injected === undefined")
    page.locator("#view .again-asked", has_text="地铁票价").click()
    expect(page.locator("#question textarea")).to_have_value("地铁票价是多少？")
    feedback.take_back("hostile")


def test_only_the_chosen_documents_are_asked(visit: Visit, fake: FakeAssistant) -> None:
    page = visit.page
    page.locator("#pane .choice").check()
    expect(page.locator("#asked-of")).to_contain_text("选中的 1 份文档")
    before = len(fake.limits)
    visit.ask("规划面积多大？")
    assert frozenset({"qinghu-plan"}) in fake.limits[before:]
    expect(page.locator("#chat .answer .understood")).to_have_text("只问了选中的 1 份文档")
    page.get_by_role("button", name="改为全部").click()
    expect(page.locator("#asked-of")).to_have_text("提问范围：全部文档")
    before = len(fake.limits)
    visit.ask("规划面积有多大？")
    assert fake.limits[before] is None
    page.locator("#asked-of button").click()
    expect(page.locator("#pane .choice")).not_to_be_checked()


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, address: str) -> Iterator[Visit]:
    """A reader of either theme."""
    context = open_browser().new_context(locale="zh-CN", color_scheme=request.param)
    visit = Visit(context, address)
    yield visit
    visit.check()
    context.close()


def test_axe_finds_nothing_serious(themed: Visit) -> None:
    page = themed.page
    expect(page.locator("#examples .offer")).to_have_count(1)
    assert serious(themed) == []
    themed.ask("规划面积多大？")
    themed.ask("它有几期")
    expect(page.locator("#pane mark#evidence")).to_be_visible()
    page.get_by_role("button", name="没有用").last.click()
    expect(page.locator("#chat .comment input")).to_be_visible()
    assert serious(themed) == []
    page.get_by_role("radio", name="原文件").check()
    expect(page.locator("#pane .file")).to_be_visible()
    assert serious(themed) == []
    for button, shown in (("语料", ".holding"), ("反馈与未答问题", "#view h3"), ("历史", "#history .past")):
        page.get_by_role("button", name=button).click()
        expect(page.locator(shown).first).to_be_visible()
        assert serious(themed) == [], button
    page.keyboard.press("Escape")
    themed.resize(PHONE)
    page.locator("#menu").click()
    assert serious(themed) == []
    page.keyboard.press("Escape")  # the menu
    page.keyboard.press("Escape")  # the view under it
    expect(page.locator("#view")).to_be_hidden()
    page.locator("#chat a.cite").first.click()
    page.wait_for_timeout(300)  # until the sheet is up
    assert serious(themed) == []


def test_nothing_that_is_read_moves_while_an_answer_comes(themed: Visit) -> None:
    page = themed.page
    page.evaluate(
        "() => { window.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries())"
        " if (!e.hadRecentInput) window.shift += e.value; }).observe({ type: 'layout-shift', buffered: false }) }"
    )
    themed.ask("slow 规划面积多大？")
    themed.ask("它有几期")
    expect(page.locator("#pane mark#evidence")).to_be_visible()
    page.wait_for_timeout(600)
    assert page.evaluate("() => window.shift") < 0.1


def test_every_word_follows_the_switch(address: str) -> None:
    context = open_browser().new_context(locale="zh-CN")
    visit = Visit(context, address)
    page = visit.page
    visit.ask("地铁票价是多少？")
    page.get_by_role("button", name="语料").click()
    expect(page.locator("#view .holding")).to_be_visible()
    page.locator("#language").click()
    for selector in ("#top", "#view header", "#view .counts", "#composer", "#pane-tools"):
        shown = (
            page.locator(selector)
            .first.inner_text()
            .replace("中文", "")
            .replace("问据", "")
            .replace("据", "")
        )
        assert not any("\u4e00" <= char <= "\u9fff" for char in shown), (selector, shown)
    spoken = page.locator("#top, #composer").first.aria_snapshot()
    assert "Textbox" not in page.locator("#composer").aria_snapshot(), spoken
    visit.check()
    context.close()


def test_the_header_is_behind_one_button_on_a_phone(phone: Visit) -> None:
    page = phone.page
    expect(page.locator("#corpus")).to_be_hidden()
    page.get_by_role("button", name="菜单").click()
    page.get_by_role("button", name="语料").click()
    expect(page.locator("#view .holding")).to_be_visible()
    expect(page.locator("#corpus")).to_be_hidden()
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE[0]
    assert page.locator("#view").evaluate("e => e.scrollWidth") <= PHONE[0]
    page.keyboard.press("Escape")
    expect(page.locator("#view")).to_be_hidden()
    page.locator("#asked-of button").click()
    expect(page.locator("#pane .choice")).to_be_visible()
    page.keyboard.press("Escape")
