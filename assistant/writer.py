"""An answer in a language model's words: every sentence checked against the passages before anybody sees it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import BoundedSemaphore, Event
from time import monotonic, perf_counter
from typing import Protocol

from assistant.cite import Quote, cite
from assistant.draft import Draft, Sentence
from assistant.errors import ModelError, SettingsError
from assistant.prompt import NOT_FOUND, make_prompt
from assistant.records import Answer, Message, Turn
from assistant.settings import ModelSettings
from assistant.support import Sources
from assistant.wording import say
from corpus.document import without_space
from index.passage import Passage
from index.searcher import Searcher
from index.segment import simplified

UNSUPPORTED = ("drop", "mark")
_WAIT_S = 5  # for one of the places at the model
_PATIENCE_S = 0.1


class TextModel(Protocol):
    """Gives the text of an answer as it comes. Raises ModelError."""

    def stream(self, make: Callable[[float], list[dict[str, str]]], stop: Event) -> Iterator[str]: ...


@dataclass
class _Text:
    """The answer as far as it is written: its lines, and what they cite."""

    text: str = ""
    quotes: list[Quote] = field(default_factory=list)
    left_out: int = 0
    begins_line: bool = True

    def add(self, sentence: Sentence, after: str) -> None:
        """Write a sentence with what comes after it."""
        if self.text and self.begins_line:
            self.text += "\n"
        elif self.text:
            self.text += " "
        self.text += f"{sentence.lead if self.begins_line else ''}{sentence.text} {after}"
        self.begins_line = False

    def number(self, quote: Quote) -> int:
        """The number of the citation of a quote, or of one that holds it."""
        for n, known in enumerate(self.quotes, 1):
            if known.passage.doc_id == quote.passage.doc_id and (
                known.start <= quote.start and quote.end <= known.end
            ):
                return n
        self.quotes.append(quote)
        return len(self.quotes)


class Writer:
    """Has a model write the answers to turns whose extractive answer was found; falls back to that."""

    def __init__(self, model: TextModel, settings: ModelSettings) -> None:
        """Raises SettingsError for a way to treat unsupported sentences that does not exist."""
        if settings.unsupported not in UNSUPPORTED:
            raise SettingsError(f"llm.unsupported must be drop or mark, not {settings.unsupported!r}")
        self._model = model
        self._settings = settings
        self._places = BoundedSemaphore(settings.at_once)

    def write(
        self, turn: Turn, history: Sequence[Message], searcher: Searcher, stop: Event
    ) -> Iterator[Turn]:
        """The turn with its answer as far as it is verified, again and again; the last one is complete.

        Each text begins with the one before it. If the model fails before its first verified sentence, or
        `stop` is set, the last turn is the extractive one, and its `reason` says why.
        """
        if turn.answer.status != "answered":
            yield turn
            return
        started = perf_counter()
        if not self._admitted(stop):
            yield _fallen_back(turn, "busy", 0.0)
            return
        try:
            yield from self._write(turn, history, searcher, stop, started)
        finally:
            self._places.release()

    def _admitted(self, stop: Event) -> bool:
        until = monotonic() + _WAIT_S
        while not stop.is_set() and monotonic() < until:
            if self._places.acquire(timeout=_PATIENCE_S):
                return True
        return False

    def _write(
        self, turn: Turn, history: Sequence[Message], searcher: Searcher, stop: Event, started: float
    ) -> Iterator[Turn]:
        passages = _chosen(turn, self._settings.passage_chars)
        text = _Text()
        draft = Draft()
        reason = ""
        yield replace(turn, answer=Answer("answered", "", mode="llm"))
        try:
            sources = Sources(passages, searcher)
            for piece in self._model.stream(self._prompts(turn, history, passages, searcher), stop):
                for sentence in draft.feed(piece):
                    if self._take(sentence, text, sources, turn):
                        yield _written(turn, text, searcher, "", started)
            for sentence in draft.close():
                if self._take(sentence, text, sources, turn):
                    yield _written(turn, text, searcher, "", started)
        except ModelError as error:
            reason = error.failure
        if text.quotes:
            yield _written(turn, text, searcher, self._note(turn, text, reason), started)
        else:
            reason = reason or ("unsupported" if text.left_out else "empty")
            yield _fallen_back(turn, reason, perf_counter() - started)

    def _take(self, sentence: Sentence, text: _Text, sources: Sources, turn: Turn) -> bool:
        """Write a sentence if it is supported. Raises ModelError when the model says that nothing answers."""
        if NOT_FOUND in sentence.text:
            if text.quotes:
                return False
            raise ModelError("declined")
        text.begins_line |= sentence.is_first
        if sentence.text in text.text:
            return False
        quotes = [] if sentence.has_link else sources.support(sentence.text, sentence.cited)
        if quotes:
            numbers = dict.fromkeys(text.number(quote) for quote in quotes)
            text.add(sentence, "".join(f"[{n}]" for n in numbers))
            return True
        if sources.is_empty(sentence.text):
            return False
        text.left_out += 1
        if self._settings.unsupported == "mark" and not sentence.has_link:
            text.add(sentence, say("llm_mark", turn.query.lang))
        return False

    def _note(self, turn: Turn, text: _Text, reason: str) -> str:
        lang = turn.query.lang
        notes = [say("llm_broke_off", lang)] if reason else []
        if text.left_out:
            name = "llm_left_out" if self._settings.unsupported == "drop" else "llm_marked"
            notes.append(say(name, lang, count=text.left_out))
        return " ".join(notes)

    def _prompts(
        self, turn: Turn, history: Sequence[Message], passages: Sequence[Passage], searcher: Searcher
    ) -> Callable[[float], list[dict[str, str]]]:
        query, chars = turn.query, self._settings.passage_chars
        is_traditional = query.lang == "zh" and simplified(query.question) != query.question
        tongue = "English" if query.lang == "en" else "繁體中文" if is_traditional else "中文"

        def make(share: float) -> list[dict[str, str]]:
            return make_prompt(
                query.standalone,
                history,
                _within(passages, int(share * chars)),
                searcher.documents,
                lang=query.lang,
                tongue=tongue,
                chars=int(share * chars),
            )

        return make


def _chosen(turn: Turn, chars: int) -> list[Passage]:
    """The passages of the evidence, then the best others, until that many characters are reached; at least one."""
    passages = [*(evidence.passage for evidence in turn.evidence), *(hit.passage for hit in turn.hits)]
    return _within(list({passage.passage_id: passage for passage in passages}.values()), chars)


def _within(passages: Sequence[Passage], chars: int) -> list[Passage]:
    found: list[Passage] = []
    for passage in passages:
        chars -= len(passage.text)
        if found and chars < 0:
            break
        found.append(passage)
    return found


def _written(turn: Turn, text: _Text, searcher: Searcher, note: str, started: float) -> Turn:
    citations = tuple(cite(text.quotes, searcher))
    quoted = without_space("".join(citation.quote for citation in citations))
    short = turn.answer.short
    answer = Answer(
        status="answered",
        text=text.text,
        short=short if short and without_space(short) in quoted else None,
        citations=citations,
        reason=note,
        mode="llm",
    )
    return replace(turn, answer=answer, timings_ms=_timed(turn, perf_counter() - started))


def _fallen_back(turn: Turn, reason: str, seconds: float) -> Turn:
    """The extractive answer, with a note that says why it is that."""
    note = say(f"llm_{reason}", turn.query.lang)
    answer = replace(turn.answer, reason=" ".join(filter(None, [turn.answer.reason, note])))
    return replace(turn, answer=answer, timings_ms=_timed(turn, seconds))


def _timed(turn: Turn, seconds: float) -> dict[str, float]:
    return {**turn.timings_ms, "write": 1000 * seconds}
