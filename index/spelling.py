"""Other spellings of an English word: organise and organize, labour and labor, centre and center; exposition for expo.

British and American ones by the endings in which they differ. What comes out need not be a word: it is only looked up
where the word as typed is not known.
"""

import re
from collections.abc import Iterator

_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"is(e|ed|es|ing|er|ers|able|ation|ations|ational)$", r"iz\1"),
        (r"iz(e|ed|es|ing|er|ers|able|ation|ations|ational)$", r"is\1"),
        (r"ys(e|ed|es|ing|er|ers)$", r"yz\1"),
        (r"yz(e|ed|es|ing|er|ers)$", r"ys\1"),
        (r"our(s|ed|er|ers|ing|able|al|ful|hood|hoods|ite|ites|ly)?$", r"or\1"),
        (r"or(s|ed|er|ers|ing|able|al|ful|hood|hoods|ite|ites|ly)?$", r"our\1"),
        (r"([bgt])re(s|d)?$", r"\1er\2"),
        (r"([bgt])er(s|ed)?$", r"\1re\2"),
        (r"ll(ed|ing|er|ers)$", r"l\1"),
        (r"l(ed|ing|er|ers)$", r"ll\1"),
        (r"gramme(s)?$", r"gram\1"),
        (r"gram(s)?$", r"gramme\1"),
        (r"ogue(s)?$", r"og\1"),
        (r"og(s)?$", r"ogue\1"),
        (r"nce(s)?$", r"nse\1"),
        (r"nse(s)?$", r"nce\1"),
        (r"storey(s|ed)?$", r"story"),
        (r"inium$", r"inum"),
        (r"inum$", r"inium"),
        (r"([aeiou]?)[ao]e(?=[a-z]{3})", r"\1e"),  # anaemia, manoeuvre
    )
)
_SHORTEST = 5
_CUT_SHORT = {
    "ad": "advertisement", "admin": "administration", "app": "application", "corp": "corporation", "dept": "department",
    "expo": "exposition", "fridge": "refrigerator", "govt": "government", "hq": "headquarters", "info": "information",
    "lab": "laboratory", "math": "mathematics", "memo": "memorandum", "spec": "specification", "stat": "statistics",
    "tech": "technology", "uni": "university",
}  # fmt: skip


def other_spellings(word: str) -> Iterator[str]:
    """How else a word of lower-case letters may be spelt, each once; of a short one only what it is cut from."""
    if whole := _CUT_SHORT.get(word) or _CUT_SHORT.get(word.removesuffix("s")):
        yield whole
    if len(word) < _SHORTEST:
        return
    seen = {word}
    for pattern, replacement in _RULES:
        other = pattern.sub(replacement, word)
        if other not in seen:
            seen.add(other)
            yield other
