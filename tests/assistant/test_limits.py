"""Places and rates: never more at once than there is room for, never more a minute than is allowed."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.limits import BusyError, Places, RateLimit


def test_one_more_than_may_wait_is_told_at_once() -> None:
    places = Places(1, patience_s=60, waiting=2)
    with places.admitted(), places.admitted(), places.admitted():
        assert places.present == 3
        with pytest.raises(BusyError), places.admitted():
            pass
    assert places.present == 0


def test_who_waits_too_long_is_told_and_leaves_no_trace() -> None:
    places = Places(1, patience_s=0.01, waiting=5)
    with places.one():
        with pytest.raises(BusyError), places.one():
            pass
        assert places.present == 1
    with places.one():
        pass


def test_never_more_inside_than_places() -> None:
    places = Places(2, patience_s=60, waiting=50)
    inside, most = 0, 0
    lock = threading.Lock()
    everyone = threading.Barrier(10)

    def enter() -> None:
        nonlocal inside, most
        everyone.wait()
        for _ in range(20):
            with places.one():
                with lock:
                    inside += 1
                    most = max(most, inside)
                with lock:
                    inside -= 1

    threads = [threading.Thread(target=enter) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= most <= 2
    assert places.present == 0


@given(st.integers(1, 600), st.lists(st.floats(0, 30), max_size=200))
def test_a_rate_is_kept_over_any_minute(per_minute: int, gaps: list[float]) -> None:
    now = 0.0
    limit = RateLimit(per_minute, clock=lambda: now)
    taken = []
    for gap in gaps:
        now += gap
        if limit.wait_s("a") == 0:
            taken.append(now)
    burst = max(per_minute / 6, 1)
    for start in taken:
        in_a_minute = sum(start <= moment < start + 60 for moment in taken)
        assert in_a_minute <= per_minute + burst + 1


@given(st.integers(1, 600), st.floats(0, 5))
def test_who_waits_as_long_as_told_is_served(per_minute: int, pause: float) -> None:
    now = 0.0
    limit = RateLimit(per_minute, clock=lambda: now)
    while not (wait_s := limit.wait_s("a")):
        now += pause / per_minute
    now += wait_s
    assert limit.wait_s("a") == 0


def test_callers_do_not_share_a_rate_and_none_is_no_limit() -> None:
    limit = RateLimit(6, clock=lambda: 0.0)
    assert limit.wait_s("a") == 0
    assert limit.wait_s("a") > 0
    assert limit.wait_s("b") == 0
    assert not any(RateLimit(0).wait_s("a") for _ in range(100))
