"""Why a question was answered as it was: looked up again, only when somebody asks."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict

from assistant.confidence import weights_for
from assistant.evidence import select
from assistant.records import Found, Quoted, Term, Turn, Why
from assistant.settings import AnswerSettings
from corpus.document import without_space
from index.coverage import PARTLY, match
from index.passage import Hit, Passage
from index.query import Concept, SearchQuery
from index.searcher import Searcher
from index.segment import fold
from index.settings import Mode

_DEPTH = 100  # ranks of either ranking that are known
_FORMS = 6
_LIKELY = 0.3
_NEAREST = 3
_SAID = 0.5


def explain(
    turn: Turn,
    searcher: Searcher,
    settings: AnswerSettings,
    *,
    documents: Collection[str] | None = None,
) -> Why:
    """Why a turn was answered as it was, if it was asked of these documents. None: of all."""
    query = turn.query
    if query.reply:
        return Why(turn, (), False, (), (), settings.min_confidence)
    search = searcher.analyse(query.content, context=query.context, question=query.standalone)
    selection = select(query, search, turn.hits, searcher)
    lexical, dense = (_ranks(search, mode, searcher, documents) for mode in _LEGS)
    found = tuple(
        Found(hit, lexical.get(hit.passage.passage_id), dense.get(hit.passage.passage_id))
        for hit in turn.hits
    )
    nearest = [(0, e.text, e.passage) for e in selection.evidence[:_NEAREST]]
    known = {hit.passage.passage_id: hit.passage for hit in turn.hits}
    cited = [(c.n, c.quote, known.get(c.passage_id)) for c in turn.answer.citations]
    return Why(
        turn=turn,
        terms=tuple(_terms(search.concepts)),
        is_bridged=search.is_bridged,
        found=found,
        quoted=tuple(
            _quoted(n, text, passage, search.concepts, searcher, turn.answer.short)
            for n, text, passage in cited or nearest
        ),
        threshold=settings.min_confidence,
        signals=tuple(
            (name, value, weights_for(selection.signals).get(name, 0.0))
            for name, value in asdict(selection.signals).items()
        ),
    )


_LEGS: tuple[Mode, Mode] = ("bm25", "dense")


def _ranks(
    search: SearchQuery, mode: Mode, searcher: Searcher, documents: Collection[str] | None
) -> dict[str, int]:
    hits: Sequence[Hit] = searcher.search(search, k=_DEPTH, mode=mode, documents=documents)
    return {hit.passage.passage_id: hit.rank for hit in hits}


def _terms(concepts: Sequence[Concept]) -> Iterator[Term]:
    total = sum(concept.importance for concept in concepts) or 1.0
    for concept in concepts:
        forms = [a.form for a in concept.alternatives if a.form != concept.text and a.weight >= _LIKELY]
        yield Term(
            concept.text, tuple(forms[:_FORMS]), concept.importance / total, concept.is_known, concept.is_name
        )


def _quoted(
    n: int,
    text: str,
    passage: Passage | None,
    concepts: Sequence[Concept],
    searcher: Searcher,
    short: str | None,
) -> Quoted:
    own = fold(text)
    around = own
    if passage is not None:
        title = searcher.documents[passage.doc_id].title
        around = fold("\n".join([title, *passage.section, passage.text]))
    says = [c for c in concepts if match(c, own) >= _SAID]
    near = [c for c in concepts if c not in says and match(c, around) >= PARTLY]
    return Quoted(
        n=n,
        text=text,
        says=tuple(c.text for c in says),
        near=tuple(c.text for c in near),
        lacks=tuple(c.text for c in concepts if c not in says and c not in near),
        has_short=bool(short) and without_space(short or "") in without_space(text),
    )
