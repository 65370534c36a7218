"""An answer as HTML that links to its sources. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping

from assistant.facts import facts_link, source_link
from assistant.markup import plain, said
from assistant.records import Citation, Turn
from corpus.document import Document
from index.passage import Hit

_NEAREST = 5
_EXCERPT_CHARS = 90
_SHORT_CHARS = 16  # a longer short answer is set smaller


def answer_html(turn: Turn, documents: Mapping[str, Document], scope: int | None = None) -> str:
    """A turn as one line of HTML; links `#source/{doc_id}/{spans}` open the source pane.

    `scope` is the number of documents that were asked, None for all.
    """
    answer = turn.answer
    parts = [facts_link(turn, documents)]
    if scope is not None:
        parts.append(f'<p class="understood">{said("asked_some", count=str(scope))}</p>')
    if turn.query.is_followup:
        parts.append(f'<p class="understood">{said("understood")} {plain(turn.query.standalone)}</p>')
    if answer.short:
        size = "short long" if len(answer.short) > _SHORT_CHARS else "short"
        parts.append(f'<p class="{size}">{plain(answer.short)}</p>')
    links = {c.n: source_link(c.doc_id, c.spans) for c in answer.citations}
    parts += [f"<p>{_with_markers(line, links)}</p>" for line in answer.text.splitlines() if line.strip()]
    if answer.status == "answered" and answer.mode == "llm":
        parts.append(f'<p class="by">{said("llm_by")}</p>')
    if answer.status == "answered" and answer.reason:
        parts.append(f'<p class="note">{plain(answer.reason)}</p>')
    if answer.citations:
        parts.append(_list("sources", _cited(answer.citations, links)))
    elif turn.hits:
        parts.append(_list("nearest", _nearest(turn.hits[:_NEAREST], documents)))
    return f'<div class="answer {answer.status}">{"".join(parts)}</div>'


def writing_html(turn: Turn, documents: Mapping[str, Document]) -> str:
    """A turn whose answer is still being written: nothing can be done with it yet."""
    html = answer_html(turn, documents).replace('class="answer ', 'class="answer writing ', 1)
    return f'{html.removesuffix("</div>")}<p class="pending">{said("pending_writing")}</p></div>'


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
            f'{plain(text[done:tied])}<span class="tied">{plain(text[tied : marker.start()])}'
            f"{_number(links[n], n)}</span>"
        )
        done = marker.end()
    return "".join(parts) + plain(text[done:])


def _cited(citations: Iterable[Citation], links: dict[int, str]) -> Iterator[str]:
    """One entry for each section cited, with the numbers of all its citations."""
    sections: dict[tuple[str, tuple[str, ...]], list[Citation]] = {}
    for citation in citations:
        sections.setdefault((citation.doc_id, citation.section), []).append(citation)
    for same in sections.values():
        first = same[0]
        numbers = "".join(_number(links[c.n], c.n) for c in same)
        pages = sorted({c.page for c in same if c.page is not None})
        more = (
            plain(first.date or ""),
            said("on_page", page=", ".join(map(str, pages))) if pages else "",
            plain(" › ".join(first.section)),
        )
        entry = _entry(links[first.n], first.title, " · ".join(filter(None, more)))
        yield f'<span class="numbers">{numbers}</span>{entry}'


def _nearest(hits: Iterable[Hit], documents: Mapping[str, Document]) -> Iterator[str]:
    for passage in (hit.passage for hit in hits):
        link = source_link(passage.doc_id, passage.spans)
        document = documents.get(passage.doc_id)
        yield _entry(link, _excerpt(passage.text), plain(document.title if document else passage.doc_id))


def _list(name: str, items: Iterable[str]) -> str:
    entries = "".join(f"<li>{item}</li>" for item in items)
    return f'<p class="label">{said(name)}</p><ol class="sources {name}">{entries}</ol>'


def _number(link: str, n: int) -> str:
    return f'<a class="cite" href="{link}"><span class="unseen">{said("source")}</span>{n}</a>'


def _entry(link: str, what: str, more: str) -> str:
    """A link that shows the text `what` and below it the HTML `more`."""
    return (
        f'<a class="source" href="{link}">'
        f'<span class="what">{plain(what)}</span><span class="more">{more}</span></a>'
    )


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT_CHARS else f"{line[:_EXCERPT_CHARS]}…"
