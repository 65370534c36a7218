"""What stands in a sentence where a question has its question word: 卫星城 of 成为卫星城 for 成为什么, “共建共享” of 以“共建共享”为主题 for
主题是什么."""

import re
from collections.abc import Iterator
from functools import lru_cache

import rjieba

from assistant.asked import asked_noun, is_called
from corpus.document import Span
from index.segment import simplified

_WHAT = r"(?:什么|啥)"
_LETTERS = re.compile(r"哪(?P<n>\d{1,2}|[二三四五六七八九十]{1,3})个字")
_NUMERALS = "零一二三四五六七八九"
_COUNTS = re.compile(r"(?:几[㐀-鿿]){2,}")
_NOUN_IS = re.compile(
    rf"([㐀-鿿]{{2,8}}?)(?:到底|具体|分别|都)?(?:是|叫|为)(?:的是)?(?:一?个)?(?:{_WHAT}|哪[个句])"
)
_WHAT_NOUN = re.compile(rf"(?:{_WHAT}(?:样的)?|哪(?:一?[个种句项]))([㐀-鿿]{{2,8}})")
_MADE = r"打造|建设|建|培育|发展|形成|构建|创建|塑造|成长|努力"
_MADE_INTO = re.compile(
    rf"(?:{_MADE}|定位|升级|转型|做|变)(?:成为|成|为|作)(?:了|的是)?(?:一?[个座处种])?{_WHAT}|(?:成为|建成){_WHAT}"
)
_MADE_OF = r"(?!以)(?P<found>[^，。；：、\n]{2,40})"
_MAKES = re.compile(
    rf"(?:(?:打造|建设|建|培育|发展|构建|创建|塑造|定位|升级|转型|做|变)(?:成为|成|为)|成为){_MADE_OF}"
)
_BARE = re.compile(r"打造|建设|创建")
_RENAMED = re.compile(rf"(?:改|更|易|定|命)(?:名|称|叫)?(?:为|成|作|叫)?(?:了)?{_WHAT}")
_RENAMES = re.compile(
    r"(?:改|更|易|定|命)(?:名|称)?(?:为|叫)[“《「]?(?P<found>[^，。；：、“”《》「」（()\n]{2,24})"
)
_NAMED = re.compile(
    rf"(?P<by>全称|简称|别名|别称|俗名|俗称|学名|原名|本名|旧称|前身|艺名|笔名|绰号|昵称|外号)(?:到底)?(?:是|叫|为)?(?:做|作)?{_WHAT}|(?P<also>[又也还亦](?:被)?(?:称|叫|名)(?:为|做|作)?|被?(?:称|誉|评|认定)(?:为|作)){_WHAT}|{_WHAT}(?P<of>全称|简称|别名|别称|俗名|俗称|学名|原名|本名|艺名|笔名|绰号|昵称|外号)|(?P<once>最[早初]|原[来先]|以前|之前|从前|曾经?|过去|当初|刚开始)(?:是)?(?:叫|名|称)(?:做|作|为)?{_WHAT}|\b(?:(?:also|otherwise) (?:known|called)|nicknamed|known as)\b"
)
_ALSO = r"(?:[又也还亦]|亦可|俗|别|旧|古)(?:被)?(?:称|名|叫)(?:之?为|作|做)?|别名|俗名|被(?:人们|当地人)?(?:誉|称|评|认定)(?:之?为|作)"
_OTHER_NAMES = ("别名", "别称", "俗名", "俗称", "外号", "绰号", "昵称")
_ONCE = r"原名|原称|旧[称名]|前身|初名|曾名|时称|(?:最初|原先?|曾)(?:名|称|叫)"
_NAME = r"[“《「]?(?P<found>[^，。；：、“”《》「」（()\n]{2,24})"
_CALLED = re.compile(rf"叫(?:做|作)?{_WHAT}|名(?:字|称)?(?:是|为){_WHAT}")
_IS_CALLED = re.compile(
    r"(?:名为|名叫|取名|命名为|叫[做作])[“《「]?(?P<found>[^，。；：、“”《》「」（()\n]{2,24}?)[”》」]?(?=的|[，。；、（(]|$)"
)
_SUBJECT = r"[“「『《]?(?P<x>[^，。？?“”「」『』《》]{1,20}?)[”」』》]?"
_MEANING = re.compile(
    rf"(?:^|(?<=的)){_SUBJECT}(?:这?[两二三四]?个?(?:字|词|说法|概念)|一词)?(?:在.{{1,12}}?[里中上])?(?:究竟|到底|具体|又)*(?:是(?:个)?{_WHAT}意思|{_WHAT}意思|是?指(?:的是)?(?:{_WHAT}|谁|哪)|意味着{_WHAT})"
)
_ADDRESSED = re.compile(r"^(?:请问|想问|问一?下|那么?|文中(?:的|说的)?|规划(?:里|中)(?:的|说的)?|所谓的?)+")
_WITH = re.compile(rf"(?:拿|用|以|靠|凭){_WHAT}(?:东西|物品|材料)?(?:来|去)?(?:作|做|当|抵押|质押|担保)")
_IS_WITH = re.compile(r"(?:用|以|拿|将|把)(?P<found>[^，。；\n]{2,30}?)(?:作为?|做|当)(?!出)")
_FIRST = re.compile(rf"((?:最|第一|首)[㐀-鿿]{{0,6}}的[㐀-鿿]{{2,8}}?)(?:是|指的是){_WHAT}")
"""Asks which is the greatest or the first of something."""
_LEADER = re.compile(
    r"(?P<n>龙头|代表|核心|主导|牵头|引领|支撑|载体|依托|纽带|抓手|主线)(?:企业|产业|品牌|公司|单位)?(?:是|为)(?:谁|什么|啥|哪)"
)
_QUOTE = r"(?:“(?P<a>[^“”\n]{2,60})”|《(?P<b>[^《》\n]{2,60})》|「(?P<c>[^「」\n]{2,60})」)"
_NOUNS = frozenset("n vn an l i nz j".split())
_NEVER_QUOTED = frozenset("什么 东西 时候 意思 原因 人 名字 关系 情况 内容".split())
_LONGEST = 40


