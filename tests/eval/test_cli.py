import json
from pathlib import Path
from typing import Any

import pytest

from eval import cli
from eval.topics import in_split, load_topics
from tests.eval.fakes import FakeAssistant

ROWS: list[dict[str, Any]] = [
    {
        "question": "双湖科技园面积多大？",
        "doc_id": "park",
        "evidence": ["规划面积8.05平方公里"],
        "answers": ["8.05平方公里"],
    },
    {
        "question": "市域铁路S11线设站几座？",
        "doc_id": "rail",
        "evidence": ["全线设站十座"],
        "answers": ["十座", "百座"],
    },
    {"question": "双湖科技园投资？", "doc_id": None, "evidence": [], "answers": []},
]


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(cli, "open_served", lambda index: FakeAssistant())
    common = {"type": "factoid", "lang": "zh", "history": []}
    rows = [{"id": f"t{n}", **common, **row, "answerable": bool(row["doc_id"])} for n, row in enumerate(ROWS)]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return str(path)


def test_run_prints_tables(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--gold", gold, "--split", "all"]) == 0
    out = capsys.readouterr().out
    for expected in ("Retrieval", "Answers", "hit@5", "rank-bm25", "unanswerable"):
        assert expected in out
    assert "expected" not in out


def test_run_writes_report_and_trec_files(gold: str, tmp_path: Path) -> None:
    out = tmp_path / "new" / "report"
    args = ["run", "--gold", gold, "--split", "all", "--systems", "hybrid,bm25", "--out", str(out)]
    assert cli.main(args) == 0
    assert {f.name for f in out.iterdir()} == {
        "report.json",
        "report.md",
        "qrels.txt",
        "hybrid.run",
        "bm25.run",
    }
    assert (out / "qrels.txt").read_text(encoding="utf-8").startswith("t0 0 park#1 1\n")
    command = json.loads((out / "report.json").read_text(encoding="utf-8"))["command"]
    assert command == f"wenju eval run --split all --systems hybrid,bm25 --gold {gold}"


def test_json_is_all_there_is_on_stdout(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--gold", gold, "--split", "all", "--json", "--failures"]) == 0
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert captured.err == ""
    assert report["split"] == "all"
    assert [failure["topic_id"] for failure in report["failures"]] == ["t1", "t2"]


def test_failures_are_listed_with_what_was_expected(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--gold", gold, "--split", "all", "--systems", "hybrid", "--failures"]) == 0
    out = capsys.readouterr().out
    for expected in (
        "t1 (factoid): incomplete: recall 0.00; no citation overlaps",
        "市域铁路S11线设站几座？",
        "全线设站十座",
        "(a refusal)",
    ):
        assert expected in out


def test_the_default_split_is_dev(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--gold", gold, "--json", "--systems", "bm25"]) == 0
    shown = {result["topic_id"] for result in json.loads(capsys.readouterr().out)["results"]}
    assert shown == {topic.id for topic in in_split(load_topics([gold]), "dev")} != set()


def test_compare(gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["run", "--gold", gold, "--systems", "hybrid,rank-bm25", "--out", str(tmp_path / "a")]
    assert cli.main([*args, "--split", "all"]) == 0
    assert cli.main([*args[:-1], str(tmp_path / "b"), "--split", "dev"]) == 0
    reports = [str(tmp_path / name / "report.json") for name in "ab"]
    capsys.readouterr()
    assert cli.main(["compare", *reports]) == 0
    captured = capsys.readouterr()
    assert "nDCG@10" in captured.out
    assert "in only one of the reports" in captured.err
    assert cli.main(["compare", *reports, "--against", "rank-bm25", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["differences"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["run", "--gold", "none.jsonl"], "cannot read the gold file none.jsonl"),
        (["run", "--systems", "bm52"], "unknown system 'bm52'"),
        (["run", "--systems", "bm25", "--failures"], "needs the system 'hybrid'"),
        (["run", "--split", "train"], "train"),
        (["run", "--nonsense"], "--nonsense"),
        (["compare", "none.json", "none.json"], "cannot read the report none.json"),
        ([], "Missing command"),
        (["compare"], "Missing argument"),
        (["walk"], "walk"),
    ],
)
def test_bad_input_is_one_line_and_2(
    args: list[str], message: str, gold: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(args) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert message in captured.err


def test_a_gold_file_about_other_documents_names_the_topic(
    tmp_path: Path, gold: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text(Path(gold).read_text(encoding="utf-8").replace('"park"', '"elsewhere"'), encoding="utf-8")
    assert cli.main(["run", "--gold", str(path), "--split", "all"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("wenju eval: t0: there is no document 'elsewhere'")
    assert error.count("\n") == 1


@pytest.mark.parametrize("args", [["--help"], ["run", "--help"], ["compare", "--help"]])
def test_help_has_an_example(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(args) == 0
    out = capsys.readouterr().out
    assert "Example" in out or args == ["--help"]
