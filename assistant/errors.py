"""Errors of asking.

AssistantError
├── QuestionError    a question that cannot be asked: empty, too long, nothing but punctuation
├── SettingsError    a setting that does not exist, or a value that it cannot have
├── IndexNameError   a name that no index has, or that none can have
│   └── NotServed    an index that the server does not serve
├── ChangeError      documents that cannot be added or taken out at the page
├── FeedbackError    the file of feedback cannot be used
├── ModelError       the language model gave no answer that could be used
└── AuthError        the file of users cannot be used
"""

from corpus.wording import ReasonedError


class AssistantError(ReasonedError):
    """Something about a request or the server is wrong. `reason` says what and what to do."""


class QuestionError(AssistantError):
    """A question that cannot be asked."""


class SettingsError(AssistantError):
    """A setting that does not exist, or has a value that it cannot have."""


class IndexNameError(AssistantError):
    """A name that no index has, or that none can have."""


class NotServed(IndexNameError):
    """An index that the server does not serve. `served` are the names of those that it does."""

    def __init__(self, index: str, served: tuple[str, ...]) -> None:
        super().__init__(f"the index {index[:80]!r} is not served here; these are: {', '.join(served)}")
        self.index = index
        self.served = served


class ChangeError(AssistantError):
    """A change of an index that cannot be made at the page; `sentence` and `values` are for `assistant.wording`."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


class FeedbackError(AssistantError):
    """The file of feedback cannot be used."""


class AuthError(AssistantError):
    """The file of users cannot be used."""


class ModelError(AssistantError):
    """The language model gave no answer that could be used.

    `failure` is one of unreachable, refused, busy, slow, broken, cut, stopped, empty, declined, unsupported.
    """

    def __init__(self, failure: str, detail: str = "") -> None:
        super().__init__(f"the language model failed: {failure}{f' ({detail})' if detail else ''}")
        self.failure = failure
