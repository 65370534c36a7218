"""Pages of several articles: where they part, what belongs together, which headline is whose."""

from collections.abc import Sequence

import numpy as np
import pytest

from corpus.document import Document, EditKind
from corpus.layout.lead import lead
from tests.corpus.layout.strategies import column
from tests.corpus.strategies import read

RAIL = [
    "本报讯（记者 张三）市域铁路昨天全线贯通。市域铁路从柳川站出发，全线设站十二座，其中换乘站三座，列车最高时速一百六十公里，沿线居民乘坐列车进城只要二十五分钟。",
    "市域铁路的列车由柳川机车厂制造，每列列车设六节车厢，可以乘坐一千二百名乘客，换乘站的站台加装了屏蔽门。",
    "铁路公司负责人表示，市域铁路的票价按里程计算，换乘站之间实行一票换乘，乘客可以用一张卡乘坐列车、地铁和公交。",
]
PARK = [
    "本报讯（记者 李四）湿地公园的候鸟监测站建成使用。湿地公园有水面三千亩，每年冬天有两万只候鸟在这里越冬，监测站可以自动识别候鸟的种类。",
    "监测站的镜头分布在湿地公园的芦苇丛中，候鸟的数量、种类和停留的天数都会自动记录，供科研人员研究。",
    "湿地公园今年补种了芦苇和菖蒲，水面上增设了浮岛，候鸟有了更多觅食和筑巢的地方，游客可以在观鸟屋里观察候鸟。",
]
SCHOOL = [
    "本报讯（记者 王五）学校联盟开学第一课开讲。学校联盟由十所中小学组成，共享优质课程三百门，每年互派教师五十名，学生可以跨校选修课程。",
    "学校联盟的教师每月集体备课，优质课程录制成视频，供乡村学校的学生使用，教师的职称评定也计算跨校授课的课时。",
    "今年学校联盟还将举办青少年科技创新大赛，学生以小组报名，教师担任指导，优秀作品在联盟的十所学校巡回展出。",
]
RAIL_TITLE, PARK_TITLE, SCHOOL_TITLE = (
    "市域铁路列车贯通柳川",
    "湿地公园监测站迎来候鸟",
    "学校联盟共享优质课程",
)


def page(*parts: str) -> Document:
    """Each part a column or a line; one blank line between two."""
    return read("\n\n".join(part if len(part) < 20 else column(part) for part in parts))


def articles(document: Document) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in document.blocks:
        if block.article and block.kind == "paragraph":
            found[block.article] = found.get(block.article, "") + document.reading[block.start : block.end]
    return found


def sections(document: Document, part: str) -> set[tuple[str, ...]]:
    return {b.section for b in document.blocks if part in document.reading[b.start : b.end] and not b.level}


def test_articles_that_follow_each_other_are_told_apart() -> None:
    document = page(*RAIL, *PARK, *SCHOOL)
    assert list(articles(document).values()) == ["".join(RAIL), "".join(PARK), "".join(SCHOOL)]
    splits = [edit for edit in document.edits if edit.kind is EditKind.SPLIT]
    assert [document.text[edit.start : edit.start + 3] for edit in splits] == ["本报讯"] * 3


def test_an_article_without_a_headline_is_called_by_its_first_sentence() -> None:
    document = page(*RAIL, *PARK, *SCHOOL)
    assert sections(document, "水面三千亩") == {("湿地公园的候鸟监测站建成使用",)}


def test_headlines_gathered_elsewhere_find_their_articles() -> None:
    document = page(*RAIL, *PARK, *SCHOOL, SCHOOL_TITLE, RAIL_TITLE, PARK_TITLE)
    for title, text in ((RAIL_TITLE, RAIL), (PARK_TITLE, PARK), (SCHOOL_TITLE, SCHOOL)):
        assert sections(document, text[0][-20:]) == {(title,)}
    moved = {document.text[e.start : e.end] for e in document.edits if e.rule == "headline"}
    assert moved == {RAIL_TITLE, PARK_TITLE, SCHOOL_TITLE}
    headings = [document.reading[b.start : b.end] for b in document.blocks if b.level]
    assert headings == [RAIL_TITLE, PARK_TITLE, SCHOOL_TITLE], "each stands above its article now"


def test_a_headline_that_speaks_of_something_else_belongs_to_no_article() -> None:
    document = page("云山博物馆夜间开放", *RAIL, *PARK, *SCHOOL)
    assert not any(block.level for block in document.blocks)
    assert "云山博物馆夜间开放" in document.reading


def test_what_continues_from_another_page_is_an_article_of_its_own() -> None:
    document = page(*RAIL, "上接01版", *(text[text.index("。") + 1 :] for text in PARK[:1]), *PARK[1:])
    found = list(articles(document).values())
    assert found[0] == "".join(RAIL)
    assert "候鸟" not in found[0]
    continued = [edit for edit in document.edits if edit.rule == "continued"]
    assert {edit.kind for edit in continued} == {EditKind.DROPPED, EditKind.SPLIT}


def test_each_character_is_read_once_however_articles_are_moved() -> None:
    document = page(SCHOOL_TITLE, *RAIL[:2], *PARK, RAIL_TITLE, *SCHOOL, PARK_TITLE)
    solid = [o for c, o in zip(document.reading, document.offsets.tolist(), strict=True) if not c.isspace()]
    assert sorted(solid) == [i for i, c in enumerate(document.text) if not c.isspace()]
    assert all(
        document.text[o] == c
        for c, o in zip(document.reading, document.offsets, strict=True)
        if not c.isspace()
    )


@pytest.mark.parametrize("text", [RAIL, PARK, SCHOOL])
def test_a_single_story_is_not_split(text: list[str]) -> None:
    document = page(RAIL_TITLE, *text, "青湖日报记者 张三")
    assert {block.article for block in document.blocks} == {0}


def test_a_numbered_outline_is_no_page() -> None:
    parts = [part for n, text in enumerate(RAIL + PARK + SCHOOL, 1) for part in (f"{n}.工作任务", text)]
    assert {block.article for block in page(*parts).blocks} == {0}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("本报讯（记者 张三）湿地公园建成使用。公园有水面三千亩。", "湿地公园建成使用"),
        ("青湖日报讯 记者张三报道 湿地公园建成使用。", "湿地公园建成使用"),
        ("湿地公园建成使用", "湿地公园建成使用"),
        ("湿地公园的监测站昨天建成使用，监测站可以自动识别候鸟的种类，候鸟的数量和停留的天数也会自动记录。", "湿地公园的监测站昨天建成使用，监测站可以自动识别候鸟的种类"),
        ("一" * 50 + "。", "一" * 40),
    ],
)  # fmt: skip
def test_a_lead_is_a_part_of_the_first_sentence(text: str, name: str) -> None:
    assert lead(text) == name


def test_a_quotation_taken_out_of_a_text_is_no_headline() -> None:
    quoted = "“湿地公园监测站迎来候鸟”"
    document = page(quoted, *PARK, *RAIL, *SCHOOL)
    assert not any(block.level for block in document.blocks)


def test_two_headlines_that_stand_together_belong_to_no_article() -> None:
    document = page(f"{RAIL_TITLE}\n{PARK_TITLE}", *RAIL, *SCHOOL, *PARK)
    assert not any(block.level for block in document.blocks)


def test_a_short_rest_of_a_sentence_belongs_to_the_text_above_it() -> None:
    document = page(*RAIL, "张三介绍。", *PARK, *SCHOOL)
    owner = {document.reading[b.start : b.end]: b.article for b in document.blocks}
    assert owner["张三介绍。"] == owner[RAIL[-1]] != owner[PARK[0]]


class Subjects:
    """An encoder that knows what a text is about by one character."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[mark in text for mark in "甲乙丙"] for text in texts], dtype=np.float32)


STRANGERS = [
    "甲：天气晴朗，适合户外运动，市民纷纷走出家门，沿着河堤慢跑、骑车、放风筝，十分热闹。",
    "甲：书店延长营业，灯光柔和，读者挑选小说、画册、乐谱，直到深夜方才陆续离开座位。",
    "甲：面包房推出新品，排队长龙绕过街角，师傅连夜揉面，香味飘散整条巷子，令人垂涎。",
    "乙：矿山关闭之后，坑道改造成为展厅，讲解员穿着工装，介绍昔日采掘、运输、通风的设备。",
    "乙：舞蹈团巡演归来，演员们卸妆休整，导演总结得失，计划明年赴海外参加艺术节献艺。",
    "乙：果农剪枝疏花，技术员现场示范，嫁接苗木成活率显著提高，预计秋季产量翻番上市。",
]


def test_an_encoder_tells_texts_apart_whose_words_do_not() -> None:
    text = "\n\n".join(map(column, [*RAIL, *STRANGERS, *PARK]))
    alone, helped = read(text), read(text, Subjects())
    halves = ["".join(STRANGERS[:3]), "".join(STRANGERS[3:])]
    assert [part for part in articles(helped).values() if part[0] in "甲乙"] == halves
    assert [part for part in articles(alone).values() if part[0] in "甲乙"] != halves
