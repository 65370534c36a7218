"""Which part of a question another thing stands for."""

import re
from collections.abc import Iterator, Sequence

from assistant.records import Kind, Query
from assistant.understanding.facet import facet_of
from assistant.understanding.grammar import Word, is_question_word, noun_phrases, quoted, tagged
from assistant.understanding.named import named
from index.searcher import Searcher

_COUNTED = re.compile(r"(多少|几|哪)[一-龥]?[个家项条位座所种名场届]")
YEARS = re.compile(
    r"(到|在|截至|截止)?[“\"]?(\d{4}\s*年?(底|末|以后|以前)?|“?(第)?[一二三四五六七八九十]+五(规划|计划)?(时期|期间|末)?”?|[去今明前后]年)"
)
_ASKED_AMOUNT = re.compile(r"多少|多大|多长|多高|百分之|几")
_POINTED = re.compile(r"[那这]个([一-龥]{1,4}?)(?=是|有|在|由|的|怎|什|哪|多|，|$)")
_OPPOSITES = ("内外", "前后", "上下", "左右", "东西南北中", "初末底", "新旧老", "男女", "大中小")
_LINKS = frozenset("是 有 在 由 为 指".split())
_LIKE = 5.0  # how much it counts that two names are alike by the encoder
_ALIKE = 0.2  # cosine from which one noun is asked about in the place of another


def opposite_of(meant: str, text: str) -> str:
    """A word of the last question that says the opposite: 室外 for 室内."""
    for word in tagged(text):
        if len(word.text) == len(meant) > 1:
            differing = [{one, other} for one, other in zip(word.text, meant, strict=True) if one != other]
            if len(differing) == 1 and any(differing[0] <= set(row) for row in _OPPOSITES):
                return word.text
    return ""


def owner_in(text: str) -> str:
    """What stands before the last 的 of a question and belongs to it: 养犬管理 in 谁是养犬管理的主管部门."""
    words = tagged(text)
    at = max((n for n, word in enumerate(words) if word.text == "的"), default=0)
    first = at
    while first > 0 and words[first - 1].tag[0] not in "rpuxc" and words[first - 1].text not in _LINKS:
        first -= 1
    return text[words[first].start : words[at].start] if at - first else ""


def _phrases(text: str, searcher: Searcher) -> list[tuple[Word, ...]]:
    return list(noun_phrases(tagged(text, searcher.names)))


def counterpart_of(meant: str, words: Sequence[Word], last: Query, searcher: Searcher) -> str:
    """What of the last question is of the same sort as a name: its class, its ending; several of them together."""
    tags = {word.tag for word in words if word.is_name}
    best, best_score = "", 0.0
    text = last.standalone
    together = names_together(text, searcher)
    asked_of = [(start, end) for start, end, _ in together if meant in text[start:end]]
    for start, end, phrase in together:
        if any(start < other_end and other < end for other, other_end in asked_of):
            continue  # it was asked of already
        score = 1.0 + (2.0 if any(word.tag in tags for word in phrase) else 0.0)
        score += 2.0 if text[start:end][-1] == meant[-1] else 0.0
        score += 0.5 if text[start:end] == last.topic else 0.0
        score += 1.0 if (len(phrase) == 1) == (len(words) == 1) else 0.0
        score += _LIKE * max(_likeness(meant, [text[start:end]], searcher)[0], 0.0)
        if score > best_score:
            best, best_score = text[start:end], score
    if best and not (best in last.topic and last.topic in text and last.topic[-1] == meant[-1]):
        return best
    if last.topic and last.topic in text:
        return last.topic
    return ""


def names_together(text: str, searcher: Searcher) -> list[tuple[int, int, tuple[Word, ...]]]:
    """Stretches that name something: leading names of noun phrases, those joined by a pause mark as one."""
    found: list[tuple[int, int, tuple[Word, ...]]] = []
    for mark in quoted(text):
        at = text.index(mark)
        found.append((at, at + len(mark), tuple(tagged(mark))))
    for phrase in _phrases(text, searcher):
        named_words = [n for n, word in enumerate(phrase) if named(word)]
        if not named_words:
            continue
        kept = phrase[: named_words[-1] + 1]
        if all(map(named, kept)) and len(phrase) > len(kept) and phrase[-1].is_noun:
            found.append((phrase[0].start, phrase[-1].end, phrase))
        found.extend((word.start, word.end, (word,)) for word in kept if named(word) and len(kept) > 1)
        start, end = kept[0].start, kept[-1].end
        if found and text[found[-1][1] : start] in ("、", "和", "与"):
            found[-1] = (found[-1][0], end, (*found[-1][2], *kept))
        else:
            found.append((start, end, tuple(kept)))
    return found


