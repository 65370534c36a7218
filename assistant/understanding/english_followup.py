"""An English question that goes on about what was asked before, as a question of its own."""

import re
from collections.abc import Sequence

from assistant.names import people
from assistant.records import Kind, Query
from assistant.understanding.anaphora import newly_named
from assistant.understanding.english_noun import is_plural, names_end
from assistant.understanding.facet import is_english_facet
from assistant.understanding.focus import Exchange, pair_in
from assistant.understanding.followup import Followup
from assistant.understanding.kind import kind_of
from assistant.understanding.named import CAPITALS, english_names, names_in
from index.bridge import is_stop_word
from index.searcher import Searcher
from index.segment import has_han

_TOPIC_CHANGE = re.compile(
    r"^\W*(another|a different|new|next) (question|topic|subject)\b|^\W*(on (another|a different)|different) (note|subject|topic)\b"
    r"|^\W*(let'?s|let us) (change|switch|talk about (something|another))",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\s*(?:(?:and|also|plus|then|so|ok(?:ay)?|but|well|please|thanks|thank you)\b[\s,.!]*)+", re.IGNORECASE
)
_ABOUT = re.compile(
    r"^(?:(?:what|how) about|what of|(?:the )?same(?: (?:question|thing))? (?:for|about))\s+(.+?)[\s?.!]*$",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^\W*(?:no|nope|not that|sorry|wrong|actually)?[\s,.!]*(?:not [\w\s]{1,30}[,;.]\s*)?(?:but\s+)?"
    r"(?:i (?:meant|mean|was asking about|asked about|am asking about|was talking about)|i'?m asking about|i said)\s+(.+?)[\s?.!]*$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"^\W*(?:(?:going |coming )?back to|returning to|regarding|as for|about)\s+([^,?]+),\s*(.+)$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^\W*(?:what else|anything else|any(?: others?| more)|are there (?:any )?(?:others?|more)|others?|more|go on|continue|and the (?:others|rest)"
    r"|which others?|who else|where else|tell me more)[\s?.!]*$",
    re.IGNORECASE,
)
_OTHER_ONE = re.compile(r"^\W*(?:(?:what|how) about |and )?the other(?: one)?[\s?.!]*$", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:does|did|do|is|was|are|were|will|can|could|has|have|had|should|must)\s+$", re.IGNORECASE
)
_PERSONS = frozenset({"he", "him", "his", "she", "her"})
_PEOPLE = frozenset(
    "person man woman guy lady gentleman expert official speaker scholar leader professor academician scientist reporter author director manager".split()
)
_POLITE_END = re.compile(
    r"(?:[\s,]*\b(?:too|as well|also|please|pls|plz|thanks|thank you|thx))+[\s.!?]*$", re.IGNORECASE
)
_FIRST_OF_ALL = re.compile(
    r"^(?P<about>[^,?]{3,60}), (?P<asked>(?:what|which|who|when|where|how|is|are|was|were|do|does|did|can|will) .*\b(?:it|that|they|them)\b.*)$",
    re.IGNORECASE,
)
"""Says first what it asks about: the free year, how many did that reach?"""
_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
_ASKS_PERSON = re.compile(
    rf"{_WHO.pattern}|\b(?:which|what) (?:[a-z]+ )?(?:{'|'.join(sorted(_PEOPLE))})\b", re.IGNORECASE
)
_OWNERS = frozenset({"its", "their", "his", "her"})
_ANAPHOR = re.compile(
    r"\b(?P<pair>the (?:former|latter))\b(?: one)?|\b(?P<pronoun>it|its|they|their|them|he|she|his|her|him)\b(?!['’])"
    r"|\b(?:this|that|these|those|the same)\s+(?P<noun>(?-i:[a-z])[\w\-]*)\b|\b(?P<bare>this|that|these|those)(?=\s*[?.!]*$)"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )\b(?P<there>there)\b(?!\s+(?:is|are|was|were|be|any|a|an|more)\b)"
    r"|\bthe (?P<definite>(?-i:[a-z])[\w\-]*)\b(?!\s+of\b)",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"\bit\s+(?:take|takes|took|cost|costs|is|was|will be|would be)\s+(?:[a-z]+\s+){0,5}(?:to|that)\b|\b(?:is|was) it\s+(?:[a-z]+\s+){1,3}(?:to|that)\b",
    re.IGNORECASE,
)
_OWN_PAPERS = re.compile(
    r"^(documents?|files?|texts?|papers?|corpus|articles?|site|system|page)$", re.IGNORECASE
)
_GENRES = re.compile(
    r"^(plan|law|act|regulations?|rules?|measures|report|notice|contract|agreement|policy|programme|program)$"
)
_ACTOR = re.compile(
    r"\b(?:an?|the)\s+((?:[a-z]+\s+){0,2}?[a-z]+)(?=\s+(?:be|is|was|must|can|may|has|have|do|does|get|need|in|at)\b)"
)
_YEAR = re.compile(r"\b(?:in |by |for |of )?((?:19|20|21)\d\d)\b|\b(?:last|this|next) year\b", re.IGNORECASE)
_ASKING = re.compile(
    r"^\s*(?:(?:in|at|on|by|for|to|from|with|of) )?(what|which|who|whose|whom|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|has|have|had|should)\b",
    re.I,
)
_ASKS_LAST = re.compile(r"\b(?:who|whom|what|when|where|which \w+|how (?:much|many|long|far))\W*$", re.I)
_IN_A_PLACE = re.compile(r"\b(?:in|at|from|near) [A-Z]")
_WHICH = re.compile(
    r"^(which|what|how many) (.+?) ((?:are|were|is|was|will|do|does|did|have|has|can)\b.*)$", re.IGNORECASE
)
_IN_PLACE = re.compile(r"^(?:in|at|for|of|from)\s+([A-Z][\w’'\- ]*?)[\s?.!]*$")
_ONES = re.compile(r"(?:the )?ones? (.+?)[\s?.!]*$", re.IGNORECASE)
"""Others of the same sort: the ones in Deyang."""
_QUALIFIED = re.compile(r"\b(?:in|of|at|from|for|to|on|near|that|which)\b", re.IGNORECASE)
_MEASURE_OF = re.compile(
    r"\b(?:targets?|goals?|figures?|rates?|values?|limits?|forecasts?) (?:for|of) ([^,?]+?)[\s?.!]*$"
)
_ASKED_OF_IT = re.compile(
    r"^\W*(?:how \w+|who|what|when|where|why)(?: \w+)? (it|its|they|them|their|he|she|him|her|his)\b(?!['’])",
    re.IGNORECASE,
)
_THOSE = re.compile(r"th[eo]se\s", re.IGNORECASE)
_ANYTHING = frozenset("thing one matter".split())
"""Nouns that say no more than it does."""
_TWO = re.compile(r"(?:two|both|three)$")
_AMOUNT_OF = re.compile(r"^(how (?:many|much) [a-z]+ of (?:the |new |all )*)([a-z]+)( .*)$", re.IGNORECASE)
_LONG_DESCRIPTION = 6  # words
_THING_WORDS = 3
_MOST_WORDS = 2  # of its own in a question that leaves out what it is about
_MOST_TOLD = 3
_STEM = 3  # letters from which a word may be short for a longer one


