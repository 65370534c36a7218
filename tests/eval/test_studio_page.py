"""The view of evaluation in a real browser: run, stop, see the report, write a question."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assistant.app import Assistant
from assistant.desk import Desk
from assistant.feedback import FeedbackStore
from eval.studio.tab import TAB
from eval.topics import default_gold, in_split, load_topics, topic_line
from tests.assistant.fakes import PHONE, Visit, needs_chromium, open_browser
from tests.assistant.web import listening

pytestmark = [pytest.mark.browser, needs_chromium]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("studio")


@pytest.fixture(scope="module")
def address(assistant: Assistant, folder: Path) -> Iterator[str]:
    """A page over the embedded documents, with a question for each theme that nobody answered."""
    from assistant.ui import create_app  # takes seconds

    store = FeedbackStore(folder / "feedback.sqlite")
    for theme in ("light", "dark"):
        store.put_unanswered(f"月球上的氧气怎么卖？{theme}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENJU_HOME", str(folder))
        app = create_app(Desk(assistant, feedback=store), tabs=(TAB,))
    with listening(app) as address:
        yield address
    store.close()


@pytest.fixture(params=["light", "dark"])
def visit(request: pytest.FixtureRequest, address: str) -> Iterator[Visit]:
    context = open_browser().new_context(locale="zh-CN", color_scheme=request.param)
    visit = Visit(context, address)
    visit.page.get_by_role("button", name="评测").click()
    expect(visit.page.locator(".studio-form")).to_be_visible()
    yield visit
    visit.check()
    context.close()


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def test_a_set_is_uploaded_run_and_reported(visit: Visit, folder: Path, tmp_path: Path) -> None:
    page = visit.page
    name = f"few-{tmp_path.name.strip('_')}"
    topics = in_split(load_topics(default_gold()), "dev")[:3]
    file = tmp_path / f"{name}.jsonl"
    file.write_text("".join(topic_line(topic) + "\n" for topic in topics), encoding="utf-8")
    page.locator(".studio-upload input").set_input_files(file)
    expect(page.locator(".studio-sets label", has_text=name)).to_contain_text("3 题")
    assert (folder / "gold" / file.name).read_bytes() == file.read_bytes()
    page.get_by_role("checkbox", name="自带题集").uncheck()
    page.get_by_role("checkbox", name=name).check()
    page.locator(".studio-own").fill("plain=search.coverage_weight=0")
    assert serious(page) == []
    page.get_by_role("button", name="开始").click()
    report = page.frame_locator(".studio-report iframe")
    expect(report.locator(".case")).to_have_count(3, timeout=60_000)
    expect(report.locator(".legend").first).to_contain_text("plain")
    expect(report.locator("h1 .zh")).to_be_visible()
    page.locator("#language").click()
    expect(report.locator("h1 .en")).to_be_visible()
    assert serious(page) == []


def test_a_run_is_stopped(visit: Visit) -> None:
    page = visit.page
    page.locator(".studio-sets input").first.check()
    page.get_by_role("button", name="开始").click()
    expect(page.locator(".studio progress")).to_be_visible()
    expect(page.get_by_role("button", name="开始")).to_be_disabled()
    page.locator(".studio-stop").click()
    expect(page.locator(".studio-news")).to_have_text("已停止。", timeout=30_000)
    expect(page.get_by_role("button", name="开始")).to_be_enabled()


def test_what_cannot_be_run_is_said(visit: Visit) -> None:
    page = visit.page
    page.locator(".studio-sets input").first.check()
    page.locator(".studio-own").fill("x=serve.port=1")
    with page.expect_response("**/api/evaluation/run") as refused:
        page.get_by_role("button", name="开始").click()
    assert refused.value.status == 400
    expect(page.locator(".studio-problem")).to_contain_text("serve.port")
    visit.complaints.clear()  # the browser's own line about the refusal


def test_a_question_is_written(visit: Visit, folder: Path, request: pytest.FixtureRequest) -> None:
    page = visit.page
    page.get_by_role("button", name="出题").click()
    page.locator(".studio-ask input").fill(f"双湖科技园规划面积多大 {request.node.callspec.id}")
    page.keyboard.press("Enter")
    hit = page.locator(".studio-hit", has_text="8.05平方公里").first
    expect(hit).to_be_visible()
    assert serious(page) == []
    hit.locator(".studio-text").evaluate(
        """(text) => {
          const node = text.firstChild, start = node.data.indexOf("规划面积8.05平方公里"), range = new Range();
          range.setStart(node, start);
          range.setEnd(node, start + "规划面积8.05平方公里".length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    hit.get_by_role("button", name="只取选中的文字").click()
    expect(hit.locator("mark")).to_have_text("规划面积8.05平方公里")
    expect(hit.get_by_role("checkbox")).to_be_checked()
    page.locator(".studio-keep textarea").fill("8.05平方公里")
    page.get_by_role("button", name="存题").click()
    expect(page.locator(".studio-keep [role=status]")).to_contain_text("已存为 mine-")
    written = load_topics([folder / "gold" / "mine.jsonl"])[-1]
    assert written.evidence == ("规划面积8.05平方公里",)
    assert written.answers == ("8.05平方公里",)


def test_what_readers_asked_becomes_a_question_that_is_not_answerable(
    visit: Visit, folder: Path, request: pytest.FixtureRequest
) -> None:
    page = visit.page
    question = f"月球上的氧气怎么卖？{request.node.callspec.id}"
    page.get_by_role("button", name="出题").click()
    waiting = page.locator(".studio-candidates")
    waiting.locator("summary").click()
    waiting.get_by_role("button", name=question).click()
    expect(page.locator(".studio-hit").first).to_be_visible()
    page.get_by_role("button", name="存题").click()
    expect(page.locator(".studio-problem")).to_contain_text("请勾出")
    page.get_by_role("checkbox", name="文档里没有答案").check()
    page.get_by_role("button", name="存题").click()
    expect(page.locator(".studio-keep [role=status]")).to_contain_text("已存为")
    written = load_topics([folder / "gold" / "mine.jsonl"])[-1]
    assert (written.question, written.answerable) == (question, False)


def test_it_fits_a_phone_and_is_offered_to_the_administrator_alone(visit: Visit) -> None:
    page = visit.page
    visit.resize(PHONE)
    assert page.locator("#view").evaluate("e => e.scrollWidth") <= PHONE[0]
    page.get_by_role("button", name="出题").click()
    page.locator(".studio-ask input").fill("飞地经济")
    page.keyboard.press("Enter")
    expect(page.locator(".studio-hit").first).to_be_visible()
    assert page.locator("#view").evaluate("e => e.scrollWidth") <= PHONE[0]
    assert serious(page) == []
    visit.resize((1280, 800))
    page.evaluate("() => document.body.classList.remove('is-admin')")
    expect(page.locator("#evaluation")).to_be_hidden()
