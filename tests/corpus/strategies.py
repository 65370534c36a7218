"""Made-up texts as files hold them: wrapped, paged, with tables, markup and stray marks; and short-hands."""

import re

from hypothesis import strategies as st

from corpus.document import Document, Source
from corpus.extract import Extract
from corpus.layout import Encoder
from corpus.structure import build_document

HAN = "青湖镇与柳川市共同建设科技园区发展产业交通民生服务合作项目企业创新人才山水城乡文化教育"
SENTENCE = st.text("".join(HAN) + "，、；：“”（）《》", min_size=1, max_size=120).map(lambda s: s + "。")
WORDS = st.lists(
    st.sampled_from("the park of Qinghu was built by two cities in 2021 U.S. 3.5%".split()), min_size=1
)
LINE_BREAKS = ("\n", "\r\n", "\r", "\f", "\v", "\n\n", "\n\n\n", "\r\n\r\n", "\u2028", "\x85", "\n\f")
EDGES = ("", " ", "　　", "\t", "\xa0", "    ")
ODDITIES = (
    "－13－", "— 7 —", "· 2 ·", "第 3 页", "第3页 共9页", "Page 4 of 12", "12", "2021-12-27", "2024年1月19日",
    "--> <p>正文/enpproperty-->", "<div class=\"a\">", "</p>", "<!-- x -->", "a <b> c",
    "国内统一连续出版物号 CN00-0000", "第一章　总则", "第一节 园区", "第二条　本办法所称园区", "一、总体要求", "（二）空间格局",
    "1.产业", "（3）交通", "## Heading", "#不是标题", "- 一项", "| a | b |", "专栏 1 重点工程", "图 3 空间格局图", "表2 指标",
    "前言", "名词术语", "单位", "平方公里", "≥35", "100", "（本报记者 张三）", "（", "）", "“未完", "了”", "本报讯（记者 李四）青湖",
    "【聚焦】", "●第一", "——建设", "…………", "!?", "🙂", "\u200b", "ａｂｃ", "A.", "http://a.example/b?c=1",
)  # fmt: skip


@st.composite
def wrapped(draw: st.DrawFn) -> str:
    """Running text in lines of one width, as a page sets it."""
    text = "".join(draw(st.lists(SENTENCE, min_size=1, max_size=5)))
    columns = draw(st.integers(4, 30))
    lines = [text[i : i + columns] for i in range(0, len(text), columns)]
    return draw(st.sampled_from(LINE_BREAKS)).join(lines)


PIECE = (
    wrapped()
    | SENTENCE
    | WORDS.map(" ".join)
    | st.sampled_from(ODDITIES)
    | st.text(HAN + "abcXYZ0123456789，。；！？：“”（）【】〔〕()[]{}<>-–—·•*#|%.,;!? \t　", max_size=40)
    | st.text(max_size=20)
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Any file's text, without the byte order mark, which is tested by itself."""
    parts = []
    for piece in draw(st.lists(PIECE, max_size=14)):
        parts += [draw(st.sampled_from(EDGES)), piece, draw(st.sampled_from(LINE_BREAKS))]
    return "".join(parts).replace("\ufeff", "")


def read(text: str, encoder: Encoder | None = None) -> Document:
    """The document of a text."""
    return build_document(Source("doc", "doc.txt"), Extract(text), "0" * 64, encoder)


def blocks(text: str) -> list[str]:
    """The reading text of each block."""
    document = read(text)
    return [document.reading[block.start : block.end] for block in document.blocks]


def wrap(text: str, width: int) -> list[str]:
    """Lines of `width` characters; a mark that may not begin a line hangs."""
    lines: list[str] = []
    while text:
        end = width
        while end < len(text) and re.match(r"[，。；：、！？”）》]", text[end]):
            end += 1
        lines.append(text[:end])
        text = text[end:]
    return lines
