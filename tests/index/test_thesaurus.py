"""Words that say about the same are looked for too, and count less than the word itself."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import index.thesaurus
from index.coverage import match
from index.searcher import Searcher
from index.thesaurus import meant

GROUPS = [
    line.split()
    for line in Path(index.thesaurus.__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
]


def test_the_groups_are_of_different_chinese_words() -> None:
    assert len(GROUPS) > 1000
    for group in GROUPS:
        assert len(set(group)) == len(group) > 1
        assert all(re.fullmatch(r"[一-鿿]{2,8}", word) for word in group)
    assert len(set(map(frozenset, GROUPS))) == len(GROUPS)


@pytest.mark.parametrize(
    ("words", "written", "other"),
    [
        (["邻居", "打官司", "怎么", "办"], "打官司", "诉讼"),
        (["打", "官司", "的", "费用"], "打官司", "诉讼"),  # however it is cut
        (["什么", "时候", "生效"], "生效", "施行"),
    ],
)
def test_a_word_has_those_of_its_groups(words: list[str], written: str, other: str) -> None:
    found = dict(meant(words))
    assert other in found[written]
    assert written not in found[written]


def test_what_is_no_word_of_the_thesaurus_has_none() -> None:
    assert not list(meant([]))
    assert not list(meant(["双湖科技园", "的"]))
    assert not list(meant(["不打", "官司机"]))


def test_an_everyday_word_is_found_in_an_official_one(searcher: Searcher) -> None:
    """No passage has 盖房子, so nothing but the thesaurus tells what is meant."""
    written, form = next(
        (word, other)
        for group in GROUPS
        for word in group
        for other in group
        if not searcher.occurs(word) and searcher.occurs(other) and len(word) > 2
    )
    query = searcher.analyse(f"园区的{written}")
    concepts = [concept for concept in query.concepts if concept.text in written]
    assert concepts
    assert all(concept.is_known and 0 < match(concept, f"此处{form}。") < 1 for concept in concepts)
    plain = replace(searcher, settings=replace(searcher.settings, thesaurus=0)).analyse(f"园区的{written}")
    assert all(match(concept, f"此处{form}。") < 1 for concept in plain.concepts)
    assert len(plain.groups) < len(query.groups)
