"""Asking in the widget: from the button to the source, onwards, and over page loads."""

import re

import pytest
from playwright.sync_api import expect

from assistant.feedback import FeedbackStore
from tests.assistant.fakes import EVIDENCE, TITLE, FakeAssistant, needs_chromium, open_browser
from tests.assistant.widget.web import Pages, Reader, Stub, tag, turn

pytestmark = [pytest.mark.browser, needs_chromium]


def test_an_answer_with_its_sources(reader: Reader, server: str, pages: Pages) -> None:
    reader.visit(pages.allowed + pages.put("plain", tag(server)))
    reader.launcher.click()
    expect(reader.box).to_be_focused()
    exchange = reader.ask("规划面积多大？")
    expect(exchange.locator(".short")).to_have_text("8.05平方公里")
    expect(exchange.locator(".text")).to_contain_text(EVIDENCE)
    cards = exchange.locator(".card")
    expect(cards).to_have_count(2)
    expect(cards.first.locator("mark")).to_be_hidden()
    exchange.get_by_role("button", name="来源 2").click()
    second = cards.nth(1)
    expect(second.locator("mark")).to_have_text("园区由青湖镇与柳川市共建。")
    expect(second.locator("blockquote")).to_contain_text("分三期建设。")
    expect(second.locator(".name")).to_have_text(TITLE)
    expect(second.locator(".place")).to_have_text("2021-12 · 第 2 页 · 一、产业园区")
    link = second.get_by_role("link")
    assert re.fullmatch(
        rf"{server}#source/qinghu-plan/(\d+-\d+)(,\d+-\d+)*", link.get_attribute("href") or ""
    )
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_nothing_found_shows_what_came_nearest(reader: Reader, server: str, pages: Pages) -> None:
    reader.visit(pages.allowed + pages.put("plain", tag(server)))
    reader.launcher.click()
    exchange = reader.ask("地铁票价是多少？")
    expect(exchange.locator(".text")).to_contain_text("没有提到")
    expect(exchange.locator(".near .name")).to_have_text(TITLE)
    expect(exchange.locator(".near blockquote")).to_contain_text("青湖科技园规划面积")
    expect(exchange.locator(".near a")).to_have_attribute(
        "href", re.compile(f"^{server}#source/qinghu-plan/")
    )


def test_a_follow_up_is_sent_with_what_was_said(
    reader: Reader, server: str, pages: Pages, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        assistant, "fingerprint", "built again"
    )  # other tests asked the same: nothing is remembered
    reader.visit(pages.allowed + pages.put("plain", tag(server)))
    reader.launcher.click()
    reader.ask("规划面积多大？")
    exchange = reader.ask("它有几期")
    expect(exchange.locator(".understood")).to_contain_text("青湖科技园有几期")
    assert [message.role for message in assistant.asked[-1][1]] == ["user", "assistant"]
    reader.widget.get_by_role("button", name="新对话").click()
    expect(reader.widget.locator(".exchange")).to_have_count(0)
    expect(reader.widget.locator(".welcome")).to_be_visible()
    reader.ask("它有几期")
    assert assistant.asked[-1][1] == ()


def test_the_conversation_goes_on_on_the_next_page(reader: Reader, server: str, pages: Pages) -> None:
    pages.put("first", tag(server) + '<a id="on" href="second">on</a>')
    pages.put("second", tag(server))
    reader.visit(f"{pages.allowed}/first")
    reader.launcher.click()
    reader.ask("规划面积多大？")
    reader.ask("它有几期")
    reader.page.locator("#on").click()
    reader.page.wait_for_url("**/second")
    expect(reader.panel).to_be_visible()
    expect(reader.widget.locator(".question")).to_have_text(["规划面积多大？", "它有几期"])
    expect(reader.widget.locator(".understood")).to_contain_text("青湖科技园有几期")
    expect(reader.widget.locator(".card")).to_have_count(4)
    assert reader.focused() == "body"  # a page that is only loaded does not lose the focus to the widget
    reader.widget.get_by_role("button", name="来源 1").first.click()
    expect(reader.widget.locator("mark").first).to_have_text(EVIDENCE)
    reader.page.keyboard.press("Escape")
    reader.page.reload()
    expect(reader.launcher).to_be_visible()
    expect(reader.panel).to_be_hidden()


