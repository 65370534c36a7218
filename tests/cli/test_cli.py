"""The program as others call it: what it prints where, and how it ends."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.app import Assistant, open_assistant
from assistant.cli import main
from index import store
from tests.assistant.test_pipeline import ADDED, CONTRACT, check_form

COMMANDS = [
    "build", "add", "remove", "refresh", "indexes", "ask", "search", "docs", "verify", "serve", "widget",
    "mcp", "user", "eval",
]  # fmt: skip


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Wenju = Callable[..., Result]


@pytest.fixture
def wenju(
    home: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Wenju:
    """The program in this process, with the index of the embedded documents as the default one, opened once."""
    monkeypatch.setenv("WENJU_HOME", str(home))

    def open_once(index: str | None = None, *, encoder: str | None = None, **more: Any) -> Assistant:
        return assistant if not index and not encoder else open_assistant(index, encoder=encoder, **more)

    monkeypatch.setattr("assistant.terminal.open_assistant", open_once)

    def run(*arguments: str) -> Result:
        capsys.readouterr()
        code = main(arguments)
        return Result(code, *capsys.readouterr())

    return run


@pytest.fixture
def own_home(small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A WENJU_HOME of its own, whose index may be damaged."""
    shutil.copytree(small_home / "index", tmp_path / "home" / "index")
    return tmp_path / "home"


