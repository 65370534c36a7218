"""Brackets and quotation marks that a text leaves open: what follows has to close them."""

_OPENERS, _CLOSERS = "（(《〈【〔「『“", "）)》〉】〕」』”"
_PAIR = dict(zip(_OPENERS, _CLOSERS, strict=True))


def open_brackets(text: str) -> str:
    """The brackets and quotation marks that are opened and not closed, outermost first."""
    stack: list[str] = []
    for char in text:
        if char in _PAIR:
            stack.append(char)
        elif stack and char == _PAIR[stack[-1]]:
            stack.pop()
    return "".join(stack)


def closes(text: str, opener: str) -> bool:
    """Whether the text closes a bracket that was left open before it."""
    end = text.find(_PAIR[opener])
    return end >= 0 and text.find(opener, 0, end) < 0


class OpenBrackets:
    """Follows the brackets of a paragraph line by line, and forgets those of more than `lines` lines ago."""

    def __init__(self, lines: int) -> None:
        self._lines = lines
        self._seen = 0
        self._stack: list[tuple[str, int]] = []

    def add(self, text: str) -> None:
        """Read one more line."""
        self._seen += 1
        for char in text:
            if char in _PAIR:
                self._stack.append((char, self._seen))
            elif self._stack and char == _PAIR[self._stack[-1][0]]:
                self._stack.pop()

    @property
    def innermost(self) -> str:
        """The bracket that has to be closed first, or an empty string."""
        if self._stack and self._stack[-1][1] > self._seen - self._lines:
            return self._stack[-1][0]
        return ""
