"""The number, date, place or name that is asked for, in made-up sentences."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.records import Query
from assistant.short import asks_who_somebody_is, role_of_person, short_answer
from assistant.understand import content_of, kind_of, language
from assistant.value import find_values
from index.bridge import Alternative
from index.query import Concept

PARK = "青湖科技园规划面积8.05平方公里，总投资120亿元，2023年入驻企业80余家，占全市的12.5%，计划五年建成。"
EVENT = "2024年12月12日，由青湖镇人民政府、柳川大学主办的合作大会在柳川国际会议中心举行，镇长李四表示，园区将于2025年底建成。"


def query(question: str) -> Query:
    return Query(question, question, content_of(question), language(question), kind_of(question))


def concept(word: str) -> Concept:
    return Concept(word, (Alternative(word, 1.0),), 5.0, 1.0, True, False)


def values(question: str, sentence: str) -> list[str]:
    return [value.text for value in find_values(query(question), sentence)]


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("青湖科技园规划面积多大？", PARK, ["8.05平方公里"]),
        ("How large is the area of the park?", PARK, ["8.05平方公里"]),
        ("两家各占多少股？", "甲集团与乙公司按照6∶4入股，14:30签约。", ["6∶4", "14:30"]),
        ("多大面积？", "建成了近1万平米的展馆。", ["近1万平米"]),
        ("每天罚多少钱？", "每天罚100万挪威克朗（约合71万元）。", ["100万挪威克朗", "71万元"]),
        ("铁路全长多少？", "铁路全长约2.8公里，共19条支线。", ["约2.8公里"]),
        (
            "少数民族人口要占总人口多少以上？",
            "少数民族人口占百分之三十以上的，可以设立。",
            ["百分之三十"],
        ),
        ("How many hours is the transit?", "首批33项服务，过境144小时免签。", ["144小时"]),
        ("什么时候施行？", "自公布之日起30日后施行，2023年6月1日起生效。", ["2023年6月1日"]),
        ("什么时候设县？", "南宋绍兴二十二年析置一县。", ["南宋", "绍兴二十二年"]),
        ("什么时候办汇算？", "在次年三月一日至六月三十日内办理。", ["三月一日至六月三十日"]),
        ("青湖园区在哪？", "下一步拟在柳川区建立青湖园区总部大厦。", []),
        ("青湖园区在哪？", "青湖园区位于柳川区，占地3亩。", ["柳川区"]),
        ("什么时候编计划？", "每年年初编制立法计划。", ["每年年初"]),
        ("靠什么打造聚集区？", "以青湖产业园为载体，打造聚集区。", ["青湖产业园"]),
        ("园区叫什么名字？", "金河产业园由甲区、乙市共建。", ["金河产业园"]),
        ("Who chairs the committee?", "委员会由15位院士组成，主任李四介绍。", ["李四"]),
        ("Which authority collects the fee?", "费用由县财政部门征收。", ["县财政部门"]),
        ("Who is responsible for sales?", "青湖氢能负责氢气销售。", ["青湖氢能"]),
        ("白酒的龙头是谁？", "以青湖酒厂为代表的白酒企业，以市场为核心。", ["青湖酒厂"]),
        ("钱由谁出？", "所需费用由本级财政予以保障。", ["本级财政"]),
        ("总投资多少亿元？", PARK, ["120亿元"]),
        ("投资金额是多少？", PARK, ["120亿元"]),
        ("入驻了多少家企业？", PARK, ["80余家"]),
        ("占全市的百分之几？", PARK, ["12.5%"]),
        ("占全市的比例是多少？", PARK, ["12.5%"]),
        ("Who hosted the conference?", EVENT, ["青湖镇人民政府、柳川大学"]),
        ("大会的联系电话是多少？", "大会将于2025年5月举行，联系电话：0838-5531234。", ["0838-5531234"]),
        ("铁路全长多少公里？", "铁路全长约 1,234.5 公里，设站12座。", ["约 1,234.5 公里"]),
        ("全线设多少座车站？", "铁路全长约88公里，全线设12座车站。", ["12座"]),
        ("全线设多少座车站？", "铁路全线设十二座车站。", ["十二座"]),
        ("罚款多少元？", "处以五十元以上两百元以下的罚款。", ["五十元以上两百元以下"]),
        ("需要多久？", "自收到材料之日起十个工作日内审核。", ["十个工作日内"]),
        ("最长多长？", "绳子长度不得超过两米。", ["两米"]),
        ("引进了多少人？", "园区引进人才3000余人，其中博士近百名。", ["3000余人"]),
        ("森林覆盖率要达到多少？", "森林覆盖率 % >25.2", [">25.2"]),
        ("进出口总额是多少？", "进出口总额 | 亿美元 | ≥1,200.5", ["≥1,200.5"]),
        ("进出口总额是多少？", "进出口总额 | 亿美元 | 28 | 33", ["28", "33"]),
        ("进出口总额是多少？", "常住人口 万人 350", []),
        ("每亩奖励多少钱？", "对入驻企业每亩奖励5万元，最高不超过500万元。", ["5万元", "不超过500万元"]),
        ("S11线有几座站？", "S11线设站十座。", ["十座"]),
        ("什么时候举行？", EVENT, ["2024年12月12日", "2025年底"]),
        ("哪一年建成？", "园区于2025年建成。", ["2025年"]),
        ("展会是几月几日到几日？", "展会于9月21日至25日举办。", ["9月21日至25日"]),
        ("在哪里举行？", EVENT, ["柳川国际会议中心"]),
        ("园区位于哪里？", "青湖科技园位于柳川市青湖镇，面积很大。", ["柳川市青湖镇"]),
        ("园区位于哪里？", "青湖科技园位于柳川市东部，面积很大。", ["柳川市东部"]),
        ("由谁主办？", EVENT, ["青湖镇人民政府、柳川大学"]),
        ("谁说园区将建成？", "镇长李四表示，园区将建成。", ["镇长李四"]),
        ("谁负责全市的园区管理？", "第五条 市财政部门负责全市的园区管理工作。", ["市财政部门"]),
        ("进口货物的税由谁代征？", "税由税务机关征收，进口货物的税由海关代征。", ["海关"]),
        ("由哪个部门核发许可证？", "许可证由交通主管部门依法核发。", ["交通主管部门"]),
    ],
)
def test_values_that_are_asked_for(question: str, sentence: str, expected: list[str]) -> None:
    assert values(question, sentence) == expected


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("青湖科技园规划面积多大？", "青湖科技园入驻企业80家。"),
        ("投资多少亿元？", "青湖科技园面积8平方公里。"),
        ("什么时候开园？", "青湖科技园规划面积8.05平方公里。"),
        ("在哪里举行？", "青湖科技园规划面积8.05平方公里。"),
        ("由谁主办？", "青湖科技园规划面积8.05平方公里。"),
        ("什么是飞地经济？", PARK),
        ("有哪些园区？", PARK),
        ("为什么建设园区？", PARK),
        ("有多少家企业？", "第三家企业在S11线旁，2023年建成。"),
        ("园区有多少项目？", "2023年建成。"),
    ],
)
def test_nothing_suitable(question: str, sentence: str) -> None:
    assert values(question, sentence) == []
    assert short_answer(query(question), sentence, []) is None


@pytest.mark.parametrize(
    ("question", "sentence", "words", "expected"),
    [
        ("青湖科技园规划面积多大？", PARK, ["规划面积"], "8.05平方公里"),
        ("一期投资多少亿元？", "园区总投资120亿元，其中一期投资35亿元。", ["一期", "投资"], "35亿元"),
        ("什么时候建成？", EVENT, ["建成"], "2025年底"),
        ("什么时候举行大会？", EVENT, ["大会", "举行"], "2024年12月12日"),
    ],
)
def test_the_value_nearest_to_the_words_is_the_answer(
    question: str, sentence: str, words: list[str], expected: str
) -> None:
    assert short_answer(query(question), sentence, [concept(word) for word in words]) == expected


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        (
            "青湖的生产总值是多少？",
            "产业规模超6500亿元；两市企业新增3752家，生产总值增速领先全国。",
            ["青湖", "生产总值"],
        ),
        ("园区由谁投资？", "镇长李四在园区接待了张三。", ["园区", "投资"]),
    ],
)
def test_what_is_said_of_something_else_is_no_answer(question: str, sentence: str, words: list[str]) -> None:
    assert short_answer(query(question), sentence, [concept(word) for word in words]) is None


def test_of_a_row_with_several_numbers_none_is_chosen() -> None:
    concepts = [concept("进出口总额")]
    assert short_answer(query("进出口总额是多少？"), "进出口总额 亿美元 28 33", concepts) is None
    assert short_answer(query("进出口总额是多少？"), "进出口总额 亿美元 28", concepts) == "28"


QUESTIONS = [
    "面积多大",
    "多少",
    "什么时候",
    "在哪里",
    "由谁主办",
    "占比多少",
    "多少家企业",
    "what is the price",
    "几天",
]
PIECES = '在 由 主办 举行 表示 位于 青湖 8.05 平方公里 120 亿 元 2023 年 12 月 日 约 % ， 。 十 二 家 至 - " “ a S1 的'.split()


@settings(max_examples=300)
@given(
    st.sampled_from(QUESTIONS),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join),
)
def test_a_value_stands_where_it_says(question: str, sentence: str) -> None:
    found = find_values(query(question), sentence)
    for value in found:
        assert value.text
        assert sentence[value.start : value.end] == value.text
    assert [v.start for v in found] == sorted(v.start for v in found)
    assert short_answer(query(question), sentence, [concept("青湖")]) in [None, *(v.text for v in found)]


@pytest.mark.parametrize(
    "text",
    ["1" * 20_000, "1," * 10_000, "由" * 20_000, "在" * 20_000, "一" * 20_000, "，" * 20_000, "1 a " * 5_000],
)
@pytest.mark.parametrize("question", QUESTIONS[:5])
@pytest.mark.timeout(20)
def test_no_text_takes_long(question: str, text: str) -> None:
    find_values(query(question), text)


def test_a_number_of_something_else_is_no_answer() -> None:
    sentence = "展会吸引了640家企业参展，覆盖19个城市。"
    asked = [concept("展会")]
    assert short_answer(query("展会有多少个国家参加？"), sentence, asked) is None
    assert short_answer(query("展会覆盖多少个城市？"), sentence, asked) == "19个"


@pytest.mark.parametrize("question", ["时鲲是谁？", "谁是时鲲？", "时鲲是什么职务？", "Who is Shi Kun?"])
def test_who_somebody_is_stands_before_the_name(question: str) -> None:
    asked = [
        Concept("shi kun", (Alternative("shi kun", 1.0), Alternative("时鲲", 0.9)), 5.0, 1.0, True, True)
    ]
    sentence = "会上，柳川规划研究所所长时鲲指出，要发展高水平的产业。"
    assert role_of_person(query(question), sentence, asked) == "柳川规划研究所所长"
    assert asks_who_somebody_is(query(question)) == ("Who" in question)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("梅雨通常从六月中旬开始。", ["六月中旬"]),
        ("应当于每年第一季度公布计划。", ["每年第一季度"]),
        ("在每年“12·4”法制宣传日开展活动，比分是3.5。", ["12·4"]),
        ("博物馆周一闭馆。", ["周一"]),
        ("书院建于光绪二十年。", ["光绪二十年"]),
        ("铁路在19世纪末通车，五十年代拆除。", ["19世纪末"]),
        ("这座塔建于唐代。", ["唐代"]),
        ("二〇二六年三月通车，建了三个月。", ["二〇二六年三月"]),
        ("展览上午9时开始。", ["上午9时"]),
        ("项目建设三年，投资三亿元。", []),
    ],
)
def test_when_something_is_has_many_forms(sentence: str, expected: list[str]) -> None:
    assert values("什么时候？", sentence) == expected


def test_a_person_who_is_said_to_have_a_role_is_one() -> None:
    assert values("首任校长是谁？", "柳川中学首任校长是陈望远。") == ["陈望远"]


def test_who_is_the_head_of_something_asks_for_a_name() -> None:
    assert not asks_who_somebody_is(query("Who is the director of the Qinghu park?"))


def test_a_name_in_a_sentence_without_the_most_telling_word_is_no_short_answer() -> None:
    quote = "以青湖酒厂为代表的白酒企业要改造。饮料以柳川泉为龙头。"
    wine = replace(concept("白酒"), importance=9.0)
    assert short_answer(query("白酒的龙头是谁？"), quote, [wine, concept("龙头")]) != "柳川泉"
    drink = replace(concept("饮料"), importance=9.0)
    assert short_answer(query("饮料的龙头是谁？"), quote, [drink, concept("龙头")]) == "柳川泉"