@lru_cache(maxsize=512)
def completing(question: str, sentence: str) -> tuple[Span, ...]:
    """`[start, end)` of what a sentence says where the question asks what, in order; empty where it says nothing in words that the
    question has too, or the question asks otherwise."""
    question = simplified(question)
    found = next(filter(None, (list(spans) for spans in _readings(question, sentence))), [])
    return tuple(
        span for span in found if sentence[slice(*span)] not in question and span[1] - span[0] <= _LONGEST
    )


def _readings(question: str, sentence: str) -> Iterator[Iterator[Span]]:
    yield _of_letters(question, sentence)
    yield _counts(question, sentence)
    for noun in quoted_noun(question):
        may_end = not asked_noun(question) or is_called(question)
        yield _quoted(noun, sentence, may_end=may_end)
    if by := _NAMED.search(question):
        own = by["by"] or by["of"] or (_ONCE if by["once"] else _ALSO)
        for called in (own, _ALSO) if own in _OTHER_NAMES else (own,):
            yield _matches(re.compile(f"(?:{called})(?:是|为|叫|：)?(?:作|做)?{_NAME}"), sentence)
    if _RENAMED.search(question):
        yield _matches(_RENAMES, sentence)
    if meaning := _MEANING.search(question):
        yield _meanings(_ADDRESSED.sub("", meaning["x"]), sentence)
    if _CALLED.search(question):
        yield _matches(_IS_CALLED, sentence)
    if first := _FIRST.search(question):
        yield _matches(
            re.compile(
                rf"(?P<found>[^，。；：“”\n是]{{2,30}})是(?:[^，。；\n]{{0,12}})?{re.escape(first[1])}"
            ),
            sentence,
        )
    if leader := _LEADER.search(question):
        same = "龙头|代表|领军" if leader["n"] in "龙头代表" else leader["n"]
        yield _matches(re.compile(rf"以(?P<found>[^，。；、\n]{{2,24}}?)等?为(?:{same})"), sentence)
    if _WITH.search(question):
        yield _matches(_IS_WITH, sentence)
    if _MADE_INTO.search(question):
        yield _matches(_MAKES, sentence)
        if bare := _BARE.search(question):  # 打造成什么 is told by 打造 alone
            yield _matches(re.compile(f"{bare[0]}{_MADE_OF}"), sentence)


