"""What can be done with questions and answers, in a real browser: copy, link, edit, stop, judge, come back."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from assistant.feedback import FeedbackStore
from tests.assistant.fakes import EVIDENCE, FakeAssistant, Visit, needs_chromium, open_browser

pytestmark = [pytest.mark.browser, needs_chromium]

LINKS = ("link", "markdown")


@pytest.fixture(scope="module")
def address(faked: str) -> str:
    return faked


@pytest.fixture
def copier(reader: Visit) -> Iterator[Visit]:
    """A reader whose clipboard can be looked into."""
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield reader
    reader.check()


def clipboard(visit: Visit) -> str:
    return str(visit.page.evaluate("() => navigator.clipboard.readText()"))


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("纯文本", "[1] 青湖镇发展规划 <试行> & 说明 · 青湖镇人民政府 · 2021-12 · 一、产业园区 · 第 1 页"),
        ("Markdown", "[^1]: [青湖镇发展规划 \\<试行\\> & 说明](http"),
        ("参考文献（GB/T 7714—2015）", "[1] 青湖镇发展规划 <试行> & 说明[Z]. 青湖镇人民政府, 2021-12: 1."),
    ],
)
def test_an_answer_is_copied_with_its_citations(copier: Visit, form: str, expected: str) -> None:
    page = copier.page
    opener = page.get_by_role("button", name="复制", exact=True)
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name=form).click()
    expect(page.get_by_role("status").filter(has_text="已复制")).to_have_count(1)
    taken = clipboard(copier)
    assert taken.startswith(("规划面积多大？\n", "**规划面积多大？**\n"))
    assert EVIDENCE in taken
    assert expected in taken


def test_arrow_keys_go_through_the_ways_to_copy(copier: Visit) -> None:
    page = copier.page
    opener = page.get_by_role("button", name="复制", exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    for key, name in (
        ("ArrowDown", "纯文本"),
        ("ArrowDown", "Markdown"),
        ("ArrowUp", "纯文本"),
        ("ArrowUp", "参考文献"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")


def test_why_is_looked_up_when_it_is_unfolded(reader: Visit) -> None:
    page = reader.page
    reader.ask("<b>面积</b>有几期")
    fold = page.locator("#chat details.why").last
    expect(fold.locator("ul")).to_have_count(0)
    fold.locator("summary").click()
    expect(fold.locator("h4").first).to_have_text("问题")
    expect(fold.locator("p").first).to_have_text("<b>面积</b>有几期")
    fold.locator("a.passage").click()
    expect(page.locator("#pane mark").first).to_be_visible()
    page.locator("#language").click()
    expect(fold.locator("h4").first).to_have_text("The question")


def test_who_asks_why_too_late_is_told_so(reader: Visit) -> None:
    page = reader.page
    page.route(
        "**/api/why?**",
        lambda route: route.continue_(url=re.sub(r"turn=\w+", "turn=gone", route.request.url)),
    )
    fold = page.locator("#chat details.why").last
    fold.locator("summary").click()
    expect(fold.locator(".hint")).to_contain_text("请重新提问")


def test_a_link_asks_the_same_question_again(copier: Visit, address: str) -> None:
    page = copier.page
    copier.ask("它有几期")
    page.get_by_role("button", name="复制链接").last.click()
    expect(page.get_by_role("status").filter(has_text="链接已复制")).to_have_count(1)
    link = clipboard(copier)
    assert link.startswith(f"{address}?")
    assert parse_qs(urlsplit(link).query) == {"q": ["青湖科技园有几期"]}
    other = copier.page.context.new_page()
    other.goto(link)
    expect(other.locator("#chat .asked")).to_have_text("青湖科技园有几期")
    other.locator("#fresh").click()
    expect(other.locator("#welcome")).to_be_visible()
    assert other.url == address


def test_several_questions_in_an_address_are_one_conversation(reader: Visit, address: str) -> None:
    page = reader.page.context.new_page()
    page.goto(f"{address}?q=规划面积多大？&q=它有几期")
    expect(page.locator("#chat .asked")).to_have_text(["规划面积多大？", "它有几期"])
    expect(page.locator("#chat .understood")).to_contain_text("青湖科技园有几期")


def test_a_question_is_edited_in_its_place(reader: Visit) -> None:
    page = reader.page
    reader.ask("它有几期")
    page.locator("#chat .asked").first.hover()
    page.get_by_role("button", name="修改问题").first.click()
    box = page.locator("#chat .editing textarea")
    expect(box).to_have_value("规划面积多大？")
    expect(page.locator("#chat .editing .hint")).to_be_visible()
    box.press("Escape")
    expect(page.locator("#chat .asked")).to_have_text(["规划面积多大？", "它有几期"])
    page.get_by_role("button", name="修改问题").first.click()
    box.fill("地铁票价是多少？")
    box.press("Enter")
    expect(page.locator("#chat .asked")).to_have_text(["地铁票价是多少？"])
    expect(page.locator("#chat .answer.not_found")).to_have_count(1)
    reader.check()


def test_a_follow_up_is_edited_as_it_was_understood(reader: Visit) -> None:
    page = reader.page
    reader.ask("它有几期")
    page.locator("#chat .understood").get_by_role("button", name="修改").click()
    box = page.locator("#chat .editing textarea")
    expect(box).to_have_value("青湖科技园有几期")
    box.fill("青湖科技园面积")
    page.locator("#chat .editing").get_by_role("button", name="提问").click()
    expect(page.locator("#chat .asked")).to_have_text(["规划面积多大？", "青湖科技园面积"])
    expect(page.locator("#chat .answer")).to_have_count(2)
    reader.check()


def test_an_answer_is_given_again(
    reader: Visit, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reader.page
    reader.ask("它有几期")
    before = len(fake.asked)
    monkeypatch.setattr(fake, "fingerprint", "built again")  # the answer of before is remembered no more
    expect(page.get_by_role("button", name="重新回答")).to_have_count(2)  # they come after the answer
    page.get_by_role("button", name="重新回答").last.click()
    for _ in range(200):  # the answer of before is still there until the question arrives
        if len(fake.asked) > before:
            break
        page.wait_for_timeout(50)
    expect(page.locator("#chat .pending")).to_have_count(0)
    expect(page.locator("#chat .asked")).to_have_text(["规划面积多大？", "它有几期"])
    expect(page.locator("#chat .answer")).to_have_count(2)
    asked = [question for question, _ in fake.asked[before:]]
    assert asked.count("它有几期") == 1
    assert "规划面积多大？" not in asked
    reader.check()


def test_a_question_under_way_is_stopped(reader: Visit, fake: FakeAssistant) -> None:
    page = reader.page
    fake.release.clear()
    page.locator("#question textarea").fill("held 面积")
    page.keyboard.press("Enter")
    stop = page.get_by_role("button", name="停止")
    expect(stop).to_be_visible()
    stop.click()
    expect(page.locator("#chat .note")).to_contain_text("已停止")
    fake.release.set()
    expect(page.get_by_role("button", name="提问", exact=True)).to_be_visible()
    reader.ask("规划面积多大？")
    expect(page.locator("#chat .asked")).to_have_text(["规划面积多大？", "held 面积", "规划面积多大？"])
    expect(page.locator("#chat .note")).to_have_count(1)
    reader.check()


def test_feedback_is_kept_once_changed_and_taken_back(reader: Visit, feedback: FeedbackStore) -> None:
    page = reader.page

    def kept() -> list[tuple[str, str, str]]:
        return [(f.feedback.rating, f.feedback.comment, f.feedback.question) for f in feedback.feedback()]

    page.get_by_role("button", name="有用", exact=True).click()
    expect(page.get_by_role("button", name="有用", exact=True)).to_have_attribute("aria-pressed", "true")
    assert kept() == [("good", "", "规划面积多大？")]
    page.get_by_role("button", name="来源不对").click()
    why = page.get_by_role("textbox", name="可以写一句原因")
    expect(why).to_be_focused()
    why.fill("应引用第二句")
    why.press("Enter")
    expect(page.locator("#chat .comment")).to_contain_text("已记下")
    assert kept() == [("wrong_source", "应引用第二句", "规划面积多大？")]
    assert feedback.feedback()[0].feedback.citation == 1
    page.get_by_role("button", name="来源不对").click()
    expect(page.get_by_role("button", name="来源不对")).to_have_attribute("aria-pressed", "false")
    assert kept() == []
    reader.check()


def test_conversations_are_kept_in_the_browser_and_opened_again(reader: Visit) -> None:
    page = reader.page
    reader.ask("它有几期")
    page.locator("#fresh").click()
    expect(page.locator("#welcome")).to_be_visible()
    reader.ask("地铁票价是多少？")
    page.get_by_role("button", name="历史").click()
    entries = page.locator("#history .past")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("地铁票价是多少？")
    entries.nth(1).click()
    expect(page.locator("#chat .asked")).to_have_text(["规划面积多大？", "它有几期"])
    expect(page.locator("#chat .understood")).to_contain_text("青湖科技园有几期")
    page.reload()
    expect(page.locator("#chat .asked")).to_have_text(["规划面积多大？", "它有几期"])
    page.get_by_role("button", name="历史").click()
    page.get_by_role("button", name="删除这次对话").first.click()
    expect(entries).to_have_count(1)
    page.get_by_role("button", name="全部删除").click()
    expect(entries).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#history")).to_be_hidden()
    reader.check()


def test_what_another_script_left_in_the_history_does_no_harm(address: str) -> None:
    context = open_browser().new_context(locale="zh-CN")
    page = context.new_page()
    page.add_init_script(
        "localStorage.setItem('wenju-history', JSON.stringify([{questions: 3}, null,"
        " {id: 'x', at: 'never', questions: ['<img src=x onerror=window.injected=1>面积']}]));"
        "sessionStorage.setItem('wenju-conversation', 'x')"
    )
    page.goto(address)
    expect(page.locator("#chat .answer")).to_have_count(1)
    page.get_by_role("button", name="历史").click()
    expect(page.locator("#history .past")).to_contain_text("<img src=x")
    assert page.evaluate("() => window.injected === undefined")
    context.close()


def test_keys_reach_the_question_box_and_leave_again(reader: Visit) -> None:
    page = reader.page
    page.locator("#pane-page").focus()
    page.keyboard.press("Control+k")
    expect(page.locator("#question textarea")).to_be_focused()
    page.get_by_role("button", name="语料").click()
    expect(page.locator("#view")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("#view")).to_be_hidden()
    expect(page.locator("#question textarea")).to_be_focused()


def test_follow_ups_are_offered_that_were_not_asked_yet(reader: Visit) -> None:
    page = reader.page
    offer = page.locator("#chat .next .offer")
    expect(offer).to_have_text("青湖科技园规划面积是多少？")
    offer.click()
    expect(page.locator("#chat .asked")).to_have_text(["规划面积多大？", "青湖科技园规划面积是多少？"])
    expect(page.locator("#chat .answer")).to_have_count(2)
    expect(offer).to_have_count(0)
    expect(page.locator("#chat .asked").last).to_be_in_viewport()
    assert re.search("来源", page.locator("#chat a.cite").first.inner_text())