def test_a_page_can_have_nothing_kept(reader: Reader, server: str, pages: Pages) -> None:
    reader.visit(pages.allowed + pages.put("forget", tag(server, 'data-remember="no"')))
    reader.launcher.click()
    reader.ask("规划面积多大？")
    assert reader.page.evaluate("() => sessionStorage.length + localStorage.length") == 0
    reader.page.reload()
    expect(reader.panel).to_be_hidden()
    expect(reader.widget.locator(".exchange")).to_have_count(0)


def test_no_cookie_and_nothing_that_outlives_the_tab(reader: Reader, server: str, pages: Pages) -> None:
    reader.visit(pages.allowed + pages.put("plain", tag(server)))
    reader.launcher.click()
    reader.ask("规划面积多大？")
    assert reader.context.cookies() == []
    assert reader.page.evaluate("() => localStorage.length") == 0
    assert reader.page.evaluate("() => sessionStorage.length") == 1


def test_what_is_kept_may_be_damaged(reader: Reader, stub: Stub, pages: Pages) -> None:
    reader.visit(pages.allowed + pages.put("kept", tag(stub.address)))
    for kept in ("", "null", "[]", "{}", '{"exchanges": 3}', '{"exchanges": [{"turn": {}}]}', "\x00"):
        reader.page.evaluate("(kept) => sessionStorage.setItem(...kept)", [f"wenju {stub.address} ", kept])
        reader.page.reload()
        expect(reader.launcher).to_be_visible()
    reader.launcher.click()
    expect(reader.widget.locator(".welcome")).to_be_visible()
    stub.answer = lambda body: stub.stream(turn(body["question"]))
    expect(reader.ask("面积").locator(".text")).to_contain_text("8平方公里")


def test_an_answer_appears_as_it_comes(reader: Reader, stub: Stub, pages: Pages) -> None:
    whole = turn("面积", "面积是8平方公里。[1]\n分三期。")
    stub.gate.clear()
    stub.answer = lambda body: stub.stream(
        ": a comment\n\n",
        ("citations", whole["citations"]),
        ("delta", {"text": "面积是8平方"}),
        ("delta", {"text": "公里。[1"}),
        "gate",
        whole,
    )
    reader.visit(pages.allowed + pages.put("plain", tag(stub.address)))
    reader.launcher.click()
    reader.box.fill("面积")
    reader.box.press("Enter")
    text = reader.widget.locator(".text")
    expect(text).to_have_text("面积是8平方公里。")  # of the marker nothing yet
    expect(reader.log).to_have_attribute("aria-busy", "true")
    stub.gate.set()
    expect(reader.widget.locator(".rating")).to_be_visible()
    expect(text.locator("p")).to_have_count(2)
    expect(text.locator(".cite")).to_have_text("1")
    expect(reader.log).to_have_attribute("aria-busy", "false")


def test_questions_to_go_on_with(reader: Reader, stub: Stub, pages: Pages) -> None:
    stub.questions = ["什么是甲？", "什么是乙？", "什么是丙？", "什么是丁？"]
    stub.answer = lambda body: stub.stream(turn(body["question"]))
    reader.visit(pages.allowed + pages.put("plain", tag(stub.address)))
    reader.launcher.click()
    reader.widget.get_by_role("button", name="什么是乙？").click()
    expect(reader.widget.locator(".question")).to_have_text("什么是乙？")
    offered = reader.widget.locator(".exchange .offer")
    expect(offered).to_have_text(["什么是甲？", "什么是丙？", "什么是丁？"])
    offered.first.click()
    expect(reader.widget.locator(".question")).to_have_text(["什么是乙？", "什么是甲？"])
    expect(offered).to_have_text(["什么是乙？", "什么是丙？", "什么是丁？"])
    stub.questions = []


def test_an_opinion_is_kept_and_taken_back(
    reader: Reader, server: str, store: FeedbackStore, pages: Pages
) -> None:
    reader.visit(pages.allowed + pages.put("plain", tag(server)))
    reader.launcher.click()
    exchange = reader.ask("规划面积多大？")
    wrong = exchange.get_by_role("button", name="来源不对")
    wrong.click()
    expect(exchange.locator(".noted")).to_have_text("已记下，谢谢。")
    expect(wrong).to_have_attribute("aria-pressed", "true")
    kept = store.feedback()[0].feedback
    assert (kept.rating, kept.question) == ("wrong_source", "规划面积多大？")
    assert EVIDENCE in kept.answer
    assert (kept.documents, kept.lang) == (("qinghu-plan",), "zh")
    reader.page.reload()
    wrong = reader.widget.get_by_role("button", name="来源不对")
    expect(wrong).to_have_attribute("aria-pressed", "true")
    wrong.click()
    expect(wrong).to_have_attribute("aria-pressed", "false")
    assert kept.turn_id not in {each.feedback.turn_id for each in store.feedback()}


