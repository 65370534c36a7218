"""Which titles, names and dates of a file can be believed."""

import pytest

from corpus.formats.metadata import iso_date, iso_language, known_name, known_title


@pytest.mark.parametrize(
    "title",
    ["Microsoft Word - 文档1", "PowerPoint Presentation", "PowerPoint 演示文稿", "文档1", "新建 Microsoft Word 文档", "Sheet1", "工作表1",
     "幻灯片 1", "Untitled", "无标题", "报告终稿.docx", "Slide 1", "演示文稿1", "", None, "首页", "x" * 300],
)  # fmt: skip
def test_titles_that_nobody_wrote(title: str | None) -> None:
    assert known_title(title) is None


@pytest.mark.parametrize(
    "title", ["青湖规划", "Sheet metal forming", "文档管理办法", "Document understanding", "2023年报告"]
)
def test_titles_that_somebody_wrote(title: str) -> None:
    assert known_title(f"  {title}\n") == title


@pytest.mark.parametrize(
    "name", ["Administrator", "User", "微软用户", "Lenovo", "python-docx", "admin", "123", "-", ""]
)
def test_names_of_programs_and_accounts(name: str) -> None:
    assert known_name(name) is None


@pytest.mark.parametrize("name", ["柳川市发展改革委", "张三", "Adminton Press", "HP Smith"])
def test_names_of_people(name: str) -> None:
    assert known_name(name) == name


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023-05-06", "2023-05-06"), ("2023-05-06T10:00:00Z", "2023-05-06"), ("2023年5月6日", "2023-05-06"), ("2023/5/6", "2023-05-06"),
        ("2023-05", "2023-05"), ("2023", "2023"), ("2023-02-30", None), ("0101-01-01", None), ("2099-01-01", None), ("20230506", None),
        ("May 6", None), (None, None), ("", None),
    ],
)  # fmt: skip
def test_dates(text: str | None, date: str | None) -> None:
    assert iso_date(text) == date


def test_languages() -> None:
    assert [iso_language(tag) for tag in ("zh-CN", "EN", "en_US", "chinese", "", None)] == [
        "zh",
        "en",
        "en",
        None,
        None,
        None,
    ]