def follow_up_english(query: Query, past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    """As `follow_up`, for a question in English."""
    text = _POLITE_END.sub("", query.standalone) or query.standalone
    if _TOPIC_CHANGE.search(text) or not past or len(text) > _LONGEST:
        return None
    body = _LEAD.sub("", text) or text
    if _MORE.match(body):
        return _more(past)
    if _OTHER_ONE.match(body):
        return _other(past, searcher)
    if match := _CORRECTION.match(text):
        meant = match[1]
        if not _ASKING.match(meant):
            return _instead(meant, past)
        return _resolved(meant, past, searcher) or Followup(_sentence(meant), keeps=False)
    if match := _BACK.match(text):
        return _resolved(match[2], past, searcher, name=match[1]) or Followup(
            f"As for {match[1]}, {match[2]}", topic=match[1]
        )
    if match := _ABOUT.match(body):
        about, _, asked = (part.strip() for part in match[1].partition(","))
        if _ASKING.match(asked):
            return _resolved(f"{asked}?", past, searcher, name=_bare(about)) or Followup(
                f"As for {about}, {asked}?", topic=_bare(about)
            )
        return _instead(match[1], past)
    if first := _FIRST_OF_ALL.match(body):
        asked = re.sub(r"\bthat\b(?! \w+s?\b$)", "it", first["asked"]) if body != text else ""
        if asked and (found := _resolved(asked, past, searcher, name=first["about"])):
            return found
    return _resolved(body, past, searcher) or _elliptic(body, past, is_joined=body != query.standalone)


_LONGEST = 300


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip(' ?.!')}?"


