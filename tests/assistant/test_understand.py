"""From a question and what was said before to a query that stands on its own."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.errors import QuestionError
from assistant.records import Kind, Lang, Message, Query
from assistant.understand import MAX_QUESTION_CHARS, clean, content_of, kind_of, language, understand
from eval.topics import default_gold, load_topics, split_of
from index.searcher import Searcher
from index.segment import fold


def ask(searcher: Searcher, question: str, *earlier: str) -> Query:
    return understand(question, [Message("user", text) for text in earlier], searcher)


@pytest.mark.parametrize(
    ("question", "content", "kind"),
    [
        ("双湖科技园规划面积多大？", "双湖科技园规划面积", Kind.QUANTITY),
        ("请问什么是飞地经济？", "飞地经济", Kind.DEFINITION),
        ("飞地经济是什么意思", "飞地经济", Kind.DEFINITION),
        ("何谓“强镇带村”？", "强镇带村", Kind.DEFINITION),
        ("你好，我想知道金什合作产业园由谁共建？", "金什合作产业园 共建", Kind.NAME),
        ("成渝双城经济圈有哪些合作园区？", "成渝双城经济圈 合作园区", Kind.LIST),
        ("大会什么时候召开？", "大会 召开", Kind.DATE),
        ("大会在哪里举办", "大会 举办", Kind.PLACE),
        ("为什么要建设毗邻协作区？", "要建设毗邻协作区", Kind.REASON),
        ("园区怎么分享税收？", "园区 分享税收", Kind.REASON),
        ("2023年合作园区营收多少亿元", "2023年合作园区营收 亿元", Kind.QUANTITY),
        ("有多少家企业入驻", "企业入驻", Kind.QUANTITY),
        ("不系安全带记几分？", "不系安全带记", Kind.QUANTITY),
        ("免税行为如何申报？", "免税行为 申报", Kind.REASON),
        ("套餐包含哪些项目？", "套餐 项目", Kind.LIST),
        ("补贴面向哪几类家庭？", "补贴面向 家庭", Kind.LIST),
        ("代表处可以派几名代表？", "代表处可以派 代表", Kind.QUANTITY),
        ("天府大道北延线长度", "天府大道北延线长度", Kind.QUANTITY),
        ("氢能大会召开时间", "氢能大会召开时间", Kind.DATE),
        ("哪个月是宣传月", "宣传月", Kind.DATE),
        ("奖金用不用交税", "奖金用不用交税", Kind.YES_NO),
        ("第几条说了不许骂人", "第几条说了不许骂人", Kind.SOURCE),
        ("两地之间的通勤时间", "两地之间的通勤时间", Kind.TOPIC),
        ("第几名拿了奖", "第几名拿了奖", Kind.TOPIC),
        ("介绍一下德阳的交通", "德阳的交通", Kind.TOPIC),
        ("氢能", "氢能", Kind.TOPIC),
    ],
)
def test_chinese_questions(searcher: Searcher, question: str, content: str, kind: Kind) -> None:
    query = ask(searcher, question)
    assert (query.question, query.standalone, query.lang) == (question, question, "zh")
    assert (query.content, query.kind) == (content, kind)
    assert not query.is_followup


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is the Shifang–Pengzhou cooperation zone?", Kind.DEFINITION),
        ("How large is the planned area of the park?", Kind.QUANTITY),
        ("How many companies joined?", Kind.QUANTITY),
        ("When was the plan issued?", Kind.DATE),
        ("Where was the conference held?", Kind.PLACE),
        ("Who built the park?", Kind.NAME),
        ("Why do they cooperate?", Kind.REASON),
        ("How do they share taxes?", Kind.REASON),
        ("Which projects are planned?", Kind.LIST),
        ("What documents are needed to register?", Kind.LIST),
        ("Which document mentions hydrogen?", Kind.SOURCE),
        ("What is the minimum age?", Kind.QUANTITY),
        ("hydrogen", Kind.TOPIC),
    ],
)
def test_english_questions(searcher: Searcher, question: str, kind: Kind) -> None:
    query = ask(searcher, question)
    assert (query.kind, query.lang) == (kind, "en")
    assert query.content == question.removeprefix("How large ").removeprefix("How many ")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("什么是P+R停车场", "zh"), ("What is the 飞地", "en"), ("什么是enclave economy", "zh"), ("2023", "zh"), ("Park", "en"),
        ("", "zh"), ("а б", "zh"),
    ],
)  # fmt: skip
def test_language(text: str, lang: Lang) -> None:
    assert language(text) == lang


# follow-ups


@pytest.mark.parametrize(
    ("earlier", "question", "standalone"),
    [
        ("双湖科技园规划面积多大？", "它由谁主办？", "双湖科技园由谁主办？"),
        ("双湖科技园规划面积多大？", "那它在哪里？", "双湖科技园在哪里？"),
        ("双湖科技园规划面积多大？", "这个科技园什么时候开园？", "双湖科技园什么时候开园？"),
        ("双湖科技园规划面积多大？", "什么时候建成？", "双湖科技园什么时候建成？"),
        ("双湖科技园规划面积多大？", "什么时候开园？", "双湖科技园什么时候开园？"),
        ("什么是飞地经济？", "还有哪些好处？", "飞地经济"),
        ("What is the enclave economy?", "Who benefits from it?", "Who benefits from the enclave economy?"),
        (
            "How large is Shuanghu Science Park?",
            "When was it opened?",
            "When was Shuanghu Science Park opened?",
        ),
        (
            "How large is Shuanghu Science Park?",
            "What is its address?",
            "What is Shuanghu Science Park’s address?",
        ),
        ("How large is Shuanghu Science Park?", "And the investors?", "Shuanghu Science Park"),
    ],
)
def test_a_follow_up_says_what_it_is_about(
    searcher: Searcher, earlier: str, question: str, standalone: str
) -> None:
    query = ask(searcher, question, earlier)
    assert query.is_followup
    assert query.question == question
    assert standalone in query.standalone


def test_a_new_entity_takes_the_place_of_the_old_one(searcher: Searcher) -> None:
    zh = ask(searcher, "那德阳呢？", "成都的经济总量是多少？")
    assert zh.is_followup
    assert "德阳" in zh.standalone
    assert "经济总量" in zh.standalone
    assert "成都" not in zh.standalone
    assert zh.kind is Kind.QUANTITY


def test_a_new_entity_in_english_takes_the_place_of_the_old_one(searcher: Searcher) -> None:
    query = ask(searcher, "What about Deyang?", "What is the population of Chengdu?")
    assert query.is_followup
    assert "population of Deyang" in query.standalone


def test_the_subject_stays_over_several_questions(searcher: Searcher) -> None:
    query = ask(searcher, "它由谁主办？", "双湖科技园规划面积多大？", "它什么时候开园？")
    assert query.standalone == "双湖科技园由谁主办？"
    assert query.topic == "双湖科技园"


@pytest.mark.parametrize(
    "question",
    [
        "什么是飞地经济？", "成渝双城经济圈有哪些合作园区？", "成都地铁票价是多少？", "德阳市的规划是什么时候印发的？",
        "其他城市如何推进新型工业化和都市工业发展？", "What is the Shifang–Pengzhou cooperation zone?",
        "How many exhibitors came to the Western China International Fair in Chengdu?",
    ],
)  # fmt: skip
def test_an_independent_question_is_left_as_it_is(searcher: Searcher, question: str) -> None:
    query = ask(searcher, question, "双湖科技园规划面积多大？")
    assert query == ask(searcher, question)
    assert not query.is_followup


def test_no_question_of_the_gold_set_that_stands_alone_is_rewritten(searcher: Searcher) -> None:
    """After the history of another question: what is inherited wrongly is worse than what is not inherited."""
    topics = [topic for topic in load_topics(default_gold()) if split_of(topic.id) == "dev"]
    rewritten = []
    for n, topic in enumerate(t for t in topics if not t.history):
        for other in (topics[(7 * n + step) % len(topics)] for step in (11, 53)):
            if other.id.removesuffix("-alone") == topic.id.removesuffix("-alone"):
                continue
            history = [
                *other.history,
                Message("user", other.question),
                Message("assistant", *other.evidence[:1] or [""]),
            ]
            query = understand(topic.question, history, searcher)
            if query.is_followup or query.standalone != clean(topic.question):
                rewritten.append((other.question, query.standalone))
    assert len(rewritten) <= 0.005 * 2 * len(topics), rewritten


def test_no_question_of_the_gold_set_is_small_talk_or_asked_back(searcher: Searcher) -> None:
    topics = [t for t in load_topics(default_gold()) if split_of(t.id) == "dev" and not t.history]
    assert not [topic.question for topic in topics if understand(topic.question, (), searcher).reply]


@pytest.mark.parametrize("turns", [7, 60, 500])
def test_only_the_end_of_a_long_conversation_is_read(searcher: Searcher, turns: int) -> None:
    old = [Message("user", "飞地经济是什么意思？"), Message("assistant", "见规划。")] * turns
    last = [Message("user", "双湖科技园规划面积多大？"), Message("assistant", "8.05平方公里。")]
    assert understand("它由谁主办？", [*old, *last], searcher).standalone == "双湖科技园由谁主办？"
    assert understand("它由谁主办？", [*last, *old], searcher).standalone == "飞地经济由谁主办？"


@settings(max_examples=60)
@given(
    history=st.lists(
        st.builds(Message, st.sampled_from(["user", "assistant"]), st.sampled_from(["双湖科技园规划面积多大？", "谢谢", "它呢", "。", "What is it?", "那2035年呢？"])),
        max_size=8,
    ),
    question=st.sampled_from(["它由谁主办？", "还有呢？", "那2035年呢？", "另一个呢？", "What about Deyang?", "不是，我问的是德阳", "后者呢？"]),
)  # fmt: skip
def test_messages_in_any_order_are_understood(
    searcher: Searcher, history: list[Message], question: str
) -> None:
    query = understand(question, history, searcher)
    assert query.standalone
    assert query.is_followup or query.standalone == question
    assert not (query.is_followup and query.reply)


def test_a_pasted_paragraph_is_a_question_of_its_own(searcher: Searcher) -> None:
    pasted = ("市政府将推进园区建设，如何分享税收由双方商定，这是它的特点。" * 40)[:900]
    query = ask(searcher, pasted, "双湖科技园规划面积多大？")
    assert (query.standalone, query.is_followup, query.kind) == (pasted, False, Kind.TOPIC)
    asked = ask(searcher, f"{pasted[:800]}。园区规划面积多大？")
    assert asked.kind is Kind.QUANTITY


def test_small_talk_between_questions_is_passed_over(searcher: Searcher) -> None:
    query = ask(searcher, "它由谁主办？", "双湖科技园规划面积多大？", "谢谢！", "你是谁？")
    assert query.standalone == "双湖科技园由谁主办？"


def test_years_and_places_are_those_of_the_whole_question(searcher: Searcher) -> None:
    query = ask(searcher, "那2035年呢？", "2025年德阳的城镇化率是多少？")
    assert query.standalone == "2035年德阳的城镇化率是多少？"
    assert [(p.first, p.last) for p in query.times] == [(2035, 2035)]
    assert query.places == ("德阳",)


def test_what_the_assistant_said_is_no_question(searcher: Searcher) -> None:
    history = [Message("user", "双湖科技园规划面积多大？"), Message("assistant", "什么是飞地经济？")]
    assert understand("它由谁主办？", history, searcher).standalone == "双湖科技园由谁主办？"


@pytest.mark.parametrize("earlier", ["", "？！", " ", "\x00", "🙂"])
def test_an_earlier_message_without_words_is_passed_over(searcher: Searcher, earlier: str) -> None:
    assert (
        ask(searcher, "它由谁主办？", "双湖科技园规划面积多大？", earlier).standalone
        == "双湖科技园由谁主办？"
    )
    assert ask(searcher, "它由谁主办？", earlier) == ask(searcher, "它由谁主办？")


QUESTION = st.text(
    "双湖科技园规划面积多大什么是飞地经济它那这个呢在哪里由谁主办的了abcXYZ 2023，？“”",
    min_size=1,
    max_size=40,
).filter(lambda text: any(char.isalnum() for char in text))


@settings(max_examples=150)
@given(question=QUESTION)
def test_the_topic_and_the_content_are_characters_of_the_question(searcher: Searcher, question: str) -> None:
    query = ask(searcher, question)
    assert query.content
    for part in query.content.split(" "):
        assert part in query.standalone
    assert all(fold(word) in fold(question) for word in query.topic.split())


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("双湖科技园规划面积多大？", "双湖科技园"),
        ("金什合作产业园由谁共建？", "金什合作产业园"),
        ("什么是强镇带村？", "强镇带村"),
        ("飛地經濟是什麼意思", "飛地經濟"),
        ("What is the Shifang–Pengzhou cooperation zone?", "Shifang–Pengzhou cooperation zone"),
        ("成渝双城经济圈有哪些合作园区？", "成渝双城经济圈"),
        ("首批成渝产业合作示范园区都达标了吗？", "首批成渝产业合作示范园区"),
        ("联东U谷·成都高新电子产业园总投资多少？", "联东U谷·成都高新电子产业园"),
        ("市域铁路S11线总投资多少亿元？", "市域铁路S11线"),
        ("双流和简阳去哪里推介？", "双流和简阳"),
        ("那“一窗受理，集成服务”是什么？", "一窗受理，集成服务"),
        ("What is the population of Chengdu?", "Chengdu"),
    ],
)
def test_the_topic_is_the_whole_name(searcher: Searcher, question: str, topic: str) -> None:
    assert ask(searcher, question).topic == topic


# what cannot be asked


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "请输入一个问题"), (" ", "请输入"), ("\n\t　", "请输入"), ("\x00\x07\x1b", "请输入"), ("\u200b\u200e", "请输入"),
        ("？！。", "没有文字"), ("🙂🙃", "没有文字"), ("...", "没有文字"), ("“”", "没有文字"),
        ("好" * (MAX_QUESTION_CHARS + 1), "问题太长：1001"), ("好" * 100_000, "100000"),
        ("a" * 100_000, "too long: 100000"), ("？" * 100_000, "太长"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(searcher: Searcher, question: str, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        ask(searcher, question)


@pytest.mark.parametrize(
    "question", ["好" * MAX_QUESTION_CHARS, "a" * MAX_QUESTION_CHARS, "1", "园", "a b " * 250]
)
def test_what_can_be_asked_is(searcher: Searcher, question: str) -> None:
    assert ask(searcher, question).standalone == question.strip()


def test_control_characters_and_line_breaks_are_spaces() -> None:
    assert clean("  什么是\x00飞地\r\n经济\u200b\u2028？ ") == "什么是 飞地 经济 ？"


@settings(max_examples=120)
@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=3))
@example("它\ud800呢", ["\udfff园区"])
@example("那呢", ["它"])
def test_any_text_is_understood_or_refused(searcher: Searcher, question: str, earlier: list[str]) -> None:
    try:
        query = ask(searcher, question, *earlier)
    except QuestionError:
        return
    assert query.standalone.strip()
    assert query.content.strip()
    assert query.lang in ("zh", "en")
    assert query.kind in Kind


@settings(max_examples=100)
@given(question=QUESTION, earlier=st.lists(QUESTION, max_size=4))
def test_a_question_keeps_its_own_words(searcher: Searcher, question: str, earlier: list[str]) -> None:
    """Without history `standalone` is the question; with one it is only changed if it is called a follow-up."""
    assert ask(searcher, question).standalone == clean(question)
    query = ask(searcher, question, *earlier)
    assert query.question == clean(question)
    assert query.is_followup or query.standalone == clean(question)


@given(st.text())
def test_content_and_kind_of_any_text(text: str) -> None:
    assert content_of(text) or not text
    assert kind_of(text) in Kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was it built?", Kind.DATE),
        ("The park opened when?", Kind.DATE),
        ("Do you know when it opens?", Kind.DATE),
        ("What should the owner do when a dog bites someone?", Kind.TOPIC),
        ("What does it report when a test fails?", Kind.TOPIC),
        ("How old was he when he died?", Kind.QUANTITY),
        ("展会几号开幕？", Kind.DATE),
        ("摆渡车接到几号线？", Kind.TOPIC),
        ("会上提出了几点要求？", Kind.TOPIC),
    ],
)
def test_a_date_is_asked_for_only_by_what_asks(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What interest rate did he pay?", Kind.QUANTITY),
        ("Which output value will it reach?", Kind.QUANTITY),
        ("What is the cultural value of the site?", Kind.DEFINITION),
        ("What amount groups the firms together?", Kind.QUANTITY),
        ("What population groups live there?", Kind.TOPIC),
        ("Which bank financed the park?", Kind.NAME),
        ("Which banks financed the park?", Kind.LIST),
    ],
)
def test_what_a_noun_behind_what_or_which_asks_for(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind
