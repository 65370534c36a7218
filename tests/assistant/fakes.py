"""A small document, an assistant that knows only it, and a visitor: for the page and the API, with no index."""

import atexit
import functools
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Collection, Sequence

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from assistant.errors import QuestionError
from assistant.records import Answer, Citation, Evidence, Found, Kind, Message, Query, Turn, Why
from corpus.document import Block, BlockKind, Document, Edit, EditKind
from index.passage import Hit, Passage

TITLE = "青湖镇发展规划 <试行> & 说明"
PARAGRAPHS = 40
"""Filler after the evidence and before it, so that a page has to scroll to show it."""

_BLOCKS: tuple[tuple[BlockKind, str], ...] = (
    (BlockKind.FRAGMENT, "青湖镇人民政府<script>window.injected = 1</script>"),
    *((BlockKind.PARAGRAPH, f"前文第{n}段，讲的是别的事情，与园区没有关系。" * 3) for n in range(PARAGRAPHS)),
    (BlockKind.HEADING, "一、产业园区"),
    (BlockKind.PARAGRAPH, "青湖科技园规划面积8.05平方公里，\n－3－\n分三期建设。园区由青湖镇与柳川市共建。"),
    (BlockKind.TABLE, "指标 | 单位 | 目标\n绿地率 | % | ≥35"),
    *((BlockKind.PARAGRAPH, f"后文第{n}段，讲的是别的事情，与园区没有关系。" * 3) for n in range(PARAGRAPHS)),
)
_PAGE_NUMBER = "\n－3－\n"
EVIDENCE = "青湖科技园规划面积8.05平方公里，分三期建设。"


def make_document(path: str = "plan.txt", sha256: str = "0" * 64) -> Document:
    """A document of two pages whose file has a page number in the middle of the sentence that matters."""
    text = "\n\n".join(content for _, content in _BLOCKS)
    reading: list[str] = []
    offsets: list[int] = []
    blocks = []
    position = 0
    for kind, content in _BLOCKS:
        start = len(reading)
        skipped = content.find(_PAGE_NUMBER)
        for i, char in enumerate(content):
            if kind is BlockKind.PARAGRAPH and skipped >= 0 and skipped <= i < skipped + len(_PAGE_NUMBER):
                continue
            reading.append(char)
            offsets.append(position + i)
        section = ("一、产业园区",) if "青湖科技园" in content or kind is BlockKind.TABLE else ()
        blocks.append(Block(kind, start, len(reading), section, int(kind is BlockKind.HEADING)))
        position += len(content)
        if position < len(text):
            reading.append("\n")
            offsets.append(position)
            position += 2
    number = text.index(_PAGE_NUMBER.strip())
    turn = number + len(_PAGE_NUMBER.strip())
    return Document(
        "qinghu-plan",
        TITLE,
        "青湖镇人民政府",
        "2021-12",
        path,
        sha256,
        text,
        "".join(reading),
        np.array(offsets, dtype=np.int32),
        tuple(blocks),
        "zh",
        ((0, turn), (turn, len(text))),
        (Edit(EditKind.DROPPED, number, turn, "page_number"),),
    )


