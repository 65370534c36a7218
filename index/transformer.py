"""Any model of sentence-transformers, on the CPU."""

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import EncoderError
from index.vectors import Vectors, unit
from index.wording import because


class TransformerEncoder:
    """A model by folder, or by the name under which the hub's cache on this machine has it. Torch is imported at the first use."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._model: Any = None

    @property
    def fingerprint(self) -> str:
        """Identifies the model by its name, and a folder also by the size and time of its files."""
        path = Path(os.path.expanduser(self._name))
        files = sorted(path.rglob("*")) if path.is_dir() else []
        stamps = [f"{f.name} {f.stat().st_size} {f.stat().st_mtime_ns}" for f in files if f.is_file()]
        digest = hashlib.sha256("\n".join([self._name, *stamps]).encode()).hexdigest()
        return f"{path.name}-{digest[:12]}"

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Vectors of the texts, float32 `(len(texts), dim)`, with the model's own prompt and maximum length."""
        model = self._load()
        if not texts:
            return np.zeros((0, model.get_embedding_dimension()), dtype=np.float32)
        encode: Callable[..., Any] = model.encode_query if query else model.encode_document
        return unit(np.asarray(encode(list(texts), batch_size=32, show_progress_bar=False), dtype=np.float32))

    def _load(self) -> Any:
        if self._model is None:
            from sentence_transformers import SentenceTransformer
            from transformers.utils.logging import disable_progress_bar

            disable_progress_bar()
            try:
                self._model = SentenceTransformer(self._name, device="cpu", local_files_only=True)
            except Exception as error:  # missing and damaged models raise errors of several libraries
                reason = (str(error).strip() or repr(error)).splitlines()[0][:200]
                raise EncoderError(because("model_unloaded", name=self._name, fault=reason)) from error
        return self._model
