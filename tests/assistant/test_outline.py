"""What is a section of its own is told point by point, if that is what the question asks for."""

import pytest

from assistant.app import Assistant, build

PLAN = """云岭市绿色交通规划

一、发展背景

（一）主要成效

线网不断加密。全市开通公交线路320条，公交站点覆盖了九成的街区，夜间班次也逐年增加。

慢行逐步成网。滨河绿道和山地步道贯通成环，市民骑行出行的比例逐年提高。

（二）主要挑战

停车供给严重不足。老城街区车位缺口超过两万个，占道停车的现象十分普遍。

资金来源较为单一。公交运营长期依靠财政补贴，票款收入只够支付燃料。

二、重点任务

（一）加快建设轨道交通，缩短城区通勤时间

开工建设轨道二号线。

（二）完善公交专用道网络，提高公交车运行速度

新增公交专用道60公里。

三、存在的问题

全市绿色交通出行比例由五年前的五成提高到六成四，公交车全部换成新能源车辆，建成充电站八十余座，沿江六个渡口恢复了通航，城区新增步行街区九处，骑行道路和登山步道总长翻了一番，中小学门前的接送车辆明显减少，居民满意程度连续三年提高，多项经验在全省推广。“十三五”以来成绩不少，但深层次问题依然存在，主要表现在：一是换乘距离仍然偏长，轨道站点和公交站点之间缺少连廊，雨天换乘尤其不便，老人和推婴儿车的乘客常常绕行到很远的路口才能过街；二是票制互不相通，公交、轨道、轮渡各自发卡，跨方式出行要刷三次卡，优惠也不能累计，外地游客更是无从办理；三是数据各自封闭，到站时间预报互不共享，应用程序各建一套，信息常常彼此矛盾，市民只好在几个程序之间来回比对。四是山区线路亏损严重，班次一减再减，乡镇的学生和赶集的老人往往要等上两个多小时，不少村庄只剩早晚各一班车，一旦遇到大雾和道路结冰，连这一班也难以保证，村民只能搭乘没有营运资格的面包车。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("outline")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    (folder / "news.txt").write_text("云岭市公交面临司机短缺的挑战，正在招聘。\n", encoding="utf-8")
    return Assistant(build([folder / "plan.txt", folder / "news.txt"], folder / "index").searcher)


def quotes(assistant: Assistant, question: str) -> list[str]:
    return [citation.quote for citation in assistant.ask(question).answer.citations]


@pytest.mark.parametrize(
    "question",
    [
        "云岭市绿色交通面临哪些挑战？",
        "云岭市绿色交通的主要挑战有哪些？",
        "What are the main challenges of the Yunling traffic plan?",
    ],
)
def test_what_is_a_heading_is_told_by_what_stands_below(assistant: Assistant, question: str) -> None:
    said = quotes(assistant, question)
    assert [quote[:8] for quote in said] == ["停车供给严重不足", "资金来源较为单一"]


def test_headings_that_say_something_are_points(assistant: Assistant) -> None:
    assert quotes(assistant, "云岭市绿色交通规划有哪些重点任务？") == [
        "（一）加快建设轨道交通，缩短城区通勤时间",
        "（二）完善公交专用道网络，提高公交车运行速度",
    ]


def test_a_section_on_something_else_is_no_answer(assistant: Assistant) -> None:
    for question in ("柳川市教育面临哪些挑战？", "云岭市公交司机面临哪些挑战？"):
        assert not any("停车" in quote for quote in quotes(assistant, question))


def test_a_list_within_a_sentence_comes_whole(assistant: Assistant) -> None:
    said = quotes(assistant, "绿色交通还存在哪四个深层次问题？")
    whole = PLAN[PLAN.index("“十三五”") :].strip()
    assert "".join(said).startswith(whole)
    assert not any(whole in quote for quote in said)  # it goes on in another passage
