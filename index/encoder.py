"""From texts to unit vectors: what the index asks of a model, and which model a name means."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from index.bag import BagEncoder, is_bag
from index.endpoint import EndpointEncoder, is_endpoint
from index.errors import EncoderError
from index.settings import SHIPPED_ENCODER
from index.static import StaticEncoder, is_static
from index.transformer import TransformerEncoder
from index.vectors import Vectors
from index.wording import because

__all__ = ["Encoder", "PieceEncoder", "Vectors", "load_encoder"]


class Encoder(Protocol):
    """What dense retrieval asks of a model. `fingerprint` changes when its vectors would."""

    @property
    def fingerprint(self) -> str: ...

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors: ...


@runtime_checkable
class PieceEncoder(Protocol):
    """What an encoder may have besides: the pieces that it reads a text as, by their numbers, and their own vectors."""

    def pieces(self, texts: Sequence[str]) -> list[npt.NDArray[np.int64]]:
        """The distinct pieces of each text, rising."""

    def lengths(self, pieces: npt.NDArray[np.int64]) -> Vectors:
        """How much each adds to the vector of a text, >= 0, float32 `(len(pieces),)`."""

    def likeness(self, pieces: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> Vectors:
        """Cosines of pieces with others, float32 `(len(pieces), len(others))`."""


def load_encoder(name: str = "") -> Encoder:
    """The encoder that a name means; the shipped one if empty.

    A folder with our own sort of model, or with a static one of sentence-transformers: read directly, without torch.
    Another folder, or a hub name that was fetched before: through sentence-transformers; nothing is fetched from here.
    `http(s)://HOST/v1#MODEL`: an endpoint. Raises EncoderError, some only at the first use.
    """
    if is_endpoint(name):
        return EndpointEncoder(name)
    path = Path(os.path.expanduser(name)) if name else SHIPPED_ENCODER
    if path.is_dir():
        if is_bag(path):
            return BagEncoder(path)
        return StaticEncoder(path) if is_static(path) else TransformerEncoder(str(path))
    if not _is_fetched(name):
        raise EncoderError(because("no_encoder", name=name))
    return TransformerEncoder(name)


def _is_fetched(name: str) -> bool:
    """Whether the hub's cache on this machine holds a model of this name."""
    from huggingface_hub import try_to_load_from_cache

    try:
        return any(
            isinstance(try_to_load_from_cache(repository, file), str)
            for repository in (name, f"sentence-transformers/{name}")
            for file in ("modules.json", "config.json")
        )
    except ValueError:  # not a name that the hub could have
        return False
