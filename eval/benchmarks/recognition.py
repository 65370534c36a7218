"""How well scanned pages are recognised: `python -m eval.benchmarks.recognition --texts FILE`.

Generated pages are drawn as pictures, some askew, and read again with the extra `ocr`. What is read is
compared with what the same reader makes of the text layer, without white space.
"""

from collections import Counter
from io import BytesIO
from pathlib import Path
from statistics import mean
from time import process_time
from typing import Annotated

import numpy as np
import pypdfium2 as pdfium
import typer
from PIL import Image

from corpus.document import Document, Source, without_space
from corpus.formats.ocr import EXTRA, is_installed
from corpus.formats.pdf import read
from corpus.structure import build_document
from eval.errors import GoldError
from eval.pages.generate import generate
from eval.pages.texts import Texts
from eval.pages.truth import FIRST_TEST_SEED, Kind

_SLANTS = (0.0, 0.7)  # degrees


def main(
    texts: Annotated[Path, typer.Option(help="JSONL with `title` and `text` a line; may be gzipped.")],
    count: Annotated[int, typer.Option(help="How many newspaper pages and how many plans.")] = 3,
    pages: Annotated[int, typer.Option(help="Pages of each plan.")] = 2,
    dpi: Annotated[int, typer.Option(help="Of the pictures.")] = 200,
) -> None:
    """Print a line for each kind of page and slant."""
    if not is_installed():
        raise GoldError(f"nothing here recognises text: {EXTRA}")
    source = Texts.read(texts)
    print(f"{'pages':24}{'missing':>9}{'invented':>10}{'CER':>8}{'CPU s/page':>12}")
    for kind in Kind:
        files = [first_pages(generate(kind, FIRST_TEST_SEED + i, source).pdf, pages) for i in range(count)]
        for slant in _SLANTS:
            rows = [_compare(data, slant, dpi) for data in files]
            missing, invented, cer, seconds = (mean(column) for column in zip(*rows, strict=True))
            name = f"{kind}, {slant} degrees"
            print(f"{name:24}{missing:9.2%}{invented:10.2%}{cer:8.2%}{seconds:12.1f}", flush=True)


def _compare(data: bytes, slant: float, dpi: int) -> tuple[float, float, float, float]:
    """Shares of characters missing and invented in any order, the character error rate, and seconds a page."""
    began = process_time()
    scan = pictured(data, slant, dpi)
    found = _document(scan)
    seconds = (process_time() - began) / max(len(found.pages), 1)
    truth, seen = without_space(_document(data).reading), without_space(found.reading)
    missing, invented = Counter(truth) - Counter(seen), Counter(seen) - Counter(truth)
    size = max(len(truth), 1)
    return missing.total() / size, invented.total() / size, distance(truth, seen) / size, seconds


def _document(data: bytes) -> Document:
    return build_document(Source("page", "page.pdf"), read(data), "0" * 64)


def first_pages(data: bytes, count: int) -> bytes:
    """A PDF of the first pages of another."""
    out = BytesIO()
    with pdfium.PdfDocument(data) as file, pdfium.PdfDocument.new() as made:
        made.import_pages(file, list(range(min(count, len(file)))))
        made.save(out)
    return out.getvalue()


def pictured(data: bytes, slant: float, dpi: int) -> bytes:
    """A PDF whose pages are pictures of those of another, turned by `slant` degrees."""
    with pdfium.PdfDocument(data) as file:
        images = [
            page.render(scale=dpi / 72)
            .to_pil()
            .convert("RGB")
            .rotate(slant, fillcolor="white", resample=Image.Resampling.BICUBIC)
            for page in file
        ]
    out = BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=dpi, quality=90)
    return out.getvalue()


def distance(a: str, b: str) -> int:
    """Levenshtein distance: the least number of characters put in, taken out or replaced."""
    codes = np.frombuffer(b.encode("utf-32-le"), dtype=np.uint32)
    places = np.arange(len(b) + 1)
    row = places
    for number, char in enumerate(a, 1):
        best = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(char)))
        row = np.minimum.accumulate(np.concatenate([[number], best]) - places) + places
    return int(row[-1])


if __name__ == "__main__":
    typer.run(main)