def _the(topic: str, past: Sequence[Exchange]) -> str:
    """A description gets its article; a name has the one that it was named with."""
    if any(f"the {topic}" in exchange.query.standalone for exchange in past):
        return f"the {topic}"
    if has_han(topic) or topic[:1].isupper() or re.match(r"(the|a|an|its|their)\b", topic, re.IGNORECASE):
        return topic
    return f"the {topic}"


def _more(past: Sequence[Exchange]) -> Followup:
    last = past[0].query
    told = tuple(e.answer for e in past[:_MOST_TOLD] if e.answer and e.query.topic == last.topic)
    return Followup(
        f"Besides what was said, {last.standalone[:1].lower()}{last.standalone[1:]}", last.topic, told
    )


def _other(past: Sequence[Exchange], searcher: Searcher) -> Followup | None:
    for exchange in past:
        for said in (exchange.query.standalone, exchange.answer):
            if said and (pair := pair_in(said, searcher)):
                last = past[0].query.standalone
                other = pair[0] if pair[1] in last and pair[0] not in last else pair[1]
                return _instead(other, past)
    return None


def _instead(meant: str, past: Sequence[Exchange]) -> Followup | None:
    """What about X: the last question with X for what it named, its year, or a question about a side of it."""
    last = past[0].query
    asked, topic = last.standalone, last.topic
    if (ones := _ONES.match(meant)) and (which := _WHICH.match(asked)):
        thing = _QUALIFIED.split(which[2])[0].strip()
        return Followup(f"{which[1]} {thing} {ones[1]} {which[3]}", topic)
    year = _YEAR.search(meant)
    if year and len(meant.split()) <= 3:
        said = year[1] or year[0]
        if old := _YEAR.search(asked):
            start, end = old.span(1) if old[1] else old.span()
            return Followup(f"{asked[:start]}{said}{asked[end:]}", topic)
        return Followup(f"{asked.rstrip(' ?')} {'in ' if year[1] else ''}{said}?", topic)
    names = english_names(asked)
    bare = _bare(re.sub(r"^(its|their|his|her)\b\s*", "", meant))
    if is_english_facet(bare) and (named := _WHICH.match(asked)) and english_names(named[3]):
        return Followup(f"What {bare} {named[3]}", topic)
    if CAPITALS.search(meant) or has_han(meant):
        old_name = (
            topic if topic in asked and (topic in names or has_han(topic)) else next(iter(names), topic)
        )
        if old_name and old_name in asked:
            return Followup(
                asked.replace(old_name, _bare(meant) if f"the {old_name}" in asked else meant, 1),
                _bare(meant),
            )
        return Followup(_sentence(f"what about {meant}"), _bare(meant))
    facet = re.match(
        r"(?P<asks>(?:what|how (?:large|big|much)) (?:is|are|was|were) (?:the )?)(?P<facet>[a-z\- ]+?)(?P<rest> (?:of|in|at|for) .*)$",
        asked,
        re.I,
    )
    if (of := _AMOUNT_OF.match(asked)) and len(bare.split()) == 1:
        return Followup(f"{of[1]}{bare}{of[3]}", bare)
    if facet and is_english_facet(facet["facet"]):
        return Followup(f"What is the {bare}{facet['rest']}", topic)
    if not topic:
        return None
    if is_english_facet(bare):
        return Followup(f"What is the {bare} of {_the(topic, past)}?", topic)
    if (others := re.match(r"(?:the )?(.+) ones?$", meant)) and (named := _WHICH.match(asked)):
        head = named[2].split()[-1]
        return Followup(f"{named[1]} {others[1]} {head} {named[3]}", topic)
    if (measured := _MEASURE_OF.search(asked)) and not english_names(measured[1]):
        return Followup(f"{asked[: measured.start(1)]}{bare}?", topic)
    if (words := bare.split())[1:] and (
        other := re.search(rf"(?P<to>\bto )?\b(?P<before>[a-z]+ ){re.escape(words[-1])}\b", asked)
    ):
        start = other.start("before") if not other["to"] else other.end("before")  # to dump waste
        return Followup(f"{asked[:start]}{bare}{asked[other.end() :]}", topic)
    if topic in asked:
        replaced = f"the {topic}" if f"the {topic}" in asked and meant.lower().startswith("the ") else topic
        return Followup(asked.replace(replaced, meant if replaced != topic else bare, 1), bare)
    return Followup(f"As for {_the(topic, past)}, what about {meant}?", topic)


