"""What documents, servers, readers and pages say is text in the widget, whatever it looks like."""

import html
import json
from typing import Any

import pytest

from tests.assistant.fakes import needs_chromium
from tests.assistant.widget.payloads import PAYLOADS
from tests.assistant.widget.web import Pages, Reader, Stub, tag, turn

OURS = {
    *("div", "section", "header", "h2", "h3", "p", "article", "ol", "li", "details", "summary", "blockquote"),
    *("span", "bdi", "mark", "button", "a", "textarea", "svg", "path"),
}
"""Every element that the widget makes itself."""

_INSIDE = """(address) => {
  const all = [...document.querySelector("wenju-widget").shadowRoot.querySelectorAll("*")];
  const attributes = all.flatMap((element) => [...element.attributes].map((attribute) => attribute.name));
  return {
    elements: [...new Set(all.map((element) => element.localName))],
    handlers: [...new Set(attributes)].filter((name) => name.startsWith("on") || name === "srcdoc" || name === "src"),
    elsewhere: all.map((element) => element.getAttribute("href")).filter((href) => href !== null && !href.startsWith(address)),
    injected: "injected" in window || "injected" in Object.prototype,
  };
}"""
_SHOWN = """() => {
  const shadow = document.querySelector("wenju-widget").shadowRoot;
  const texts = (selector) => [...shadow.querySelectorAll(selector)].map((element) => element.textContent);
  return Object.fromEntries([".question", ".name", ".short", "mark", ".note p", "h2"].map((name) => [name, texts(name)]));
}"""


def trimmed(text: str) -> str:
    """As JavaScript trims."""
    return text.strip().strip("\ufeff")


def hostile(payload: str) -> dict[str, Any]:
    """A turn in which everything that comes from a document, a file or a reader is the payload."""
    said = turn(
        payload,
        f"{payload}[1]",
        doc_id=payload,
        title=payload,
        date=payload,
        section=[payload, payload],
        page=payload,
        quote=payload,
        passage_id=payload,
        passage=f"x{payload}y",
        short=payload,
        spans=[[payload, 3]],
    )
    said["hits"][0]["passage_id"] = payload
    said["standalone"] = f"{payload} "
    return {**said, "id": payload, "lang": payload}


def test_there_are_many_payloads() -> None:
    assert len(PAYLOADS) >= 200
    assert len(set(PAYLOADS)) == len(PAYLOADS)
    assert sum("injected" in payload for payload in PAYLOADS) >= 190


def nothing_ran(reader: Reader, stub: Stub) -> None:
    inside = reader.page.evaluate(_INSIDE, stub.address)
    assert set(inside.pop("elements")) <= OURS
    assert inside == {"handlers": [], "elsewhere": [], "injected": False}
    here = (stub.address, "http://127.0.0.1:")
    assert [url for url in reader.requested if not url.startswith(here)] == []


@pytest.mark.browser
@needs_chromium
def test_nothing_runs_whoever_says_it(reader: Reader, stub: Stub, pages: Pages) -> None:
    """The page has no policy that would stop a script: only the widget itself does."""
    reader.page.on("dialog", lambda dialog: reader.complaints.append(dialog.message))
    reader.visit(pages.allowed + pages.put("plain", tag(stub.address)))
    reader.launcher.click()
    stub.answer = lambda body: stub.stream(hostile(body["question"]))
    stub.questions = list(PAYLOADS[-4:])
    reader.page.evaluate(
        "async (payloads) => { for (const payload of payloads) await Wenju.ask(payload); }", PAYLOADS
    )
    asked = list(map(trimmed, PAYLOADS))
    shown = reader.page.evaluate(_SHOWN)
    assert shown[".question"] == shown[".name"] == shown[".short"] == asked
    assert [quote.split() for quote in shown["mark"]] == [payload.split() for payload in asked]
    reader.widget.locator("details").last.evaluate("e => { e.open = true; }")
    nothing_ran(reader, stub)
    reader.page.reload()  # drawn again from what was kept
    reader.widget.locator(".exchange").first.wait_for()
    nothing_ran(reader, stub)
    stub.questions = []


@pytest.mark.browser
@needs_chromium
def test_nothing_runs_that_an_error_or_a_page_says(reader: Reader, stub: Stub, pages: Pages) -> None:
    for payload in PAYLOADS[::40]:
        name = html.escape(payload)
        attributes = f'data-title="{name}" data-lang="{name}" data-index="{name}" data-accent="{name}" data-remember="no"'
        stub.answer = lambda body, payload=payload: stub.refuse(400, payload)
        reader.visit(pages.allowed + pages.put("named", tag(stub.address, attributes)))
        reader.page.evaluate("() => Wenju.ask('面积')")
        shown = reader.page.evaluate(_SHOWN)
        assert (shown[".note p"], shown["h2"]) == ([payload], [trimmed(payload)])
        nothing_ran(reader, stub)
    reader.complaints.clear()  # the status of the refusals, and colours that are none


@pytest.mark.browser
@needs_chromium
def test_what_is_kept_can_say_nothing_that_runs(reader: Reader, stub: Stub, pages: Pages) -> None:
    """Another script of the page may have written there."""
    reader.visit(pages.allowed + pages.put("plain", tag(stub.address)))
    kept = {
        "exchanges": [
            {"turn": hostile(payload), "standalone": payload, "rating": payload} for payload in PAYLOADS
        ],
        "isOpen": True,
    }
    arguments = [f"wenju {stub.address} ", json.dumps(kept)]
    reader.page.evaluate("([key, kept]) => sessionStorage.setItem(key, kept)", arguments)
    reader.page.reload()
    reader.widget.locator(".exchange").nth(len(PAYLOADS) - 1).wait_for()
    nothing_ran(reader, stub)
