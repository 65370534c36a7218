"""The shipped encoder: one vector a vocabulary piece, added up. Neither torch nor a network is needed.

A text's vector is the sum over its pieces of count ** power times the piece's vector, scaled to length 1. A power below
1 lets a piece that is repeated count less each time, as BM25 does. Vectors are int8 with one scale a piece.
"""

import hashlib
import json
import struct
from collections.abc import Sequence
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
        self._weights: npt.NDArray[np.int8] = np.zeros((0, 0), dtype=np.int8)
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
        vectors = np.zeros((len(texts), self._weights.shape[1]), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            cut = [pieces.cut(text) for text in texts[start : start + _BATCH]]
            vectors[start : start + len(cut)] = self._sums(cut)
        return unit(vectors)

    def _sums(self, cut: list[list[int]]) -> Vectors:
        if (
            len(cut) == 1
        ):  # a query: the same numbers added in the same order, without the way over a sparse matrix
            used, counts = np.unique(np.asarray(cut[0], dtype=np.int32), return_counts=True)
            factors = counts.astype(np.float32) ** self._power
            rows = self._weights[used] * self._scales[used, None]
            one: Vectors = np.add.reduce(factors[:, None] * rows, axis=0, keepdims=True)
            return one
        bags = count_matrix(cut, len(self._scales), self._power)
        used = np.unique(bags.indices)
        bags = scipy.sparse.csr_matrix(
            (bags.data, np.searchsorted(used, bags.indices), bags.indptr), shape=(len(cut), len(used))
        )
        many: Vectors = bags @ (self._weights[used] * self._scales[used, None])
        return many

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


def count_matrix(cut: Sequence[npt.ArrayLike], n_pieces: int, power: float) -> Any:
    """Counts ** power of the pieces of texts, a sparse float32 matrix `(len(cut), n_pieces)` in rows."""
    ends = np.zeros(len(cut) + 1, dtype=np.int64)
    np.cumsum([np.size(numbers) for numbers in cut], out=ends[1:])
    flat = np.concatenate([np.asarray(numbers, dtype=np.int32) for numbers in cut])
    bags = scipy.sparse.csr_matrix(
        (np.ones(len(flat), dtype=np.float32), flat, ends), shape=(len(cut), n_pieces)
    )
    bags.sum_duplicates()
    bags.data **= power
    return bags


_DTYPES = {"I8": np.int8, "F32": np.float32}


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
