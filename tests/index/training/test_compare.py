"""The table of encoders, with the shipped one and a tiny one made here."""

import sys
from pathlib import Path

import numpy as np
import pytest

from index.training.compare import main
from index.training.export import export


def test_the_table_has_a_row_a_model_and_the_plot_is_drawn(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib", reason="the plot needs the extra 'train'")
    pieces = dict.fromkeys("青川平武石棉有一座水库桥梁", 5)
    weights = np.random.default_rng(1).normal(size=(len(pieces), 4)).astype(np.float32)
    export(tmp_path / "tiny", weights, pieces, {"power": 1.0})
    arguments = [str(data / "beir"), "shipped", str(tmp_path / "tiny"), "--plot", str(tmp_path / "p.svg")]
    monkeypatch.setattr(sys, "argv", ["compare", *arguments])
    assert main() == 0
    lines = capsys.readouterr().out.strip().splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("| model | MB | load s | passages/s | ms/query | tiny | mean |")
    shipped, tiny = (float(line.split("|")[-2]) for line in lines[2:])
    assert shipped > tiny > 0
    assert (tmp_path / "p.svg").read_text(encoding="utf-8").count("<path") > 5


@pytest.mark.parametrize("wrong", ["set", "model"])
def test_what_cannot_be_read_is_said(
    wrong: str,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = [str(tmp_path), "shipped"] if wrong == "set" else [str(data / "beir"), "no/model/here"]
    monkeypatch.setattr(sys, "argv", ["compare", *arguments])
    assert main() == 2
    assert "give " in capsys.readouterr().err
