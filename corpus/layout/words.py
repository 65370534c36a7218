"""Whether a line break cut a word in two: evidence that two pieces of text belong to one sentence."""

import math
from functools import cache

_LONGEST = 4
_WINDOW = 6  # characters on either side of the break


def cuts_word(tail: str, head: str) -> float:
    """How much likelier the characters around a break become if words may reach across it.

    A log ratio, 0 where no word does. About half of the breaks of a justified column cut a word; of two
    texts that have nothing to do with each other one pair in ten seems to.
    """
    left, right = _han_end(tail), _han_start(head)
    if not left or not right:
        return 0.0
    return _best(left + right) - _best(left) - _best(right)


def _han_end(text: str) -> str:
    run = text[-_WINDOW:]
    start = len(run)
    while start and _is_han(run[start - 1]):
        start -= 1
    return run[start:]


def _han_start(text: str) -> str:
    end = 0
    while end < min(len(text), _WINDOW) and _is_han(text[end]):
        end += 1
    return text[:end]


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _best(run: str) -> float:
    """The log probability of the likeliest division into words."""
    words, unknown = _dictionary()
    best = [0.0]
    for end in range(1, len(run) + 1):
        best.append(
            max(
                best[start] + words.get(run[start:end], unknown if end - start == 1 else -math.inf)
                for start in range(max(0, end - _LONGEST), end)
            )
        )
    return best[-1]


@cache
def _dictionary() -> tuple[dict[str, float], float]:
    """Log probabilities of jieba's words of up to four characters, and that of an unknown character."""
    import jieba

    counts: dict[str, int] = {}
    total = 0
    with jieba.get_module_res("dict.txt") as file:
        for line in file:
            word, count, _ = line.decode("utf-8").split(" ")
            total += int(count)
            if len(word) <= _LONGEST:
                counts[word] = int(count)
    return {word: math.log(count / total) for word, count in counts.items() if count}, -math.log(total)
