"""How much of a question a text has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bridge import Alternative
from index.coverage import PARTLY, characters, coverage, covering, match, matcher
from index.query import Concept
from index.segment import bigrams, has_han

texts = st.text(alphabet="甲乙丙丁ab\n", max_size=12)
forms = st.text(alphabet="甲乙丙丁ab", min_size=1, max_size=5)
alternatives = st.lists(st.builds(Alternative, forms, st.floats(0, 1)), min_size=1, max_size=4)
concepts = st.builds(
    lambda found, importance: Concept(found[0].form, tuple(found), importance, 1.0, True, False),
    alternatives,
    st.floats(0, 9),
)


def reference(concept: Concept, text: str) -> float:
    """The best of all forms, each looked for by itself."""
    found = [0.0]
    for each in concept.alternatives:
        pairs = bigrams(each.form) if len(each.form) > 2 and has_han(each.form) else []
        if each.form in text:
            found.append(0.4 + 0.6 * each.weight)
        elif pairs:
            found.append(PARTLY * each.weight * sum(pair in text for pair in pairs) / len(pairs))
    return max(found)


@given(concepts, texts)
def test_a_concept_is_matched_by_the_best_of_its_forms(concept: Concept, text: str) -> None:
    assert match(concept, text) == pytest.approx(reference(concept, text))


@given(concepts, st.lists(texts, min_size=1, max_size=4))
def test_what_all_texts_lack_need_not_be_looked_for(concept: Concept, several: list[str]) -> None:
    within = matcher(concept, "\n".join(several))
    assert [within(text) for text in several] == [match(concept, text) for text in several]


@given(st.lists(concepts, max_size=4), texts)
def test_coverage_is_the_weighted_mean_of_the_matches(several: list[Concept], text: str) -> None:
    total = sum(concept.importance for concept in several)
    said = sum(concept.importance * reference(concept, text) for concept in several)
    assert covering(several)(text) == coverage(several, text)
    assert coverage(several, text) == pytest.approx(said / total if total else 0.0)


def test_characters_count_once_and_light_ones_not_at_all() -> None:
    shared = characters("捐款的捐赠人")
    assert shared("捐") == pytest.approx(1 / 4)
    assert shared("捐款捐款捐赠") == pytest.approx(3 / 4)
    assert shared("人赠款捐") == 1
    assert characters("park 2021")("park 2021") == 0
