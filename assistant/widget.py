"""The widget as it is served: one script made of its parts, and a page to try it in."""

import gzip
import hashlib
import json
import re
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Annotated, get_args

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from assistant.understand import MAX_QUESTION_CHARS
from assistant.widget_tag import Mode, Position, Theme, WidgetLang, WidgetOptions, script_tag
from assistant.widget_wording import widget_words

_STATIC = Path(__file__).parent / "static"
_PARTS = ("widget-ask.js", "widget-answer.js", "widget-talk.js", "widget-colour.js", "widget.js")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_KEPT_S = 600  # that a browser uses the script without asking for a newer one

Text = Annotated[str, Query(max_length=200)]


@cache
def widget_script() -> str:
    """The script: style, sentences and all parts in one function, so that a page sees nothing but `Wenju`."""
    settings = {
        "words": widget_words(),
        "style": _COMMENT.sub("", _lines("widget.css")),
        "maxChars": MAX_QUESTION_CHARS,
    }
    parts = "".join(map(_lines, _PARTS))
    return f'(() => {{\n"use strict";\nconst SETTINGS = {json.dumps(settings, ensure_ascii=False)};\n{parts}}})();\n'


def _lines(name: str) -> str:
    """A part without indentation and lines that are only comment: every visitor of a page loads it."""
    lines = (line.strip() for line in (_STATIC / name).read_text(encoding="utf-8").splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def add_widget(app: FastAPI) -> None:
    """Serve `/widget.js` and `/widget-demo`. The script holds no secret: whoever asks may have it."""
    script = widget_script().encode()
    packed = gzip.compress(script, mtime=0)
    headers = {
        "cache-control": f"public, max-age={_KEPT_S}",
        "cross-origin-resource-policy": "cross-origin",
        "etag": f'"{hashlib.sha256(script).hexdigest()[:16]}"',
        "vary": "accept-encoding",
    }

    @app.api_route("/widget.js", methods=["GET", "HEAD"], include_in_schema=False)
    def widget(request: Request) -> Response:
        if headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(
                packed, media_type="text/javascript", headers={**headers, "content-encoding": "gzip"}
            )
        return Response(script, media_type="text/javascript", headers=headers)

    @app.get("/widget-demo", include_in_schema=False)
    def demo(
        mode: Mode = "panel",
        lang: WidgetLang = "auto",
        theme: Theme = "auto",
        position: Position = "auto",
        accent: Text = "",
        title: Text = "",
        index: Text = "",
    ) -> HTMLResponse:
        options = WidgetOptions(
            title=title, lang=lang, theme=theme, accent=accent, position=position, index=index, mode=mode
        )
        return HTMLResponse(demo_page(options))


def demo_page(options: WidgetOptions) -> str:
    """A page with the widget in it, and a form to try its options."""
    tag = script_tag("", options)
    fields = "\n".join(
        (
            _choice("mode", get_args(Mode), options.mode),
            _choice("lang", get_args(WidgetLang), options.lang),
            _choice("theme", get_args(Theme), options.theme),
            _choice("position", get_args(Position), options.position),
            _text("accent", options.accent),
            _text("title", options.title),
            _text("index", options.index),
        )
    )
    page = Template((_STATIC / "widget-demo.html").read_text(encoding="utf-8"))
    lang = "zh-CN" if options.lang == "zh" else "en"
    return page.substitute(lang=lang, tag=tag, shown=escape(tag), fields=fields)


def _choice(name: str, values: tuple[str, ...], chosen: str) -> str:
    options = "".join(
        f"<option{' selected' if value == chosen else ''}>{escape(value)}</option>" for value in values
    )
    return f'<label>data-{name} <select name="{name}">{options}</select></label>'


def _text(name: str, value: str) -> str:
    return f'<label>data-{name} <input name="{name}" value="{escape(value)}" maxlength="200"></label>'
