"""The whole path of a question: sound whatever is asked, in the form that others rely on."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from assistant.app import Assistant
from assistant.cite import is_exact
from assistant.errors import QuestionError
from assistant.records import Message, Turn
from assistant.render import explanation, turn_dict, turn_text
from corpus.document import without_space
from tests.assistant.soundness import is_sound

NUMBER = (int, float)
CONTRACT: dict[str, Any] = {
    "id": str,
    "question": str,
    "standalone": str,
    "lang": {"zh", "en"},
    "status": {"answered", "not_found"},
    "answer": {"mode": {"extractive", "llm"}, "text": str, "short": (str, None)},
    "citations": [
        {
            "n": int, "doc_id": str, "title": str, "date": (str, None), "section": [str], "page": (int, None),
            "spans": [[int]], "quote": str, "passage_id": str,
        }
    ],
    "hits": [{"rank": int, "passage_id": str, "doc_id": str, "spans": [[int]], "score": NUMBER, "text": str}],
    "timings_ms": {"understand": NUMBER, "retrieve": NUMBER, "answer": NUMBER},
    "fingerprint": str,
}  # fmt: skip
"""A Turn as DESIGN.md promises it, word for word."""
ADDED = {"reason": (str, None), "confidence": NUMBER}
"""What has been added since, to be named in the CHANGELOG."""


def test_where_nothing_answers_a_question_it_is_asked_of_what_was_spoken_of(assistant: Assistant) -> None:
    history = [Message("user", "C2M是什么"), Message("assistant", "是由用户驱动生产的反向生产模式。")]
    turn = assistant.ask("英文全称写出来", history)
    assert (turn.query.standalone, turn.query.is_followup) == ("C2M英文全称写出来", True)
    assert "Customer-to-Manufacturer" in without_space(turn.answer.text)
    assert assistant.ask("英文全称写出来").answer.status == "not_found"


@pytest.mark.parametrize(
    "question", ["上海迪士尼门票多少钱", "2031年的有没有", "那深圳的呢？", "月球离地球多远"]
)
def test_what_no_document_says_is_not_answered_for_what_was_spoken_of(
    assistant: Assistant, question: str
) -> None:
    history = [Message("user", "双湖科技园规划面积多大？"), Message("assistant", "8.05平方公里。")]
    assert assistant.ask(question, history).answer.status == "not_found"


def check_form(value: Any, form: Any, where: str = "turn") -> None:
    match form:
        case dict():
            assert isinstance(value, dict), where
            assert set(value) == set(form), where
            for key, inner in form.items():
                check_form(value[key], inner, f"{where}.{key}")
        case list():
            assert isinstance(value, list), where
            for i, item in enumerate(value):
                check_form(item, form[0], f"{where}[{i}]")
        case set():
            assert value in form, where
        case tuple():
            kinds = tuple(kind for kind in form if kind)
            assert isinstance(value, kinds) or (value is None and None in form), where
            assert not isinstance(value, bool), where
        case _:
            assert isinstance(value, form), where


def check_turn(turn: Turn, assistant: Assistant) -> None:
    assert is_sound(turn.answer)
    for citation in turn.answer.citations:
        document = assistant.document(citation.doc_id)
        assert is_exact(citation, document)
        assert without_space(citation.quote) in without_space(turn.answer.text)
    if turn.answer.status == "answered":
        assert turn.answer.citations
    elif turn.answer.citations:  # what the documents say of another year than was asked about
        assert turn.query.times
    for hit in turn.hits:
        document = assistant.document(hit.passage.doc_id)
        cited = "".join(document.text[start:end] for start, end in hit.passage.spans)
        assert without_space(cited) == without_space(hit.passage.text)
    assert 0 <= turn.confidence <= 1
    assert all(ms >= 0 for ms in turn.timings_ms.values())
    as_json = turn_dict(turn)
    assert json.loads(json.dumps(as_json, allow_nan=False)) == as_json
    check_form(as_json, CONTRACT | ADDED)
    assert turn_text(turn).strip()
    assert turn.query.standalone in explanation(assistant.explain(turn))


ASKING = "什么是 有哪些 多少 多大 什么时候 在哪里 由谁 为什么 如何 呢 ？ 它 那 和 的 what who when how many is of the it".split()


@settings(max_examples=60)
@given(data=st.data())
def test_whatever_is_asked_the_answer_is_sound_and_exact(assistant: Assistant, data: st.DataObject) -> None:
    """Questions of random pieces of the documents and question words, after others of the same kind."""

    def question() -> str:
        pieces = []
        for _ in range(data.draw(st.integers(1, 4))):
            passage = data.draw(st.sampled_from(list(assistant.passages)))
            start = data.draw(st.integers(0, len(passage.text) - 1))
            pieces += [
                passage.text[start : start + data.draw(st.integers(1, 10))],
                data.draw(st.sampled_from(ASKING)),
            ]
        return data.draw(st.sampled_from(["", " "])).join(data.draw(st.permutations(pieces)))

    history = [Message("user", question()) for _ in range(data.draw(st.integers(0, 2)))]
    try:
        turn = assistant.ask(question(), history, k=data.draw(st.sampled_from([1, 3, 10])))
    except QuestionError:
        return
    check_turn(turn, assistant)


@settings(max_examples=60)
@given(question=st.text(min_size=1, max_size=40))
def test_any_text_is_answered_or_refused(assistant: Assistant, question: str) -> None:
    try:
        turn = assistant.ask(question)
    except QuestionError:
        return
    check_turn(turn, assistant)


TYPED = {
    "a name in English": ("What is the Shifang–Pengzhou cooperation zone?", []),
    "a quantity": ("双湖科技园规划面积多大？", []),
    "a definition": ("什么是飞地经济？", []),
    "not in the documents": ("成都地铁票价是多少？", []),
    "a follow-up": ("那它由谁主办？", ["双湖科技园规划面积多大？"]),
    "a list": ("成渝双城经济圈有哪些合作园区？", []),
}


@pytest.mark.parametrize("kind", TYPED)
def test_the_path_of_a_question(assistant: Assistant, kind: str, snapshot: SnapshotAssertion) -> None:
    """Read the snapshot as a person: each stage follows from the one above it."""
    question, earlier = TYPED[kind]
    turn = assistant.ask(question, [Message("user", text) for text in earlier], k=3)
    check_turn(turn, assistant)
    query = turn.query
    assert snapshot == {
        "1 understood": {
            "question": query.question, "standalone": query.standalone, "content": query.content,
            "lang": query.lang, "kind": query.kind.value, "topic": query.topic, "follow-up": query.is_followup,
        },
        "2 retrieved": [f"{hit.rank}. {hit.passage.passage_id} {hit.passage.text[:40]!r}" for hit in turn.hits],
        "3 evidence": [f"{e.passage.passage_id} coverage {e.coverage:.1f} {e.text[:60]!r}" for e in turn.evidence],
        "4 answer": {
            "status": turn.answer.status, "short": turn.answer.short, "text": turn.answer.text.split("\n"),
            "confidence": f"{turn.confidence:.1f}",
        },
        "5 citations": [
            f"[{c.n}] {c.title} {list(c.section)} {[list(span) for span in c.spans]}" for c in turn.answer.citations
        ],
    }  # fmt: skip


def test_the_same_question_gives_the_same_turn(assistant: Assistant) -> None:
    first, second = (turn_dict(assistant.ask("什么是飞地经济？", turn_id="x")) for _ in range(2))
    assert first | {"timings_ms": 0} == second | {"timings_ms": 0}
    assert assistant.ask("飞地经济").turn_id != assistant.ask("飞地经济").turn_id


def test_how_many_hits_are_shown_does_not_change_the_answer(assistant: Assistant) -> None:
    few, many = assistant.ask("什么是飞地经济？", k=1), assistant.ask("什么是飞地经济？", k=10)
    assert few.answer == many.answer
    assert few.hits == many.hits[:1]
    assert len(many.hits) == 10


def test_the_fingerprint_of_a_turn_is_that_of_the_index(assistant: Assistant) -> None:
    assert assistant.ask("飞地经济").fingerprint == assistant.fingerprint == assistant.searcher.fingerprint


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("德阳2025年森林覆盖率目标是多少", "answered"),
        ("成都2025年森林覆盖率是多少", "not_found"),
        ("绵阳2025年森林覆盖率是多少", "not_found"),
        ("绵阳的GDP是多少", "not_found"),
    ],
)
def test_the_figure_of_one_place_is_not_given_for_another(
    assistant: Assistant, question: str, status: str
) -> None:
    assert assistant.ask(question).answer.status == status
