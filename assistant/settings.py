"""Every setting of answering, with its default and what it means."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How an answer is chosen."""

    min_confidence: float = 0.44  # below this the corpus is said not to hold the answer
    max_sentences: int = 4  # quoted at most
    max_chars: int = 420  # quoted at most, beyond the first sentence
