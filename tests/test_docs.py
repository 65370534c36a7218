"""The README says what is so: its figures are those of the report, its commands and files exist."""

import os
import re
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from assistant.app import Assistant
from assistant.cli import app, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_figures_are_those_of_the_report() -> None:
    report = (ROOT / "eval/reports/0.6.0/report.md").read_text(encoding="utf-8").splitlines()
    quoted = README.split("<!-- numbers -->")[1].split("<!-- end of numbers -->")[0]
    rows = [line for line in quoted.splitlines() if re.match(r"\| [a-z]+ \|.*\d", line)]
    assert len(rows) >= 8
    assert not [row for row in rows if row not in report]


def test_every_command_is_in_the_readme() -> None:
    names = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    named = set(re.findall(r"`wenju (\w+)", README))
    assert names == named


def test_the_two_commands_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in [
        *re.findall(r"^make (\w+)$", README, re.MULTILINE),
        "check",
        "eval",
        "bench",
        "clean",
        "setup",
    ]:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_files_that_documents_link_to_exist() -> None:
    for path in (
        ROOT / "README.md",
        ROOT / "README.zh.md",
        ROOT / "ARCHITECTURE.md",
        ROOT / "CONTRIBUTING.md",
    ):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), target


def test_the_files_that_the_architecture_names_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:corpus|index|assistant|eval)/\w+\.py)`", text):
        assert (ROOT / name).is_file(), name


EXAMPLES = re.findall(
    r"^\$ (wenju .*)\n((?:(?!\$ ).*\n)*)",
    "".join(re.findall(r"```console\n(.*?)```", README, re.DOTALL)),
    re.MULTILINE,
)


@pytest.fixture
def run(
    assistant: Assistant, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], str]:
    """Runs a command of the README over the embedded documents and gives what it prints."""
    assert assistant.passages
    monkeypatch.setenv("WENJU_HOME", str(home))

    def printed_by(command: str) -> str:
        assert main(shlex.split(command)[1:]) == 0
        return capsys.readouterr().out.rstrip()

    return printed_by


@pytest.mark.parametrize(("command", "printed"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_the_examples_of_the_readme_print_what_they_say(
    command: str, printed: str, run: Callable[[str], str]
) -> None:
    assert run(command) == printed.rstrip()


CHINESE = re.findall(r"^(wenju .*)$", (ROOT / "README.zh.md").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", CHINESE)
def test_the_examples_of_the_chinese_readme_answer(command: str, run: Callable[[str], str]) -> None:
    assert "[1]" in run(command)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4
    assert len(CHINESE) >= 3


@pytest.mark.skipif(
    not (ROOT / ".venv" / ".installed").exists(), reason="make serve would set up .venv first"
)
def test_the_first_command_serves_the_page(tmp_path: Path) -> None:
    """The README's `make serve`, to the loaded page, on a machine that `make setup` has prepared."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["make", "serve", f"ARGS=--port {port}"]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "WENJU_HOME": str(tmp_path)}, start_new_session=True
    ) as server:
        try:
            assert "gradio" in wait_for_page(f"http://127.0.0.1:{port}/", server)
        finally:
            os.killpg(server.pid, signal.SIGINT)


def wait_for_page(address: str, server: "subprocess.Popen[bytes]") -> str:
    for _ in range(600):
        assert server.poll() is None, "make serve stopped"
        with suppress(OSError), urlopen(address, timeout=5) as page:
            return str(page.read().decode())
        time.sleep(0.1)
    raise AssertionError("the page did not come in a minute")


def test_the_table_of_other_systems_is_that_of_the_benchmark() -> None:
    measured = (ROOT / "docs/peers.md").read_text(encoding="utf-8").splitlines()
    quoted = README.split("<!-- peers -->")[1].split("<!-- end of peers -->")[0]
    rows = [line for line in quoted.splitlines() if line.startswith("|")]
    assert len(rows) > 8
    assert not [row for row in rows if row not in measured]
