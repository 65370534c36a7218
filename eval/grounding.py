"""Does what an answer cites say what it says? Citation recall and precision.

As in Gao, Yen, Yu and Chen, "Enabling Large Language Models to Generate Text with Citations" (ALCE), EMNLP
2023, with a strict stand-in for entailment: a text says what stands in it word for word. An answer in words of
its own therefore scores 0 here however true it is.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.sentence import split_sentences

_NO_WORD = re.compile(r"[\W_]+")
_MARKERS = re.compile(r"(?:\s*\[\d+\])+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer and the numbers of what it cites, in order and without repeats."""

    text: str
    cited: tuple[int, ...]


def statements(answer: str) -> Iterator[Statement]:
    """The sentences of an answer in order. Markers count for all sentences since the line or markers before.

    What has neither letter nor digit is no sentence, nor is a line that ends in a colon and cites nothing: it
    is the head of what follows.
    """
    for line in answer.splitlines():
        if line.rstrip().endswith((":", "：")) and not _MARKERS.search(line):
            continue
        at = 0
        for match in _MARKERS.finditer(line):
            yield from _of(line[at : match.start()], match.group())
            at = match.end()
        yield from _of(line[at:], "")


def citation_recall(answer: str, cited: Mapping[int, str]) -> float | None:
    """The share in [0, 1] of the sentences that the texts cited together say; None without a sentence.

    `cited` are the texts by number.
    """
    said = [_supported(statement, statement.cited, cited) for statement in statements(answer)]
    return sum(said) / len(said) if said else None


def citation_precision(answer: str, cited: Mapping[int, str]) -> float | None:
    """The share in [0, 1] of the citations that are needed; None if nothing is cited.

    One is needed if its sentence is supported, and it alone supports it or the others do not without it.
    """
    needed = []
    for statement in statements(answer):
        supported = _supported(statement, statement.cited, cited)
        for n in statement.cited:
            others = tuple(other for other in statement.cited if other != n)
            alone = _supported(statement, (n,), cited)
            needed.append(supported and (alone or not _supported(statement, others, cited)))
    return sum(needed) / len(needed) if needed else None


def plain(text: str) -> str:
    """The form in which texts are compared: NFKC, lower case, letters and digits only."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def _of(text: str, markers: str) -> Iterator[Statement]:
    cited = tuple(dict.fromkeys(int(n) for n in re.findall(r"\d+", markers)))
    for start, end in split_sentences(text):
        if plain(text[start:end]):
            yield Statement(text[start:end].strip(), cited)


def _supported(statement: Statement, numbers: tuple[int, ...], cited: Mapping[int, str]) -> bool:
    return plain(statement.text) in plain("".join(cited.get(n, "") for n in numbers))
