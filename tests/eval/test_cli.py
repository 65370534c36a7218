import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval import check_command, cli, run_command
from eval.exchange import command
from eval.serving import Serving
from eval.topics import in_split, load_topics, split_of, topic_line
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
    def open_fake(index: Path | None, given: Sequence[str], scratch: Path) -> Serving:
        return Serving(FakeAssistant(), {"given": list(given)})

    for module in (run_command, check_command, command):
        monkeypatch.setattr(module, "open_serving", open_fake)
    common = {"type": "factoid", "lang": "zh", "history": []}
    rows = [{"id": f"t{n}", **common, **row, "answerable": bool(row["doc_id"])} for n, row in enumerate(ROWS)]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return str(path)


def test_run_prints_tables(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--gold", gold, "--split", "all"]) == 0
    out = capsys.readouterr().out
    for expected in ("Retrieval", "Answers", "hit@5", "rank-bm25", "unanswerable", "AURC", "p99"):
        assert expected in out
    assert "expected" not in out


def test_run_writes_a_run_report_and_trec_files(gold: str, tmp_path: Path) -> None:
    out = tmp_path / "new" / "report"
    args = ["run", "--gold", gold, "--split", "all", "--systems", "hybrid,bm25", "--out", str(out)]
    assert cli.main(args) == 0
    assert {f.name for f in out.iterdir()} >= {
        "run.json",
        "topics.jsonl",
        "hybrid.turns.jsonl",
        "bm25.turns.jsonl",
        "report.json",
        "report.md",
        "qrels.txt",
        "hybrid.run",
        "bm25.run",
    }
    assert (out / "qrels.txt").read_text(encoding="utf-8").startswith("t0 0 park#1 1\n")
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["command"] == f"wenju eval run --split all --systems hybrid,bm25 --gold {gold}"
    assert [file["topics"] for file in report["header"]["gold"]] == [3]


def test_systems_with_settings(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["run", "--gold", gold, "--split", "all", "--json", "--system", "hybrid"]
    assert cli.main([*args, "--system", "flat=search.dense_weight=0.5,mode=bm25"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["systems"] == ["hybrid", "flat"]
    assert report["command"].endswith("--system hybrid --system flat=search.dense_weight=0.5,mode=bm25 --gold " + gold)  # fmt: skip
    assert [(s["mode"], s["settings"]) for s in report["header"]["systems"]] == [
        ("hybrid", {"given": []}),
        ("bm25", {"given": ["search.dense_weight=0.5"]}),
    ]


def test_json_is_all_there_is_on_stdout(
    gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ["run", "--gold", gold, "--split", "all", "--json", "--failures"]
    assert cli.main([*args, "--look-at-test", "a test", "--out", str(tmp_path / "run")]) == 0
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert captured.err == ""
    assert report["split"] == "all"
    assert [failure["topic_id"] for failure in report["failures"]] == ["t1", "t2"]


def test_failures_are_listed_with_what_was_expected(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    dev = next(f"dev-{n}" for n in range(9) if split_of(f"dev-{n}") == "dev")
    wrong = replace(load_topics([gold])[1], id=dev)
    Path(gold).write_text(topic_line(wrong), encoding="utf-8")
    assert cli.main(["run", "--gold", gold, "--systems", "hybrid", "--failures"]) == 0
    out = capsys.readouterr().out
    for expected in (
        f"{dev} (factoid): incomplete: recall 0.00; no citation overlaps",
        "市域铁路S11线设站几座？",
        "全线设站十座",
    ):
        assert expected in out


def test_test_questions_are_not_shown_without_a_reason_and_are_counted(
    gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ["run", "--gold", gold, "--split", "all", "--systems", "hybrid"]
    assert cli.main([*args, "--failures"]) == 2
    assert "use --split dev, or give a reason with --look-at-test WHY" in capsys.readouterr().err
    assert cli.main([*args, "--failures", "--look-at-test", "why"]) == 2
    assert "needs --out, where it is written down" in capsys.readouterr().err
    for n, more in enumerate(([], ["--failures", "--look-at-test", "a label looked wrong"])):
        out = tmp_path / f"run{n}"
        assert cli.main([*args, *more, "--out", str(out)]) == 0
        assert json.loads((out / "report.json").read_text(encoding="utf-8"))["header"]["test_runs"] == n
    looked = [json.loads(line)["looked"] for line in (tmp_path / "test-runs.jsonl").read_text(encoding="utf-8").splitlines()]  # fmt: skip
    assert looked == ["", "a label looked wrong"]
    assert cli.main(["run", "--gold", gold, "--systems", "hybrid", "--out", str(tmp_path / "dev")]) == 0
    assert len((tmp_path / "test-runs.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_the_default_split_is_dev(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--gold", gold, "--json", "--systems", "bm25"]) == 0
    shown = {result["topic_id"] for result in json.loads(capsys.readouterr().out)["results"]}
    assert shown == {topic.id for topic in in_split(load_topics([gold]), "dev")} != set()


def test_compare(gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["run", "--gold", gold, "--systems", "hybrid,rank-bm25", "--out", str(tmp_path / "a")]
    assert cli.main([*args, "--split", "all"]) == 0
    capsys.readouterr()
    a = str(tmp_path / "a")
    assert cli.main(["compare", a, f"{a}:rank-bm25"]) == 0
    assert "nDCG@10" in capsys.readouterr().out
    assert cli.main(["compare", a, f"{a}/report.json:rank-bm25", a, "--json"]) == 0
    differences = json.loads(capsys.readouterr().out)["differences"]
    assert {d["b"].rpartition(":")[2] for d in differences} == {"rank-bm25", "hybrid"}


def test_check_says_what_is_wrong(gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = Path(gold).read_text(encoding="utf-8").replace(', "百座"', "")
    Path(gold).write_text(right, encoding="utf-8")
    assert cli.main(["check", gold, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["errors"], found["coverage"]["topics"]) == ([], 3)
    Path(gold).write_text(right.replace("全线设站十座", "全线设站九座"), encoding="utf-8")
    assert cli.main(["check", gold]) == 2
    captured = capsys.readouterr()
    assert "wenju eval: t1: the document 'rail' does not say '全线设站九座'" in captured.err
    assert "Topics by tenth of its document" in captured.out
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    assert cli.main(["check", str(tmp_path / "empty.jsonl"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["errors"][0]["says"] == "the gold files have no topics"


@pytest.mark.parametrize("name", ["csv", "xlsx", "squad", "beir", "trec"])
def test_export_and_import(name: str, gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, back = tmp_path / "exported", tmp_path / "back.jsonl"
    assert cli.main(["export", name, "--gold", gold, "--out", str(out)]) == 0
    assert cli.main(["export", name, "--gold", gold, "--out", str(out)]) == 2
    assert "is there already" in capsys.readouterr().err
    args = ["import", name, str(out), "--out", str(back)]
    brings_texts = name in ("squad", "beir")
    if brings_texts:
        assert cli.main(args) == 2
        assert "say with --texts where to write them" in capsys.readouterr().err
    assert cli.main([*args, *(["--texts", str(tmp_path / "texts")] if brings_texts else [])]) == 0
    ids = [topic.id for topic in load_topics([gold])]
    assert sorted(topic.id for topic in load_topics([back])) == (ids[:2] if name == "beir" else ids)


def test_a_template_has_no_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "team.csv"
    assert cli.main(["export", "csv", "--template", "--out", str(path)]) == 0
    assert cli.main(["import", "csv", str(path), "--out", str(tmp_path / "gold.jsonl")]) == 2
    assert capsys.readouterr().err == f"wenju eval: {path}: there are no questions in it\n"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["run", "--gold", "none.jsonl"], "cannot read the gold file none.jsonl"),
        (["run", "--systems", "bm52"], "unknown system 'bm52'"),
        (["run", "--systems", "rank-bm25", "--failures"], "needs a system that answers"),
        (["run", "--split", "train"], "train"),
        (["run", "--nonsense"], "--nonsense"),
        (["run", "--resume"], "say which with --out"),
        (["run", "--look-at-test", "x"], "is for --split test or all"),
        (["compare", "none.json", "none.json"], "cannot read the report none.json"),
        (["compare", "none.json"], "cannot read the report none.json"),
        (["import", "docx", "a", "--out", "b"], "unknown format 'docx': choose from beir, trec, csv"),
        (["import", "csv", "none.csv", "--out", "b"], "cannot read none.csv"),
        (["export", "beir", "--template", "--out", "b"], "--template is for csv and xlsx"),
        (["check", "none.jsonl"], "cannot read the gold file none.jsonl"),
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
    assert captured.err.count("\n") == 1
    assert message in captured.err
    assert captured.out == "" or args[0] == "check"


def test_a_gold_file_about_other_documents_names_the_topic(
    tmp_path: Path, gold: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text(Path(gold).read_text(encoding="utf-8").replace('"park"', '"elsewhere"'), encoding="utf-8")
    assert cli.main(["run", "--gold", str(path), "--split", "all"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("wenju eval: t0: there is no document 'elsewhere'")
    assert error.count("\n") == 1


@pytest.mark.parametrize("command", ["", "run", "compare", "check", "import", "export", "reading"])
def test_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*filter(None, [command]), "--help"]) == 0
    assert "Example" in capsys.readouterr().out
