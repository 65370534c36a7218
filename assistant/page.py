"""The conversation as Gradio draws it: the question box, the messages, and the orders of the page's script."""

import logging
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from itertools import chain
from threading import Thread
from typing import Any, TypedDict

import httpx2
from fastapi import FastAPI
from starlette.types import ASGIApp

from assistant.answer_html import answer_html, writing_html
from assistant.conversation import Conversation, Exchange, Order, Run, Scope, parse_order, parse_scope
from assistant.desk import Desk
from assistant.errors import NotServed, QuestionError
from assistant.limits import BusyError
from assistant.markup import plain, said
from assistant.quick_import import no_stub_files
from assistant.records import Message, Turn
from assistant.tabs import Tab
from assistant.understand import MAX_QUESTION_CHARS
from assistant.wording import say

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # both are read when gradio is imported
os.environ["HF_HUB_OFFLINE"] = "1"
with no_stub_files():
    import gradio as gr

log = logging.getLogger(__name__)

_SOON_S = 0.1
"""Within which an answer needs no sign that it is awaited: drawing one would be what it waits for."""
_LOOKS_EVERY_S = 0.005
"""How often Gradio looks whether a question came in. By default it is each millisecond, for a twentieth of a core."""
_FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]

_FIRST = "first"
"""The session of `read_once`."""

Outputs = Sequence[Any]
"""Updates of the messages, the question box, the welcome and the conversation."""


class Shown(TypedDict):
    """A message as `gr.Chatbot` takes it; HTML on one line is never read as Markdown."""

    role: str
    content: str


def mount_page(app: FastAPI, desk: Desk, tabs: Sequence[Tab] = ()) -> None:
    """The page at `/` of an app; what guards it stands around that."""
    gr.mount_gradio_app(
        app,
        create_page(desk, tabs),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        pwa=False,
        theme=gr.themes.Base(font=_FONTS, font_mono=["monospace"]),
    )


async def read_once(page: ASGIApp) -> None:
    """Open the page and send a question of no words, as a browser would: what Gradio loads at the first is then there.

    Raises httpx2.HTTPError where the page refuses.
    """
    transport = httpx2.ASGITransport(page, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as browser:

        async def get(path: str) -> httpx2.Response:
            return (await browser.get(path)).raise_for_status()

        await get("/")
        await get("/theme.css")
        config = (await get("/config")).json()
        box = next(part["id"] for part in config["components"] if part["props"].get("elem_id") == "question")
        event = next(each for each in config["dependencies"] if [box, "submit"] in each["targets"])
        asked = {
            "data": ["" for _ in event["inputs"]],
            "fn_index": event["id"],
            "trigger_id": box,
            "session_hash": _FIRST,
        }
        (await browser.post("/gradio_api/queue/join", json=asked)).raise_for_status()
        await get(f"/gradio_api/queue/data?session_hash={_FIRST}")


def create_page(desk: Desk, tabs: Sequence[Tab] = ()) -> gr.Blocks:
    """The page, not yet mounted. Each browser tab has its own conversation."""
    page = gr.Blocks(title="问据 Wenju", analytics_enabled=False, fill_width=True)
    with page:
        conversation = gr.State(Conversation())
        fresh = _header(tabs)
        with gr.Column(elem_id="welcome") as welcome:
            gr.Markdown(f"<h2>{said('welcome')}</h2><p>{said('welcome_more')}</p>", elem_id="greeting")
            gr.Markdown('<div class="offers"></div>', elem_id="examples")  # filled by the page's script
        chat = _messages()
        box, send = _composer()
        order = gr.Textbox(elem_id="order", container=False, show_label=False, max_length=200_000)
        give = gr.Button(elem_id="give")
        scope = gr.Textbox(elem_id="scope", container=False, show_label=False, max_length=200_000)

        def ask(question: object, scope: object, conversation: Conversation) -> Iterator[Outputs]:
            text = str(question or "").strip()
            if text and conversation.run is None:
                asked = Order((text,), len(conversation.exchanges))
                yield from _asked(desk, asked, str(scope or ""), conversation, "")
            else:
                yield _unchanged()

        def obey(order: object, scope: object, conversation: Conversation) -> Iterator[Outputs]:
            wanted = parse_order(str(order or ""))
            if wanted is not None and not wanted.questions:
                yield _stop(conversation)
            elif wanted is not None and conversation.run is None:
                yield from _asked(desk, wanted, str(scope or ""), conversation, gr.skip())
            else:
                yield _unchanged()

        outputs = [chat, box, welcome, conversation]
        quiet: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "trigger_mode": "multiple",
        }
        gr.on([box.submit, send.click], ask, [box, scope, conversation], outputs, **quiet)
        give.click(obey, [order, scope, conversation], outputs, **quiet)
        fresh.click(_start_again, conversation, outputs, **quiet)
        page.queue(max_size=32, default_concurrency_limit=4, api_open=False)
    page._queue.sleep_when_free = _LOOKS_EVERY_S
    return page


def _header(tabs: Sequence[Tab]) -> gr.Button:
    """Draws the header; gives the button that starts a new conversation."""
    with gr.Row(elem_id="top"):
        gr.Markdown(
            f'<h1><span class="seal">据</span> 问据 <small>Wenju</small></h1><p>{said("promise")}</p>',
            elem_id="brand",
        )
        _named("past", "history")
        _named("corpus", "corpus")
        _named("opinions", "opinions", "for-admin")
        for tab in tabs:
            gr.Button(
                tab.wording[tab.name]["zh"],
                elem_id=tab.name,
                elem_classes=[f"say-{tab.name}", "for-admin"],
            )
        _named("language", "other_language")
        return _named("fresh", "new_conversation")


