"""Write generated documents to a folder: `python -m eval.pages --texts FILE --seed 0 --count 20 --out FOLDER`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from eval.errors import EvalError
from eval.pages.generate import generate
from eval.pages.texts import Texts
from eval.pages.truth import FIRST_TEST_SEED, Kind, truth_json


def main(
    texts: Annotated[Path, typer.Option(help="JSONL with `title` and `text` a line; may be gzipped.")],
    out: Annotated[Path, typer.Option(help="A folder for KIND-SEED.pdf, .txt and .json.")],
    seed: Annotated[
        int, typer.Option(help=f"The first seed; from {FIRST_TEST_SEED} for the record only.")
    ] = 0,
    count: Annotated[int, typer.Option(help="How many seeds: each gives a newspaper page and a plan.")] = 10,
) -> None:
    """Write a PDF, the text that an extractor makes of it, and the truth, for each seed and kind."""
    try:
        source = Texts.read(texts)
    except EvalError as error:
        raise typer.BadParameter(str(error)) from error
    out.mkdir(parents=True, exist_ok=True)
    for number in range(seed, seed + count):
        for kind in Kind:
            sample = generate(kind, number, source)
            (out / f"{sample.name}.pdf").write_bytes(sample.pdf)
            (out / f"{sample.name}.txt").write_text(sample.text, encoding="utf-8")
            truth = json.dumps(truth_json(sample), ensure_ascii=False, indent=1)
            (out / f"{sample.name}.json").write_text(truth + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
