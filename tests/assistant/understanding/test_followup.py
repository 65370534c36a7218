"""Chains of questions: each as it stands on its own after those before it."""

import pytest

from assistant.records import Message, Query
from assistant.understand import understand
from index.searcher import Searcher


def last_of(searcher: Searcher, *messages: str) -> Query:
    """The last message as understood. Those that begin with “答：” are answers."""
    history = [
        Message("assistant", text[2:]) if text.startswith("答：") else Message("user", text)
        for text in messages[:-1]
    ]
    return understand(messages[-1], history, searcher)


CHAINS = {
    "pronoun": (
        (("养老院有几家？", "它们收费多少？"), "养老院收费多少？"),
        (("双湖科技园规划面积多大？", "这个园区由谁主办？"), "双湖科技园由谁主办？"),
        (("双湖科技园规划面积多大？", "其主办方是谁？"), "双湖科技园的主办方是谁？"),
        (("中国西部传感谷依托哪个园区？", "答：德阳高新区。", "那里优先建设什么？"), "德阳高新区优先建设什么？"),
        (("哪个县级市被定位为“川西门户”？", "答：什邡市。", "它的人口是多少？"), "什邡市的人口是多少？"),
        (("两家公司做的项目是哪家的？", "答：海川公司的无人机项目。", "这个项目总投资多少？"), "海川公司的无人机项目总投资多少？"),
        (("双湖科技园规划面积多大？", "德阳要跟它合作什么平台？"), "德阳要跟双湖科技园合作什么平台？"),
        (("金什合作产业园是什么？", "答：金什合作产业园由金牛区、什邡市共建。", "它的规划面积呢？"), "金什合作产业园的规划面积是多少？"),
        (("什么是川渝高竹新区？", "答：柳川新城在西边。", "它有多大？"), "川渝高竹新区有多大？"),
    ),
    "a condition": (
        (("客运要什么条件？", "如果只运货物呢？"), "如果只运货物，客运要什么条件？"),
        (("客运要什么条件？", "如果只运货物呢？", "要是只有一辆车呢？"), "要是只有一辆车，客运要什么条件？"),
    ),
    "one of two": (
        (("金牛和什邡合作，各有什么优势？", "前者的企业有多少家"), "金牛的企业有多少家"),
        (("金牛和什邡合作，各有什么优势？", "前者的企业有多少家", "从成都开车去后者要多久？"), "从成都开车去什邡要多久？"),
        (("客运要什么条件？", "货运呢？", "这两种有什么区别？"), "客运和货运有什么区别？"),
    ),
    "another year or place": (
        (("2025年德阳的城镇化率是多少？", "那2035年呢？"), "2035年德阳的城镇化率是多少？"),
        (("2025年德阳的城镇化率是多少？", "2030年的森林覆盖率呢？"), "2030年德阳的森林覆盖率是多少？"),
        (("什邡在同城化中的功能定位是什么？", "中江呢？"), "中江在同城化中的功能定位是什么？"),
        (("绵竹在同城化里是什么定位？", "罗江呢", "还有广汉"), "广汉在同城化里是什么定位？"),
        (("彭州往西边跟谁联动？", "往南呢？", "北边"), "彭州往北边跟谁联动？"),
        (("成都2022年常住人口突破了多少？", "经济总量呢", "那深圳的呢？"), "深圳2022年经济总量突破了多少？"),
        (("北京市养犬管理规定对大型犬有什么规定？", "小型犬呢？"), "北京市养犬管理规定对小型犬有什么规定？"),
    ),
    "another side of it": (
        (("双湖科技园由谁主办？", "规划面积呢？"), "双湖科技园的规划面积是多少？"),
        (("谁是食品安全的主管部门？", "那交通的呢？"), "谁是交通的主管部门？"),
        (("双湖科技园规划面积多大？", "负责人呢？"), "双湖科技园的负责人是谁？"),
        (("2025年进出口总额的目标是多少？", "铁路公路货运量呢"), "2025年铁路公路货运量的目标是多少？"),
        (("虚拟口岸是什么意思？", "那“一窗受理，集成服务”呢"), "“一窗受理，集成服务”是什么意思？"),
    ),
    "correction": (
        (("双湖科技园是谁建的？", "不是，我问的是金什合作产业园"), "金什合作产业园是谁建的？"),
        (("那个会是哪天开的？", "不是博览会，我说的是园区推进会"), "园区推进会是哪天开的？"),
        (("软饮料的龙头是谁？", "不对，我要的是白酒的"), "白酒的龙头是谁？"),
        (("双湖科技园是谁建的？", "错了，我问的是德阳有几个园区？"), "德阳有几个园区？"),
    ),
    "back to an earlier one": (
        (("双湖科技园规划面积多大？", "什么是飞地经济？", "回到双湖科技园，它由谁主办？"), "双湖科技园由谁主办？"),
        (("绵竹在同城化里是什么定位？", "旌阳要建成哪几个门户？", "刚才说的绵竹，还要给谁当后花园？"), "绵竹还要给谁当后花园？"),
        (("什邡有几家医院？", "彭州呢，种植上抓哪几种？"), "彭州种植上抓哪几种"),
    ),
    "left out": (
        (("双湖科技园规划面积多大？", "什么时候开园？"), "双湖科技园什么时候开园？"),
        (("双湖科技园规划面积多大？", "总投资多少？"), "双湖科技园总投资多少？"),
        (("双湖科技园规划面积多大？", "由谁运营？", "谁投资的"), "双湖科技园谁投资的"),
        (("双湖科技园的主导产业是什么？", "答：新材料。", "它的规划面积呢？"), "双湖科技园的规划面积是多少？"),
        (("双湖科技园规划面积多大？", "其中有几家企业？"), "双湖科技园其中有几家企业？"),
        (("金什合作产业园由谁共建？", "还在洽谈的有几家？"), "金什合作产业园还在洽谈的有几家？"),
        (("2022年青湖集团的产值是多少？", "那2023年的产值是多少"), "青湖集团2023年的产值是多少"),
    ),
    "traditional characters": (
        (("德陽高新區在哪裡？", "它的面積多大？"), "德陽高新區的面積多大？"),
        (("双湖科技园规划面积多大？", "它是誰主辦的？"), "雙湖科技園是誰主辦的？"),
        (("數字倉融通用到了哪些技術？", "利率呢？"), "數字倉融通的利率是多少？"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("messages", "standalone"), [pair for pairs in CHAINS.values() for pair in pairs])
def test_a_follow_up_stands_on_its_own(
    searcher: Searcher, messages: tuple[str, ...], standalone: str
) -> None:
    query = last_of(searcher, *messages)
    assert query.standalone == standalone
    assert query.is_followup
    assert query.question == messages[-1]


@pytest.mark.parametrize(
    ("earlier", "question"),
    [
        ("金什合作产业园由谁共建？", "换个话题，什么是飞地经济？"), ("金什合作产业园由谁共建？", "另外，社保卡怎么办理？"),
        ("金什合作产业园由谁共建？", "能源保障这块怎么规划的"), ("金什合作产业园由谁共建？", "无人机那个项目里德阳出什么优势？"),
        ("金什合作产业园由谁共建？", "要打通的断头路具体是哪些路？"), ("金什合作产业园由谁共建？", "什么是飞地经济？它有哪些好处？"),
        ("金什合作产业园由谁共建？", "这份规划是什么性质的文件？"), ("金什合作产业园由谁共建？", "氢能"), ("金什合作产业园由谁共建？", "其他城市怎么做"),
        ("金什合作产业园由谁共建？", "双结对指什么"), ("金什合作产业园由谁共建？", "软饮料的龙头是谁？"),
    ],
)  # fmt: skip
def test_a_new_subject_inherits_nothing(searcher: Searcher, earlier: str, question: str) -> None:
    assert last_of(searcher, earlier, question).standalone == question


def test_more_of_the_same_says_what_was_told(searcher: Searcher) -> None:
    query = last_of(searcher, "彭州的跨界融合有哪几种？", "答：有区域融合、数实融合。", "还有吗")
    assert query.standalone == "彭州的跨界融合还有哪几种？"
    assert query.told == ("有区域融合、数实融合。",)
    assert last_of(searcher, "彭州的跨界融合有哪几种？", "答：有区域融合。", "彭州有哪些园区？").told == ()


def test_the_other_one_is_the_one_not_asked_about(searcher: Searcher) -> None:
    chain = ("金牛和什邡合作，各有什么优势？", "什邡的面积是多少？", "另一个呢？")
    assert last_of(searcher, *chain).standalone == "金牛的面积是多少？"


def test_a_chain_can_be_asked_in_another_language(searcher: Searcher) -> None:
    query = last_of(searcher, "双湖科技园规划面积多大？", "Who runs it?")
    assert (query.standalone, query.lang) == ("Who runs 双湖科技园?", "en")
