"""Words that the index lacks, and what of it they may stand for: mistyped by sound or order, or typed in pinyin.

What is found here adds to a query and replaces nothing of it, and counts less than the word as typed.
"""

from collections.abc import Iterator, Sequence

from index.bm25 import BM25
from index.bridge import LIKELY, Alternative, Bridge, is_stop_word
from index.light import is_light
from index.pinyin import Sounds
from index.segment import Segmenter, bigrams

BY_SOUND = 0.6
"""How much a match by the sound of a word counts."""
BY_INITIALS = 0.5
"""The same by the first letters of its pinyin."""
_NEARLY = 0.5  # sounds that many speakers do not tell apart
_MAX_FORMS = 6  # that a misspelt word may stand for
_LONGEST_MISSPELT = 8
_MAX_TYPED = 6  # Latin words in a row that may be one name in pinyin


def corrections(
    words: Sequence[str], segmenter: Segmenter, bm25: BM25, sounds: Sounds
) -> list[tuple[Alternative, ...]]:
    """What characters that no passage holds side by side may be mistyped for.

    Only where segmenting found no word: one that is rightly spelt and that no passage has is no mistake,
    nor is where two words meet. A single character is taken together with the word beside it.
    """
    found = []
    for at, word in enumerate(words):
        if is_light(word) or (len(word) > 1 and segmenter.is_word(word)):
            continue
        before, after = "".join(words[at - 1 : at]), "".join(words[at + 1 : at + 2])
        wholes = [word + after] if after and not is_light(after) else []
        wholes += [before + word] if len(before) > 1 else []
        wholes += [word] if len(word) > 2 else []
        likely = [forms for whole in wholes if (forms := alike(whole, segmenter, bm25, sounds))]
        if not likely and len(word) > 1:
            likely = [forms for pair in bigrams(word) if (forms := alike(pair, segmenter, bm25, sounds))]
        found += likely
    return list(dict.fromkeys(found))


def alike(word: str, segmenter: Segmenter, bm25: BM25, sounds: Sounds) -> tuple[Alternative, ...]:
    """What of the index a word that no passage holds may be misspelt for: words, or three characters in a row."""
    if not 2 <= len(word) <= _LONGEST_MISSPELT or all(pair in bm25.rows for pair in bigrams(word)):
        return ()
    for forms, weight in (
        (sounds.alike, BY_SOUND),
        (sounds.transposed, BY_SOUND),
        (sounds.nearly_alike, _NEARLY),
    ):
        if likely := [form for form in forms(word) if segmenter.is_word(form) or len(form) > 2]:
            return tuple(Alternative(form, weight) for form in likely[:_MAX_FORMS])
    return ()


def typed(
    words: Sequence[str], bm25: BM25, bridge: Bridge, sounds: Sounds
) -> Iterator[tuple[str, Sequence[str]]]:
    """Latin words in order, each with what it spells; several in a row as one where they are pinyin together.

    What an English dictionary, the names of the index or the index itself knows is no pinyin by itself.
    """
    are_foreign = [_is_foreign(word, bm25, bridge) for word in words]
    start = 0
    while start < len(words):
        for end in range(min(start + _MAX_TYPED, len(words)), start, -1):
            row = words[start:end]
            if any(are_foreign[start:end]) and (spelt := sounds.spell(row)):
                yield from spelt
                start = end
                break
        else:
            yield words[start], ()
            start += 1


def _is_foreign(word: str, bm25: BM25, bridge: Bridge) -> bool:
    translations = bridge.translate(word)
    is_translated = bool(translations) and translations[0].weight >= LIKELY
    return word not in bm25.rows and not is_stop_word(word) and not is_translated


def commonest(forms: Sequence[str], bm25: BM25) -> list[str]:
    """The forms that most passages hold, six at most."""
    return sorted(forms, key=lambda form: (max(map(bm25.idf_of, bigrams(form))), form))[:_MAX_FORMS]
