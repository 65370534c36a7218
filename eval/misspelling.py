"""Questions as they are mistyped, by rule: `python -m eval.misspelling [dev|test]` prints what that costs.

One word of the question is spoilt, chosen by chance among its words of two characters or more that are
rare enough to be names or terms. The same seed gives the same mistakes.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import jieba
from pypinyin import Style, lazy_pinyin, pinyin

from assistant.app import Assistant, open_assistant
from eval.measures import measure
from eval.qrels import find_labels, project
from eval.topics import Topic, default_gold, load_topics, split_of
from index.pinyin import blurred

_FREQUENT_CHARS = 3000  # what is typed by mistake is a character that everybody uses
_COMMONEST_WORD = 8000  # in jieba's dictionary: words more frequent than this carry no question

_SEEDS = (1, 2)

Spoil = Callable[[str, random.Random], str | None]
"""Another spelling of a word, or None where the rule does not apply."""


def misspell(question: str, kind: str, seed: int) -> str | None:
    """The question with one word spoilt by the rule `kind`; None if no word of it can be.

    Raises KeyError for a kind that `KINDS` does not have.
    """
    chance = random.Random(f"{seed} {kind} {question}")
    words = _words(question)
    chance.shuffle(words)
    for word in words:
        spoilt = KINDS[kind](word, chance)
        if spoilt and spoilt != word:
            return question.replace(word, spoilt, 1)
    return None


def _words(question: str) -> list[str]:
    return [
        word
        for word in jieba.lcut(question)
        if len(word) > 1
        and all("一" <= char <= "鿿" for char in word)
        and jieba.dt.FREQ.get(word, 0) < _COMMONEST_WORD
    ]


def _homophone(word: str, chance: random.Random) -> str | None:
    return _replaced(word, chance, lambda syllable: syllable, _by_sound())


def _near_homophone(word: str, chance: random.Random) -> str | None:
    return _replaced(word, chance, blurred, _by_blurred_sound())


def _replaced(
    word: str, chance: random.Random, key: Callable[[str], str], chars: Mapping[str, Sequence[str]]
) -> str | None:
    places = list(enumerate(zip(word, lazy_pinyin(word), strict=False)))
    chance.shuffle(places)
    for at, (char, syllable) in places:
        others = [other for other in chars.get(key(syllable), ()) if other != char]
        if others:
            return word[:at] + chance.choice(others) + word[at + 1 :]
    return None


def _missing(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :] if len(word) > 2 else None


def _extra(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + chance.choice("的了是一" + word[at - 1]) + word[at:]


def _swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _pinyin(word: str, chance: random.Random) -> str:
    return chance.choice(("", " ")).join(lazy_pinyin(word))


def _initials(word: str, chance: random.Random) -> str | None:
    return "".join(syllable[0] for syllable in lazy_pinyin(word)) if len(word) > 3 else None


KINDS: Mapping[str, Spoil] = {
    "homophone": _homophone,
    "near_homophone": _near_homophone,
    "missing": _missing,
    "extra": _extra,
    "swapped": _swapped,
    "pinyin": _pinyin,
    "initials": _initials,
}


@cache
def _by_sound() -> dict[str, list[str]]:
    """Syllable -> frequent characters that may be read so."""
    jieba.initialize()
    weight: defaultdict[str, int] = defaultdict(int)
    for word, frequency in jieba.dt.FREQ.items():
        for char in word:
            weight[char] += frequency
    frequent = sorted((c for c in weight if "一" <= c <= "鿿"), key=lambda c: -weight[c])[:_FREQUENT_CHARS]
    found: defaultdict[str, list[str]] = defaultdict(list)
    for char in frequent:
        found[pinyin(char, style=Style.NORMAL)[0][0]].append(char)
    return found


@cache
def _by_blurred_sound() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for syllable, chars in _by_sound().items():
        found[blurred(syllable)].extend(chars)
    return found


def misspelt(topics: Iterable[Topic], kind: str, seed: int) -> list[Topic]:
    """The answerable Chinese topics of which a word can be spoilt, with the question so mistyped."""
    return [
        replace(topic, question=question)
        for topic in topics
        if topic.lang == "zh" and topic.answerable and (question := misspell(topic.question, kind, seed))
    ]


def main() -> None:
    """Print hit@1, hit@5 and RR@10 of questions as they are and misspelt, by kind."""
    split = sys.argv[1] if len(sys.argv) > 1 else "dev"
    assistant = open_assistant()
    topics = {t.id: t for t in load_topics(default_gold()) if split_of(t.id) == split}
    print(f"{'':15}{'n':>5}  hit@1  hit@5  RR@10, misspelt and as they are")
    for kind in KINDS:
        rows: list[dict[str, float]] = []
        clean: list[dict[str, float]] = []
        for seed in _SEEDS:
            spoilt = misspelt(topics.values(), kind, seed)
            rows += _values(assistant, spoilt)
            clean += _values(assistant, [topics[topic.id] for topic in spoilt])
        figures = [
            f"{sum(row[name] for row in found) / len(found):7.3f}"
            for found in (rows, clean)
            for name in ("hit@1", "hit@5", "RR@10")
        ]
        print(f"{kind:15}{len(rows):5}{''.join(figures)}")


def _values(assistant: Assistant, topics: Sequence[Topic]) -> list[dict[str, float]]:
    labels = find_labels(topics, {document.doc_id: document for document in assistant.documents()})
    rankings = {
        topic.id: [hit.passage.passage_id for hit in assistant.ask(topic.question, topic.history).hits]
        for topic in topics
    }
    values = measure([topic.id for topic in topics], project(labels, assistant.passages), rankings)
    return [dict(values[topic.id]) for topic in topics]


if __name__ == "__main__":
    main()
