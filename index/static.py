"""A static model of sentence-transformers (`StaticEmbedding`), read without torch."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import EncoderError
from index.vectors import Vectors, unit
from index.wording import because


def is_static(path: Path) -> bool:
    """Whether a folder holds a model of one `StaticEmbedding`, with or without a normalisation after it."""
    try:
        modules = json.loads((path / "modules.json").read_text(encoding="utf-8"))
        kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
        return kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


class StaticEncoder:
    """One vector a token, their mean, scaled to length 1 (the `StaticEmbedding` of sentence-transformers)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tokenizer: Any = None
        self._weights: npt.NDArray[np.float16] | npt.NDArray[np.float32] | None = None

    @property
    def fingerprint(self) -> str:
        """Identifies the model by the sha256 of its weights and its tokenizer."""
        digest = hashlib.sha256()
        for name in ("model.safetensors", "tokenizer.json"):
            digest.update(self._file(name).read_bytes())
        return f"static-{digest.hexdigest()[:12]}"

    def _file(self, name: str) -> Path:
        inside = next(
            (p for p in (self._path / name, self._path / "0_StaticEmbedding" / name) if p.is_file()), None
        )
        if inside is None:
            raise EncoderError(because("encoder_incomplete", path=self._path, name=name))
        return inside

    def _load(self) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(self._file("tokenizer.json")))
            tensors = load_file(self._file("model.safetensors"))
        except EncoderError:
            raise
        except Exception as error:  # both libraries raise bare Exception subclasses for damaged files
            raise EncoderError(because("encoder_unloaded", path=self._path, fault=error)) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._weights = next(iter(tensors.values()))

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Vectors of the texts, float32 `(len(texts), dim)`."""
        if self._weights is None:
            self._load()
        assert self._weights is not None
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        vectors = np.zeros((len(texts), self._weights.shape[1]), dtype=np.float32)
        for row, encoding in enumerate(encodings):
            if encoding.ids:
                vectors[row] = self._weights[encoding.ids].astype(np.float32).mean(axis=0)
        return unit(vectors)
