"""Asking the same again of something else: the question before, with one part of it changed."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.period import periods
from assistant.records import Kind, Query
from assistant.understanding.counterpart import (
    YEARS,
    counterpart_of,
    modifier_like,
    most_alike,
    names_together,
    of_one_character,
    opposite_of,
    other_facet,
    other_thing,
    owner_in,
    pointed_at,
)
from assistant.understanding.facet import asked, facet_of
from assistant.understanding.grammar import quoted, tagged
from assistant.understanding.named import named
from corpus.document import without_space
from index.searcher import Searcher
from index.segment import has_han

_WAY = re.compile(r"([往向朝])([东西南北]{1,2}|上|下|前|后|左|右)(边|面|方|部)?(?![一-龥]{0,2}[市县区])")
_DIRECTION = re.compile(r"()([东西南北]{1,2})(边|面|方|部)")
_NUMBERED = re.compile(r"第[一二三四五六七八九十百零〇\d]+[条章节款项编部]")
_HOW_MUCH = re.compile(r"^(?P<before>.+?)(?<!了)(?:是|有|为)?(?:多少|多[大长高宽深远重])[㐀-鿿]{0,3}[？?]?$")
_COUNTS = re.compile(
    r"^(?P<name>[^，。？?]+?)有(?:多少|几)[个家位座所名种项条场本辆]?(?P<thing>[㐀-鿿]{2,8})[？?]?$"
)
_HOW_TREATED = re.compile(
    r"^(?P<thing>[^，。？?]{2,16}?)(?P<asks>(?:要|该|会|应该|应当)?(?:怎么|如何|怎样|罚|赔)[^，。？?]{1,8}[？?]?)$"
)
_ANOTHER = re.compile(r"^(?:另(?:外)?(?:一?[个家座项条位种所])?|别的|其他|其它)的?[㐀-鿿]{0,6}?$")
"""What may stand before the name of another thing and only says that it is another: 另一个园区."""
_SAID_IN = re.compile(
    r"[里中]?(?:所?说|讲|提到?|规定|所?称)的([㐀-鿿]{2,8}?)(?:具体|到底)?(?:是?指|是(?:什么|啥|谁))"
)
"""What a document calls something, of which it is asked what that is: 条例里说的业主是指谁."""
_TIMES = re.compile(r"之前|以前|之后|以后|后来|现在|目前|如今|当时|将来|未来|最初")
_AFTER = re.compile(r"(?<=[㐀-鿿]{2})(?:之|以)?([前后])(?=[，,㐀-鿿])")
_NUMBER_OF = re.compile(r"(?<!第)(\d{1,3}|[一二三四五六七八九十百]+)(年|月|日|号|期|届|级|岁)")
_WHERE = re.compile(r"在哪一?[个座家所][㐀-鿿]{1,4}?(?=[？?]|$)")
_EXACT = re.compile(r"^(?:具体|详细|准确)的?")
_BEST = 5  # passages that are looked at
_AS_FIGURE = re.compile(r"的(?:指标|目标|数字|数据|数值|情况|值)$")
_LONGEST_ATTRIBUTE = 3  # characters
_FEWEST = 2  # characters of a thing in a list
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
    if is_owner and (old := owner_in(last.standalone)):
        return Changed(_question(_put(last.standalone, old, meant)), _renamed(last.topic, old, meant))
    if is_owner and (added := _added_attribute(meant, last, searcher)):
        return added
    if moved := _other_time(meant, last.standalone) or _other_number(meant, last.standalone):
        return Changed(_question(moved), last.topic)
    years = periods(meant, date.today())
    if years:
        return _other_year(meant, last, searcher)
    if changed := _other_way(meant, last):
        return changed
    if opposite := opposite_of(meant, last.standalone):
        return Changed(_question(last.standalone.replace(opposite, meant, 1)), last.topic)
    if listed := _listed_before(meant, last.standalone):
        return Changed(_question(listed), last.topic)
    words = tagged(meant, searcher.names)
    at = next((word.start for word in words if named(word)), 0)
    if _ANOTHER.match(meant[:at]):
        meant, words = meant[at:], tagged(meant[at:], searcher.names)
    is_named = not facet_of(meant) and (any(map(named, words)) or bool(quoted(meant)))
    if pointed := pointed_at(meant, last.standalone):
        return Changed(_question(last.standalone.replace(pointed, meant, 1)), meant)
    if (said := _SAID_IN.search(last.standalone)) and not facet_of(meant):
        text = f"{last.standalone[: said.start(1)]}{meant}{last.standalone[said.end(1) :]}"
        return Changed(_question(text), last.topic)
    if last.kind is Kind.DEFINITION and not facet_of(meant) and last.topic in last.standalone:
        return Changed(_question(last.standalone.replace(last.topic, meant, 1)), meant)
    if _NUMBERED.match(meant) and last.topic in last.standalone:
        return _numbered_part(meant, last)
    if is_named and not names_together(last.standalone, searcher) and all(w.tag == "ns" for w in words):
        return Changed(_question(f"{meant}{last.standalone}"))
    if is_named and (
        old := most_alike(meant, last.standalone, searcher) or counterpart_of(meant, words, last, searcher)
    ):
        return Changed(_question(_put(last.standalone, old, meant)), _renamed(last.topic, old, meant))
    if not is_named and (
        changed := _side_of_name(meant, last, searcher) or _thing_asked(meant, last, searcher)
    ):
        return changed
    if len(meant) == 1 and (other := of_one_character(last.standalone)):
        return Changed(
            _question(last.standalone.replace(other, meant, 1)), _renamed(last.topic, other, meant)
        )
    if modifier := modifier_like(meant, last.standalone):
        return Changed(
            _question(last.standalone.replace(modifier, meant, 1)), _renamed(last.topic, modifier, meant)
        )
    if not is_named and (old := other_facet(meant, last, searcher)):
        return Changed(_question(_put(last.standalone, old, meant)), _renamed(last.topic, old, meant))
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
    if old := most_alike(meant, last.standalone, searcher) or other_thing(meant, last, searcher):
        return Changed(_question(_put(last.standalone, old, meant)), _renamed(last.topic, old, meant))
    return Changed(f"{meant}{asked(meant)}？", meant)


def _added_attribute(meant: str, last: Query, searcher: Searcher) -> Changed | None:
    """The last question of those of its thing that are so: 墨西哥蝴蝶鱼雌的能长到多少厘米 for 雌的呢."""
    before, thing, after = last.standalone.partition(last.topic)
    is_short = len(meant) <= _LONGEST_ATTRIBUTE and not any(map(named, tagged(meant, searcher.names)))
    if not thing or not after or after[0] in "的是有在" or not is_short or facet_of(meant):
        return None
    return Changed(_question(f"{before}{thing}{meant}的{after}"), last.topic)


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


def _numbered_part(meant: str, last: Query) -> Changed:
    """第三条 for another article, or of the document that was asked about."""
    if _NUMBERED.search(last.standalone):
        return Changed(_question(_NUMBERED.sub(meant, last.standalone, count=1)), last.topic)
    return Changed(_question(last.standalone.replace(last.topic, f"{last.topic}{meant}", 1)), last.topic)


def _put(text: str, old: str, new: str) -> str:
    """A text with a new name in the place of the old one, with what of it the new one ends in: 综合所得 for 经营 of 经营所得."""
    before, _, after = text.partition(old)
    ends = (new[n:] for n in range(1, len(new)))
    end = next((end for end in ends if after.startswith(end) and not old.endswith(end)), "")
    return f"{before}{new}{after.removeprefix(end)}"


def _question(text: str) -> str:
    return text if text.rstrip().endswith(("？", "?")) else f"{text.rstrip('。 ')}？"


def _renamed(topic: str, old: str, new: str) -> str:
    """What the question is about after the change: the topic with the new part, if it had the old one."""
    return topic.replace(old, new, 1) if old in topic else "" if topic in old else topic


def _year_of(last: Query) -> str:
    """The year of the last question, if the topic does not say it."""
    return "" if not last.times or last.times[0].text in last.topic else last.times[0].text


def _other_year(meant: str, last: Query, searcher: Searcher) -> Changed | None:
    year = YEARS.search(meant)
    if not year:
        return None
    rest = (meant[: year.start()] + meant[year.end() :]).strip(_EDGE)
    standalone = last.standalone
    if old := YEARS.search(standalone):
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
    inner = YEARS.search(changed.standalone)
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
