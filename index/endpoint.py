"""An embeddings endpoint that speaks OpenAI's protocol (Ollama, vLLM, llama.cpp, DashScope and others)."""

import hashlib
import os
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from index.errors import EncoderError
from index.vectors import Vectors, unit
from index.wording import because

KEY = "WENJU_ENCODER_KEY"
"""Environment variable with the endpoint's key, if it wants one."""

_BATCH = 64
_TIMEOUT_S = 60
_TRIES = 3
_BUSY = (408, 429, 500, 502, 503, 504)


def is_endpoint(name: str) -> bool:
    """Whether the name of an encoder is an address."""
    return name.startswith(("http://", "https://"))


class EndpointEncoder:
    """The model behind `http(s)://HOST/v1#MODEL`. What is encoded leaves this machine."""

    def __init__(self, name: str) -> None:
        """Raises EncoderError for an address without a model."""
        address, _, self._model = name.partition("#")
        if not self._model:
            raise EncoderError(f"which model of {address}? Give it after a #: {address}#MODEL")
        self._address = address.rstrip("/") + "/embeddings"
        self._dim = 0

    @property
    def fingerprint(self) -> str:
        """Identifies the model by address and name: an endpoint does not tell when its weights change."""
        digest = hashlib.sha256(f"{self._address} {self._model}".encode()).hexdigest()
        return f"{self._model.rpartition('/')[2]}-{digest[:12]}"

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Vectors of the texts, float32 `(len(texts), dim)`. Raises EncoderError when the endpoint does not answer rightly."""
        batches = [self._ask(list(texts[start : start + _BATCH])) for start in range(0, len(texts), _BATCH)]
        if not batches:
            return np.zeros((0, self._dim or self._ask(["?"]).shape[1]), dtype=np.float32)
        return unit(np.concatenate(batches))

    def _ask(self, texts: list[str]) -> Vectors:
        # an empty text is an error for most endpoints; for us it is a row of zeros
        asked = [text if text.strip() else "?" for text in texts]
        answer = self._post({"model": self._model, "input": asked, "encoding_format": "float"})
        try:
            rows = sorted(answer["data"], key=lambda row: int(row["index"]))
            vectors = np.array([row["embedding"] for row in rows], dtype=np.float32)
        except (KeyError, TypeError, ValueError) as error:
            raise self._error(f"the answer is not a list of vectors ({type(error).__name__})") from error
        if vectors.ndim != 2 or len(vectors) != len(texts) or (self._dim and vectors.shape[1] != self._dim):
            raise self._error(f"{len(texts)} texts gave vectors of shape {vectors.shape}")
        self._dim = vectors.shape[1]
        vectors[[not text.strip() for text in texts]] = 0
        return vectors

    def _post(self, body: dict[str, Any]) -> Any:
        import httpx2

        key = os.environ.get(KEY, "")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        for attempt in range(1, _TRIES + 1):
            try:
                response = httpx2.post(self._address, json=body, headers=headers, timeout=_TIMEOUT_S)
                if response.status_code == 200:
                    return response.json()
                reason, again = f"HTTP {response.status_code}", response.status_code in _BUSY
            except httpx2.HTTPError as error:
                reason, again = f"{error or type(error).__name__}", True
            except ValueError:
                reason, again = "the answer is not JSON", False
            if not again:
                break
            if attempt < _TRIES:
                time.sleep(0.5 * attempt)
        raise self._error(reason)

    def _error(self, reason: str) -> EncoderError:
        return EncoderError(
            because("endpoint_failed", address=self._address, model=self._model, fault=reason, key=KEY)
        )
