"""Questions to offer: drawn from the documents, and each one asked before it is shown."""

import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from assistant.app import Assistant
from assistant.errors import AssistantError
from assistant.examples import Example, examples
from assistant.records import Evidence, Kind
from index.errors import RetrievalError
from index.passage import Passage

MOST = 6
_MIN_CONFIDENCE = 0.8  # an offered question should not be answered by luck
_TRIED = 24  # questions asked for one list at most
_TRIED_NEAR = 10  # the same for follow-ups, which a reader waits for
_READ = 600  # passages looked at for a whole index, spread over its documents
_NEAR = 6  # passages before and after one that was cited
_KEPT = 256  # lists remembered
_PATIENCE_S = 5.0
_MOST_A_KIND = 2  # of one kind in a list, so that it shows what can be asked
_FORM = re.compile(r"什么是|是什么|？")
_ORDER = (Kind.DEFINITION, Kind.QUANTITY, Kind.NAME, Kind.PLACE, Kind.REASON, Kind.LIST, Kind.TOPIC)


class Suggester:
    """Finds questions that an assistant answers from where they were drawn. One list is made at a time."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._one = threading.Lock()
        self._known: OrderedDict[tuple[str, ...], tuple[str, ...]] = OrderedDict()
        self._at = {passage.passage_id: n for n, passage in enumerate(assistant.passages)}

    def suggest(self, near: Sequence[str] = (), n: int = MOST) -> tuple[str, ...]:
        """Up to `n` questions: about the whole index, or about what stands near the passages of these ids.

        Unknown ids are passed over. Empty where no question was sure to be answered, or while too many
        other lists are being made.
        """
        key = tuple(dict.fromkeys(name for name in near if name in self._at))
        if near and not key:
            return ()
        if not self._one.acquire(timeout=_PATIENCE_S):
            return ()
        try:
            if key not in self._known:
                self._known[key] = tuple(self._near(key) if key else self._overall())
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
            return self._known[key][:n]
        finally:
            self._one.release()

    def _overall(self) -> Iterator[str]:
        passages = self._assistant.passages
        step = max(len(passages) // _READ, 1)
        yield from self._sure(_spread(passages[::step]), _TRIED)

    def _near(self, key: Sequence[str]) -> Iterator[str]:
        passages = self._assistant.passages
        cited = [self._at[name] for name in key]
        doc_ids = {passages[row].doc_id for row in cited}
        rows = dict.fromkeys(
            row + step for step in _outwards(_NEAR) for row in cited if 0 <= row + step < len(passages)
        )
        nearby = [passages[row] for row in rows if passages[row].doc_id in doc_ids]
        found = chain.from_iterable(map(examples, nearby))
        yield from self._sure(found, _TRIED_NEAR)

    def _sure(self, found: Iterable[Example], tries: int) -> Iterator[str]:
        """The first questions that are answered with confidence from the very place they were drawn from."""
        tried: set[str] = set()
        offered: Counter[Kind] = Counter()
        for example in found:
            if len(tried) == tries or offered.total() == MOST:
                return
            subject = _FORM.sub("", example.question)
            if subject in tried or offered[example.kind] == _MOST_A_KIND:
                continue
            tried.add(subject)
            if self._is_answered(example):
                offered[example.kind] += 1
                yield example.question

    def _is_answered(self, example: Example) -> bool:
        try:
            turn = self._assistant.extract(example.question)
        except (AssistantError, RetrievalError):
            return False
        answer = turn.answer
        if answer.status != "answered" or turn.confidence < _MIN_CONFIDENCE:
            return False
        if example.value and example.value not in (answer.short or ""):
            return False
        return any(_is_from(evidence, example) for evidence in turn.evidence[:1])


def _is_from(evidence: Evidence, example: Example) -> bool:
    """Whether a sentence stands where an example was drawn from, or under the heading that it was."""
    passage, origin = evidence.passage, example.passage
    if passage.doc_id != origin.doc_id:
        return False
    if example.is_of_section:
        return passage.section[: len(origin.section)] == origin.section
    return evidence.start < example.end and evidence.end > example.start


def _spread(passages: Iterable[Passage]) -> Iterator[Example]:
    """Examples of all documents and kinds in turn, so that the first few show what there is."""
    groups: dict[Kind, dict[str, list[Example]]] = {kind: {} for kind in _ORDER}
    for example in chain.from_iterable(map(examples, passages)):
        groups[example.kind].setdefault(example.passage.doc_id, []).append(example)
    kinds = (chain.from_iterable(zip_longest(*of_kind.values())) for of_kind in groups.values())
    for row in zip_longest(*(filter(None, kind) for kind in kinds)):
        yield from filter(None, row)


def _outwards(most: int) -> Iterator[int]:
    """0, 1, -1, 2, -2 …: what follows first."""
    yield 0
    for step in range(1, most + 1):
        yield from (step, -step)
