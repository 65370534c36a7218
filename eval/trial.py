"""Questions that were understood once, to be ranked under any search settings: what tuning and ablation repeat."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.errors import AssistantError
from assistant.records import Message, Query
from assistant.understand import understand
from eval.measures import DEPTH, measure
from eval.qrels import Qrel, find_labels, project
from eval.topics import Topic
from index.passage import Hit, Passage
from index.searcher import Searcher
from index.settings import Mode

_PASSAGES_A_TEXT = 5  # ranked for each text, where texts are ranked by their best passage

Values = Mapping[str, Mapping[str, float]]
"""`{question id: {measure: value in [0, 1]}}`, higher is better."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `query` is None for one that cannot be asked. `group` is what tables show it under."""

    id: str
    group: str
    query: Query | None


@dataclass(frozen=True, slots=True)
class Trial:
    """Questions over an index. `ranks_texts`: documents are judged, each where its best passage stands; else passages."""

    name: str
    searcher: Searcher
    asked: tuple[Asked, ...]
    qrels: tuple[Qrel, ...]
    ranks_texts: bool

    def values(
        self,
        changes: Mapping[str, Any] | None = None,
        *,
        mode: Mode = "hybrid",
        on_question: Callable[[], None] = lambda: None,
    ) -> Values:
        """Every measure of every question, with these search settings in place of the served ones."""
        searcher = replace(self.searcher, settings=replace(self.searcher.settings, **(changes or {})))
        run = {}
        for asked in self.asked:
            run[asked.id] = self._ranking(asked.query, searcher, mode) if asked.query else []
            on_question()
        return measure([asked.id for asked in self.asked], self.qrels, run)

    def _ranking(self, query: Query, searcher: Searcher, mode: Mode) -> list[str]:
        search = searcher.analyse(query.content, context=query.context, question=query.standalone)
        if not self.ranks_texts:
            return [passage.passage_id for passage in _shown(searcher.search(search, k=DEPTH, mode=mode))][
                :DEPTH
            ]
        hits = searcher.search(search, k=_PASSAGES_A_TEXT * DEPTH, mode=mode)
        return list(dict.fromkeys(passage.doc_id for passage in _shown(hits)))[:DEPTH]


def _shown(hits: Iterable[Hit]) -> Iterator[Passage]:
    """The passages of hits, copies behind the one that they are copies of: whichever of them is judged has been found."""
    for hit in hits:
        yield from (hit.passage, *hit.copies)


def of_topics(name: str, topics: Iterable[Topic], searcher: Searcher) -> Trial:
    """A trial of the answerable gold questions, by type. Raises GoldError if a label is not in its document."""
    chosen = [topic for topic in topics if topic.answerable]
    labels = find_labels(chosen, searcher.documents)
    asked = (Asked(t.id, t.type, understood(t.question, t.history, searcher)) for t in chosen)
    return Trial(name, searcher, tuple(asked), tuple(project(labels, searcher.passages)), ranks_texts=False)


def understood(question: str, history: Sequence[Message], searcher: Searcher) -> Query | None:
    """The question as the assistant understands it; None if it refuses to."""
    try:
        return understand(question, history, searcher)
    except AssistantError:
        return None
