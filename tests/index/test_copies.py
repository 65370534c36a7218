"""Texts that say the same in the same words are found; those that differ in anything else stay apart."""

from hypothesis import given
from hypothesis import strategies as st

from index.copies import copies

TEXT = st.text(alphabet="甲乙丙丁12 \n", min_size=0, max_size=80)


@given(st.lists(TEXT, max_size=12))
def test_copies_are_the_later_ones_of_equal_texts(texts: list[str]) -> None:
    found = copies(enumerate(texts))
    plain = ["".join(text.split()) for text in texts]
    for key, others in found.items():
        assert all(plain[other] == plain[key] and other > key for other in others)
        assert plain.index(plain[key]) == key
    dropped = {other for others in found.values() for other in others}
    long = [text for row, text in enumerate(plain) if row not in dropped and len(text) >= 40]
    assert len(set(long)) == len(long)


def test_another_number_is_another_text() -> None:
    clause = "违反本条例规定的，由市场监督管理部门责令限期改正，逾期不改正的，处{}万元以上五万元以下的罚款，并向社会公布。"
    assert copies(enumerate([clause.format("一"), clause.format("二")])) == {}
    assert copies(enumerate([clause.format("一"), "  " + clause.format("一")])) == {0: [1]}


def test_a_few_words_may_be_the_same_by_chance() -> None:
    assert copies([(0, "本办法自公布之日起施行。"), (1, "本办法自公布之日起施行。")]) == {}
