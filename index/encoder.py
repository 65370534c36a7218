"""From texts to unit vectors. Any sentence-transformers model will do; a static one needs no torch."""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.bag import BagEncoder, is_bag
from index.errors import EncoderError
from index.settings import STARTER_ENCODER

Vectors = npt.NDArray[np.float32]
"""float32 `(n, dim)`, rows of length 1 (or 0 for a text without a single known token)."""


class Encoder(Protocol):
    """What dense retrieval asks of a model. `fingerprint` changes when its vectors would."""

    @property
    def fingerprint(self) -> str: ...

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors: ...


def load_encoder(name: str = "") -> Encoder:
    """The encoder of a folder, or of a hub name that was fetched before; the shipped one if empty.

    A static model is read directly: no torch, a fifth of a second. Others go through sentence-transformers.
    Nothing is fetched from here. Raises EncoderError, some only at the first use.
    """
    path = Path(os.path.expanduser(name)) if name else STARTER_ENCODER
    if path.is_dir() and is_bag(path):
        return BagEncoder(path)
    if path.is_dir():
        return StaticEncoder(path) if _is_static(path) else TransformerEncoder(str(path))
    if not _is_fetched(name):
        raise EncoderError(
            f"there is no encoder {name!r} on this machine: give the folder of a sentence-transformers model, "
            f"or fetch one first with `hf download NAME`"
        )
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


def _is_static(path: Path) -> bool:
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
            raise EncoderError(f"the encoder {self._path} has no {name}: copy the whole model folder again")
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
            raise EncoderError(f"cannot load the encoder {self._path}: {error}") from error
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
        return _unit(vectors)


class TransformerEncoder:
    """Any other sentence-transformers model, on the CPU. Torch is imported at the first use."""

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
        """Vectors of the texts, float32 `(len(texts), dim)`."""
        model = self._load()
        if not texts:
            return np.zeros((0, model.get_embedding_dimension()), dtype=np.float32)
        encode: Callable[..., Any] = model.encode
        return _unit(
            np.asarray(encode(list(texts), batch_size=32, show_progress_bar=False), dtype=np.float32)
        )

    def _load(self) -> Any:
        if self._model is None:
            from sentence_transformers import SentenceTransformer
            from transformers.utils.logging import disable_progress_bar

            disable_progress_bar()
            try:
                self._model = SentenceTransformer(self._name, device="cpu", local_files_only=True)
            except Exception as error:  # missing and damaged models raise errors of several libraries
                reason = (str(error).strip() or repr(error)).splitlines()[0][:200]
                raise EncoderError(
                    f"cannot load the encoder {self._name!r} ({reason}): give the folder of a sentence-transformers model"
                ) from error
        return self._model


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(np.nan_to_num(vectors), axis=1, keepdims=True)
    unit: Vectors = (np.nan_to_num(vectors) / np.maximum(lengths, 1e-12)).astype(np.float32)
    return unit
