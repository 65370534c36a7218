"""Indexes of one's own: built, kept up to date, listed, deleted, and never lost by an accident."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli import main
from index import store
from tests.cli.test_cli import Result, process
from tests.corpus.test_workers import FAULTY, is_running

PARK = "一、产业园区\n青湖科技园规划面积8.05平方公里，分三期建设。\n"
RAIL = "市域铁路全线设站12座，总投资九十六亿元，由柳川市铁路公司建设。\n"
MORE = "柳川市氢能产业园今年产值突破五十亿元，制氢站由青湖镇运营。\n"

Wenju = Callable[..., Result]


@pytest.fixture
def wenju(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Wenju:
    """The program in this process, with an empty WENJU_HOME, in a folder with two papers."""
    monkeypatch.setenv("WENJU_HOME", str(tmp_path / "home"))
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "park.txt").write_text(PARK, encoding="utf-8")
    (tmp_path / "papers" / "rail.txt").write_text(RAIL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        capsys.readouterr()
        code = main(arguments)
        return Result(code, *capsys.readouterr())

    return run


@pytest.fixture
def named(wenju: Wenju) -> Wenju:
    """With an index named work."""
    assert wenju("build", "papers", "--index", "work").code == 0
    return wenju


def test_a_named_index_lives_below_the_home_and_answers(named: Wenju, tmp_path: Path) -> None:
    assert store.load(tmp_path / "home" / "indexes" / "work")
    asked = named("ask", "青湖科技园规划面积多大？", "--json", "--index", "work")
    assert asked.json["answer"]["short"] == "8.05平方公里"
    assert named("search", "铁路", "--index", "work", "--json").json[0]["doc_id"] == "rail"
    assert "2 documents" in named("verify", "--index", "work").out
    assert not (tmp_path / "home" / "index").exists()


def test_a_name_is_not_the_folder_of_documents_beside_it(wenju: Wenju, tmp_path: Path) -> None:
    assert wenju("build", "papers", "--index", "papers").code == 0
    assert {path.name for path in (tmp_path / "papers").iterdir()} == {"park.txt", "rail.txt"}
    assert wenju("docs", "--index", "papers").code == 0


def test_a_folder_with_a_slash_is_a_folder(wenju: Wenju, tmp_path: Path) -> None:
    assert wenju("build", "papers", "--index", "./mine").code == 0
    assert store.load(tmp_path / "mine")
    assert wenju("docs", "--index", "mine").code == 0, "an index in the working directory goes by its name"


def test_several_indexes_stand_side_by_side(named: Wenju, tmp_path: Path) -> None:
    assert named("build", "papers/rail.txt", "--index", "铁路").code == 0
    assert len(named("docs", "--index", "work").out.splitlines()) == 2
    assert len(named("docs", "--index", "铁路").out.splitlines()) == 1
    (tmp_path / "papers" / "park.txt").write_text(MORE, encoding="utf-8")
    (tmp_path / "home" / "indexes" / "broken").mkdir()
    (tmp_path / "home" / "indexes" / "broken" / "CURRENT").write_text("?")
    infos = {info["name"]: info for info in named("indexes", "--json").json}
    assert {name: info["state"] for name, info in infos.items()} == {
        "broken": "damaged",
        "work": "stale",
        "铁路": "fresh",
    }
    assert "park.txt changed" in infos["work"]["reason"]
    assert (infos["work"]["documents"], infos["铁路"]["passages"]) == (2, 1)
    assert infos["work"]["bytes"] > 1000
    assert infos["work"]["built"].startswith("20")
    listed = named("indexes")
    assert [line.split("\t")[0] for line in listed.out.splitlines()] == list(infos)


def test_an_unknown_name_is_told_with_the_known_ones(named: Wenju) -> None:
    for command in (
        ["ask", "园区"],
        ["docs"],
        ["verify"],
        ["refresh"],
        ["add", "papers"],
        ["remove", "rail"],
    ):
        result = named(*command, "--index", "werk")
        assert result.code == 2
        assert result.err == (
            "wenju: there is no index 'werk' (there are: work): "
            "build it with `wenju build PATH --index werk`\n"
        )


def test_deleting_needs_a_yes_and_leaves_the_documents(
    named: Wenju, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = named("indexes", "--delete", "work")
    assert refused.code == 2
    assert "--yes" in refused.err
    assert named("docs", "--index", "work").code == 0
    assert named("indexes", "--delete", "work", "--yes").code == 0
    assert not (tmp_path / "home" / "indexes" / "work").exists()
    assert (tmp_path / "papers" / "park.txt").exists()


def test_an_index_in_a_folder_of_ones_own_is_not_deleted(wenju: Wenju, tmp_path: Path) -> None:
    assert wenju("build", "papers", "--index", "./mine").code == 0
    assert wenju("indexes", "--delete", "./mine", "--yes").code == 2
    assert store.load(tmp_path / "mine")


def test_adding_removing_and_refreshing_say_what_they_did(named: Wenju, tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text(MORE, encoding="utf-8")
    added = named("add", "more.txt", "--index", "work")
    assert (added.code, added.out) == (0, "")
    assert "read 1, reused 2, removed 0, skipped 0" in added.err
    removed = named("remove", "rail", "--index", "work")
    assert "read 0, reused 2, removed 1, skipped 0" in removed.err
    (tmp_path / "papers" / "park.txt").write_text(PARK + MORE, encoding="utf-8")
    stale = named("ask", "园区", "--index", "work")
    assert (stale.code, stale.out) == (1, "")
    assert "park.txt changed" in stale.err
    assert "`wenju refresh`" in stale.err
    refreshed = named("refresh", "--index", "work")
    assert "read 1, reused 1, removed 0, skipped 0" in refreshed.err
    assert {line.split("\t")[0] for line in named("docs", "--index", "work").out.splitlines()} == {
        "park",
        "more",
    }


def test_a_broken_file_among_many_is_named_and_the_exit_says_partial(named: Wenju, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    (papers / "broken.txt").write_bytes(b"\x00\x01")
    (papers / "空.txt").write_bytes(b"")
    (papers / os.fsdecode(b"\xb3\xc9\n.txt")).write_bytes(b"\x00")
    os.mkfifo(papers / "pipe.txt")
    (papers / "loop.txt").symlink_to("loop.txt")
    (papers / "out.txt").symlink_to("/etc/hostname")
    (papers / "same.txt").write_text(RAIL, encoding="utf-8")
    (papers / "picture.png").write_bytes(b"\x89PNG")
    with open(papers / "huge.txt", "wb") as file:
        file.truncate(500_000_000)
    result = named("refresh", "--index", "work")
    assert result.code == 1
    skipped = [line for line in result.err.splitlines() if line.startswith("skipped: ")]
    assert len(skipped) == 7
    for reason in (
        "broken.txt: it is not text: it holds NUL bytes",
        "空.txt: it is empty",
        "\\udcb3\\udcc9\\n.txt: it is not text: it holds NUL bytes",
        "pipe.txt: it is a pipe",
        "loop.txt: Too many levels of symbolic links",
        "out.txt out of its folder",
        "huge.txt: it has 500 MB",
    ):
        assert sum(reason in line for line in skipped) == 1, reason
    assert "left out: " in result.err
    assert "same.txt is the same as" in result.err
    assert "not looked at: 1 .png" in result.err
    assert "2 documents" in result.err
    assert named("ask", "园区", "--index", "work").code == 0


def test_where_nothing_can_be_read_the_exit_says_so(wenju: Wenju, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_bytes(b"\x00")
    result = wenju("build", "a.txt", "b.txt", "--index", "work")
    assert result.code == 2
    assert "none of 2 files can be read" in result.err
    assert not (tmp_path / "home" / "indexes" / "work").exists()


def test_encoding_and_settings_can_be_given(wenju: Wenju, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes("測試文件，青湖鎮與柳川市共建園區。\n".encode("big5"))
    assert wenju("build", "b.txt", "--index", "old", "--encoding", "big5").code == 0
    assert "測試" in wenju("search", "測試", "--index", "old").out
    assert wenju("verify", "--index", "old").code == 0
    (tmp_path / "wenju.toml").write_text('index = "old"\n[read]\nmax_file_mb = 1\n')
    assert "測試" in wenju("search", "測試").out
    (tmp_path / "big.txt").write_text("青湖镇。\n" * 200_000, encoding="utf-8")
    refused = wenju("add", "big.txt")
    assert refused.code == 1
    assert "more than the 1 MB allowed" in refused.err


def test_a_mistake_in_the_settings_stops_every_command(wenju: Wenju, tmp_path: Path) -> None:
    (tmp_path / "wenju.toml").write_text("[serve]\nprot = 1\n")
    for command in (["ask", "园区"], ["build"], ["serve"], ["refresh"]):
        result = wenju(*command)
        assert result.code == 2
        assert result.err == "wenju: wenju.toml: serve.prot is no setting: did you mean serve.port?\n"


def test_an_archive_is_read_asked_and_verified(wenju: Wenju, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr("年报/park.txt", PARK)
    assert wenju("build", "p.zip", "--index", "z").code == 0
    assert wenju("docs", "--index", "z", "--json").json[0]["path"] == "p.zip!/年报/park.txt"
    assert "every passage equals its source" in wenju("verify", "--index", "z").out
    assert "p.zip!/年报/park.txt" in wenju("docs", "park", "--explain", "--index", "z").out


def test_an_explanation_tells_what_was_dropped_and_where(wenju: Wenju, tmp_path: Path) -> None:
    page = "一、园区\n\n青湖科技园规划面积8.05平方公里，分三\n\n－13－\n\n期建设，由柳川市与青湖镇共同出资建设运营。\n"
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    assert wenju("build", "page.txt", "--index", "p").code == 0
    told = wenju("docs", "page", "--explain", "--json", "--index", "p").json
    (dropped,) = [edit for edit in told["edits"] if edit["kind"] == "dropped"]
    assert page[slice(*dropped["span"])].strip() == "－13－"
    assert dropped["line"] == 5
    assert dropped["rule"]
    assert [heading["text"] for heading in told["outline"]] == ["一、园区"]
    assert told["articles"] == []
    text = wenju("docs", "page", "--explain", "--index", "p").out
    assert "－13－" in text
    assert "line 5" in text


# the process


@pytest.fixture
def slow(tmp_path: Path) -> dict[str, str]:
    """An environment in which the reader of a file that says hang never returns."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(FAULTY)
    return {"PYTHONPATH": os.pathsep.join([str(tmp_path / "site"), str(Path(__file__).parents[2])])}


