"""The page: a conversation through Gradio, a source pane by a static script, and the server for both."""

import errno
import json
import logging
import os
import re
import socket
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypedDict
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse

from assistant.api import Assistant, BusyError, WebSettings, create_api, open_desk
from assistant.errors import AssistantError, QuestionError
from assistant.records import Lang, Message, Turn
from assistant.wording import EXAMPLES, WORDING, say
from corpus.document import Span

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # both are read when gradio is imported
os.environ["HF_HUB_OFFLINE"] = "1"
import gradio as gr

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
MAX_QUESTION_CHARS = 500
_NEAREST = 5
_EXCERPT_CHARS = 90
_REMEMBERED = 20  # messages sent along as history
_FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
_LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")


class Shown(TypedDict):
    """A message as `gr.Chatbot` takes it; HTML on one line is never read as Markdown."""

    role: str
    content: str


def create_page(assistant: Assistant) -> gr.Blocks:
    """The page, not yet mounted. Each browser tab has its own conversation."""
    page = gr.Blocks(title="问据 Wenju", analytics_enabled=False, fill_width=True)
    with page:
        history = gr.State(())
        shown = gr.State(())
        with gr.Row(elem_id="top"):
            gr.Markdown(
                f'<h1><span class="seal">据</span> 问据 <small>Wenju</small></h1><p>{_say("promise")}</p>',
                elem_id="brand",
            )
            gr.Button(say("library", "zh"), elem_id="library", elem_classes="say-library")
            gr.Button(say("other_language", "zh"), elem_id="language", elem_classes="say-other_language")
            fresh = gr.Button(
                say("new_conversation", "zh"), elem_id="fresh", elem_classes="say-new_conversation"
            )
        with gr.Column(elem_id="welcome") as welcome:
            gr.Markdown(f"<h2>{_say('welcome')}</h2><p>{_say('welcome_more')}</p>", elem_id="greeting")
            gr.Markdown(f"<p>{_say('try_asking')}</p>", elem_id="try-asking")
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

        def converse(question: object, history: Any, shown: Any) -> Iterator[tuple[Any, ...]]:
            yield from _converse(assistant, str(question or ""), tuple(history), tuple(shown))

        outputs = [chat, box, welcome, history, shown]
        quiet: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "trigger_mode": "once",
        }
        asking = [
            gr.on([box.submit, send.click], converse, [box, history, shown], outputs, **quiet),
            *(button.click(converse, [button, history, shown], outputs, **quiet) for button in examples),
        ]
        start_again: tuple[Any, ...] = ([], "", gr.update(visible=True), (), ())
        fresh.click(lambda: start_again, None, outputs, cancels=asking, **quiet)
        page.queue(max_size=32, default_concurrency_limit=4, api_open=False)
    return page


def _converse(
    assistant: Assistant, question: str, history: tuple[Message, ...], shown: tuple[Shown, ...]
) -> Iterator[tuple[Any, ...]]:
    """Two updates of (chat, box, welcome, history, shown): the question as pending, then the reply."""
    question = question.strip()
    if not question:
        yield (gr.skip(),) * 5
        return
    shown = (*shown, Shown(role="user", content=f'<p class="asked">{_text(question)}</p>'))
    hidden = gr.update(visible=False)
    yield [*shown, _bot(f'<p class="pending">{_say("pending")}</p>')], "", hidden, history, shown
    try:
        turn = assistant.ask(question, history)
    except QuestionError as error:
        reply = _note(_text(str(error)))
    except BusyError:
        reply = _note(_say("busy"))
    except Exception:
        log.exception("a question failed")
        reply = _note(_say("failure"))
    else:
        reply = answer_html(turn, {d.doc_id: d.title for d in assistant.documents()})
        history = (*history, Message("user", question), Message("assistant", turn.answer.text))[-_REMEMBERED:]
    shown = (*shown, _bot(reply))
    yield list(shown), gr.skip(), hidden, history, shown


def answer_html(turn: Turn, titles: dict[str, str]) -> str:
    """A turn as one line of HTML; links `#source/{doc_id}/{spans}` open the source pane."""
    answer = turn.answer
    parts = []
    if turn.query.is_followup:
        parts.append(f'<p class="understood">{_say("understood")} {_text(turn.query.standalone)}</p>')
    if answer.short:
        parts.append(f'<p class="short">{_text(answer.short)}</p>')
    links = {c.n: _source_link(c.doc_id, c.spans) for c in answer.citations}
    parts += [f"<p>{_with_markers(line, links)}</p>" for line in answer.text.splitlines() if line.strip()]
    if answer.reason and answer.status == "not_found":
        parts.append(f'<p class="reason">{_text(answer.reason)}</p>')
    if answer.citations:
        items = (
            _item(links[c.n], str(c.n), c.title, " · ".join(filter(None, (c.date, " › ".join(c.section)))))
            for c in answer.citations
        )
        parts.append(_list("sources", items))
    elif turn.hits:
        items = (
            _item(
                _source_link(hit.passage.doc_id, hit.passage.spans),
                "",
                titles.get(hit.passage.doc_id, hit.passage.doc_id),
                _excerpt(hit.passage.text),
            )
            for hit in turn.hits[:_NEAREST]
        )
        parts.append(_list("nearest", items))
    return f'<div class="answer {answer.status}">{"".join(parts)}</div>'


