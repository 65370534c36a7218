"""Which texts share a run of characters with others."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.training import overlap

TEXTS = st.lists(st.text("甲乙a，Ａ ", max_size=30), max_size=8)


def _plain(text: str) -> str:
    return "".join(character for character in text.replace("Ａ", "a") if character.isalnum())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, TEXTS, st.integers(1, 5))
def test_texts_share_a_run_where_one_holds_it(
    monkeypatch: pytest.MonkeyPatch, evaluated: list[str], trained: list[str], at_once: int
) -> None:
    run = 6
    monkeypatch.setattr(overlap, "RUN", run)
    monkeypatch.setattr(overlap, "_AT_ONCE", at_once)
    runs = overlap.runs_of(evaluated)
    long = {some for some in runs if len(some) == run}
    assert long == {
        text[i : i + run] for text in map(_plain, evaluated) for i in range(0, len(text) - run + 1, run)
    }
    expected = [any(some in text for some in long) or text in runs for text in map(_plain, trained)]
    assert list(overlap.shares(trained, runs)) == expected
