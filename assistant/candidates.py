"""The sentences of a passage as candidates to answer a question, and what speaks for each of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import mul

from assistant.attachment import attached, beside_question_word, thing_counted
from assistant.covered import fits, years_in
from assistant.records import Kind, Query
from assistant.relevance import score
from assistant.sentences import Sentence, Sentences, sentences_of
from assistant.value import VALUED, has_value
from corpus.document import BlockKind, Document
from index.coverage import PARTLY, match, matcher
from index.passage import Hit, Passage
from index.query import Concept
from index.searcher import Searcher
from index.segment import bigrams, fold

_PASSAGES = 8  # hits that are read sentence by sentence
_DEFINING = 2  # of them that are there because they define what is asked about
_FEWEST_CHARS = 2  # of what can be defined
_LOOKS_BACK = re.compile("工作报告")
_NEARBY = 0.5  # how much a word counts that stands in the passage or its headings but not in the sentence
_DEFINES = re.compile(r"[:,是为]?(?:是指|指的是|指|即|是一种|是由|也称|简称)|:")  # of folded text
_SAYS_WHAT = re.compile(r"[^,。]{2,24}:|是[^,。]{4,}")
_SOMEWHAT = 0.2  # how much what only says what something is defines it
_WHY = re.compile(r"为什么|为何|为啥|原因|\bwhy\b", re.I)
_TIED = frozenset({Kind.QUANTITY, Kind.NAME})
_MANY = 6  # separators from which a sentence lists as much as can be


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage that is read: `near` is how much of each concept it has with its headings and title.

    `share` in [0, 1] is where its score stands between the least and the greatest of the hits.
    """

    hit: Hit
    document: Document
    share: float
    read: Sentences
    near: tuple[float, ...]

    @property
    def heads(self) -> str:
        """The title of its document and the headings above it, folded."""
        return self.read.heads


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer: `own` is how much of each concept it has, `words` its score by
    `features`, those of `relevance` that need no encoder.

    `coverage` in [0, 1] is the share of the query's importance that it accounts for, its passage half as much.
    `has_value`: it holds what is asked for; `fits`: it is of a year that is asked about, None if none is.
    """

    source: ReadPassage
    sentence: Sentence
    own: tuple[float, ...]
    coverage: float
    has_value: bool
    fits: bool | None
    features: Mapping[str, float]
    words: float

    @property
    def passage(self) -> Passage:
        """The passage that it stands in."""
        return self.source.hit.passage

    @property
    def start(self) -> int:
        """Where it starts, in characters of the document's reading text."""
        return self.sentence.start

    @property
    def text(self) -> str:
        """It as it stands there."""
        return self.sentence.text


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query asks of every sentence: `beside` is the place of the concept beside the question word, -1 if there
    is none; `pairs` are the query's pairs of characters."""

    query: Query
    concepts: Sequence[Concept]
    importances: tuple[float, ...]
    beside: int
    pairs: frozenset[str]
    asks_why: bool

    @classmethod
    def by(cls, query: Query, concepts: Sequence[Concept]) -> "Asked":
        """What this query asks, which is about these concepts."""
        beside = beside_question_word(query.standalone, concepts)
        return cls(
            query=query,
            concepts=concepts,
            importances=tuple(c.importance for c in concepts),
            beside=next((n for n, c in enumerate(concepts) if c.text == beside), -1),
            pairs=frozenset(
                pair for run in re.findall(r"[㐀-鿿]{2,}", fold(query.content)) for pair in bigrams(run)
            ),
            asks_why=query.kind is Kind.REASON or bool(_WHY.search(query.standalone)),
        )

    def share(self, matched: Sequence[float]) -> float:
        """Share of the importance of all concepts that is matched, in [0, 1]; 0 without any."""
        return _share(self.importances, matched)


def read_passages(concepts: Sequence[Concept], hits: Sequence[Hit], searcher: Searcher) -> list[ReadPassage]:
    """The best of the hits' passages with what they have of the concepts."""
    matchers = [matcher(concept) for concept in concepts]
    low, high = min((h.score for h in hits), default=0.0), max((h.score for h in hits), default=0.0)
    found = []
    for hit in hits[:_PASSAGES]:
        read = sentences_of(hit.passage, searcher)
        around = f"{read.heads}\n{read.folded}"
        share = (hit.score - low) / (high - low) if high > low else 1.0
        near = tuple([matched(around) for matched in matchers])
        found.append(ReadPassage(hit, searcher.documents[hit.passage.doc_id], share, read, near))
    return found


def with_definitions(query: Query, hits: Sequence[Hit], searcher: Searcher, *, most: int) -> list[Hit]:
    """The best hits, as many as `most`. Where a definition is asked for, what defines stands among them: the word of it
    may be so common in the documents that other passages speak of it more."""
    found = list(hits[:most])
    if query.kind is not Kind.DEFINITION or len(_subject(query)) < _FEWEST_CHARS:
        return found
    further = (hit for hit in hits[_PASSAGES - _DEFINING :] if _defines_somewhere(query, hit, searcher))
    defining = list(islice(further, _DEFINING))
    return [*(hit for hit in found[: _PASSAGES - len(defining)] if hit not in defining), *defining]


def _defines_somewhere(query: Query, hit: Hit, searcher: Searcher) -> bool:
    read = sentences_of(hit.passage, searcher)
    return _subject(query) in read.together and any(_definition(query, s.folded) == 1 for s in read.each)


