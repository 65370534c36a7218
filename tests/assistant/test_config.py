"""Settings: where they may stand, which goes first, and that every mistake is named with its place."""

import re
from pathlib import Path

import pytest

from assistant import config
from assistant.config import all_settings, load_settings
from assistant.errors import SettingsError
from assistant.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's own configuration."""
    folder = tmp_path / "user"
    folder.mkdir()
    monkeypatch.setattr(config, "user_config_path", lambda name: folder)
    return folder


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


def write(folder: Path, text: str) -> None:
    (folder / "wenju.toml").write_text(text, encoding="utf-8")


def test_nothing_given_means_the_defaults(here: Path) -> None:
    assert load_settings(environment={}, folder=here) == Settings()


def test_the_nearer_place_goes_first(user: Path, here: Path) -> None:
    write(
        user,
        "index = 'a'\n[serve]\nport = 1\nhost = '::1'\n[read]\nmax_file_mb = 1\n[answer]\nmax_chars = 1\n",
    )
    write(here, "[serve]\nport = 2\n[read]\nmax_file_mb = 2\n[answer]\nmax_chars = 2\n")
    environment = {
        "WENJU_READ_MAX_FILE_MB": "3",
        "WENJU_ANSWER_MAX_CHARS": "3",
        "WENJU_HOME": "/x",
        "HOME": "/",
    }
    found = load_settings(["answer.max_chars=4"], environment, here)
    assert found.answer.max_chars == 4
    assert found.read.max_file_mb == 3
    assert (found.serve.port, found.serve.host) == (2, "::1")
    assert found.index == "a"


def test_every_setting_can_be_given_in_every_place(user: Path, here: Path) -> None:
    for key, field in all_settings().items():
        value = "x" if field.default == "" or isinstance(field.default, str) else field.default
        text = repr(value)
        table, _, name = key.rpartition(".")
        write(here, f"[{table}]\n{name} = {text}\n" if table else f"{name} = {text}\n")
        from_file = load_settings(environment={}, folder=here)
        write(here, "")
        variable = "WENJU_" + key.replace(".", "_").upper()
        assert load_settings(environment={variable: str(value)}, folder=here) == from_file
        assert load_settings([f"{key}={value}"], {}, here) == from_file


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[read]\nmax_file = 5\n", "read.max_file is no setting: did you mean read.max_file_mb?"),
        ("[raed]\nmax_file_mb = 5\n", "raed.max_file_mb is no setting: did you mean read.max_file_mb?"),
        ("port = 5\n", "port is no setting"),
        ("[read]\nmax_file_mb = '5'\n", "read.max_file_mb must be a whole number of at least 1, not '5'"),
        ("[read]\nmax_file_mb = 0\n", "read.max_file_mb must be a whole number of at least 1, not 0"),
        ("[read]\nmax_file_mb = true\n", "read.max_file_mb must be a whole number"),
        ("[build]\nb = 1.5\n", "build.b must be a number of at least 0 and at most 1, not 1.5"),
        ("[build]\nk1 = nan\n", "build.k1 must be a number"),
        ("[serve]\nhost = 5\n", "serve.host must be a text, not 5"),
        ("index = ['a']\n", "index must be a text"),
        ("read = 5\n", "read is no setting"),
        ("[read\n", "cannot be read"),
        ("[read.max_file_mb]\nx = 1\n", "read.max_file_mb must be a whole number"),
    ],
)
def test_a_mistake_in_a_file_names_the_file_and_the_key(here: Path, text: str, says: str) -> None:
    write(here, text)
    with pytest.raises(SettingsError) as raised:
        load_settings(environment={}, folder=here)
    assert f"{here}/wenju.toml" in str(raised.value)
    assert says in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"WENJU_SERVE_PORT": "many"}, "WENJU_SERVE_PORT: serve.port must be a whole number"),
        ({"WENJU_SERVE_PROT": "80"}, "WENJU_SERVE_PROT: serve.prot is no setting: did you mean serve.port?"),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable(
    here: Path, environment: dict[str, str], says: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        load_settings(environment=environment, folder=here)
    assert says in str(raised.value)


def test_variables_of_others_are_left_alone(here: Path) -> None:
    assert (
        load_settings(environment={"WENJU_HOME": "/x", "WENJUAN": "1", "PORT": "2"}, folder=here)
        == Settings()
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [("serve.port", "KEY=VALUE"), ("serve.port=x", "--set: serve.port must be"), ("x=1", "x is no setting")],
)
def test_a_mistake_in_an_option_is_named(here: Path, given: str, says: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(says)):
        load_settings([given], {}, here)


def test_a_file_that_is_not_text_is_named(here: Path) -> None:
    (here / "wenju.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"wenju\.toml cannot be read"):
        load_settings(environment={}, folder=here)


def test_the_table_of_settings_is_that_of_the_code() -> None:
    """Every setting with its default, unit and meaning stands in docs/settings.md, and nothing else."""
    expected = []
    for key, field in all_settings().items():
        low, high = field.metadata["low"], field.metadata["high"]
        bounds = "" if low is None else f"{low:g} or more" if high is None else f"{low:g} to {high:g}"
        default = field.default if field.default != "" else "(empty)"
        expected.append(
            f"| `{key}` | {default} | {field.metadata['unit']} | {bounds} | {field.metadata['means']} |"
        )
    document = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [line for line in document.splitlines() if line.startswith("| `")] == expected
