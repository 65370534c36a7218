"""The table of encoders, with the shipped one and a tiny one made here."""

import sys
from pathlib import Path

import numpy as np
import pytest

from index.bag import BagEncoder
from index.training.compare import main
from index.training.export import export, shorten


def test_the_table_has_a_row_a_model_and_the_plot_is_drawn(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib", reason="the plot needs the extra 'train'")
    pieces = dict.fromkeys("青川平武石棉有一座水库桥梁", 5)
    weights = np.random.default_rng(1).normal(size=(len(pieces), 4)).astype(np.float32)
    export(tmp_path / "tiny", weights, pieces, {"power": 1.0})
    arguments = [str(data / "beir"), "shipped", str(tmp_path / "tiny"), "--plot", str(tmp_path / "p.svg")]
    arguments += ["--dims", "128", "2"]
    monkeypatch.setattr(sys, "argv", ["compare", *arguments])
    assert main() == 0
    lines = capsys.readouterr().out.strip().splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("| model | MB | load s | passages/s | ms/query | tiny | mean |")
    shipped, tiny, shorter, shortest = (float(line.split("|")[-2]) for line in lines[2:])
    assert shipped > tiny > 0
    assert shipped >= shorter > shortest
    assert (tmp_path / "p.svg").read_text(encoding="utf-8").count("<path") > 5


def test_a_shorter_model_has_the_first_numbers_of_the_longer(tmp_path: Path) -> None:
    pieces = dict.fromkeys("青川平武", 5)
    weights = np.random.default_rng(1).normal(size=(len(pieces), 6)).astype(np.float32)
    export(tmp_path / "long", weights, pieces, {"power": 1.0, "signs": 2})
    shorten(tmp_path / "long", 2, tmp_path / "short")
    (long,), (short,) = (BagEncoder(tmp_path / name).encode(["青平"]) for name in ("long", "short"))
    assert short == pytest.approx(long[:2] / np.linalg.norm(long[:2]))
    with pytest.raises(ValueError, match="from 2 to 4"):
        shorten(tmp_path / "long", 6, tmp_path / "shorter")


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


def test_a_length_that_the_shipped_model_has_not_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["compare", str(tmp_path), "shipped", "--dims", "3"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert "3 is not an even number" in capsys.readouterr().err
