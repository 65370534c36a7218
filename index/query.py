"""From the text that is searched for to what the lexical index is asked."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, repeat

from index.abbreviation import named
from index.bm25 import BM25
from index.bridge import LIKELY, Alternative, Bridge, is_stop_word
from index.initials import Initials
from index.light import is_light
from index.misspelt import BY_INITIALS, BY_SOUND, alike, commonest, corrections, typed
from index.pinyin import Sounds
from index.segment import Segmenter, bigrams, fold, has_han, pairs, runs
from index.settings import SearchSettings
from index.thesaurus import meant
from index.variants import variants

_DEFAULTS = SearchSettings()
_PROPER = re.compile(r"(?<=\W)[A-Z][A-Za-z]+|(?<![A-Za-z0-9])[A-Z]{2,}(?![A-Za-z0-9])")
_WRITTEN = 0.9  # another way to write a number
_GIVEN = 0.6  # another name that a document gives to the same thing
_MEANT = 0.6  # another word that says about the same
_MAX_CHARS = 2000  # of a query; more is no question
_GENERAL = 1.3  # words are bounded by this many times the greatest idf, less what they are common
_UNTRANSLATED = 0.35  # how much an ordinary English word counts that the dictionary does not bring across


@dataclass(frozen=True, slots=True)
class Concept:
    """A word of the query with the forms in which passages may have it, itself among them.

    `importance` >= 0 is its idf: what a passage that lacks it fails to say. `rarity` in [0, 1] is how
    much it says in general. `is_known`: some passage has one of its forms. `is_name`: it names something.
    """

    text: str
    alternatives: tuple[Alternative, ...]
    importance: float
    rarity: float
    is_known: bool
    is_name: bool


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """`terms` are added up; of each group of alternatives the best counts; `text` is for the encoder.

    `context` are the terms of what was asked before, which count less. `weights`, one a term, say how much
    each counts; empty if all count 1. `content` is what is searched for, where `text` is the whole question.
    """

    text: str
    terms: tuple[str, ...]
    groups: tuple[tuple[Alternative, ...], ...]
    concepts: tuple[Concept, ...]
    is_bridged: bool
    context: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    content: str = ""


def _bounded(text: str) -> str:
    return text[:_MAX_CHARS].encode("utf-8", "ignore").decode("utf-8")  # half a surrogate pair is no text


def analyse(
    text: str,
    *,
    context: str = "",
    question: str = "",
    segmenter: Segmenter,
    bm25: BM25,
    bridge: Bridge,
    names: frozenset[str],
    sounds: Sounds,
    initials: Initials,
    settings: SearchSettings = _DEFAULTS,
) -> SearchQuery:
    """Words as terms; words of another language and words written by their sound as groups of alternatives.

    The encoder gets the whole question, if it is given, else the text.
    """
    known_names = bridge
    if not settings.dictionary:
        bridge = replace(bridge, english={})
    text = _bounded(text)
    folded = fold(text)
    terms: list[str] = []
    weights: list[float] = []
    groups: list[tuple[Alternative, ...]] = []
    concepts: list[Concept] = []
    bridged = plain = 0
    proper = {word.lower() for word in _PROPER.findall(text)}
    for is_han, stretch in groupby(runs(folded), key=has_han):
        if is_han:
            for run in stretch:
                plain += len(run)
                words = segmenter.words(run)
                _extend(terms, weights, segmenter.inner_words(run), settings.word_weight)
                _extend(terms, weights, bigrams(run), settings.bigram_weight)
                if settings.corrections:
                    groups.extend(corrections(words, segmenter, bm25, sounds))
                found = _concepts(words, segmenter, bm25, sounds if settings.corrections else None, names)
                for written, near in meant(words) if settings.thesaurus else ():
                    if alike := [form for form in near if _is_known(form, bm25)]:
                        groups.append(tuple(Alternative(form, _MEANT) for form in alike))
                        found = _with_meant(found, written, alike, bm25)
                concepts.extend(found)
            continue
        latin = [part for run in stretch for part in _parts(run, bm25)]
        spellings = (
            typed(latin, bm25, known_names, sounds) if settings.corrections else zip(latin, repeat(()))
        )
        together = bridge.phrases(latin)
        for word, spelt in spellings:
            if forms := [form for form in spelt if segmenter.is_word(form)] or spelt:
                forms = commonest(forms, bm25)
                plain += len(forms[0])
                groups.append(tuple(Alternative(form, BY_SOUND) for form in forms))
                concepts.append(_typed_concept(word, forms, bm25, BY_SOUND))
                continue
            if forms := _initials_of(word, proper, bm25, bridge, initials) if settings.corrections else []:
                groups.append(tuple(Alternative(form, BY_INITIALS) for form in forms))
                concepts.append(_typed_concept(word, forms, bm25, BY_INITIALS))
                continue
            translations = (
                ()
                if word in bm25.rows and not word.isalpha()
                else _translations(word, together.get(word, ()), bridge)
            )
            if is_stop_word(word) and word not in proper:
                continue
            if word in bm25.rows and not translations:
                _extend(terms, weights, [word], 1.0)
            elif translations:
                bridged += 2
                own = (Alternative(word, 1.0),) if word in bm25.rows else ()
                groups.append(own + translations)
            concepts.append(
                _latin_concept(word, translations, bm25, is_name=word in proper or not word.isalpha())
            )
    for written, forms in variants(folded):
        if known := [form for form in forms if _is_known(form, bm25)]:
            groups.append(tuple(Alternative(form, _WRITTEN) for form in known))
            concepts = _with_variants(concepts, written, known, bm25)
    for written, others in named(folded, bridge.given):
        groups.append(tuple(Alternative(form, _GIVEN) for form in others))
        concepts = _with_given(concepts, written, others)
    return SearchQuery(
        text=_bounded(question) if question else text,
        terms=tuple(terms),
        groups=tuple(groups),
        concepts=tuple(concepts),
        is_bridged=bridged > plain,
        context=tuple(segmenter.terms(fold(context))),
        weights=() if all(weight == 1 for weight in weights) else tuple(weights),
        content=text,
    )


def _extend(terms: list[str], weights: list[float], more: Sequence[str], weight: float) -> None:
    """Add terms of one weight; none of weight 0."""
    if weight:
        terms.extend(more)
        weights.extend(repeat(weight, len(more)))


def _parts(run: str, bm25: BM25) -> list[str]:
    """A compound that no passage holds as it stands is asked for by its parts."""
    return [run] if has_han(run) or run in bm25.rows else [part for part in re.split(r"[\-'’]", run) if part]


def _with_variants(
    concepts: Sequence[Concept], written: str, forms: Sequence[str], bm25: BM25
) -> list[Concept]:
    """A number with its unit is one concept in all the ways to write it, in place of its digits."""
    whole = Concept(
        written,
        (Alternative(written, 1.0), *(Alternative(form, _WRITTEN) for form in forms)),
        max(bm25.idf_of(term) for form in (written, *forms) for term in pairs(form) if term in bm25.rows),
        1.0,
        True,
        False,
    )
    return [*(c for c in concepts if c.text not in written), whole]


def _is_known(form: str, bm25: BM25) -> bool:
    """Whether the terms of a form are all in some passage."""
    return all(pair in bm25.rows for pair in pairs(form))


def _with_meant(concepts: Sequence[Concept], written: str, forms: Sequence[str], bm25: BM25) -> list[Concept]:
    """The words that say about the same as a word of the query; one that no passage has is as rare as they are."""
    more = tuple(Alternative(form, _MEANT) for form in forms)
    rarest = min(max(map(bm25.idf_of, bigrams(form))) for form in forms)
    return [
        replace(
            concept,
            alternatives=(*concept.alternatives, *more),
            importance=concept.importance if concept.is_known else min(concept.importance, rarest),
            is_known=True,
        )
        if concept.text in written
        else concept
        for concept in concepts
    ]


def _with_given(concepts: Sequence[Concept], written: str, others: Sequence[str]) -> list[Concept]:
    """The words of a name are spoken of as well by who calls it by another name."""
    more = tuple(Alternative(form, _GIVEN) for form in others)
    return [
        replace(concept, alternatives=(*concept.alternatives, *more)) if concept.text in written else concept
        for concept in concepts
    ]


def _concepts(
    words: Sequence[str], segmenter: Segmenter, bm25: BM25, sounds: Sounds | None, names: frozenset[str]
) -> list[Concept]:
    """One concept a word; single characters in a row are taken together, one alone says too little."""
    merged: list[str] = []
    single = ""
    for word in [*words, ""]:
        if len(word) == 1 and has_han(word) and not is_light(word):
            single += word
            continue
        if len(single) > 1:
            merged.append(single)
        single = ""
        if len(word) > 1 and not is_light(word):
            merged.append(word)
    return [
        _han_concept(word, segmenter, bm25, sounds, is_name=word in names) for word in dict.fromkeys(merged)
    ]


def _han_concept(
    word: str, segmenter: Segmenter, bm25: BM25, sounds: Sounds | None, *, is_name: bool
) -> Concept:
    """What a word counts for is bounded by how rare it is in general: few passages are a small sample.

    Without `sounds` a word that no passage has stands for nothing else.
    """
    known = word in bm25.rows or all(pair in bm25.rows for pair in bigrams(word))
    by_sound = () if known or sounds is None else alike(word, segmenter, bm25, sounds)
    rarity = 1 - segmenter.commonness(word)
    importance = bm25.idf_of(word) if word in bm25.rows else max(map(bm25.idf_of, bigrams(word)))
    importance = min(importance, _GENERAL * bm25.idf_of("") * rarity)
    return Concept(
        word,
        (Alternative(word, 1.0), *by_sound),
        importance,
        rarity,
        known or bool(by_sound),
        is_name,
    )


def _translations(word: str, together: Sequence[str], bridge: Bridge) -> tuple[Alternative, ...]:
    """What an English word may be in Chinese; `together` are words for it and those beside it, which count in full."""
    found = [Alternative(form, 1.0) for form in together]
    return (*found, *(other for other in bridge.translate(word) if other.form not in together))


def _initials_of(
    word: str, proper: Container[str], bm25: BM25, bridge: Bridge, initials: Initials
) -> list[str]:
    """What first letters of pinyin may stand for; nothing for what is a word, or written as an acronym."""
    if word in proper or word in bm25.rows or is_stop_word(word) or bridge.translate(word):
        return []
    return initials.spell(word)


def _typed_concept(word: str, forms: Sequence[str], bm25: BM25, weight: float) -> Concept:
    alternatives = (Alternative(word, 1.0), *(Alternative(form, weight) for form in forms))
    importance = min(max(map(bm25.idf_of, bigrams(form))) for form in forms)
    return Concept(word, alternatives, importance, 1.0, True, True)


def _latin_concept(word: str, translations: Sequence[Alternative], bm25: BM25, *, is_name: bool) -> Concept:
    likely = [t for t in translations if t.weight >= LIKELY]
    known = word in bm25.rows or bool(likely if is_name else translations)
    if translations:
        best = likely or translations[:1]
        importance = min(max(map(bm25.idf_of, bigrams(t.form))) for t in best)
        if word in bm25.rows:  # a few English words in a Chinese collection are no rarer than what they mean
            importance = min(importance, bm25.idf_of(word))
    else:
        importance = bm25.idf_of(word) * (1 if known or is_name else _UNTRANSLATED)
    rarity = 1.0 if is_name else _UNTRANSLATED
    return Concept(word, (Alternative(word, 1.0), *translations), importance, rarity, known, is_name)