def _bare(phrase: str) -> str:
    return re.sub(r"^(the|a|an)\s+", "", phrase, flags=re.IGNORECASE)


def _resolved(body: str, past: Sequence[Exchange], searcher: Searcher, name: str = "") -> Followup | None:
    """The question with what it, there or this project stands for in its place."""
    for match in _ANAPHOR.finditer(body):
        before = body[: match.start()]
        is_subject = bool(match["pronoun"]) and bool(_AUXILIARY.search(before))
        if not is_subject and (english_names(before) or has_han(before)):
            return None
        if match["pronoun"] and match["pronoun"].lower() == "it" and _EXPLETIVE.search(body):
            continue
        target = name or _antecedent(match, body, past, searcher)
        if not target:
            continue
        word = match[0]
        end = match.end()
        if (
            match["noun"]
            and _THOSE.match(word)
            and not is_plural(match["noun"])
            and not _TWO.match(match["noun"])
        ):
            word = word.split()[0]
            end = match.start() + len(word)
        if match["pronoun"] and word.lower() in _OWNERS:
            if word.lower() == "her" and not re.match(r"\s+[a-z]", body[match.end() :]):
                put = _the(target, past)
            else:
                put = f"{_the(target, past)}’s" if not target.endswith("s") else f"{_the(target, past)}’"
        elif match["there"]:
            where = "to " if _GOES.search(before) else "" if _WITHIN.search(before) else "in "
            put = f"{where}{_the(target, past)}"
        else:
            put = _the(target, past)
        text = f"{before}{put}{body[end:]}"
        if not _ASKING.match(text) and match.start() == 0 and word.lower() in _OWNERS:
            text = f"What is {text}"
        return Followup(f"{text[:1].upper()}{text[1:]}", topic=target)
    return None


_GOES = re.compile(r"\b(?:get|go|come|travel|drive|move[ds]?|went|got|fly|walk)\s+$", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:in|from|to|at|of|near)\s+$")


def lone_pronoun(text: str) -> str:
    """The pronoun that a question hangs on, if nothing in it says what that stands for; else empty."""
    if english_names(text) or has_han(text) or _EXPLETIVE.search(text):
        return ""
    if asked := _ASKED_OF_IT.match(text):
        return asked[1].lower()
    match = re.search(
        r"\b(it|its|they|their|them|he|she|his|her|him|the former|the latter)\b(?!['’])", text, re.IGNORECASE
    )
    if not match:
        return ""
    words = [word for word in re.findall(r"[a-z]+", text[: match.start()].lower()) if not is_stop_word(word)]
    return "" if words else match[1].lower()


def _antecedent(match: re.Match[str], body: str, past: Sequence[Exchange], searcher: Searcher) -> str:
    last = past[0]
    if match["pair"]:
        for exchange in past:
            for said in (exchange.query.standalone, exchange.answer):
                if said and (pair := pair_in(said, searcher)):
                    return pair[1] if "latter" in match["pair"].lower() else pair[0]
        return ""
    noun = (match["noun"] or match["definite"] or "").lower()
    if _TWO.match(noun):
        texts = (text for exchange in past for text in (exchange.query.standalone, exchange.answer) if text)
        return " and ".join(next(filter(None, (pair_in(text, searcher) for text in texts)), ()))
    if _THOSE.match(match[0]) and not is_plural(noun):
        noun = ""  # how much did those cost
    if noun in _ANYTHING:
        noun = ""
    if noun:
        if _OWN_PAPERS.match(noun) or is_stop_word(noun) or (match["definite"] and _GENRES.match(noun)):
            return ""
        for topic in (exchange.query.topic for exchange in past[:_MOST_TOLD] if match["definite"]):
            if has_han(topic) and _means(noun, topic, searcher):
                return topic
        for exchange in past[:1] if match["definite"] else past:
            if described := _described(noun, f"{exchange.query.standalone} {exchange.answer}"):
                return described
            spoken = (
                exchange.query.topic,
                *names_in(exchange.query.standalone, searcher),
                *names_in(exchange.answer, searcher),
            )
            for known in spoken:
                if part := _last_thing(known, noun):
                    return part
                is_it = has_han(known) and not match["definite"] and _means(noun, known, searcher)
                if is_it or known.lower().endswith(noun):
                    return known
        if match["definite"] or english_names(body):
            return ""  # "the talent zone" may be any
    is_person = (match["pronoun"] or "").lower() in _PERSONS or noun in _PEOPLE
    if is_person and _ASKS_PERSON.search(last.query.standalone) and (person := _named_in(last, searcher)):
        return person
    if match["there"]:
        topics = [exchange.query.topic for exchange in past if exchange.query.topic]
        if place := next((each for each in topics if has_han(each) or each[:1].isupper()), ""):
            return newly_named(last, searcher) or place
    are_several = (match["pronoun"] or "").lower() in ("they", "them", "their")
    if (
        are_several
        and _IN_A_PLACE.search(last.query.standalone)
        and (actor := _ACTOR.search(last.query.standalone))
    ):
        return f"{actor[1]}s"
    return newly_named(last, searcher) or last.query.topic


