"""What the page shows, as HTML: an answer that links to its sources, and a source as it opens. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from assistant.records import Citation, Turn
from assistant.wording import say
from corpus.document import Block, BlockKind, Document, Span
from index.passage import Hit

_NEAREST = 5
_EXCERPT_CHARS = 90
_SHORT_CHARS = 16  # a longer short answer is set smaller
_OUTERMOST_HEADING = 3  # the pane's own title is the h2
_INNERMOST_HEADING = 6


def answer_html(turn: Turn, titles: dict[str, str]) -> str:
    """A turn as one line of HTML; links `#source/{doc_id}/{spans}` open the source pane."""
    answer = turn.answer
    parts = []
    if turn.query.is_followup:
        parts.append(f'<p class="understood">{said("understood")} {plain(turn.query.standalone)}</p>')
    if answer.short:
        size = "short long" if len(answer.short) > _SHORT_CHARS else "short"
        parts.append(f'<p class="{size}">{plain(answer.short)}</p>')
    links = {c.n: _source_link(c.doc_id, c.spans) for c in answer.citations}
    parts += [f"<p>{_with_markers(line, links)}</p>" for line in answer.text.splitlines() if line.strip()]
    if answer.citations:
        parts.append(_list("sources", _cited(answer.citations, links)))
    elif turn.hits:
        parts.append(_list("nearest", _nearest(turn.hits[:_NEAREST], titles)))
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
        more = " · ".join(filter(None, (first.date, " › ".join(first.section))))
        yield f'<span class="numbers">{numbers}</span>{_entry(links[first.n], first.title, more)}'


def _nearest(hits: Iterable[Hit], titles: dict[str, str]) -> Iterator[str]:
    for passage in (hit.passage for hit in hits):
        link = _source_link(passage.doc_id, passage.spans)
        yield _entry(link, _excerpt(passage.text), titles.get(passage.doc_id, passage.doc_id))


def _list(name: str, items: Iterable[str]) -> str:
    entries = "".join(f"<li>{item}</li>" for item in items)
    return f'<p class="label">{said(name)}</p><ol class="sources {name}">{entries}</ol>'


def _number(link: str, n: int) -> str:
    return f'<a class="cite" href="{link}"><span class="unseen">{said("source")}</span>{n}</a>'


def _entry(link: str, what: str, more: str) -> str:
    return (
        f'<a class="source" href="{link}">'
        f'<span class="what">{plain(what)}</span><span class="more">{plain(more)}</span></a>'
    )


def _source_link(doc_id: str, spans: Sequence[Span]) -> str:
    return f"#source/{quote(doc_id, safe='')}/{','.join(f'{start}-{end}' for start, end in spans)}"


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT_CHARS else f"{line[:_EXCERPT_CHARS]}…"


def said(name: str) -> str:
    """A fixed sentence which the script of the page keeps in the reader's language."""
    return f'<span class="say-{name}">{plain(say(name, "zh"))}</span>'


def plain(text: str) -> str:
    """Text that neither HTML nor Markdown nor an automatic link can be made of; line breaks stay."""
    escaped = re.sub(r"[!-/:-@\[-`{-~]", lambda match: f"&#{ord(match.group())};", text)
    return re.sub(r"\r\n?|\n", "<br>", escaped)


@dataclass(frozen=True, slots=True)
class SourceView:
    """What the source pane shows. `section` is the heading path of the first marked character.

    `html` holds only escaped text and our own tags; the first mark has the id `evidence`.
    """

    title: str
    date: str | None
    publisher: str | None
    section: tuple[str, ...]
    html: str


def source_view(document: Document, spans: Sequence[Span]) -> SourceView:
    """The reading text with the characters at `spans` (of `Document.text`) marked.

    Characters that the reading text leaves out, and spans outside the text, mark nothing.
    """
    marked = _marked(document, spans)
    first = int(marked.argmax()) if marked.any() else -1
    section: tuple[str, ...] = ()
    parts = []
    for block in document.blocks:
        if block.start <= first < block.end:
            section = block.section
        parts.append(_block_html(document, block, marked, first))
    return SourceView(document.title, document.date, document.publisher, section, "\n".join(parts))


def _marked(document: Document, spans: Sequence[Span]) -> npt.NDArray[np.bool_]:
    """Which reading characters are evidence; white space is where both its neighbours are."""
    cited = np.zeros(len(document.text), dtype=np.bool_)
    for start, end in spans:
        cited[max(start, 0) : max(end, 0)] = True
    size = len(document.reading)
    solid = np.fromiter((not char.isspace() for char in document.reading), np.bool_, size)
    positions = np.arange(size)
    before = np.maximum.accumulate(np.where(solid, positions, -1))
    after = np.minimum.accumulate(np.where(solid, positions, size)[::-1])[::-1]
    marked = np.append(cited[document.offsets], False)  # both -1 and size mean: no neighbour, not marked
    evidence: npt.NDArray[np.bool_] = marked[before] & marked[after]
    return evidence


def _block_html(document: Document, block: Block, marked: npt.NDArray[np.bool_], first: int) -> str:
    match block.kind:
        case BlockKind.HEADING:
            level = min(_OUTERMOST_HEADING + max(block.level, 1) - 1, _INNERMOST_HEADING)
            opening, closing = f"<h{level}>", f"</h{level}>"
        case BlockKind.TABLE:
            rows = (
                f"<tr><td>{_inline(document.reading, start, end, marked, first)}</td></tr>"
                for start, end in _lines(document.reading, block.start, block.end)
            )
            return f"<table>{''.join(rows)}</table>"
        case BlockKind.FRAGMENT:
            opening, closing = '<p class="fragment">', "</p>"
        case BlockKind.PARAGRAPH:
            opening, closing = "<p>", "</p>"
    return opening + _inline(document.reading, block.start, block.end, marked, first) + closing


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for line in text[start:end].splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _inline(text: str, start: int, end: int, marked: npt.NDArray[np.bool_], first: int) -> str:
    """Escaped text of `[start, end)`, each run of marked characters in its own `<mark>`."""
    changes = np.flatnonzero(np.diff(marked[start:end])) + 1 + start
    bounds = [start, *changes.tolist(), end]
    parts = []
    for left, right in pairwise(bounds):
        piece = escape(text[left:right])
        if left < right and marked[left]:
            name = ' id="evidence"' if left <= first < right else ""
            piece = f"<mark{name}>{piece}</mark>"
        parts.append(piece)
    return "".join(parts)
