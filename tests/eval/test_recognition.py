"""The measure of recognition: the distance of Levenshtein, and pages drawn as pictures."""

from functools import cache

import pypdfium2 as pdfium
from hypothesis import given
from hypothesis import strategies as st

from eval.benchmarks.recognition import distance, first_pages, pictured
from tests.corpus.pdf.made import pdf

TEXT = st.text("园区ab", max_size=7)


@given(a=TEXT, b=TEXT)
def test_the_distance_is_that_of_its_definition(a: str, b: str) -> None:
    @cache
    def least(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        return min(least(i - 1, j) + 1, least(i, j - 1) + 1, least(i - 1, j - 1) + (a[i - 1] != b[j - 1]))

    assert distance(a, b) == least(len(a), len(b))


def test_pictured_pages_have_their_size_and_no_text() -> None:
    whole = pdf(lambda sheet: sheet.line(20, 20, "园区"), lambda sheet: None, width=200, height=100)
    with pdfium.PdfDocument(pictured(first_pages(whole, 1), 0.5, 144)) as made:
        (page,) = list(made)
        assert [round(length) for length in page.get_size()] == [200, 100]
        assert page.get_textpage().count_chars() == 0
