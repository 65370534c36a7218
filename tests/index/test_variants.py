"""Numbers written otherwise: each way leads to the other, and what is not certain is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.variants import chinese, number, variants


@given(st.integers(1, 9999))
def test_a_number_in_characters_is_that_number(value: int) -> None:
    assert number(chinese(value)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1, "一"),
        (10, "十"),
        (14, "十四"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (2030, "二千零三十"),
    ],
)
def test_numbers_as_they_are_written(value: int, written: str) -> None:
    assert chinese(value) == written


@pytest.mark.parametrize("text", ["", "一二", "十十", "零", "百分", "一点五", "abc"])
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("第十四条规定了什么", {"第十四条": ("第14条",)}),
        ("第14条规定了什么", {"第14条": ("第十四条",)}),
        ("增长百分之三十", {"百分之三十": ("30%",)}),
        ("增长30%", {"30%": ("百分之三十",)}),
        ("增长2.30%", {}),
        ("“十四五”规划", {"十四五": ("第十四个五年规划", "第十四个五年计划")}),
        ("第十四个五年规划", {"第十四个五年规划": ("十四五",)}),
        ("第14个五年规划", {"第14个五年规划": ("十四五", "第十四个五年规划")}),
        ("set up in july 1961", {"july": ("7月", "七月")}),
        ("may 12 or in may", {"may": ("5月", "五月")}),
        ("it may be so", {}),
        ("its third phase", {"third phase": ("第三期", "第3期", "三期")}),
        ("the 1st edition", {"1st edition": ("第一届", "第1届", "首届")}),
        ("see article 14", {"article 14": ("第十四条", "第14条")}),
        ("the third phases, article 0", {}),
        ("beds per 10,000 people", {"per 10,000": ("每万",)}),
        ("some 120,000 people", {"120,000": ("120000", "12万")}),
        ("1,500 firms", {"1,500": ("1500",)}),
        ("第一产业", {}),
        ("十五个园区", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_ways_to_write(text: str, forms: dict[str, tuple[str, ...]]) -> None:
    assert dict(variants(text)) == forms


@given(st.text("第十四百零一条个五年规划计%0123456789分之“”"))
def test_what_is_written_stands_in_the_text_and_is_never_its_own_variant(text: str) -> None:
    for written, forms in variants(text):
        assert written in text
        assert written not in forms
        assert forms
