"""`python -m index.training.compare BEIR MODEL...`: encoders in one table, quality against size and speed.

BEIR is a folder of folders in BEIR's format. A MODEL is what `--encoder` takes: a folder, a hub name that was fetched
before, an endpoint, or `shipped`; `--dims 256 128` adds the shipped one with fewer numbers a piece. For instance `BAAI/bge-small-zh-v1.5 BAAI/bge-m3 Qwen/Qwen3-Embedding-0.6B`.
"""

import argparse
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from index.encoder import load_encoder
from index.errors import EncoderError
from index.settings import SHIPPED_ENCODER
from index.training.evaluate import TestSet, ndcg
from index.training.export import shorten

PASSAGE_CHARS = 200
_PASSAGES, _FIRST_PASSAGES, _QUERIES = 5_000, 2_000, 500
"""How many are timed, and how many other passages are encoded before, as the first ones of a process take longer."""


@dataclass(frozen=True, slots=True)
class Row:
    """One model by the last part of its name: size in MB (0 if it is not a folder), seconds to load, speeds on one process, nDCG@10 by set."""

    name: str
    megabytes: float
    load_s: float
    passages_a_second: float
    query_ms: float
    scores: dict[str, float]

    @property
    def mean(self) -> float:
        """Mean nDCG@10 over the sets."""
        return statistics.mean(self.scores.values())


def measure(name: str, tests: dict[str, TestSet]) -> Row:
    """Load a model and run it over all sets. Raises EncoderError."""
    start = time.perf_counter()
    encoder = load_encoder("" if name == "shipped" else name)
    encoder.encode(["?"])
    load_s = time.perf_counter() - start
    path = SHIPPED_ENCODER if name == "shipped" else Path(name).expanduser()
    size = (
        sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / 1e6 if path.is_dir() else 0.0
    )
    text = "".join(passage for test in tests.values() for passage in test.passages.values())
    cut = [
        text[i : i + PASSAGE_CHARS]
        for i in range(0, min(len(text), (_FIRST_PASSAGES + _PASSAGES) * PASSAGE_CHARS), PASSAGE_CHARS)
    ]
    first, timed = cut[:_FIRST_PASSAGES], cut[_FIRST_PASSAGES:] or cut
    encoder.encode(first)
    start = time.perf_counter()
    encoder.encode(timed)
    speed = len(timed) / (time.perf_counter() - start)
    times = []
    for question in [question for test in tests.values() for question in test.questions.values()][:_QUERIES]:
        start = time.perf_counter()
        encoder.encode([question], query=True)
        times.append(time.perf_counter() - start)
    scores = {set_name: ndcg(encoder, test) for set_name, test in tests.items()}
    return Row(Path(name).name, size, load_s, speed, statistics.median(times) * 1000, scores)


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    sets = list(rows[0].scores)
    head = ["model", "MB", "load s", "passages/s", "ms/query", *sets, "mean"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        figures = [
            f"{row.megabytes:.1f}",
            f"{row.load_s:.2f}",
            f"{row.passages_a_second:,.0f}",
            f"{row.query_ms:.3f}",
        ]
        scores = [f"{row.scores[name]:.3f}" for name in sets]
        lines.append("| " + " | ".join([row.name, *figures, *scores, f"{row.mean:.3f}"]) + " |")
    return "\n".join(lines)


def plot(rows: list[Row], path: Path) -> None:
    """Mean nDCG@10 against size, the area of a mark growing with speed."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    for row in rows:
        axes.scatter(row.megabytes, row.mean, s=20 + row.passages_a_second / 20, alpha=0.6)
        axes.annotate(
            row.name, (row.megabytes, row.mean), textcoords="offset points", xytext=(0, -22), ha="center"
        )
    axes.set_xlabel("size, MB")
    axes.set_ylabel("mean nDCG@10")
    axes.set_title(f"Encoders alone; area: passages of {PASSAGE_CHARS} characters a second")
    axes.margins(0.2)
    figure.savefig(path)
    plt.close(figure)


def main() -> int:
    """Print the table. Exit code 2 for a model or a set that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m index.training.compare", description=__doc__)
    parser.add_argument("beir", type=Path)
    parser.add_argument("models", nargs="+")
    parser.add_argument(
        "--dims", type=int, nargs="+", default=[], help="the shipped one also with so many numbers"
    )
    parser.add_argument("--plot", type=Path, help="draw it too: a file ending in .svg or .png")
    given = parser.parse_args()
    with TemporaryDirectory() as temporary:
        shorter = [Path(temporary) / f"shipped-{dim}" for dim in given.dims]
        try:
            for dim, folder in zip(given.dims, shorter, strict=True):
                shorten(SHIPPED_ENCODER, dim, folder)
        except ValueError as error:
            parser.error(f"--dims: {error}")
        return _compare(given.beir, [*given.models, *map(str, shorter)], given.plot)


def _compare(beir: Path, models: list[str], drawing: Path | None) -> int:
    try:
        tests = {path.name: TestSet.read(path) for path in sorted(beir.iterdir()) if path.is_dir()}
        if not tests:
            raise FileNotFoundError(f"{beir} holds no folders")
        rows = [measure(name, tests) for name in models]
    except (OSError, ValueError, KeyError) as error:
        print(f"cannot read the sets ({error}): give a folder of folders in BEIR's format.", file=sys.stderr)
        return 2
    except EncoderError as error:
        print(error, file=sys.stderr)
        return 2
    print(table(rows))
    if drawing:
        plot(rows, drawing)
    return 0


if __name__ == "__main__":
    sys.exit(main())
