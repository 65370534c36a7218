"""A model's text, piece by piece, as sentences with the numbers they cite."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.draft import Draft, Sentence


def sentences(text: str, size: int = 1) -> list[Sentence]:
    draft = Draft()
    found = [s for at in range(0, len(text), size) for s in draft.feed(text[at : at + size])]
    return found + draft.close()


PIECES = "甲 。 [1] [ ] ! ? 1. 2、 - * abc 2-3 . <think> </think> 【2】 ** ” 5 ( http://a | \n # `".split(" ")


@given(st.lists(st.sampled_from([*PIECES, " ", "\n"]), max_size=25), st.integers(2, 40))
def test_how_the_text_is_cut_on_its_way_makes_no_difference(pieces: list[str], size: int) -> None:
    text = "".join(pieces)
    assert sentences(text, size) == sentences(text)


@given(st.text(max_size=80))
def test_whatever_is_written_no_marker_of_ours_and_no_link_is_left(text: str) -> None:
    for sentence in sentences(text, 3):
        assert not set("[]`|") & set(sentence.text)
        assert "\n" not in sentence.text
        assert sentence.has_link or "://" not in sentence.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("面积8.05平方公里。[1][3]", [("面积8.05平方公里。", (1, 3))]),
        ("面积8.05平方公里[1]。共三期【2, 4】。", [("面积8.05平方公里。", (1,)), ("共三期。", (2, 4))]),
        ("It grew 3.5% in 2025 [1]. Then it fell.[2-4]", [("It grew 3.5% in 2025.", (1,)), ("Then it fell.", (2, 3, 4))]),
        ("<think>第一句。[1]</think>**重点**：好。[^2]", [("重点：好。", (2,))]),
        ("Mr. Wu said so. [1]", [("Mr. Wu said so.", (1,))]),
        ("“好！”[1]他说。", [("“好！”", (1,)), ("他说。", ())]),
        ("[0][99] 没有依据", [("没有依据", (0, 99))]),
        ("见川府〔2021〕3号[2021]。", [("见川府〔2021〕3号(2021)。", ())]),
        ("[1-999]多。", [("多。", tuple(range(1, 22)))]),
        ("[2-3-4]三处。[6~5]", [("三处。", (2, 3, 4, 5, 6))]),
        ("5。?[1]", [("5。?", (1,))]),
        ("", []),
        ("---\n```\n***", []),
    ],
)  # fmt: skip
def test_sentences_and_what_they_cite(text: str, told: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(s.text, s.cited) for s in sentences(text)] == told


def test_a_list_keeps_its_lines() -> None:
    found = sentences("共两项：\n- 甲园。[1]\n2、乙园。[2] 在北。")
    assert [(s.lead, s.is_first) for s in found] == [("", True), ("- ", True), ("2. ", True), ("2. ", False)]


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://evil.example/?q=1)", "[点这里](//evil.example)", "见 https://evil.example。", "www.evil.example",
        "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "javascript:alert(1)", "data:text/html,x",
    ],
)  # fmt: skip
def test_links_images_and_markup_are_noticed(text: str) -> None:
    assert any(sentence.has_link for sentence in sentences(f"甲{text}乙"))


def test_what_cannot_be_seen_is_left_out() -> None:
    (sentence,) = sentences("甲\u202e乙\u200b\x07丙。")
    assert sentence.text == "甲乙丙。"


def test_a_thought_that_never_ends_is_no_answer() -> None:
    assert sentences("<think>面积8.05平方公里。[1]") == []
