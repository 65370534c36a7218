"""The thing that a question begins with."""

import re
from collections.abc import Sequence
from itertools import takewhile

from assistant.understanding.facet import facet_of
from assistant.understanding.grammar import Word, is_question_word, noun_phrases, tagged
from assistant.understanding.question import LEAD
from index.light import is_light
from index.searcher import Searcher
from index.segment import fold

MAX_CHARS = 40  # of what a question is about
_SHORTEST_TITLE = 5  # characters of the end of a title by which a document is called
LONGEST_PHRASE = 12  # characters of a noun phrase that is taken as a whole
_SHORT_NAME = 3  # characters of a name that tells less than what it does or has
_LONGEST_SUBJECT = 24  # characters of a thing with what says which it is
_WHAT_IS = re.compile(
    r"([^的，,。；;？?\s]{2,16}?)(?:到底|究竟)?(?:是(?:一?个)?|指的?是?)(?:什么|啥)(?:东西|意思|地方|项目|机构|组织|样的?)?[？?。呢啊\s]*"
    r"|什么(?:是|叫)([^的，,。；;？?\s]{2,16}?)[？?。呢啊\s]*"
)
_SAID_OF = frozenset({"p", "uj", "r", "d", "m"})  # classes of words that do not belong to a name before them
PAIR = re.compile(r"[和与跟同及或、]|还是|以及")
YEAR = re.compile(r"(?:19|20)\d\d年?度?$")
_LEADING_YEAR = re.compile(r"^(到|在|截至)?\d{4}年(底|末|度)?的?")


def title_begun(standalone: str, searcher: Searcher) -> str:
    """The document that a question begins with, as its title ends; empty if it begins with none."""
    begins = standalone.lstrip("《")
    titles = [document.title.strip("《》 ") for document in searcher.documents.values()]
    ends = range(min(len(begins), MAX_CHARS), _SHORTEST_TITLE - 1, -1)
    return next((begins[:end] for end in ends if any(t.endswith(begins[:end]) for t in titles)), "")


def what_is(standalone: str) -> str:
    """The thing of which a question asks what it is, 金什合作产业园 in 金什合作产业园是什么; empty for a side of a thing."""
    asked = _WHAT_IS.fullmatch(LEAD.sub("", standalone))
    thing = (asked[1] or asked[2]) if asked else ""
    return thing if thing and facet_of(thing) is None else ""


def named_subject(standalone: str, searcher: Searcher) -> str:
    """The name that a question begins with, if it stands there by itself and something is said of it.

    Two names side by side are both; a thing that belongs to the name is named with it, a side of it is not.
    """
    head = _LEADING_YEAR.sub("", standalone[:MAX_CHARS])
    words = tagged(head, searcher.names)
    if len(words) < 2 or len(words[0].text) < 2:
        return ""
    is_pair = len(words) > 2 and bool(PAIR.fullmatch(words[1].text)) and words[0].is_noun
    if is_pair and words[2].is_name and not _goes_on(words[2:]):
        return head[: words[2].end]
    if not words[0].is_name:
        return ""
    subject = next(noun_phrases(words), ())
    if not subject:
        return ""  # a name that looks like a question word
    whole = head[subject[0].start : subject[-1].end]
    numbers = [word for word in subject if word.tag == "m"]  # of 12345热线, or a year
    are_inside = all(word is not subject[-1] and not YEAR.fullmatch(word.text) for word in numbers)
    is_whole = 1 < len(subject) < len(words) and are_inside
    if is_whole and words[len(subject)].tag in ("uj", "p", "r"):
        is_new = not searcher.occurs(fold(whole)) and facet_of(whole) is None and len(whole) <= LONGEST_PHRASE
        return whole if is_new else ""
    if words[1].tag not in _SAID_OF:
        return ""
    if words[1].text == "的":
        phrase = next(iter(noun_phrases(words[2:])), ())
        if phrase and phrase[0] is words[2] and facet_of(head[phrase[0].start : phrase[-1].end]) is None:
            return head[: phrase[-1].end]
    return head[: words[0].end]


def subject_of(standalone: str, searcher: Searcher) -> str:
    """The thing that a question begins with and says something of, as some passage calls it: 科技创新券 in 科技创新券是发给谁的;
    with the clause before 的 that says which it is: 成渝开放的测试道路. Empty where it begins with something else or a place.
    """
    text = _LEADING_YEAR.sub("", standalone)
    words = tagged(text, searcher.names)
    last = next((n for n, word in enumerate(words) if not _may_be_of_name(word)), len(words))
    while last and not (
        _ends_name(words[last - 1]) and searcher.occurs(fold(text[words[0].start : words[last - 1].end]))
    ):
        last -= 1
    if not last or words[0].start or last == len(words):
        return ""
    name, following = text[: words[last - 1].end], words[last]
    if len(name) < 2 or is_light(name) or facet_of(name) or all(word.tag == "ns" for word in words[:last]):
        return ""
    says = following.is_verb or following.tag in _SAID_OF - {"uj", "m"} or following.tag == "t"
    if not says:
        return ""
    return (_said_to_be(text, words, last) if len(name) <= _SHORT_NAME else "") or name


def _said_to_be(text: str, words: Sequence[Word], last: int) -> str:
    """From the first word on up to the thing that a clause before 的 says which it is; empty for a side of it."""
    does = False
    for n in range(last, len(words) - 1):
        word = words[n]
        if is_question_word(word) or word.tag == "x" or word.text in ("是", "有"):
            return ""
        if word.text == "的" and does:
            run = list(takewhile(_may_be_of_name, words[n + 1 :]))
            while run and not _ends_name(run[-1]):
                run.pop()
            thing = text[run[0].start : run[-1].end] if run else ""
            after = next((w for w in words[n + 1 :] if run and w.start >= run[-1].end), None)
            is_whole = after is not None and after.tag != "c" and run[-1].end <= _LONGEST_SUBJECT
            is_whole = is_whole and facet_of(thing) is None
            return text[: run[-1].end] if is_whole else ""
        does = does or word.is_verb
    return ""


def _may_be_of_name(word: Word) -> bool:
    """Whether a word can stand inside the name of a thing: nouns, and verbs as in 科技创新券."""
    return word.is_noun or (len(word.text) > 1 and word.is_verb) or (len(word.text) == 1 and word.tag == "q")


def _ends_name(word: Word) -> bool:
    return word.is_noun or word.tag == "q"


def _goes_on(words: Sequence[Word]) -> bool:
    """Whether the first word is only the beginning of a noun phrase."""
    return len(words) > 1 and words[1].is_noun and words[1].start == words[0].end
