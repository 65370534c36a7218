"""What the server counts, for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.records import Turn

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counters of one server. Texts of questions and names of documents are never among them."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self.requests = Counter(
            "wenju_requests", "Requests answered", ["route", "method", "status"], registry=registry
        )
        self.request_seconds = Histogram(
            "wenju_request_seconds",
            "From a request to the end of its response",
            ["route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self.turns = Counter("wenju_turns", "Questions by how they ended", ["status"], registry=registry)
        self.stage_seconds = Histogram(
            "wenju_stage_seconds", "A stage of answering", ["stage"], buckets=_SECONDS, registry=registry
        )
        self.refusals = Counter(
            "wenju_refusals", "Requests refused: busy, rate, origin, login", ["reason"], registry=registry
        )
        self.present = Gauge("wenju_present", "Questions being answered or waiting", registry=registry)
        self.documents = Gauge("wenju_documents", "Documents of the index served", registry=registry)
        self.passages = Gauge("wenju_passages", "Passages of the index served", registry=registry)
        self.swaps = Counter(
            "wenju_index_swaps", "Indexes taken up while serving", ["outcome"], registry=registry
        )

    def count_turn(self, turn: Turn) -> None:
        """Count an answer, and the time that each of its stages took."""
        self.turns.labels(turn.answer.status).inc()
        for stage, ms in turn.timings_ms.items():
            self.stage_seconds.labels(stage).observe(ms / 1000)

    def exposition(self) -> bytes:
        """All of it in the text format of Prometheus."""
        return generate_latest(self._registry)
