"""The records between a file and its document: lines with their place in the text, and paragraphs of them."""

import re
from dataclasses import dataclass
from unicodedata import east_asian_width

_SENTENCE_END = re.compile(r"[。！？!?；;：:…⋯][”’」』）)》】\"']*$|[A-Za-z]\.$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its surrounding white space: `[start, end)` in characters of the file's text.

    `width` in columns, a Chinese character counting two. `gap`: blank lines before it.
    """

    text: str
    start: int
    end: int
    width: int
    indent: int
    gap: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. `outline` names the numbering style of a heading, else empty.

    `level`: how deep the format says that a heading stands, 1 the outermost; 0 if it is none or does not say.
    `in_box`: part of a boxed insert (专栏). `rows`: its lines are rows that stay apart, not running text.
    `header`: the rows among them, from the first, that say what the columns are. `article` as in `Block`.
    """

    lines: tuple[Line, ...]
    outline: str = ""
    level: int = 0
    in_box: bool = False
    rows: bool = False
    header: int = 0
    article: int = 0

    @property
    def text(self) -> str:
        """The lines, one after the other."""
        return "".join(line.text for line in self.lines)

    @property
    def width(self) -> int:
        """Columns of the widest line."""
        return max(line.width for line in self.lines)

    @property
    def is_sentence(self) -> bool:
        """Whether it holds a finished sentence, as running text does and a headline does not."""
        return bool(re.search(r"[。！？；]", self.text) or ends_sentence(self.text))


def ends_sentence(text: str) -> bool:
    """Whether the text ends where a sentence or a clause can end."""
    return bool(_SENTENCE_END.search(text))


def columns(text: str) -> int:
    """Width in print: two for a Chinese character or full-width mark, one for others, none for spaces."""
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in text if not c.isspace())
