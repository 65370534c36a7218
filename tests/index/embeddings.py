"""A server on this machine that speaks the embeddings protocol, with faults on demand."""

import hashlib
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

import numpy as np


class EmbeddingsServer:
    """Vectors made from the text's hash. `faults` are answered first, one a request: a status, or a body."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self.faults: list[int | bytes] = []
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append(body)
                server.keys.append(self.headers.get("Authorization", ""))
                status, answer = server.answer(self.path, body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._http.server_port}/v1"
        self.name = f"{self.address}#tiny"

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, bytes]:
        """Status and body of one request."""
        if self.faults:
            fault = self.faults.pop(0)
            return (fault, b"{}") if isinstance(fault, int) else (200, fault)
        if path != "/v1/embeddings":
            return 404, b"{}"
        data = [{"index": i, "embedding": self._vector(text)} for i, text in enumerate(body["input"])]
        return 200, json.dumps({"data": data[::-1]}).encode()

    def _vector(self, text: str) -> list[float]:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
        return [float(value) for value in np.random.default_rng(seed).normal(size=self.dim) * 3]

    def __enter__(self) -> Self:
        Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