def _named(button: str, sentence: str, *classes: str) -> gr.Button:
    return gr.Button(say(sentence, "zh"), elem_id=button, elem_classes=[f"say-{sentence}", *classes])


def _messages() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        show_label=False,
        container=False,
        height=None,
        autoscroll=False,
        buttons=[],
        feedback_options=None,
        latex_delimiters=[],
        sanitize_html=True,
        allow_tags=False,
        line_breaks=False,
        group_consecutive_messages=False,
        layout="bubble",
    )


def _composer() -> tuple[gr.Textbox, gr.Button]:
    with gr.Row(elem_id="composer"):
        box = gr.Textbox(
            elem_id="question",
            show_label=False,
            container=False,
            lines=1,
            max_lines=6,
            max_length=MAX_QUESTION_CHARS,
            placeholder=say("placeholder", "zh"),
            autofocus=True,
            submit_btn=False,
        )
        send = gr.Button(say("send", "zh"), elem_id="send", elem_classes="say-send", variant="primary")
    return box, send


def _asked(
    desk: Desk, order: Order, scope: str, conversation: Conversation, box: object
) -> Iterator[Outputs]:
    """For each question updates: as pending if it takes a while, as far as its answer is written, complete.

    `box`: what the box then holds.
    """
    conversation.keep(order.keep)
    wanted = parse_scope(scope)
    run = conversation.run = Run()
    try:
        for question in order.questions:
            run.asked = f'<p class="asked">{plain(question)}</p>'
            exchange = Exchange(run.asked, f'<p class="pending">{said("pending")}</p>')
            replies = _replies(desk, question, run, wanted, conversation)
            first = _begun(replies)
            if not wait((first,), _SOON_S).done:
                yield _shown(conversation, exchange), box, gr.update(visible=False), conversation
                box = gr.skip()
            for exchange in chain((first.result(),), replies):
                if (
                    conversation.run is not run
                ):  # Gradio sends the last update again: it must not be an old one
                    yield _unchanged()
                    return
                if not exchange.is_complete:
                    yield _shown(conversation, exchange), box, gr.update(visible=False), conversation
                    box = gr.skip()
            conversation.add(exchange)
    finally:
        if conversation.run is run:
            conversation.run = None
    yield _shown(conversation), box, gr.update(visible=False), conversation


def _begun(replies: Iterator[Exchange]) -> Future[Exchange]:
    """The first of them, awaited in a thread."""
    first: Future[Exchange] = Future()

    def run() -> None:
        try:
            first.set_result(next(replies))
        except BaseException as error:
            first.set_exception(error)

    Thread(target=run, name="asked", daemon=True).start()
    return first


def _replies(
    desk: Desk,
    question: str,
    run: Run,
    scope: Scope,
    conversation: Conversation,
) -> Iterator[Exchange]:
    """The exchange as far as its answer is written; the last one is complete."""
    before: Turn | None = None
    try:
        here = desk.at(scope.index)
        known = {document.doc_id: document for document in here.assistant.documents()}
        documents = scope.documents and (scope.documents & known.keys() or None)
        for turn in here.stream(question, conversation.history, documents=documents, stop=run.stop):
            if before is not None and before.answer.text:
                yield Exchange(run.asked, writing_html(before, known), is_complete=False)
            before = turn
        if before is None:
            raise RuntimeError("a question without a turn")
        reply = answer_html(before, known, len(documents) if documents else None)
        here.remember(before, documents)
    except QuestionError as error:
        yield Exchange(run.asked, _note(plain(str(error))))
    except NotServed as error:
        sentence = said("other_index", index=error.index[:80], served=", ".join(error.served))
        yield Exchange(run.asked, _note(sentence))
    except BusyError:
        yield Exchange(run.asked, _note(said("busy")))
    except Exception:
        log.exception("a question failed")
        yield Exchange(run.asked, _note(said("failure")))
    else:
        said_so = (Message("user", question), Message("assistant", before.answer.text))
        yield Exchange(run.asked, reply, said_so)


def _stop(conversation: Conversation) -> Outputs:
    """The question under way is left unanswered; it stays to be seen, and asked again."""
    run, conversation.run = conversation.run, None
    if run is None:
        return _unchanged()
    run.stop.set()
    conversation.add(Exchange(run.asked, _note(said("stopped"))))
    return _shown(conversation), gr.skip(), gr.skip(), conversation


def _start_again(conversation: Conversation) -> Outputs:
    if conversation.run is not None:
        conversation.run.stop.set()
    conversation.run = None
    return [], "", gr.update(visible=True), Conversation()


def _unchanged() -> Outputs:
    """Leaves everything as it is; made anew each time, since Gradio changes what it is given."""
    return [gr.skip() for _ in range(4)]


def _shown(conversation: Conversation, *pending: Exchange) -> list[Shown]:
    return [
        Shown(role=role, content=content)
        for exchange in (*conversation.exchanges, *pending)
        for role, content in (("user", exchange.asked), ("assistant", exchange.reply))
    ]


def _note(content: str) -> str:
    return f'<div class="answer note"><p>{content}</p></div>'
