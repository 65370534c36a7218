"""Whether a text speaks of a word of the question, in that word or in one that means about the same."""

from collections.abc import Sequence
from functools import lru_cache

import rjieba

from index.coverage import PARTLY
from index.query import Concept
from index.remembered import Remembered
from index.segment import has_han, simplified
from index.vectors import Vectors

_CONTENT = frozenset(
    "navijl"
)  # first letters of the classes of words that say something: nouns, adjectives, verbs, idioms
_FORMS = 4  # ways to say a word that are compared by meaning
_UNLIKE, _ALIKE = 0.25, 0.75  # cosines of words up to which they differ, and from which they mean the same


def content_words(question: str, concepts: Sequence[Concept]) -> list[bool]:
    """Whether each concept says something; one that counts, points, or relates (两家, 那边, 往南) does not."""
    classes = dict(rjieba.tag(simplified(question)))
    return [_says_something(concept, classes) for concept in concepts]


def real_words(question: str, texts: Sequence[str]) -> list[str]:
    """The words of a question that these pieces of it are or are made of and that say something, each once.

    A piece may have been cut where no word ends (刷卡 with the 通 before it), which is nothing to show.
    """
    classes = dict(rjieba.tag(simplified(question)))
    found: list[str] = []
    for text in texts:
        parts = [text] if text in classes else [word for word in classes if word in text]
        found += [text] if not has_han(text) else [word for word in parts if _is_shown(word, classes[word])]
    return list(dict.fromkeys(found))


class Spoken:
    """A text whose words can be compared by meaning; they are encoded when that is first asked for."""

    def __init__(self, text: str, encoder: Remembered) -> None:
        self._text = text
        self._encoder = encoder
        self._vectors: Vectors | None = None

    def alike(self, forms: Sequence[str]) -> float:
        """The cosine of the two most similar of the forms and the words of the text; 0 if it has no words."""
        if self._vectors is None:
            self._vectors = self._encoder.encode(_words(self._text))
        return float((self._vectors @ self._encoder.encode(forms).T).max()) if len(self._vectors) else 0.0


def unspoken(concept: Concept, matched: float, spoken: Spoken) -> float:
    """In [0, 1]: how far a text is from speaking of a word, of which it has `matched` as it is written."""
    if matched < PARTLY:
        meant = (spoken.alike(_forms(concept)) - _UNLIKE) / (_ALIKE - _UNLIKE)
        matched = max(matched, min(max(meant, 0.0), 1.0))
    return 1 - matched


def likeness(concept: Concept, matched: float, spoken: Spoken) -> float:
    """In [0, 1]: 1 of a word that a text has as it is written, of another the cosine of what is nearest to it."""
    return 1.0 if matched >= PARTLY else min(max(matched, spoken.alike(_forms(concept)), 0.0), 1.0)


def _forms(concept: Concept) -> list[str]:
    others = concept.alternatives[1:_FORMS] if concept.is_known else ()
    return [concept.text, *(other.form for other in others)]


def rarity(concept: Concept) -> float:
    """How much a word says in general, in [0, 1]; 1 of another language's, as no count is at hand."""
    return concept.rarity if has_han(concept.text) else 1.0


def _is_shown(word: str, tag: str) -> bool:
    return tag[0] in _CONTENT and (len(word) > 1 or tag[0] == "n")


def _says_something(concept: Concept, classes: dict[str, str]) -> bool:
    if not has_han(concept.text) or concept.is_name:
        return True
    text = concept.text
    parts = (tag for word, tag in classes.items() if len(word) > 1 and (word in text or text in word))
    tag = classes.get(text) or next(parts, "x")
    return tag[0] in _CONTENT


@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text, each once. The same passages are compared with one question after the other."""
    words = rjieba.cut(simplified(text))
    return tuple(dict.fromkeys(word for word in words if len(word) > 1 and word[0].isalpha()))
