"""The view of evaluation where several indexes are served: which one is evaluated is seen and chosen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from eval.studio.tab import TAB
from eval.topics import topic_line
from tests.assistant.axe import serious
from tests.assistant.fakes import PHONE, Visit, needs_chromium, open_browser
from tests.assistant.web import listening, upkept
from tests.conftest import PLAN
from tests.eval.fakes import make_topic

pytestmark = [pytest.mark.browser, needs_chromium]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page over two indexes; the set `park` is about the second alone."""
    from assistant.ui import create_app  # takes seconds

    home = tmp_path_factory.mktemp("studio")
    topic = make_topic(question="青湖科技园规划面积多大？", doc_id="plan")
    (home / "gold").mkdir()
    (home / "gold" / "park.jsonl").write_text(topic_line(topic) + "\n", encoding="utf-8")
    with upkept(home, PLAN) as (desk, _), listening(create_app(desk, tabs=(TAB,))) as address:
        yield address


@pytest.fixture(params=["light", "dark"])
def visit(request: pytest.FixtureRequest, address: str) -> Iterator[Visit]:
    context = open_browser().new_context(locale="zh-CN", color_scheme=request.param)
    visit = Visit(context, address)
    visit.page.get_by_role("button", name="评测").click()
    expect(visit.page.locator(".studio-form")).to_be_visible()
    yield visit
    context.close()
    visit.check()


def test_the_index_is_chosen_and_questions_of_another_are_refused(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    chosen = page.get_by_label("评测的索引")
    expect(chosen).to_have_value("default")
    park = page.locator(".studio-sets label", has_text="park")
    expect(park).to_contain_text("1 题不是问索引“default”里的文档")
    page.locator("[name=split]").select_option("all")
    for box in page.locator(".studio-form [type=checkbox]").all():
        box.uncheck()
    page.get_by_role("checkbox", name="park").check()
    page.get_by_role("checkbox", name="hybrid").check()
    with page.expect_response("**/api/evaluation/run*") as refused:
        page.get_by_role("button", name="开始").click()
    assert refused.value.status == 400
    expect(page.locator(".studio-news .studio-problem")).to_contain_text(
        "所选题集（park）不属于索引“default”"
    )
    visit.complaints.clear()  # the browser's own line about the refusal
    assert serious(visit) == []

    chosen.select_option("work")
    expect(park).not_to_contain_text("不是问")
    expect(page.get_by_role("checkbox", name="park")).to_be_checked()  # the one that is about this index
    expect(page.get_by_label("评测的索引")).to_have_value("work")
    page.get_by_role("button", name="开始").click()
    expect(page.frame_locator(".studio-report iframe").locator(".case")).to_have_count(1, timeout=60_000)
    expect(page.locator(".studio-report")).to_contain_text("这次评测的是索引“work”。")
    page.locator("#language").click()
    expect(page.locator(".studio-report")).to_contain_text("This run is of the index “work”.")
    assert serious(visit) == []
    visit.resize(PHONE)
    assert page.locator("#view").evaluate("e => e.scrollWidth") <= PHONE[0]


def test_questions_are_written_about_the_index_of_the_page(visit: Visit, address: str) -> None:
    page = visit.page
    page.get_by_role("button", name="出题").click()
    expect(page.locator(".studio")).to_contain_text("题目和段落取自索引“default”。")
    page.goto(f"{address}?index=work")
    page.get_by_role("button", name="评测").click()
    expect(page.get_by_label("评测的索引")).to_have_value("work")
    page.get_by_role("button", name="出题").click()
    expect(page.locator(".studio")).to_contain_text("题目和段落取自索引“work”。")
