"""British and American spellings: each finds the other, and what has only one spelling is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bridge import Bridge
from index.spelling import other_spellings

PAIRS = (
    ("organise", "organize"),
    ("urbanisation", "urbanization"),
    ("analysed", "analyzed"),
    ("labour", "labor"),
    ("neighbourhood", "neighborhood"),
    ("centre", "center"),
    ("kilometres", "kilometers"),
    ("travelled", "traveled"),
    ("programme", "program"),
    ("catalogue", "catalog"),
    ("licence", "license"),
    ("aluminium", "aluminum"),
)


@pytest.mark.parametrize(("british", "american"), PAIRS)
def test_each_spelling_gives_the_other(british: str, american: str) -> None:
    assert american in other_spellings(british)
    assert british in other_spellings(american)


def test_a_word_cut_short_gives_the_whole() -> None:
    assert list(other_spellings("expo")) == list(other_spellings("expos")) == ["exposition"]
    assert list(other_spellings("bus")) == []


@given(st.text("abcdeghilmnorstuyz", max_size=14))
def test_others_are_other_and_come_once(word: str) -> None:
    others = list(other_spellings(word))
    assert word not in others
    assert len(others) == len(set(others))


@pytest.mark.parametrize(
    ("word", "known", "form"), [("urbanisation", "urban", "城市化"), ("fibre", "fiber", "纤维")]
)
def test_a_word_is_looked_up_as_others_spell_it(word: str, known: str, form: str) -> None:
    bridge = Bridge({known: [(form, 1.0)]}, {}, {}, {})
    assert [alternative.form for alternative in bridge.translate(word)] == [form]


def test_a_word_that_is_known_is_not_looked_up_otherwise() -> None:
    bridge = Bridge({"meter": [("公尺", 1.0)], "metr": [("米", 1.0)]}, {}, {}, {})
    assert [alternative.form for alternative in bridge.translate("metre")] == ["米"]
