"""Values tied to the side, the count or the deed that is asked for, in made-up sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.attachment import attached, beside_question_word, is_attached, thing_counted
from assistant.records import Query
from assistant.understand import content_of, kind_of, language
from index.bridge import Alternative
from index.query import Concept


def query(question: str) -> Query:
    return Query(question, question, content_of(question), language(question), kind_of(question))


def concept(word: str) -> Concept:
    return Concept(word, (Alternative(word, 1.0),), 5.0, 1.0, True, False)


def texts(question: str, sentence: str, *words: str) -> list[str]:
    return [value.text for value in attached(query(question), [concept(word) for word in words], sentence)]


@pytest.mark.parametrize(
    ("question", "words", "sentence", "expected"),
    [
        ("青湖有多少个地铁站？", ["青湖", "地铁"], "开行青湖至柳川地铁的7条公交。", []),
        ("青湖有多少个地铁站？", ["青湖", "地铁"], "青湖建成7个地铁站，开行9条公交。", ["7个"]),
        ("分布在几个国家？", ["国家"], "园区有企业80家，来自12个国家。", ["12个"]),
        ("有几个是柳川的？", ["柳川"], "园区有企业80家，柳川的有12家。", ["12家"]),
        ("青湖有几条地铁？", ["青湖", "地铁"], "开行青湖至地铁3号线的摆渡车等7条城际公交，方便出行。", []),
        ("青湖有多少网约车司机？", ["青湖", "网约车"], "青湖有网约车平台69家。", []),
        ("青湖有多少网约车司机？", ["青湖", "网约车"], "青湖有网约车司机690名。", ["690名"]),
        ("How many beds are there?", ["beds", "床"], "医院设床位300个，新建大楼3座。", []),
        (
            "How many innovation centers are planned?",
            ["innovation", "centers"],
            "设1个主论坛和7场分论坛。",
            [],
        ),
        ("How many firms received a key?", ["firms", "received"], "9家代表领取了钥匙。", ["9家"]),
    ],
)
def test_a_number_counts_what_stands_with_it(
    question: str, words: list[str], sentence: str, expected: list[str]
) -> None:
    assert texts(question, sentence, *words) == expected


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("青湖科技园是谁投资的？", "青湖科技园由柳川公司投资建设，河东大学入驻。", ["柳川公司"]),
        ("青湖科技园是谁投资的？", "青湖科技园环境优美，由柳川公司主办论坛。", []),
        ("谁建的青湖科技园？", "青湖科技园由柳川公司投资建设。", ["柳川公司"]),
        (
            "谁投资的？",
            "园区由河东投资(集团)有限公司和柳川公司共同投资。",
            ["河东投资(集团)有限公司和柳川公司"],
        ),
        ("养犬目录由谁确定？", "第五条 市公安部门应当会同行业协会确定养犬目录。", ["市公安部门"]),
        ("谁提出了融合发展？", "大会明确提出了“融合发展”的要求。", ["大会"]),
    ],
)
def test_who_does_something_stands_with_the_deed(question: str, sentence: str, expected: list[str]) -> None:
    assert texts(question, sentence) == expected


def test_who_is_quoted_does_not_do_what_he_speaks_of() -> None:
    assert texts("Who is building the park?", "主任李建国表示，园区即将建成。") == []


def test_a_measure_must_be_named_with_its_number_or_above() -> None:
    asked, words = query("柳川的GDP是多少？"), [concept("柳川"), concept("gdp")]
    assert not is_attached(asked, words, ["产业规模超6500亿元。"], "")
    assert not is_attached(
        asked, words, ["规模超6500亿元，柳川很好，柳川经济圈GDP增速比全国高0.8个百分点。"], ""
    )
    assert is_attached(asked, words, ["柳川GDP达2万亿元。"], "")
    assert is_attached(asked, words, ["柳川生产总值达2万亿元。"], "")
    assert is_attached(asked, words, ["达2万亿元。"], "柳川gdp")


def test_a_measure_that_its_unit_tells_need_not_be_named() -> None:
    assert is_attached(
        query("园区面积是多少？"), [concept("园区"), concept("面积")], ["园区占地12公顷。"], ""
    )


def test_a_number_of_each_person_is_not_that_of_all() -> None:
    each = ["青湖人均公园面积15.8平方米。"]
    words = [concept("青湖"), concept("面积")]
    assert not is_attached(query("青湖的面积有多大？"), words, each, "")
    assert is_attached(query("青湖的人均面积有多大？"), words, each, "")
    assert is_attached(query("青湖的面积有多大？"), words, [*each, "青湖面积12平方公里。"], "")


@pytest.mark.parametrize(
    ("question", "measure", "sentence", "is_told"),
    [
        ("青湖公司的注册资本是多少？", "资本", "柳川与河东出资6万元组建青湖公司。", False),
        ("青湖公司的注册资本是多少？", "资本", "青湖公司注册资本6万元。", True),
        ("青湖公司的租金是多少元？", "租金", "青湖公司总投资18亿元。", False),
        ("青湖公司的租金是多少元？", "租金", "青湖公司每月租金2万元。", True),
        ("双方的股比是多少？", "股比", "双方按6∶4入股。", True),
        ("青湖一年产值有多少？", "产值", "2022年青湖产值近80亿元。", True),
        ("青湖的产值目标是多少？", "目标", "青湖产值突破50亿元。", True),
    ],
)
def test_whatever_is_asked_how_much_it_is_must_be_named(
    question: str, measure: str, sentence: str, is_told: bool
) -> None:
    words = [concept("青湖"), concept(measure), concept("亿元"), concept("多少元")]
    assert is_attached(query(question), words, [sentence], "") is is_told


@pytest.mark.parametrize(
    ("sentence", "is_told"),
    [
        ("青湖财政收入20亿元。", True),
        ("青湖财税收入20亿元。", True),
        ("青湖企业营业收入将不低于100亿元。", False),
    ],
)
def test_another_measure_of_the_same_name_is_none(sentence: str, is_told: bool) -> None:
    words = [concept("青湖"), concept("财政"), concept("收入")]
    assert is_attached(query("青湖财政收入是多少？"), words, [sentence], "") is is_told


def test_what_falls_to_each_head_is_not_the_whole() -> None:
    sentence, words = "青湖地区生产总值占全省5%，人均地区生产总值突破9.5万元。", ("青湖", "生产总值")
    assert texts("青湖地区生产总值是多少元？", sentence, *words) == []
    assert texts("青湖人均地区生产总值是多少元？", sentence, *words) == ["突破9.5万元"]


def test_what_is_counted_in_english_must_be_named() -> None:
    assert not is_attached(query("How many beds are there?"), [concept("beds")], ["新建大楼3座。"], "")
    assert is_attached(query("How many firms are there?"), [concept("firms")], ["入驻9家。"], "")


def test_a_deed_must_be_named_where_its_doer_is_asked_for() -> None:
    asked, words = query("青湖科技园是谁投资的？"), [concept("青湖科技园")]
    assert not is_attached(asked, words, ["青湖科技园由柳川大学命名。"], "")
    assert is_attached(asked, words, ["青湖科技园很大。", "柳川公司投资18亿元。"], "")
    assert is_attached(query("青湖科技园在哪里？"), words, ["青湖科技园很大。"], "")


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("成都有多少个地铁站？", "地铁站"),
        ("一共几个分论坛？", "分论坛"),
        ("有多少家参展企业参加了？", "参展企业"),
        ("建多少个卫生院当分中心？", "卫生院"),
        ("有多少人？", ""),
        ("多少个小时内要作出决定？", ""),
        ("有几个？", ""),
    ],
)
def test_what_is_counted_is_the_noun_behind_the_measure_word(question: str, thing: str) -> None:
    assert thing_counted(question) == thing


def test_the_word_beside_the_question_word_is_the_nearest() -> None:
    assert beside_question_word("青湖规划面积多大", [concept("青湖"), concept("面积")]) == "面积"
    assert beside_question_word("青湖", [concept("青湖")]) == ""
    assert (
        beside_question_word("青湖有几个中心", [concept("青湖"), concept("中心")]) == "中心"
    )  # what is counted


@given(st.text("青湖面积8.05平方公里万元由谁投资建设表示，。：“” \n", max_size=60))
def test_values_stand_in_the_sentence_in_order(sentence: str) -> None:
    for question in ("青湖面积是多少？", "青湖是谁投资的？", "谁表示青湖面积大？", "几个平方？"):
        found = attached(query(question), [concept("青湖"), concept("面积")], sentence)
        assert all(sentence[value.start : value.end] == value.text for value in found)
        assert [value.start for value in found] == sorted(value.start for value in found)
