"""The texts that pages are filled with: titles, headings and paragraphs of public-domain documents."""

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from eval.errors import GoldError

_HEADING = re.compile(r"#{1,6}\s+")
_NUMBER = re.compile(
    r"^(第[〇零一二三四五六七八九十百千\d]+[编篇章节条款]|[（(][一二三四五六七八九十\d]+[）)]"
    r"|[一二三四五六七八九十\d]+[、.．])[\s　]*"
)
_PURPOSE = re.compile(r"为了?(?P<aims>[^。]*?)[，,](?:根据|依据|按照|制定|结合)")
_LAW = re.compile(r"(暂行|试行|实施)?(条例|办法|规定|细则|决定|法|规则|通知|意见|解释|批复)(（.*）)?$")
_PLACE = re.compile(r"^(中华人民共和国|[^《》]{2,7}?[省市州])(?=.{4})|^关于|的$|[《》]")
_MIN_PARAGRAPH = 30
_MIN_CHARS = 1500


@dataclass(frozen=True, slots=True)
class Section:
    """A heading without its number, and the paragraphs below it without theirs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """One text. `subject`: what its title says it is about. `aims`: short phrases saying what it is for."""

    title: str
    sections: tuple[Section, ...]

    @property
    def paragraphs(self) -> list[str]:
        """All paragraphs in order."""
        return [paragraph for section in self.sections for paragraph in section.paragraphs]

    @property
    def subject(self) -> str:
        """What the title says the text is about, without the place and the kind of document."""
        return _PLACE.sub("", _LAW.sub("", self.title)) or self.title

    @property
    def aims(self) -> list[str]:
        """Short phrases of the text that say what it is for."""
        match = _PURPOSE.search("".join(self.paragraphs[:2]))
        clauses = re.split(r"[，、,]", match["aims"]) if match else []
        return [clause for clause in clauses if 5 <= len(clause) <= 14]


class Texts:
    """Texts of a JSONL file, one object a line with `title` and `text`; `.gz` is unpacked."""

    def __init__(self, rows: Sequence[str]) -> None:
        self._rows = rows

    @classmethod
    def read(cls, path: Path) -> "Texts":
        """Raises GoldError if the file is not such a file."""
        try:
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            rows = [row for row in data.decode("utf-8").split("\n") if row.strip()]
            for row in rows[:1]:
                _copy(row)
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise GoldError(f"{path} is not JSONL with a title and a text a line: {error}") from error
        if not rows:
            raise GoldError(f"{path} holds no texts")
        return cls(rows)

    def choose(self, random: Random, count: int) -> list[Copy]:
        """Different texts long enough to fill a page; fewer than `count` if there are no more."""
        chosen: list[Copy] = []
        for row in random.sample(self._rows, len(self._rows)):
            if len(chosen) == count:
                break
            copy = _copy(row)
            if sum(map(len, copy.paragraphs)) >= _MIN_CHARS and all(c.title != copy.title for c in chosen):
                chosen.append(copy)
        return chosen


def _copy(row: str) -> Copy:
    entry = json.loads(row)
    title = "".join(str(entry["title"]).split())
    sections: list[Section] = []
    heading, paragraphs = "", list[str]()
    for part in str(entry["text"]).split("\n"):
        line = part.strip()
        if _HEADING.match(line):
            if paragraphs:
                sections.append(Section(heading, tuple(paragraphs)))
            heading, paragraphs = _plain(_HEADING.sub("", line)), []
        elif len(text := _plain(line)) >= _MIN_PARAGRAPH and text.endswith("。") and "|" not in text:
            paragraphs.append(text)
    if paragraphs:
        sections.append(Section(heading, tuple(paragraphs)))
    return Copy(title, tuple(sections))


def _plain(line: str) -> str:
    return "".join(_NUMBER.sub("", line).replace("*", "").split())
