"""A turn as JSON, as text for a terminal, and as an explanation stage by stage. Pure."""

from collections.abc import Sequence
from typing import Any

from assistant.records import Citation, Term, Turn, Why
from assistant.wording import say
from corpus.document import Document
from index.passage import Hit, Passage


def turn_dict(turn: Turn) -> dict[str, Any]:
    """The turn as the JSON object that users of the command line and the API rely on."""
    answer = turn.answer
    return {
        "id": turn.turn_id,
        "question": turn.query.question,
        "standalone": turn.query.standalone,
        "lang": turn.query.lang,
        "status": answer.status,
        "answer": {"mode": answer.mode, "text": answer.text, "short": answer.short},
        "reason": answer.reason or None,
        "confidence": round(turn.confidence, 4),
        "citations": [citation_dict(citation) for citation in answer.citations],
        "hits": [hit_dict(hit) for hit in turn.hits],
        "timings_ms": {stage: round(ms, 3) for stage, ms in turn.timings_ms.items()},
        "fingerprint": turn.fingerprint,
    }


def citation_dict(citation: Citation) -> dict[str, Any]:
    """A citation as the JSON object in a turn."""
    return {
        "n": citation.n,
        "doc_id": citation.doc_id,
        "title": citation.title,
        "date": citation.date,
        "section": list(citation.section),
        "page": citation.page,
        "spans": [list(span) for span in citation.spans],
        "quote": citation.quote,
        "passage_id": citation.passage_id,
    }


def hit_dict(hit: Hit) -> dict[str, Any]:
    """A hit as the JSON object in a turn."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "passage_id": passage.passage_id,
        "doc_id": passage.doc_id,
        "spans": [list(span) for span in passage.spans],
        "score": round(hit.score, 6),
        "text": passage.text,
    }


def document_dict(document: Document, passages: Sequence[Passage], path: str) -> dict[str, Any]:
    """A document as an entry of `wenju docs`. `passages` are its own."""
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "path": path,
        "characters": len(document.text),
        "passages": len(passages),
    }


def turn_text(turn: Turn) -> str:
    """The turn for a terminal: short answer, quotes with markers, and where each stands."""
    lang = turn.query.lang
    lines = []
    if turn.query.is_followup:
        lines.append(f"{say('understood', lang)}: {turn.query.standalone}")
    if turn.answer.short:
        lines.append(f"» {turn.answer.short}")
    lines.append(turn.answer.text)
    if turn.answer.citations:
        lines += ["", f"{say('sources', lang)}:"]
        for citation in turn.answer.citations:
            spans = ", ".join(f"{start}-{end}" for start, end in citation.spans)
            place = " › ".join([citation.title, *citation.section])
            if citation.page is not None:
                place += f", {say('on_page', lang, page=citation.page)}"
            lines.append(f"[{citation.n}] {place} ({citation.doc_id} {spans})")
    elif turn.hits:
        lines += ["", f"{say('nearest', lang)}:"]
        lines += [hit_line(hit) for hit in turn.hits[:3]]
    return "\n".join(lines)


def hit_line(hit: Hit, chars: int = 80) -> str:
    """One hit in one line."""
    text = " ".join(hit.passage.text.split())
    return f"{hit.rank:>3}. {hit.passage.passage_id}  {text[:chars]}{'…' if len(text) > chars else ''}"


def why_dict(why: Why) -> dict[str, Any]:
    """The reasons of an answer as the JSON object under `why` of a turn."""
    query = why.turn.query
    return {
        "searched": query.content,
        "context": query.context,
        "kind": query.kind.value,
        "topic": query.topic,
        "is_followup": query.is_followup,
        "is_bridged": why.is_bridged,
        "terms": [
            {
                "text": term.text,
                "forms": list(term.forms),
                "weight": round(term.weight, 4),
                "is_known": term.is_known,
                "is_name": term.is_name,
            }
            for term in why.terms
        ],
        "found": [
            {
                "rank": found.hit.rank,
                "passage_id": found.hit.passage.passage_id,
                "score": round(found.hit.score, 6),
                "bm25": round(found.hit.bm25, 4),
                "bm25_rank": found.lexical_rank,
                "similarity": round(found.hit.similarity, 4),
                "dense_rank": found.dense_rank,
                "parts": {name: round(value, 4) for name, value in found.hit.parts},
            }
            for found in why.found
        ],
        "quoted": [
            {
                "n": quoted.n or None,
                "text": quoted.text,
                "says": list(quoted.says),
                "near": list(quoted.near),
                "lacks": list(quoted.lacks),
                "has_short": quoted.has_short,
            }
            for quoted in why.quoted
        ],
        "confidence": round(why.turn.confidence, 4),
        "threshold": why.threshold,
        "signals": {
            name: {"value": round(value, 4), "weight": round(weight, 4)}
            for name, value, weight in why.signals
        },
    }


def explanation(why: Why) -> str:
    """What every stage made of the question."""
    turn = why.turn
    query = turn.query
    lines = [
        f"understand  {turn.timings_ms.get('understand', 0):7.1f} ms",
        f"  standalone  {query.standalone}",
        f"  searched    {query.content}",
        f"  kind        {query.kind.value}    topic {query.topic}    follow-up {query.is_followup}",
    ]
    lines += [f"  word        {_term_line(term)}" for term in why.terms]
    lines.append(f"retrieve    {turn.timings_ms.get('retrieve', 0):7.1f} ms")
    lines += [
        f"  {hit_line(each.hit, 40)}  score {each.hit.score:.2f} = bm25 {each.hit.bm25:.1f} "
        f"(rank {each.lexical_rank or '-'}), similarity {each.hit.similarity:.2f} (rank {each.dense_rank or '-'})"
        for each in why.found
    ]
    lines.append(
        f"answer      {turn.timings_ms.get('answer', 0):7.1f} ms    confidence {turn.confidence:.2f}, "
        f"threshold {why.threshold:.2f}"
    )
    lines += [
        f"  {name} {value:.2f} × {weight:+.2f}" for name, value, weight in why.signals if value and weight
    ]
    for each in why.quoted:
        lines.append(f"  [{each.n or '-'}] {' '.join(each.text.split())[:90]}")
        lines.append(
            f"      says {' '.join(each.says) or '-'}; near {' '.join(each.near) or '-'}; "
            f"lacks {' '.join(each.lacks) or '-'}{'; holds the short answer' if each.has_short else ''}"
        )
    if "write" in turn.timings_ms:
        lines.append(
            f"write       {turn.timings_ms['write']:7.1f} ms    {turn.answer.mode} {turn.answer.reason}"
        )
    return "\n".join(lines)


def _term_line(term: Term) -> str:
    forms = f" = {' '.join(term.forms)}" if term.forms else ""
    return f"{term.text}{forms}  {term.weight:.2f}{'' if term.is_known else '  not in the documents'}"
