from hypothesis import given
from hypothesis import strategies as st

from corpus.document import BlockKind
from eval.benchmarks.peers.judge import share_read
from eval.qrels import Label
from index.passage import Passage


def passage(id_: str, *spans: tuple[int, int]) -> Passage:
    return Passage(id_, "d", 0, 0, "", spans, (), BlockKind.PARAGRAPH)


LABEL = Label("q", "d", "", tuple(range(100, 110)))


def read(ranking: list[Passage], chars: int) -> float:
    return share_read(
        [LABEL], {p.passage_id: p for p in ranking}, {"q": [p.passage_id for p in ranking]}, chars
    )


def test_an_answer_counts_as_read_once_half_of_it_is_within_the_characters() -> None:
    assert read([passage("a", (95, 120))], 9) == 0
    assert read([passage("a", (95, 120))], 10) == 1
    assert read([passage("b", (0, 50)), passage("a", (100, 105))], 54) == 0
    assert read([passage("b", (0, 50)), passage("a", (100, 105))], 55) == 1


def test_the_same_characters_twice_count_once() -> None:
    assert read([passage("a", (96, 104)), passage("b", (97, 104))], 100) == 0
    assert read([passage("a", (96, 104)), passage("b", (97, 105))], 100) == 1


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 40)), min_size=1, max_size=6),
    st.integers(0, 300),
)
def test_it_is_what_counting_characters_one_by_one_gives(cuts: list[tuple[int, int]], chars: int) -> None:
    ranking = [passage(str(n), (start, start + length)) for n, (start, length) in enumerate(cuts)]
    order = [place for start, length in cuts for place in range(start, start + length)]
    covered = set(order[:chars]) & set(LABEL.characters)
    assert read(ranking, chars) == (2 * len(covered) >= len(LABEL.characters))
