"""A trained model as the folder that ships: vectors of 4 bits a number, pieces, configuration and a model card."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from index.bag import CONFIG, KIND, PIECES, WEIGHTS, map_tensors, pack, unpack
from index.training.corpora import DATA_SETS, LAWS

_CLIP = 0.9
"""The magnitude, as a part of the row's largest, from which numbers are cut off: a finer scale for all the others."""


def quantise(weights: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Vectors as whole numbers in [-7, 7] times one scale each."""
    scales = np.maximum(np.abs(weights).max(axis=1), 1e-12).astype(np.float32) * np.float32(_CLIP / 7)
    return np.clip(np.rint(weights / scales[:, None]), -7, 7).astype(np.int8), scales


def export(
    folder: Path, weights: npt.NDArray[np.float32], pieces: dict[str, int], settings: dict[str, Any]
) -> None:
    """Write the model folder. `settings` needs `power`; all of them are kept in the configuration."""
    folder.mkdir(parents=True, exist_ok=True)
    whole, scales = quantise(weights)
    save_file({"weights": pack(whole), "scales": scales}, folder / WEIGHTS)
    (folder / WEIGHTS).chmod(0o644)  # it is written readable for its owner alone
    (folder / PIECES).write_text(
        json.dumps(pieces, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    config = {"kind": KIND, "dim": weights.shape[1], **settings}
    (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def shorten(source: Path, dim: int, folder: Path) -> None:
    """Write the model folder of a model with the first `dim` of what it learned of each piece, an even number, and no more.

    Raises ValueError if it learned fewer.
    """
    config = json.loads((source / CONFIG).read_text(encoding="utf-8"))
    learned = config["dim"] - config.get("signs", 0)
    if not 0 < dim <= learned or dim % 2:
        raise ValueError(f"{dim} is not an even number from 2 to {learned}")
    folder.mkdir(parents=True, exist_ok=True)
    tensors = map_tensors(source / WEIGHTS)
    codes = unpack(np.asarray(tensors["weights"])).astype(np.int8)
    save_file(
        {"weights": pack(codes[:, :dim]), "scales": np.asarray(tensors["scales"]).copy()}, folder / WEIGHTS
    )
    shutil.copyfile(source / PIECES, folder / PIECES)
    (folder / CONFIG).write_text(json.dumps(config | {"dim": dim, "signs": 0}), encoding="utf-8")


def write_card(folder: Path, scores: dict[str, float], n_removed: int, commit: str) -> None:
    """README.md of the model: what it is, what it was trained on and how, what it reaches."""
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in scores.items())
    data = "\n".join(f"| {d.name} | {d.source} | {d.licence} |" for d in (*DATA_SETS, LAWS))
    (folder / "README.md").write_text(
        _CARD.format(
            n_pieces=f"{len(json.loads((folder / PIECES).read_text(encoding='utf-8'))):,}", size=f"{size:.1f}",
            rows=rows, data=data, removed=f"{n_removed:,}", commit=commit, **config,
        ),
        encoding="utf-8",
    )  # fmt: skip


_CARD = """---
language: [zh, en]
tags: [static-embeddings, retrieval]
---
# A static bilingual encoder

{n_pieces} pieces (words, characters, numbers, parts of English words), one vector of {dim} numbers a piece, 4 bits each with a
scale a piece; a text is the sum of count ** {power} times the piece's vector, to length 1. {size} MB in all. Read by
`index/bag.py` without torch.

## Training

`python -m index.training DATA --out FOLDER` at commit {commit}: {steps:,} steps of {batch_size:,} pairs from one source each, contrastive loss in
both directions at temperature 0.05 (`MultipleNegativesRankingLoss` of sentence-transformers), Adam, learning rate {rate}
falling to 0, seed {seed}. The last {signs} numbers of a piece are not learned: random signs, which tell the words of one topic apart
(`index/training/signature.py`). `index/training/examples.py` says how the pairs are made: as they come, sentences and the windows
they stand in, and sentences turned into English word by word with CC-CEDICT. {removed} training texts that share a
long run of characters with a text of the sets below were taken out (`index/training/overlap.py`).

| data set | what | licence |
|---|---|---|
{data}

## nDCG@10, this encoder alone

| set | nDCG@10 |
|---|---|
{rows}
"""