def candidates(asked: Asked, source: ReadPassage) -> Iterator[Candidate]:
    """What can be quoted of a passage, in its order."""
    query, read = asked.query, source.read
    rows = _matched(asked.concepts, read)
    of_passage = _passage_features(asked, source)
    pairs = [pair for pair in asked.pairs if pair in read.together]
    can_list = query.kind in (Kind.LIST, Kind.TOPIC, Kind.REASON)
    years = _around(query, source) if query.times else ()
    is_count = query.kind is Kind.QUANTITY and bool(thing_counted(query.standalone))
    for n, (sentence, own) in enumerate(zip(read.each, rows, strict=True)):
        neighbours = rows[max(n - 1, 0) : n + 2]
        if sentence.opener:
            neighbours.append(tuple([match(c, sentence.opener) for c in asked.concepts]))
        said = asked.share(own)
        is_valued = _holds_value(query, sentence) and _is_about(asked.concepts, source, sentence)
        is_tied = is_valued and query.kind in _TIED and bool(attached(query, asked.concepts, sentence.text))
        fit = fits(query, sentence.text, *years) if query.times else None
        features = of_passage | {
            "said": said,
            "beside": asked.share(list(map(max, zip(*neighbours, strict=True)))),
            "asked": own[asked.beside] if asked.beside >= 0 else said,
            "pairs": sum([pair in sentence.folded for pair in pairs]) / len(asked.pairs)
            if asked.pairs
            else said,
            "value": is_valued and query.kind in VALUED and (is_tied or not is_count),
            "tied": is_tied,
            "instance": is_valued and query.kind not in VALUED,
            "defines": _definition(query, sentence.folded) if query.kind is Kind.DEFINITION else 0.0,
            "because": asked.asks_why and sentence.gives_reason,
            "items": min(sentence.separators, _MANY) / _MANY if query.kind is Kind.LIST else 0.0,
            "length": sentence.length,
            "fragment": sentence.is_fragment,
            "thin": sentence.is_thin,
            "opens": sentence.opens and not (can_list and sentence.opens_list),
            "asks": sentence.asks,
            "off": fit is False,
            "on": fit is True,
        }
        coverage = asked.share([max(a, _NEARBY * b) for a, b in zip(own, source.near, strict=True)])
        yield Candidate(source, sentence, own, coverage, is_valued, fit, features, score(features))


def _matched(concepts: Sequence[Concept], read: Sentences) -> list[tuple[float, ...]]:
    """How much each sentence has of each concept."""
    matchers = [matcher(concept, read.together) for concept in concepts]
    return [tuple([matched(sentence.folded) for matched in matchers]) for sentence in read.each]


def _share(importances: Sequence[float], matched: Sequence[float]) -> float:
    total = sum(importances)
    return sum(map(mul, importances, matched)) / total if total else 0.0


def _passage_features(asked: Asked, source: ReadPassage) -> dict[str, float]:
    nearby = asked.share(source.near)
    names = [(c.importance, near) for c, near in zip(asked.concepts, source.near, strict=True) if c.is_name]
    called = _share(*zip(*names, strict=True)) if names else nearby
    return {"rank": source.share, "nearby": nearby, "called": called}


def _holds_value(query: Query, sentence: Sentence) -> bool:
    """Whether a sentence, or what opens the list that it is an item of, has what is asked for."""
    return has_value(query, sentence.text) or bool(sentence.opener and has_value(query, sentence.opener))


def _is_about(concepts: Sequence[Concept], source: ReadPassage, sentence: Sentence) -> bool:
    """Whether a row of a table can speak of all that the query names: only if the table or its headings do."""
    if source.hit.passage.kind is not BlockKind.TABLE:
        return True
    said = source.read.heads + source.read.header + sentence.folded
    return all(match(c, said) >= PARTLY for c in concepts if c.is_name and c.is_known)


def _around(query: Query, source: ReadPassage) -> tuple[str, ...]:
    """What tells the years of a sentence that names none: the header of its table, its headings, its title; and when it was published,
    if its passage names no year that is asked about.
    """
    passage, document = source.hit.passage, source.document
    header = (passage.text.split("\n")[0],) if passage.kind is BlockKind.TABLE else ()
    published = "" if fits(query, passage.text) else _told_of(document.date)
    return (*header, *reversed(passage.section), _years_of_title(document.title), published)


def _years_of_title(title: str) -> str:
    """A title, of a report on work with the year before, which it looks back on."""
    years = years_in(title) if _LOOKS_BACK.search(title) else ()
    return f"{title} {years[0][0] - 1}年" if years else title


def _told_of(published: str | None) -> str:
    """The years that a document published on a day tells of without naming them: that one and the one before."""
    year = (published or "")[:4]
    return f"{int(year) - 1}-{year}年" if year.isdecimal() else ""


def defines(query: Query, folded: str) -> bool:
    """Whether a sentence says what the query's subject is: the subject first, then a word that defines."""
    return _definition(query, folded) > 0


def _subject(query: Query) -> str:
    """What is defined, folded: 基本农田 in 条例里，基本农田是怎么定义的."""
    return fold(re.split(r"[，,]", query.content)[-1].strip("“”‘’「」『』\"' "))


def _definition(query: Query, folded: str) -> float:
    """How much a sentence defines the query's subject, in [0, 1]."""
    subject = _subject(query)
    at = folded.find(subject)
    if at < 0 or at > 40:
        return 0.0
    rest = folded[at + len(subject) :].lstrip("”’」』》")
    if _DEFINES.match(rest):
        return 1.0
    return _SOMEWHAT if _SAYS_WHAT.match(rest) else 0.0
