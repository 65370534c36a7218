"""Settings as a user gives them: `wenju.toml`, the environment, `--set`. The later ones override the earlier."""

import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import Field, fields, is_dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.wording import because
from corpus.names import shown
from corpus.wording import Reason

FILE = "wenju.toml"
_PREFIX = "WENJU_"
_NO_SETTINGS = ("WENJU_LLM_KEY",)  # a secret: read where it is used, and never shown
_TYPES = {int: "whole_number", float: "any_number", str: "any_text"}


def load_settings(
    given: Sequence[str] = (), environment: Mapping[str, str] = os.environ, folder: Path = Path()
) -> Settings:
    """The settings in force: of the file in the user's configuration, of that in `folder`, of the
    environment, and of `given`, each `KEY=VALUE`. Raises SettingsError, which names the place and the key."""
    settings = Settings()
    for path in (user_config_path("wenju") / FILE, folder / FILE):
        for key, value in _of_file(path):
            settings = _with(settings, key, value, shown(path))
    for key, text in _of_environment(environment):
        settings = _with(settings, key, _parsed(key, text), f"{_PREFIX}{_variable(key)}")
    for pair in given:
        key, equals, text = pair.partition("=")
        if not equals:
            raise SettingsError(because("setting_not_pair", pair=pair))
        settings = _with(settings, key.strip(), _parsed(key.strip(), text.strip()), "--set")
    return settings


def all_settings() -> dict[str, Field[Any]]:
    """Every setting by its key, `table.name`, or `name` for those without a table."""
    keys: dict[str, Field[Any]] = {}
    defaults = Settings()
    for field in fields(defaults):
        value: Any = getattr(defaults, field.name)
        if is_dataclass(value):
            keys |= {f"{field.name}.{each.name}": each for each in fields(value)}
        else:
            keys[field.name] = field
    return keys


def _of_file(path: Path) -> Iterator[tuple[str, object]]:
    try:
        text = path.read_text(encoding="utf-8")
        import tomllib

        content = tomllib.loads(text)
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise SettingsError(f"{shown(path)} cannot be read: {' '.join(str(error).split())}") from error
    for name, value in content.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{key}", each) for key, each in value.items())
        else:
            yield name, value


def _of_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Variables that name a setting, or a table of settings and something that is not in it."""
    keys = {_variable(key): key for key in all_settings()}
    tables = tuple(f"{_PREFIX}{table.upper()}_" for table in {key.partition(".")[0] for key in keys.values()})
    for name, text in sorted(environment.items()):
        if not name.startswith(_PREFIX) or name in _NO_SETTINGS:
            continue
        variable = name.removeprefix(_PREFIX)
        if variable in keys:
            yield keys[variable], text
        elif name.startswith(tables):
            table, _, rest = variable.partition("_")
            raise SettingsError(_unknown(f"{table.lower()}.{rest.lower()}", name))


def _variable(key: str) -> str:
    return key.replace(".", "_").upper()


def _parsed(key: str, text: str) -> object:
    """The value that a text stands for; the text itself where it does not fit, which is an error later."""
    field = all_settings().get(key)
    kind: Callable[[str], object] = type(field.default) if field else str
    try:
        return kind(text)
    except ValueError:
        return text


def _with(settings: Settings, key: str, value: object, place: str) -> Settings:
    field = all_settings().get(key)
    if field is None:
        raise SettingsError(_unknown(key, place))
    kind = type(field.default)
    if kind is float and type(value) is int:
        value = float(value)
    low, high = field.metadata.get("low"), field.metadata.get("high")
    number: Any = value
    if (
        type(value) is not kind
        or (kind is float and not math.isfinite(number))
        or (low is not None and not number >= low)
        or (high is not None and not number <= high)
    ):
        raise SettingsError(
            because("setting_wrong", place=place, key=key, expected=_expected(kind, low, high), value=value)
        )
    table, _, name = key.rpartition(".")
    changed: dict[str, Any] = {name: value}
    if table:
        changed = {table: replace(getattr(settings, table), **changed)}
    return replace(settings, **changed)


def _expected(kind: type, low: float | None, high: float | None) -> Reason:
    what = because(_TYPES[kind])
    if low is not None and high is not None:
        return because("from_to", what=what, low=f"{low:g}", high=f"{high:g}")
    if low is not None:
        return because("from", what=what, low=f"{low:g}")
    return because("up_to", what=what, high=f"{high:g}") if high is not None else what


def _unknown(key: str, place: str) -> Reason:
    close = get_close_matches(key, all_settings(), n=1, cutoff=0.5)
    if close:
        return because("setting_unknown_like", place=place, key=key, like=close[0])
    return because("setting_unknown", place=place, key=key)
