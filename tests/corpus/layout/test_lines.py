from hypothesis import given
from hypothesis import strategies as st

from corpus.layout.lines import split_lines


@given(st.text())
def test_a_line_is_a_slice_of_the_text(text: str) -> None:
    end = 0
    for line in split_lines(text):
        assert end <= line.start < line.end
        assert text[line.start : line.end] == line.text
        end = line.end


@given(st.lists(st.sampled_from(["青湖镇", "柳川市", "a"]), min_size=2, max_size=5), st.integers(0, 3))
def test_blank_lines_are_counted_whatever_ends_a_line(words: list[str], blank: int) -> None:
    gaps = []
    for line_break in ("\n", "\r\n", "\r"):
        found = split_lines((line_break * (blank + 1)).join(words))
        gaps.append([line.gap for line in found])
    assert gaps == [[0] + [blank] * (len(words) - 1)] * 3


def test_an_indent_is_measured_in_columns() -> None:
    assert [line.indent for line in split_lines("　　青湖\n  柳川\n云山")] == [4, 2, 0]
