"""Questions that are offered, places of a phrase, references, and the orders of the page: without a browser."""

import json
from collections.abc import Collection, Sequence
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer_html import answer_html
from assistant.conversation import (
    MOST_EXCHANGES,
    Conversation,
    Exchange,
    Order,
    Scope,
    parse_order,
    parse_scope,
)
from assistant.desk import Desk
from assistant.examples import examples
from assistant.facts import facts
from assistant.find import find
from assistant.holdings import holdings
from assistant.page_routes import page_routes
from assistant.records import Kind, Message, Turn
from assistant.reference import reference
from assistant.suggest import Suggester
from corpus.document import BlockKind, Document, without_space
from index.passage import Passage
from tests.assistant.fakes import FakeAssistant, make_document


def passage(text: str, kind: BlockKind = BlockKind.PARAGRAPH, section: tuple[str, ...] = ()) -> Passage:
    return Passage("d#1", "d", 0, len(text), text, ((0, len(text)),), section, kind)


@pytest.mark.parametrize(
    ("text", "section", "questions"),
    [
        ("“候鸟课堂”是面向外来务工人员子女的暑期托管项目。", (), ["什么是候鸟课堂？"]),
        ("碳汇是指从空气中清除二氧化碳的过程。", (), ["什么是碳汇？"]),
        ("“一窗通”：在一个窗口办完所有手续。", ("名词解释",), ["什么是一窗通？"]),
        ("一窗通：在一个窗口办完所有手续。", ("三、工作安排",), []),
        ("全市森林覆盖率达到41.2%，居全省第二。", (), ["全市森林覆盖率是多少？"]),
        ("青山隧道由中铁与省交投共同建设。", (), ["青山隧道由谁共同建设？"]),
        ("2025青山科技博览会在会展中心举行。", (), ["2025青山科技博览会在哪里举行？"]),
        ("这是一项重要工作。", ("（二）加快建设青山新城",), ["怎样加快建设青山新城？"]),
        ("这是一项重要工作。", ("第三章 促进与发展",), []),
        ("前款所称候鸟课堂，是指暑期托管项目。", (), ["什么是候鸟课堂？"]),
        ("第九条 申请开设暑期托管班应当具备下列条件：", (), ["申请开设暑期托管班应当具备哪些条件？"]),
        ("其中面积达到20平方公里。", (), []),
        ("它由两市共同建设。", (), []),
        ("A heat pump is a device that moves heat.", (), ["What is a heat pump?"]),
        ("The total area of the park is 12 hectares.", (), ["What is the total area of the park?"]),
        ("This is a new one.", (), []),
        ("", (), []),
    ],
)
def test_questions_are_read_off_the_form_of_a_sentence(
    text: str, section: tuple[str, ...], questions: list[str]
) -> None:
    found = examples(passage(text, section=section))
    assert [example.question for example in found if example.kind is not Kind.TOPIC] == questions


def test_what_stands_in_quotation_marks_may_be_asked_about() -> None:
    found = examples(passage("两地签订了《结对联动合作协议》，推进“双向飞地”，不是“这个那个”。"))
    assert [example.question for example in found] == ["《结对联动合作协议》是什么？", "双向飞地是什么？"]


def test_rows_of_a_table_with_one_number_are_asked_for() -> None:
    text = "指标 | 单位 | 目标\n绿地率 | % | ≥35\n湖泊\n人口密度 | 12 | 15"
    found = list(examples(passage(text, BlockKind.TABLE)))
    assert [(example.question, example.value) for example in found] == [("绿地率是多少？", "≥35")]
    assert text[found[0].start : found[0].end].startswith("绿地率")


@given(st.text(alphabet="是指由在年%，。：“”《》 |\n一二青山面积共建举行12.The area is a", max_size=80))
def test_any_passage_can_be_asked_about(text: str) -> None:
    for kind in (BlockKind.PARAGRAPH, BlockKind.TABLE):
        for example in examples(passage(text, kind, ("加快" + text[:9],))):
            assert 0 <= example.start < example.end <= len(text)
            assert example.question.strip()


class Unsure(FakeAssistant):
    """Answers what the fake assistant answers, with little confidence."""

    def ask(
        self, question: str, history: Sequence[Message] = (), *, documents: Collection[str] | None = None
    ) -> Turn:
        turn = super().ask(question, history, documents=documents)
        values = {field: getattr(turn, field) for field in turn.__slots__}
        return Turn(**values | {"confidence": 0.5})


class Empty(FakeAssistant):
    """Has no passages."""

    @property
    def passages(self) -> Sequence[Passage]:
        return ()


def test_only_questions_that_are_surely_answered_are_offered() -> None:
    asked: Any = FakeAssistant()
    assert Suggester(asked).suggest() == ("青湖科技园规划面积是多少？",)
    unsure: Any = Unsure()
    assert Suggester(unsure).suggest() == ()
    empty: Any = Empty()
    assert Suggester(empty).suggest() == ()


