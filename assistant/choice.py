"""Which of the ranked sentences an answer quotes: the best, and as many more as make it likely that it answers."""

import re
from collections.abc import Sequence

from assistant.asked import asks_twice
from assistant.candidates import defines
from assistant.enumeration import opens
from assistant.records import Evidence, Kind, Query
from assistant.relevance import further
from assistant.settings import AnswerSettings
from assistant.value import VALUED, has_value
from corpus.document import BlockKind, without_space
from index.segment import bigrams, fold, simplified

_ENOUGH = 0.95  # how likely it must be that one of the sentences answers
_SURE = 0.8  # the same where the best has a number, a date or a name as is asked for
_ALL = 0.98  # the same where several things are asked for
_ASKS = re.compile(
    r"什么|啥|哪|谁|几|多|吗|嘛|何|[是为于叫在有称做作][？?\s]*$|\b(?:what|which|who|whose|where|when|how)\b",
    re.I,
)
"""Asks for something; also where what is asked for is left out at the end: 作者是？"""
_PLANS = re.compile(
    r"(?:怎么|如何|怎样|有什么|有哪些)[^，。？?]{0,6}(?:规划|安排|打算|部署|举措|措施|政策|做法)"
)
"""Asks for all that is planned or done in a matter."""
_LIKELY = 0.02  # how likely a further sentence must be by itself
_SEVERAL = frozenset(
    {Kind.LIST, Kind.COMPARISON}
)  # sentences that answer these say the same of several things
_ALIKE = 0.8  # share of pairs of characters from which two sentences say the same
_FEW = 3  # sentences quoted at most where not all that there is on something is asked for
_THIN = 8  # letters and digits below which a sentence adds nothing


def choose(query: Query, ranked: Sequence[Evidence], settings: AnswerSettings) -> list[Evidence]:
    """The best sentence, then the likeliest if those before it do not answer, until one of them is likely to.

    What was told before is left out; empty if nothing else is left.
    """
    ranked = [e for e in ranked if not _is_told(query, e)]
    chosen = list(ranked[:1])
    if not chosen:
        return []
    if chosen[0].passage.kind is BlockKind.TABLE and query.kind not in (Kind.LIST, Kind.COMPARISON):
        return chosen  # other rows are of other things
    if query.kind is Kind.DEFINITION and defines(query, fold(chosen[0].text)):
        return chosen
    rest = ranked[1:]
    is_sought = query.kind in VALUED and not has_value(query, chosen[0].text)
    is_several = _asks_for_all(query) or query.kind in _SEVERAL
    enough = _enough(query, chosen[0])
    limit = settings.max_sentences if _asks_for_all(query) else min(_FEW, settings.max_sentences)
    likely, chars = chosen[0].score, 0
    while rest and likely < enough and len(chosen) < limit:
        shares = [e.score for e in rest]
        if not is_several:
            shares = further(shares, [e.says for e in rest], [e.says for e in chosen])
        at = max(range(len(rest)), key=lambda n: (is_sought and has_value(query, rest[n].text), shares[n]))
        evidence = rest.pop(at)
        if shares[at] < _LIKELY:
            continue
        if chars + len(evidence.text) > settings.max_chars or _adds_nothing(query, evidence, chosen):
            continue
        chars += len(evidence.text)
        likely += shares[at]
        chosen.append(evidence)
    return chosen


def _enough(query: Query, best: Evidence) -> float:
    """How likely it must be that one of the sentences answers."""
    if _asks_for_several(query):
        return _ALL
    is_valued = query.kind in (Kind.QUANTITY, Kind.DATE, Kind.NAME) and has_value(query, best.text)
    return _SURE if is_valued else _ENOUGH


def _asks_for_several(query: Query) -> bool:
    """Whether a list, the how and why, two things, or all that there is on something is asked for."""
    return _asks_for_all(query) or query.kind in (Kind.LIST, Kind.REASON) or asks_twice(query.standalone)


def _asks_for_all(query: Query) -> bool:
    """Whether all that there is on something is asked for: without a question word, or what is planned in it."""
    question = simplified(query.standalone)
    if _PLANS.search(question):
        return query.kind in (Kind.TOPIC, Kind.LIST, Kind.REASON)
    return query.kind is Kind.TOPIC and not _ASKS.search(question)


def alike(one: str, other: str) -> bool:
    """Whether two texts say the same in about the same words, or one holds the other."""
    one, other = without_space(one), without_space(other)
    if one in other or other in one:
        return True
    a, b = set(bigrams(one)), set(bigrams(other))
    return len(a & b) >= _ALIKE * max(len(a | b), 1)


def _is_told(query: Query, evidence: Evidence) -> bool:
    text = without_space(evidence.text)
    return any(text in without_space(told) for told in query.told)


def _adds_nothing(query: Query, evidence: Evidence, chosen: Sequence[Evidence]) -> bool:
    if opens(evidence.text) and query.kind not in (Kind.LIST, Kind.TOPIC, Kind.REASON):
        return True
    is_thin = evidence.passage.kind is BlockKind.FRAGMENT or sum(map(str.isalnum, evidence.text)) < _THIN
    return is_thin or any(alike(evidence.text, other.text) for other in chosen)
