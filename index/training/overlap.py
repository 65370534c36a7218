"""No text of an evaluation set in training: what shares a run of characters with one is taken out."""

from collections.abc import Iterable
from dataclasses import replace

from index.pieces import normalise
from index.training.corpora import Corpora

RUN = 32
"""Letters, digits and characters in a row that make two texts share a text. Evaluation texts are looked at in steps of
this length, so that a shared run of `2 * RUN - 1` is always noticed and a shorter one, down to `RUN`, sometimes.
Titles of laws and set phrases are shorter."""


def runs_of(texts: Iterable[str]) -> set[str]:
    """Runs of `RUN` characters of evaluation texts, one after another; a shorter text is a run itself."""
    runs: set[str] = set()
    for text in texts:
        plain = _plain(text)
        runs.update(plain[i : i + RUN] for i in range(0, max(1, len(plain) - RUN + 1), RUN))
    return {run for run in runs if len(run) >= RUN // 2}


def without(corpora: Corpora, texts: Iterable[str]) -> tuple[Corpora, int]:
    """The corpora without the pairs and windows that share a run with one of the texts, and how many those were.

    Whole short texts (questions) are compared whole.
    """
    runs = runs_of(texts)
    long = {run for run in runs if len(run) == RUN}
    short = runs - long

    def is_clean(text: str) -> bool:
        plain = _plain(text)
        return plain not in short and not any(plain[i : i + RUN] in long for i in range(len(plain) - RUN + 1))

    pairs = {
        name: [(a, b) for a, b in rows if is_clean(a) and is_clean(b)] for name, rows in corpora.pairs.items()
    }
    documents = [
        kept
        for document in corpora.documents
        if (kept := [window for window in document if is_clean("".join(window))])
    ]
    before = sum(map(len, corpora.pairs.values())) + sum(map(len, corpora.documents))
    after = sum(map(len, pairs.values())) + sum(map(len, documents))
    return replace(corpora, pairs=pairs, documents=documents), before - after


def _plain(text: str) -> str:
    return "".join(character for character in normalise(text) if character.isalnum())
