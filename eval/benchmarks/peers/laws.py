"""A large corpus with questions whose answers are known: laws, cut once, and asked for by their headings.

A passage is an article of a law, or the paragraphs of what has no articles up to `_PASSAGE_CHARS` characters. Headings
are left out of the passages. A question names a law and the heading of one of its chapters; the passages of that
chapter answer it. Nothing is drawn by chance: chapters come in the order of the digest of their names, so that a
larger corpus holds the smaller ones, and the same questions.
"""

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.beir import Entry, PublicSet, Question
from eval.errors import GoldError
from eval.qrels import Qrel

_PASSAGE_CHARS = 400
_HEADING = re.compile(r"#{2,}\s+(?:第\S+?[编章节]\s*)?(.+)")
_ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千]+条")
_MAX_LAWS = 20
"""A heading of more laws than this says nothing about a chapter (general provisions)."""
_MIN_LENGTH, _MAX_ANSWERS = 4, 10


@dataclass(frozen=True, slots=True)
class Chapter:
    """What stands under one heading of a law; `heading` is empty for what stands under none."""

    law: str
    title: str
    heading: str
    passages: tuple[str, ...]


def cut_laws(path: Path) -> list[Chapter]:
    """The chapters of JSON Lines with `_id`, `title` and `text`, perhaps gzipped, in a fixed, mixed order.

    Raises GoldError saying which line is wrong.
    """
    chapters: list[Chapter] = []
    for number, line in enumerate(_lines(path), 1):
        try:
            row = json.loads(line)
            chapters += _chapters(str(row["_id"]), str(row["title"]), str(row["text"]))
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(f"{path}:{number}: expected JSON with _id, title and text ({error!r})") from error
    if not chapters:
        raise GoldError(f"{path} holds no text")
    return sorted(chapters, key=lambda c: hashlib.sha256(f"{c.law}\n{c.heading}".encode()).digest())


def known_items(chapters: Iterable[Chapter], n_passages: int, n_questions: int) -> PublicSet:
    """The first passages, and the first questions that all of their answers are among. Raises GoldError for none."""
    listed = list(chapters)
    laws = Counter(title for _, title in {(c.law, c.title) for c in listed})
    common = Counter(heading for _, heading in {(c.law, c.heading) for c in listed})
    entries: list[Entry] = []
    questions: list[Question] = []
    qrels: list[Qrel] = []
    for number, chapter in enumerate(listed):
        room = n_passages - len(entries)
        ids = [f"{chapter.law}-{number}-{n}" for n in range(len(chapter.passages))]
        entries += [Entry(*each) for each in zip(ids, [chapter.title] * room, chapter.passages, strict=False)]
        if room <= len(ids):
            break
        asked = (
            len(chapter.heading) >= _MIN_LENGTH
            and laws[chapter.title] == 1
            and common[chapter.heading] <= _MAX_LAWS
            and len(ids) <= _MAX_ANSWERS
        )
        if asked and len(questions) < n_questions:
            name = f"{chapter.law}-{number}"
            questions.append(Question(name, f"{chapter.title}对{chapter.heading}有什么规定？", ()))
            qrels += [Qrel(name, id_) for id_ in ids]
    if not questions:
        raise GoldError(f"the first {n_passages} passages hold no chapter that can be asked for: take more")
    return PublicSet(f"laws-{n_passages}", tuple(entries), tuple(questions), tuple(qrels))


def _lines(path: Path) -> Iterator[str]:
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as file
        ):
            yield from (line for line in file if line.strip())
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise GoldError(f"cannot read {path}: {error}") from error


def _chapters(law: str, title: str, text: str) -> Iterator[Chapter]:
    heading, passages = "", [""]
    for paragraph in filter(None, map(str.strip, text.split("\n"))):
        if paragraph.startswith("#"):
            if any(passages):
                yield Chapter(law, title, heading, tuple(passages[1:]))
            found = _HEADING.fullmatch(paragraph)
            heading, passages = (" ".join(found[1].split()) if found else ""), [""]
        elif len(passages) == 1 or _ARTICLE.match(paragraph) or len(passages[-1]) >= _PASSAGE_CHARS:
            passages.append(paragraph)
        else:
            passages[-1] += f"\n{paragraph}"
    if any(passages):
        yield Chapter(law, title, heading, tuple(passages[1:]))
