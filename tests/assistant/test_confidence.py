"""How sure it is that evidence answers: which way each signal points."""

import math
from dataclasses import asdict, replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.confidence import BRIDGED_WEIGHTS, NOTHING, WEIGHTS, Signals, confidence, weights_for

_SHARES = st.floats(0, 1)
_SIGNALS = st.fixed_dictionaries(
    dict.fromkeys(asdict(NOTHING), _SHARES) | {"bridged": st.sampled_from([0.0, 1.0])}
).map(lambda values: Signals(**values))
_SPEAK_AGAINST = (
    "lacking",
    "presumed",
    "undone",
    "numberless",
    "unnumbered",
    "displaced",
    "roleless",
    "instanceless",
    "unrelated",
)


@given(_SIGNALS, st.sampled_from(_SPEAK_AGAINST))
def test_nothing_that_is_missing_makes_an_answer_surer(signals: Signals, name: str) -> None:
    assert confidence(replace(signals, **{name: 1.0})) <= confidence(replace(signals, **{name: 0.0}))


@given(_SIGNALS)
def test_confidence_is_the_logistic_of_the_weighed_sum(signals: Signals) -> None:
    weights = BRIDGED_WEIGHTS if signals.bridged else WEIGHTS
    logit = math.log(confidence(signals) / (1 - confidence(signals)))
    weighed = sum(weights.get(name, 0.0) * value for name, value in asdict(signals).items())
    assert math.isclose(logit, weights["bias"] + weighed, abs_tol=1e-6)


def test_every_weight_is_of_a_signal() -> None:
    for weights in (WEIGHTS, BRIDGED_WEIGHTS):
        assert set(weights) <= {"bias", *asdict(NOTHING)}
    assert weights_for(replace(NOTHING, bridged=1.0)) is BRIDGED_WEIGHTS


def test_without_evidence_nothing_is_sure() -> None:
    assert confidence(NOTHING) < 0.1
