"""Articles of a newspaper page."""

from tests.corpus.pdf.made import Sheet, document, pdf, wrapped

PARK = "园区引进企业，科技园区的企业创新发展，园区服务企业。" * 6
ROAD = "公路大桥通车，公路建设改善交通，大桥连接两岸的公路。" * 6
SCHOOL = "学校增加学位，教师交流到乡村学校，学生就近上学读书。" * 6


def page(sheet: Sheet) -> None:
    """Two articles of two columns each, side by side, over a third without a headline that comes from elsewhere."""
    park, road = wrapped(PARK, 12), wrapped(ROAD, 12)
    half = (len(road) + 1) // 2
    sheet.lines(330, 120, road[:half])
    sheet.lines(60, 120, park[: (len(park) + 1) // 2])
    sheet.lines(464, 120, road[half:])
    sheet.lines(194, 120, park[(len(park) + 1) // 2 :])
    sheet.line(340, 80, "公路大桥建成通车", 26)
    sheet.line(70, 80, "园区企业创新发展", 26)
    sheet.line(60, 340, "上接01版")
    sheet.lines(60, 356, wrapped(SCHOOL[8:], 50, 0))
    sheet.line(60, 30, "柳川日报", 20)
    sheet.line(400, 34, "2023年5月6日 星期六")


def test_articles_are_told_apart_and_have_their_own_headlines() -> None:
    made = document(pdf(page))
    articles: dict[int, list[str]] = {}
    for block in made.blocks:
        if not block.level:
            articles.setdefault(block.article, []).append(made.reading[block.start : block.end])
    assert sorted(articles.values()) == sorted([[PARK], [ROAD], [SCHOOL[8:]]])
    sections = {made.reading[b.start : b.end]: b.section for b in made.blocks if not b.level}
    assert sections[PARK] == ("园区企业创新发展",)
    assert sections[ROAD] == ("公路大桥建成通车",)
    assert "公路大桥建成通车" not in sections[SCHOOL[8:]]
    assert "园区企业创新发展" not in sections[SCHOOL[8:]]


def test_the_head_of_the_page_and_notes_are_dropped_and_named() -> None:
    made = document(pdf(page))
    dropped = {made.text[e.start : e.end]: e.rule for e in made.edits if e.kind == "dropped"}
    assert dropped == {"柳川日报": "masthead", "2023年5月6日 星期六": "dateline", "上接01版": "continued"}


def test_a_frame_is_an_article_of_its_own() -> None:
    def framed(sheet: Sheet) -> None:
        page(sheet)
        sheet.frame(60, 500, 320, 640)
        sheet.line(70, 510, "学校增加学位", 18)
        sheet.lines(70, 540, wrapped(SCHOOL[:60], 20))

    made = document(pdf(framed))
    block = next(b for b in made.blocks if made.reading[b.start : b.end] == SCHOOL[:60])
    assert block.section == ("学校增加学位",)
    assert sum(b.article == block.article for b in made.blocks) == 2


def test_two_columns_under_one_title_are_no_newspaper() -> None:
    def paper(sheet: Sheet) -> None:
        sheet.line(180, 80, "园区发展研究", 24)
        sheet.lines(60, 140, wrapped(PARK, 20))
        sheet.lines(310, 140, wrapped(ROAD, 20))

    assert {block.article for block in document(pdf(paper)).blocks} == {0}
