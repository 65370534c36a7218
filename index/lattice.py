"""The likeliest way to cut runs of Chinese characters into known words, for the runs of many texts at once.

It is Viterbi's search through a Unigram model. All runs take the step at the same distance from their end together, in
numpy, which lets another thread work meanwhile.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]

FIRST, LAST = "㐀", "鿿"
"""Characters that a run is made of."""
LONGEST_RUN = 255
"""Characters after which a run ends wherever it is, so that a text without punctuation takes no longer than another."""

_NONE = -1
_CHARACTER_BITS = 15
_PLACES = 4
"""Places of the table for each key at least, so that few keys share one."""
_SPREAD = 0x9E3779B97F4A7C15
"""2 ** 64 by the golden ratio: its multiples lie evenly (Knuth, The Art of Computer Programming 3, 6.4)."""


_Words = tuple[Ints, Ints, Numbers, Ints, Ints]
"""Words of one length: where they begin, where what follows begins (-1: nowhere), numbers, scores, bounds by distance."""


class Lattice:
    """Words of characters from FIRST to LAST, as a tree.

    `numbers` and `scores` are those of the words. A score is the logarithm of a probability as a whole number: sums are
    exact, so that a cut depends on nothing but its run. `unknown` is the score of a character that is no word.
    """

    def __init__(
        self, words: Sequence[str], numbers: Sequence[int], scores: Sequence[int], unknown: int
    ) -> None:
        lengths = np.array([len(word) for word in words], dtype=np.int64)
        longest = int(lengths.max(initial=1))
        codes = np.array(words, dtype=f"U{longest}").view(np.uint32).reshape(-1, longest).astype(np.int64)
        codes -= ord(FIRST)
        own_numbers, own_scores = np.array(numbers, dtype=np.int32), np.array(scores, dtype=np.int64)
        node = np.zeros(len(words), dtype=np.int64)
        keys, n_nodes = [], 0
        node_numbers, node_scores = [], []
        for depth in range(1, longest + 1):
            reached = np.flatnonzero(lengths >= depth)
            of_depth, own = np.unique(_keys(node[reached], codes[reached, depth - 1]), return_inverse=True)
            node[reached] = n_nodes + own
            number, score = np.full(len(of_depth), _NONE, dtype=np.int32), np.full(len(of_depth), unknown)
            is_whole = lengths[reached] == depth
            number[own[is_whole]] = own_numbers[reached[is_whole]]
            score[own[is_whole]] = own_scores[reached[is_whole]]
            keys.append(of_depth)
            node_numbers.append(number)
            node_scores.append(score)
            n_nodes += len(of_depth)
        self._root = np.full(ord(LAST) - ord(FIRST) + 1, _NONE)
        self._root[keys[0]] = np.arange(len(keys[0]))
        self._children = _Table(np.concatenate(keys[1:] or [np.zeros(0, dtype=np.int64)]), len(keys[0]))
        # the last of both is what no node (-1) has
        self._numbers = np.concatenate([*node_numbers, [np.int32(_NONE)]])
        self._scores = np.concatenate([*node_scores, [unknown]])

    def cut(self, characters: Ints, lengths: Ints) -> tuple[Ints, Numbers]:
        """Where the words of runs begin, in no order, and their numbers; -1 for a character that is no word.

        `characters` are code points less that of FIRST, run after run; `lengths`, 1 to LONGEST_RUN, those of the runs.
        Of two ways as likely, the one with the longer first word.
        """
        # Characters are laid out by their distance to the end of the run, and of one distance by the rank of the run,
        # longest first: what follows those of a distance is a stretch of those of the distance before.
        ranked = np.argsort(LONGEST_RUN - lengths.astype(np.uint8), kind="stable")
        n_runs = (
            len(lengths) - np.cumsum(np.bincount(lengths, minlength=LONGEST_RUN + 1))[:-1]
        )  # longer than 0, 1, ...
        bounds = np.concatenate([[0], np.cumsum(n_runs)])
        distance = np.repeat(np.arange(LONGEST_RUN), n_runs)
        rank = np.arange(len(characters)) - bounds[distance]
        places = np.cumsum(lengths)[ranked][rank] - 1 - distance
        following = np.where(distance > 0, bounds[distance - 1] + rank, _NONE)
        characters = characters[places]
        node = self._root[characters]
        number, best = (
            self._numbers[node],
            np.append(self._scores[node], 0),
        )  # 0 is what is left at the end (-1)
        longer = self._longer(characters, node, following, bounds)
        for i in range(1, int(np.count_nonzero(n_runs))):
            begin, end = bounds[i], bounds[i + 1]
            best[begin:end] += best[bounds[i - 1] : bounds[i - 1] + end - begin]
            for at, rest, their_numbers, their_scores, starts in longer:
                some = slice(starts[i], starts[i + 1])
                total = their_scores[some] + best[rest[some]]
                is_better = total >= best[at[some]]
                chosen = at[some][is_better]
                best[chosen] = total[is_better]
                number[chosen] = their_numbers[some][is_better]
                following[chosen] = rest[some][is_better]
        begins = np.zeros(len(characters), dtype=np.bool_)
        at = bounds[lengths[ranked] - 1] + np.arange(len(lengths))
        while len(at):
            begins[at] = True
            at = following[at]
            at = at[at >= 0]
        return places[begins], number[begins]

    def _longer(self, characters: Ints, node: Ints, following: Ints, bounds: Ints) -> list[_Words]:
        """The words of 2, 3, ... characters that stand in the runs."""
        longer = []
        at = np.arange(bounds[1], bounds[-1])
        node, ahead = node[at], following[at]
        while len(at):
            node = self._children.find(_keys(node, characters[ahead]))
            exists = np.flatnonzero(node >= 0)
            at, node, ahead = at[exists], node[exists], following[ahead[exists]]
            is_word = np.flatnonzero(self._numbers[node] >= 0)
            words, begins = node[is_word], at[is_word]
            longer.append(
                (
                    begins,
                    ahead[is_word],
                    self._numbers[words],
                    self._scores[words],
                    np.searchsorted(begins, bounds),
                )
            )
            goes_on = np.flatnonzero(ahead >= 0)
            at, node, ahead = at[goes_on], node[goes_on], ahead[goes_on]
        return longer


def _keys(nodes: Ints, characters: Ints) -> Ints:
    return nodes << _CHARACTER_BITS | characters


class _Table:
    """A hash table of whole numbers at least 0, all different, with open addressing; key i has the value `first` + i."""

    def __init__(self, keys: Ints, first: int) -> None:
        self._bits = max(4, int(_PLACES * len(keys)).bit_length())
        self._keys = np.full(1 << self._bits, _NONE)
        self._values = np.full(1 << self._bits, _NONE)
        waiting, place = np.arange(len(keys)), self._place(keys)
        while len(waiting):
            free = self._keys[place] == _NONE
            _, chosen = np.unique(place[free], return_index=True)
            taken = np.flatnonzero(free)[chosen]
            self._keys[place[taken]] = keys[waiting[taken]]
            self._values[place[taken]] = first + waiting[taken]
            waiting = np.delete(waiting, taken)
            place = self._next(np.delete(place, taken))

    def find(self, keys: Ints) -> Ints:
        """The values of keys, -1 where there is none."""
        place = self._place(keys)
        there = self._keys[place]
        is_found = there == keys
        values = np.full(len(keys), _NONE)
        hits = np.flatnonzero(is_found)
        values[hits] = self._values[place[hits]]
        searching = np.flatnonzero(~is_found & (there != _NONE))
        place = place[searching]
        while len(searching):
            place = self._next(place)
            there = self._keys[place]
            is_found = there == keys[searching]
            values[searching[is_found]] = self._values[place[is_found]]
            goes_on = ~is_found & (there != _NONE)
            searching, place = searching[goes_on], place[goes_on]
        return values

    def _place(self, keys: Ints) -> Ints:
        return (keys.view(np.uint64) * np.uint64(_SPREAD) >> np.uint64(64 - self._bits)).view(np.int64)

    def _next(self, place: Ints) -> Ints:
        return place + 1 & (1 << self._bits) - 1
