"""`wenju user`: passwords and tokens into the file, and what is wrong in one line."""

from pathlib import Path

import pytest

from assistant import serve_commands
from assistant.cli import main
from assistant.users import read_users, with_password, with_token


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "users.txt"


def type_password(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr(serve_commands.typer, "prompt", lambda *_args, **_more: password)


def test_a_person_has_a_password(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    type_password(monkeypatch, "correct horse")
    assert main(["user", "ada", "--role", "admin", "--auth", str(file)]) == 0
    user = with_password(read_users(file), "ada", "correct horse")
    assert user
    assert user.role == "admin"


def test_a_program_has_a_token_that_is_printed_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "bot", "--token", "--auth", str(file)]) == 0
    token = capsys.readouterr().out.strip()
    assert len(token) >= 40
    assert with_token(read_users(file), token)
    assert token not in file.read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ada", "--role", "root"], "admin or reader"),
        (["a b"], "cannot be a name"),
        (["ada"], "at least 8"),
    ],
)
def test_what_is_wrong_is_one_line(
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    says: str,
) -> None:
    type_password(monkeypatch, "short" if says == "at least 8" else "long enough")
    assert main(["user", *arguments, "--auth", str(file)]) == 2
    assert says in capsys.readouterr().err
    assert not file.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--allow-origin", "*"], "is no origin"),
        (["--base-path", "qa"], "base_path"),
        (["--auth", "/nowhere/users"], "cannot be read"),
        (["--allow-host", "a b;c"], "hosts"),
    ],
)
def test_a_server_that_cannot_start_says_why_before_it_opens_anything(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    says: str,
) -> None:
    monkeypatch.setenv("WENJU_HOME", str(tmp_path))
    assert main(["serve", *arguments]) == 2
    assert says in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
