"""How well the embedded documents are read, against labels that people made from the files.

A gold file is JSON, named after the document: the `sha256` of its file, and `groups`. A group is text of one
`article` `under` the same headings: `parts` are `[role, lines]`, each a paragraph or a row of a table, in
reading order. Lines are numbered from 1: `"408-410,416-420"`; blank ones do not count. Lines that no part names may be
anything but a continuation of one that is named.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count as numbers
from pathlib import Path
from typing import Any

from corpus.load import read_document
from corpus.sources import find_sources
from eval.errors import GoldError
from eval.pages.align import owners_in_text
from eval.pages.measures import count
from eval.pages.mistakes import mistakes
from eval.pages.truth import Role, TrueLine
from eval.reading import Reading
from index.encoder import load_encoder

FOLDER = Path(__file__).parent / "gold" / "reading"


def read_gold(folder: Path = FOLDER) -> Iterator[Reading]:
    """Read each labelled document. Raises GoldError if a label is malformed, CatalogueError if a file changed."""
    sources = {source.doc_id: source for source in find_sources()}
    encoder = load_encoder()
    for path in sorted(folder.glob("*.json")):
        try:
            label = json.loads(path.read_text(encoding="utf-8"))
            document = read_document(replace(sources[path.stem], sha256=label["sha256"]), encoder=encoder)
            lines = tuple(true_lines(label, document.text))
        except (GoldError, ValueError, KeyError, TypeError, IndexError) as error:
            raise GoldError(f"{path} is no gold file of reading: {error!r}") from error
        owners = owners_in_text(lines, document.text)
        yield Reading(
            path.stem,
            "",
            "text",
            count(document, lines, owners),
            mistakes=tuple(mistakes(document, lines, owners)),
        )


def true_lines(label: dict[str, Any], text: str) -> Iterator[TrueLine]:
    """The lines of a labelled file: those of its groups in reading order, then the others."""
    rows = text.split("\n")
    paragraphs = numbers(1)
    headings: dict[str, int] = {}
    seen: set[int] = set()

    def part(role: Role, article: int, spec: str, under: tuple[int, ...] = ()) -> Iterator[TrueLine]:
        paragraph = next(paragraphs)
        if not any(rows[row].strip() for row in _rows(spec)):
            raise GoldError(f"lines {spec} are blank")
        for row in _rows(spec):
            if not (content := rows[row].strip()):
                continue
            if row in seen:
                raise GoldError(f"line {row + 1} is labelled twice")
            seen.add(row)
            column = rows[row].index(content)
            yield TrueLine(content, role, article, paragraph, under, row=row, column=column)

    for group in label["groups"]:
        for spec in group["under"]:
            if spec not in headings:
                found = list(part(Role.HEADLINE, group["article"], spec))
                headings[spec] = found[0].paragraph
                yield from found
        under = tuple(headings[spec] for spec in group["under"])
        for role, spec in group["parts"]:
            above = under if role in (Role.BODY, Role.BOX) else ()
            yield from part(Role(role), group["article"], spec, above)
    for row in range(len(rows)):
        if row not in seen and rows[row].strip():
            yield from part(Role.NOTE, 0, str(row + 1))


def _rows(spec: str) -> Iterator[int]:
    """The rows from 0 of a list of ranges of lines from 1."""
    for stretch in spec.split(","):
        first, _, last = stretch.partition("-")
        yield from range(int(first) - 1, int(last or first))
