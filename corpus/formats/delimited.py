"""Tables as text: values between commas, tabs or semicolons."""

import csv
from collections import Counter
from io import StringIO

from corpus.decode import decode
from corpus.extract import Extract
from corpus.formats.damage import refused_as
from corpus.formats.table import make_table
from corpus.formats.writer import Writer

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_LINES = 50


def read(data: bytes, encoding: str | None = None) -> Extract:
    """The table of a .csv or .tsv; what parts its values is found from its first lines. Raises DecodeError."""
    text = decode(data, encoding)
    with refused_as("broken_table"):
        rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
        writer = Writer()
        writer.table(make_table(rows))
        return writer.extract()


def _delimiter(text: str) -> str:
    """The character that parts most lines into the same number of values, two or more."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:_SAMPLE_LINES]

    def fits(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        del widths[0], widths[1]
        return max(((lines_of, width) for width, lines_of in widths.items()), default=(0, 0))

    return max(_DELIMITERS, key=fits)
