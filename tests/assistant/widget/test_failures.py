"""What the widget says and offers where there is no answer."""

import pytest
from playwright.sync_api import expect

from tests.assistant.fakes import needs_chromium
from tests.assistant.widget.web import Pages, Reader, Stub, tag, turn

pytestmark = [pytest.mark.browser, needs_chromium]


def test_an_answer_under_way_is_stopped(reader: Reader, stub: Stub, pages: Pages) -> None:
    stub.gate.clear()
    stub.answer = lambda body: stub.stream(("delta", {"text": "面积是"}), "gate")
    reader.visit(pages.allowed + pages.put("plain", tag(stub.address)))
    reader.launcher.click()
    reader.box.fill("面积")
    reader.box.press("Enter")
    expect(reader.widget.locator(".text")).to_have_text("面积是")
    reader.box.fill("另一个问题")
    reader.box.press("Enter")  # one at a time: it stays in the box
    expect(reader.box).to_have_value("另一个问题")
    reader.widget.get_by_role("button", name="停止").click()
    expect(reader.widget.locator(".note")).to_contain_text("已停止。")
    stub.gate.set()
    stub.answer = lambda body: stub.stream(turn(body["question"]))
    reader.widget.get_by_role("button", name="再问一次").click()
    expect(reader.widget.locator(".rating")).to_be_visible()
    expect(reader.widget.locator(".question")).to_have_text("面积")
    assert stub.asked[-1]["history"] == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says_so(
    reader: Reader, stub: Stub, pages: Pages, status: int
) -> None:
    stub.answer = lambda body: stub.refuse(status, "现在提问的人较多。", "2")
    reader.visit(pages.allowed + pages.put("plain", tag(stub.address)))
    reader.launcher.click()
    exchange = reader.ask("面积")
    expect(exchange.locator(".note p")).to_have_text("现在提问的人较多。")
    again = exchange.locator(".again")
    expect(again).to_be_disabled()
    expect(again).to_contain_text("秒后可再问")
    stub.answer = lambda body: stub.stream(turn(body["question"]))
    expect(again).to_be_enabled()
    again.click()
    expect(reader.widget.locator(".rating")).to_be_visible()
    expect(reader.widget.locator(".exchange")).to_have_count(1)
    reader.expect_complaint(f"status of {status}")


FAULTS = {
    "refused": (lambda stub: stub.refuse(400, "请输入一个问题。"), "请输入一个问题。", False),
    "wordless": (lambda stub: stub.refuse(500), "这次没有完成，请再问一次。", True),
    "halfway": (lambda stub: stub.stream(("delta", {"text": "面积"})), "连接中断，回答没有传完。", True),
    "told": (lambda stub: stub.stream(("error", {"status": 503, "detail": "太忙。"})), "太忙。", True),
    "garbage": (lambda stub: stub.stream("event: delta\ndata: {\n\n"), "这次没有完成，请再问一次。", True),
    "odd": (lambda stub: stub.stream(("done", {"id": "t"})), "这次没有完成，请再问一次。", True),
}


def test_what_goes_wrong_is_one_sentence(reader: Reader, stub: Stub, pages: Pages) -> None:
    reader.visit(pages.allowed + pages.put("plain", tag(stub.address)))
    reader.launcher.click()
    for answer, sentence, can_be_repeated in FAULTS.values():
        stub.answer = lambda body, answer=answer: answer(stub)
        exchange = reader.ask("面积")
        expect(exchange.locator(".note p")).to_have_text(sentence)
        expect(exchange.locator(".again")).to_have_count(int(can_be_repeated))
        expect(exchange.locator(".pending")).to_have_count(0)
    reader.complaints.clear()  # the browser says what came by which status
    stub.answer = lambda body: stub.stream(turn(body["question"]))
    reader.ask("面积")
    assert stub.asked[-1]["history"] == []  # what failed was not said


def test_a_server_that_is_away(reader: Reader, pages: Pages, stub: Stub) -> None:
    reader.visit(pages.allowed + pages.put("plain", tag(stub.address)))
    reader.context.set_offline(True)
    reader.launcher.click()
    exchange = reader.ask("面积")
    expect(exchange.locator(".note p")).to_contain_text("没有连上问答服务")
    reader.context.set_offline(False)
    stub.answer = lambda body: stub.stream(turn(body["question"]))
    exchange.locator(".again").click()
    expect(reader.widget.locator(".rating")).to_be_visible()
    reader.expect_complaint("ERR_INTERNET_DISCONNECTED")