def children(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(child) for child in found.stdout.split()]


def until(holds: Callable[[], bool]) -> bool:
    for _ in range(400):
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_build_that_is_stopped_while_reading_leaves_the_index_and_no_process(
    named: Wenju, tmp_path: Path, slow: dict[str, str], how: signal.Signals
) -> None:
    before = store.load(tmp_path / "home" / "indexes" / "work").fingerprint
    with zipfile.ZipFile(tmp_path / "papers" / "x.zip", "w") as archive:  # what is read by other processes
        archive.writestr("x.txt", "hang")
    running = process("refresh", "--index", "work", home=tmp_path / "home", env=slow, cwd=tmp_path)
    assert until(lambda: bool(children(running.pid)))
    time.sleep(0.5)
    workers = children(running.pid)
    running.send_signal(how)
    _, errors = running.communicate(timeout=30)
    if how is signal.SIGINT:
        assert running.returncode == 130
        assert errors.splitlines()[-1] == "stopped; what was built before is unchanged"
        assert "Traceback" not in errors
    assert until(lambda: not any(is_running(worker) for worker in workers))
    (tmp_path / "papers" / "x.zip").unlink()
    assert store.load(tmp_path / "home" / "indexes" / "work").fingerprint == before


def test_progress_is_told_in_lines_where_nobody_watches(named: Wenju, tmp_path: Path) -> None:
    (tmp_path / "papers" / "more.txt").write_text(MORE, encoding="utf-8")
    result = named("refresh", "--index", "work")
    assert result.err.splitlines()[0] == "reading documents ..."


def test_listing_indexes_imports_nothing_heavy(named: Wenju, tmp_path: Path) -> None:
    code = (
        "import sys; from assistant.cli import main; main(['indexes']); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert "work" in done.stdout
    assert not {"torch", "gradio", "sentence_transformers", "lxml", "pypdfium2", "mammoth"} & set(
        done.stderr.split()
    )


def test_json_of_an_empty_home_is_an_empty_list(wenju: Wenju) -> None:
    assert json.loads(wenju("indexes", "--json").out) == []
