"""Who published a document and when: from its file or the catalogue, with the words that say so."""

from dataclasses import replace

import pytest

from assistant.app import Assistant
from assistant.records import Message
from assistant.settings import AnswerSettings
from corpus.document import Source
from corpus.formats import plain
from corpus.structure import build_document
from index.build import build_searcher
from index.encoder import load_encoder
from index.settings import BuildSettings

PLAN = """\
青石县人民政府文件

青府发〔2021〕16 号

青石县水利建设规划

到2030年，全县新增水库三座，灌溉面积达到12万亩。

白河水库由县水务局负责管理，总库容为800万立方米。

青石县人民政府

2021 年 3 月 5 日
"""
STORY = """\
山里开出第一列旅游小火车

小火车全长六公里，连接桃花岭和杏花沟，票价二十元。

记者在桃花岭车站看到，首日有三百名游客乘坐小火车。

小火车由山川旅游公司运营，车厢可坐八十人。
"""

LAW = """\
青石县饮水条例

2015年6月26日 青石县第十二届人民代表大会常务委员会第二十九次会议通过

2015年7月30日 白河省第十二届人民代表大会常务委员会第二十一次会议批准

2015年8月24日 青石县人民代表大会常务委员会公告第49号公布

第一条 饮水应当烧开。

第二条 本条例自2015年11月1日起施行。
"""


@pytest.fixture(scope="module")
def desk() -> Assistant:
    plan = Source(
        "plan.txt", "plan.txt", title="青石县水利建设规划", publisher="青石县人民政府", date="2021-03-05"
    )
    story = Source(
        "story.txt", "story.txt", title="山里开出第一列旅游小火车", publisher="山川晚报", date="2022-08"
    )
    documents = [
        build_document(source, plain.read(text.encode(), None), "")
        for source, text in ((plan, PLAN), (story, STORY))
    ]
    searcher = build_searcher(documents, load_encoder(), BuildSettings(), lambda *_: None)
    return Assistant(searcher, AnswerSettings())


@pytest.mark.parametrize(
    ("question", "short", "quoted"),
    [
        ("这份规划是谁发布的？", "青石县人民政府", "青石县人民政府文件"),
        ("谁印发了这份规划", "青石县人民政府", "青石县人民政府文件"),
        ("青石县水利建设规划是什么时候发布的", "2021-03-05", "2021 年 3 月 5 日"),
        ("这份规划的文号是多少？", "青府发〔2021〕16号", "青府发〔2021〕16 号"),
        ("青石县水利建设规划，文号是什么", "青府发〔2021〕16号", "青府发〔2021〕16 号"),
        ("这份文件的发文字号是什么？", "青府发〔2021〕16号", "青府发〔2021〕16 号"),
        ("What is the document number of the plan?", "青府发〔2021〕16号", "青府发〔2021〕16 号"),
        ("Who published the plan?", "青石县人民政府", "青石县人民政府文件"),
        ("When was the plan issued?", "2021-03-05", "2021 年 3 月 5 日"),
        ("旅游小火车的那篇报道是哪家报纸的", "山川晚报", "山里开出第一列旅游小火车"),
        ("《山里开出第一列旅游小火车》哪天发表的", "2022-08", "山里开出第一列旅游小火车"),
    ],
)
def test_how_a_document_came_out_is_known_of_it(
    desk: Assistant, question: str, short: str, quoted: str
) -> None:
    answer = desk.ask(question).answer
    assert answer.short == short
    assert quoted in answer.citations[0].quote
    assert short in answer.text


@pytest.mark.parametrize(
    ("question", "short", "quoted"),
    [
        ("青石县饮水条例哪天通过的", "2015年6月26日", "会议通过"),
        ("县里那部饮水条例是什么时候批准的？", "2015年7月30日", "会议批准"),
        ("青石县饮水条例的公告号是多少", "第49号", "公告第49号"),
        ("青石县饮水条例什么时候公布的", "2015年8月24日", "公告第49号"),
        ("When was the 青石县饮水条例 adopted?", "2015年6月26日", "会议通过"),
    ],
)
def test_how_a_law_came_about_stands_at_its_beginning(question: str, short: str, quoted: str) -> None:
    source = Source("law.txt", "law.txt", title="青石县饮水条例")
    law = build_document(source, plain.read(LAW.encode(), None), "")
    searcher = build_searcher([law], load_encoder(), BuildSettings(), lambda *_: None)
    answer = Assistant(searcher, AnswerSettings()).ask(question).answer
    assert answer.short == short
    assert quoted in answer.citations[0].quote


def test_what_stands_only_in_the_catalogue_is_said_to_stand_there(desk: Assistant) -> None:
    assert "登记" in desk.ask("旅游小火车的那篇报道是哪家报纸的").answer.text
    assert "登记" not in desk.ask("这份规划是谁发布的？").answer.text


def test_a_document_that_was_spoken_of_is_pointed_at(desk: Assistant) -> None:
    turn = desk.ask("这篇报道是谁发布的？", [Message("user", "小火车的票价是多少？")])
    assert turn.answer.short == "山川晚报"


def test_a_document_without_a_number_has_none(desk: Assistant) -> None:
    assert desk.ask("旅游小火车的那篇报道的文号是多少？").query.publication is None


@pytest.mark.parametrize("question", ["白河水库由谁管理", "小火车什么时候发车", "这篇报道是谁发布的"])
def test_other_questions_are_looked_up(desk: Assistant, question: str) -> None:
    assert desk.ask(question).query.publication is None


def test_what_is_not_known_is_looked_up(desk: Assistant) -> None:
    documents = {doc_id: replace(d, publisher=None) for doc_id, d in desk.searcher.documents.items()}
    unknown = Assistant(replace(desk.searcher, documents=documents), desk.settings)
    assert unknown.ask("这份规划是谁发布的？").query.publication is None
