"""The text of a question: its language and script, cleaned, and what of it is searched for."""

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import category, normalize

import rjieba

from assistant.records import Lang
from index.segment import has_han, simplified

if TYPE_CHECKING:
    from opencc import OpenCC

LEAD = re.compile(
    r"^(请问一?下?|请教一?下?|麻烦|劳驾|你好|您好|(谢谢|多谢|感谢)[你您]?|好的?(?=[，,。！!\s])|帮我?(查|看|找)?(一下|下)?|请|想?问一?下"
    r"|我?想(知道|了解|问问?)(一下)?|告诉我|(能|可)(不能|否|以)?(告诉我|介绍|说说?|讲讲?)(一下)?|介绍(一下|下)?"
    r"|(我们)?换个话题吧?|说说|讲讲|谈谈|简述|查(一下|询)|那么|那(?![里裡儿兒个個些家座项項边邊份篇部是时時年位种種款条條支所场場届屆次类類块塊天月几幾两兩])|还有|另外(?!一)|然后|此外|再问|所以|不过|对了(?=[，,])"
    r"|[,，。！!、\s])+"
)
"""What a question may begin with that asks nothing."""
MEASURES = (
    "公里|公斤|小时|分钟|星期|周岁|个|家|条|项|所|座|种|年|天|次|位|人|名|分|只|岁|周|倍|级|层|间|栋|辆|台|架|部|本|册|篇|页|场|届|轮|期"
    "|批|亩|米|斤|克|吨|升|元|块|成|折|张|份|件|套|支|棵|户|处|类|组|季"
)
"""Words that stand behind a number, longer ones first, as a pattern."""
_ASKING = re.compile(
    r"在?哪一?个(?:月|季度|年份|年代|世纪|星期)(?=$|[里份？?是举召开])|(分别|都(?=[是有叫]))?(到(?=哪|什么|何)|是|指|叫|(?<![行作认成视称])为|有|包括|包含)?(的)?(是)?(什么(意思|样的?|时候|时间|地方|日期)?|啥(意思)?|哪(些|里|儿|(一|几)?(个|家|位|年|天|月|种|类|座|所|项)?)(方面)?"
    rf"|百分之(几|多少)|谁|多少(钱|{MEASURES})?|多(大|长|久|高|远|宽|快|重)|(?<![第十百千万好])几(月|{MEASURES})|何(时|地|处|种|谓|为)"
    r"|(?<![行作认成视称])为(什么|何|啥)|(?:怎么|如何|怎样)(?:来)?(?:定义|界定)的?|怎么(样|办)?|怎样|咋(样)?|如何|(是否|能否|有没有|是不是|会不会|能不能|好不好|行不行|要不要|该不该|对不对))"
    r"|[吗呢吧呀啊嘛么]+(?=[？?。！!\s]*$)"
)
_EVERYDAY = (
    (
        re.compile(r"住(?:着|了|有)?(?:多少|几)[千万亿]*人(?![㐀-鿿])|有(?:多少|几)[千万亿]*人(?:居住|住)"),
        "人口多少",
    ),
    (
        re.compile(
            r"(?:的)?钱(?:都|是|又)?(?:从|由|打)?(?:哪里|哪儿|哪)(?:来|出|拿|筹)的?|(?:的)?钱(?:由|是)?谁(?:来)?出的?"
        ),
        "经费",
    ),
    (re.compile(r"[他她]?老?(?:爸爸?|爹)(?=是|叫|的|呢|[？?]|$)"), "父亲"),
    (re.compile(r"[他她]?老?妈妈?(?=是|叫|的|呢|[？?]|$)"), "母亲"),
)
"""How people ask, and what documents call it."""
_CLEFT = re.compile(
    r"(?<=[㐀-鿿])(?<![只还但于总可不凡倒便就都也若要或])是(?=[㐀-鿿]{1,4}(?:谁|哪|什么|几|多少))"
)
_IN_PAPERS = re.compile(
    r"(?<![㐀-鿿])(?:在)?(?:这[个份篇]?|该|本)?(?:规划|文件|文档|文章|报道|材料|资料)(?:里|中|里面|当中)(?:面)?(?=[㐀-鿿])|在(?:这[个份篇]?|该|本)?(?:规划|文件|文档|文章|报道|材料|资料)(?:里面|当中|里|中)"
)
"""Where an answer is looked for, when all that is known is that it is a paper."""
_ASKING_ENGLISH = re.compile(
    r"\bhow (?:much|many|large|big|long|far|old|tall|high|deep|wide|often)\b(?: does it take to)?|\b(?:stands?|short) for(?=\W*$)"
    r"|(?<=\s)(?:becomes?|became)(?=\W*$)",
    re.I,
)
_MARKS = " \t\n\u3000，,、？?。.！!：:；;“”\"'（）()"
_SAYS_NOTHING = "的了是有在由被把对和与"  # at either end of a stretch of words
_WORD_CHARS = 6  # in which the word at an end is sought


def language(text: str) -> Lang:
    """`zh` if the text holds about as many Chinese characters as Latin words, else `en`."""
    latin = len(re.findall(r"[A-Za-z]{2,}", text))
    han = sum(map(has_han, text))
    return "zh" if han >= latin or not latin else "en"


def clean(question: str) -> str:
    """The question in one line, without control and formatting characters."""
    kept = (char if category(char)[0] != "C" else " " for char in normalize("NFC", question))
    return " ".join("".join(kept).split())


def content_of(text: str) -> str:
    """What is searched for: the question without question words and politeness; never empty."""
    if not has_han(text):
        return " ".join(_ASKING_ENGLISH.sub(" ", text).split()) or text
    for everyday, official in _EVERYDAY:
        text = everyday.sub(official, text)
    text = _CLEFT.sub(" ", text)
    stripped = _ASKING.sub(" ", _IN_PAPERS.sub(" ", LEAD.sub("", text)))
    parts = [without_edges(part) for part in stripped.split(" ")]
    return " ".join(part for part in parts if part) or text


def without_edges(text: str) -> str:
    """A stretch of words without those at its ends that say nothing: 由, but not the first character of 有关部门."""
    text = text.strip(_MARKS)
    while text and text[0] in _SAYS_NOTHING and rjieba.cut(text[:_WORD_CHARS])[0] == text[0]:
        text = text[1:].lstrip(_MARKS)
    while text and text[-1] in _SAYS_NOTHING and rjieba.cut(text[-_WORD_CHARS:])[-1] == text[-1]:
        text = text[:-1].rstrip(_MARKS)
    return text


def in_script_of(text: str, question: str) -> str:
    """The text in traditional characters if a question is written in them, else as it stands."""
    return _traditional().convert(text) if is_traditional(question) else text


def is_traditional(text: str) -> bool:
    """Whether more characters of a text are only traditional than only simplified."""
    if not has_han(text):
        return False
    return _changed(simplified(text), text) > _changed(_traditional().convert(text), text)


def is_in_both_scripts(text: str) -> bool:
    """Whether a text looks the same in traditional and in simplified characters."""
    return simplified(text) == text and _traditional().convert(text) == text


def _changed(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=False))


@cache
def _traditional() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("s2tw")
