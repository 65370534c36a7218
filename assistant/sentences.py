"""What can be told of the sentences of a passage whatever is asked. The same passages are read again and again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from assistant.enumeration import enumeration_of, is_item, opens
from assistant.units import units
from corpus.document import BlockKind, Document
from index.passage import Passage
from index.searcher import Searcher
from index.segment import fold, folded_once, simplified

MOST = 2048
"""Passages of an index that are remembered before all are forgotten: about 20 MB."""
_THIN = 8  # letters and digits below which a sentence says nothing by itself
_LONG = 120  # characters from which a sentence is as long as can be
_BECAUSE = re.compile(
    r"因为|因此|由于|因而|原因|所以|是因|为了|以便|旨在|助力|从而|以免|以防|是为|受.{1,12}影响|\bbecause\b"
)
_UNFINISHED = re.compile(r"[与和及、，,由在对把将从向]$")
"""How a text ends that was cut: what it says goes on elsewhere."""
_SEPARATOR = re.compile(r"[、，,；;]|以及|和|与|及")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What can be quoted of a passage: `[start, end)` in characters of the document's reading text.

    `opener` is what opens the list that it is an item of, or empty; `opens`: it opens what follows or is cut off, `opens_list`: a list
    that follows. `is_thin`: it says nothing by itself. `length` in [0, 1]. `separators`: how many marks and words it has
    that stand between the items of a list. `plain` and `before` are encoded: it in simplified characters, and the same
    with its opener or the sentence before it.
    """

    start: int
    end: int
    text: str
    folded: str
    opener: str
    plain: str
    before: str
    opens: bool
    opens_list: bool
    asks: bool
    is_thin: bool
    is_fragment: bool
    gives_reason: bool
    separators: int
    length: float


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a passage in their order. `heads` are the document's title and the headings above it, folded.

    `folded` is the passage, `header` its first line, `together` all that the sentences say, each folded.
    """

    heads: str
    folded: str
    header: str
    together: str
    each: tuple[Sentence, ...]


_REMEMBERED: WeakKeyDictionary[Searcher, dict[str, Sentences]] = WeakKeyDictionary()


def sentences_of(passage: Passage, searcher: Searcher) -> Sentences:
    """The sentences of a passage of this index. Threads may call it at the same time."""
    known = _REMEMBERED.setdefault(searcher, {})
    found = known.get(passage.passage_id)
    if found is None:
        found = _read(passage, searcher.documents[passage.doc_id])
        if len(known) >= MOST:
            _REMEMBERED[searcher] = known = {}
        known[passage.passage_id] = found
    return found


def _read(passage: Passage, document: Document) -> Sentences:
    each = tuple(_sentences(passage, document))
    return Sentences(
        heads=folded_once("\n".join([document.title, *passage.section])),
        folded=folded_once(passage.text),
        header=fold(passage.text.split("\n")[0]),
        together="\n".join(sentence.folded for sentence in each),
        each=each,
    )


def _sentences(passage: Passage, document: Document) -> Iterator[Sentence]:
    previous = ""
    for start, end in units(passage, document):
        text = document.reading[start:end]
        opener = _opener(document, start, end, text)
        yield Sentence(
            start=start,
            end=end,
            text=text,
            folded=fold(text),
            opener=fold(opener),
            plain=simplified(text),
            before=simplified(f"{opener or previous}{text}"),
            opens=opens(text) or bool(_UNFINISHED.search(text)),
            opens_list=opens(text) and enumeration_of(document, start, end) is not None,
            asks=text.rstrip("”’」』").endswith(("？", "?")),
            is_thin=_is_thin(passage, document, start, text),
            is_fragment=passage.kind is BlockKind.FRAGMENT and not is_item(text),
            gives_reason=bool(_BECAUSE.search(text)),
            separators=len(_SEPARATOR.findall(text)),
            length=min(len(text), _LONG) / _LONG,
        )
        previous = text


def _opener(document: Document, start: int, end: int, text: str) -> str:
    """What opens the list that a sentence is an item of; empty if it is none."""
    found = enumeration_of(document, start, end) if is_item(text) else None
    return document.reading[slice(*found.lead)] if found and found.items else ""


def _is_thin(passage: Passage, document: Document, start: int, text: str) -> bool:
    """Whether a text says nothing by itself: a few words, the header of a table."""
    if passage.kind is BlockKind.TABLE and not any(map(str.isdigit, text)):
        return start == passage.start or "\n" in document.reading[start - 1 : start]
    return sum(map(str.isalnum, text)) < _THIN
