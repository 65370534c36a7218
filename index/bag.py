"""The shipped encoder: one vector a vocabulary piece, added up. Neither torch nor a network is needed.

A text's vector is the sum over its pieces of count ** power times the piece's vector, scaled to length 1. A power below
1 lets a piece that is repeated count less each time, as BM25 does. Vectors are whole numbers of 4 bits with one scale a
piece.
"""

import hashlib
import json
import struct
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse

from index.errors import EncoderError
from index.pieces import Pieces
from index.vectors import Vectors, unit

CONFIG, PIECES, WEIGHTS = "config.json", "pieces.json", "model.safetensors"
KIND = "wenju-bag"
"""Value of `kind` in the configuration of a model folder of this sort."""

_BATCH = 4096


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

    @property
    def fingerprint(self) -> str:
        """Identifies the model by the sha256 of its files."""
        digest = hashlib.sha256()
        for name in (CONFIG, PIECES, WEIGHTS):
            digest.update(self._file(name).read_bytes())
        return f"bag-{digest.hexdigest()[:12]}"

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Unit vectors float32 `(len(texts), dim)`; a row of zeros for a text without a known piece."""
        pieces = self._load()
        vectors = np.zeros((len(texts), 2 * self._weights.shape[1]), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            cut = pieces.cut_all(texts[start : start + _BATCH])
            vectors[start : start + len(cut)] = self._sums(cut)
        return unit(vectors)

    def _sums(self, cut: list[list[int]]) -> Vectors:
        # a query: the same numbers, added in the same order, without the way over a sparse matrix
        if len(cut) == 1:
            used, counts = np.unique(np.asarray(cut[0], dtype=np.int64), return_counts=True)
            parts: Vectors = (counts.astype(np.float32) ** self._power)[:, None] * self._rows(used)
            one: Vectors = np.add.reduce(parts, axis=0, keepdims=True)
            return one
        bags = count_matrix(cut, len(self._scales), self._power)
        is_used = np.zeros(len(self._scales), dtype=bool)
        is_used[bags.indices] = True
        columns = np.cumsum(is_used) - 1
        bags = scipy.sparse.csr_matrix(
            (bags.data, columns[bags.indices], bags.indptr), shape=(len(cut), int(is_used.sum()))
        )
        many: Vectors = bags @ self._rows(np.flatnonzero(is_used))
        return many

    def _rows(self, pieces: npt.NDArray[np.int64]) -> Vectors:
        rows: Vectors = unpack(self._weights[pieces]) * self._scales[pieces, None]
        return rows

    def _file(self, name: str) -> Path:
        path = self._path / name
        if not path.is_file():
            raise EncoderError(f"the encoder {self._path} has no {name}: copy the whole model folder again")
        return path

    def _load(self) -> Pieces:
        if self._pieces is not None:
            return self._pieces
        try:
            config = json.loads(self._file(CONFIG).read_text(encoding="utf-8"))
            self._power = float(config["power"])
            tensors = map_tensors(self._file(WEIGHTS))
            self._weights, self._scales = tensors["weights"], tensors["scales"]
            pieces = Pieces.load(self._file(PIECES))
        except EncoderError:
            raise
        except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
            raise EncoderError(
                f"cannot load the encoder {self._path} ({error}): copy the whole model folder again"
            ) from error
        if self._weights.ndim != 2 or not len(pieces) == len(self._weights) == len(self._scales):
            raise EncoderError(
                f"the encoder {self._path} has {len(pieces)} pieces and weights of shape {self._weights.shape}: "
                f"copy the whole model folder again"
            )
        self._pieces = pieces
        return pieces


def pack(codes: npt.NDArray[np.int8]) -> npt.NDArray[np.uint8]:
    """Whole numbers in [-8, 7], `(n, dim)` with an even `dim`, as `(n, dim / 2)` bytes: left half low, right half high."""
    left, right = np.split((codes + 8).astype(np.uint8), 2, axis=1)
    packed: npt.NDArray[np.uint8] = left | right << np.uint8(4)
    return packed


def unpack(packed: npt.NDArray[np.uint8]) -> npt.NDArray[np.int8]:
    """The numbers that `pack` was given."""
    return np.concatenate([packed & 15, packed >> 4], axis=1).view(np.int8) - np.int8(8)


def count_matrix(cut: Sequence[Sequence[int] | npt.NDArray[np.int64]], n_pieces: int, power: float) -> Any:
    """Counts ** power of the pieces of texts, a sparse float32 matrix `(len(cut), n_pieces)` in rows."""
    lengths = [len(numbers) for numbers in cut]
    flat = np.fromiter(chain.from_iterable(cut), dtype=np.int64, count=sum(lengths))
    keys = np.repeat(np.arange(len(cut), dtype=np.int64) * n_pieces, lengths) + flat
    keys.sort()  # one sort of plain numbers takes a third of the time of scipy's sum_duplicates
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(first, append=len(keys)).astype(np.float32)
    rows, pieces = np.divmod(keys[first], n_pieces)
    return scipy.sparse.csr_matrix(
        (counts**power, pieces.astype(np.int32), np.searchsorted(rows, np.arange(len(cut) + 1))),
        shape=(len(cut), n_pieces),
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
