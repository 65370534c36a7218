"""Whether evidence is of the years that are asked about."""

from dataclasses import replace

import pytest

from assistant.app import Assistant
from assistant.covered import fits, named_years
from assistant.records import Kind, Period, Query

_QUERY = Query("", "", "", "zh", Kind.QUANTITY)


def asked(*years: tuple[int, int], basis: str = "said") -> Query:
    times = tuple(Period(str(first), first, last, basis) for first, last in years)  # type: ignore[arg-type]
    return replace(_QUERY, times=times)


@pytest.mark.parametrize(
    ("query", "texts", "expected"),
    [
        (asked((2025, 2025)), ["到2025年达到65%。"], True),
        (asked((2025, 2025)), ["到2030年达到65%。"], False),
        (asked((2023, 2023)), ["“十四五”时期达到65%。"], True),
        (asked((2025, 2025)), ["达到65%。", "2025年主要指标"], True),
        (asked((2025, 2025)), ["达到65%。", "2030年主要指标"], False),
        (asked((2025, 2025)), ["达到65%。", "主要指标"], None),
        (asked(), ["到2030年达到65%。"], None),
        (asked((2026, 2026), basis="today"), ["到2030年达到65%。"], None),
    ],
)
def test_the_nearest_text_that_names_years_decides(
    query: Query, texts: list[str], expected: bool | None
) -> None:
    assert fits(query, *texts) is expected


def test_years_are_named_as_the_text_has_them() -> None:
    assert named_years("没有年份", "到2025年", "到2030年") == "2025"
    assert named_years("2021—2025年期间") == "2021–2025"
    assert named_years("没有年份") == ""


def test_a_document_that_names_no_year_tells_of_the_one_it_was_published_in_and_the_one_before(
    assistant: Assistant,
) -> None:
    for year in ("2015", "2031"):
        turn = assistant.ask(f"{year}年金什合作产业园入驻了几家企业？")
        assert turn.answer.status == "not_found"
        assert year in turn.answer.reason
        assert "2024" in turn.answer.reason  # when it was published
    for year in ("2023", "2024"):
        turn = assistant.ask(f"{year}年金什合作产业园入驻了几家企业？")
        assert turn.answer.short == "4家"
    assert assistant.ask("2022年金牛区聚集了什么人才？").answer.status == "answered"  # its passage names 2022


def test_a_figure_of_another_year_is_no_answer_but_is_shown(assistant: Assistant) -> None:
    turn = assistant.ask("德阳2030年的森林覆盖率目标是多少？")
    assert turn.answer.status == "not_found"
    assert turn.answer.short is None
    assert "2030" in turn.answer.reason
    assert "2025" in turn.answer.reason
    (citation,) = turn.answer.citations
    assert "25.2" in citation.quote
    assert assistant.ask("德阳2025年的森林覆盖率目标是多少？").answer.status == "answered"
