"""The places that a question names: cities, counties, provinces."""

from assistant.understanding.grammar import tagged
from assistant.understanding.named import english_names
from index import lexicon
from index.searcher import Searcher
from index.segment import has_han, pairs, simplified

_DIVISIONS = "省市区县州镇乡"


def places(question: str, searcher: Searcher) -> tuple[str, ...]:
    """Places named in a question, in simplified characters or in English as they are written, each once.

    One that only begins another name (双湖 in 双湖科技园) is not asked about; passages have that name.
    """
    if not has_han(question):
        return tuple(name for name in english_names(question) if _is_place_in_pinyin(name, searcher))
    words = tagged(simplified(question), searcher.names)
    found = []
    for word, following in zip(words, [*words[1:], None], strict=True):
        if word.tag != "ns" or not _is_place(word.text):
            continue
        is_beside = following is not None and following.is_noun and following.start == word.end
        if not (is_beside and following and _is_part(word.text, following.text, searcher)):
            found.append(word.text)
    return tuple(dict.fromkeys(found))


def stem(name: str) -> str:
    """A place's name without the word for what it is: 彭州 of 彭州市."""
    return name[:-1] if len(name) > 2 and name[-1] in _DIVISIONS else name


def _is_part(name: str, following: str, searcher: Searcher) -> bool:
    """Whether a name often stands before this word in the passages that have it."""
    rows, _ = searcher.bm25.holders(pairs(name))
    both, _ = searcher.bm25.holders(pairs(name + following))
    return len(rows) > 0 and len(both) * 3 > len(rows)


def _is_place(name: str) -> bool:
    known = lexicon.places()
    return name in known or (len(name) > 2 and name[-1] in _DIVISIONS and name[:-1] in known)


def _is_place_in_pinyin(name: str, searcher: Searcher) -> bool:
    return any(_is_place(form) for form in searcher.bridge.sounds.get(name.lower(), ()))
