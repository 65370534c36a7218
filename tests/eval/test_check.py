from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Message
from eval.check import Coverage, Finding, check, leakage
from eval.duplicates import ALIKE, Duplicates
from eval.errors import GoldError
from eval.grounding import plain
from eval.topics import Quote, Topic
from tests.eval.fakes import PARK, RAIL, make_document, make_topic, unanswerable

DOCUMENTS = {"park": make_document("park", PARK), "rail": make_document("rail", RAIL)}
FAR = make_topic("far", question="那个新园区到底有多大呀？")


def found(*topics: Topic) -> list[Finding]:
    return list(check(topics, DOCUMENTS, Coverage()))


def test_a_good_set_has_no_findings_and_is_counted() -> None:
    coverage = Coverage()
    rail = make_topic("r", question="铁路几时完工？", doc_id="rail", evidence=("预计2025年建成",), answers=("2025年",), type_="never seen")  # fmt: skip
    assert list(check([FAR, rail, unanswerable("u", "红烧肉怎么做才不腻？")], DOCUMENTS, coverage)) == []
    assert coverage.topics == 3
    assert coverage.doc_id == {"park": 1, "rail": 1}
    assert {place: n for place, n in coverage.place.items() if n} == {"1": 1, "8": 1}
    assert coverage.type == {"factoid": 1, "never seen": 1, "unanswerable": 1}
    assert coverage.lang == {"zh": 3}
    assert coverage.split.total() == 3


@pytest.mark.parametrize(
    ("change", "kind", "says"),
    [
        (
            {"evidence": ("规划面积9平方公里",)},
            "label",
            "the document 'park' does not say '规划面积9平方公里'",
        ),
        ({"doc_id": "none"}, "label", "there is no document 'none' in this index (it has park, rail)"),
        ({"elsewhere": (Quote("rail", "没有"),)}, "label", "the document 'rail' does not say '没有'"),
        ({"answers": ("9平方公里",)}, "answer", "the answer '9平方公里' is in none of its quotes"),
    ],
)
def test_wrong_labels_are_errors_and_do_not_end_the_check(
    change: dict[str, object], kind: str, says: str
) -> None:
    (finding,) = [f for f in found(replace(FAR, **change), replace(FAR, id="t2", question="别的？")) if f.kind == kind]  # type: ignore[arg-type]  # fmt: skip
    assert (finding.topic_id, finding.says, finding.is_error) == ("far", says, True)


def test_every_quote_that_is_missing_is_named() -> None:
    topic = replace(FAR, alt_evidence=("没有一", "没有二"))
    assert [f.says for f in found(topic)] == [
        "the document 'park' does not say '没有一'",
        "the document 'park' does not say '没有二'",
    ]


def test_a_set_that_cannot_be_read_on_ends_with_that() -> None:
    def topics() -> Iterator[Topic]:
        yield FAR
        raise GoldError("gold.jsonl:2: not JSON")

    (finding,) = check(topics(), DOCUMENTS, Coverage())
    assert (finding.kind, finding.says, finding.is_error) == ("malformed", "gold.jsonl:2: not JSON", True)


def test_wording_taken_from_the_evidence_is_a_warning() -> None:
    (finding,) = found(replace(FAR, question="规划面积8.05平方公里吗？"))
    assert (finding.kind, finding.is_error) == ("leakage", False)
    assert finding.says.startswith("92% of the question stand in its evidence in one piece, 91% of")
    assert found(replace(FAR, question="面积？")) == []  # too short to tell


def test_leakage_in_numbers() -> None:
    assert leakage("abcdef", "xxabcdxx") == (4 / 6, 3 / 5)
    assert leakage("ab", "ba") == (1 / 2, 0.0)
    assert leakage("", "ab") == (0.0, 0.0)
    assert leakage("a", "a") == (1.0, 0.0)


@given(st.text("甲乙丙丁", max_size=12), st.text("甲乙丙丁", max_size=12))
def test_leakage_by_its_definition(question: str, evidence: str) -> None:
    pieces = [
        question[i:j]
        for i in range(len(question))
        for j in range(i + 1, len(question) + 1)
        if question[i:j] in evidence
    ]
    piece, pairs = leakage(question, evidence)
    assert piece * len(question) == pytest.approx(max(map(len, pieces), default=0))
    assert 0 <= pairs <= 1
    assert leakage(question, question)[0] == float(bool(question))


def test_the_same_question_and_nearly_the_same() -> None:
    same = replace(FAR, id="same", question="那个新园区，到底有多大呀？")
    near = replace(FAR, id="near", question="那个新园区到底有多大呀呀？")
    findings = [f.says for f in found(FAR, same, near)]
    assert findings[0] == "the same question as far"
    assert findings[1].startswith("nearly the same question (0.")
    assert findings[1].endswith(") as far and 1 more")
    assert len(findings) == 2


def test_another_conversation_makes_another_question() -> None:
    asked = [replace(FAR, id=str(n), history=(Message("user", text),)) for n, text in enumerate(("双湖科技园", "市域铁路的车站"))]  # fmt: skip
    assert found(*asked) == []


@given(st.lists(st.text("甲乙丙丁", min_size=1, max_size=9), min_size=2, max_size=8))
def test_no_pair_of_like_questions_is_missed(questions: list[str]) -> None:
    """All pairs, compared one by one, are those that are found without comparing all."""

    def pairs(text: str) -> set[str]:
        padded = f"^{plain(text)}$"
        return {padded[i : i + 2] for i in range(len(padded) - 1)}

    duplicates = Duplicates()
    for n, question in enumerate(questions):
        own = pairs(question)
        shares = {str(m): len(own & (o := pairs(questions[m]))) / len(own | o) for m in range(n)}
        expected = {m: share for m, share in shares.items() if share >= ALIKE}
        assert dict(duplicates.add(make_topic(str(n), question=question))) == pytest.approx(expected)
