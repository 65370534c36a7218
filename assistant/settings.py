"""Every setting of answering and serving, with its default and what it means; and all settings together."""

from dataclasses import dataclass, field

from corpus.settings import ReadSettings, setting
from index.settings import BuildSettings, SearchSettings


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How an answer is chosen."""

    min_confidence: float = setting(0.44, "below this the documents are said not to hold the answer")
    max_sentences: int = setting(4, "quoted at most", unit="sentences", low=1)
    max_chars: int = setting(420, "quoted at most, beyond the first sentence", unit="characters", low=0)


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """Where the server listens."""

    host: str = setting("127.0.0.1", "the address to listen on")
    port: int = setting(7860, "the port to listen on", low=1, high=65535)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, by the table that they stand in."""

    index: str = setting("", "name or folder of the index to use; empty: the default one")
    read: ReadSettings = field(default_factory=ReadSettings)
    build: BuildSettings = field(default_factory=BuildSettings)
    search: SearchSettings = field(default_factory=SearchSettings)
    answer: AnswerSettings = field(default_factory=AnswerSettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
