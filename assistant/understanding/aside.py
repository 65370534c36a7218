"""What to say to a message that cannot be looked up: small talk, another language, a pronoun that stands for nothing."""

import re

from assistant.records import Lang
from assistant.understanding.anaphora import find_anaphor
from assistant.understanding.english_followup import lone_pronoun
from assistant.understanding.followup import is_continuation
from assistant.understanding.grammar import tagged
from assistant.understanding.question import LEAD, in_script_of
from assistant.understanding.smalltalk import small_talk
from assistant.wording import say
from index.light import is_light
from index.searcher import Searcher
from index.segment import has_han, simplified

_READ = re.compile(r"[A-Za-z\u00c0-\u024f]")
_PRONOUN = re.compile(r"[它他她]们?$|前者|后者|[两二]者|那[里儿]")
_ASKED = re.compile(
    r"什么(?:时候|时间|地方|人|样|意思)|多少钱|多少|(?:有|是)?多[大长久高远宽深重]|哪[里儿]|哪一?[年天个位家]|谁|何[时地处]|怎么[办样]|几[号点年月天个]"
)
_SAYING_NOTHING = frozenset(
    "xruympdcef"
)  # first letters of the classes of words that say nothing by themselves
_BARE_CHARS = 9  # of a question that may only ask
_DEED_CHARS = 2
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
    if is_continuation(text, lang) or (lang == "zh" and _asks_of_nothing(text, searcher)):
        return in_script_of(say("reply_nothing_before", lang), text)
    if lang == "en":
        word = lone_pronoun(text)
    else:
        anaphor = find_anaphor(simplified(text), searcher)
        is_bare = anaphor and not anaphor.noun and _PRONOUN.match(anaphor.text)
        word = text[anaphor.start : anaphor.end] if anaphor and is_bare else ""
    return in_script_of(say("reply_unclear", lang, word=word), text) if word else ""


def _asks_of_nothing(text: str, searcher: Searcher) -> bool:
    """Whether a question only asks (多少钱), or asks who, where or when something was done and not what (谁投资的)."""
    plain = simplified(LEAD.sub("", text) or text).rstrip("？?。！! ")
    if len(plain) > _BARE_CHARS or not _ASKED.search(plain):
        return False
    rest = _ASKED.sub(" ", plain)
    words = [word for word in tagged(rest) if word.tag[0] not in _SAYING_NOTHING and not is_light(word.text)]
    if not words:
        return True
    is_deed = len(words) == 1 and words[0].tag in ("v", "vn") and len(words[0].text) <= _DEED_CHARS
    is_alone = plain.endswith("的") or plain == f"谁{rest.strip()}"
    return is_deed and is_alone and len(searcher.documents) > 1
