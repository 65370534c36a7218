"""What every answer must be, whatever was asked."""

import re

from assistant.records import Answer
from corpus.document import without_space


def is_sound(answer: Answer) -> bool:
    """Whether the markers of an answer are those of its citations, each used, and its short answer quoted."""
    numbers = [citation.n for citation in answer.citations]
    numbered = numbers == list(range(1, len(numbers) + 1))
    own_words = answer.text
    for citation in answer.citations:
        own_words = own_words.replace(citation.quote, "")  # a source may hold markers of its own
    marked = {int(n) for n in re.findall(r"\[(\d+)\]", own_words)} == set(numbers)
    quoted = without_space("".join(citation.quote for citation in answer.citations))
    verdicts = {None, "是", "否", "Yes", "No"}
    short_is_quoted = answer.short in verdicts or without_space(answer.short or "") in quoted
    return numbered and marked and short_is_quoted
