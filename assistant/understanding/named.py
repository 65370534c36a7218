"""The things that a text names."""

import re

from assistant.understanding.grammar import Word, noun_phrases, quoted, tagged
from index.bridge import is_stop_word
from index.searcher import Searcher
from index.segment import has_han

_MAX_READ = 400  # characters of an answer that are read for what it names
CAPITALS = re.compile(r"\b[A-Z][\w’'–\-]*(?:[\s\-–]+(?:(?:of|the|and|for)\s+)?[A-Z0-9][\w’'–\-]*)*")
"""A name in English."""
_HEADS = re.compile(
    r"^(?:[\s\-–]+[a-z][\w\-]*){0,3}?[\s\-–]+(?:parks?|zones?|reservoir|lake|river|mountains?|projects?|plan|line|railway|road"
    r"|street|district|county|city|province|company|group|university|college|laboratory|lab|institute|cent(?:re|er)"
    r"|alliance|association|bank|bridge|tunnel|airport|station|market|base|corridor|belt|law|act|regulations?"
    r"|rules|measures|programme|program|forum|fair|expo|exhibition|conference|summit|hospital|school|museum|court"
    r"|committee|council|bureau|agency|department|ministry|commission|authority|academy|office|fund|club|port|stadium|theatre|library|class|camp|course|festival|award|prize|team"
    r"|hotel|tower|village|town|building|factory|plant|dam|canal|temple|church)\b"
)
_ASKS_FIRST = re.compile(r"^(?:what|who|where|when|how|that|it|there)[’']s\s+", re.IGNORECASE)
_DATE = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?:\s+\d+)*$"
)
WHICH_DID = re.compile(
    r"^\s*which ((?:[A-Z][\w\-]* )?(?:[a-z\-]+ ){0,2}[a-z\-]+(?<!s)) ((?:opened|made|won|joined|became|hosted|held|leads?|led|took|got|received|entered|launched|signed|has|runs?|plans?|built|argued|argues|says|said|thinks|proposed|suggested|warned|predicted|wrote|called)\b[^?]{3,100}?)[\s?.]*$",
    re.I,
)
"""Asks which one did something: what is spoken of is that one."""
_CLITIC = re.compile(r"[’'](?:s|re|ll|d|ve)$")
_OF_KIND = re.compile(r"\bthe ((?:[a-z][a-z\-]+ ){1,2})$")


def english_names(text: str) -> list[str]:
    """The names in an English text, with what they are: Shuanghu science park."""
    names = []
    for match in CAPITALS.finditer(text):
        name = match[0]
        first, _, rest = name.partition(" ")
        if is_stop_word(first.lower()):
            name = rest
        name = _DATE.sub("", _ASKS_FIRST.sub("", name))
        if len(name) > 1 and not is_stop_word(_CLITIC.sub("", name.lower())):
            head = _HEADS.match(text[match.end() :])
            if (
                name == match[0]
                and (kind := _OF_KIND.search(text[: match.start()]))
                and not any(map(is_stop_word, kind[1].split()))
            ):
                name = f"{kind[1]}{name}"
            names.append(name + (head[0] if head else ""))
    return names


def names_in(text: str, searcher: Searcher) -> list[str]:
    """The things that a text names, in order: noun phrases that hold a name, and what is quoted."""
    text = text[:_MAX_READ]
    if not has_han(text):
        return english_names(text)
    found = [(text.index(mark), mark) for mark in quoted(text)]
    for phrase in noun_phrases(tagged(text, searcher.names)):
        if any(map(named, phrase)):
            found.append((phrase[0].start, text[phrase[0].start : phrase[-1].end]))
    return list(dict.fromkeys(name for _, name in sorted(found)))


def named(word: Word) -> bool:
    """Whether a word names something, or is of another language."""
    if len(word.text) < 2:
        return False
    return word.is_name or word.tag == "eng"