def modifier_like(meant: str, text: str) -> str:
    """A word of the last question that ends as `meant` does and is of about its length: 国家级 for 省级."""
    words = tagged(text)
    best, best_score = "", 0
    for n, word in enumerate(words):
        if is_question_word(word) or word.tag[0] in "vpruxmc":
            continue
        is_joined = n > 0 and words[n - 1].tag[0] not in "vpruxmc"
        for start in (word.start, words[n - 1].start if is_joined else word.start):
            piece = text[start : word.end]
            if piece == meant or len(meant) < 2 or len(piece) < 2 or abs(len(piece) - len(meant)) > 1:
                continue
            score = 2 * _common_end(piece, meant) + (len(piece) == len(meant))
            if piece[-1] == meant[-1] and score > best_score:
                best, best_score = piece, score
    return best


def of_one_character(text: str) -> str:
    """The noun of one character in a text, if there is one: 梨 of 优质梨产区."""
    words = tagged(text)
    inside = [word for word in words if len(word.text) == 1 and word.tag == "n"]
    return inside[0].text if len(inside) == 1 else ""


def _common_end(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length


def other_facet(meant: str, last: Query, searcher: Searcher) -> str:
    """The side of a thing that the last question asked for, if `meant` can be asked for in the same words."""
    text = last.standalone
    sort = facet_of(meant)
    olds = list(_facets_in(last, searcher))
    for old in olds:
        if facet_of(old) is not None and facet_of(old) is sort:
            return _with_modifier(text, text.rindex(old), searcher) + old
    for old in olds:
        if sort is None and (meant[:2] == old[:2] or meant[-2:] == old[-2:]):
            return old
    is_amount = last.kind is Kind.QUANTITY and bool(_ASKED_AMOUNT.search(text)) and not _COUNTED.search(text)
    return olds[0] if olds and is_amount and sort is Kind.QUANTITY else ""


def _facets_in(last: Query, searcher: Searcher) -> Iterator[str]:
    """What noun phrases of the last question say of the thing that it was about, the last first."""
    text = last.standalone
    for phrase in reversed(_phrases(text, searcher)):
        inner = [word for word in phrase if not named(word) and word.tag != "m" and word.text != "年"]
        if inner and inner[-1] is phrase[-1]:
            end = phrase[-1].end + (text[phrase[-1].end : phrase[-1].end + 1] in tuple("数量率额值费"))
            old = text[inner[0].start : end]
            if facet_of(old) is not None or not last.topic.endswith(old):
                yield old


def _with_modifier(text: str, start: int, searcher: Searcher) -> str:
    """What stands before a side of a thing and belongs to it: 每万人的 before 专利数."""
    words = [word for word in tagged(text, searcher.names) if word.end <= start]
    if not words or words[-1].text != "的":
        return ""
    begin = start
    for word in reversed(words):
        if named(word) or word.tag[0] in "vxp" or YEARS.match(word.text) or word.text == "年":
            break
        begin = word.start
    modifier = text[begin:start]
    return "" if modifier == "的" else modifier


def other_thing(meant: str, last: Query, searcher: Searcher) -> str:
    """The thing that the last question was about besides what it names: 休闲食品 in X做休闲食品靠哪些企业."""
    text = last.standalone
    if last.topic in text:
        is_slot = last.is_followup or last.topic[:1] == meant[:1] or last.topic[-1:] == meant[-1:]
        if is_slot or not any(map(named, tagged(last.topic, searcher.names))):
            return last.topic
    best = ""
    for phrase in _phrases(text, searcher):
        inner = [word for word in phrase if not named(word)]
        if not inner or any(word.end == inner[0].start and is_question_word(word) for word in tagged(text)):
            continue
        while len(inner) > 1 and facet_of(text[inner[-1].start : inner[-1].end]):
            inner.pop()
        old = text[inner[0].start : inner[-1].end]
        if old in last.topic or len(old) > len(best):
            best = old
            if old in last.topic:
                break
    if best and len(best) > 1 and not facet_of(best):
        return best
    return last.topic if last.topic in text else ""


def most_alike(meant: str, text: str, searcher: Searcher) -> str:
    """The noun of a text that means nearly such a thing: 黄金 for 白银; empty if none does."""
    phrases = (text[phrase[0].start : phrase[-1].end] for phrase in _phrases(text, searcher))
    nouns = [phrase for phrase in phrases if len(phrase) > 1 and meant not in phrase]
    if not nouns:
        return ""
    cosine, noun = max(zip(_likeness(meant, nouns, searcher), nouns, strict=True))
    return noun if cosine >= _ALIKE else ""


def _likeness(meant: str, others: Sequence[str], searcher: Searcher) -> list[float]:
    """The cosine of a name to each of others."""
    vectors = searcher.texts.encode([meant, *others])
    found: list[float] = (vectors[1:] @ vectors[0]).tolist()
    return found


def pointed_at(meant: str, text: str) -> str:
    """What the last question only pointed at, if it is of the sort that is meant: 那个会 for 推进会."""
    match = _POINTED.search(text)
    if not match or meant[-1] not in match[1]:
        return ""
    return match[0]
