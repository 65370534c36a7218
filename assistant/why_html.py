"""Why an answer was given, as HTML. Pure."""

from collections.abc import Iterable

from assistant.facts import source_link
from assistant.markup import plain, said
from assistant.records import Found, Quoted, Term, Why

_FOUND = 5
_EXCERPT_CHARS = 60


def why_html(why: Why) -> str:
    """The reasons of an answer, stage by stage, as one line of HTML."""
    turn = why.turn
    query = turn.query
    parts = [
        _part("why_understood"),
        f"<p>{plain(query.standalone)}</p>",
        f"<p>{said('why_searched', content=query.content)}<br>{said(f'kind_{query.kind.value}')}</p>",
    ]
    if why.terms:
        parts += [_part("why_terms"), _list(map(_term, why.terms))]
    if why.found:
        parts += [_part("why_found"), _list(map(_found, why.found[:_FOUND]))]
    if why.quoted:
        parts += [
            _part("why_quoted" if turn.answer.citations else "why_nearest"),
            _list(map(_quoted, why.quoted)),
        ]
    sure = said("why_sure", confidence=f"{turn.confidence:.2f}", threshold=f"{why.threshold:.2f}")
    stages = " · ".join(f"{said(f'stage_{stage}')} {ms:.0f} ms" for stage, ms in turn.timings_ms.items())
    parts.append(f'<p class="stage">{sure}<br>{stages}</p>')
    return "".join(parts)


def _part(name: str) -> str:
    return f"<h4>{said(name)}</h4>"


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _term(term: Term) -> str:
    told = [f'<b class="{"name" if term.is_name else "word"}">{plain(term.text)}</b>']
    if term.forms:
        told.append(said("why_also", forms="、".join(term.forms)))
    if not term.is_known:
        told.append(said("why_unknown"))
    return " · ".join(told)


def _found(found: Found) -> str:
    passage = found.hit.passage
    text = " ".join(passage.text.split())
    link = source_link(passage.doc_id, passage.spans)
    shown = plain(text[:_EXCERPT_CHARS] + ("…" if len(text) > _EXCERPT_CHARS else ""))
    ranks = said("why_ranks", words=_rank(found.lexical_rank), meaning=_rank(found.dense_rank))
    return f'<a class="passage" href="{link}">{shown}</a><br>{ranks} · {found.hit.score:.1f}'


def _rank(rank: int | None) -> str:
    return str(rank) if rank else "–"


def _quoted(quoted: Quoted) -> str:
    text = " ".join(quoted.text.split())
    head = f"[{quoted.n}] " if quoted.n else ""
    shown = plain(head + text[:_EXCERPT_CHARS] + ("…" if len(text) > _EXCERPT_CHARS else ""))
    told = [
        said(name, words="、".join(words))
        for name, words in (
            ("why_says", quoted.says),
            ("why_near", quoted.near),
            ("why_lacks", quoted.lacks),
        )
        if words
    ]
    if quoted.has_short:
        told.append(said("why_short"))
    return f"{shown}<br>{' · '.join(told)}"
