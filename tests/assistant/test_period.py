"""The years that a question names."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.period import periods, plan_years

TODAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2025年目标和2035年目标有什么区别", [(2025, 2025), (2035, 2035)]),
        ("二〇二五年底的目标", [(2025, 2025)]),
        ("2021天府论坛的主题", [(2021, 2021)]),
        ("2000余家企业，2000天的工期", []),
        ("“十四五”规划", [(2021, 2025)]),
        ("第十四个五年规划", [(2021, 2025)]),
        ("十五五的目标", [(2026, 2030)]),
        ("一五计划", [(1953, 1957)]),
        ("2021-2025年营收", [(2021, 2025)]),
        ("2018年至2022年", [(2018, 2022)]),
        ("20世纪80年代", [(1980, 1989)]),
        ("上世纪九十年代", []),
        ("the 14th Five-Year Plan", [(2021, 2025)]),
        ("fourteenth five-year plan", [(2021, 2025)]),
        ("revenue from 2021 to 2025", [(2021, 2025)]),
        ("What was it in 2012?", [(2012, 2012)]),
        ("the 1990s", [(1990, 1999)]),
        # numbers that are no years
        ("2000人参加", []), ("8.2023平方公里", []), ("GB 2023-14", []), ("第十五条", []), ("有十五家", []), ("三五个人", []), ("1+1+13", []),
        ("2023级学生", []), ("2025-2023", []),
    ],
)  # fmt: skip
def test_the_years_of_a_question(question: str, years: list[tuple[int, int]]) -> None:
    assert [(period.first, period.last) for period in periods(question, TODAY)] == years


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("去年营收多少", 2023),
        ("今年的目标", 2024),
        ("明年呢", 2025),
        ("前年", 2022),
        ("revenue last year", 2023),
    ],
)
def test_years_counted_from_today_say_so(question: str, year: int) -> None:
    (period,) = periods(question, TODAY)
    assert (period.first, period.last, period.basis) == (year, year, "today")


@given(
    st.integers(min_value=1600, max_value=2199),
    st.sampled_from(["{}年的目标", "到{}年", "what about in {}?"]),
)
def test_any_year_is_found_in_its_sentence(year: int, sentence: str) -> None:
    (period,) = periods(sentence.format(year), TODAY)
    assert (period.first, period.last, period.basis) == (year, year, "said")


@given(st.text(max_size=80))
def test_periods_of_any_text_are_in_order_and_do_not_overlap(text: str) -> None:
    assert all(period.first <= period.last for period in periods(text, TODAY))


def test_plans_follow_each_other_from_the_third_on() -> None:
    years = [plan_years(n) for n in range(3, 17)]
    assert all(before and after and after[0] == before[1] + 1 for before, after in pairwise(years))
    assert plan_years(0) is None
