"""Page furniture: what a page carries besides its text. Each kind is told by a rule with a name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from corpus.document import Edit, EditKind
from corpus.layout.outline import outline_style
from corpus.paragraph import Line, ends_sentence

_NAMES = r"[\u4e00-\u9fff]{2,3}(?:[ 　、/／]+[\u4e00-\u9fff]{2,3})*"
_AGENCY = r"(?:本报|本刊|新华社|中新社|新华网|资料|视觉中国)"
_EDITOR = r"(?:本版)?(?:责任编辑|责编|美术编辑|美编|版式|校对|组版|值班编委|值班主任|图编|制图|编辑)"
_SECTION = r"(?:要闻|综合|都市|经济|时政|国际|国内|社会|文化|体育|娱乐|财经|教育|健康|副刊|理论|评论|广告|专题|民生|新闻|焦点|深度|关注|法治|科技|生活)"
_RULES = (
    ("page_number", re.compile(r"[－—–\-·•]+\s*\d{1,4}\s*[－—–\-·•]+")),  # －13－
    ("page_number", re.compile(r"第?\s*\d{1,4}\s*页\s*[,，/共]*\s*(\d{1,4}\s*页)?")),
    ("page_number", re.compile(r"Page\s+\d+(\s+of\s+\d+)?", re.IGNORECASE)),
    ("markup", re.compile(r"<!--.*-->|-->.*-->|<!--|-->|</?[A-Za-z][^<>]*>")),
    ("masthead", re.compile(r"[^。，；]*(国内统一(连续出版物)?刊号|国内统一连续出版物号|CN\d{2}-\d{4})[^。，；]*")),
    ("masthead", re.compile(r"[\u4e00-\u9fff]{2,6}(日报|晚报|晨报|早报|时报|商报|都市报|快报|导报|周报)")),
    ("dateline", re.compile(rf"第?\s*[A-Z]?\d{{1,2}}\s*版?[ 　·:：]*{_SECTION}(新闻)?")),
    ("hotline", re.compile(r"[^。，；！？]{0,20}(热线|电话|传真|邮编)\s*[:：]?\s*\(?[\d（][\d\-－()（） ]{4,}[^。，；！？]{0,60}")),
    ("dateline", re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*(星期|周)[一二三四五六日天][^。，；！？]{0,40}")),
    ("dateline", re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*第?\s*[A-Z]?\d{1,3}\s*版[^。，；！？\d]{0,10}")),
    ("dateline", re.compile(r"第?\s*([A-Z]\d{1,2}|0\d)\s*版[ 　·:：]?[^。，；！？\d]{0,10}")),
    ("continued", re.compile(r"[（(]?[▲△]?\s*(上接|紧接)\s*第?\s*[A-Z]?[\d一二三四五六七八九十]{1,3}\s*版[^。，；！？\d]{0,12}[）)]?")),
    ("jump", re.compile(r"[（(]?[▼▽]?\s*(下转|转|详见)\s*第?\s*[A-Z]?[\d一二三四五六七八九十]{1,3}\s*版[^。，；！？\d]{0,12}[）)]?")),
    ("editor", re.compile(rf"{_EDITOR}\s*[:：]?\s*{_NAMES}(\s+{_EDITOR}\s*[:：]?\s*{_NAMES})*")),
    ("credit", re.compile(rf"[（(]?{_AGENCY}?(资料)?(图片|照片|资料图|供图)[）)]?|[\u4e00-\u9fff]{{2,12}}供图")),
    ("credit", re.compile(rf"[（(]?{_AGENCY}?\s*(记者|通讯员)?\s*{_NAMES}[ 　]*[/／]?摄(影报道|影)?[）)]?")),
    ("credit", re.compile(rf"(摄影|摄影报道|图片来源|图)\s*[/／:：]\s*[^，。；！？]{{2,16}}|{_AGENCY}(记者\s*)?{_NAMES}\s*摄|新华社发")),
)  # fmt: skip
_NUMBER = re.compile(r"\d{1,4}")
_DIGITS = re.compile(r"\d+")
_LEAST_PAGE_LINES = 8  # a page holds at least as many lines
_LEAST_REPEATS = 3
_MAX_HEAD_COLUMNS = 80
_LEAST_TEXT_COLUMNS = 24
_TABLE_TITLE = re.compile(r"(指标|一览|清单|目录|[图表])$")


def furniture_rule(line: str) -> str:
    """The name of the rule by which a line is furniture, or an empty string."""
    return next((name for name, pattern in _RULES if pattern.fullmatch(line)), "")


def drop_furniture(lines: Sequence[Line]) -> tuple[list[Line], list[Edit]]:
    """The lines that are text, and an edit for each that is not, named by its rule."""
    rules = {i: rule for i, line in enumerate(lines) if (rule := furniture_rule(line.text))}
    rules |= dict.fromkeys(_bare_page_numbers(lines), "page_number")
    rules |= dict.fromkeys(_running_heads(lines, rules), "running_head")
    edits = [Edit(EditKind.DROPPED, lines[i].start, lines[i].end, rules[i]) for i in sorted(rules)]
    return [line for i, line in enumerate(lines) if i not in rules], edits


def _bare_page_numbers(lines: Sequence[Line]) -> Iterable[int]:
    """Numbers alone on a line that count up by one, a page apart."""
    places = [(i, int(line.text)) for i, line in enumerate(lines) if _NUMBER.fullmatch(line.text)]
    run: list[tuple[int, int]] = []
    for place in [*places, (len(lines) * 2, -9)]:
        if run and place[1] == run[-1][1] + 1 and place[0] - run[-1][0] >= _LEAST_PAGE_LINES:
            run.append(place)
            continue
        if len(run) >= _LEAST_REPEATS:
            yield from (i for i, _ in run)
        run = [place]


def _running_heads(lines: Sequence[Line], rules: dict[int, str]) -> Iterable[int]:
    """Short lines that come again page after page: beside the page number, inside sentences, or closer to the line
    above than lines of the file are."""
    usual = median(line.gap for line in lines) if lines else 0
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        text = _DIGITS.sub("0", "".join(line.text.split()))
        if i not in rules and 4 <= line.width <= _MAX_HEAD_COLUMNS and not _NUMBER.fullmatch(line.text):
            places[text].append(i)
    for text, found in places.items():
        near = sum(b - a < _LEAST_PAGE_LINES for a, b in pairwise(found))
        if len(found) < _LEAST_REPEATS or near > 1 or ends_sentence(text) or _TABLE_TITLE.search(text):
            continue  # the title of the first page may stand right above its running head
        numbered = sum(rules.get(i - 1) == "page_number" or rules.get(i + 1) == "page_number" for i in found)
        cutting = sum(_cuts_a_sentence(lines, i) for i in found)
        close = sum(lines[i].gap < usual for i in found)
        if 3 * numbered >= len(found) or (2 * max(cutting, close) >= len(found) and not outline_style(text)):
            title = found[near] if found[0] < _LEAST_PAGE_LINES else -1  # the head of page 1 stands above it
            yield from (i for i in found if i != title)


def _cuts_a_sentence(lines: Sequence[Line], i: int) -> bool:
    """Whether the line stands between two that are wider and of one width, the first unfinished."""
    if not 0 < i < len(lines) - 1:
        return False
    before, line, after = lines[i - 1], lines[i], lines[i + 1]
    return (
        not ends_sentence(before.text)
        and before.width >= max(line.width + 4, _LEAST_TEXT_COLUMNS)
        and abs(before.width - after.width) <= 4
    )
