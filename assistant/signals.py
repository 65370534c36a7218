"""What is known of a question and its best evidence, from which it is told whether the evidence answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asked import is_human, nouns_asked
from assistant.attachment import is_attached
from assistant.binding import bound
from assistant.candidates import Candidate
from assistant.confidence import Signals
from assistant.names import people
from assistant.records import Kind, Query
from assistant.relation import is_unrelated
from assistant.strangeness import Spoken, content_words, likeness, rarity, unspoken
from assistant.understanding.place import stem
from assistant.value import VALUED, asks_role, find_values
from corpus.document import BlockKind
from index.coverage import match
from index.query import Concept
from index.remembered import Remembered
from index.segment import fold, has_han, simplified
from index.variants import number, variants

_NUMBERED = re.compile(
    r"第(?P<nth>[一二三四五六七八九十百\d]+)(?P<of>[届期条章节版次批轮代])|(?P<before>专栏|附件|附表|图|表)(?P<n>[一二三四五六七八九十\d]+)|(?P<line>\d+)号线"
    r"|(?<![第零〇一二三四五六七八九十百\d])(?P<phase>[一二三四五六七八九])期(?![间望末待货刊])"
    r"|第?(?P<quarter>[一二三四1-4])季度|(?<![a-z\d])q(?P<q>[1-4])(?![a-z\d])|(?P<half>[上下]半年)"
)
_FIRST_HALF = re.compile(r"(?<!\d)1(?:月)?[-—–~至到]6月|前(?:六|6)个?月")
_FIRST = re.compile(r"首(?=[届期批])")
"""Says 第一 in another way."""
_HOW_MANY = re.compile(r"哪([二两三四五六七八九十])(?![一二三四五六七八九十]|个?字)")
_WHO_ALL = re.compile(r"([㐀-鿿]{1,4}?)们?的?名单|都(?:有|是)谁|有(?:些|哪些)谁|分别是谁")
_NUMBERS = frozenset({Kind.QUANTITY, Kind.DATE})
_NAMES = frozenset({Kind.NAME, Kind.PLACE})
_NAMED_SORT = frozenset({Kind.TOPIC, Kind.DEFINITION})
_PRESUMING = frozenset({Kind.REASON, Kind.YES_NO})
_HEAVY = 8.0  # importance that hardly a word has more of
_FULL = 24.0  # importance of all words that hardly a question has more of
_UNDONE = 0.9  # how strange a deed is that a text says in no other word
_TOLD = 0.75  # share of the question from which the rest of it may be said in a word that is not known for it
_ENOUGH = 10.0  # importance of what is said of it, from which that is not said of everything
_MANY = 4  # words from which a question has enough of them not to be matched by chance


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read for a query: all sentences, the best of them, those next to it, and its cosine to the question."""

    query: Query
    concepts: Sequence[Concept]
    is_bridged: bool
    sentences: Sequence[Candidate]
    best: Candidate
    then: Sequence[Candidate]
    similarity: float


def signals_of(reading: Reading, encoder: Remembered) -> Signals:
    """The signals of a reading; it has at least one concept."""
    query, concepts, best = reading.query, reading.concepts, reading.best
    near, passage = best.source.near, best.passage
    window = _window(reading)
    valued = [c for c in window if c.has_value]
    around = f"{best.source.heads}\n{best.source.read.folded}"
    says = content_words(query.standalone, concepts)
    spoken = Spoken(passage.text, encoder)
    unsaid = [
        unspoken(concept, here, spoken) * counts
        for concept, here, counts in zip(concepts, near, says, strict=True)
    ]
    strange = [each * rarity(concept) for concept, each in zip(concepts, unsaid, strict=True)]
    lacks_number = query.kind in _NUMBERS and not valued
    said = "".join(c.text for c in window)
    beside = Spoken(said, encoder)
    within = fold(said) + best.source.heads
    matched = [match(concept, within) for concept in concepts]
    undone = _undone(query, concepts, matched, says, beside) if query.kind is Kind.NAME else 0.0
    is_done = query.kind is Kind.NAME and undone < _UNDONE  # in another word
    told = sum(c.importance * here for c, here in zip(concepts, matched, strict=True))
    is_told = told >= max(_TOLD * sum(c.importance for c in concepts), _ENOUGH) and not lacks_number
    return Signals(
        coverage=best.coverage,
        lacking=sum(strange) / max(sum(says), 1),
        missing=max(c.importance * (1 - here) for c, here in zip(concepts, near, strict=True)) / _HEAVY,
        mass=min(sum(c.importance * here for c, here in zip(concepts, near, strict=True)) / _FULL, 1.0),
        similarity=reading.similarity,
        nearness=best.source.hit.similarity,
        presumed=_of_facet(query, concepts, unsaid) if query.kind in _PRESUMING else 0.0,
        undone=undone,
        likeness=_likeness(concepts, matched, says, beside),
        unnumbered=float(not _has_numbered(query, around)),
        displaced=float(_is_displaced(query, around)),
        numberless=float(lacks_number),
        roleless=float(asks_role(query) and not valued),
        instanceless=float(query.kind in _NAMED_SORT and bool(nouns_asked(query)) and not valued),
        valued=_valued(reading) if query.kind in VALUED else 1.0,
        bound=_bound(query, concepts, best.source.heads, window) if query.kind in VALUED else 1.0,
        unattached=float(
            _lacks_items(query, reading, window) or (not (is_done or is_told) and _is_unattached(reading))
        ),
        unrelated=float(is_unrelated(query.standalone, _shown(reading))),
        words=min(len(concepts), _MANY) / _MANY,
        asks_number=float(query.kind in _NUMBERS),
        asks_name=float(query.kind in _NAMES),
        bridged=float(reading.is_bridged),
    )


