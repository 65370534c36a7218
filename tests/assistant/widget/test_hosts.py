"""The widget in pages that make it hard: their styles, their policies, their origins, their shapes."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.assistant.fakes import needs_chromium
from tests.assistant.widget.web import PHONE, Pages, Reader, Stub, tag, turn

pytestmark = [pytest.mark.browser, needs_chromium]

AGGRESSIVE = """
  * { all: unset !important; color: rgb(255, 0, 255) !important; letter-spacing: 9px !important; }
  *, ::before, ::after { font: 40px/3 monospace !important; text-transform: uppercase !important; direction: rtl !important;
    animation: spin 1s infinite !important; transform: rotate(9deg) !important; --accent: red !important; --paper: red !important; }
  html, body { filter: blur(2px); overflow: hidden !important; transform: scale(.5); opacity: .3 !important; font-size: 62.5% !important; }
  wenju-widget, wenju-widget *, [popover], section, button, div { display: none !important; visibility: hidden !important;
    pointer-events: none !important; opacity: 0 !important; position: static !important; width: 1px !important; height: 1px !important;
    z-index: -1 !important; clip-path: inset(50%) !important; zoom: 3 !important; color-scheme: dark !important; }
  @keyframes spin { to { rotate: 360deg; } }
"""
ALONE = 'data-remember="no" data-position="right"'
SCENES = """
  .cover { position: fixed; inset: 0; z-index: 2147483647; background: #eee; }
  p, h1, span { letter-spacing: 5px; line-height: 4; text-align: right; word-spacing: 20px; text-indent: 50px; }
"""
_LOOKS = """() => {
  const shadow = document.querySelector("wenju-widget").shadowRoot;
  const all = [...shadow.querySelectorAll("*")];
  return all.map((element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const names = [...style].filter((name) => !name.startsWith("--"));
    const kept = names.map((name) => `${name}: ${style.getPropertyValue(name)}`);
    return [element.localName, Math.round(box.width), Math.round(box.height), ...kept].join("; ");
  });
}"""


_SETTLED = """() => {
  const count = document.querySelector("wenju-widget").shadowRoot.querySelectorAll("*").length;
  window.still = window.count === count ? window.still + 1 : 0;
  window.count = count;
  return window.still >= 3;
}"""


def looks(reader: Reader, url: str) -> list[str]:
    """How every element of the open panel looks, with an answer in it."""
    reader.page.emulate_media(reduced_motion="reduce")
    reader.visit(url)
    reader.page.evaluate("() => Wenju.ask('规划面积多大？')")
    reader.widget.locator(".rating").wait_for()
    reader.page.wait_for_function(_SETTLED, polling=200)  # what may be asked next comes later
    reader.page.evaluate("() => new Promise(requestAnimationFrame)")
    looks: list[str] = reader.page.evaluate(_LOOKS)
    return looks


def test_styles_of_the_page_do_not_come_in(reader: Reader, server: str, pages: Pages) -> None:
    """Every computed property of every element is as in a page without any style."""
    plain = looks(reader, pages.allowed + pages.put("styleless", tag(server, ALONE)))
    assert len(plain) > 50
    for name, style in (("aggressive", AGGRESSIVE), ("scenes", SCENES)):
        page = pages.put(name, tag(server, ALONE), head=f"<style>{style}</style>")
        hostile = looks(reader, pages.allowed + page)
        differences = [
            set(theirs.split("; ")) - set(ours.split("; "))
            for ours, theirs in zip(plain, hostile, strict=True)
        ]
        assert not any(differences), [difference for difference in differences if difference]


def test_it_can_be_used_in_the_most_hostile_style(reader: Reader, server: str, pages: Pages) -> None:
    page = pages.put("aggressive", tag(server), head=f"<style>{AGGRESSIVE}</style>")
    reader.visit(pages.allowed + page)
    reader.launcher.click()  # only possible where it is seen and nothing lies over it
    exchange = reader.ask("规划面积多大？")
    exchange.get_by_role("button", name="来源 1").click()
    expect(exchange.locator("mark").first).to_be_in_viewport()
    reader.widget.get_by_role("button", name="关闭").click()
    expect(reader.launcher).to_be_in_viewport()


def test_nothing_of_the_page_lies_over_it(reader: Reader, server: str, pages: Pages) -> None:
    page = pages.put("cover", '<div class="cover"></div>' + tag(server), head=f"<style>{SCENES}</style>")
    reader.visit(pages.allowed + page)
    reader.launcher.click()
    expect(reader.box).to_be_focused()


def test_its_style_does_not_go_out(reader: Reader, server: str, pages: Pages) -> None:
    body = '<main><h2 class="panel">t</h2><p class="note">p</p><button class="icon">b</button><a href="#">a</a></main>'
    style = """() => [...document.querySelectorAll("body, main, main *")].map((element) => {
      const style = getComputedStyle(element);
      return [...style].map((name) => name + style.getPropertyValue(name)).join();
    })"""
    reader.page.goto(pages.allowed + pages.put("without", body))
    without = reader.page.evaluate(style)
    reader.visit(pages.allowed + pages.put("with", body + tag(server)))
    reader.launcher.click()
    assert reader.page.evaluate(style) == without


POLICIES = {
    "strict": "default-src 'none'; script-src {0}; connect-src {0}",
    "trusted types": "default-src 'none'; script-src {0}; connect-src {0}; require-trusted-types-for 'script'; trusted-types 'none'",
    "nonce": "default-src 'self'; script-src 'nonce-abc' 'strict-dynamic'; connect-src {0}; style-src 'none'; object-src 'none'",
}


@pytest.mark.parametrize("name", POLICIES)
def test_a_strict_policy_of_the_page_is_kept(reader: Reader, server: str, pages: Pages, name: str) -> None:
    policy = POLICIES[name].format(server.rstrip("/"))
    page = pages.put("policy", tag(server, 'nonce="abc"'), content_security_policy=policy)
    reader.visit(pages.allowed + page)
    reader.launcher.click()
    exchange = reader.ask("规划面积多大？")
    expect(exchange.locator(".short")).to_have_text("8.05平方公里")
    assert exchange.locator(".short").evaluate("e => getComputedStyle(e).fontSize") == "21px"


def test_an_origin_that_is_not_allowed_is_refused_in_one_sentence(
    reader: Reader, server: str, pages: Pages
) -> None:
    reader.visit(pages.refused + pages.put("plain", tag(server)))
    reader.launcher.click()
    exchange = reader.ask("规划面积多大？")
    expect(exchange.locator(".note p")).to_contain_text("不接受来自这个网站的提问")
    expect(exchange.locator(".again")).to_be_enabled()
    reader.expect_complaint("CORS policy")
    reader.expect_complaint("ERR_FAILED")


def test_the_full_page_in_a_frame(reader: Reader, server: str, pages: Pages) -> None:
    reader.visit(pages.allowed + pages.put("frame", tag(server, 'data-mode="iframe"')))
    frame = reader.widget.locator("iframe")
    expect(frame).not_to_have_attribute("src", server)  # nothing is loaded before it is wanted
    reader.launcher.click()
    expect(frame).to_have_attribute("src", server)
    expect(frame).to_have_attribute("title", "问据")
    reader.widget.frame_locator("iframe").locator("#q").press("Tab")
    assert reader.focused() == "icon close"  # out of the frame, and round
    reader.page.keyboard.press("Escape")
    expect(reader.panel).to_be_hidden()
    reader.page.evaluate("() => Wenju.ask('什么是甲？')")
    expect(frame).to_have_attribute("src", f"{server}?q=%E4%BB%80%E4%B9%88%E6%98%AF%E7%94%B2%EF%BC%9F")


def test_an_origin_that_is_not_allowed_gets_no_frame(reader: Reader, server: str, pages: Pages) -> None:
    reader.visit(pages.refused + pages.put("frame", tag(server, 'data-mode="iframe"')))
    with reader.page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        reader.launcher.click()
    assert reader.widget.frame_locator("iframe").locator("#q").count() == 0
    expect(reader.widget.get_by_role("link", name="打开完整页面")).to_have_attribute("href", server)
    reader.complaints.clear()


def test_inline_where_the_tag_stands(reader: Reader, stub: Stub, pages: Pages) -> None:
    stub.answer = lambda body: stub.stream(turn(body["question"]))
    body = f'<p id="before">a</p>{tag(stub.address, "data-mode=inline")}<p id="after">b</p>'
    reader.visit(pages.allowed + pages.put("inline", body))
    order = "() => [...document.body.children].map((element) => element.id || element.localName)"
    assert reader.page.evaluate(order) == ["before", "script", "wenju-widget", "after"]
    assert reader.focused() == "body"
    expect(reader.launcher).to_have_count(0)
    expect(reader.panel).to_have_role("region")
    reader.ask("面积")
    reader.box.press("Escape")
    expect(reader.panel).to_be_visible()
    reader.box.focus()
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Tab")
    assert reader.focused() != "textarea"  # it is a part of the page: the keyboard goes on


def test_inline_in_the_element_that_is_named(reader: Reader, stub: Stub, pages: Pages) -> None:
    attributes = 'data-mode="inline" data-target="#here"'
    page = pages.put(
        "target", '<aside id="here" style="width: 240px"></aside>', head=tag(stub.address, attributes)
    )
    stub.questions = ["一个很长很长很长很长很长很长很长很长很长很长的问题？"]
    stub.answer = lambda body: stub.stream(
        turn(body["question"], "长" * 200 + "https://example.org/" + "x" * 90 + "[1]")
    )
    reader.visit(pages.allowed + page)
    stub.questions = []
    expect(reader.page.locator("#here > wenju-widget")).to_be_visible()
    reader.ask("面积").locator(".cite").click()
    outside = """() => {
      const shadow = document.querySelector("wenju-widget").shadowRoot;
      const edge = shadow.querySelector(".panel").getBoundingClientRect().right;
      return [...shadow.querySelectorAll(".panel *:not(.unseen)")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > edge + 1).map((e) => e.className);
    }"""
    assert reader.panel.evaluate("e => e.offsetWidth") == 240
    assert reader.page.evaluate(outside) == []


def test_a_page_from_right_to_left(reader: Reader, server: str, pages: Pages) -> None:
    reader.visit(pages.allowed + pages.put("rtl", "<p>مرحبا</p>" + tag(server), html='lang="ar" dir="rtl"'))
    expect(reader.launcher).to_have_attribute(
        "aria-label", "打开问据"
    )  # Arabic it does not speak: the browser's
    assert reader.launcher.evaluate("e => e.getBoundingClientRect().left") == 20
    reader.launcher.click()
    reader.ask("规划面积多大？")
    assert reader.panel.evaluate("e => e.getBoundingClientRect().left") == 20
    assert reader.panel.evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert reader.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    arabic = reader.ask("كم المساحة؟").locator(".question")
    assert arabic.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_a_phone(reader: Reader, server: str, pages: Pages) -> None:
    reader.resize(PHONE)
    page = pages.put("phone", tag(server), head='<meta name="viewport" content="width=device-width">')
    reader.page.emulate_media(reduced_motion="reduce")
    reader.visit(pages.allowed + page)
    reader.launcher.click()
    box: Any = reader.panel.bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, *PHONE)
    expect(reader.panel).to_have_attribute("aria-modal", "true")
    reader.ask("规划面积多大？").locator(".cite").first.click()
    assert reader.page.evaluate("() => document.documentElement.scrollWidth") == PHONE[0]
    assert reader.log.evaluate("e => e.scrollWidth") <= PHONE[0]
    reader.page.reload()
    expect(reader.launcher).to_be_visible()
    expect(reader.panel).to_be_hidden()  # it would hide the page that was gone to
    reader.launcher.click()
    expect(reader.widget.locator(".card")).to_have_count(2)


@pytest.mark.parametrize(
    ("html", "attributes", "placeholder"),
    [
        ('lang="en-GB"', "", "Ask a question, then follow up"),
        ('lang="en"', "data-lang=zh", "输入问题，可以接着追问"),
        ("", "", "输入问题，可以接着追问"),
        ('lang="zh-Hant"', "data-lang=EN", "Ask a question, then follow up"),
    ],
)
def test_the_language(
    reader: Reader, stub: Stub, pages: Pages, html: str, attributes: str, placeholder: str
) -> None:
    reader.visit(pages.allowed + pages.put("lang", tag(stub.address, attributes), html=html))
    reader.launcher.click()
    expect(reader.box).to_have_attribute("placeholder", placeholder)


def test_light_and_dark(reader: Reader, stub: Stub, pages: Pages) -> None:
    papers = {}
    for theme in ("auto", "light", "dark"):
        reader.visit(pages.allowed + pages.put("theme", tag(stub.address, f"data-theme={theme}")))
        reader.launcher.click()
        for scheme in ("light", "dark"):
            reader.page.emulate_media(color_scheme=scheme)
            papers[theme, scheme] = reader.panel.evaluate("e => getComputedStyle(e).backgroundColor")
        reader.page.keyboard.press("Escape")
    light, dark = "rgb(255, 255, 255)", "rgb(20, 25, 29)"
    assert list(papers.values()) == [light, dark, light, light, dark, dark]


def test_somebody_elses_shortcuts_stay_theirs(reader: Reader, stub: Stub, pages: Pages) -> None:
    script = (
        "<script>window.keys = []; document.addEventListener('keydown', (e) => keys.push(e.key));</script>"
    )
    reader.visit(pages.allowed + pages.put("keys", script + tag(stub.address)))
    reader.launcher.click()
    reader.box.press_sequentially("s/j")
    assert reader.page.evaluate("() => keys") == []
    expect(reader.box).to_have_value("s/j")
