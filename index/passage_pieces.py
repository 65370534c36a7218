"""The pieces that an encoder reads each passage as, kept with the index.

A search compares the words of a query with those of twenty passages, which it finds cut already: to cut them takes
longer than all else that a search does.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoder import PieceEncoder

_BATCH = 2048  # texts that are cut at once
_NEW = -1


@dataclass(frozen=True, slots=True, eq=False)
class PassagePieces:
    """The distinct pieces of passage i, rising, are `numbers[ends[i]:ends[i + 1]]`."""

    numbers: npt.NDArray[np.unsignedinteger]
    ends: npt.NDArray[np.int64]

    def of(self, row: int) -> npt.NDArray[np.unsignedinteger]:
        """The pieces of one passage."""
        return self.numbers[self.ends[row] : self.ends[row + 1]]


def cut_passages(
    encoder: PieceEncoder,
    text_of: Callable[[int], str],
    known: npt.NDArray[np.int32],
    previous: PassagePieces | None = None,
) -> PassagePieces:
    """The pieces of as many passages as `known` has rows, of the folded texts that `text_of` gives by them.

    `known` says for each which passage of `previous` has the same text, -1 for none.
    """
    blocks: list[npt.NDArray[np.uint32]] = []
    lengths = np.zeros(len(known), dtype=np.int64)
    for start in range(0, len(known), _BATCH):
        rows = range(start, min(start + _BATCH, len(known)))
        old = [
            None if previous is None or known[row] == _NEW else previous.of(int(known[row])) for row in rows
        ]
        new = [text_of(row) for row, pieces in zip(rows, old, strict=True) if pieces is None]
        fresh = iter(encoder.pieces(new) if new else ())
        found = [next(fresh) if pieces is None else pieces for pieces in old]
        lengths[start : start + len(found)] = [len(pieces) for pieces in found]
        blocks.append(np.concatenate(found).astype(np.uint32))
    numbers = np.concatenate([np.zeros(0, dtype=np.uint32), *blocks])
    smallest = np.min_scalar_type(int(numbers.max(initial=0)))  # two bytes for the shipped encoder
    return PassagePieces(numbers.astype(smallest), np.concatenate([[0], np.cumsum(lengths)]))
