"""Every command line and the program of docs/api.md run as they stand there."""

import contextlib
import io
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.api import create_api
from tests.assistant.web import listening, make_desk

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/api.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\$ (curl .*)$", TEXT, re.MULTILINE)
PROGRAM = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with listening(create_api(make_desk(tmp_path_factory.mktemp("docs")))) as address:
        yield address


@pytest.mark.parametrize("line", LINES)
def test_command_lines(line: str, address: str) -> None:
    command = [*shlex.split(line.replace("http://127.0.0.1:7860", address)), "--fail-with-body"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stdout
    assert result.stdout


def test_the_program(address: str) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(PROGRAM[0].replace("http://127.0.0.1:7860", address), {})
    assert "8.05平方公里" in printed.getvalue()


def test_there_are_some_and_the_files_that_are_linked_exist() -> None:
    assert len(LINES) >= 10
    assert len(PROGRAM) == 1
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT):
        assert (ROOT / "docs" / target).exists(), target


def test_every_status_and_route_is_described() -> None:
    for route in (
        "/api/ask",
        "/api/search",
        "/api/documents",
        "/api/feedback",
        "/v1/chat/completions",
        "/metrics",
    ):
        assert route in TEXT
