"""Which questions of a public set are answerable once half of its texts are gone."""

from eval.answerable import _halved
from eval.beir import Entry, PublicSet, Question
from eval.qrels import Qrel


def found(*kept: str) -> dict[str, bool]:
    entries = (
        Entry("a1", "桥", "这座桥建于1901年。"),
        Entry("a2", "桥", "桥长300米，1901年通车。"),
        Entry("b1", "塔", "塔高90米。"),
    )
    questions = (
        Question("built", "桥建于哪一年？", ("1901年",)),
        Question("long", "桥有多长？", ("300米",)),
        Question("high", "塔有多高？", ("90米",)),
        Question("both", "桥和塔有多高？", ("90米",)),
    )
    holders = {"built": ("a1",), "long": ("a2",), "high": ("b1",), "both": ("a2", "b1")}
    qrels = tuple(Qrel(topic, entry, 1) for topic, held in holders.items() for entry in held)
    whole = PublicSet("small", entries, questions, qrels)
    return {
        question: answerable
        for question, _, answerable in _halved(whole, [e for e in entries if e.id in kept])
    }


def test_a_question_is_answerable_where_all_of_its_texts_are_kept() -> None:
    assert found("a1", "a2", "b1") == {"built": True, "long": True, "high": True, "both": True}


def test_a_question_whose_answer_another_text_of_the_article_has_is_left_out() -> None:
    assert found("a2") == {"long": True, "high": False}
    assert found("a1", "b1") == {"built": True, "long": False, "high": True}
