"""What is generated is what the truth says: in the text by row and column, in the PDF by page and place."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from corpus.document import Document, without_space
from eval.errors import GoldError
from eval.pages.align import owners_in_pdf
from eval.pages.generate import generate
from eval.pages.texts import Texts
from eval.pages.truth import Box, Kind, Role, Sample, read_lines, truth_json
from tests.eval.pages.sources import assemble, texts, write_texts

SEEDS = range(4)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    return texts(tmp_path_factory.mktemp("texts"))


@pytest.fixture(scope="module")
def samples(source: Texts) -> list[Sample]:
    return [generate(kind, seed, source) for kind in Kind for seed in SEEDS]


def pdf_pages(sample: Sample) -> Iterator[str]:
    document = pdfium.PdfDocument(sample.pdf)
    for page in document:
        yield page.get_textpage().get_text_range()
    document.close()


def test_a_seed_and_its_texts_decide_everything(source: Texts, samples: list[Sample], tmp_path: Path) -> None:
    again = texts(tmp_path)
    assert [generate(s.kind, s.seed, again) for s in samples] == samples
    assert len({s.text for s in samples}) == len(samples)


def test_each_line_stands_where_the_truth_says(samples: list[Sample]) -> None:
    for sample in samples:
        rows = sample.text.split("\n")
        for line in sample.lines:
            assert rows[line.row][line.column : line.column + len(line.text)] == line.text
        assert without_space("".join(rows)) == without_space(
            "".join(line.text for line in sorted(sample.lines, key=lambda line: (line.row, line.column)))
        )


def test_the_pdf_prints_the_same_lines_in_the_same_order(samples: list[Sample]) -> None:
    """pdfium itself puts stretches that share a height in order, so the letters are compared as a multitude."""
    for sample in samples:
        for number, text in enumerate(pdf_pages(sample), 1):
            printed = [line.text for line in sample.lines if line.box and line.page == number]
            assert sorted(without_space(text)) == sorted(without_space("".join(printed)))


def test_boxes_are_on_the_page_and_lines_do_not_overlap(samples: list[Sample]) -> None:
    for sample in samples:
        document = pdfium.PdfDocument(sample.pdf)
        sizes = [page.get_size() for page in document]
        document.close()
        boxed = [
            (line.page, line.box) for line in sample.lines if line.box and line.role is not Role.FURNITURE
        ]
        for page, (left, top, right, bottom) in boxed:
            width, height = sizes[page - 1]
            assert 0 <= left < right <= width + 1
            assert 0 <= top < bottom <= height
        for i, (page, a) in enumerate(boxed):
            for other, b in boxed[i + 1 :]:
                if page == other:
                    across = min(a[2], b[2]) - max(a[0], b[0])
                    down = min(a[3], b[3]) - max(a[1], b[1])
                    assert across <= 6 or down <= 1, (sample.name, a, b)


def test_lines_are_found_again_in_a_pdf(samples: list[Sample]) -> None:
    """Almost all, each with its own text: the rest was drawn over one another."""
    for sample in samples:
        pages = list(pdf_pages(sample))
        text = "\f".join(pages)
        spans, start = [], 0
        for page in pages:
            spans.append((start, start + len(page)))
            start += len(page) + 1
        document = as_document(text, tuple(spans))
        lines = [line for line in sample.lines if line.box]
        owners = owners_in_pdf(lines, document)
        found = set(owners.tolist()) - {-1}
        assert len(found) >= 0.99 * len(lines)
        own: dict[int, str] = {}
        for char, index in zip(text, owners.tolist(), strict=True):
            own[index] = own.get(index, "") + char
        assert all(own[index] == without_space(lines[index].text) for index in found)


def as_document(text: str, pages: tuple[tuple[int, int], ...]) -> Document:
    from dataclasses import replace

    return replace(assemble((), text, ()), pages=pages)


def test_truth_is_in_reading_order(samples: list[Sample]) -> None:
    """Within a column and a page, lines of running text go from the top to the bottom, articles in one go."""
    for sample in samples:
        body = [line for line in sample.lines if line.role is Role.BODY]
        articles = [a.article for a, b in pairwise(body) if a.article != b.article]
        assert len(articles) == len(set(articles))
        upright = {line.article for line in body if line.box and _is_upright(line.box)}
        for a, b in pairwise(body):
            assert a.box is not None
            assert b.box is not None
            if a.paragraph != b.paragraph or a.page != b.page:
                continue
            if a.article in upright:
                assert b.box[0] < a.box[0] or b.box[1] > a.box[1] + 20
            else:
                assert b.box[1] > a.box[1] or b.box[0] > a.box[0] + 20


def _is_upright(box: Box) -> bool:
    return box[3] - box[1] > 2 * (box[2] - box[0])


def test_a_newspaper_page_has_what_newspaper_pages_have(samples: list[Sample]) -> None:
    roles = {line.role for sample in samples for line in sample.lines if sample.kind is Kind.NEWSPAPER}
    assert {Role.BODY, Role.HEADLINE, Role.BYLINE, Role.FURNITURE} <= roles
    roles = {line.role for sample in samples for line in sample.lines if sample.kind is Kind.PLAN}
    assert {Role.BODY, Role.HEADLINE, Role.BOX, Role.TABLE, Role.CAPTION} <= roles


def test_headings_are_headings(samples: list[Sample]) -> None:
    for sample in samples:
        headlines = {line.paragraph for line in sample.lines if line.role is Role.HEADLINE}
        for line in sample.lines:
            assert set(line.headings) <= headlines


def test_truth_goes_through_json(samples: list[Sample]) -> None:
    for sample in samples:
        assert read_lines(json.dumps(truth_json(sample))) == sample.lines


def test_texts_may_be_packed_and_must_be_texts(tmp_path: Path) -> None:
    import gzip

    plain = write_texts(tmp_path / "a.jsonl")
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    from random import Random

    assert Texts.read(packed).choose(Random(1), 3) == Texts.read(plain).choose(Random(1), 3)
    for bad in (b"", b"\n\n", b"no json\n", b'{"title": "a"}\n', b"[1]\n", b"\xff\xfe"):
        plain.write_bytes(bad)
        with pytest.raises(GoldError, match=r"JSONL|no texts"):
            Texts.read(plain)
    with pytest.raises(GoldError, match="missing"):
        Texts.read(tmp_path / "missing.jsonl")
