"""Where the parts are wired: an index, opened or built, and the assistant over it."""

from collections import abc
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from assistant.building import absolute, build, rebuild, silent
from assistant.errors import QuestionError
from assistant.indexes import default_index, existing_index
from assistant.pipeline import answer
from assistant.records import Message, Turn, Why
from assistant.settings import AnswerSettings, ModelSettings, Settings
from assistant.why import explain
from assistant.writer import Writer
from corpus.document import Document
from corpus.sources import Collection
from index import store
from index.build import Progress
from index.encoder import load_encoder
from index.errors import DamagedIndex, MissingIndex, StaleIndex
from index.manifest import collection_of, settings_of
from index.passage import Passage
from index.searcher import Searcher
from index.settings import Mode

__all__ = ["Assistant", "build", "default_index", "open_assistant", "reopen", "warm_up"]

Notify = Callable[[str], None]
Elsewhere = Callable[[str, Sequence[Message], abc.Collection[str] | None], Turn | None]
"""Answers a question after messages from documents, with the settings of the assistant, in another process.

None: it cannot, now. Raises QuestionError.
"""


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions over one index. With a `writer` a language model words the answers.

    What is asked without options is answered `elsewhere`, if there is such a place.
    """

    searcher: Searcher
    settings: AnswerSettings = field(default_factory=AnswerSettings)
    writer: Writer | None = None
    elsewhere: Elsewhere | None = None

    def ask(
        self,
        question: str,
        history: Sequence[Message] = (),
        *,
        k: int = 10,
        mode: Mode = "hybrid",
        turn_id: str | None = None,
        documents: abc.Collection[str] | None = None,
    ) -> Turn:
        """Answer a question after the messages before it, from the documents of these ids. None: from all.

        Raises QuestionError.
        """
        turn = self.extract(question, history, k=k, mode=mode, turn_id=turn_id, documents=documents)
        *_, complete = self.write(turn, history)
        return complete

    def extract(
        self,
        question: str,
        history: Sequence[Message] = (),
        *,
        k: int = 10,
        mode: Mode = "hybrid",
        turn_id: str | None = None,
        documents: abc.Collection[str] | None = None,
    ) -> Turn:
        """The same in the words of the documents alone, with or without a language model."""
        if self.elsewhere is not None and (k, mode, turn_id) == (10, "hybrid", None):
            turn = self.elsewhere(question, history, documents)
            if turn is not None:
                return turn
        return answer(
            question,
            history,
            self.searcher,
            k=k,
            mode=mode,
            settings=self.settings,
            turn_id=turn_id,
            documents=documents,
        )

    def write(self, turn: Turn, history: Sequence[Message], stop: Event | None = None) -> Iterator[Turn]:
        """An extracted turn as the language model words it, further with each turn given; the last is complete.

        Without a model that is the turn itself. Setting `stop` ends it soon.
        """
        if self.writer is None:
            yield turn
        else:
            yield from self.writer.write(turn, history, self.searcher, stop or Event())

    def explain(self, turn: Turn, *, documents: abc.Collection[str] | None = None) -> Why:
        """Why a turn, asked of these documents, was answered as it was."""
        return explain(turn, self.searcher, self.settings, documents=documents)

    def document(self, doc_id: str) -> Document:
        """A document by its id. Raises KeyError."""
        return self.searcher.documents[doc_id]

    def documents(self) -> Sequence[Document]:
        """All documents, in the order in which they were read."""
        return tuple(self.searcher.documents.values())

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages."""
        return self.searcher.passages

    @property
    def fingerprint(self) -> str:
        """Identifies documents, encoder, settings and code."""
        return self.searcher.fingerprint


def open_assistant(
    index: str | Path | None = None,
    *,
    encoder: str | None = None,
    settings: Settings = Settings(),
    progress: Progress = silent,
    notify: Notify = lambda line: None,
) -> Assistant:
    """The assistant over an index, by its name or folder. The default one is built if there is none, and
    brought up to date if it is stale or damaged; another one that cannot be used raises StoreError."""
    folder = existing_index(index)
    is_default = folder == default_index()
    if encoder:
        encoder = absolute(encoder)
        load_encoder(encoder).encode(["?"])
    build_settings = settings.build
    try:
        return _assistant(store.load(folder, encoder=encoder), settings)
    except MissingIndex:
        if not is_default:
            raise
        collection = Collection()
        notify("Building the index for the first time.")
    except (StaleIndex, DamagedIndex) as error:
        known = collection_of(folder)
        if not is_default or known is None:
            raise
        collection, build_settings = known, settings_of(folder)
        notify(f"{error}. Building it now.")
    if encoder is not None:
        build_settings = replace(build_settings, encoder=encoder)
    made = rebuild(collection, folder, build_settings, progress, settings.read)
    return _assistant(made.searcher, settings)


def reopen(folder: Path, *, encoder: str | None = None, settings: Settings = Settings()) -> Assistant:
    """The assistant over the index that stands in `folder` now. It is not built: raises RetrievalError."""
    return _assistant(store.load(folder, encoder=absolute(encoder) if encoder else None), settings)


def warm_up(assistant: Assistant) -> None:
    """Load what a first question needs, such as the dictionaries of both languages, before anybody waits for it."""
    if documents := assistant.documents():
        with suppress(QuestionError):
            assistant.extract(f"{documents[0].title} documents")


def _assistant(searcher: Searcher, settings: Settings) -> Assistant:
    return Assistant(replace(searcher, settings=settings.search), settings.answer, _writer(settings.llm))


def _writer(settings: ModelSettings) -> Writer | None:
    """Who writes answers, if the settings name a model."""
    if not settings.url:
        return None
    from assistant.language_model import LanguageModel  # what it needs is loaded only where there is a model

    return Writer(LanguageModel(settings), settings)
