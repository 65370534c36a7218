"""The same question is answered from memory; anything else is asked anew."""

from dataclasses import replace
from datetime import date

import pytest

from assistant import recent
from assistant.desk import Desk
from assistant.recent import Recent, key_of
from assistant.records import Message
from tests.assistant.fakes import FakeAssistant

HISTORY = (Message("user", "青湖科技园规划面积多大？"),)


class Counting(FakeAssistant):
    times = 0

    def ask(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        self.times += 1
        return super().ask(*args, **kwargs)


def test_who_asks_the_same_gets_the_same_as_a_turn_of_its_own() -> None:
    assistant = Counting()
    desk = Desk(assistant)  # type: ignore[arg-type]
    first, again = desk.ask("规划面积多大？"), desk.ask("规划面积多大？")
    assert assistant.times == 1
    assert first.turn_id != again.turn_id
    assert set(again.timings_ms) == set(first.timings_ms)
    blank = {"turn_id": "", "timings_ms": {}}
    assert replace(first, **blank) == replace(again, **blank)  # type: ignore[arg-type]
    desk.ask("规划面积多大？", HISTORY)
    desk.ask("规划面积多大？", documents=["qinghu-plan"])
    desk.ask("规划面积有多大？")
    assert assistant.times == 4
    assert desk.metrics.exposition().count(b'wenju_turns_total{status="answered"} 5.0') == 1


def test_a_key_is_all_that_an_answer_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [
        key_of("a", "去年呢？", (), None),
        key_of("b", "去年呢？", (), None),
        key_of("a", "今年呢？", (), None),
        key_of("a", "去年呢？", HISTORY, None),
        key_of("a", "去年呢？", (), ["plan"]),
    ]

    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date(2199, 1, 1)

    monkeypatch.setattr(recent, "date", Tomorrow)
    keys.append(key_of("a", "去年呢？", (), None))
    assert len(set(keys)) == len(keys)
    assert key_of("a", "去年呢？", (Message("user", "长" * 10_000),), None) is None


def test_what_was_asked_for_longest_ago_is_forgotten() -> None:
    turn = FakeAssistant().ask("规划面积多大？")
    kept = Recent(most=2)
    kept.put(1, turn)
    kept.put(2, turn)
    assert kept.get(1) is turn
    kept.put(3, turn)
    assert (kept.get(1), kept.get(2), kept.get(3)) == (turn, None, turn)
