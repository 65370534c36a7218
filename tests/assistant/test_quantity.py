"""Numbers of the unit that a question asks for."""

import pytest

from assistant.quantity import quantities


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("这部剧一共多少集？", "全剧总共有六集，讲国际政局。", ["六集"]),
        ("全集有多少册？", "2004年起连载，全十五册。", ["十五册"]),
        ("报告有多少页？", "这是唯一一个入选报告的案例。", []),
        ("楼有多少层？", "大楼有12层，占地3亩。", ["12层"]),
        ("一天开行多少对动车？", "13条铁路经过本市。", []),
        ("续约的金额是多少美金？", "以1.2亿美元续约三年。", ["1.2亿美元"]),
        ("有多少支球队？", "全市有8支球队、300名球员。", ["8支"]),
        ("养犬登记要多少天？", "自受理之日起十个工作日内作出决定。", ["十个工作日内"]),
        ("有多少家企业入驻？", "入驻企业251家，产值80亿元。", ["251家"]),
    ],
)
def test_only_numbers_of_the_unit_asked_for_are_values(
    question: str, sentence: str, expected: list[str]
) -> None:
    assert [sentence[start:end] for start, end in quantities(question, sentence)] == expected