def _last_thing(description: str, noun: str) -> str:
    """The thing at the end of a long description, if it is such a thing: power stations of the professor who argued for power
    stations; else empty."""
    words = description.split()
    is_long = len(words) > _LONG_DESCRIPTION and words[-1].lower() == noun and is_plural(noun)
    return " ".join(words[-_THING_WORDS:]) if is_long else ""


def _named_in(exchange: Exchange, searcher: Searcher) -> str:
    """The first name in an answer that the question does not have."""
    answer = exchange.answer[:_LONGEST]
    names = [answer[start:end] for start, end in people(answer)] + names_in(answer, searcher)
    return next((name for name in names if name not in exchange.query.standalone), "")


def _described(noun: str, text: str) -> str:
    """How a text calls a thing of this kind when it brings it up: unmanned helicopter project."""
    ending = "" if len(noun) >= _STEM else r"\b"
    is_it = re.compile(rf"\b{re.escape(noun)}{ending}", re.IGNORECASE)  # lab of Laboratory
    if name := next(filter(is_it.search, english_names(text)), ""):
        return re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
    match = re.search(
        rf"\b(?:the|a|an|this)\s+((?:[\w\-]+\s+){{1,4}}?{re.escape(noun)})\b", text, re.IGNORECASE
    )
    return match[1] if match else ""


def _means(noun: str, name: str, searcher: Searcher) -> bool:
    """Whether a Chinese name ends in a word for an English noun: 双湖科技园 is a park."""
    return name.endswith(names_end(noun)) or any(
        name.endswith(form.form) for form in searcher.bridge.translate(noun)
    )


def _elliptic(body: str, past: Sequence[Exchange], *, is_joined: bool) -> Followup | None:
    """And how many from each side?: too few words of its own to be asked alone."""
    topic = past[0].query.topic
    words = [word for word in re.findall(r"[a-z]+", body.lower()) if not is_stop_word(word)]
    if not topic or topic in body or has_han(body):
        return None
    if is_joined and (place := _IN_PLACE.match(body)):
        return _instead(place[1], past)
    if is_joined and _ONES.match(body):
        return _instead(body.rstrip(" ?.!"), past)
    is_side = (
        is_joined and len(words) <= _MOST_WORDS + 1 and is_english_facet(body.rstrip(" ?.!"))
    )  # and per capita GDP?
    if CAPITALS.search(body[1:]) and not is_side:
        return None
    if not _ASKING.match(body) and not _ASKS_LAST.search(body):
        return (
            _instead(body.rstrip(" ?.!"), past)
            if is_joined or (len(words) <= _MOST_WORDS and is_english_facet(body.rstrip(" ?.!")))
            else None
        )
    is_definition = kind_of(body) is Kind.DEFINITION and not is_english_facet(body.rstrip(" ?.!"))
    if is_definition or (not is_joined and len(words) > _MOST_WORDS):
        return None
    return Followup(asked_of(topic, body, past), topic)


def asked_of(topic: str, body: str, past: Sequence[Exchange]) -> str:
    """A question that leaves out what it is about, with that."""
    return f"As for {_the(topic, past)}, {body[:1].lower()}{body[1:]}"
