"""Translations weighed by the question: what is near it counts more, nothing counts for nothing, order is kept."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.bridge import Alternative
from index.encoder import load_encoder
from index.query import SearchQuery
from index.sense import in_context

FORMS = ("驾驶", "精神", "驱动", "推进", "车程", "drive")


def query(*forms: str, bridged: bool = True) -> SearchQuery:
    group = tuple(Alternative(form, 1.0) for form in forms)
    return SearchQuery("?", (), (group,), (), bridged)


def weights(question: str, *forms: str) -> dict[str, float]:
    encoder = load_encoder()
    (group,) = in_context(query(*forms), encoder.encode([question], query=True), encoder.encode).groups
    return {alternative.form: alternative.weight for alternative in group}


def test_the_translation_that_is_meant_counts_most() -> None:
    meant = weights("How many kilometres of road may cars drive on?", "驾驶", "精神")
    assert meant["驾驶"] == 1
    assert meant["精神"] < 1


@given(forms=st.lists(st.sampled_from(FORMS), unique=True, max_size=6), question=st.text(max_size=20))
def test_each_keeps_some_weight_and_the_best_keeps_all(forms: list[str], question: str) -> None:
    found = weights(question, *forms)
    assert list(found) == forms
    assert all(0 < weight <= 1 for weight in found.values())
    assert not found or max(found.values()) == 1


def test_a_query_that_is_not_translated_stays_as_it_is() -> None:
    encoder = load_encoder()
    asked = query("驾驶", "精神", bridged=False)
    assert in_context(asked, encoder.encode(["drive"], query=True), encoder.encode) is asked
    assert in_context(query("驾驶"), np.zeros((1, 4), dtype=np.float32), encoder.encode) == query("驾驶")
