"""Tuning: the space, the choice, and that the held-out value is not the one that was optimised."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast
from zlib import crc32

import numpy as np
import pytest

from assistant.app import Assistant
from eval.errors import EvalError
from eval.ledger import ledger_of, read_ledger
from eval.topics import default_gold, in_split, load_topics, split_of
from eval.trial import Trial, of_topics
from eval.tune import MEASURE, SPACE, candidates, settings_text, steps, tune
from eval.tune import test_once as ask_once
from eval.tune_command import tune_command
from index.searcher import Searcher
from index.settings import SearchSettings


@dataclass(frozen=True)
class FakeTrial:
    """Values by rule: `quality` of the settings, and noise that is the same for the same settings."""

    name: str
    quality: Callable[[Mapping[str, Any]], float]
    noise: float
    n: int = 50

    @property
    def asked(self) -> range:
        return range(self.n)

    def values(self, changes: Mapping[str, Any], *, on_question: Callable[[], None] = lambda: None) -> Any:
        seed = crc32(
            repr((self.name, sorted(changes.items()))).encode()
        )  # hash() of a text differs from process to process
        noise = np.random.default_rng(seed).normal(0, self.noise, self.n)
        for _ in self.asked:
            on_question()
        return {str(i): {MEASURE: self.quality(changes) + float(noise[i])} for i in self.asked}


def fake(quality: Callable[[Mapping[str, Any]], float], noise: float = 0.0) -> Trial:
    return cast(Trial, FakeTrial("fake", quality, noise))


def test_candidates_are_what_is_served_and_draws_of_the_space() -> None:
    found = candidates(30)
    assert found == candidates(30)
    assert found != candidates(30, seed=1)
    assert len(found) == 31 == len({tuple(each.items()) for each in found})
    assert found[0] == {name: getattr(SearchSettings(), name) for name in SPACE}
    for draw in found[1:]:
        assert all(draw[name] in SPACE[name] for name in SPACE)


def test_every_served_value_is_one_that_is_tried() -> None:
    for name, tried in SPACE.items():
        assert getattr(SearchSettings(), name) in tried


def test_a_setting_that_matters_is_found() -> None:
    trial = fake(lambda changes: 0.5 + 0.04 * changes["coverage_weight"], noise=0.01)
    tuned = tune([trial], 60)
    assert tuned.chosen["coverage_weight"] == 10.0
    assert tuned.p < 0.01
    assert tuned.served < tuned.held_out <= tuned.best + 1e-9
    assert "search.coverage_weight=10" in settings_text(tuned.chosen)


def test_what_is_only_noise_gains_nothing_on_what_was_left_out() -> None:
    """The best of many is better than served by chance; asked what it has not seen, it is not."""
    tuned = tune([fake(lambda changes: 0.5, noise=0.2)], 60)
    assert tuned.best > tuned.served + 0.01
    assert tuned.low < 0 < tuned.high
    assert tuned.p > 0.05


def test_sets_count_the_same_whatever_their_number_of_questions() -> None:
    small = cast(Trial, FakeTrial("small", lambda changes: changes["coverage_weight"] / 10, 0.0, 10))
    large = cast(Trial, FakeTrial("large", lambda changes: 0.5 - changes["coverage_weight"] / 30, 0.0, 500))
    assert tune([small, large], 60).chosen["coverage_weight"] == 10.0


def test_steps_are_as_many_as_are_told() -> None:
    told: list[None] = []
    trial = fake(lambda changes: 0.5)
    tuned = tune([trial], 7, on_question=lambda: told.append(None))
    assert len(told) == steps([trial], 7)
    assert {(p.setting, p.value) for p in tuned.curves} == {(n, v) for n, vs in SPACE.items() for v in vs}


def test_too_few_questions_are_refused() -> None:
    with pytest.raises(EvalError, match="at least"):
        tune([cast(Trial, FakeTrial("few", lambda changes: 0.5, 0.0, 3))], 5)


def test_real_questions_are_ranked_under_other_settings(searcher: Searcher) -> None:
    topics = [t for t in in_split(load_topics(default_gold()), "dev") if t.answerable][:12]
    trial = of_topics("gold", topics, searcher)
    served = trial.values()
    assert list(served) == [topic.id for topic in topics]
    assert trial.values({"dense_weight": SearchSettings().dense_weight}) == served
    other = replace(searcher, settings=replace(searcher.settings, dense_weight=0.0, coverage_weight=0.0))
    assert of_topics("gold", topics, other).values() == trial.values(
        {"dense_weight": 0.0, "coverage_weight": 0.0}
    )
    assert ask_once(trial, {}).p == 1.0


def test_asking_the_test_questions_leaves_a_line(
    tmp_path: Path, searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [line for file in default_gold() for line in file.read_text(encoding="utf-8").splitlines()]
    asked = [row for row in rows if json.loads(row)["answerable"] and not json.loads(row)["history"]]
    parts = [[row for row in asked if split_of(json.loads(row)["id"]) == split] for split in ("dev", "test")]
    gold = tmp_path / "few.jsonl"
    gold.write_text("\n".join(row for part in parts for row in part[:6]), encoding="utf-8")
    monkeypatch.setattr("eval.tune_command.open_assistant", lambda index: Assistant(searcher))
    for test in (False, True):
        tune_command(gold=[gold], count=2, test=test, out=tmp_path / "tuned")
        assert len(read_ledger(ledger_of(tmp_path / "tuned"))) == test
    assert json.loads((tmp_path / "tuned/tune.json").read_text(encoding="utf-8"))["test"]["n"] == 6