def _matches(pattern: re.Pattern[str], sentence: str) -> Iterator[Span]:
    return (match.span("found") for match in pattern.finditer(sentence))


def _of_letters(question: str, sentence: str) -> Iterator[Span]:
    """What is quoted and has as many characters as are asked for: 哪四个字."""
    asked = _LETTERS.search(question)
    count = _number(asked["n"]) if asked else 0
    for quote in re.finditer(_QUOTE, sentence) if count else ():
        span = _inside(quote)
        if sum(char.isalnum() for char in sentence[slice(*span)]) == count:
            yield span


def _counts(question: str, sentence: str) -> Iterator[Span]:
    """Numbers in a row that count what the question does: 10高18快 for 几高几快."""
    if asked := _COUNTS.search(question):
        pattern = r"\s*".join(rf"(?:\d+|[一二两三四五六七八九十]+)\s*{kind}" for kind in asked[0][1::2])
        yield from (match.span() for match in re.finditer(pattern, sentence))


@lru_cache(maxsize=256)
def quoted_noun(question: str) -> tuple[str, ...]:
    """What a question asks which one it is and may stand beside a quotation: 主题 in 主题是什么, 模式 in 什么模式; with its last word."""
    asked = _NOUN_IS.search(question) or _WHAT_NOUN.search(question)
    if not asked:
        return ()
    words = rjieba.tag(asked[1])
    if asked.re is _WHAT_NOUN:
        end = next((n for n, (_, tag) in enumerate(words) if tag not in _NOUNS), len(words))
        words = words[:end]
    if not words or words[-1][1] not in _NOUNS or words[-1][0] in _NEVER_QUOTED or len(words[-1][0]) < 2:
        return ()
    return (words[-1][0],)


def _quoted(noun: str, sentence: str, *, may_end: bool) -> Iterator[Span]:
    """Quotations that a noun is said of: 以“…”为主题, “…”发展模式, 口号是“…”; if that may be the end of a name
    (两江时代, what is called so), those that end in it."""
    behind = re.compile(rf"{_QUOTE}(?:[为的]|这一|这个)*[㐀-鿿]{{0,8}}?{noun}(?![“《「])")
    before = re.compile(rf"{noun}(?:是|为|叫|：|:|定为|确定为|——|叫做)*\s*{_QUOTE}")
    spans = [_inside(match) for pattern in (behind, before) for match in pattern.finditer(sentence)]
    spans += [
        span
        for quote in re.finditer(_QUOTE, sentence)
        if may_end and sentence[: (span := _inside(quote))[1]].endswith(noun)
    ]
    yield from sorted(set(spans))


def _meanings(name: str, sentence: str) -> Iterator[Span]:
    """What a sentence says that a name stands for: 甲，即乙; 甲是指乙; 乙，也称甲. Of what is long the first clause."""
    own = re.escape(name)
    says = re.compile(
        rf"{own}[”」』》]?(?:\s*[（(][^（）()]*[）)])?\s*(?:，?(?:即|是指|指的是|系指|意思是)|指|：|——|就是|意为|比喻)(?P<found>[^。；\n]{{2,}})"
    )
    calls = re.compile(
        rf"(?P<found>[^，。；\n]{{2,30}}?)，?(?:又|也|亦|被)*(?:称|叫)(?:之?为|作|做)?[“「『《]?{own}"
    )
    for match in [*says.finditer(sentence)] or calls.finditer(sentence):
        start, end = match.span("found")
        comma = sentence.find("，", start, end) if end - start > _LONGEST else -1
        yield start, comma if comma > start else end


def _inside(quote: re.Match[str]) -> Span:
    return next(quote.span(name) for name in "abc" if quote[name])


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_NUMERALS.index(tens) if tens else 1) * 10 * bool(ten) + (_NUMERALS.index(ones) if ones else 0)
