"""How long building, a cold start and questions take: `python -m eval.speed`.

Machines are noisy: medians are printed, and questions also as a ratio to rank-bm25 scanning the same
passages in the same process.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from rank_bm25 import BM25Okapi

from assistant.app import Assistant, build
from eval.topics import default_gold, load_topics
from index.indexed import texts_of
from index.segment import fold

_REPEATS = 5


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "index"
        builds = [_seconds(lambda n=n: build([], Path(home) / f"fresh{n}")) for n in range(_REPEATS)]  # type: ignore[misc]
        assistant = Assistant(build([], folder).searcher)
        environment = {**os.environ, "WENJU_HOME": home}
        cold = [_seconds(lambda: _ask_cold(environment)) for _ in range(_REPEATS)]
    topics = load_topics(default_gold())
    answers = [_seconds(lambda t=topic: assistant.ask(t.question, t.history)) for topic in topics]  # type: ignore[misc]
    searches = [_seconds(lambda t=topic: assistant.searcher.search(t.question)) for topic in topics]  # type: ignore[misc]
    scans = _scan(assistant, [topic.question for topic in topics])
    print(f"build, five documents     {median(builds):8.2f} s   (median of {_REPEATS}, imports apart)")
    print(f"wenju ask, cold start     {median(cold):8.2f} s   (median of {_REPEATS}, whole process)")
    print(f"answer a question         {_milliseconds(answers)}")
    print(f"search alone              {_milliseconds(searches)}")
    print(f"rank-bm25 scanning        {_milliseconds(scans)}")
    print(
        f"search / rank-bm25        {median(searches) / median(scans):8.2f}     ({len(assistant.passages)} passages)"
    )


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _ask_cold(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "assistant", "ask", "什么是飞地经济"]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def _scan(assistant: Assistant, questions: Sequence[str]) -> list[float]:
    segmenter = assistant.searcher.segmenter
    texts = texts_of(assistant.documents(), assistant.passages)
    model = BM25Okapi([segmenter.terms(texts.folded(row)) for row in range(len(texts))])
    return [_seconds(lambda q=q: model.get_scores(segmenter.terms(fold(q)))) for q in questions]  # type: ignore[misc]


def _milliseconds(seconds: Sequence[float]) -> str:
    p95 = quantiles(seconds, n=20)[18]
    return f"{1000 * median(seconds):8.2f} ms  (p95 {1000 * p95:.2f} ms, {len(seconds)} questions)"


if __name__ == "__main__":
    main()
