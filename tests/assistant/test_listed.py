"""What made-up sentences name side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.listed import listed
from assistant.records import Kind, Query
from assistant.understand import content_of, kind_of, language

PORTS = "开行至海外的班列，探索两市与青湖港、白石港共建无水港，提升至北方各港口、南方湾区的联运能力。"
FIRMS = "依托青湖电气、白石重装、海川机械等龙头企业，形成产业集群，覆盖研发、制造、服务。"


def named(question: str, sentence: str, nouns: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    query = Query(
        question, question, content_of(question), language(question), kind_of(question), nouns=nouns
    )
    return [each.items for each in listed(query, sentence)]


@pytest.mark.parametrize(
    ("question", "sentence", "nouns", "expected"),
    [
        ("跟哪两个港口共建无水港？", PORTS, (), [("青湖港", "白石港")]),
        ("Which ports will share the inland port?", PORTS, ("港",), [("青湖港", "白石港")]),
        ("依托哪些企业？", FIRMS, (), [("青湖电气", "白石重装", "海川机械")]),
        ("依托哪三家企业？", FIRMS, (), [("青湖电气", "白石重装", "海川机械")]),
        ("依托哪四家企业？", FIRMS, (), []),
        (
            "优先用哪些平台？",
            "让“青湖贷”“白石通”“海川汇”等平台全覆盖。",
            (),
            [("青湖贷", "白石通", "海川汇")],
        ),
        ("青湖港和哪些港口合作？", "探索与青湖港、白石港共建。", (), []),
        ("哪些河流要治理？", FIRMS, (), []),
        ("港口在哪里？", PORTS, (), []),
        (
            "哪些窗口行业要定标准？",
            "银行、邮政、医院等窗口服务行业应当定标准。",
            (),
            [("银行", "邮政", "医院")],
        ),
        ("提供什么公共服务", "提供义务教育、法律援助等方面的公共服务。", (), [("义务教育", "法律援助")]),
        ("要保证哪些东西？", "做好食物、衣物、药品等供应。", (), [("食物", "衣物", "药品")]),
        ("保护哪些动物？", "重点保护大熊猫、金丝猴等动物。", (), [("大熊猫", "金丝猴")]),
        (
            "“三张清单”分别是什么",
            "围绕“共投共建、相向合作、共同争取”三张清单。",
            (),
            [("共投共建", "相向合作", "共同争取")],
        ),
        ("分哪几类病？", "常见的病包括甲状腺炎、关节炎、糖尿病。", (), [("甲状腺炎", "关节炎", "糖尿病")]),
        ("沿线有哪些村子？", "沿线有永丰、正义、汇南3个村子。", (), [("永丰", "正义", "汇南")]),
        ("名字里的双湖是哪两个湖？", "以汇通湖和青彭湖为中心。", (), [("汇通湖", "青彭湖")]),
        ("大蒜产在哪些地方", "主产区：青湖市、白水县。", (), [("青湖市", "白水县")]),
    ],
)
def test_as_many_or_of_the_sort_that_is_asked_for(
    question: str, sentence: str, nouns: tuple[str, ...], expected: list[tuple[str, ...]]
) -> None:
    assert named(question, sentence, nouns) == expected


@given(
    st.lists(
        st.sampled_from(["青湖港", "、", "白石港", "和", "海川公司", "共建", "“湖”", "等企业", "，", " "]),
        max_size=14,
    )
)
def test_the_items_stand_in_the_sentence_in_their_order(parts: list[str]) -> None:
    sentence = "".join(parts)
    query = Query("哪些公司？", "哪些公司？", "公司", "zh", Kind.LIST)
    for each in listed(query, sentence):
        at = each.start
        for item in each.items:
            assert sentence.find(item, at, each.end) >= at
            at = sentence.find(item, at) + len(item)
