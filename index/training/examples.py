"""Batches of (query, passage), cut into pieces: what the encoder sees in training, made anew for every step.

Three sorts of batches, each from one source, so that the other passages of a batch are of its kind:
pairs as they are; a sentence and the window it stands in, or stood in before it was taken out; and a sentence in
English of a sort, word for word by the dictionary, with the sentence or its window. A static encoder does not see the
order of words, so that such a row of glosses is as good as a translation, and there is one for every sentence.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.pieces import Pieces
from index.training.corpora import DATA_SETS, LAWS, Corpora

Numbers = npt.NDArray[np.int64]
Batch = tuple[list[Numbers], list[Numbers]]
"""Queries and their passages, as piece numbers; all passages differ."""

_WINDOW_SHARE, _ENGLISH_SHARE = 0.35, 0.20
_KEEP_SENTENCE = 0.3
"""How often a window keeps the sentence that is its query."""
_ONLY_SENTENCE = 0.7
"""How often an English row of glosses goes with its sentence alone."""
_ASKED, _DROPPED = 0.5, 0.35
"""How often a sentence becomes a question of a sort (its numbers go, a question word comes), and the mean share of its
words that a query leaves out."""
_QUESTION_WORDS = (
    "是什么", "有哪些", "是谁", "多少", "在哪里", "什么时候", "哪一年", "为什么", "怎么", "如何", "是多少", "几个", "吗",
    "哪个", "什么是", "请问", "何时", "何人", "哪些",
)  # fmt: skip
_FUNCTION_WORD = 0.15
"""Chance of an English function word after each gloss."""
_FUNCTION_WORDS = (
    "what is the", "how many", "where is", "when did", "who", "which", "the of and in", "of the", "in", "to", "is",
    "how does the", "why", "for the", "a", "with", "on", "by",
)  # fmt: skip
_LONGEST_QUERY, _LONGEST_PASSAGE = 60, 300
"""Pieces."""
_AT_ONCE = 4096
"""Texts that are cut together."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Lists of numbers one after another: list i is `flat[ends[i]:ends[i + 1]]`."""

    flat: npt.NDArray[np.uint16]
    ends: Numbers

    @classmethod
    def of(cls, texts: Iterable[str], pieces: Pieces) -> "Rows":
        """Cut texts into pieces, of which there are fewer than 65,536."""
        left = iter(texts)
        cuts = [pieces.cut_all(some) for some in iter(lambda: list(itertools.islice(left, _AT_ONCE)), [])]
        lengths = np.concatenate([np.diff(cut.ends) for cut in cuts])
        numbers = np.concatenate([cut.numbers.astype(np.uint16) for cut in cuts])
        return cls(numbers, np.concatenate([[0], np.cumsum(lengths)]))

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, i: int) -> Numbers:
        return self.span(i, i + 1)

    def only(self, rows: Numbers) -> "Rows":
        """Some of the lists."""
        lists = [self.flat[self.ends[i] : self.ends[i + 1]] for i in rows.tolist()]
        return Rows(np.concatenate(lists), np.concatenate([[0], np.cumsum([len(some) for some in lists])]))

    def span(self, first: int, last: int) -> Numbers:
        """Lists `first` to before `last` as one."""
        return self.flat[self.ends[first] : self.ends[last]].astype(np.int64)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of one data set; pairs with the same `group` have the same passage."""

    queries: Rows
    passages: Rows
    groups: Numbers


class Examples:
    """All texts in pieces; `batch(step)` depends on nothing but the seed and the step."""

    def __init__(self, corpora: Corpora, pieces: Pieces, *, batch_size: int, seed: int) -> None:
        self._batch_size, self._seed = batch_size, seed
        self._pairs = {name: _pairs(rows, pieces) for name, rows in corpora.pairs.items() if rows}
        self._sentences = Rows.of(
            (sentence for document in corpora.documents for window in document for sentence in window), pieces
        )
        self._windows = np.cumsum(
            [0, *(len(window) for document in corpora.documents for window in document)]
        )
        self._glosses: dict[int, list[list[int]]] = {}
        for word, gloss in corpora.glosses():
            if word in pieces and (numbers := pieces.cut(gloss)):
                self._glosses.setdefault(pieces[word], []).append(numbers)
        self._question_words = [np.asarray(pieces.cut(words)) for words in _QUESTION_WORDS]
        self._function_words = [pieces.cut(words) for words in _FUNCTION_WORDS]
        self._is_number = np.zeros(len(pieces), dtype=bool)
        self._is_number[[number for piece, number in pieces.items() if piece[0].isdigit()]] = True
        shares = {data.name: data.share for data in (*DATA_SETS, LAWS)}
        total = sum(shares[name] for name in self._pairs)
        rest = 1 - _WINDOW_SHARE - _ENGLISH_SHARE
        self._sources = ["windows", "english", *self._pairs]
        self._chances = np.array(
            [_WINDOW_SHARE, _ENGLISH_SHARE, *(rest * shares[name] / total for name in self._pairs)]
        )

    def batch(self, step: int) -> Batch:
        """At most `batch_size` examples of one source."""
        rng = np.random.default_rng((self._seed, step))
        source = self._sources[rng.choice(len(self._sources), p=self._chances)]
        if source in self._pairs:
            return self._of_pairs(self._pairs[source], rng)
        make = self._english if source == "english" else self._sentence
        windows = rng.choice(len(self._windows) - 1, size=self._batch_size, replace=False)
        made = [make(int(window), rng) for window in windows]
        both = [
            (query, passage[:_LONGEST_PASSAGE])
            for query, passage in made
            if len(query) > 1 and len(passage) > 1
        ]
        return [query for query, _ in both], [passage for _, passage in both]

    def _of_pairs(self, pairs: Pairs, rng: np.random.Generator) -> Batch:
        order = rng.permutation(len(pairs.groups))[: 3 * self._batch_size]
        _, first = np.unique(pairs.groups[order], return_index=True)
        rows = order[np.sort(first)][: self._batch_size]
        return [pairs.queries[i] for i in rows], [pairs.passages[i][:_LONGEST_PASSAGE] for i in rows]

    def _sentence(self, window: int, rng: np.random.Generator) -> tuple[Numbers, Numbers]:
        first, last = int(self._windows[window]), int(self._windows[window + 1])
        chosen = int(rng.integers(first, last))
        query = self._sentences[chosen]
        if len(query) > _LONGEST_QUERY:
            start = int(rng.integers(0, len(query) - _LONGEST_QUERY))
            query = query[start : start + _LONGEST_QUERY]
        query = query[rng.random(len(query)) > 2 * _DROPPED * rng.random()]
        if rng.random() < _ASKED:
            asked = self._question_words[int(rng.integers(len(self._question_words)))]
            query = np.concatenate([query[~self._is_number[query]], asked])
        if last - first > 1 and rng.random() > _KEEP_SENTENCE:
            return query, np.concatenate(
                [self._sentences.span(first, chosen), self._sentences.span(chosen + 1, last)]
            )
        return query, self._sentences.span(first, last)

    def _english(self, window: int, rng: np.random.Generator) -> tuple[Numbers, Numbers]:
        first, last = int(self._windows[window]), int(self._windows[window + 1])
        sentence = self._sentences[int(rng.integers(first, last))][:_LONGEST_QUERY]
        if rng.random() < _ONLY_SENTENCE:
            return self._translated(sentence, rng), sentence
        some = sentence[rng.random(len(sentence)) > 0.4]
        return self._translated(some, rng), self._sentences.span(first, last)

    def _translated(self, sentence: Numbers, rng: np.random.Generator) -> Numbers:
        english: list[int] = []
        for number in sentence.tolist():
            glosses = self._glosses.get(number)
            if glosses:
                english += glosses[int(rng.integers(len(glosses)))]
            elif self._is_number[number]:
                english.append(number)
            if rng.random() < _FUNCTION_WORD:
                english += self._function_words[int(rng.integers(len(self._function_words)))]
        return np.asarray(english, dtype=np.int64)


def _pairs(rows: list[tuple[str, str]], pieces: Pieces) -> Pairs:
    queries, passages = Rows.of((a for a, _ in rows), pieces), Rows.of((b for _, b in rows), pieces)
    kept = np.flatnonzero((np.diff(queries.ends) > 0) & (np.diff(passages.ends) > 0))
    groups: dict[str, int] = {}
    return Pairs(
        queries.only(kept),
        passages.only(kept),
        np.array([groups.setdefault(rows[i][1][:60], len(groups)) for i in kept.tolist()]),
    )
