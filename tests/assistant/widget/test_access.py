"""The widget without a mouse, by ear, and by the rules of WCAG."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.assistant.fakes import needs_chromium
from tests.assistant.widget.web import DESKTOP, PHONE, Pages, Reader, Stub, tag, turn

pytestmark = [pytest.mark.browser, needs_chromium]


def test_the_keyboard_alone_is_enough(reader: Reader, server: str, pages: Pages) -> None:
    reader.visit(pages.allowed + pages.put("plain", '<a id="own" href="#">own</a>' + tag(server)))
    press = reader.page.keyboard.press
    press("Tab")
    assert reader.focused() == "own"
    press("Tab")
    assert reader.focused() == "icon ask"
    press("Enter")
    assert reader.focused() == "textarea"
    reader.page.keyboard.type("规划面积多大？")
    press("Enter")
    reader.widget.locator(".rating").wait_for()
    for _ in range(30):
        press("Tab")
        if reader.focused() == "cite":
            break
    press("Enter")
    expect(reader.widget.locator("mark").first).to_be_visible()
    assert reader.focused() == "summary"
    press("Tab")
    assert reader.focused() == "out"
    press("Escape")
    expect(reader.panel).to_be_hidden()
    assert reader.focused() == "icon ask"


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_focus_stays_in_the_open_panel(reader: Reader, server: str, pages: Pages, key: str) -> None:
    reader.visit(
        pages.allowed + pages.put("plain", '<a href="#">own</a>' + tag(server) + '<a href="#">own</a>')
    )
    reader.launcher.click()
    reader.ask("规划面积多大？")
    reader.widget.locator(".rating").wait_for()
    visited = []
    for _ in range(40):
        reader.page.keyboard.press(key)
        visited.append(reader.focused())
    assert set(visited) >= {
        "icon fresh",
        "icon",
        "icon close",
        "log",
        "cite",
        "summary",
        "textarea",
        "icon send",
    }
    assert not set(visited) & {"a", "body", "wenju-widget"}
    assert visited.count("icon close") >= 2  # all the way round


def test_esc_gives_the_focus_back_to_whatever_opened_it(reader: Reader, server: str, pages: Pages) -> None:
    button = '<button id="own" onclick="Wenju.open()">ask</button>'
    reader.visit(pages.allowed + pages.put("own", button + tag(server)))
    reader.page.locator("#own").focus()
    reader.page.keyboard.press("Enter")
    assert reader.focused() == "textarea"
    reader.page.keyboard.press("Escape")
    assert reader.focused() == "own"


def test_an_input_method_keeps_its_keys(reader: Reader, server: str, pages: Pages) -> None:
    reader.visit(pages.allowed + pages.put("plain", tag(server)))
    reader.launcher.click()
    reader.box.fill("mianji")
    for key in ("Enter", "Escape"):
        reader.box.dispatch_event("keydown", {"key": key, "isComposing": True})
    expect(reader.panel).to_be_visible()
    expect(reader.widget.locator(".exchange")).to_have_count(0)


def test_an_answer_is_said_once(reader: Reader, stub: Stub, pages: Pages) -> None:
    whole = turn("面积", "面积是8平方公里。[1]\n分三期。[1]")
    pieces = [("delta", {"text": piece}) for piece in re.findall(r".{1,3}", whole["answer"]["text"])]
    stub.answer = lambda body: stub.stream(("citations", whole["citations"]), *pieces, whole)
    reader.visit(pages.allowed + pages.put("plain", tag(stub.address)))
    reader.launcher.click()
    reader.page.evaluate(
        """() => {
          window.said = [];
          const root = document.querySelector("wenju-widget").shadowRoot;
          const live = [...root.querySelectorAll("[aria-live], [role=status], [role=alert], [role=log]")];
          for (const region of live) {
            new MutationObserver(() => { if (region.textContent) said.push(region.textContent); })
              .observe(region, { childList: true, characterData: true, subtree: true });
          }
        }"""
    )
    reader.ask("面积")
    expected = ["回答：面积是8平方公里。\n分三期。 来源 1 处。"]
    assert reader.page.evaluate("() => said") == expected
    stub.answer = lambda body: stub.refuse(400, "请输入一个问题。")
    reader.ask("？")
    assert reader.page.evaluate("() => said") == [*expected, "请输入一个问题。"]
    reader.expect_complaint("status of 400")


def test_the_panel_says_what_it_is(reader: Reader, server: str, pages: Pages) -> None:
    reader.visit(pages.allowed + pages.put("plain", tag(server, 'data-title="园区问答"')))
    expect(reader.launcher).to_have_accessible_name("打开园区问答")
    reader.launcher.click()
    dialog = reader.widget.get_by_role("dialog", name="园区问答")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("textbox", name="问题")).to_be_focused()


def violations(reader: Reader) -> list[str]:
    """What axe-core finds in the widget, by rule and element."""
    found: list[dict[str, Any]] = Axe().run(reader.page).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']} {node.get('failureSummary', '')}"
        for violation in found
        for node in violation["nodes"]
        if isinstance(node["target"][0], list)  # inside a shadow root
    ]


PLAIN = "<main><h1>x</h1></main>"


@pytest.mark.parametrize(
    ("scheme", "accent"), [("light", ""), ("dark", ""), ("light", "#ffe000"), ("dark", "#300")]
)
def test_axe_finds_nothing_in_answers(
    reader: Reader, server: str, pages: Pages, scheme: Any, accent: str
) -> None:
    """Answers of all kinds, an opened source, an opinion and an error, whatever the accent."""
    reader.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    reader.visit(pages.allowed + pages.put("plain", PLAIN + tag(server, f'data-accent="{accent}"')))
    reader.launcher.click()
    reader.ask("规划面积多大？").locator(".cite").first.click()
    reader.ask("它有几期").get_by_role("button", name="有用", exact=True).click()
    reader.widget.locator(".noted:not(:empty)").wait_for()
    reader.ask("地铁票价是多少？")
    reader.ask("？")
    reader.expect_complaint("status of 400")
    assert violations(reader) == []


def test_axe_finds_nothing_before_the_first_question(reader: Reader, stub: Stub, pages: Pages) -> None:
    stub.questions = ["什么是甲？"]
    reader.page.emulate_media(reduced_motion="reduce")
    reader.visit(pages.allowed + pages.put("plain", PLAIN + tag(stub.address)))
    assert violations(reader) == []
    reader.launcher.click()
    reader.widget.locator(".offer").wait_for()
    stub.questions = []
    for size in (DESKTOP, PHONE):
        reader.resize(size)
        assert violations(reader) == []


def test_axe_sees_the_inside(reader: Reader, server: str, pages: Pages) -> None:
    """The check above would find something if there were something."""
    reader.visit(pages.allowed + pages.put("plain", PLAIN + tag(server)))
    reader.launcher.evaluate("e => e.removeAttribute('aria-label') ?? e.removeAttribute('title')")
    assert any(line.startswith("button-name") for line in violations(reader))
