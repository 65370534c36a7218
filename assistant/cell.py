"""The number in a row of a table that is asked for: the only one, or the one in the column that is named."""

import re

from assistant.quantity import row
from assistant.records import Citation, Query
from corpus.document import BlockKind
from index.passage import Passage
from index.segment import fold

_NUMBER = re.compile(r"(?:[≥≤><＞＜±]\s*)?\d[\d,，]*(?:\.\d+)?%?")


def cell_asked(query: Query, citation: Citation, passage: Passage) -> str | None:
    """The number of a cited row that the query asks for. None where the quotation is no row with numbers, or
    has several and the header of its table does not say which one is asked for."""
    if passage.kind is not BlockKind.TABLE or not row(citation.quote):
        return None
    fields = _fields(citation.quote)
    numbers = [n for n, field in enumerate(fields) if _NUMBER.fullmatch(field)]
    if len(numbers) == 1:
        return fields[numbers[0]]
    header = _fields(passage.text.split("\n")[0])
    if len(header) != len(fields):
        return None
    asked = fold(query.standalone)
    named = [n for n in numbers if header[n] and fold(header[n]) in asked]
    return fields[named[0]] if len(named) == 1 else None


def _fields(line: str) -> list[str]:
    parts = line.split("|") if "|" in line else re.split(r"\s{2,}|\t", line)
    return [part.strip() for part in (parts if len(parts) > 1 else line.split())]
