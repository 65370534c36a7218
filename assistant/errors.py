"""Errors of asking.

AssistantError
└── QuestionError    a question that cannot be asked: empty, too long, nothing but punctuation
"""


class AssistantError(Exception):
    """Something about a request or the server is wrong. The message says what and what to do."""


class QuestionError(AssistantError):
    """A question that cannot be asked."""
