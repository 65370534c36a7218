"""Errors of asking.

AssistantError
├── QuestionError    a question that cannot be asked: empty, too long, nothing but punctuation
├── SettingsError    a setting that does not exist, or a value that it cannot have
├── IndexNameError   a name that no index has, or that none can have
├── FeedbackError    the file of feedback cannot be used
├── ModelError       the language model gave no answer that could be used
└── AuthError        the file of users cannot be used
"""


class AssistantError(Exception):
    """Something about a request or the server is wrong. The message says what and what to do."""


class QuestionError(AssistantError):
    """A question that cannot be asked."""


class SettingsError(AssistantError):
    """A setting that does not exist, or has a value that it cannot have."""


class IndexNameError(AssistantError):
    """A name that no index has, or that none can have."""


class FeedbackError(AssistantError):
    """The file of feedback cannot be used."""


class AuthError(AssistantError):
    """The file of users cannot be used."""


class ModelError(AssistantError):
    """The language model gave no answer that could be used.

    `reason` is one of unreachable, refused, busy, slow, broken, cut, stopped, empty, declined, unsupported.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"the language model failed: {reason}{f' ({detail})' if detail else ''}")
        self.reason = reason
