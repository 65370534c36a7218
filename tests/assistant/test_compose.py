"""Answers are sentences of the sources, or say honestly that there is none."""

import pytest

from assistant.app import Assistant
from assistant.compose import compose
from assistant.evidence import select
from assistant.records import Answer, Message
from assistant.settings import AnswerSettings
from assistant.understand import understand
from corpus.document import without_space


def answer(assistant: Assistant, question: str, *earlier: str) -> Answer:
    return assistant.ask(question, [Message("user", text) for text in earlier]).answer


@pytest.mark.parametrize(
    ("question", "short", "quoted"),
    [
        ("双湖科技园规划面积多大？", "8.05平方公里", "规划面积8.05平方公里"),
        ("金什合作产业园由谁共建？", None, "金牛"),
        ("什么是飞地经济？", None, "打破区划限制"),
        ("P+R停车场是什么意思？", None, "Park"),
        ("成渝双城经济圈有哪些合作园区？", None, "合作园区"),
    ],
)
def test_what_the_documents_say_is_quoted(
    assistant: Assistant, question: str, short: str | None, quoted: str
) -> None:
    found = answer(assistant, question)
    assert found.status == "answered"
    assert quoted in "".join(citation.quote for citation in found.citations)
    if short:
        assert without_space(found.short or "") == short


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("成都地铁票价是多少？", "没有找到"),
        ("金什合作产业园的规划面积呢", "没有找到"),
        ("华能彭州水电解制氢站每年生产多少吨氢气", "没有找到"),
        ("How many innovation centers does the plan name?", "do not say"),
        ("格陵兰的首都在哪里？", "没有找到"),
        ("量子计算机的发明人是谁？", "没有找到"),
        ("What is the capital of Greenland?", "do not say"),
        ("Who won the football world cup in 1998?", "do not say"),
    ],
)
def test_what_the_documents_do_not_say_is_admitted(assistant: Assistant, question: str, says: str) -> None:
    found = answer(assistant, question)
    assert found.status == "not_found"
    assert says in found.text
    assert found.reason in found.text
    assert found.reason
    assert (found.short, found.citations) == (None, ())


@pytest.mark.parametrize("question", ["ᚠᚢᚦ", "สวัสดี", "Привет, как дела?", "a", "的是了吗"])
def test_a_question_in_no_language_of_ours_is_not_answered(assistant: Assistant, question: str) -> None:
    assert answer(assistant, question).status == "not_found"


def test_the_answer_is_no_longer_than_its_settings(assistant: Assistant) -> None:
    searcher = assistant.searcher
    query = understand("成德同城化有哪些重点任务？", [], searcher)
    search = searcher.analyse(query.content)
    selection = select(query, search, searcher.search(search), searcher)
    for sentences in (1, 2, 4):
        settings = AnswerSettings(min_confidence=0, max_sentences=sentences)
        _, evidence = compose(query, search, selection, searcher, settings)
        assert 1 <= len(evidence) <= sentences
    _, (best,) = compose(query, search, selection, searcher, AnswerSettings(min_confidence=0, max_chars=0))
    assert best in selection.evidence
    refused, quoted = compose(query, search, selection, searcher, AnswerSettings(min_confidence=1.01))
    assert refused.status == "not_found"
    assert quoted == ()


def test_no_sentence_is_quoted_twice(assistant: Assistant) -> None:
    for question in ("什么是飞地经济？", "成渝双城经济圈有哪些合作园区？", "德阳的产业", "氢能"):
        quotes = [without_space(citation.quote) for citation in answer(assistant, question).citations]
        for quote in quotes:
            assert sum(quote in other for other in quotes) == 1


@pytest.mark.parametrize(
    "question", ["这份规划的目标是什么？", "What are the main goals of the Deyang plan?"]
)
def test_a_part_of_a_document_that_a_heading_names_is_outlined(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question).answer
    assert answer.citations[0].section[-1].endswith("总体目标")
    assert len(answer.citations) >= 2
