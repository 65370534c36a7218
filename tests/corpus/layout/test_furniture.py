import pytest

from corpus.document import EditKind
from corpus.layout.furniture import drop_furniture, furniture_rule
from tests.corpus.layout.strategies import PARK, RAIL, SCHOOL, lines


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("－13－", "page_number"),
        ("第 3 页 共 9 页", "page_number"),
        ("<!-- x -->", "markup"),
        ("--> 2024-01-19 张三 1 /enpproperty-->", "markup"),
        ("国内统一刊号:CN00-0004 青湖日报社出版 热线:962211", "masthead"),
        ("青湖日报", "masthead"),
        ("新闻热线：028-86612222", "hotline"),
        ("2024年1月19日 星期五", "dateline"),
        ("03版 要闻", "dateline"),
        ("05 综合", "dateline"),
        ("责任编辑 张三 美编 李四", "editor"),
        ("上接01版", "continued"),
        ("（下转第四版）", "jump"),
        ("青湖高新区供图", "credit"),
        ("本报资料图片", "credit"),
        ("新华社记者 张三 摄", "credit"),
    ],
)
def test_furniture_is_named_by_its_rule(line: str, rule: str) -> None:
    assert furniture_rule(line) == rule


@pytest.mark.parametrize(
    "line",
    [
        "2024年1月19日", "第3版说明了变化，请读者注意。", "青湖科技园 本报资料图片", "青湖效果图 张三 摄影作品展开幕",
        "新闻热线开通，欢迎读者来电。", "本报讯 （记者 张三）", "（一）责任编辑的职责",
    ],
)  # fmt: skip
def test_what_says_something_has_no_rule(line: str) -> None:
    assert furniture_rule(line) == ""


def pages(head: str, foot: str, count: int = 4) -> str:
    text = (PARK + RAIL + SCHOOL) * 4
    bodies = [[text[i : i + 21] for i in range(n * 210, (n + 1) * 210, 21)] for n in range(count)]
    return "\n".join("\n".join([head, *body, foot.format(n)]) for n, body in enumerate(bodies, 1))


def test_a_running_head_is_told_by_its_place_on_every_page() -> None:
    kept, edits = drop_furniture(lines(pages("青湖同城化发展规划", "— {} —")))
    rules = [edit.rule for edit in edits]
    assert all(edit.kind is EditKind.DROPPED for edit in edits)
    assert rules.count("page_number") == 4
    assert rules.count("running_head") == 3
    assert [line.text for line in kept].count("青湖同城化发展规划") == 1, "on the first page it is the title"


def test_bare_numbers_that_count_up_page_by_page_are_page_numbers() -> None:
    kept, edits = drop_furniture(lines(pages("", "{}")))
    assert [edit.rule for edit in edits] == ["page_number"] * 4
    assert not any(line.text.isdigit() for line in kept)


def test_numbers_that_do_not_count_up_are_kept() -> None:
    text = "\n".join(f"{PARK}\n{n}" for n in (3, 9, 27, 4))
    assert drop_furniture(lines(text))[1] == []


def test_a_cell_that_comes_again_is_no_running_head() -> None:
    table = "\n".join(f"{name}\n亿元\n{n}" for n, name in enumerate(["营收", "利润", "税收", "投资"] * 4, 10))
    assert drop_furniture(lines(table))[1] == []
