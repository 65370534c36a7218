"""What to say to a message that cannot be looked up: small talk, another language, a pronoun that stands for nothing."""

import re

from assistant.records import Lang
from assistant.understanding.anaphora import find_anaphor
from assistant.understanding.english_followup import lone_pronoun
from assistant.understanding.followup import is_continuation
from assistant.understanding.question import in_script_of
from assistant.understanding.smalltalk import small_talk
from assistant.wording import say
from index.searcher import Searcher
from index.segment import has_han, simplified

_READ = re.compile(r"[A-Za-z\u00c0-\u024f]")
_PRONOUN = re.compile(r"[它他她]们?$|前者|后者|[两二]者|那[里儿]")
_LONGEST = 60  # characters of a question that may hang on a pronoun


def aside(text: str, lang: Lang) -> str:
    """The reply to small talk or to a language that is not read, whatever was said before; empty for a question."""
    letters = [char for char in text if char.isalpha()]
    if letters and sum(not (has_han(char) or _READ.match(char)) for char in letters) * 2 > len(letters):
        return say("reply_other_language", lang)
    return small_talk(text, lang)


def asks_back(text: str, lang: Lang, searcher: Searcher) -> str:
    """The reply to a first question that only an earlier one would explain; empty if it can be looked up."""
    if len(text) > _LONGEST:
        return ""
    if is_continuation(text, lang):
        return in_script_of(say("reply_nothing_before", lang), text)
    if lang == "en":
        word = lone_pronoun(text)
    else:
        anaphor = find_anaphor(simplified(text), searcher)
        is_bare = anaphor and not anaphor.noun and _PRONOUN.match(anaphor.text)
        word = text[anaphor.start : anaphor.end] if anaphor and is_bare else ""
    return in_script_of(say("reply_unclear", lang, word=word), text) if word else ""
