"""The page: a conversation through Gradio, and around it what a static script draws."""

import json
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from fastapi import FastAPI
from fastapi.responses import FileResponse

from assistant.answer_html import answer_html
from assistant.api import BusyError, Desk, create_api
from assistant.app import Assistant
from assistant.errors import QuestionError
from assistant.guard import WebSettings
from assistant.markup import plain, said
from assistant.picture import Drawer, draw_pdf
from assistant.records import Message
from assistant.understand import MAX_QUESTION_CHARS
from assistant.wording import EXAMPLES, WORDING, say

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # both are read when gradio is imported
os.environ["HF_HUB_OFFLINE"] = "1"
import gradio as gr

log = logging.getLogger(__name__)

_STATIC = Path(__file__).parent / "static"
_REMEMBERED = 20  # messages sent along as history
_FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]


class Shown(TypedDict):
    """A message as `gr.Chatbot` takes it; HTML on one line is never read as Markdown."""

    role: str
    content: str


@dataclass
class Conversation:
    """What one tab has asked and been told. `is_over`: another one was started in its place.

    Cancelling through Gradio would fail for a question that is just being sent, hence the two marks.
    """

    history: tuple[Message, ...] = ()
    shown: tuple[Shown, ...] = ()
    is_asking: bool = False
    is_over: bool = False


def create_app(
    assistant: Assistant, settings: WebSettings = WebSettings(), *, drawer: Drawer = draw_pdf
) -> FastAPI:
    """All that is served: the API, static files, and the page at `/`."""
    desk = Desk(assistant)
    app = create_api(desk, settings, head=_head(), drawer=drawer)
    for path in _STATIC.iterdir():
        app.get(f"/static/{path.name}", include_in_schema=False)(_file(path))
    app.get("/favicon.ico", include_in_schema=False)(_file(_STATIC / "favicon.svg"))
    gr.mount_gradio_app(
        app,
        create_page(desk),
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
    return app


def _head() -> str:
    """Loaded with the page itself, so that something is seen before Gradio has started."""
    words = json.dumps(WORDING, ensure_ascii=True).replace("<", "\\u003c")
    return (
        "<title>问据 Wenju</title>"
        '<link rel="icon" href="static/favicon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="static/page.css">'
        f'<script type="application/json" id="wording">{words}</script>'
        '<script type="module" src="static/page.js"></script>'
    )


def _file(path: Path) -> Callable[[], FileResponse]:
    return lambda: FileResponse(path, headers={"cache-control": "no-cache"})


def create_page(desk: Desk) -> gr.Blocks:
    """The page, not yet mounted. Each browser tab has its own conversation."""
    page = gr.Blocks(title="问据 Wenju", analytics_enabled=False, fill_width=True)
    with page:
        conversation = gr.State(Conversation())
        with gr.Row(elem_id="top"):
            gr.Markdown(
                f'<h1><span class="seal">据</span> 问据 <small>Wenju</small></h1><p>{said("promise")}</p>',
                elem_id="brand",
            )
            gr.Button(say("library", "zh"), elem_id="library", elem_classes="say-library")
            gr.Button(say("other_language", "zh"), elem_id="language", elem_classes="say-other_language")
            fresh = gr.Button(
                say("new_conversation", "zh"), elem_id="fresh", elem_classes="say-new_conversation"
            )
        with gr.Column(elem_id="welcome") as welcome:
            gr.Markdown(f"<h2>{said('welcome')}</h2><p>{said('welcome_more')}</p>", elem_id="greeting")
            gr.Markdown(f"<p>{said('try_asking')}</p>", elem_id="try-asking")
            with gr.Row(elem_id="examples"):
                examples = [gr.Button(question) for question in EXAMPLES]
        chat = gr.Chatbot(
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

        def converse(question: object, conversation: Conversation) -> Iterator[tuple[Any, ...]]:
            yield from _converse(desk, str(question or "").strip(), conversation)

        outputs = [chat, box, welcome, conversation]
        quiet: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "trigger_mode": "multiple",
        }
        gr.on([box.submit, send.click], converse, [box, conversation], outputs, **quiet)
        for button in examples:
            button.click(converse, [button, conversation], outputs, **quiet)
        fresh.click(_start_again, conversation, outputs, **quiet)
        page.queue(max_size=32, default_concurrency_limit=4, api_open=False)
    return page


def _converse(desk: Desk, question: str, conversation: Conversation) -> Iterator[tuple[Any, ...]]:
    """Two updates of (chat, box, welcome, conversation): the question as pending, then the reply."""
    if not question or conversation.is_asking:
        yield (gr.skip(),) * 4
        return
    conversation.is_asking = True
    hidden = gr.update(visible=False)
    conversation.shown += (Shown(role="user", content=f'<p class="asked">{plain(question)}</p>'),)
    pending = _bot(f'<p class="pending">{said("pending")}</p>')
    try:
        yield [*conversation.shown, pending], "", hidden, conversation
        conversation.shown += (_bot(_reply(desk, question, conversation)),)
    finally:
        conversation.is_asking = False
    if conversation.is_over:
        yield (gr.skip(),) * 4
    else:
        yield list(conversation.shown), gr.skip(), hidden, conversation


def _reply(desk: Desk, question: str, conversation: Conversation) -> str:
    try:
        turn = desk.ask(question, conversation.history)
    except QuestionError as error:
        return _note(plain(str(error)))
    except BusyError:
        return _note(said("busy"))
    except Exception:
        log.exception("a question failed")
        return _note(said("failure"))
    exchange = (Message("user", question), Message("assistant", turn.answer.text))
    conversation.history = (*conversation.history, *exchange)[-_REMEMBERED:]
    return answer_html(turn, {d.doc_id: d.title for d in desk.assistant.documents()})


def _start_again(conversation: Conversation) -> tuple[Any, ...]:
    conversation.is_over = True
    return [], "", gr.update(visible=True), Conversation()


def _bot(content: str) -> Shown:
    return Shown(role="assistant", content=content)


def _note(content: str) -> str:
    return f'<div class="answer note"><p>{content}</p></div>'
