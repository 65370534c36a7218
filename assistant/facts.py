"""What the script of the page has to know of an answer, as a link that leads nowhere. Pure.

Gradio's sanitiser keeps of an answer's HTML only links, classes and text: a link is the one place where facts
come through to the page unseen.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from assistant.records import Citation, Turn
from assistant.reference import reference
from corpus.document import Document, Span

_NEAREST = 3  # hits whose surroundings may hold what was meant, where nothing was found


def facts_link(turn: Turn, documents: Mapping[str, Document]) -> str:
    """An empty link of class `facts` whose fragment is the percent-encoded JSON of `facts`."""
    told = quote(json.dumps(facts(turn, documents), ensure_ascii=False, separators=(",", ":")), safe="")
    return f'<a class="facts" href="#facts/{told}"></a>'


def facts(turn: Turn, documents: Mapping[str, Document]) -> dict[str, Any]:
    """What copying, sharing, judging and going on with an answer need of it."""
    answer = turn.answer
    cited = [citation.passage_id for citation in answer.citations]
    nearest = [hit.passage.passage_id for hit in turn.hits[:_NEAREST]]
    return {
        "id": turn.turn_id,
        "question": turn.query.question,
        "standalone": turn.query.standalone,
        "status": answer.status,
        "text": answer.text,
        "passages": list(dict.fromkeys(cited or nearest)),
        "citations": [_citation(citation, documents) for citation in answer.citations],
    }


def source_link(doc_id: str, spans: tuple[Span, ...]) -> str:
    """`#source/{doc_id}/{start-end,...}`, which opens the source pane at these characters of the file's text."""
    return f"#source/{quote(doc_id, safe='')}/{','.join(f'{start}-{end}' for start, end in spans)}"


def _citation(citation: Citation, documents: Mapping[str, Document]) -> dict[str, Any]:
    document = documents.get(citation.doc_id)
    return {
        "n": citation.n,
        "link": source_link(citation.doc_id, citation.spans),
        "title": citation.title,
        "publisher": document.publisher if document else None,
        "date": citation.date,
        "section": list(citation.section),
        "page": citation.page,
        "quote": citation.quote,
        "reference": reference(document, citation.page) if document else citation.title,
    }
