"""What an English question names the answer by: river in "Which river does the line cross?"."""

import re

from index.inflection import base_of

_WHICH = re.compile(
    r"\b(?:which|what) (?:(?:new|big|large|main|major|first|second|last|local|single|specific|particular) )*(?P<words>[a-z][\w'’-]*(?: [a-z][\w'’-]*){0,4})",
    re.I,
)
_ENDS = frozenset(
    """
    is are was were be been am do does did has have had can could will would shall should may must might of in on at by for from to
    with as that and or than the a an this these those it its they their he his she her you your we our i if about into within
    under over between among during who whom whose both one ones else when where
    """.split()
)
"""Words that no noun goes on with."""
_PREPOSITIONS = frozenset(
    "of in on at by for from to with as into within under over between among during".split()
)
_ABSTRACT = frozenset(
    "kind sort type way time role extent measure step part thing reason percentage share proportion number amount level problem".split()
)
_NAMES_END = {
    noun: tuple(endings.split())
    for noun, endings in {
        "river": "江 河", "lake": "湖", "mountain": "山", "sea": "海", "island": "岛", "bay": "湾", "bridge": "桥", "temple": "寺 庙", "tower": "塔",
        "city": "市", "province": "省", "county": "县", "district": "区", "prefecture": "州", "town": "镇", "township": "乡", "village": "村",
        "subdistrict": "街道", "country": "国", "street": "街 路", "road": "路 大道", "avenue": "大道 路", "highway": "公路 高速", "expressway": "高速",
        "line": "线", "park": "园 公园 园区", "zone": "区", "base": "基地", "port": "港", "station": "站", "airport": "机场", "museum": "馆", "centre": "中心",
        "center": "中心", "court": "法院", "law": "法", "bank": "银行", "laboratory": "实验室", "lab": "实验室", "institute": "研究院 研究所 学院",
        "ministry": "部", "bureau": "局", "committee": "委员会", "meeting": "会 会议", "conference": "会 大会", "exhibition": "展览会 博览会", "expo": "博览会",
    }.items()
}  # fmt: skip
"""How the names of such things end in Chinese, where that is more or less than the noun's translation."""
_NOT_PLURAL = re.compile(r"(?:ss|us|is|news|campus|series)$", re.I)


def noun_asked(question: str) -> str:
    """The noun that the answer is an instance of, or several are, in lower case; empty where the question names none."""
    found = _WHICH.search(question)
    if not found:
        return ""
    words = []
    following = ""
    for word in found["words"].split():
        if word.lower() in _ENDS:
            following = word.lower()
            break
        words.append(word)
    if not words:
        return ""
    first = 1 if words[0][0].isupper() and len(words) > 1 else 0  # American company
    verb = next((n for n in range(first + 1, len(words)) if _is_verb(words[n])), 0)
    if not verb and following == "of":
        return ""  # what type of
    is_whole = following and following not in _PREPOSITIONS
    noun = words[verb - 1] if verb else words[-1] if is_whole else words[first]
    return "" if noun.lower() in _ABSTRACT or noun[0].isupper() else noun.lower()


def names_end(noun: str) -> tuple[str, ...]:
    """How names of what an English noun means end in Chinese; empty for a noun whose translation tells."""
    return _NAMES_END.get(noun) or _NAMES_END.get(re.sub(r"ies$", "y", noun).removesuffix("s"), ())


def _is_verb(word: str) -> bool:
    """Whether a word behind a noun looks like what that does: leads, moved, took."""
    return (
        word.endswith("ed") or (word.endswith("s") and not _NOT_PLURAL.search(word)) or base_of(word) != word
    )


def is_plural(noun: str) -> bool:
    """Whether an English noun is one for several things."""
    if noun.lower() == "people" or base_of(noun.lower()) != noun.lower():
        return True
    return noun.endswith("s") and not _NOT_PLURAL.search(noun)
