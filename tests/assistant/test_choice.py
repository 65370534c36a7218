"""Which sentences are quoted: as many as make it likely that one answers, each with what it needs of its list."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import Assistant
from assistant.choice import alike, choose
from assistant.records import Evidence, Kind, Query
from assistant.settings import AnswerSettings
from corpus.document import BlockKind, Source
from corpus.formats import plain
from corpus.structure import build_document
from index.build import build_searcher
from index.encoder import load_encoder
from index.settings import BuildSettings

RULES = """\
城市停车管理办法

第一条 为了规范停车秩序，方便市民出行，制定本办法。

第二条 下列场所禁止停放车辆：

（一）消防通道和医院急诊入口；

（二）中小学校门口五十米以内；

（三）公共汽车站前后三十米。

第三条 申请设立停车场的，应当提供下列材料：

（一）申请人的身份证明；

（二）场地使用权证明；

（三）消防验收合格文件。

第四条 违反本办法第二条规定的，由交通部门处以二百元以上一千元以下的罚款。

第五条 停车场收费时间为早上七点至晚上十点，逾期车辆由管理单位移走。
"""


@pytest.fixture(scope="module")
def desk() -> Assistant:
    source = Source("rules.txt", "rules.txt", title="城市停车管理办法")
    document = build_document(source, plain.read(RULES.encode(), None), "")
    return Assistant(
        build_searcher([document], load_encoder(), BuildSettings(), lambda *_: None),
        AnswerSettings(min_confidence=0),
    )


def quotes(desk: Assistant, question: str) -> list[str]:
    return [citation.quote for citation in desk.ask(question).answer.citations]


def test_a_list_is_quoted_whole_and_each_item_cited(desk: Assistant) -> None:
    assert quotes(desk, "哪些场所禁止停放车辆？") == [
        "第二条 下列场所禁止停放车辆：",
        "（一）消防通道和医院急诊入口；",
        "（二）中小学校门口五十米以内；",
        "（三）公共汽车站前后三十米。",
    ]


def test_an_item_brings_what_opens_its_list(desk: Assistant) -> None:
    said = quotes(desk, "公共汽车站前后多少米禁止停放车辆？")
    at = said.index("（三）公共汽车站前后三十米。")
    assert "第二条 下列场所禁止停放车辆：" in said[:at]


def test_a_range_is_one_amount(desk: Assistant) -> None:
    answer = desk.ask("违反规定停车罚款多少元？").answer
    assert answer.short == "二百元以上一千元以下"


def evidence(desk: Assistant, scores: list[float], kind: Kind) -> tuple[Query, list[Evidence]]:
    passage = next(p for p in desk.searcher.passages if p.kind is BlockKind.PARAGRAPH)
    texts = [
        "停车场由城管部门管理。",
        "收费标准另行公布实施。",
        "车位优先保障居民使用。",
        "夜间停车享受优惠政策。",
    ]
    ranked = [
        Evidence(passage, 20 * n, 20 * n + len(text), text, 0.5, score)
        for n, (text, score) in enumerate(zip(texts, scores, strict=False))
    ]
    return Query("问", "问", "问", "zh", kind), ranked


@given(st.lists(st.floats(0.01, 0.9), min_size=1, max_size=4), st.sampled_from(sorted(Kind)))
def test_the_best_comes_first_and_the_limit_holds(desk: Assistant, scores: list[float], kind: Kind) -> None:
    query, ranked = evidence(desk, sorted(scores, reverse=True), kind)
    chosen = choose(query, ranked, AnswerSettings(max_sentences=2))
    assert chosen[0] is ranked[0]
    assert len(chosen) <= 2
    assert len(set(map(id, chosen))) == len(chosen)


def test_a_sure_sentence_stands_alone_and_an_unsure_one_does_not(desk: Assistant) -> None:
    query, sure = evidence(desk, [0.985, 0.01, 0.005], Kind.TOPIC)
    assert choose(query, sure, AnswerSettings()) == sure[:1]
    _, unsure = evidence(desk, [0.5, 0.3, 0.2], Kind.TOPIC)
    assert choose(query, unsure, AnswerSettings()) == unsure


@pytest.mark.parametrize(
    ("question", "most"),
    [
        ("停车场的部署", 4),
        ("停车场的规划有什么安排", 4),
        ("停车场的别称是？", 3),
        ("停车場拿什麼作質押", 3),
    ],
)
def test_only_where_all_is_asked_for_there_is_a_fourth_sentence(
    desk: Assistant, question: str, most: int
) -> None:
    query, _ = evidence(desk, [0.1], Kind.TOPIC)
    texts = [
        "甲一二三四五六七八九",
        "乙赵钱孙李周吴郑王",
        "丙天地玄黄宇宙洪荒",
        "丁日月盈昃辰宿列张",
        "戊寒来暑往秋收冬藏",
    ]
    passage = next(p for p in desk.searcher.passages if p.kind is BlockKind.PARAGRAPH)
    ranked = [Evidence(passage, 10 * n, 10 * n + 9, text, 0.5, 0.2) for n, text in enumerate(texts)]
    assert len(choose(replace(query, standalone=question), ranked, AnswerSettings())) == most


def test_the_next_sentence_speaks_of_what_the_best_one_leaves_out_unless_several_things_are_asked_for(
    desk: Assistant,
) -> None:
    query, ranked = evidence(desk, [0.7, 0.12, 0.11, 0.07], Kind.TOPIC)
    says = [(0.6, 0.0), (0.6, 0.0), (0.1, 0.4), (0.0, 0.0)]
    ranked = [replace(e, says=each) for e, each in zip(ranked, says, strict=True)]
    two = AnswerSettings(max_sentences=2)
    asked = replace(query, standalone="停车场由谁管理？")
    assert choose(asked, ranked, two) == [ranked[0], ranked[2]]
    assert choose(replace(asked, kind=Kind.LIST), ranked, two) == ranked[:2]


def test_what_was_told_is_not_told_again(desk: Assistant) -> None:
    query, ranked = evidence(desk, [0.6, 0.3, 0.1], Kind.TOPIC)
    told = replace(query, told=(f"他们说：{ranked[0].text} [1]",))
    assert choose(told, ranked, AnswerSettings())[0] is ranked[1]
    assert choose(replace(query, told=tuple(e.text for e in ranked)), ranked, AnswerSettings()) == []


@given(st.text(alphabet="甲乙丙丁 ", min_size=1, max_size=20))
def test_a_text_is_like_itself_and_what_holds_it(text: str) -> None:
    assert alike(text, text)
    assert alike(text, f"前{text}后")


@pytest.mark.parametrize("name", ["城市停车管理办法", "停车办法", "停车管理办法"])
def test_a_document_is_known_by_its_short_name(desk: Assistant, name: str) -> None:
    assert desk.ask(f"{name}讲了什么？").query.document == "rules.txt"


@pytest.mark.parametrize("name", ["停车条例", "办法停车", "停车"])
def test_what_is_no_short_name_of_a_document_is_none(desk: Assistant, name: str) -> None:
    assert desk.ask(f"{name}讲了什么？").query.document == ""
