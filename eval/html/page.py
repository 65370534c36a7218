"""A report as one HTML file: nothing is loaded beside it, and it may be shown under a strict policy."""

import json
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path

from eval.html.cases import cases_json
from eval.html.details import Details
from eval.html.figures import answers, key_figures, main_system, recall_at, retrieval, risk, stages, where
from eval.html.wording import WORDS, both, heading
from eval.report import Report
from eval.tables import Table, report_tables

_HERE = Path(__file__).parent


def report_html(report: Report, details: Details | None = None) -> str:
    """The whole file. Without `details` it has no questions to look into."""
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    titles = details.titles if details else {}
    sections = {
        "overview": _facts(report) + key_figures(report),
        "retrieval": retrieval(report, titles)
        + f'<div class="pair">{recall_at(report)}{where(report, details) if details else ""}</div>',
        "answers": answers(report, titles),
        "sureness": f'<div class="pair">{risk(report)}{stages(report)}</div>',
        "questions": _questions(report, details),
        "tables": "".join(_table(table) for table in report_tables(report)),
    }
    data = cases_json(details, report) if details else {"cases": []}
    data |= {"systems": list(report.systems), "main": main_system(report), "words": WORDS}
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{" · ".join(WORDS["title"])}</title>
<link rel="icon" href="data:,">
<style>
{style}</style>
</head>
<body>
<header><h1>{both("title")}</h1><nav>{_links(sections)}</nav><button id="language" type="button">English</button></header>
<main>
{"".join(_section(name, content) for name, content in sections.items() if content)}
</main>
<script type="application/json" id="data">{_json(data)}</script>
<script>{script}</script>
</body>
</html>
"""


def _section(name: str, content: str) -> str:
    return f'<section id="{name}"><h2>{both(name)}</h2>{content}</section>\n'


def _links(names: Iterable[str]) -> str:
    return "".join(f'<a href="#{name}">{both(name)}</a>' for name in names)


def _facts(report: Report) -> str:
    questions = len({result.topic_id for result in report.results})
    split = both(f"split_{report.split}")
    facts = {
        "fact_date": escape(report.created),
        "fact_questions": f"{questions} ({split})",
        "fact_systems": escape(", ".join(report.systems)),
        "fact_fingerprint": f"<code>{escape(report.fingerprint)}</code>",
        "fact_command": f"<code>{escape(report.command)}</code>",
    }
    if report.header is not None:
        machine = report.header.machine
        facts["fact_machine"] = escape(f"{machine.cpu} × {machine.cores}, Python {machine.python}")
        facts["fact_commit"] = f"<code>{escape(report.header.commit)}</code>"
        if report.header.opened_test:
            facts["fact_opened"] = escape(report.header.opened_test)
    pairs = "".join(f"<div><dt>{both(name)}</dt><dd>{value}</dd></div>" for name, value in facts.items())
    return f'<dl class="facts">{pairs}</dl>'


def _questions(report: Report, details: Details | None) -> str:
    if details is None:
        return f'<p class="hint">{both("no_details")}</p>'
    systems = "".join(f"<option>{escape(system)}</option>" for system in report.systems)
    return (
        f'<noscript><p class="hint">{both("needs_script")}</p></noscript>'
        '<form id="filter" role="search">'
        '<input id="wanted" type="search" data-hint="search_questions" autocomplete="off">'
        '<select id="type" data-any="any_type"></select><select id="lang" data-any="any_lang"></select>'
        '<select id="document" data-any="any_document"></select><select id="verdict" data-any="any_verdict"></select>'
        f'<label>{both("judged")} <select id="judged">{systems}</select></label>'
        '</form><p id="count" class="hint" role="status"></p><div id="cases"></div>'
    )


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{heading(name)}</th>' for name in table.header)
    rows = "".join(f"<tr>{_cells(row, table.labels)}</tr>" for row in table.rows)
    return (
        f'<details class="card table"><summary>{heading(table.title)}</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(table.title, quote=True)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _cells(row: Iterable[str], labels: int) -> str:
    return "".join(
        f"<td{'' if n < labels else ' class=number'}>{escape(cell)}</td>" for n, cell in enumerate(row)
    )


def _json(value: object) -> str:
    """JSON that ends no element of HTML."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").encode("utf-8", "replace").decode()


def _hash(script: str) -> str:
    return f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}"
