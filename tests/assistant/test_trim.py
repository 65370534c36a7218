"""Long sentences are cut at clauses, and never lose what is needed."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.trim import trimmed
from index.bridge import Alternative
from index.query import Concept

SENTENCE = (
    "作为深度合作、联动发展的重点片区，“双湖科技园”以“双湖”为中心，规划面积8.05平方公里，形成引领全市、服务北部、辐射周边的新高地，"
    "着力打造产业集聚、功能完善、环境优美、生活便利、管理高效的现代化新城区，并带动周边乡镇共同发展，实现城乡融合、共同富裕的目标。"
)


def concept(word: str) -> Concept:
    return Concept(word, (Alternative(word, 1.0),), 5.0, 1.0, True, False)


def test_the_clauses_with_the_value_and_the_words_are_left() -> None:
    at = SENTENCE.index("8.05平方公里")
    start, end = trimmed(SENTENCE, (at, at + 8), [concept("双湖科技园"), concept("规划面积")])
    assert SENTENCE[start:end] == "“双湖科技园”以“双湖”为中心，规划面积8.05平方公里，"


def test_a_short_sentence_is_left_alone() -> None:
    assert trimmed("甲，乙，丙。", (0, 1), []) == (0, 6)


@given(st.text(alphabet="甲乙，；,；“”（）1。", min_size=1, max_size=200), st.data())
def test_what_is_needed_is_kept_and_cuts_stand_at_clauses(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, len(text)))
    start, end = trimmed(text, (first, last), [concept("甲")])
    assert start <= first < last <= end
    assert start == 0 or text[start - 1] in "，；,;"
    assert end == len(text) or text[end - 1] in "，；,;"
    assert ("甲" in text) == ("甲" in text[start:end])
    if (start, end) != (0, len(text)):
        assert text[start:end].count("“") == text[start:end].count("”")
