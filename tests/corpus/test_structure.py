"""The outline of a document: which headings stand above what."""

import pytest

from corpus.document import BlockKind, Source
from corpus.extract import Extract
from corpus.structure import build_document
from tests.corpus.strategies import read

BODY = "青湖镇与柳川市共同建设科技园区，分三期推进。"
OUTLINE = f"""青湖同城化发展规划

前言
{BODY}零

一、总体要求
（一）指导思想
{BODY}二
1.基本原则
{BODY}三
（1）协同
{BODY}四
（二）主要目标
{BODY}五
二、空间格局
{BODY}六
名词术语
{BODY}七
"""


def section_of(text: str, part: str) -> tuple[str, ...]:
    document = read(text)
    return next(b.section for b in document.blocks if part in document.reading[b.start : b.end])


@pytest.mark.parametrize(
    ("end", "section"),
    [
        ("零", ("前言",)),
        ("二", ("一、总体要求", "（一）指导思想")),
        ("三", ("一、总体要求", "（一）指导思想", "1.基本原则")),
        ("四", ("一、总体要求", "（一）指导思想", "1.基本原则", "（1）协同")),
        ("五", ("一、总体要求", "（二）主要目标")),
        ("六", ("二、空间格局",)),
        ("七", ("名词术语",)),
    ],
)
def test_numbered_headings_nest(end: str, section: tuple[str, ...]) -> None:
    assert section_of(OUTLINE, BODY + end) == section


def test_levels_count_from_the_outermost_heading() -> None:
    document = read(OUTLINE)
    levels = {
        document.reading[b.start : b.end]: b.level for b in document.blocks if b.kind is BlockKind.HEADING
    }
    assert levels["一、总体要求"] == 1
    assert levels["（一）指导思想"] == 2
    assert levels["1.基本原则"] == 3
    assert levels["（1）协同"] == 4
    assert levels["二、空间格局"] == 1


MARKDOWN = f"""# Qinghu plan

{BODY}

## Space

### Rail

{BODY[:-1]}，铁路。

## People

{BODY[:-1]}，民生。
"""


def test_markdown_headings_nest_below_the_title() -> None:
    assert section_of(MARKDOWN, "铁路") == ("Space", "Rail")
    assert section_of(MARKDOWN, "民生") == ("People",)
    assert read(MARKDOWN).title == "Qinghu plan"


def test_a_chapter_holds_the_articles_of_a_law() -> None:
    law = "合作办法\n第一章　总则\n第一条　为了规范合作，制定本办法。\n第二章　管理\n第二条　园区由管委会管理。\n"
    assert section_of(law, "规范合作") == ("第一章　总则",) or section_of(law, "规范合作") == ("第一章 总则",)
    assert len(section_of(law, "管委会")) == 1


def test_a_table_claims_no_section() -> None:
    rows = "\n".join(["指标 2025年", "营收 120", "企业 200", "里程 88"])
    document = read(f"一、总体要求\n{BODY}\n{rows}\n{BODY}")
    table = next(b for b in document.blocks if b.kind is BlockKind.TABLE)
    assert table.section == ()


def test_a_list_of_sentences_is_no_outline() -> None:
    """Numbered items that are sentences head nothing."""
    text = "\n".join(f"{n}.{BODY}" for n in range(1, 5)) + "\n" + BODY
    assert all(block.section == () and block.level == 0 for block in read(text).blocks)


def test_what_the_catalogue_says_overrides_the_text() -> None:
    source = Source("id", "x.txt", title="甲", publisher="乙", date="2024")
    document = build_document(source, Extract("# 丙丁\n\n2020年1月2日\n\n" + BODY), "0" * 64)
    assert (document.title, document.publisher, document.date) == ("甲", "乙", "2024")
    document = build_document(Source("id", "x.txt"), Extract("# 丙丁\n\n2020年1月2日\n\n" + BODY), "0" * 64)
    assert (document.title, document.date) == ("丙丁", "2020-01-02")


@pytest.mark.parametrize("line", ["2020年13月2日", "2020-1-32", "会议于2020年1月2日举行"])
def test_a_date_is_a_line_that_is_only_a_real_date(line: str) -> None:
    assert read(f"{BODY}\n{line}\n{BODY}").date is None


def test_without_headings_the_title_is_the_id() -> None:
    assert read(BODY).title == "doc"


def test_a_date_is_no_title() -> None:
    assert read(f"2020年1月2日\n\n青湖科技园开园\n\n{BODY}").title == "青湖科技园开园"


def test_an_unnumbered_heading_right_below_the_title_is_a_heading() -> None:
    assert section_of(OUTLINE.replace("规划\n\n前言", "规划\n前言"), BODY + "零") == ("前言",)


def test_a_numbered_heading_is_no_title() -> None:
    assert section_of(f"一、总体要求\n{BODY}零\n二、空间格局\n{BODY}一\n", BODY + "零") == ("一、总体要求",)