def test_offers_are_made_once_for_an_assistant_and_anew_for_another() -> None:
    assistant = FakeAssistant()
    served: Any = assistant
    desk = Desk(served)
    app = FastAPI()
    app.include_router(page_routes(desk))
    client = TestClient(app)
    for _ in range(3):
        assert client.get("/api/suggest").json() == {"questions": ["青湖科技园规划面积是多少？"]}
    assert len(assistant.asked) == 1
    assert client.get("/api/suggest", params={"passage": "nowhere"}).json() == {"questions": []}
    near = client.get("/api/suggest", params={"passage": ["nowhere", "qinghu-plan#1"]})
    assert near.json() == {"questions": ["青湖科技园规划面积是多少？"]}
    other: Any = Empty()
    desk.swap(other)
    assert client.get("/api/suggest").json() == {"questions": []}


DOCUMENT = make_document()


def found_text(document: Document, phrase: str) -> list[str]:
    return ["".join(document.text[start:end] for start, end in place) for place in find(document, phrase)[1]]


def test_a_phrase_is_found_where_the_file_interrupts_it() -> None:
    total, places = find(DOCUMENT, "8.05平方公里， 分三期")
    assert total == 1
    assert len(places[0]) == 2  # a page number stands between
    assert found_text(DOCUMENT, "8.05平方公里， 分三期") == ["8.05平方公里，分三期"]


@given(st.text(max_size=40))
def test_every_place_that_is_found_holds_the_phrase(phrase: str) -> None:
    total, places = find(DOCUMENT, phrase)
    assert len(places) == total
    for text in found_text(DOCUMENT, phrase):
        assert without_space(text).lower() == without_space(phrase).lower()


@given(st.integers(0, len(DOCUMENT.reading) - 1), st.integers(1, 30))
def test_what_stands_in_a_document_is_found(start: int, length: int) -> None:
    phrase = DOCUMENT.reading[start : start + length].strip()
    assert (find(DOCUMENT, phrase)[0] > 0) == bool(phrase)


def test_a_reference_leaves_out_what_is_not_known() -> None:
    assert reference(DOCUMENT, 3) == "青湖镇发展规划 <试行> & 说明[Z]. 青湖镇人民政府, 2021-12: 3."
    values = {field: getattr(DOCUMENT, field) for field in DOCUMENT.__slots__}
    unknown = Document(**values | {"publisher": None, "date": None, "title": "甲\n乙"})
    assert reference(unknown) == "甲 乙[Z]."
    assert reference(unknown, 2) == "甲 乙[Z]. 2."


def test_the_facts_of_an_answer_are_a_link_that_cannot_be_broken_out_of() -> None:
    turn = FakeAssistant().ask('面积"><script>')
    html = answer_html(turn, {DOCUMENT.doc_id: DOCUMENT})
    link = html.split('class="facts" href="#facts/')[1].split('"')[0]
    assert not set(link) & set("<>\"' &")
    told = facts(turn, {DOCUMENT.doc_id: DOCUMENT})
    assert [citation["n"] for citation in told["citations"]] == [1, 2]
    assert told["passages"] == ["qinghu-plan#1"]


def test_holdings_count_what_reading_left_out() -> None:
    assistant: Any = FakeAssistant()
    told = holdings(assistant, "default")
    (document,) = told["documents"]
    assert document["characters_dropped"] == len("－3－")
    assert document["rules"] == [{"kind": "dropped", "rule": "page_number", "count": 1}]
    assert (document["passages"], told["index"]["passages"]) == (1, 1)
    assert "/" not in document["file"]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists, max_leaves=6))
def test_an_order_that_nobody_would_give_is_none(value: object) -> None:
    assert parse_order(json.dumps(value)) is None
    assert parse_order(json.dumps({"questions": value})) is None or isinstance(value, list)
    assert parse_scope(json.dumps(value)) == Scope()
    told = parse_scope(json.dumps({"index": value, "documents": value}))
    assert told.index is None or told.index == value
    assert told.documents is None or (isinstance(value, list) and told.documents <= set(map(str, value)))


@pytest.mark.parametrize(
    "text", ["", "[", "[" * 100_000, '{"questions": ["a"], "keep": -1}', '{"questions": ["a"], "keep": true}']
)
def test_an_order_that_cannot_be_read_is_none(text: str) -> None:
    assert parse_order(text) is None


def test_orders_and_scopes_as_the_page_gives_them() -> None:
    assert parse_order('{"questions": [" a ", "b", " "], "keep": 2}') == Order(("a", "b"), 2)
    assert parse_order('{"questions": []}') == Order()
    assert parse_scope('{"index": "b", "documents": ["a", 3]}') == Scope("b", frozenset({"a"}))
    assert parse_scope('{"index": null, "documents": []}') == Scope()
    assert parse_scope("") == parse_scope("[]") == parse_scope("[[") == Scope()


def test_a_conversation_forgets_its_oldest_exchanges() -> None:
    conversation = Conversation()
    for n in range(MOST_EXCHANGES + 5):
        conversation.add(Exchange(str(n), "", (Message("user", str(n)), Message("assistant", "x"))))
    assert conversation.exchanges[0].asked == "5"
    assert len(conversation.history) == 20
    conversation.keep(2)
    assert [exchange.asked for exchange in conversation.exchanges] == ["5", "6"]