def test_an_opinion_that_is_not_taken_is_no_opinion(reader: Reader, stub: Stub, pages: Pages) -> None:
    stub.answer = lambda body: stub.stream(turn(body["question"]))
    reader.visit(pages.allowed + pages.put("plain", tag(stub.address)))
    reader.launcher.click()
    exchange = reader.ask("面积")
    good = exchange.get_by_role("button", name="有用", exact=True)
    good.click()
    expect(exchange.locator(".noted")).to_have_text("这里不收集反馈。")
    expect(good).to_have_attribute("aria-pressed", "false")
    reader.expect_complaint("status of 404")


def test_the_page_around_can_open_ask_and_listen(reader: Reader, stub: Stub, pages: Pages) -> None:
    stub.answer = lambda body: stub.stream(turn(body["question"]))
    reader.visit(pages.allowed + pages.put("plain", '<button id="own">own</button>' + tag(stub.address)))
    told = reader.page.evaluate(
        """async () => {
          const told = [];
          for (const event of ["open", "close", "ask", "answer", "error"]) {
            Wenju.on(event, (detail) => told.push([event, detail?.question ?? null]));
          }
          const quiet = Wenju.on("answer", () => told.push("never"));
          quiet();
          Wenju.on("answer", () => { throw new Error("theirs"); });
          own.focus();
          const turn = await Wenju.ask("面积");
          told.push(turn.answer.text, await Wenju.ask("  "));
          Wenju.close();
          return told;
        }"""
    )
    assert told == [
        ["open", None],
        ["ask", "面积"],
        ["answer", "面积"],
        "面积是8平方公里。[1]",
        None,
        ["close", None],
    ]
    assert reader.focused() == "own"
    for wrong in ('Wenju.on("opened", () => {})', 'Wenju.on("open", 3)'):
        assert reader.page.evaluate(
            f"() => {{ try {{ {wrong}; }} catch (error) {{ return error.message; }} }}"
        )
    reader.expect_complaint("theirs")


def test_a_second_tag_is_ignored(reader: Reader, stub: Stub, pages: Pages) -> None:
    reader.visit(pages.allowed + pages.put("twice", tag(stub.address) + tag(stub.address, 'data-title="b"')))
    reader.page.wait_for_load_state()
    expect(reader.widget).to_have_count(1)
    reader.expect_complaint("in this page already")


def test_a_value_that_is_not_known_is_named(reader: Reader, stub: Stub, pages: Pages) -> None:
    attributes = 'data-mode="window" data-position="top" data-accent="colour" data-lang="fr"'
    reader.visit(pages.allowed + pages.put("wrong", tag(stub.address, attributes)))
    reader.launcher.click()
    expect(reader.panel).to_be_visible()
    expect(reader.box).to_have_attribute("placeholder", "输入问题，可以接着追问")
    for name in ("data-mode", "data-position", "data-accent"):
        reader.expect_complaint(name)


def test_the_index_is_asked_for_by_name(reader: Reader, server: str, stub: Stub, pages: Pages) -> None:
    stub.answer = lambda body: stub.stream(turn(body["question"]))
    reader.visit(pages.allowed + pages.put("index", tag(stub.address, 'data-index="plans"')))
    reader.launcher.click()
    reader.ask("面积")
    assert stub.asked[-1]["index"] == "plans"
    expect(reader.panel.locator("a.out").first).to_have_attribute(
        "href", re.compile(r"/\?index=plans#source/")
    )
    reader.visit(pages.allowed + pages.put("index", tag(server, 'data-index="plans"')))
    reader.launcher.click()
    expect(reader.ask("面积").locator(".note p")).to_contain_text("plans")
    reader.expect_complaint("status of 404")


def test_the_root_is_closed_to_the_page(server: str, pages: Pages) -> None:
    reader = Reader(open_browser().new_context(), sees_inside=False)
    reader.visit(pages.allowed + pages.put("plain", tag(server)))
    assert reader.page.evaluate("() => document.querySelector('wenju-widget').shadowRoot") is None
    own = "() => Object.keys(window).filter((name) => /service|exchange|settings|make/i.test(name))"
    assert reader.page.evaluate(own) == []
    reader.context.close()
    reader.check()
