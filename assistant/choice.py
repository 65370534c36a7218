"""Which of the ranked sentences an answer quotes: the best, and those that add something to it."""

from collections.abc import Sequence

from assistant.records import Evidence, Kind, Query
from assistant.settings import AnswerSettings
from assistant.value import VALUED, find_values
from corpus.document import BlockKind, without_space
from index.coverage import match
from index.query import Concept
from index.segment import bigrams, fold

_SENTENCES = {Kind.DEFINITION: 2, Kind.YES_NO: 2, Kind.SOURCE: 2, **dict.fromkeys(VALUED, 2)}
_SEVERAL = frozenset({Kind.LIST, Kind.REASON, Kind.TOPIC, Kind.DEFINITION, Kind.COMPARISON, Kind.SOURCE})
"""Kinds of question that more than one sentence may answer alike."""
_GAIN = 0.12  # share of the query's importance that a further sentence must add
_CLOSE = 0.72  # share of the best score that a further sentence must have where several are wanted
_SAME_PASSAGE = 0.55  # the same within the passage of the best
_SAME_SUBJECT = 0.6  # share of the best coverage, so that it is about the same
_SAID = 0.5  # how much of a word a sentence must have to speak of it
_ALIKE = 0.8  # share of pairs of characters from which two sentences say the same
_THIN = 8  # letters and digits below which a sentence adds nothing


def choose(
    query: Query, concepts: Sequence[Concept], ranked: Sequence[Evidence], settings: AnswerSettings
) -> list[Evidence]:
    """The best sentence, then those that add another word of the query, or, where several things are asked for,
    more of the same that is about as good. What was told before is left out; empty if nothing else is left."""
    ranked = [e for e in ranked if not _is_told(query, e)]
    if not ranked:
        return []
    best = _best(query, ranked)
    chosen = [best]
    if best.passage.kind is BlockKind.TABLE and query.kind not in (Kind.LIST, Kind.COMPARISON):
        return chosen  # other rows are of other things
    limit = _SENTENCES.get(query.kind, settings.max_sentences)
    total = sum(c.importance for c in concepts) or 1.0
    said = _said(concepts, best)
    chars = 0
    for evidence in ranked:
        if len(chosen) == limit:
            break
        if evidence is best or evidence.score < _SAME_PASSAGE * best.score:
            continue
        new = _said(concepts, evidence) - said
        gain = sum(c.importance for c in concepts if c.text in new) / total
        if gain < _GAIN and not (query.kind in _SEVERAL and _is_close(evidence, best)):
            continue
        if chars + len(evidence.text) > settings.max_chars or _adds_nothing(evidence, chosen):
            continue
        chars += len(evidence.text)
        said |= new
        chosen.append(evidence)
    return chosen


def alike(one: str, other: str) -> bool:
    """Whether two texts say the same in about the same words, or one holds the other."""
    one, other = without_space(one), without_space(other)
    if one in other or other in one:
        return True
    a, b = set(bigrams(one)), set(bigrams(other))
    return len(a & b) >= _ALIKE * max(len(a | b), 1)


def _best(query: Query, ranked: Sequence[Evidence]) -> Evidence:
    if query.kind not in VALUED:
        return ranked[0]
    enough = _CLOSE * ranked[0].score
    return next((e for e in ranked if e.score >= enough and find_values(query, e.text)), ranked[0])


def _said(concepts: Sequence[Concept], evidence: Evidence) -> set[str]:
    folded = fold(evidence.text)
    return {c.text for c in concepts if match(c, folded) > _SAID}


def _is_told(query: Query, evidence: Evidence) -> bool:
    text = without_space(evidence.text)
    return any(text in without_space(told) for told in query.told)


def _adds_nothing(evidence: Evidence, chosen: Sequence[Evidence]) -> bool:
    is_thin = evidence.passage.kind is BlockKind.FRAGMENT or sum(map(str.isalnum, evidence.text)) < _THIN
    return is_thin or any(alike(evidence.text, other.text) for other in chosen)


def _is_close(evidence: Evidence, best: Evidence) -> bool:
    share = _SAME_PASSAGE if evidence.passage is best.passage else _CLOSE
    return evidence.score >= share * best.score and evidence.coverage >= _SAME_SUBJECT * best.coverage