def _window(reading: Reading) -> list[Candidate]:
    """The best sentence with the one before and the one behind it in its passage; of a table only the row."""
    best = reading.best
    if best.passage.kind is BlockKind.TABLE:
        return [best]
    same = sorted((c for c in reading.sentences if c.passage is best.passage), key=lambda c: c.start)
    at = next(n for n, c in enumerate(same) if c.start == best.start)
    return same[max(at - 1, 0) : at + 2]


def _shown(reading: Reading) -> str:
    """The passages of the sentences that may be quoted, with what stands above them."""
    return "\n".join(f"{c.source.heads}\n{c.passage.text}" for c in (reading.best, *reading.then))


def _of_facet(query: Query, concepts: Sequence[Concept], unsaid: Sequence[float]) -> float:
    """The most that a word lacks which says something of the topic; the last word where all are the topic."""
    topic = fold(simplified(query.topic))
    facet = [each for concept, each in zip(concepts, unsaid, strict=True) if concept.text not in topic]
    return max(facet or unsaid[-1:])


def _undone(
    query: Query, concepts: Sequence[Concept], matched: Sequence[float], says: Sequence[bool], beside: Spoken
) -> float:
    """The same, to the sentences around the best one."""
    unsaid = [
        unspoken(concept, here, beside) * counts
        for concept, here, counts in zip(concepts, matched, says, strict=True)
    ]
    return _of_facet(query, concepts, unsaid)


def _likeness(
    concepts: Sequence[Concept], matched: Sequence[float], says: Sequence[bool], beside: Spoken
) -> float:
    """How near the sentences around the best one come to each word that says something, on average."""
    rows = zip(concepts, matched, says, strict=True)
    found = [likeness(concept, here, beside) for concept, here, counts in rows if counts]
    return sum(found) / len(found) if found else 1.0


def _bound(query: Query, concepts: Sequence[Concept], heads: str, window: Sequence[Candidate]) -> float:
    return bound(query, concepts, heads, [c.text for c in window])


def _is_unattached(reading: Reading) -> bool:
    """Whether a value is asked for and no sentence of the best passage is tied to what is asked."""
    if reading.query.kind not in VALUED:
        return False
    best = reading.best
    same = sorted((c for c in reading.sentences if c.passage is best.passage), key=lambda c: c.start)
    said = [c.text for c in same]
    return not is_attached(reading.query, reading.concepts, said, best.source.heads)


def _valued(reading: Reading) -> float:
    """How much of the question the best sentence with a value covers, against the best sentence, in [0, 1]."""
    covered = max((c.coverage for c in reading.sentences if c.has_value), default=0.0)
    return min(covered / reading.best.coverage, 1.0) if reading.best.coverage else float(covered > 0)


def _is_displaced(query: Query, around: str) -> bool:
    """Whether the passage, its headings and its title lack a place that the question asks about."""
    return any(stem(place) not in around for place in query.places if has_han(place))


def _lacks_items(query: Query, reading: Reading, window: Sequence[Candidate]) -> bool:
    """Whether so many things are asked for (哪五治) and no sentence around the best lists as many, or the names of
    several people and none has two."""
    if asked := _HOW_MANY.search(query.standalone):
        least = "一二三四五六七八九十".index(asked[1].replace("两", "二"))
        return not any(c.sentence.separators >= least for c in _listing(reading, window))
    who = _WHO_ALL.search(query.standalone)
    if who is None or (who[1] and not is_human(who[1])):
        return False
    listed = _listing(reading, window)
    does = any("、" in value.text for c in listed for value in find_values(query, c.text))  # 由甲、乙主办
    return not (does or any(len(people(c.text)) > 1 for c in listed))


def _listing(reading: Reading, window: Sequence[Candidate]) -> list[Candidate]:
    """The sentences around the best, and with what opens a list all of its passage."""
    if any(c.sentence.opens_list or c.sentence.opener for c in window):
        return [c for c in reading.sentences if c.passage is reading.best.passage]
    return list(window)


def _has_numbered(query: Query, around: str) -> bool:
    """Whether a passage has all that the query names by a number: 专栏9, 3号线, 第二届."""
    asked = _numbered(fold(query.standalone))
    return not asked or asked <= _numbered(_FIRST.sub("第一", around))


def _numbered(folded: str) -> set[tuple[str, str]]:
    """Kinds of what is counted in a row, with their numbers in digits; of English what it is in Chinese."""
    found = set()
    folded = _FIRST_HALF.sub("上半年", folded)
    written = ["".join(folded.split()), *(forms[0] for _, forms in variants(folded))]
    for match_ in _NUMBERED.finditer("\n".join(written)):
        if half := match_["half"]:
            found.add(("半年", half[0]))
            continue
        if quarter := match_["quarter"] or match_["q"]:
            found.add(("季度", quarter if quarter.isdigit() else str(number(quarter))))
            continue
        nth = match_["nth"] or match_["n"] or match_["line"] or match_["phase"]
        digits = nth if nth.isdigit() else str(number(nth))
        if (match_["of"], digits) == ("次", "1"):
            continue  # what was done for the first time is seldom said so
        kind = "期" if match_["phase"] else "号线"
        found.add((match_["of"] or match_["before"] or kind, digits))
    return found
