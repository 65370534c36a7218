"""Questions that a passage may answer, read off its sentences, tables and headings by their form. Pure.

Nothing here knows whether the assistant answers them: `assistant/suggest.py` asks before it offers one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.records import Kind
from corpus.document import BlockKind
from corpus.sentence import split_sentences
from index.passage import Passage


@dataclass(frozen=True, slots=True)
class Example:
    """A question drawn from `[start, end)` of the reading text of a passage's document.

    `value` is what its short answer must hold, or empty. `is_of_section`: it is about all that stands
    under the heading of the passage.
    """

    question: str
    passage: Passage
    start: int
    end: int
    kind: Kind
    value: str = ""
    is_of_section: bool = False


_NAME = r"[\u4e00-\u9fffA-Za-z0-9·\-－—–“”《》]"
_MEASURES = (
    "面积|人口|里程|长度|高度|投资|总额|金额|收入|产值|增加值|利润|销售额|产量|产能|规模|总量|数量|能力|比重|占比|比例|增速"
    "|覆盖率|普及率|完成率|合格率|达标率|利用率|城镇化率|率"
)
_UNIT = r"(?:\s*(?:%|％|个百分点|[余多]?[十百千万亿]*(?:平方公里|平方米|公里|米|亩|公顷|吨|元|美元|人次|人|户|家|个|项|辆|台|套|件)))"
_LINK = r"(?:已|将|有望|累计|力争)*(?:达到|达|约为|约|为|超过|超|突破|近|不低于|不少于|提高到|提升至|增至|增加到|占|仅|是)*"
_DEFINED = re.compile(
    rf"(?:(?:所谓|(?:前款|本条|本[条法办规细章][例法定则程]?)所称的?)?“?(?P<name>{_NAME}{{2,14}}?)”?[，,]?(?:是指|指的是)|“(?P<quoted>[^“”，。、；：]{{3,12}})”(?:是|指)(?![否不]))"
)
_LISTED = re.compile(
    rf"(?P<name>{_NAME}{{3,18}}?)(?P<verb>(?:应当|应|须|必须|可以|不得)?(?:符合|具备|遵守|履行|提供|提交|包括))(?:下列|以下)(?P<noun>条件|规定|要求|义务|职责|材料|内容|行为|情形)[：:]$"
)
_TERMS = re.compile(r"名词|术语|词汇|解释|定义|\b(?:glossary|definitions|terms)\b", re.I)
_TERM = re.compile(r"“?(?P<name>[^\s\d“”，。；：:][^“”，。；：:]{1,19}?)”?[：:]\s*\S")
_QUOTED = re.compile(r"“(?P<name>[\u4e00-\u9fff]{4,10})”|(?P<title>《[^《》]{6,20}》)")
_MEASURED = re.compile(rf"(?P<name>{_NAME}{{3,22}}?(?:{_MEASURES})){_LINK}(?P<value>\d[\d.,]*){_UNIT}")
_DONE_BY = re.compile(
    rf"(?P<name>{_NAME}{{4,16}})由[^，。；]{{2,40}}?(?P<verb>共同建设|共建|共同主办|主办|承办|协办|牵头|编制|投资建设|投资|建设|运营|发起|设立)"
)
_HELD = re.compile(
    rf"(?P<name>“?{_NAME}{{4,24}})(?:在|于)[^，。；]{{2,16}}(?P<verb>举行|举办|召开|开幕|揭牌|开工|竣工|投用|开园)"
)
_DEFINED_EN = re.compile(
    r"(?P<article>The |An? )?(?P<name>[A-Za-z][\w’'\-]*(?: [\w’'\-]+){0,4}) (?:is|are|refers to|means) (?:an?|the) \w+"
)
_MEASURED_EN = re.compile(
    r"(?P<name>[Tt]he (?:[\w’'\-]+ ){1,6}?(?:area|population|length|cost|value|budget|revenue|total|number|rate|share|capacity|output|price|fee|weight|height|size|limit)"
    r"(?: of (?:[\w’'\-]+ ?){1,5})?) (?:is|was|reached|totall?ed|amounts? to|exceeds) (?:about |over |nearly )?\D{0,2}(?P<value>\d[\d.,]*)"
)
_VAGUE = re.compile(
    r"[这那它她]|他们|上述|前者|后者|以下|如下|目前|同时|其中|今年|去年|因此|不仅|就是"
    r"|^(?:其|此|该|本|他|我|你|而|并|且|但|则|将|已|以|为|从|在|把|对|与|和|及|使|让|由|被|按|如|当|于|又|再|还|所|也|都|更|最|不|正|应|要|会|可|能|向)"
)
_VAGUE_EN = re.compile(
    r"\b(this|that|these|those|it|its|there|he|she|they|we|you|which|who|what|one|here|such)\b", re.I
)
_NUMBER = re.compile(
    r"^(?:第?[\d一二三四五六七八九十]+[章节条、.．)）]|[（(][\d一二三四五六七八九十]+[)）]|专栏\s*\d+|\d+(?:\.\d+)*)\s*"
)
_ACTION = re.compile(
    r"(?:加快|加强|推进|推动|构建|建设|建立|共建|完善|健全|强化|深化|创新|促进|协同|统筹|提升|优化|培育|探索|打造|搭建|拓展|夯实|联动|联合|扩大|改善|保障|落实|实施)"
)
_ONLY_ACTIONS = re.compile(rf"(?:{_ACTION.pattern}|发展|管理|服务|保护|监督|[与和及、])+")  # of what?
_PLURAL = re.compile(
    r"(?:目标|原则|任务|成效|成果|问题|挑战|机遇|措施|项目|条件|要求|职责|方式|类型|指标|优势|步骤|风险)$"
)
_LONGEST_CELL = 24
_LONGEST_HEADING = 22
_TELLING_CHARS = 6  # a shorter heading of a list says too little alone: main tasks, of what?


def examples(passage: Passage) -> Iterator[Example]:
    """The questions that a passage may answer, those of its heading last."""
    if passage.kind is BlockKind.TABLE:
        yield from _of_rows(passage)
        return
    if passage.kind is BlockKind.PARAGRAPH:
        for start, end in split_sentences(passage.text):
            yield from _of_sentence(passage, start, end)
        yield from _of_heading(passage)
        yield from _of_names(passage)


def _of_sentence(passage: Passage, start: int, end: int) -> Iterator[Example]:
    sentence = passage.text[start:end].strip()
    is_glossary = bool(passage.section) and bool(_TERMS.search(passage.section[-1]))
    found = (
        (Kind.DEFINITION, _DEFINED.match(sentence), "什么是{name}？"),
        (Kind.DEFINITION, _TERM.match(sentence) if is_glossary else None, "什么是{name}？"),
        (Kind.LIST, _LISTED.search(sentence), "{name}{verb}哪些{noun}？"),
        (Kind.DEFINITION, _DEFINED_EN.match(sentence), "What is {name}?"),
        (Kind.QUANTITY, _clause(_MEASURED, sentence), "{name}是多少？"),
        (Kind.QUANTITY, _MEASURED_EN.search(sentence), "What is {name}?"),
        (Kind.NAME, _clause(_DONE_BY, sentence), "{name}由谁{verb}？"),
        (Kind.PLACE, _clause(_HELD, sentence), "{name}在哪里{verb}？"),
    )
    for kind, match, form in found:
        if match is None:
            continue
        parts = {key: value or "" for key, value in match.groupdict().items()}
        name = (parts.get("quoted") or parts["name"]).strip("“”《》")
        name = parts.get("article", "").lower() + name
        if not _is_clear(name):
            continue
        value = parts.get("value", "")
        question = form.format(
            name=_lower_first(name), verb=parts.get("verb", ""), noun=parts.get("noun", "")
        )
        yield Example(question, passage, passage.start + start, passage.start + end, kind, value)


def _clause(pattern: re.Pattern[str], sentence: str) -> re.Match[str] | None:
    """The first match that begins where a clause begins: there its subject is whole."""
    for match in re.finditer(r"(?:^|[，。；：:,;])\s*", sentence):
        if found := pattern.match(sentence, match.end()):
            return found
    return None


def _is_clear(name: str) -> bool:
    """Whether a name says by itself what it names, and its quotation marks are closed."""
    return not _VAGUE.search(name) and not _VAGUE_EN.search(name) and name.count("“") == name.count("”")


def _lower_first(name: str) -> str:
    """The article of an English name without its capital, as it stands inside a sentence."""
    return re.sub(r"^The\b", "the", name)


def _of_rows(passage: Passage) -> Iterator[Example]:
    """The rows that have a name and one number."""
    start = passage.start
    for line in passage.text.splitlines(keepends=True):
        cells = [cell.strip() for cell in re.split(r" \| |\t| (?=\S+ \S+$)| (?=\S+$)", line.strip())]
        numbers = [cell for cell in cells[1:] if re.match(r"\D{0,2}\d", cell)]
        label = re.sub(r"\s+", " ", cells[0])
        if len(numbers) == 1 and 2 < len(label) <= _LONGEST_CELL and not label[0].isdigit():
            form = "{}是多少？" if _is_han(label) else "What is the {}?"
            yield Example(form.format(label), passage, start, start + len(line), Kind.QUANTITY, numbers[0])
        start += len(line)


def _of_heading(passage: Passage) -> Iterator[Example]:
    heading = _NUMBER.sub("", passage.section[-1]).strip() if passage.section else ""
    if not 3 < len(heading) <= _LONGEST_HEADING or re.search(r"[，。,：:？?！!…\s]", heading):
        return
    if not _is_han(heading):
        return
    if _ACTION.match(heading) and not _ONLY_ACTIONS.fullmatch(heading):
        kind, question = Kind.REASON, f"怎样{heading}？"
    elif len(heading) >= _TELLING_CHARS and _PLURAL.search(heading):
        kind, question = Kind.LIST, f"{heading}有哪些？"
    else:
        return
    yield Example(question, passage, passage.start, passage.end, kind, is_of_section=True)


def _of_names(passage: Passage) -> Iterator[Example]:
    """What stands in quotation marks is often the name of something."""
    for match in _QUOTED.finditer(passage.text):
        name = match["title"] or match["name"]
        if not _VAGUE.search(name):
            place = passage.start + match.start()
            yield Example(f"{name}是什么？", passage, place, place + len(match[0]), Kind.TOPIC)


def _is_han(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)
