"""Passages read together with the question by a cross-encoder: slower than any ranking, and better than most.

None is shipped. Whoever has one names it in `search.reranker`; it then orders the best passages of the hybrid ranking.
"""

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import RetrievalError
from index.wording import because

Scores = npt.NDArray[np.float32]

DEPTH = 50
"""How many of the best passages are read."""
_BATCH = 16
_CONFIG = "config.json"


class Reranker(Protocol):
    """What reranking asks of a model: float32 `(len(texts),)`, higher for a text that answers the question better."""

    def scores(self, question: str, texts: Sequence[str]) -> Scores: ...


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, on the CPU. Torch is imported at the first use."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._model: Any = None

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """One number a text. Raises RetrievalError for a model that cannot be loaded or gives something else."""
        if not texts:
            return np.zeros(0, dtype=np.float32)
        model = self._load()
        pairs = [(question, text) for text in texts]
        found = np.asarray(model.predict(pairs, batch_size=_BATCH, show_progress_bar=False), dtype=np.float32)
        if found.shape != (len(texts),) or not np.isfinite(found).all():
            raise RetrievalError(because("reranker_unfit", name=self._name))
        return found

    def _load(self) -> Any:
        if self._model is None:
            from sentence_transformers import CrossEncoder
            from transformers.utils.logging import disable_progress_bar

            disable_progress_bar()
            try:
                self._model = CrossEncoder(self._name, device="cpu", local_files_only=True)
            except Exception as error:  # missing and damaged models raise errors of several libraries
                reason = (str(error).strip() or repr(error)).splitlines()[0][:200]
                raise RetrievalError(because("reranker_unloaded", name=self._name, fault=reason)) from error
        return self._model


@lru_cache(maxsize=2)
def load_reranker(name: str) -> Reranker:
    """The cross-encoder in a folder, or of the hub's cache on this machine by its name; nothing is fetched.

    Its weights are read at the first use. Raises RetrievalError if there is none.
    """
    path = Path(os.path.expanduser(name))
    if (path / _CONFIG).is_file():
        return CrossEncoderReranker(str(path))
    if path.is_dir() or not _is_fetched(name):
        raise RetrievalError(because("no_reranker", name=name))
    return CrossEncoderReranker(name)


def _is_fetched(name: str) -> bool:
    """Whether the hub's cache on this machine holds a model of this name."""
    from huggingface_hub import try_to_load_from_cache

    try:
        return isinstance(try_to_load_from_cache(name, _CONFIG), str)
    except ValueError:  # not a name that the hub could have
        return False
