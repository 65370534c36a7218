"""What is known of a question and its evidence: answers of another sort, and words that the evidence lacks."""

import pytest

from assistant.confidence import Signals
from assistant.evidence import select
from assistant.strangeness import Spoken, real_words
from assistant.understand import understand
from index.searcher import Searcher


def signals(searcher: Searcher, question: str) -> Signals:
    query = understand(question, [], searcher)
    search = searcher.analyse(query.content, question=query.standalone)
    return select(query, search, searcher.search(search), searcher).signals


@pytest.mark.parametrize(
    ("signal", "answered", "asked_for_more"),
    [
        ("numberless", "双湖科技园规划面积多大？", "双湖科技园有多少名员工？"),
        ("unattached", "双湖科技园规划面积多大？", "成都的GDP是多少？"),
        ("unattached", "谁主办了天府碳中和论坛？", "谁投资了天府碳中和论坛？"),
        ("unattached", "论坛有多少位院士参加？", "22位院士的名单"),
        ("displaced", "德阳准备建哪几个湿地公园？", "乐山准备建哪几个湿地公园？"),
        ("unnumbered", "第三届成渝美食工业博览会在哪里办？", "第九届成渝美食工业博览会在哪里办？"),
        ("presumed", "双湖科技园为什么开园？", "双湖科技园为什么爆炸了？"),
        ("undone", "谁主办了天府碳中和论坛？", "谁赞助了天府碳中和论坛？"),
        ("unrelated", "双湖科技园规划面积多大？", "双湖科技园的电话是多少？"),
        ("unrelated", "双湖科技园规划面积多大？", "双湖科技园的吉祥物是什么？"),
        ("roleless", "什邡经开区管委会副主任是谁？", "什邡经开区管委会主任是谁？"),
        ("roleless", "Who is the deputy director of the Shifang park?", "Who is the mayor of Shifang?"),
        ("unrelated", "天府碳中和论坛由谁主办？", "天府碳中和论坛的赞助商有哪些？"),
        ("unrelated", "Why is Sichuan building pumped storage?", "Why was the Tianfu forum postponed?"),
        ("unnumbered", "首批产业合作园区有多少个？", "第三批产业合作园区有多少个？"),
        ("unnumbered", "联东U谷产业园二期在哪里开工？", "联东U谷产业园三期在哪里开工？"),
        (
            "unnumbered",
            "When did the second phase of the Liandong park start?",
            "When did the third phase of the Liandong park start?",
        ),
        ("unattached", "开行了几条城际公交？", "德阳有几条地铁？"),
        (
            "unattached",
            "首届城市经信发展会议由中国社会科学院工业经济研究所的谁致辞？",
            "谁投资了天府碳中和论坛？",
        ),
        ("numberless", "What should the park do when a firm moves in?", "When will the park be closed?"),
        ("lacking", "双湖科技园规划面积多大？", "带狗坐地铁有什么要求？"),
        ("lacking", "What is the planned area of Shuanghu Science Park?", "How do I bake sourdough bread?"),
    ],
)
def test_what_is_not_said_raises_its_signal(
    searcher: Searcher, signal: str, answered: str, asked_for_more: str
) -> None:
    assert getattr(signals(searcher, answered), signal) < getattr(signals(searcher, asked_for_more), signal)


def test_first_need_not_be_said_of_what_is_done_but_of_what_is_held(searcher: Searcher) -> None:
    assert signals(searcher, "第一次天府碳中和论坛由谁主办？").unnumbered == 0
    assert signals(searcher, "第一批产业合作园区有多少个？").unnumbered == 0  # 首批
    assert signals(searcher, "第二次天府碳中和论坛由谁主办？").unnumbered == 1


def test_a_word_of_the_same_meaning_is_spoken_of(searcher: Searcher) -> None:
    spoken = Spoken("这辆轿车停在路边。", searcher.texts)
    assert spoken.alike(["汽车"]) > spoken.alike(["香蕉"]) + 0.1
    assert Spoken("。", searcher.texts).alike(["汽车"]) == 0


def test_only_real_words_that_say_something_are_shown_as_missing() -> None:
    assert real_words("狗丢了要多久之内去注销", ["狗丢", "注销"]) == ["狗", "注销"]
    assert real_words("How do I bake bread?", ["bread"]) == ["bread"]


@pytest.mark.parametrize("question", ["成都", "a", "12345678901234567890", "谁", "为什么" * 200, "how many"])
def test_signals_are_in_range_for_any_question(searcher: Searcher, question: str) -> None:
    found = signals(searcher, question)
    for name in (
        "lacking",
        "presumed",
        "undone",
        "mass",
        "valued",
        "numberless",
        "bound",
        "likeness",
        "words",
    ):
        assert 0 <= getattr(found, name) <= 1


def test_words_that_stand_there_are_as_near_as_can_be(searcher: Searcher) -> None:
    assert signals(searcher, "双湖科技园规划面积多大？").likeness == 1
    assert signals(searcher, "双湖科技园的爆炸原因").likeness < 1
