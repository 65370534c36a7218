import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import CatalogueError, DecodeError
from eval import cli, reading_gold
from eval import reading as module
from eval.errors import GoldError
from eval.pages.truth import FIRST_TEST_SEED, Kind, Role
from eval.reading import SEEDS, by_kind, read_generated, scores, seeds_of
from eval.reading_gold import FOLDER, read_gold, true_lines
from tests.eval.pages.sources import texts, write_texts

TEXT = "第一行\n第二行。\n\n插图说明\n  第三行\n"


def label(*parts: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"sha256": "", "groups": [{"article": 1, "under": [], "parts": list(parts), **more}]}


def test_development_never_sees_a_test_seed() -> None:
    assert max(seeds_of("dev", None, None)) < FIRST_TEST_SEED <= min(seeds_of("test", None, None))
    assert list(seeds_of("dev", 7, 2)) == [7, 8]
    assert SEEDS["test"][1] >= 50


def test_each_seed_is_read_as_text_and_as_pdf(tmp_path: Path) -> None:
    ticks: list[int] = []
    readings = list(read_generated(texts(tmp_path), range(2), lambda: ticks.append(1)))
    assert [(r.kind, r.source) for r in readings[:4]] == [(k, s) for k in Kind for s in ("text", "pdf")]
    assert len(readings) == len(ticks) == 8
    assert not any(r.failure for r in readings)
    for name, counts in by_kind(readings):
        assert counts.documents == 2
        assert scores(counts).found == pytest.approx(1, abs=0.02), name


def test_a_document_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise DecodeError("it is a riddle")

    monkeypatch.setattr(module, "read_document", fail)
    readings = list(read_generated(texts(tmp_path), range(1)))
    assert {r.failure for r in readings} == {"it is a riddle"}
    assert all(r.counts.documents == 0 for r in readings)


def test_labels_become_lines() -> None:
    spec = label(("body", "1,5"), ("body", "2"), ("caption", "4"))
    lines = list(true_lines(spec, TEXT))
    assert [(line.text, line.role, line.row, line.column) for line in lines] == [
        ("第一行", Role.BODY, 0, 0),
        ("第三行", Role.BODY, 4, 2),
        ("第二行。", Role.BODY, 1, 0),
        ("插图说明", Role.CAPTION, 3, 0),
    ]
    assert [line.paragraph for line in lines] == [1, 1, 2, 3]


def test_headings_are_lines_too_and_stand_once() -> None:
    spec = label(("body", "2"), under=["1"])
    spec["groups"].append({"article": 1, "under": ["1"], "parts": [["body", "4-5"]]})
    lines = list(true_lines(spec, TEXT))
    assert [line.role for line in lines] == [Role.HEADLINE, Role.BODY, Role.BODY, Role.BODY]
    assert {line.headings for line in lines if line.role is Role.BODY} == {(1,)}


def test_unlabelled_lines_stand_alone() -> None:
    lines = list(true_lines(label(("body", "1-2")), TEXT))
    assert [line.role for line in lines] == [Role.BODY, Role.BODY, Role.NOTE, Role.NOTE]
    assert len({line.paragraph for line in lines}) == 3


@pytest.mark.parametrize(
    "parts",
    [
        [("body", "9-11"), ("body", "11")],  # twice
        [("body", "999")],  # not there
        [("body", "x")],
        [("prose", "9")],  # no such role
        [("body", "10")],  # blank
    ],
)
def test_wrong_labels_are_named(parts: list[tuple[str, str]], tmp_path: Path) -> None:
    good = json.loads((FOLDER / "chengyu-2024.json").read_text(encoding="utf-8"))
    groups = [{"article": 1, "under": [], "parts": parts}]
    (tmp_path / "chengyu-2024.json").write_text(json.dumps({**good, "groups": groups}), encoding="utf-8")
    with pytest.raises(GoldError, match=r"chengyu-2024\.json"):
        list(read_gold(tmp_path))


def test_labels_of_another_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "chengyu-2024.json").write_text('{"sha256": "00", "groups": []}', encoding="utf-8")
    with pytest.raises(CatalogueError):
        list(read_gold(tmp_path))


def test_every_embedded_document_is_labelled_and_no_sentence_is_of_two() -> None:
    readings = {r.sample: r for r in read_gold()}
    assert len(readings) == 5
    for name, each in readings.items():
        counts = each.counts
        assert counts.found == counts.lines, name
        assert counts.glued == counts.mixed == 0, name
        assert counts.joined - counts.joined_right <= 1, name


def test_labelled_paragraphs_end_as_paragraphs_do() -> None:
    """Checks the labels, not the reader: a range that is one line short ends in the middle of a sentence."""
    broken = {"另一方面，食博会也是"}  # its end is lost in the file
    for path in FOLDER.glob("*.json"):
        source = next(s for s in reading_gold.find_sources() if s.doc_id == path.stem)
        text = Path(source.path).read_text(encoding="utf-8")
        paragraphs: dict[int, str] = {}
        for line in true_lines(json.loads(path.read_text(encoding="utf-8")), text):
            if line.role in (Role.BODY, Role.BOX):
                paragraphs[line.paragraph] = paragraphs.get(line.paragraph, "") + line.text
        for paragraph in paragraphs.values():
            assert paragraph.endswith(("。", "。”", "？", "：", "……", "⋯⋯", "劲”")) or paragraph in broken


def test_command_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["reading"]) == 2
    assert "--texts" in capsys.readouterr().err


def test_command_prints_and_writes_both_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write_texts(tmp_path / "texts.jsonl")
    out = tmp_path / "out"
    args = ["reading", "--texts", str(source), "--gold", "--count", "1", "--out", str(out), "--mistakes", "1"]
    assert cli.main(args) == 0
    assert "line pairs right" in capsys.readouterr().out
    report = json.loads((out / "reading.json").read_text(encoding="utf-8"))
    assert report["seeds"] == [0, 1]
    assert [row["name"] for row in report["generated"]] == [f"{k} {s}" for k in Kind for s in ("text", "pdf")]
    assert len(report["labelled"]) == 5
    assert "## Embedded documents" in (out / "reading.md").read_text(encoding="utf-8")
    assert cli.main([*args[:5], "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["generated"] == report["generated"]
