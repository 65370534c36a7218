"""Where the parts are wired: an index, opened or built, and the assistant over it."""

import gc
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from platformdirs import user_data_path

from assistant.pipeline import answer
from assistant.records import Message, Turn
from corpus.document import Document
from corpus.errors import SourceError
from corpus.load import Skipped, find_sources, read_documents
from index import store
from index.build import Progress, build_searcher
from index.encoder import load_encoder
from index.errors import DamagedIndex, MissingIndex, StaleIndex
from index.passage import Passage
from index.searcher import Searcher
from index.settings import BuildSettings, Mode

Notify = Callable[[str], None]


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions over one index."""

    searcher: Searcher

    def ask(
        self,
        question: str,
        history: Sequence[Message] = (),
        *,
        k: int = 10,
        mode: Mode = "hybrid",
        turn_id: str | None = None,
    ) -> Turn:
        """Answer a question after the messages before it. Raises QuestionError."""
        return answer(question, history, self.searcher, k=k, mode=mode, turn_id=turn_id)

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


def default_index() -> Path:
    """The folder of the default index: below WENJU_HOME, or where this system keeps users' data."""
    home = os.environ.get("WENJU_HOME")
    return (Path(os.path.expanduser(home)) if home else user_data_path("wenju")) / "index"


def _absolute(encoder: str) -> str:
    """A model folder by its whole path, so that the index finds it from anywhere; a name as it is."""
    path = Path(os.path.expanduser(encoder)) if encoder else None
    return str(path.resolve()) if path and path.is_dir() else encoder


def build(
    paths: Sequence[str | Path],
    folder: Path,
    settings: BuildSettings = BuildSettings(),
    progress: Progress = _silent,
) -> tuple[Searcher, list[Skipped]]:
    """Read documents, index them and store the index. Nothing that was stored is lost if this fails.

    Raises CorpusError or RetrievalError; files that cannot be read are returned, unless all are.
    """
    settings = replace(settings, encoder=_absolute(settings.encoder))
    encoder = load_encoder(settings.encoder)
    encoder.encode(["?"])  # one that does not work is better found before the work than after it
    sources = find_sources(paths)
    documents: list[Document] = []
    skipped: list[Skipped] = []
    for done, result in enumerate(read_documents(sources), 1):
        if isinstance(result, Document):
            documents.append(result)
        else:
            skipped.append(result)
        progress("read", done, len(sources))
    if not documents:
        first = skipped[0].reason
        raise SourceError(
            first if len(skipped) == 1 else f"none of {len(skipped)} files can be read: {first}"
        )
    searcher = _without_pauses(lambda: build_searcher(documents, encoder, settings, progress))
    roots = [str(Path(os.path.expanduser(path)).resolve()) for path in paths]
    store.save(
        searcher,
        folder=folder,
        settings=settings,
        roots=roots,
        skipped=[file.path for file in skipped],
    )
    return searcher, skipped


def _without_pauses(work: Callable[[], Searcher]) -> Searcher:
    """Run `work` without the cyclic garbage collector, which takes a seventh of a build and finds nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return work()
    finally:
        if was_enabled:
            gc.enable()


def open_assistant(
    index: Path | None = None,
    *,
    encoder: str | None = None,
    progress: Progress = _silent,
    notify: Notify = lambda line: None,
) -> Assistant:
    """The assistant over an index. The default one is built if there is none, and built again from the
    same documents if it is stale or damaged; another one that cannot be used raises StoreError."""
    folder = index or default_index()
    if encoder:
        encoder = _absolute(encoder)
        load_encoder(encoder).encode(["?"])
    try:
        return Assistant(store.load(folder, encoder=encoder))
    except MissingIndex:
        if index is not None:
            raise
        roots = []
        notify("Building the index for the first time.")
    except (StaleIndex, DamagedIndex) as error:
        known = store.roots_of(folder)
        if index is not None or known is None:
            raise
        roots = known
        notify(f"{error}. Building it now.")
    settings = BuildSettings(encoder=encoder if encoder is not None else store.encoder_of(folder))
    return Assistant(build(roots, folder, settings, progress)[0])
