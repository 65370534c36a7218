"""`python -m index.training DATA --out FOLDER`: from public data to a model folder that ships.

DATA holds `pairs/*.jsonl.gz`, `laws.jsonl.gz` and, for evaluation, `beir/NAME/`. Interrupted, the same command goes on.
"""

import argparse
import json
import logging
import subprocess
import sys
from pathlib import Path

from index.bag import BagEncoder
from index.pieces import Pieces
from index.training.corpora import Corpora
from index.training.development import development_sets
from index.training.evaluate import TestSet, ndcg
from index.training.examples import Examples
from index.training.export import export, write_card
from index.training.overlap import without
from index.training.signature import with_signatures
from index.training.vocabulary import choose_pieces

log = logging.getLogger("index.training")


def main() -> int:
    """Train, export and evaluate. Exit code 2 for missing data."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
    parser.add_argument("--work", type=Path, help="where checkpoints go (OUT.work)")
    parser.add_argument("--pieces", type=int, default=48_000)
    parser.add_argument("--dim", type=int, default=512, help="learned numbers a piece")
    parser.add_argument("--signs", type=int, default=128, help="numbers a piece drawn by chance beside them")
    parser.add_argument("--power", type=float, default=0.65)
    parser.add_argument("--batch-size", type=int, default=2048)
    parser.add_argument("--steps", type=int, default=1600)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if not given.pieces <= 65_536:
        parser.error("--pieces can be at most 65536")
    if (given.dim + given.signs) % 2:
        parser.error("--dim and --signs together must be even: two numbers are stored in a byte")
    work = given.work or given.out.with_name(given.out.name + ".work")
    try:
        tests = {path.name: TestSet.read(path) for path in sorted((given.data / "beir").iterdir())}
        everything = Corpora.read(given.data, seed=given.seed)
        development = development_sets(given.data, everything.glosses())
        corpora, n_removed = without(everything, (text for test in tests.values() for text in test.texts()))
    except OSError as error:
        print(
            f"cannot read the training data: {error}. Give the folder that holds pairs/, laws.jsonl.gz and beir/."
        )
        return 2
    n_windows = sum(map(len, corpora.documents))
    log.info("%d pairs, %d windows; %d removed", sum(map(len, corpora.pairs.values())), n_windows, n_removed)
    counts = choose_pieces(corpora, given.pieces)
    pieces = Pieces(counts)
    log.info("%d pieces", len(pieces))
    examples = Examples(corpora, pieces, batch_size=given.batch_size, seed=given.seed)
    log.info("texts are cut")
    from index.training.model import train

    learned = train(
        examples, len(pieces), work, dim=given.dim, power=given.power,
        steps=given.steps, rate=given.rate, seed=given.seed,
    )  # fmt: skip
    weights = with_signatures(learned, list(counts), given.signs, seed=given.seed)
    names = ("signs", "power", "steps", "batch_size", "rate", "seed")
    settings = {name: getattr(given, name) for name in names}
    export(given.out, weights, counts, settings)
    encoder = BagEncoder(given.out)
    for name, test in development.items():
        log.info("development set %s: nDCG@10 %.4f", name, ndcg(encoder, test))
    scores = {name: ndcg(encoder, test) for name, test in tests.items()}
    write_card(given.out, scores, n_removed, _commit())
    print(json.dumps({name: round(score, 4) for name, score in scores.items()}, indent=2))
    return 0


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
