"""Yes and no only where a sentence decides."""

import pytest

from assistant.verdict import verdict
from index.bridge import Alternative
from index.query import Concept


def concepts(*words: str) -> list[Concept]:
    return [Concept(word, (Alternative(word, 1.0),), 5.0, 1.0, True, False) for word in words]


@pytest.mark.parametrize(
    ("question", "words", "sentence", "expected"),
    [
        ("园区可以办理落户吗？", ("园区", "办理", "落户"), "园区内可办理落户。", True),
        ("园区可以办理落户吗？", ("园区", "办理", "落户"), "园区内不得办理落户。", False),
        ("园区可以办理落户吗？", ("园区", "办理", "落户"), "园区内可办理。", None),
        ("园区可以办理落户吗？", ("园区", "办理", "落户"), "园区不大，可办理落户。", None),
        ("园区可以办理落户吗？", ("园区", "办理", "落户"), "园区拟办理落户。", None),
        ("园区可以办理落户吗？", ("园区", "办理", "落户"), "园区可以办理落户吗？", None),
        ("园区企业超过80家吗？", ("园区", "企业"), "园区有企业70家。", None),
        ("园区不能办理落户吗？", ("园区", "办理", "落户"), "园区内可办理落户。", None),
        ("可以吗？", (), "园区内可办理落户。", None),
    ],
)
def test_yes_no_or_undecided(
    question: str, words: tuple[str, ...], sentence: str, expected: bool | None
) -> None:
    assert verdict(question, sentence, concepts(*words)) is expected
