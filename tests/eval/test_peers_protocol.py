from hypothesis import given
from hypothesis import strategies as st

from corpus.document import without_space
from eval.benchmarks.peers.scripts.protocol import Text, pieces_of, place

texts = st.text(st.sampled_from("双湖科技园a1。，\n \u3000"), min_size=1, max_size=60)


@given(texts, st.data())
def test_a_piece_is_placed_where_its_characters_stand_whatever_became_of_the_white_space(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    changed = data.draw(
        st.sampled_from([str, str.strip, lambda s: " ".join(s.split()), lambda s: "\n\n".join(s.split())])
    )
    piece = changed(text[start:end])
    found = place(text, piece, data.draw(st.integers(0, len(text))))
    if without_space(piece):
        assert found is not None
        assert without_space(text[found[0] : found[1]]) == without_space(piece)
        assert 0 <= found[0] < found[1] <= len(text)
    elif found is not None:
        assert text[found[0] : found[1]] == piece


@given(texts, st.text(st.sampled_from("XYZ"), min_size=1))
def test_what_is_not_in_the_text_has_no_place(text: str, piece: str) -> None:
    assert place(text, piece) is None


@given(st.lists(st.text(st.sampled_from("甲乙丙"), min_size=1, max_size=4), min_size=1, max_size=8))
def test_the_same_words_are_placed_one_after_the_other(parts: list[str]) -> None:
    """Parts that no other part can be mistaken for stand exactly where they were cut."""
    marked = [f"{number}{part}" for number, part in enumerate(parts)]
    text = "。\n".join(marked)
    placed = [piece for piece, _ in pieces_of(Text("d", "", text), marked)]
    starts = [piece.spans[0][0] for piece in placed]
    assert starts == sorted(set(starts))
    assert [text[slice(*piece.spans[0])] for piece in placed] == marked


def test_a_repeated_part_is_placed_after_the_one_before() -> None:
    pieces = pieces_of(Text("d", "", "合作共赢。合作共赢。完"), ["合作共赢。", "合作共赢。", "完", "没有"])
    assert [list(piece.spans) for piece, _ in pieces] == [[(0, 5)], [(5, 10)], [(10, 11)], []]
    assert len({piece.id for piece, _ in pieces}) == 4
