"""The locks hold a version and hashes for all that is installed, and agree with pyproject.toml."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-mcp.lock", "requirements-test.lock")
NO_HASH = {"wenju", "torch"}  # what stands here, and the one whose builds differ by where they come from
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked(*names: str) -> dict[str, Requirement]:
    """What the locks pin, by name. Every line of a lock is a version or one of its hashes."""
    found: dict[str, Requirement] = {}
    for name in names:
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
        for line in text.splitlines():
            pin, *hashes = re.split(r"\s+--hash=", line.strip())
            requirement = Requirement(pin)
            assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), line
            assert requirement.url is None, line
            assert hashes, line
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), line
            assert canonicalize_name(requirement.name) not in found, f"{requirement.name} is locked twice"
            found[canonicalize_name(requirement.name)] = requirement
    return found


def missing(wanted: list[str], pins: dict[str, Requirement]) -> list[str]:
    """The requirements for which there is no pin that satisfies them."""
    rows = [Requirement(row) for row in wanted]
    return [
        str(row)
        for row in rows
        if (name := canonicalize_name(row.name)) not in NO_HASH
        and (name not in pins or not row.specifier.contains(str(pins[name].specifier).removeprefix("==")))
    ]


def test_a_direct_dependency_is_locked_in_a_version_that_it_may_have() -> None:
    assert not missing(PROJECT["project"]["dependencies"], locked("requirements.lock"))
    assert not missing(PROJECT["build-system"]["requires"], locked("requirements.lock"))


@pytest.mark.parametrize(("extra", "locks"), [("mcp", LOCKS[:2]), ("test", LOCKS)])
def test_so_is_that_of_an_extra(extra: str, locks: tuple[str, ...]) -> None:
    assert not missing(PROJECT["project"]["optional-dependencies"][extra], locked(*locks))


def test_every_extra_is_locked_somewhere() -> None:
    extras = PROJECT["project"]["optional-dependencies"].values()
    assert not missing([row for rows in extras for row in rows], locked(*LOCKS))


@pytest.mark.parametrize(
    ("extras", "locks"), [((), LOCKS[:1]), (("mcp",), LOCKS[:2]), (("test",), LOCKS)], ids=str
)
def test_all_that_these_need_is_locked_too(extras: tuple[str, ...], locks: tuple[str, ...]) -> None:
    """So that nothing is left out by an installation that asks no dependency for its own."""
    pins = locked(*locks)
    seen: set[tuple[str, str]] = set()
    waiting = [("wenju", extra) for extra in ("", *extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        if name != "wenju":
            assert name in pins, name
        for row in needed(name):
            if row.marker is None or row.marker.evaluate({"extra": extra}):
                child = canonicalize_name(row.name)
                assert child in NO_HASH or not missing([str(row)], pins), f"{name} needs {row}"
                waiting += [(child, each) for each in ("", *row.extras) if child != "torch"]
    assert len(seen) > len(PROJECT["project"]["dependencies"])


def needed(name: str) -> list[Requirement]:
    """What a package says that it needs; nothing of one that is not installed here."""
    if name == "wenju":
        extras = PROJECT["project"]["optional-dependencies"].items()
        rows = [f'{row} ; extra == "{extra}"' for extra, wanted in extras for row in wanted]
        return [Requirement(row) for row in PROJECT["project"]["dependencies"] + rows]
    try:
        return [Requirement(row) for row in requires(name) or ()]
    except PackageNotFoundError:
        return []
