"""The whole way from data to a model folder, on a few dozen texts."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from index.bag import BagEncoder
from index.encoder import load_encoder
from index.training.__main__ import main
from index.training.corpora import Corpora
from index.training.evaluate import TestSet, ndcg
from index.training.examples import Batch, Examples
from index.training.overlap import RUN, without

pytest.importorskip("accelerate", reason="training needs the extra 'train'")


def _train(monkeypatch: pytest.MonkeyPatch, data: Path, out: Path, steps: int) -> BagEncoder:
    arguments = ["--dim", "16", "--pieces", "6000", "--batch-size", "24", "--steps", str(steps)]
    arguments += ["--signs", "4"]
    monkeypatch.setattr(sys, "argv", ["training", str(data), "--out", str(out), *arguments])
    assert main() == 0
    return BagEncoder(out)


def test_training_makes_a_model_that_finds_what_it_was_not_trained_on(
    monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trained = _train(monkeypatch, data, tmp_path / "model", 60)
    printed = json.loads(capsys.readouterr().out.rpartition("}\n{")[2].join(["{", ""]))
    untrained = _train(monkeypatch, data, tmp_path / "untrained", 1)
    tiny = TestSet.read(data / "beir" / "tiny")
    assert printed["tiny"] == pytest.approx(ndcg(trained, tiny), abs=1e-4)
    assert ndcg(trained, tiny) > ndcg(untrained, tiny)
    again = _train(monkeypatch, data, tmp_path / "again", 60)
    texts = list(tiny.texts())
    np.testing.assert_allclose(trained.encode(texts), again.encode(texts), atol=1e-5)
    assert load_encoder(str(tmp_path / "model")).fingerprint == trained.fingerprint
    card = (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
    assert "CC-CEDICT" in card
    assert f"| tiny | {printed['tiny']:.3f} |" in card


def test_missing_data_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["training", str(tmp_path), "--out", str(tmp_path / "m")])
    assert main() == 2
    assert "pairs/" in capsys.readouterr().out


def test_no_evaluation_text_stays_in_training(data: Path) -> None:
    corpora = Corpora.read(data, seed=0)
    name, rows = next(iter(corpora.pairs.items()))
    stolen = rows[3][1]
    cleaned, n_removed = without(corpora, [f"前言。{stolen}后记。"])
    assert len(stolen) >= 2 * RUN - 1
    assert n_removed > 0
    assert all(stolen not in b for _, b in cleaned.pairs[name])
    assert len(cleaned.pairs[name]) == len(rows) - 1
    assert all(stolen not in "".join(window) for document in cleaned.documents for window in document)


def test_an_interrupted_training_goes_on_to_the_same_model(
    monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    from index.training import model

    monkeypatch.setattr(model, "_SAVE_STEPS", 10)
    with monkeypatch.context() as broken:
        whole = Examples.batch

        def batch(examples: Examples, step: int) -> Batch:
            if step == 25:
                raise RuntimeError("the power went off")
            return whole(examples, step)

        broken.setattr(Examples, "batch", batch)
        with pytest.raises(RuntimeError, match="power"):
            _train(broken, data, tmp_path / "model", 40)
    assert [path.name for path in (tmp_path / "model.work").glob("checkpoint-*")] == ["checkpoint-20"]
    resumed = _train(monkeypatch, data, tmp_path / "model", 40)
    straight = _train(monkeypatch, data, tmp_path / "straight", 40)
    texts = list(TestSet.read(data / "beir" / "tiny").texts())
    np.testing.assert_allclose(resumed.encode(texts), straight.encode(texts), atol=1e-5)
