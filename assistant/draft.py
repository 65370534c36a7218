"""What a language model writes, as it comes: plain sentences, each with the numbers of the passages it cites. Pure."""

import re
from dataclasses import dataclass
from unicodedata import category

_MARKER = re.compile(r"\s*[\[【]\^?\s*(\d{1,3}(?:\s*[,，、;；\-–~]\s*\^?\d{1,3})*)\s*[\]】]")
_END = re.compile(
    r"(?:(?:[。！？]|[?!](?=[?!\s【\"'”’)]|\[\d|[^\x00-\x7f]))+[”’」』）)》】\"']*|(?:(?<=[A-Za-z]{3})|(?<=[0-9%)\]”’\"']))\.[”’\"')]*(?=\s))"
    r"(?:\s*[\[【]\^?\s*\d{1,3}(?:\s*[,，、;；\-–~]\s*\^?\d{1,3})*\s*[\]】])*\s*"
)
_OPEN = re.compile(
    r"[?!]+\[?|[\[【][^\]】\n]*"
)  # what follows tells whether it belongs to the sentence before
_LEAD = re.compile(r"\s*(?:>\s*)*(?:(?P<bullet>[-*•·])\s+|(?P<number>\d{1,2})[.、)）]\s*(?=\D))?")
_FORMATTING = re.compile(r"\*+|__+|~~+|`+|^\s*#{1,6}\s+|\|")
_LINKED = re.compile(
    r"://|www\.|\]\s*\(|!\[|<\s*/?\s*[A-Za-z!]|(?<![a-z])(?:javascript|data|mailto):\S", re.I
)
_THOUGHT = "<think>"
_THOUGHT_END = "</think>"
_MOST_CITED = 20


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without formatting. `cited` are the numbers that it gives, as they stand; `lead` begins its line.

    `is_first`: it begins a line. `has_link`: it held an address, a link or markup, and must not be shown.
    """

    text: str
    cited: tuple[int, ...]
    lead: str
    is_first: bool
    has_link: bool


class Draft:
    """Takes the model's text in pieces and gives each sentence once it is complete."""

    def __init__(self) -> None:
        self._rest = ""
        self._lead = ""
        self._is_first = True
        self._thinks: bool | None = None  # not known before the first characters

    def feed(self, piece: str) -> list[Sentence]:
        """The sentences that this piece completes: their ends are known only by what follows them."""
        self._rest += "".join(c for c in piece if c in "\n\t" or category(c) not in ("Cc", "Cf", "Cs"))
        if not self._skip_thoughts():
            return []
        found = []
        while (end := self._next_end()) is not None:
            found += self._cut(end)
        return found

    def close(self) -> list[Sentence]:
        """What is left once all was fed, as sentences."""
        if self._thinks:
            return []
        found = []
        while self._rest:
            end = self._next_end()
            found += self._cut(len(self._rest) if end is None else end)
        return found

    def _skip_thoughts(self) -> bool:
        """Whether what is left is part of the answer: some models think aloud first."""
        if self._thinks is None:
            begun = self._rest.lstrip()
            if not begun.startswith(_THOUGHT) and _THOUGHT.startswith(begun):
                return False
            self._thinks = begun.startswith(_THOUGHT)
        if self._thinks:
            _, ended, after = self._rest.partition(_THOUGHT_END)
            if not ended:
                return False
            self._rest, self._thinks = after, False
        return True

    def _next_end(self) -> int | None:
        line = self._rest.find("\n")
        lead = _LEAD.match(self._rest) if self._is_first else None
        end = _END.search(self._rest, lead.end() if lead else 0, len(self._rest) if line < 0 else line + 1)
        if end and (end.end() < len(self._rest) or line >= 0) and not self._may_go_on(end.end()):
            return min(end.end(), line) if 0 <= line < end.end() else end.end()
        return line if line > 0 else 1 if line == 0 else None

    def _may_go_on(self, at: int) -> bool:
        """Whether a mark or a marker that belongs before `at` may still be coming."""
        return _OPEN.fullmatch(self._rest, at) is not None

    def _cut(self, end: int) -> list[Sentence]:
        raw, self._rest = self._rest[:end], self._rest[end:]
        if self._is_first:
            lead = _LEAD.match(raw)
            assert lead is not None  # it matches nothing, too
            self._lead = "- " if lead["bullet"] else f"{lead['number']}. " if lead["number"] else ""
            raw = raw[lead.end() :]
        made = _sentence(raw, self._lead, self._is_first)
        if raw.strip():
            self._is_first = False
        if self._rest.startswith("\n") or raw == "\n":
            self._is_first = True
        return [made] if made else []


def _sentence(raw: str, lead: str, is_first: bool) -> Sentence | None:
    cited: list[int] = []
    for marker in _MARKER.finditer(raw):
        cited += _numbers(marker[1])
    text = _FORMATTING.sub("", _MARKER.sub("", raw))
    text = " ".join(text.translate(_ROUND).split())
    if not any(char.isalnum() for char in text):
        return None
    return Sentence(text, tuple(dict.fromkeys(cited)), lead, is_first, bool(_LINKED.search(raw)))


_ROUND = str.maketrans("[]【】", "()（）")  # square brackets are ours: they hold the numbers of citations


def _numbers(listed: str) -> list[int]:
    """The numbers of a marker: 1, 3 and 2-4."""
    found: list[int] = []
    for part in re.split(r"[,，、;；]", listed):
        numbers = [int(number) for number in re.findall(r"\d+", part)]
        low, high = min(numbers), max(numbers)
        found += range(low, min(high, low + _MOST_CITED) + 1)
    return found