class FakeAssistant:
    """Knows an area and follow-ups on "它", nothing else; "boom" fails, "slow" takes a while, "held" until `release`."""

    fingerprint = "fake"
    writer = None

    def __init__(self, document: Document | None = None) -> None:
        self._document = document or make_document()
        self._asking = threading.Lock()
        self.asked: list[tuple[str, tuple[Message, ...]]] = []
        self.limits: list[Collection[str] | None] = []
        self.most_at_once = 0
        self.release = threading.Event()

    def document(self, doc_id: str) -> Document:
        return {self._document.doc_id: self._document}[doc_id]

    def documents(self) -> Sequence[Document]:
        return (self._document,)

    @property
    def passages(self) -> Sequence[Passage]:
        return (self._passage(),)

    def ask(
        self, question: str, history: Sequence[Message] = (), *, documents: Collection[str] | None = None
    ) -> Turn:
        self.limits.append(documents)
        self.asked.append((question, tuple(history)))
        if not any(char.isalnum() for char in question):
            raise QuestionError("请输入一个问题。")
        if "boom" in question:
            raise RuntimeError("secret detail")
        if "held" in question:
            self.release.wait(timeout=60)
        if "slow" in question:
            is_alone = self._asking.acquire(blocking=False)
            self.most_at_once = max(self.most_at_once, 1 if is_alone else 2)
            time.sleep(0.2)
            if is_alone:
                self._asking.release()
        is_followup = question.startswith("它") and bool(history)
        standalone = f"青湖科技园{question.removeprefix('它')}" if is_followup else question
        query = Query(question, standalone, standalone, "zh", Kind.QUANTITY, is_followup=is_followup)
        hits = tuple(Hit(passage, 1, 1.0, 1.0, 0.5) for passage in [self._passage()])
        is_known = "面积" in question or is_followup
        answer = (
            self._answer()
            if is_known
            else Answer("not_found", "这些文档里没有提到这个问题。没有给出数字。", reason="没有给出数字。")
        )
        turn_id = hashlib.sha256(f"{question}{len(history)}".encode()).hexdigest()[:12]
        evidence = (self._evidence(),) if is_known else ()
        confidence = 0.9 if is_known else 0.1
        return Turn(turn_id, query, hits, evidence, answer, confidence, self.fingerprint, {"answer": 1.0})

    def extract(
        self, question: str, history: Sequence[Message] = (), *, documents: Collection[str] | None = None
    ) -> Turn:
        return self.ask(question, history, documents=documents)

    def explain(self, turn: Turn, *, documents: Collection[str] | None = None) -> Why:
        return Why(turn, (), False, tuple(Found(hit, 1, None) for hit in turn.hits), (), 0.5)

    def _passage(self) -> Passage:
        start = self._document.reading.index("青湖科技园")
        end = self._document.reading.index("\n", start)
        spans = self._document.spans(start, end)
        text = self._document.reading[start:end]
        return Passage(
            "qinghu-plan#1", "qinghu-plan", start, end, text, spans, ("一、产业园区",), BlockKind.PARAGRAPH
        )

    def _evidence(self) -> Evidence:
        start = self._document.reading.index(EVIDENCE)
        end = start + len(EVIDENCE)
        return Evidence(self._passage(), start, end, EVIDENCE, coverage=1.0, score=1.0)

    def _answer(self) -> Answer:
        start = self._document.reading.index(EVIDENCE)
        first = Citation(
            1,
            "qinghu-plan",
            TITLE,
            "2021-12",
            ("一、产业园区",),
            1,
            self._document.spans(start, start + len(EVIDENCE)),
            EVIDENCE,
            "qinghu-plan#1",
        )
        joint = "园区由青湖镇与柳川市共建。"
        start = self._document.reading.index(joint)
        second = Citation(
            2,
            "qinghu-plan",
            TITLE,
            "2021-12",
            ("一、产业园区",),
            2,
            self._document.spans(start, start + len(joint)),
            joint,
            "qinghu-plan#1",
        )
        text = f"{EVIDENCE}[1]\n{joint}[2]"
        return Answer("answered", text, "8.05平方公里", (first, second))


DESKTOP = (1280, 800)
PHONE = (390, 844)

_CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
needs_chromium = pytest.mark.skipif(
    _CHROMIUM is None and not os.environ.get("CI"), reason="needs Chromium: install the package chromium"
)


@functools.cache
def open_browser() -> Browser:
    """The one browser of a test run."""
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
    atexit.register(playwright.stop)
    atexit.register(browser.close)
    return browser


class Visit:
    """A tab on the page, and everything it asked for or complained about."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self._address = address
        self._requested: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self._requested.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._console)
        self.resize(DESKTOP)
        self.page.goto(address)
        expect(self.page.locator("#question textarea")).to_be_visible(timeout=20_000)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def resize(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def ask(self, question: str) -> None:
        answers = self.page.locator("#chat .answer").count()
        self.page.locator("#question textarea").fill(question)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#chat .answer")).to_have_count(answers + 1)

    def start_again(self) -> None:
        if self.page.locator("#chat .asked").count():
            self.page.locator("#fresh").click()
        expect(self.page.locator("#welcome")).to_be_visible()
        expect(self.page.locator("#chat .asked")).to_have_count(0)

    def check(self) -> None:
        """Nothing may have gone wrong so far, and nothing been asked of another server."""
        assert not self.complaints, self.complaints
        foreign = [u for u in self._requested if not u.startswith((self._address, "data:", "blob:"))]
        assert not foreign, foreign
