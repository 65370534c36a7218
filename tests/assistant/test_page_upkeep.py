"""The administrator uploads, asks about it and takes it out again; who reads chooses the index: in a real browser."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import expect

from tests.assistant.axe import serious
from tests.assistant.fakes import EVIDENCE, PHONE, Visit, needs_chromium, open_browser
from tests.assistant.web import upkept
from tests.conftest import PLAN

pytestmark = [pytest.mark.browser, needs_chromium]

NEW = "云岭渡口新建缆车一条，全长3600米。\n"
QUESTION = "云岭渡口的缆车全长多少？"
BUILDING_MS = 120_000  # a change takes seconds, on a busy machine more


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from assistant.guard import WebSettings
    from assistant.ui import create_app

    listener = socket.create_server(("127.0.0.1", 0))
    with upkept(tmp_path_factory.mktemp("page"), PLAN) as (desk, upkeep):
        app = create_app(desk, WebSettings(max_upload_bytes=1_000_000), upkeep=upkeep, tabs=())
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        server.should_exit = True
        thread.join()


@pytest.fixture
def admin(address: str) -> Iterator[Visit]:
    """A reader at this very machine, at the index that can be changed."""
    context = open_browser().new_context(locale="zh-CN")
    yield at_index(Visit(context, address), address, "work")
    context.close()


def at_index(visit: Visit, address: str, index: str) -> Visit:
    visit.page.goto(f"{address}?index={index}")
    expect(visit.page.locator("#asked-of select")).to_have_value(index)
    return visit


def open_corpus(visit: Visit) -> None:
    visit.page.get_by_role("button", name="语料").click()
    expect(visit.page.locator("#view .holding").first).to_be_visible()


@pytest.mark.timeout(600)
def test_upload_ask_about_it_and_take_it_out(admin: Visit, tmp_path: Path) -> None:
    page = admin.page
    new, broken = tmp_path / "缆车 <b>.txt", tmp_path / "坏文件.docx"
    new.write_text(NEW, encoding="utf-8")
    broken.write_bytes(b"no document")
    admin.ask(QUESTION)
    expect(page.locator("#chat .answer").last).to_contain_text("没有找到")
    open_corpus(admin)
    page.locator("#files").set_input_files([new, broken])
    expect(page.locator(".chosen")).to_contain_text("已选 2 个文件 缆车 <b>.txt · 坏文件.docx")
    assert serious(admin) == []
    page.get_by_role("button", name="添加到这个索引").click()
    expect(page.locator(".change.under-way progress")).to_be_visible()
    expect(page.locator(".change.done")).to_contain_text("新读 1 份，沿用 1 份", timeout=BUILDING_MS)
    unread = page.locator(".upkeep .unread li")
    expect(unread).to_contain_text("无法读取 坏文件.docx：名称说它是 Word 文档，其实不是")
    page.locator("#language").click()
    expect(unread).to_contain_text("cannot read 坏文件.docx: it is no Word document")
    page.locator("#language").click()
    expect(unread).to_contain_text("无法读取 坏文件.docx")
    expect(page.locator("#view .holding")).to_have_count(2)
    expect(page.locator("#pane .document")).to_have_count(2)
    assert serious(admin) == []

    page.get_by_role("button", name="返回问答").click()
    admin.ask(QUESTION)
    expect(page.locator("#chat .short").last).to_have_text("3600米")
    expect(page.locator("#pane mark#evidence")).to_have_text(NEW.strip())

    new.write_text("渡口以前没有缆车，来往全靠摆渡船，每天十二班。\n", encoding="utf-8")
    open_corpus(admin)
    page.locator("#files").set_input_files(new)
    page.get_by_role("button", name="添加到这个索引").click()
    expect(page.locator(".change.under-way progress")).to_be_visible()
    expect(page.locator(".change.done")).to_contain_text(
        "新读 1 份，沿用 1 份，去掉 0 份", timeout=BUILDING_MS
    )
    page.get_by_role("button", name="返回问答").click()
    page.locator("#chat a.cite").last.click()  # of the answer that quoted the file as it was
    expect(page.locator("#pane")).to_contain_text("换过了")
    expect(page.locator("#pane mark")).to_have_count(0)

    open_corpus(admin)
    holding = page.locator("#view .holding", has_text="缆车 <b>.txt")
    holding.get_by_role("button", name="移除").click()
    holding.get_by_role("button", name="确定移除").click()
    expect(page.locator(".change.done")).to_contain_text("去掉 1 份", timeout=BUILDING_MS)
    expect(page.locator("#view .holding")).to_have_count(1)
    page.get_by_role("button", name="返回问答").click()
    admin.ask(QUESTION)
    expect(page.locator("#chat .answer").last).to_contain_text("没有找到")
    admin.check()


def test_an_index_is_made_of_files_and_asked(address: str, tmp_path: Path) -> None:
    new = tmp_path / "缆车.txt"
    new.write_text(NEW, encoding="utf-8")
    context = open_browser().new_context(locale="zh-CN")
    visit = Visit(context, address)
    page = visit.page
    open_corpus(visit)
    expect(page.locator(".obstacle")).to_contain_text("内置文档的索引不能在这里改动")
    page.locator("#language").click()
    expect(page.locator(".obstacle")).to_contain_text("embedded documents cannot be changed here")
    page.locator("#language").click()
    expect(page.get_by_role("button", name="添加到这个索引")).to_have_count(0)
    page.locator("#files").set_input_files(new)
    page.get_by_label("新索引的名字").fill("渡口")
    page.get_by_role("button", name="新建索引").click()
    page.get_by_role("link", name="向“渡口”提问").click(timeout=BUILDING_MS)
    expect(page.locator("#asked-of select")).to_have_value("渡口")
    visit.ask(QUESTION)
    expect(page.locator("#chat .short")).to_have_text("3600米")
    visit.check()
    context.close()


def test_another_index_is_another_conversation(admin: Visit, address: str) -> None:
    page = admin.page
    admin.ask("青湖科技园规划面积多大？")
    expect(page.locator("#pane h2")).to_have_text("plan")
    page.get_by_label("提问的索引").select_option("default")
    page.wait_for_url(f"{address}?index=default")
    expect(page.locator("#chat .asked")).to_have_count(0)
    admin.ask("规划面积多大？")
    expect(page.locator("#pane mark#evidence")).to_have_text(EVIDENCE)
    page.get_by_role("button", name="历史").click()
    page.locator("#history .past", has_text="work").click()  # its conversation is asked there again
    page.wait_for_url(f"{address}?index=work")
    expect(page.locator("#chat .short")).to_have_text("8.05平方公里")
    expect(page.locator("#pane h2")).to_have_text("plan")
    admin.check()


def test_a_link_to_a_question_names_its_index(admin: Visit, address: str) -> None:
    page = admin.page
    page.goto(f"{address}?index=work&q=青湖科技园规划面积多大？")
    expect(page.locator("#chat .short")).to_have_text("8.05平方公里")
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.taken = text; } }")
    page.get_by_role("button", name="复制链接").click()
    page.wait_for_function("() => window.taken")
    assert page.evaluate("() => new URL(window.taken).searchParams.get('index')") == "work"


def test_an_index_that_is_not_served_is_said(address: str) -> None:
    context = open_browser().new_context(locale="zh-CN")
    visit = at_index(Visit(context, address), address, "nothing")
    expect(visit.page.locator("#pane")).to_contain_text("这里没有名为“nothing”的索引")
    visit.ask("规划面积多大？")
    expect(visit.page.locator("#chat .answer")).to_contain_text("这里没有名为“nothing”的索引")
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_form_is_right_on_a_phone_and_for_everyone(address: str, theme: str) -> None:
    context = open_browser().new_context(locale="en-US", color_scheme=theme)  # type: ignore[arg-type]
    visit = at_index(Visit(context, address), address, "work")
    visit.resize(PHONE)
    page = visit.page
    page.locator("#menu").click()
    page.locator("#corpus").click()
    expect(page.locator(".upkeep")).to_contain_text("Choose files")
    assert page.locator("#view").evaluate("e => e.scrollWidth") <= PHONE[0]
    assert serious(visit) == []
    assert not any("\u4e00" <= char <= "\u9fff" for char in page.locator(".picker").inner_text())
    page.locator("#files").focus()
    for name in ("Add to this index", "Read changed files"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name)).to_be_focused()
    visit.check()
    context.close()