def _with_markers(text: str, links: dict[int, str]) -> str:
    """Escaped text in which the markers of existing citations are links; anything else stays text.

    A link is tied to the two characters before it, so that it never begins a line.
    """
    parts = []
    done = 0
    for marker in re.finditer(r"\s?\[(\d{1,3})\]", text):
        n = int(marker[1])
        if n not in links:
            continue
        tied = max(done, marker.start() - 2)
        parts.append(
            f'{_text(text[done:tied])}<span class="tied">{_text(text[tied : marker.start()])}'
            f'<a class="cite" href="{links[n]}"><span class="unseen">{_say("source")}</span>{n}</a></span>'
        )
        done = marker.end()
    return "".join(parts) + _text(text[done:])


def _list(name: str, items: Iterable[str]) -> str:
    return f'<p class="label">{_say(name)}</p><ol class="sources {name}">{"".join(items)}</ol>'


def _item(link: str, number: str, title: str, more: str) -> str:
    return (
        f'<li><a class="source" href="{link}"><span class="n">{number}</span>'
        f'<span class="title">{_text(title)}</span><span class="more">{_text(more)}</span></a></li>'
    )


def _source_link(doc_id: str, spans: Sequence[Span]) -> str:
    return f"#source/{quote(doc_id, safe='')}/{','.join(f'{start}-{end}' for start, end in spans)}"


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT_CHARS else f"{line[:_EXCERPT_CHARS]}…"


def _bot(content: str) -> Shown:
    return Shown(role="assistant", content=content)


def _note(content: str) -> str:
    return f'<div class="answer note"><p>{content}</p></div>'


def _say(name: str) -> str:
    """A fixed sentence which the script of the page keeps in the reader's language."""
    return f'<span class="say-{name}">{_text(say(name, "zh"))}</span>'


def _text(text: str) -> str:
    """Text that neither HTML nor Markdown nor an automatic link can be made of; line breaks stay."""
    plain = re.sub(r"[!-/:-@\[-`{-~]", lambda match: f"&#{ord(match.group())};", text)
    return re.sub(r"\r\n?|\n", "<br>", plain)


def create_app(assistant: Assistant, settings: WebSettings | None = None) -> FastAPI:
    """The whole server: API, static files, and the page at `/`."""
    settings = settings or WebSettings()
    desk = open_desk(assistant, settings)
    app = create_api(desk, settings)
    _add_static(app)
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
        head=_head(),
    )
    return app


def _head() -> str:
    words = json.dumps(WORDING, ensure_ascii=True).replace("<", "\\u003c")
    return (
        '<link rel="icon" href="static/favicon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="static/page.css">'
        f'<script type="application/json" id="wording">{words}</script>'
        '<script src="static/page.js"></script>'
    )


def _add_static(app: FastAPI) -> None:
    """One level only: deeper paths under /static belong to Gradio."""
    files = {path.name: path for path in STATIC.iterdir() if path.is_file()}
    for name, path in files.items():
        app.get(f"/static/{name}", include_in_schema=False)(_file(path))
    app.get("/favicon.ico", include_in_schema=False)(_file(STATIC / "favicon.svg"))


def _file(path: Path) -> Any:
    def respond() -> FileResponse:
        return FileResponse(path, headers={"cache-control": "no-cache"})

    return respond


class _Server(uvicorn.Server):
    """Says one line when it is ready, and nothing about the tabs that are open when it stops."""

    ready = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self.ready, flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def serve(assistant: Assistant, host: str, port: int, *, lang: Lang = "en") -> None:
    """Serve until interrupted; port 0 takes a free one. Raises AssistantError if it cannot listen there.

    On a loopback host only requests addressed to this machine by name or number are answered.
    """
    listener = _listen(host, port, lang)
    local = host in _LOOPBACK
    app = create_app(assistant, WebSettings(hosts=_LOOPBACK if local else ("*",)))
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1, server_header=False)
    server = _Server(config)
    address = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    address = f"[{address}]" if ":" in address else address
    server.ready = say("ready", lang, url=f"http://{address}:{listener.getsockname()[1]}/")
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()


def _listen(host: str, port: int, lang: Lang) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AssistantError(say("port_in_use", lang, port=port)) from error
        why = error.strerror or str(error)
        raise AssistantError(say("cannot_listen", lang, host=host, port=port, why=why)) from error
    return listener
