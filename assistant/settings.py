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
class ModelSettings:
    """The language model that writes answers, if there is one, and what it may take."""

    url: str = setting(
        "", "an endpoint that speaks OpenAI's protocol, as http://127.0.0.1:11434/v1; empty: no model"
    )
    model: str = setting("", "the name that the endpoint knows the model by")
    total_s: int = setting(
        60, "an answer that takes longer is given without the model", unit="s", low=1, high=600
    )
    passage_chars: int = setting(
        6000, "of passages that the model is given at most", unit="characters", low=500
    )
    max_tokens: int = setting(1000, "of an answer at most", unit="tokens", low=50)
    at_once: int = setting(4, "answers that the model writes at the same time", low=1, high=100)
    unsupported: str = setting("drop", "drop or mark: sentences that the passages do not support")


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """Where the server listens, whom it answers, and how much it takes on."""

    host: str = setting("127.0.0.1", "the address to listen on")
    port: int = setting(7860, "the port to listen on", low=1, high=65535)
    base_path: str = setting("", "everything is served below this path, as /qa; empty: at the root")
    hosts: str = setting(
        "",
        "names under which it answers, with spaces between; empty: local ones, or all if host is not local",
    )
    origins: str = setting(
        "", "other sites that may embed it, as https://*.example.org, with spaces between; empty: none"
    )
    proxies: str = setting("127.0.0.1", "addresses of proxies whose word counts for whom they call")
    auth: str = setting("", "the file of users, made by `wenju user`; empty: no login")
    processes: int = setting(
        0,
        "that answer beside the server; 0: one a core, at most 4; 1: the server answers itself",
        low=0,
        high=64,
    )
    waiting: int = setting(64, "questions that wait; one more is told to come back", low=0, high=1000)
    patience_s: int = setting(30, "a question that waits longer is told to come back", unit="s", low=1)
    upload_mb: int = setting(
        100,
        "of files that the administrator uploads at once, at most; 0: no index is changed at the page",
        unit="MB",
        low=0,
        high=10_000,
    )
    per_minute: int = setting(300, "requests of one address in a minute; 0: no limit", low=0)
    origin_per_minute: int = setting(
        600, "requests of pages of one other site in a minute; 0: no limit", low=0
    )
    shutdown_s: int = setting(3, "what runs may take this long to end when the server stops", unit="s", low=0)
    keep_questions: int = setting(
        1, "1: unanswered questions are kept with the feedback; 0: not", low=0, high=1
    )
    log: str = setting("errors", "errors: only what goes wrong; text or json: requests too, a line each")
    log_questions: int = setting(0, "1: the log has the text of questions; 0: never", low=0, high=1)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, by the table that they stand in."""

    index: str = setting("", "name or folder of the index to use; empty: the default one")
    read: ReadSettings = field(default_factory=ReadSettings)
    build: BuildSettings = field(default_factory=BuildSettings)
    search: SearchSettings = field(default_factory=SearchSettings)
    answer: AnswerSettings = field(default_factory=AnswerSettings)
    llm: ModelSettings = field(default_factory=ModelSettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
