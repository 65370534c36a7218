"""Asking the same again of something else: the question before, with one part of it changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.period import periods
from assistant.records import Kind, Query
from assistant.understanding.facet import asked, facet_of
from assistant.understanding.focus import named
from assistant.understanding.grammar import Word, is_question_word, noun_phrases, quoted, tagged
from corpus.document import without_space
from index.searcher import Searcher
from index.segment import has_han

_YEARS = re.compile(
    r"(到|在|截至|截止)?[“\"]?(\d{4}\s*年?(底|末|以后|以前)?|“?(第)?[一二三四五六七八九十]+五(规划|计划)?(时期|期间|末)?”?|[去今明前后]年)"
)
_WAY = re.compile(r"([往向朝])([东西南北]{1,2}|上|下|前|后|左|右)(边|面|方|部)?(?![一-龥]{0,2}[市县区])")
_DIRECTION = re.compile(r"()([东西南北]{1,2})(边|面|方|部)")
_COUNTED = re.compile(r"(多少|几|哪)[一-龥]?[个家项条位座所种名场届]")
_ASKED_AMOUNT = re.compile(r"多少|多大|多长|多高|百分之|几")
_NUMBERED = re.compile(r"第[一二三四五六七八九十百零〇\d]+[条章节款项编部]")
_POINTED = re.compile(r"[那这]个([一-龥]{1,4}?)(?=是|有|在|由|的|怎|什|哪|多|，|$)")
_HOW_MUCH = re.compile(r"^(?P<before>.+?)(?<!了)(?:是|有|为)?(?:多少|多[大长高宽深远重])[㐀-鿿]{0,3}[？?]?$")
_COUNTS = re.compile(
    r"^(?P<name>[^，。？?]+?)有(?:多少|几)[个家位座所名种项条场本辆]?(?P<thing>[㐀-鿿]{2,8})[？?]?$"
)
_HOW_TREATED = re.compile(
    r"^(?P<thing>[^，。？?]{2,16}?)(?P<asks>(?:要|该|会|应该|应当)?(?:怎么|如何|怎样|罚|赔)[^，。？?]{1,8}[？?]?)$"
)
_ANOTHER = re.compile(r"^(?:另(?:外)?(?:一?[个家座项条位种所])?|别的|其他|其它)的?[㐀-鿿]{0,6}?$")
"""What may stand before the name of another thing and only says that it is another: 另一个园区."""
_TIMES = re.compile(r"之前|以前|之后|以后|后来|现在|目前|如今|当时|将来|未来|最初")
_AFTER = re.compile(r"(?<=[㐀-鿿]{2})(?:之|以)?([前后])(?=[，,㐀-鿿])")
_NUMBER_OF = re.compile(r"(?<!第)(\d{1,3}|[一二三四五六七八九十百]+)(年|月|日|号|期|届|级|岁)")
_WHERE = re.compile(r"在哪一?[个座家所][㐀-鿿]{1,4}?(?=[？?]|$)")
_EXACT = re.compile(r"^(?:具体|详细|准确)的?")
_OPPOSITES = ("内外", "前后", "上下", "左右", "东西南北中", "初末底", "新旧老", "男女", "大中小")
_BEST = 5  # passages that are looked at
_LINKS = frozenset("是 有 在 由 为 指".split())
_AS_FIGURE = re.compile(r"的(?:指标|目标|数字|数据|数值|情况|值)$")
_FEWEST = 2  # characters of a thing in a list
_LIKE = 5.0  # how much it counts that two names are alike by the encoder
_ALIKE = 0.2  # cosine from which one noun is asked about in the place of another
_EDGE = "的 ，,。？?、"


@dataclass(frozen=True, slots=True)
class Changed:
    """The question before with one part changed, and what it is about now."""

    standalone: str
    topic: str = ""


def what_about(meant: str, last: Query, searcher: Searcher) -> Changed | None:
    """The last question asked of `meant`: another year, another thing of the same sort, or another side of it.

    None where there is nothing to ask again.
    """
    meant = _AS_FIGURE.sub("", meant)
    is_owner = meant.endswith("的")
    meant = meant.strip(_EDGE)
    if not meant:
        return None
    if is_owner and (old := _owner(last.standalone)):
        return Changed(_question(last.standalone.replace(old, meant, 1)), _renamed(last.topic, old, meant))
    if moved := _other_time(meant, last.standalone) or _other_number(meant, last.standalone):
        return Changed(_question(moved), last.topic)
    years = periods(meant, date.today())
    if years:
        return _other_year(meant, last, searcher)
    if changed := _other_way(meant, last):
        return changed
    if opposite := _opposite(meant, last.standalone):
        return Changed(_question(last.standalone.replace(opposite, meant, 1)), last.topic)
    if listed := _listed_before(meant, last.standalone):
        return Changed(_question(listed), last.topic)
    words = tagged(meant, searcher.names)
    at = next((word.start for word in words if named(word)), 0)
    if _ANOTHER.match(meant[:at]):
        meant, words = meant[at:], tagged(meant[at:], searcher.names)
    is_named = not facet_of(meant) and (any(map(named, words)) or bool(quoted(meant)))
    if pointed := _pointed_at(meant, last.standalone):
        return Changed(_question(last.standalone.replace(pointed, meant, 1)), meant)
    if last.kind is Kind.DEFINITION and not facet_of(meant) and last.topic in last.standalone:
        return Changed(_question(last.standalone.replace(last.topic, meant, 1)), meant)
    if _NUMBERED.match(meant) and last.topic in last.standalone:
        return _numbered_part(meant, last)
    if is_named and not _names_together(last.standalone, searcher) and all(w.tag == "ns" for w in words):
        return Changed(_question(f"{meant}{last.standalone}"))
    if is_named and (
        old := _most_alike(meant, last.standalone, searcher) or _counterpart(meant, words, last, searcher)
    ):
        return Changed(_question(last.standalone.replace(old, meant, 1)), _renamed(last.topic, old, meant))
    if not is_named and (
        changed := _side_of_name(meant, last, searcher) or _thing_asked(meant, last, searcher)
    ):
        return changed
    if len(meant) == 1 and (other := _of_one_character(last.standalone)):
        return Changed(
            _question(last.standalone.replace(other, meant, 1)), _renamed(last.topic, other, meant)
        )
    if modifier := _modifier(meant, last.standalone):
        return Changed(
            _question(last.standalone.replace(modifier, meant, 1)), _renamed(last.topic, modifier, meant)
        )
    if not is_named and (old := _other_facet(meant, last, searcher)):
        return Changed(_question(last.standalone.replace(old, meant, 1)), _renamed(last.topic, old, meant))
    is_side = facet_of(meant.rpartition("的")[2]) is not None
    owner = meant.rpartition("的")[0]
    has_owner = any(named(word) and word.end <= len(owner) for word in words)
    if is_side and (has_owner or any(word.is_verb and before.is_noun for before, word in pairwise(words))):
        return Changed(f"{meant}{asked(meant)}？", owner)  # says itself of what: 信息产业规模占全国比重
    if is_side and last.topic:
        return Changed(f"{_year_of(last)}{last.topic}的{meant}{asked(meant)}？", last.topic)
    if not is_named and _WHERE.search(last.standalone):
        return Changed(
            _question(_WHERE.sub(f"在哪个{_EXACT.sub('', meant)}", last.standalone, count=1)), last.topic
        )
    if old := _most_alike(meant, last.standalone, searcher) or _other_thing(meant, last, searcher):
        return Changed(_question(last.standalone.replace(old, meant, 1)), _renamed(last.topic, old, meant))
    return Changed(f"{meant}{asked(meant)}？", meant)


def _other_time(meant: str, text: str) -> str:
    """The last question of another time that is only said to be before or after: 入伍前 for 入伍后; empty for other words."""
    if not _TIMES.fullmatch(meant):
        return ""
    side = "前" if meant in ("之前", "以前") else "后" if meant in ("之后", "以后", "后来") else ""
    if side and (after := _AFTER.search(text)):
        return f"{text[: after.start(1)]}{side}{text[after.end(1) :]}"
    if old := _TIMES.search(text):
        return f"{text[: old.start()]}{meant}{text[old.end() :]}"
    return ""


def _other_number(meant: str, text: str) -> str:
    """The last question with another number of the same: 六年 for 四年 of 开宝四年; empty if it has none."""
    new = _NUMBER_OF.fullmatch(meant)
    if not new:
        return ""
    olds = [old for old in _NUMBER_OF.finditer(text) if old[2] == new[2] and len(old[1]) < len("2025")]
    return f"{text[: olds[0].start()]}{meant}{text[olds[0].end() :]}" if len(olds) == 1 else ""


def _listed_before(meant: str, text: str) -> str:
    """The last question of another of the things that it lists, one of which it asks about: 两廊 after “两廊三区”里的三区是什么; empty if it
    lists none."""
    if meant not in text or len(meant) < _FEWEST:
        return ""
    pieces = {text[n : n + len(meant)] for n in range(len(text)) if has_han(text[n : n + len(meant)])}
    again = [p for p in pieces if p != meant and len(p) == len(meant) and text.count(p) > 1]
    if len(again) != 1:
        return ""
    at = text.rindex(again[0])
    return f"{text[:at]}{meant}{text[at + len(meant) :]}"


def _opposite(meant: str, text: str) -> str:
    """A word of the last question that says the opposite: 室外 for 室内."""
    for word in tagged(text):
        if len(word.text) == len(meant) > 1:
            differing = [{one, other} for one, other in zip(word.text, meant, strict=True) if one != other]
            if len(differing) == 1 and any(differing[0] <= set(row) for row in _OPPOSITES):
                return word.text
    return ""


def _side_of_name(meant: str, last: Query, searcher: Searcher) -> Changed | None:
    """Another number of the thing whose number was asked for: 型宽 after 海峰2001总长多少, 院士 after 实验室有多少研究中心; only if a
    passage has both.

    The thing is the longest beginning of the last question that names something.
    """
    if counted := _COUNTS.match(last.standalone):
        is_other = counted["thing"][-1] != meant[-1] and _are_told_together(counted["name"], meant, searcher)
        return Changed(f"{counted['name']}有多少{meant}？", counted["name"]) if is_other else None
    found = _HOW_MUCH.match(last.standalone)
    if found is None or facet_of(meant) not in (None, Kind.QUANTITY):
        return None
    words = tagged(found["before"], searcher.names)
    for n in range(len(words) - 1, 0, -1):
        name = found["before"][: words[n - 1].end].rstrip("的")
        if not any(map(named, words[:n])) and not re.search(r"[A-Za-z\d]", name):
            return None
        if not periods(name, date.today()) and _are_told_together(name, meant, searcher):
            return Changed(f"{_year_of(last)}{name}的{meant}是多少？", name)
    return None


def _are_told_together(name: str, side: str, searcher: Searcher) -> bool:
    """Whether one of the best passages has both as they stand, white space aside."""
    hits = searcher.search(searcher.analyse(f"{name}{side}"), k=_BEST)
    texts = (without_space(hit.passage.text).lower() for hit in hits)
    return any(without_space(name).lower() in text and side.lower() in text for text in texts)


def _thing_asked(meant: str, last: Query, searcher: Searcher) -> Changed | None:
    """All that stands before how something is reckoned or punished, in the place of which another is meant."""
    found = _HOW_TREATED.match(last.standalone)
    if found is None or facet_of(meant) or any(map(named, tagged(found["thing"], searcher.names))):
        return None
    return Changed(_question(f"{meant}{found['asks']}"), meant)


def _owner(text: str) -> str:
    """What stands before the last 的 of a question and belongs to it: 养犬管理 in 谁是养犬管理的主管部门."""
    words = tagged(text)
    at = max((n for n, word in enumerate(words) if word.text == "的"), default=0)
    first = at
    while first > 0 and words[first - 1].tag[0] not in "rpuxc" and words[first - 1].text not in _LINKS:
        first -= 1
    return text[words[first].start : words[at].start] if at - first else ""


def _numbered_part(meant: str, last: Query) -> Changed:
    """第三条 for another article, or of the document that was asked about."""
    if _NUMBERED.search(last.standalone):
        return Changed(_question(_NUMBERED.sub(meant, last.standalone, count=1)), last.topic)
    return Changed(_question(last.standalone.replace(last.topic, f"{last.topic}{meant}", 1)), last.topic)


def _question(text: str) -> str:
    return text if text.rstrip().endswith(("？", "?")) else f"{text.rstrip('。 ')}？"


def _renamed(topic: str, old: str, new: str) -> str:
    """What the question is about after the change: the topic with the new part, if it had the old one."""
    return topic.replace(old, new, 1) if old in topic else "" if topic in old else topic


def _year_of(last: Query) -> str:
    """The year of the last question, if the topic does not say it."""
    return "" if not last.times or last.times[0].text in last.topic else last.times[0].text


def _other_year(meant: str, last: Query, searcher: Searcher) -> Changed | None:
    year = _YEARS.search(meant)
    if not year:
        return None
    rest = (meant[: year.start()] + meant[year.end() :]).strip(_EDGE)
    standalone = last.standalone
    if old := _YEARS.search(standalone):
        moved = standalone[: old.start()] + year[0] + standalone[old.end() :]
    else:
        moved = f"{year[0]}{standalone}"
    if not rest:
        return Changed(_question(moved), last.topic)
    if rest in moved:
        return Changed(_question(moved), last.topic)
    changed = what_about(rest, last, searcher)
    if changed is None:
        return None
    inner = _YEARS.search(changed.standalone)
    text = changed.standalone
    text = text[: inner.start()] + year[0] + text[inner.end() :] if inner else f"{year[0]}{text}"
    return Changed(_question(text), changed.topic)


def _other_way(meant: str, last: Query) -> Changed | None:
    """往南 for 往西边: the same preposition with another object, up to the next verb."""
    text = last.standalone
    old = _WAY.search(text)
    new = _WAY.fullmatch(meant) or _DIRECTION.fullmatch(meant)
    if old and new and (old[1] == new[1] or not new[1]):
        moved = meant if new[1] else f"{old[1]}{meant}"
        return Changed(_question(text[: old.start()] + moved + text[old.end() :]), last.topic)
    return None


def _phrases(text: str, searcher: Searcher) -> list[tuple[Word, ...]]:
    return list(noun_phrases(tagged(text, searcher.names)))


def _counterpart(meant: str, words: Sequence[Word], last: Query, searcher: Searcher) -> str:
    """What of the last question is of the same sort as a name: its class, its ending; several of them together."""
    tags = {word.tag for word in words if word.is_name}
    best, best_score = "", 0.0
    text = last.standalone
    together = _names_together(text, searcher)
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


def _names_together(text: str, searcher: Searcher) -> list[tuple[int, int, tuple[Word, ...]]]:
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


def _modifier(meant: str, text: str) -> str:
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


def _of_one_character(text: str) -> str:
    """The noun of one character in a text, if there is one: 梨 of 优质梨产区."""
    words = tagged(text)
    inside = [word for word in words if len(word.text) == 1 and word.tag == "n"]
    return inside[0].text if len(inside) == 1 else ""


def _common_end(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length


def _other_facet(meant: str, last: Query, searcher: Searcher) -> str:
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
        if named(word) or word.tag[0] in "vxp" or _YEARS.match(word.text) or word.text == "年":
            break
        begin = word.start
    modifier = text[begin:start]
    return "" if modifier == "的" else modifier


def _other_thing(meant: str, last: Query, searcher: Searcher) -> str:
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


def _most_alike(meant: str, text: str, searcher: Searcher) -> str:
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


def _pointed_at(meant: str, text: str) -> str:
    """What the last question only pointed at, if it is of the sort that is meant: 那个会 for 推进会."""
    match = _POINTED.search(text)
    if not match or meant[-1] not in match[1]:
        return ""
    return match[0]
