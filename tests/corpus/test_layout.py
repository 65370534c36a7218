"""From lines to paragraphs, each kind of damage by itself, on made-up texts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.sentence import split_sentences
from tests.corpus.layout.strategies import PARK, RAIL, SCHOOL
from tests.corpus.strategies import blocks, read, wrap


def page(*paragraphs: str, width: int = 20) -> str:
    """Paragraphs as a page sets them: wrapped, one blank line between two."""
    return "\n\n".join("\n".join(wrap(paragraph, width)) for paragraph in paragraphs)


def test_wrapped_lines_are_rejoined() -> None:
    assert blocks(page(PARK, RAIL, SCHOOL)) == [PARK, RAIL, SCHOOL]


def test_windows_line_ends_and_indents_are_not_part_of_a_paragraph() -> None:
    text = "　　" + page(PARK, RAIL).replace("\n\n", "\n\n　　").replace("\n", "\r\n")
    assert blocks(text) == [PARK, RAIL]


def test_an_indent_begins_a_paragraph_without_a_blank_line() -> None:
    assert blocks("\n　　".join("\n".join(wrap(p, 20)) for p in (PARK, RAIL))) == [PARK, RAIL]


def test_a_blank_line_where_a_column_breaks_does_not_end_the_sentence() -> None:
    lines = wrap(PARK, 18)
    broken = "\n".join(lines[:2]) + "\n\n" + "\n".join(lines[2:])
    assert blocks(page(RAIL, width=18) + "\n\n" + broken) == [RAIL, PARK]


def test_a_file_that_is_not_wrapped_keeps_its_lines() -> None:
    assert blocks(f"{PARK}\n{RAIL}\n\n{SCHOOL}\n") == [PARK, RAIL, SCHOOL]


def test_a_headline_is_not_glued_to_the_text_below() -> None:
    text = page(PARK) + "\n\n青湖科技园开园\n\n" + page(RAIL)
    assert blocks(text) == [PARK, "青湖科技园开园", RAIL]


def test_a_headline_right_above_its_text_is_not_glued_to_it() -> None:
    text = page(PARK) + "\n\n青湖科技园开园\n" + page(RAIL)
    assert blocks(text) == [PARK, "青湖科技园开园", RAIL]


def test_headlines_gathered_in_a_block_stay_lines_of_their_own() -> None:
    text = page(PARK) + "\n\n青湖科技园开园\n\n市域铁路全线贯通\n\n学校联盟成立\n\n" + page(RAIL, SCHOOL)
    for headline in ("青湖科技园开园", "市域铁路全线贯通", "学校联盟成立"):
        assert headline in read(text).reading.split("\n")


def test_an_article_that_begins_below_another_stays_apart() -> None:
    cut = "\n".join(wrap(PARK, 20)[:3])  # continues on a page that we do not have
    begins = "\n".join(wrap("本报讯（记者 张三）" + RAIL, 20))
    for separator in ("\n", "\n\n"):
        first = blocks(page(SCHOOL) + "\n\n" + cut + separator + begins)
        assert first[-1] == "本报讯（记者 张三）" + RAIL


ARTICLES = st.lists(st.sampled_from([PARK, RAIL, SCHOOL]), min_size=2, max_size=5)


@settings(max_examples=60)
@given(
    articles=ARTICLES,
    widths=st.integers(10, 34),
    headlines=st.lists(
        st.sampled_from(["开园", "云山新城迎来新机遇", "读报", "（下转第二版）"]), min_size=5, max_size=5
    ),
    blank=st.sampled_from(["\n\n", "\n\n\n"]),
)
def test_a_sentence_never_mixes_two_articles(
    articles: list[str], widths: int, headlines: list[str], blank: str
) -> None:
    """The characters of article n are marked with n, then every sentence as read must be of one mark."""
    parts, marks = [], []
    for n, (article, headline) in enumerate(zip(articles, headlines, strict=False)):
        for part in (headline, "\n".join(wrap(article, widths))):
            parts.append(part)
            marks += [n] * len(part)
            parts.append(blank)
            marks += [-1] * len(blank)
    document = read("".join(parts))
    for block in document.blocks:
        for start, end in split_sentences(document.reading[block.start : block.end]):
            places = range(block.start + start, block.start + end)
            own = {marks[document.offsets[i]] for i in places if not document.reading[i].isspace()}
            assert len(own) == 1


# a plan set with double spacing: every line is followed by a blank line, a page break shows as none


def plan(*paragraphs: str, width: int = 30) -> list[str]:
    return [line for paragraph in paragraphs for line in wrap(paragraph, width)]


def test_double_spaced_lines_are_rejoined() -> None:
    paragraphs = ["一、总体要求", PARK, SCHOOL, "二、主要任务", RAIL, SCHOOL, PARK]
    assert blocks("\n\n".join(plan(*paragraphs))) == paragraphs


def test_a_page_number_inside_a_sentence_is_left_out() -> None:
    lines = plan(PARK, RAIL, SCHOOL)
    lines[4:4] = ["－13－"]
    document = read("\n\n".join(lines))
    assert [document.reading[b.start : b.end] for b in document.blocks] == [PARK, RAIL, SCHOOL]
    start = document.reading.index("市域铁路")
    quoted = [document.text[a:b] for a, b in document.spans(start, start + len(RAIL))]
    assert len(quoted) == 2
    assert "－13－" not in "".join(quoted)


def test_a_table_between_two_pages_does_not_cut_the_sentence() -> None:
    """The page that ends and the one that begins hold one sentence, with a table between them."""
    lines = plan(SCHOOL, RAIL, SCHOOL, RAIL, SCHOOL, PARK, width=22)
    cut = len(plan(SCHOOL, RAIL, SCHOOL, RAIL, SCHOOL, width=22)) + 2
    table = ["指标", "单位", "2025年", "园区营收", "亿元", "120", "铁路里程", "公里", "88"]
    text = "\n\n".join([*lines[:cut], *table]) + "\n" + "\n\n".join(lines[cut:])
    read_as = blocks(text)
    assert PARK in read_as
    table_text = next(block for block in read_as if "园区营收" in block)
    assert table_text.split("\n") == ["指标 单位 2025年", "园区营收 亿元 120", "铁路里程 公里 88"]


def test_a_bracket_is_closed_beyond_what_interrupts_it() -> None:
    broken = "两地共同编制的发展规划已经印发，同时公布了重点项目清单（包括青湖科技园一期和二"
    rest = "期、市域铁路和学校联盟）。"
    text = page(RAIL, broken) + "\n\n资料图片\n\n" + rest + "\n\n" + page(SCHOOL)
    assert broken + rest in blocks(text)


def test_a_table_keeps_its_rows() -> None:
    rows = ["指标 2020年 2025年", "营收 50亿元 120亿元", "企业 80家 200家", "里程 40公里 88公里"]
    document = read(
        f"{PARK}\n\n{SCHOOL}\n\n{RAIL}\n\n" + "\n".join(rows) + f"\n\n{RAIL}\n\n{PARK}\n\n{SCHOOL}"
    )
    table = next(b for b in document.blocks if b.kind == "table")
    assert document.reading[table.start : table.end].split("\n") == rows
    assert table.section == ()


def test_text_in_a_box_is_told_from_the_text_around_it_by_its_smaller_type() -> None:
    box = plan(
        "青湖科技园：建设标准厂房三十万平方米，引进企业八十家以上，配套建设人才公寓和邻里中心，形成产城融合的新片区。",
        width=37,
    )
    lines = plan("青湖镇空间发展规划", "一、空间格局", PARK, RAIL, SCHOOL, RAIL, PARK, width=30)
    document = read(
        "\n\n".join(
            [*lines, "专栏 1 重点园区工程", *box, *plan("二、民生服务", SCHOOL, RAIL, PARK, width=30)]
        )
    )
    boxed = next(
        b for b in document.blocks if document.reading[b.start : b.end].startswith("青湖科技园：建设")
    )
    assert boxed.section == ("一、空间格局", "专栏 1 重点园区工程")
    assert document.blocks[-1].section == ("二、民生服务",)


def test_a_box_that_goes_on_behind_running_text_is_read_together() -> None:
    """A page ends in a box, the next begins with the text that surrounds it, and then the box goes on."""
    first = "青湖科技园：" + RAIL[:-1] + "，" + SCHOOL
    second = "云山物流港：依托柳川西站建设冷链仓储和快运基地，开行定期货运班列，吸引两地的食品企业在港区设立分拨中心。"
    box = plan(first, width=37)
    between = plan("（一）民生服务", SCHOOL, RAIL, width=30)
    text = "\n\n".join(
        [
            *plan("青湖镇空间发展规划", "一、空间格局", PARK, RAIL, SCHOOL, PARK, width=30),
            "专栏 1 重点园区工程",
            *box[:3],
        ]
    )
    text += "\n" + "\n\n".join(between) + "\n\n" + "\n\n".join([*box[3:], *plan(second, width=37)])
    text += "\n" + "\n\n".join(plan("（二）规划实施", PARK, width=30))
    document = read(text)
    sections = {document.reading[b.start : b.end]: b.section for b in document.blocks}
    for part in (first, second):
        assert sections[part] == ("一、空间格局", "专栏 1 重点园区工程")
    assert sections[SCHOOL] == ("一、空间格局", "（一）民生服务")
    moved = [edit for edit in document.edits if edit.rule == "box"]
    assert [document.text[edit.start :][:5] for edit in moved] == [second[:5]]


def test_articles_of_a_law_stay_apart() -> None:
    law = [
        "第一条　为了规范园区合作，根据有关法律，制定本办法。",
        "第二条　本办法所称园区，是指两地共同建设的产业园区。",
        "第三条　园区由管理委员会负责日常管理，接受两地监督。",
        "第四条　本办法自公布之日起施行，有效期五年整。",
    ]
    assert blocks("\n".join(law)) == law
    assert blocks("\n".join(["合作办法", "第一章　总则", *law[:2], "第二章　管理", *law[2:]]))[1:] == [
        "第一章　总则", *law[:2], "第二章　管理", *law[2:]
    ]  # fmt: skip


ENGLISH = (
    "The Qinghu Science Park lies in the east of Liuchuan and covers eight square kilometres. It was founded in "
    "2021 by two cities that wanted to share land, people and money. Companies which move there keep their tax "
    "number, and both cities divide the revenue according to an agreement that is renewed every five years."
)


def english_lines(width: int) -> list[str]:
    lines, line = [], ""
    for word in ENGLISH.split():
        if len(line) + len(word) >= width:
            lines.append(line.strip())
            line = ""
        line += word + " "
    return [*lines, line.strip()]


def test_wrapped_english_keeps_a_space_between_words() -> None:
    assert blocks("\n".join(english_lines(60))) == [ENGLISH]


def test_chinese_that_ends_a_line_with_a_latin_word_gets_no_stray_space() -> None:
    lines = [
        "青湖科技园引进了数字健康企业并建成ABC",
        "平台服务两地居民，平台每天处理数据超过DE",
        "四千万条，覆盖医院和社区卫生服务中心FGH",
        "共计三百余家，受到两地居民的普遍欢迎，是",
    ]
    assert blocks("\n".join([*lines, *wrap(PARK, 20)])) == ["".join(lines) + PARK]
