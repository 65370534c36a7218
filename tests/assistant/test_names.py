"""People, organisations and places in sentences, and what a question names its answer by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asked import asked_noun, instances
from assistant.names import organisations, people, places


def _texts(found: list[tuple[int, int]], sentence: str) -> list[str]:
    return [sentence[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("北京联东投资执行总裁梁环宇表示，企业具备核心技术。", ["梁环宇"]),
        ("他与罗伯特·莱恩和本杰明·威尔合作。", ["罗伯特·莱恩", "本杰明·威尔"]),
        ("最优秀的学生是Daniel Batson。", ["Daniel Batson"]),
        ("由阿龙·阿甫夏洛莫夫为该曲配器。", ["阿龙·阿甫夏洛莫夫"]),
        ("中国工程院院士江亿出席。", ["江亿"]),
        ("园区规划面积8.05平方公里。", []),
        ("办理许多手续的时间不长。", []),
    ],
)
def test_people(sentence: str, expected: list[str]) -> None:
    assert _texts(people(sentence), sentence) == expected


def test_organisations_and_places() -> None:
    sentence = "由四川大学国家大学科技园、彭州市人民政府在成都主办。"
    assert "彭州市人民政府" in _texts(organisations(sentence), sentence)
    assert "成都" in _texts(places(sentence), sentence)


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("走哪条高速？", "高速"),
        ("中心城区要迈进什么时代？", ""),
        ("哪个县级市最大？", "县级市"),
        ("這個區要打造成什麼先導區？", "先导区"),
        ("招商经理叫什么名字？", "经理"),
        ("为什么建设园区？", ""),
        ("园区有哪些企业？", ""),
        ("这是一家什么公司？", ""),
        ("中心归哪个部委管？", "部委"),
        ("品牌是哪家公司旗下的？", "公司"),
        ("两地在哪个产业合作？", "产业"),
        ("按什么原则分摊损失的？", "原则"),
        ("他是哪国人？", "国"),
    ],
)
def test_the_noun_that_the_answer_is_an_instance_of(question: str, noun: str) -> None:
    assert asked_noun(question) == noun


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("优先启动什么产业园？", "优先启动跨境电商产业园建设。", ["跨境电商产业园"]),
        ("2018年的文件叫什么名字？", "国务院出台《关于区域协调发展的意见》，进一步明确意义。", ["《关于区域协调发展的意见》"]),
        ("实施的是什么计划？", "协同实施“星辰计划”。", ["星辰计划"]),
        ("星辰计划是什么计划？", "协同实施“星辰计划”。", []),
        ("最老的是什么型号？", "最老的型号是 TI-81。", ["TI-81"]),
        ("要多修什么电站？", "需要建更多的抽水蓄能电站。", ["抽水蓄能电站"]),
        ("按什么原则分担？", "按照公平责任的原则分担。", ["公平责任的原则"]),
        ("要建什么基地？", "建成世界级重大装备制造基地。", ["装备制造基地"]),
        ("要打造成什么先导区？", "打造“5G+工业互联网”先导区。", ["“5G+工业互联网”先导区"]),
        ("属于哪个国家？", "白石郡在法国南部。", ["法国"]),
        ("青湖去了哪个城市？", "青湖市赴深圳招商。", ["深圳"]),
    ],
)  # fmt: skip
def test_instances_of_the_noun(question: str, sentence: str, expected: list[str]) -> None:
    noun = asked_noun(question)
    assert _texts(list(instances(noun, question, sentence)), sentence) == expected


@given(st.text(alphabet="王李四川大学公司在·Ab 的，。“”《》计划表示", max_size=40))
def test_names_stand_inside_the_text(text: str) -> None:
    for find in (people, organisations, places):
        for start, end in find(text):
            assert 0 <= start < end <= len(text)
    for start, end in instances("计划", "什么计划", text):
        assert 0 <= start < end <= len(text)
