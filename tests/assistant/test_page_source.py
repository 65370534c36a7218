"""The source pane in a real browser: the views of a document, its pages, finding in it, from citation to citation."""

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from assistant import source
from tests.assistant.fakes import EVIDENCE, Visit, needs_chromium

pytestmark = [pytest.mark.browser, needs_chromium]


@pytest.fixture(scope="module")
def address(faked: str) -> str:
    return faked


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
    expect(page.locator("#pane .file mark#evidence")).to_contain_text("规划面积8.05平方公里")
    expect(page.get_by_role("radio", name="原文件")).to_be_checked()
    reader.check()


def test_a_row_of_a_table_far_down_is_scrolled_to(reader: Visit) -> None:
    def with_table(route: Route) -> None:
        response = route.fetch()
        mark = "<mark id='evidence'>园区由青湖镇与柳川市共建。</mark>"  # what the answer quotes
        row = f"<table><tbody><tr><td>{mark}</td></tr></tbody></table>"
        source = {**response.json(), "html": "<p>一段。</p>" * 300 + row}
        route.fulfill(response=response, json=source)

    reader.page.route("**/api/source?*", with_table)
    reader.page.locator("#chat a.cite").nth(1).click()
    expect(reader.page.locator("#pane td mark#evidence")).to_be_in_viewport()
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


def test_from_one_citation_to_the_next_by_button_and_key(reader: Visit) -> None:
    page = reader.page
    evidence = page.locator("#pane mark#evidence")
    steps = page.locator("#pane-steps")
    expect(steps).to_contain_text("引用 1 / 2")
    steps.get_by_role("button", name="下一处引用").click()
    expect(evidence).to_have_text("园区由青湖镇与柳川市共建。")
    expect(steps).to_contain_text("引用 2 / 2")
    page.locator("#pane-page").focus()
    page.keyboard.press("n")
    expect(evidence).to_have_text(EVIDENCE)
    page.keyboard.press("p")
    expect(evidence).to_have_text("园区由青湖镇与柳川市共建。")
    box = page.locator("#question textarea")
    box.press("n")
    expect(box).to_have_value("n")
    expect(steps).to_contain_text("引用 2 / 2")
    reader.check()


def test_a_phrase_is_found_in_the_whole_document(reader: Visit) -> None:
    page = reader.page
    box = page.get_by_role("searchbox", name="在文中查找")
    page.locator("#pane-page").focus()
    page.keyboard.press("/")
    expect(box).to_be_focused()
    box.fill("没有 关系")
    box.press("Enter")
    count = page.locator(".find .count")
    expect(count).to_have_text("1 / 240")
    mark = page.locator("#pane mark#evidence")
    expect(mark).to_have_text("没有关系")
    expect(mark).to_be_in_viewport()
    page.get_by_role("button", name="上一处", exact=True).click()
    expect(count).to_have_text("240 / 240")
    expect(mark).to_be_in_viewport()
    box.fill("规划面积8.05平方公里，分三期")  # a page number stands inside it in the file
    box.press("Enter")
    expect(count).to_have_text("1 / 1")
    box.fill("地铁票价")
    box.press("Enter")
    expect(count).to_have_text("没有找到")
    box.fill(".*")
    box.press("Enter")
    expect(count).to_have_text("没有找到")
    reader.check()


def test_the_source_over_the_whole_width(reader: Visit) -> None:
    page = reader.page
    page.get_by_role("button", name="展开").click()
    assert page.locator("#pane").evaluate("e => e.clientWidth") > 1200
    page.keyboard.press("Escape")
    assert page.locator("#pane").evaluate("e => e.clientWidth") < 700
    expect(page.locator("#pane mark#evidence")).to_have_text(EVIDENCE)
    reader.check()


def test_an_address_opens_a_source(reader: Visit, address: str) -> None:
    page = reader.page
    link = page.locator("#chat a.cite").nth(1).get_attribute("href") or ""
    page.goto("about:blank")
    page.goto(f"{address}{link}")
    expect(page.locator("#chat .answer")).to_have_count(1)  # what was asked before is there again
    expect(page.locator("#pane mark#evidence")).to_have_text("园区由青湖镇与柳川市共建。")
    page.wait_for_timeout(300)  # and does not take its place
    expect(page.locator("#pane mark#evidence")).to_have_text("园区由青湖镇与柳川市共建。")
    page.goto(f"{address}#source/%/1-2")
    expect(page.locator("#pane .hint").first).to_be_visible()
