"""The shipped encoder: one vector a vocabulary piece, added up. Neither torch nor a network is needed.

A text's vector is the sum over its pieces of count ** power times the piece's vector, scaled to length 1. A power below
1 lets a piece that is repeated count less each time, as BM25 does. Vectors are whole numbers of 4 bits with one scale a
piece.
"""

import hashlib
import json
import struct
from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.workers import n_cores
from index.errors import EncoderError
from index.pieces import Cut, Pieces
from index.vectors import Vectors, unit
from index.wording import because

CONFIG, PIECES, WEIGHTS = "config.json", "pieces.json", "model.safetensors"
KIND = "wenju-bag"
"""Value of `kind` in the configuration of a model folder of this sort."""

_BATCH, _LEAST_BATCH = 2048, 512
"""Texts that a thread encodes at once, at most and, if there is another thread, at least."""


_PAIRS = (np.arange(256) % 16 - 8 + 1j * (np.arange(256) // 16 - 8)).astype(np.complex64)
"""The two numbers in a byte, side by side as the parts of one: both are looked up at once."""


def is_bag(path: Path) -> bool:
    """Whether a folder holds such a model."""
    try:
        config = json.loads((path / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and config.get("kind") == KIND


class BagEncoder:
    """Encoder of a model folder. Files are read at the first use; weights are mapped, not copied."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pieces: Pieces | None = None
        self._power = 1.0
        self._weights: npt.NDArray[np.uint8] = np.zeros((0, 0), dtype=np.uint8)
        self._scales: npt.NDArray[np.float32] = np.zeros(0, dtype=np.float32)
        self._learned = 0
        self._norms: npt.NDArray[np.float32] = np.zeros(0, dtype=np.float32)

    @property
    def fingerprint(self) -> str:
        """Identifies the model by the sha256 of its files."""
        digest = hashlib.sha256()
        for name in (CONFIG, PIECES, WEIGHTS):
            digest.update(self._file(name).read_bytes())
        return f"bag-{digest.hexdigest()[:12]}"

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Unit vectors float32 `(len(texts), dim)`; a row of zeros for a text without a known piece.

        Many texts are shared by as many threads as there are processors; a text's vector is the same in any company.
        """
        pieces = self._load()
        if len(texts) == 1:
            return unit(self._sum(pieces.cut(texts[0])))
        vectors = np.zeros((len(texts), 2 * self._weights.shape[1]), dtype=np.float32)
        n_threads = max(1, min(n_cores(), len(texts) // _LEAST_BATCH))
        n_batches = -(-len(texts) // (_BATCH * n_threads)) * n_threads  # as many for each thread
        size = -(-len(texts) // max(1, n_batches)) or 1

        def encode_from(start: int) -> None:
            vectors[start : start + size] = unit(self._sums(pieces.cut_all(texts[start : start + size])))

        starts = range(0, len(texts), size)
        if n_threads == 1:
            deque(map(encode_from, starts), maxlen=0)
        else:
            with ThreadPoolExecutor(n_threads) as threads:
                deque(threads.map(encode_from, starts), maxlen=0)  # which raises what they raised
        return vectors

    def pieces(self, texts: Sequence[str]) -> list[npt.NDArray[np.int64]]:
        """The distinct pieces of each text, rising."""
        pieces = self._load()
        if len(texts) == 1:
            return [np.unique(np.array(pieces.cut(texts[0]), dtype=np.int64))]
        cut = pieces.cut_all(texts)
        return [
            np.unique(cut.numbers[start:end]).astype(np.int64) for start, end in pairwise(cut.ends.tolist())
        ]

    def lengths(self, pieces: npt.NDArray[np.int64]) -> Vectors:
        """The lengths of what was learned of each piece, as far as `likeness` looks, float32 `(len(pieces),)`."""
        self._load()
        unknown = pieces[np.isnan(self._norms[pieces])]
        if unknown.size:
            self._norms[unknown] = np.linalg.norm(self._first_half(unknown) - 8, axis=1)
        found: Vectors = self._norms[pieces] * self._scales[pieces]
        return found

    def likeness(self, pieces: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> Vectors:
        """Cosines of pieces with others, float32 `(len(pieces), len(others))`.

        Only half of the numbers are compared, which tells nearly as much in half the time.
        """
        lengths = [np.maximum(self.lengths(each) / self._scales[each], 1e-9) for each in (pieces, others)]
        mine = self._first_half(pieces) - 8
        # the others stay as they are stored, 8 too high, which is taken off the few products instead of the many numbers
        products = (self._first_half(others) @ mine.T).T - 8 * mine.sum(axis=1, keepdims=True)
        cosines: Vectors = products / lengths[0][:, None] / lengths[1]
        return cosines

    def _first_half(self, pieces: npt.NDArray[np.int64]) -> Vectors:
        """The numbers in the low halves of the bytes of pieces, 8 too high."""
        packed = self._weights.take(pieces, axis=0)
        return (packed[:, : self._learned] & np.uint8(15)).astype(np.float32)

    def _sum(self, numbers: list[int]) -> Vectors:
        """What `_sums` gives for one text, the same numbers added in the same order, in a part of the time."""
        pieces = sorted(set(numbers))
        factors = self._scales.take(pieces)
        if len(pieces) < len(numbers):  # in most questions no piece is repeated
            counts = Counter(numbers)
            factors *= np.array([counts[piece] for piece in pieces], dtype=np.float32) ** self._power
        codes = _PAIRS.take(self._weights.take(pieces, axis=0)).view(np.float32)
        codes *= factors[:, None]
        one: Vectors = np.add.reduce(codes, axis=0).reshape(-1, 2).T.reshape(1, -1)
        return one

    def _sums(self, cut: Cut) -> Vectors:
        from scipy.sparse import csr_matrix  # a tenth of the time that a question takes to start

        bags = count_matrix(cut, len(self._scales), self._power)
        is_used = np.zeros(len(self._scales), dtype=bool)
        is_used[bags.indices] = True
        columns = np.cumsum(is_used) - 1
        bags = csr_matrix(
            (bags.data * self._scales.take(bags.indices), columns[bags.indices], bags.indptr),
            shape=(bags.shape[0], int(is_used.sum())),
        )
        packed = self._weights[is_used]
        return np.hstack([bags @ _centred(packed & np.uint8(15)), bags @ _centred(packed >> np.uint8(4))])

    def _file(self, name: str) -> Path:
        path = self._path / name
        if not path.is_file():
            raise EncoderError(because("encoder_incomplete", path=self._path, name=name))
        return path

    def _load(self) -> Pieces:
        if self._pieces is not None:
            return self._pieces
        try:
            config = json.loads(self._file(CONFIG).read_text(encoding="utf-8"))
            self._power = float(config["power"])
            tensors = map_tensors(self._file(WEIGHTS))
            # as plain arrays: a map that is indexed asks each time whether the result is one too
            self._weights, self._scales = np.asarray(tensors["weights"]), np.asarray(tensors["scales"])
            pieces = Pieces.load(self._file(PIECES))
            self._learned = 2 * self._weights.shape[-1] - int(config.get("signs", 0))
            self._norms = np.full(len(self._scales), np.nan, dtype=np.float32)
        except EncoderError:
            raise
        except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
            raise EncoderError(because("encoder_unloaded", path=self._path, fault=error)) from error
        if self._weights.ndim != 2 or not len(pieces) == len(self._weights) == len(self._scales):
            raise EncoderError(
                because("encoder_unlike", path=self._path, pieces=len(pieces), shape=self._weights.shape)
            )
        self._pieces = pieces
        return pieces


def pack(codes: npt.NDArray[np.int8]) -> npt.NDArray[np.uint8]:
    """Whole numbers in [-8, 7], `(n, dim)` with an even `dim`, as `(n, dim / 2)` bytes: left half low, right half high."""
    left, right = np.split((codes + 8).astype(np.uint8), 2, axis=1)
    packed: npt.NDArray[np.uint8] = left | right << np.uint8(4)
    return packed


def unpack(packed: npt.NDArray[np.uint8]) -> Vectors:
    """The numbers that `pack` was given, as float32."""
    return np.hstack([_centred(packed & np.uint8(15)), _centred(packed >> np.uint8(4))])


def _centred(halves: npt.NDArray[np.uint8]) -> Vectors:
    numbers = halves.astype(np.float32)
    numbers -= 8
    return numbers


def count_matrix(cut: Cut, n_pieces: int, power: float) -> Any:
    """Counts ** power of the pieces of texts, a sparse float32 matrix `(texts, n_pieces)` in rows."""
    from scipy.sparse import csr_matrix

    n_texts = len(cut.ends) - 1
    keys = np.repeat(np.arange(n_texts, dtype=np.int64) * n_pieces, np.diff(cut.ends)) + cut.numbers
    keys.sort()  # one sort of plain numbers takes a third of the time of scipy's sum_duplicates
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(first, append=len(keys)).astype(np.float32)
    rows, pieces = np.divmod(keys[first], n_pieces)
    return csr_matrix(
        (counts**power, pieces.astype(np.int32), np.searchsorted(rows, np.arange(n_texts + 1))),
        shape=(n_texts, n_pieces),
    )


_DTYPES = {"U8": np.uint8, "F32": np.float32}


def map_tensors(path: Path) -> dict[str, Any]:
    """The tensors of a safetensors file as read-only maps of it, so that processes share its memory."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(min(length, 1_000_000)))
    return {
        name: np.memmap(
            path,
            _DTYPES[entry["dtype"]],
            "r",
            offset=8 + length + entry["data_offsets"][0],
            shape=tuple(entry["shape"]),
        )
        for name, entry in header.items()
        if name != "__metadata__"
    }
