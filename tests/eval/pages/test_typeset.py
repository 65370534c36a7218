"""Wrapping loses nothing, fills lines, and keeps the rules of Chinese line breaking."""

from hypothesis import given
from hypothesis import strategies as st

from eval.pages.typeset import ems, wrap

ALPHABET = "国家规划建设，。、；：“”《》（）12a %"
WIDTHS = st.integers(6, 30)


@given(st.text(ALPHABET, min_size=1), WIDTHS)
def test_nothing_is_lost(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width, 2.0)).split()) == "".join(text.split())


@given(st.text("国家规划建设，。、；：（《》）", min_size=1), WIDTHS)
def test_no_line_is_wider_than_its_column(text: str, width: int) -> None:
    assert all(ems(line) <= width + 0.5 or _is_stuck(line) for line in wrap(text, width, 2.0))


def _is_stuck(line: str) -> bool:
    """Marks alone, that may neither begin nor end a line, have no place to break."""
    return not any(char in "国家规划建设" for char in line[1:-1])


@given(
    st.lists(st.sampled_from(["国家规划", "（建设）", "《规划》，", "“国”、", "家。"]), min_size=1), WIDTHS
)
def test_marks_stay_with_their_words(words: list[str], width: int) -> None:
    lines = wrap("".join(words), width, 2.0)
    assert not any(line[0] in "，。、）》”" for line in lines)
    assert not any(line[-1] in "（《“" for line in lines)


@given(st.text("国家规划建设", min_size=40, max_size=200), WIDTHS)
def test_lines_are_full(text: str, width: int) -> None:
    lines = wrap(text, width, 2.0)
    assert ems(lines[0]) == width - 2
    assert all(ems(line) == width for line in lines[1:-1])


def test_numbers_and_words_stay_whole() -> None:
    assert wrap("规划面积 8.05 平方公里", 5.5) == ["规划面积", "8.05 平方公", "里"]
