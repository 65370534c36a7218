"""Where something is said, by the numbers of the documents."""

import pytest

from assistant.locator import located
from assistant.records import Citation, Kind, Query

LAW = "# 青湖条例\n\n第一章 总则\n\n第一条 为了保护青湖，制定本条例。\n\n第二条 湖区是指堤内水面。水面由县管理。\n"


@pytest.mark.parametrize(
    ("question", "until", "expected"),
    [
        ("第几条讲了湖区？", "堤内水面", "第二条"),
        ("哪里写了由县管理？", "由县管理", "第二条"),
        ("哪一章说了保护？", "保护青湖", "第一章"),
        ("Which article defines the lake?", "堤内水面", "第二条"),
        ("哪份文件提到湖区？", "堤内水面", "青湖条例"),
        ("第几节说了保护？", "保护青湖", None),
    ],
)
def test_the_number_or_the_title(question: str, until: str, expected: str | None) -> None:
    query = Query(question, question, question, "zh", Kind.SOURCE)
    citation = Citation(1, "d", "青湖条例", None, (), None, ((0, 1),), "…", "p")
    assert located(query, citation, LAW, LAW.index(until) + len(until)) == expected
