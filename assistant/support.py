"""Whether a sentence is supported by passages: every part of it by one sentence of theirs, number for number.

Lexical on purpose: what cannot be seen to stand in the source counts as unsupported. Where the source holds several
figures of a kind, or several names, the words around them decide which belong together.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citable import SourceSentence, source_sentences
from assistant.cite import Quote
from assistant.claims import Number, clauses, directions, is_turned, numbers, quotations, without_numbers
from corpus.document import BlockKind, without_space
from index.bridge import stem
from index.coverage import match
from index.light import is_light
from index.passage import Passage
from index.query import Concept
from index.searcher import Searcher
from index.segment import bigrams, fold, has_han, runs

_SHARE = 0.8  # of the importance of a clause's words that its source must have
_BRIDGED_SHARE = 0.5  # the same where the words had to be translated
_EVERYDAY = 0.4  # rarity below which a word may be one of the rest
_SAID = 0.5
_NAMED = 0.9
_LONG_QUOTATION = 4  # characters from which a quotation must be exact
_NEAR = 8  # characters beside a number
_IN_ORDER = ("分别", "依次", "respectively")
_FRAME = frozenset(
    """
    位于 坐落 坐落于 包括 包含 涵盖 分为 达到 约为 方式 指出 表示 称为 即为 显示 根据 依据 按照 文档 段落 介绍 共有 具有 拥有 计有 名为 属于 用于 来自 提供 回答 以下 如下 内容 几项 几点 综上 因此 总之
    according passage passages document documents state states stated says said mentions mentioned located include includes
    including total called named known plan planned
    """.split()
)
"""Words that link what is said; a source need not have them."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """A part of a sentence: its concepts, numbers and directions. `subject` are the names before it.

    `scope` is the part with those before it that hold no number: what a number of it is said of.
    """

    text: str
    scope: str
    concepts: tuple[Concept, ...]
    numbers: tuple[Number, ...]
    directions: frozenset[str]
    subject: tuple[Concept, ...]
    is_bridged: bool


class Sources:
    """The sentences of passages, numbered from 1 as the passages are. Made once for an answer."""

    def __init__(self, passages: Sequence[Passage], searcher: Searcher) -> None:
        self._searcher = searcher
        self._sources = [tuple(source_sentences(passage, searcher)) for passage in passages]

    def support(self, sentence: str, cited: Sequence[int]) -> list[Quote]:
        """What of the cited passages says the sentence, in their order; nothing if a part of it is not said there.

        Numbers that no passage has are passed over. A sentence that cites nothing may rest on any of them.
        """
        wanted = cited or range(1, len(self._sources) + 1)
        sources = [s for n in wanted if 0 < n <= len(self._sources) for s in self._sources[n - 1]]
        if not self._quotes_exactly(sentence, sources):
            return []
        used: list[SourceSentence] = []
        spoken = fold(sentence)
        for clause in self._clauses(sentence):
            for source in _ranked(clause, sources, used):
                if self._says(source, clause, spoken) and (
                    not used or source in used or _goes_on(source, clause)
                ):
                    break
            else:
                return []
            used = [*(other for other in used if other != source), source]
        return _merged([source.quote for source in used], self._searcher)

    def is_empty(self, sentence: str) -> bool:
        """Whether a sentence says nothing that would need support: a lead-in like 主要包括以下内容。"""
        return not any(clause.concepts or clause.numbers for clause in self._clauses(sentence))

    def _clauses(self, sentence: str) -> list[_Clause]:
        found: list[_Clause] = []
        subject: tuple[Concept, ...] = ()
        scope = ""
        for start, end in clauses(sentence):
            text = sentence[start:end]
            search = self._searcher.analyse(without_numbers(text))
            concepts = tuple(c for c in search.concepts if c.text not in _FRAME and not is_light(c.text))
            said = tuple(numbers(fold(text)))
            names = tuple(c for c in concepts if c.is_name)
            scope = f"{scope} {fold(text)}"
            if concepts or said:
                turns = frozenset(directions(fold(text)))
                found.append(_Clause(fold(text), scope, concepts, said, turns, subject, search.is_bridged))
            scope = "" if said else scope
            subject = names or subject
        return found

    def _quotes_exactly(self, sentence: str, sources: Sequence[SourceSentence]) -> bool:
        long = [
            q.strip("，。；：、,.;: ")
            for q in quotations(sentence)
            if len(without_space(q)) >= _LONG_QUOTATION
        ]
        texts = [without_space(f"{s.heads}\n{s.text}") for s in sources]
        return all(any(without_space(fold(quoted)) in text for text in texts) for quoted in long)

    def _says(self, source: SourceSentence, clause: _Clause, sentence: str) -> bool:
        """Whether one source says a clause of the folded sentence."""
        around = f"{source.heads}\n{source.text}"
        if not all(any(n.is_said_by(other) for other in source.numbers) for n in clause.numbers):
            return False
        if not _has_words(clause, around):
            return False
        named = [c for c in clause.concepts if c.is_name and not (clause.is_bridged and not c.is_known)]
        if not all(_is_named(c, source, clause) for c in named):
            return False
        if (
            clause.subject
            and not named
            and not any(_has(f"{around}\n{source.before}", c) for c in clause.subject)
        ):
            return False
        return (
            _keeps_directions(source, clause)
            and all(self._belongs(n, source, clause, sentence) for n in clause.numbers)
            and all(self._stands_with(c, source, sentence) for c in named)
        )

    def _belongs(self, number: Number, source: SourceSentence, clause: _Clause, sentence: str) -> bool:
        """Whether a number stands in the source with what the sentence says of it, and not with something else."""
        rivals = [n for n in source.numbers if n.value != number.value and n.is_like(number)]
        is_row = source.quote.passage.kind is BlockKind.TABLE
        if rivals and (is_row or any(word in source.text for word in _IN_ORDER)):
            whole = [n.value for n in source.numbers if n in rivals or n.value == number.value]
            return whole == [n.value for n in clause.numbers]  # which is whose stands elsewhere
        own = [p for p in source.pieces if any(number.is_said_by(n) for n in numbers(p))]
        apart_from = {w for p in source.pieces if p not in own for w in self._words(p)}
        for piece in own:
            words = self._words(piece)
            names = [w for w in words if w in self._searcher.names]
            if names and not clause.is_bridged and not any(_says_word(sentence, name) for name in names):
                continue
            apart = words - apart_from
            years = {w for w in apart if w.endswith("年")}
            told = any(_says_word(clause.scope, w) for w in years or apart)
            if (
                not rivals
                or (years and told)
                or (not years and told and _side_by_side(number, piece, clause))
            ):
                return True
        return not own and not rivals

    def _stands_with(self, name: Concept, source: SourceSentence, sentence: str) -> bool:
        """Whether a name in the middle of a source brings a word that stands beside it."""
        holding = [i for i, piece in enumerate(source.pieces) if match(name, piece) >= _NAMED]
        if not holding or holding[0] == 0 or has_han(name.text) != has_han(source.text):
            return True
        beside = [{w for w in self._words(source.pieces[i]) if w not in name.text} for i in holding]
        return any(not words or any(_says_word(sentence, w) for w in words) for words in beside)

    def _words(self, folded: str) -> set[str]:
        words = self._searcher.segmenter.words(without_numbers(folded)) + [
            f"{n.value}年" for n in numbers(folded) if n.unit == "year"
        ]
        return {w for w in words if len(w) > 1 and not is_light(w) and w not in _FRAME}


def _ranked(
    clause: _Clause, sources: Sequence[SourceSentence], used: Sequence[SourceSentence]
) -> list[SourceSentence]:
    """Those that say most of a clause first; of equals the one that is quoted already, then the shorter."""

    def merit(source: SourceSentence) -> tuple[int, float, bool, int]:
        said = sum(c.importance for c in clause.concepts if _has(source.text, c))
        figures = sum(any(n.is_said_by(other) for other in source.numbers) for n in clause.numbers)
        return (-figures, -round(said, 3), source not in used, len(source.text))

    return sorted(sources, key=lambda source: (source not in used[-1:], merit(source)))


def _has(folded: str, concept: Concept) -> bool:
    if match(concept, folded) >= _SAID or _abbreviates(concept.text, folded):
        return True
    return concept.text.isascii() and len(concept.text) > 3 and stem(concept.text) in folded


def _abbreviates(word: str, folded: str) -> bool:
    """Whether a text has the characters of a word in order and close together: 共建 and 共同建设."""
    if len(word) < 2 or not has_han(word):
        return False
    at = folded.find(word[0])
    while at >= 0:
        place = at
        for char in word[1:]:
            place = folded.find(char, place + 1, place + 4)
            if place < 0:
                break
        else:
            return True
        at = folded.find(word[0], at + 1)
    return False


def _says_word(sentence: str, word: str) -> bool:
    return word in sentence or _abbreviates(word, sentence)


def _has_words(clause: _Clause, around: str) -> bool:
    """Whether a text has the words of a clause, but for one or two that everybody uses."""
    total = sum(c.importance for c in clause.concepts)
    lacking = [c for c in clause.concepts if not _has(around, c)]
    share = _BRIDGED_SHARE if clause.is_bridged else _SHARE
    if sum(c.importance for c in lacking) > (1 - share) * total:
        return False
    return clause.is_bridged or all(c.rarity < _EVERYDAY for c in lacking)


def _is_named(name: Concept, source: SourceSentence, clause: _Clause) -> bool:
    """Whether the source has a name; one that only its headings have must be what the clause begins with."""
    if match(name, source.text) >= _NAMED or _abbreviates(name.text, source.text):
        return True
    begins = not clause.text[: max(clause.text.find(name.text), 0)].strip(" 在为对据由,")
    return match(name, source.heads) >= _NAMED and (begins or clause.is_bridged)


def _goes_on(source: SourceSentence, clause: _Clause) -> bool:
    """Whether a source other than those before can be what a clause goes on with: it names what that is about."""
    if clause.concepts and clause.concepts[0].is_name:
        return True  # it has a subject of its own
    return any(_has(f"{source.heads}\n{source.text}", c) for c in clause.subject)


def _side_by_side(number: Number, piece: str, clause: _Clause) -> bool:
    """Whether a number has a neighbour in common here and there: a word of Latin letters or two characters."""
    here = _neighbours(clause.text, number)
    return not here or bool(here & _neighbours(piece, number))


def _neighbours(folded: str, number: Number) -> set[str]:
    found: set[str] = set()
    for said in numbers(folded):
        if number.is_said_by(said) or said.is_said_by(number):
            for side in (folded[: said.start][-_NEAR:], folded[said.end :][:_NEAR]):
                for run in runs(re.sub(r"\d", " ", side)):
                    found.update(bigrams(run) if has_han(run) else [run])
    return {term for term in found if len(term) > 1}


def _keeps_directions(source: SourceSentence, clause: _Clause) -> bool:
    """Whether a clause says "not", "more than", "rose" only as its source does, and leaves no "not" out."""
    if clause.is_bridged:
        return True
    if not clause.directions <= directions(f"{source.heads}\n{source.text}"):
        return False
    if is_turned(clause.text, source.text):
        return False
    bounds = {
        bound
        for piece in source.pieces
        if any(n.is_said_by(other) for n in clause.numbers for other in numbers(piece))
        for bound in directions(piece) & {"over", "under"}
    }
    return bounds <= clause.directions


def _merged(quotes: Sequence[Quote], searcher: Searcher) -> list[Quote]:
    """One quote for those of a passage that touch or overlap."""
    merged: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (q.passage.doc_id, q.start, q.end)):
        last = merged[-1] if merged else None
        if last and last.passage.doc_id == quote.passage.doc_id:
            reading = searcher.documents[quote.passage.doc_id].reading
            between = reading[last.end : quote.start]
            if quote.start < last.end or (not between.strip() and "\n" not in between):
                merged[-1] = Quote(last.passage, last.start, max(last.end, quote.end))
                continue
        merged.append(quote)
    return merged
