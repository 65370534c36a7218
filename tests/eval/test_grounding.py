import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.grounding import Statement, citation_precision, citation_recall, plain, statements

A, B, C = "双湖科技园规划面积8.05平方公里。", "全线设站十座。", "预计2025年建成。"


def test_markers_count_for_the_sentences_before_them() -> None:
    answer = f"{A}{B} [1] [2]{C}[3]\n没有出处。"
    assert list(statements(answer)) == [
        Statement(A, (1, 2)),
        Statement(B, (1, 2)),
        Statement(C, (3,)),
        Statement("没有出处。", ()),
    ]


def test_heads_and_rules_are_no_sentences() -> None:
    assert list(statements(f"《规划》（2023-12）：\n---\n{A} [1]")) == [Statement(A, (1,))]
    assert [s.cited for s in statements("两地分享税收：[1]")] == [(1,)]


@pytest.mark.parametrize(
    ("answer", "cited", "recall", "precision"),
    [
        (f"{A} [1]\n{B} [2]", {1: A, 2: B}, 1.0, 1.0),
        (f"{A} [1]", {1: f"前文，{A}后文"}, 1.0, 1.0),
        ("规划面积８.０５平方公里 [1]", {1: "规划面积 8.05\n平方公里。"}, 1.0, 1.0),
        (f"{A} [1]\n{B}", {1: A}, 0.5, 1.0),  # a sentence without a citation
        (f"{A} [1]\n{B} [2]", {1: A, 2: A}, 0.5, 0.5),  # one cites what does not say it
        (f"{A} [1] [2]", {1: A, 2: B}, 1.0, 0.5),  # the second is needless
        ("甲乙丙丁 [1] [2]", {1: "甲乙", 2: "丙丁"}, 1.0, 1.0),  # only together
        ("甲乙丙丁 [1] [2] [3]", {1: "甲乙", 2: "丙丁", 3: "戊"}, 1.0, 2 / 3),
        (f"{A} [7]", {}, 0.0, 0.0),  # cites what does not exist
        (f"{A} [0]", {1: A}, 0.0, 0.0),
        ("面积约为八平方公里。 [1]", {1: A}, 0.0, 0.0),  # its own words
        (A, {}, 0.0, None),
        ("", {}, None, None),
    ],
)
def test_recall_and_precision(
    answer: str, cited: dict[int, str], recall: float | None, precision: float | None
) -> None:
    assert citation_recall(answer, cited) == pytest.approx(recall)
    assert citation_precision(answer, cited) == pytest.approx(precision)


@given(st.lists(st.text(alphabet="甲乙丙，。8 ", min_size=1).filter(lambda t: bool(plain(t))), min_size=1))
def test_quotes_that_are_cited_one_by_one_are_perfect(quotes: list[str]) -> None:
    answer = "\n".join(f"{quote} [{n}]" for n, quote in enumerate(quotes, 1))
    cited = dict(enumerate(quotes, 1))
    assert citation_recall(answer, cited) == citation_precision(answer, cited) == 1.0


@given(st.text())
def test_plain_texts_are_letters_and_digits(text: str) -> None:
    assert all(char.isalnum() for char in plain(text))


def test_plain_texts_have_one_width_and_one_case() -> None:
    assert plain("Ａ_b ８.０５，①平方公里（km²）") == plain("aB8051平方公里km2") == "ab8051平方公里km2"