def process(*arguments: str, home: Path, cwd: Path | None = None, **more: Any) -> subprocess.Popen[str]:
    env = (
        os.environ
        | {"WENJU_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])}
        | more.pop("env", {})
    )
    command = [sys.executable, "-m", "assistant", *arguments]
    return subprocess.Popen(
        command, env=env, cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more
    )


def run(*arguments: str, home: Path, cwd: Path | None = None, **more: Any) -> Result:
    running = process(*arguments, home=home, cwd=cwd, **more)
    out, err = running.communicate(timeout=100)
    return Result(running.returncode, out, err)


# bad input


def write(path: Path, content: str | bytes) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


BAD: dict[str, tuple[list[str], str]] = {
    "no question": (["ask", ""], "问题"),
    "only spaces": (["ask", "  "], "问题"),
    "only punctuation": (["ask", "？！"], "文字"),
    "only emoji": (["ask", "🙂"], "文字"),
    "too long": (["ask", "好" * 1001], "1000"),
    "far too long": (["ask", "a" * 100_000], "1000"),
    "an empty query": (["search", ""], "query"),
    "a query without words": (["search", "。。"], "query"),
    "no arguments to ask": (["ask"], "question"),
    "a question and a batch": (["ask", "园区", "--batch", "-"], "question"),
    "k of 0": (["ask", "园区", "--k", "0"], "--k"),
    "k below 0": (["search", "园区", "--k", "-3"], "--k"),
    "k that is no number": (["ask", "园区", "--k", "many"], "--k"),
    "an unknown option": (["ask", "园区", "--verbose"], "--verbose"),
    "an unknown command": (["answer", "园区"], "answer"),
    "too many questions": (["ask", "园区", "铁路"], "铁路"),
    "a path that is not there": (["build", "nowhere.txt"], "nowhere.txt"),
    "an encoder that is not there": (
        ["build", "--encoder", "/no/model", "{plan}", "--index", "{tmp}/ix"],
        "/no/model",
    ),
    "an encoder folder without a model": (
        ["build", "--encoder", "{tmp}", "{plan}", "--index", "{tmp}/ix"],
        "{tmp}",
    ),
    "a folder without documents": (["build", "{tmp}/empty", "--index", "{tmp}/ix"], "empty"),
    "a batch that is not there": (["ask", "--batch", "{tmp}/none.jsonl"], "none.jsonl"),
    "a batch that is a folder": (["ask", "--batch", "{tmp}"], "{tmp}"),
    "a batch that is not text": (["ask", "--batch", "{binary}"], "UTF-8"),
    "a port that is none": (["serve", "--port", "0"], "--port"),
    "a binary file": (["build", "{binary}", "--index", "{tmp}/ix"], "picture"),
    "no path to add": (["add"], "PATH"),
    "an encoding that there is not": (["build", "{plan}", "--encoding", "gbk-9"], "gbk-9"),
    "a setting that there is not": (["ask", "园区", "--set", "serve.prot=1"], "did you mean serve.port"),
    "a setting without a value": (["build", "--set", "serve.port"], "KEY=VALUE"),
    "an index that there is not": (["ask", "园区", "--index", "nobody"], "no index 'nobody'"),
    "an index name that cannot be": (["build", "{plan}", "--index", ".."], "cannot be the name"),
    "an index to delete that there is not": (["indexes", "--delete", "nobody", "--yes"], "no index 'nobody'"),
    "a document that there is not": (["docs", "nothing"], "nothing"),
    "an explanation of nothing": (["docs", "--explain"], "--explain"),
    "a pattern that matches nothing": (["build", "{tmp}/*.pptx", "--index", "{tmp}/ix"], "*.pptx"),
    "an empty file": (["build", "{nothing}", "--index", "{tmp}/ix"], "empty"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_line_and_exit_2(wenju: Wenju, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    places = {
        "tmp": str(tmp_path),
        "plan": write(tmp_path / "plan.txt", "青湖科技园规划面积8.05平方公里。"),
        "binary": write(tmp_path / "binary.txt", b"\x89PNG\x00\xff\xfe"),
        "nothing": write(tmp_path / "nothing.txt", " \n"),
    }
    arguments, says = BAD[name]
    result = wenju(*[argument.format(**places) for argument in arguments])
    stages = [line for line in result.err.splitlines() if line.endswith(" ...")]
    lines = [line for line in result.err.splitlines() if line not in stages]
    assert result.code == 2, result.err
    assert result.out == ""
    assert len(lines) == 1, lines
    assert lines[0].startswith("wenju: ")
    assert says.format(**places) in lines[0]


@pytest.mark.parametrize(
    "arguments",
    [["build", "~nosuchuser/x"], ["build", "--encoder", "~nosuchuser/x"], ["search", "园区\udcff"]],
)
def test_odd_arguments_are_one_clear_line_too(wenju: Wenju, arguments: list[str]) -> None:
    result = wenju(*arguments)
    assert result.code in (0, 2)
    assert len(result.err.splitlines()) <= 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_a_file_that_may_not_be_read_is_named(wenju: Wenju, tmp_path: Path) -> None:
    path = Path(write(tmp_path / "secret.txt", "青湖科技园。"))
    path.chmod(0)
    result = wenju("build", str(path), "--index", str(tmp_path / "ix"))
    assert result.code == 2
    assert "secret.txt" in result.err


def test_an_encoder_that_is_not_there_is_refused_at_once_and_the_index_stays(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENJU_HOME", str(own_home))
    before = store.load(own_home / "index").fingerprint
    code = main(["ask", "青湖科技园面积多大？", "--encoder", "no-such-model"])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert err.startswith("wenju: there is no encoder 'no-such-model'")
    assert store.load(own_home / "index").fingerprint == before


# ask


def test_json_is_a_turn_and_nothing_else(wenju: Wenju) -> None:
    result = wenju("ask", "双湖科技园规划面积多大？", "--json", "--k", "3")
    assert (result.code, result.err) == (0, "")
    turn = result.json
    check_form(turn, CONTRACT | ADDED)
    assert turn["status"] == "answered"
    assert len(turn["hits"]) == 3


def test_an_explanation_beside_json_goes_to_standard_error(wenju: Wenju) -> None:
    result = wenju("ask", "飞地经济", "--json", "--explain")
    assert result.json["question"] == "飞地经济"
    assert "retrieve" in result.err
    assert "retrieve" in wenju("ask", "飞地经济", "--explain").out


def test_a_question_that_the_documents_do_not_answer_is_no_failure(wenju: Wenju) -> None:
    result = wenju("ask", "成都地铁票价是多少？", "--json")
    assert (result.code, result.json["status"], result.json["citations"]) == (0, "not_found", [])


def test_earlier_questions_are_the_conversation(wenju: Wenju) -> None:
    result = wenju("ask", "那它由谁主办？", "--turn", "双湖科技园规划面积多大？", "--json")
    assert result.json["standalone"] == "双湖科技园由谁主办？"
    assert result.json["question"] == "那它由谁主办？"


def test_text_shows_the_short_answer_the_quote_and_its_place(wenju: Wenju) -> None:
    result = wenju("ask", "双湖科技园规划面积多大？")
    assert (result.code, result.err) == (0, "")
    assert "» 8.05平方公里" in result.out
    assert "[1] 创新推动五维跨界融合" in result.out
    assert "pengzhou-integration " in result.out


# batch


def test_a_batch_keeps_order_and_ids(wenju: Wenju, tmp_path: Path) -> None:
    history = [
        {"role": "user", "content": "双湖科技园规划面积多大？"},
        {"role": "assistant", "content": "8.05平方公里"},
    ]
    entries = [
        {"id": "z", "question": "什么是飞地经济？"},
        {"id": "a", "question": "它由谁主办？", "history": history},
        {"id": 7, "question": "成都地铁票价是多少？", "history": []},
        {"question": "氢能"},
    ]
    lines = "\n\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    result = wenju("ask", "--batch", write(tmp_path / "batch.jsonl", lines + "\n"))
    assert (result.code, result.err) == (0, "")
    turns = result.lines
    assert [turn["id"] for turn in turns[:3]] == ["z", "a", 7]
    assert [turn["question"] for turn in turns] == [entry["question"] for entry in entries]
    assert turns[1]["standalone"] == "双湖科技园由谁主办？"
    for turn in turns:
        check_form(turn | {"id": str(turn["id"])}, CONTRACT | ADDED)


BAD_LINES = {
    "not JSON": "nonsense",
    "no object": "[1, 2]",
    "no question": '{"id": "bad"}',
    "a question that is no text": '{"id": "bad", "question": 5}',
    "an empty question": '{"id": "bad", "question": ""}',
    "a history that is no list": '{"id": "bad", "question": "园区", "history": 5}',
    "a history without roles": '{"id": "bad", "question": "园区", "history": [{"content": "x"}]}',
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_bad_line_gets_an_error_in_its_place(wenju: Wenju, tmp_path: Path, name: str) -> None:
    lines = ['{"id": "1", "question": "飞地经济"}', BAD_LINES[name], '{"id": "3", "question": "氢能"}']
    result = wenju("ask", "--batch", write(tmp_path / "batch.jsonl", "\n".join(lines)))
    assert result.code == 2
    assert result.err == "wenju: 1 of 3 questions could not be asked; their lines say why\n"
    first, bad, third = result.lines
    assert (first["id"], third["id"]) == ("1", "3")
    assert bad["status"] == "error"
    assert bad["error"]
    assert set(bad) == {"id", "question", "status", "error"}


@pytest.mark.parametrize(
    "name", [name for name, line in BAD_LINES.items() if "bad" in line and 'question": ""' not in line]
)
def test_an_error_has_the_id_of_its_line(wenju: Wenju, tmp_path: Path, name: str) -> None:
    result = wenju("ask", "--batch", write(tmp_path / "batch.jsonl", BAD_LINES[name]))
    assert result.lines[0]["id"] == "bad"


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "x", "question": "\\ud800"}',
        '{"id": "x\\ud800", "question": "飞地经济"}',
        '{"id": "x", "question": "飞地\u2028经济"}',
        "[" * 100_000,
    ],
    ids=["half a character", "half a character in the id", "a line separator in a question", "deeply nested"],
)
def test_an_odd_line_gets_one_line(wenju: Wenju, tmp_path: Path, line: str) -> None:
    result = wenju(
        "ask", "--batch", write(tmp_path / "batch.jsonl", line + '\n{"id": "2", "question": "氢能"}')
    )
    result.out.encode()
    assert len(result.lines) == 2
    assert result.lines[1]["id"] == "2"


def test_a_batch_can_come_from_standard_input(home: Path, assistant: Assistant) -> None:
    running = process("ask", "--batch", "-", home=home, stdin=subprocess.PIPE)
    out, err = running.communicate('{"id": "q", "question": "什么是飞地经济？"}\n', timeout=60)
    assert (running.returncode, err) == (0, "")
    assert json.loads(out)["id"] == "q"


# search, docs, verify


def test_search_prints_hits_as_json(wenju: Wenju) -> None:
    result = wenju("search", "氢能", "--k", "2", "--json")
    assert (result.code, result.err) == (0, "")
    check_form(result.json, CONTRACT["hits"])
    assert [hit["rank"] for hit in result.json] == [1, 2]
    assert len(wenju("search", "氢能", "--k", "2").out.splitlines()) == 2


def test_docs_lists_the_catalogue(wenju: Wenju, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = wenju("docs", "--json")
    form = {
        "doc_id": str, "title": str, "publisher": (str, None), "date": (str, None), "path": str, "characters": int,
        "passages": int,
    }  # fmt: skip
    check_form(result.json, [form])
    assert len(result.json) == 5
    for entry in result.json:
        assert not Path(entry["path"]).is_absolute()
        text = (tmp_path / entry["path"]).read_text(encoding="utf-8")
        assert entry["characters"] == len(text)
        assert entry["passages"] > 0
    assert len(wenju("docs").out.splitlines()) == 5


def test_verify_proves_every_passage(wenju: Wenju) -> None:
    result = wenju("verify")
    assert (result.code, result.err) == (0, "")
    assert "5 documents" in result.out
    assert "every passage equals its source" in result.out


# damaged and foreign indexes


def test_a_damaged_default_index_is_built_again_with_a_notice(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENJU_HOME", str(own_home))
    texts = next((own_home / "index").glob("*/texts.jsonl"))
    texts.write_bytes(texts.read_bytes()[:-40])
    code = main(["ask", "青湖科技园规划面积多大？", "--json"])
    out, err = capsys.readouterr()
    assert code == 0
    assert json.loads(out)["answer"]["short"] == "8.05平方公里"
    assert "texts.jsonl is damaged" in err.splitlines()[0]
    assert "Building it now" in err.splitlines()[0]
    assert store.load(own_home / "index")


def test_a_damaged_index_of_ones_own_is_refused(wenju: Wenju, own_home: Path) -> None:
    words = next((own_home / "index").glob("*/words.json"))
    words.unlink()
    for command in (["ask", "园区"], ["search", "园区"], ["docs"], ["verify"]):
        result = wenju(*command, "--index", str(own_home / "index"))
        assert (result.code, result.out) == (1, "")
        assert len(result.err.splitlines()) == 1
        assert "words.json" in result.err
        assert "wenju build" in result.err


def test_a_folder_that_is_no_index_is_refused_and_left_alone(wenju: Wenju, tmp_path: Path) -> None:
    write(tmp_path / "holiday.txt", "青湖")
    result = wenju("ask", "园区", "--index", str(tmp_path))
    assert (result.code, result.out) == (1, "")
    assert "no index of ours" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.txt"]


def test_build_names_what_it_skipped_and_indexes_the_rest(wenju: Wenju, tmp_path: Path) -> None:
    write(tmp_path / "plan.txt", "青湖科技园规划面积8.05平方公里。")
    write(tmp_path / "binary.txt", b"\x00\x01")
    result = wenju("build", str(tmp_path), "--index", str(tmp_path / "ix"))
    assert result.code == 1
    assert result.out == ""
    assert "skipped: " in result.err
    assert "binary.txt" in result.err
    assert "1 documents" in result.err
    found = wenju("ask", "青湖科技园规划面积多大？", "--json", "--index", str(tmp_path / "ix"))
    assert found.json["answer"]["short"] == "8.05平方公里"


# help


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_an_example(wenju: Wenju, command: str) -> None:
    result = wenju(command, "--help")
    assert (result.code, result.err) == (0, "")
    assert f"Example: wenju {command}" in result.out


def test_the_help_of_the_program_has_an_example(wenju: Wenju) -> None:
    assert "Example: wenju " in wenju("--help").out


def test_the_help_of_the_program_names_every_command(wenju: Wenju) -> None:
    result = wenju("--help")
    assert result.code == 0
    assert all(f"  {command} " in result.out for command in COMMANDS)
    assert wenju("--version").out.startswith("wenju ")


# the process

GUARD = """
import atexit, json, os, socket, sys
reached = []
def refuse(name):
    original = getattr(socket.socket, name)
    def call(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            reached.append(str(address))
        return original(self, address)
    setattr(socket.socket, name, call)
refuse("connect"), refuse("connect_ex")
look_up = socket.getaddrinfo
socket.getaddrinfo = lambda host, *a, **k: (reached.append(str(host)), look_up(host, *a, **k))[1]
atexit.register(lambda: json.dump({"reached": reached, "modules": sorted(sys.modules)}, open(os.environ["SEEN"], "w")))
"""


def test_asking_imports_nothing_heavy_and_calls_nobody(
    home: Path, assistant: Assistant, tmp_path: Path
) -> None:
    write(tmp_path / "sitecustomize.py", GUARD)
    seen = tmp_path / "seen.json"
    path = f"{tmp_path}{os.pathsep}{Path(__file__).parents[2]}"
    result = run("ask", "什么是飞地经济？", "--json", home=home, env={"SEEN": str(seen), "PYTHONPATH": path})
    assert (result.code, result.err) == (0, "")
    assert result.json["status"] == "answered"
    record = json.loads(seen.read_text())
    assert record["reached"] == []
    modules = set(record["modules"])
    assert "assistant.cli" in modules
    heavy = {
        "torch",
        "sentence_transformers",
        "gradio",
        "transformers",
        "fastapi",
        "rank_bm25",
        "pypinyin",
        "rich.progress",
    }
    assert not modules & heavy


def test_an_interrupted_build_exits_130_and_keeps_the_old_index(own_home: Path) -> None:
    before = {path: path.read_bytes() for path in own_home.rglob("*") if path.is_file()}
    running = process("build", home=own_home)
    assert running.stderr
    for line in running.stderr:
        if line.startswith("segmenting"):
            break
    running.send_signal(signal.SIGINT)
    assert running.stdout
    assert running.stdout.read() == ""
    assert "Traceback" not in running.stderr.read()
    assert running.wait(timeout=60) == 130
    assert {path: path.read_bytes() for path in own_home.rglob("*") if path.is_file()} == before
    assert store.load(own_home / "index")


def test_an_interruption_says_that_nothing_was_changed(wenju: Wenju, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.index_commands.build", interrupt)
    result = wenju("build")
    assert result.code == 130
    assert result.err == "stopped; what was built before is unchanged\n"


def test_a_reader_that_stops_reading_is_no_error(home: Path, assistant: Assistant) -> None:
    running = process("search", "发展", "--k", "300", home=home)
    assert running.stdout
    assert running.stderr
    running.stdout.close()
    assert "Traceback" not in running.stderr.read()
    running.wait(timeout=60)
