"""The sets by which choices are made, so that none is made by the sets that are reported.

CMRC 2018's training questions are not trained on (`index.training.corpora` says why) and are no evaluation questions
either. Their English is a row of glosses, one a word: no translation, but of questions that no training has seen.
"""

import gzip
import json
import random
from collections.abc import Iterable
from pathlib import Path

import rjieba

from index.training.corpora import Pair
from index.training.evaluate import TestSet

_QUESTIONS = 2_500


def development_sets(data: Path, glosses: Iterable[Pair]) -> dict[str, TestSet]:
    """`chinese` and `english`: the same questions over the same passages. Raises OSError.

    `data` is the folder with `pairs/cmrc2018_train.jsonl.gz`, `glosses` are Chinese words with an English gloss each.
    """
    rng = random.Random(0)
    with gzip.open(data / "pairs" / "cmrc2018_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    ids: dict[str, str] = {}
    asked = [(row["a"], ids.setdefault(row["b"], str(len(ids)))) for row in rows]
    rng.shuffle(asked)
    chinese = {str(number): question for number, (question, _) in enumerate(asked[:_QUESTIONS])}
    qrels = {str(number): {passage: 1} for number, (_, passage) in enumerate(asked[:_QUESTIONS])}
    passages = {number: text for text, number in ids.items()}
    by_word: dict[str, list[str]] = {}
    for word, gloss in glosses:
        by_word.setdefault(word, []).append(gloss)
    english = {
        number: " ".join(rng.choice(by_word[word]) for word in rjieba.cut(question, False) if word in by_word)
        for number, question in chinese.items()
    }
    return {
        "chinese": TestSet(passages, chinese, qrels),
        "english": TestSet(passages, english, qrels),
    }
