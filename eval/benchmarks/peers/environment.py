"""An environment of its own for each system, with pinned versions, made once and kept in a cache folder."""

import hashlib
import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.benchmarks.peers.systems import HERE, OWN, System

_STAMP = "environment.json"
_REQUIREMENTS = HERE / "requirements"
_ENCODER = _REQUIREMENTS / "encoder.txt"
_ROOT = HERE.parents[2]
_LOCK = _ROOT / "requirements.lock"
_SOURCE = ("corpus", "index", "assistant", "eval", "pyproject.toml", "README.md", "LICENSE", "NOTICE")
_INSTALL_S = 1800
_SHOWN_ERROR = 200


@dataclass(frozen=True, slots=True)
class Environment:
    """`size_mb` is what the system brings, without Python and what the shared encoder adds; `versions` by package.

    `reason` says why there is none; empty if there is.
    """

    size_mb: float
    versions: dict[str, str]
    reason: str = ""


def copy_source(cache: Path) -> Path:
    """A copy of this project, which does not change while systems are measured."""
    target = cache / "source"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in _SOURCE:
        if (_ROOT / name).is_dir():
            shutil.copytree(_ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (_ROOT / name).is_file():
            shutil.copy2(_ROOT / name, target / name)
    return target


def python_of(system: System, cache: Path) -> Path:
    """The interpreter of a system's environment."""
    return cache / system.name / "bin" / "python"


def ensure(system: System, cache: Path, source: Path, requirements: Path = _REQUIREMENTS) -> Environment:
    """The environment of a system, made if there is none for these requirements."""
    folder = cache / system.name
    is_own = system.name == OWN
    listed = _LOCK if is_own else requirements / f"{system.name}.txt"
    wanted = hashlib.sha256(listed.read_bytes() + _ENCODER.read_bytes() + sys.version.encode()).hexdigest()
    try:
        if (known := _stamped(folder, wanted)) is None:
            shutil.rmtree(folder, ignore_errors=True)
            venv.create(folder, with_pip=False, symlinks=True)
            python = python_of(system, cache)
            hashed = ("--no-deps", "--require-hashes") if is_own else ()
            _pip(python, "install", "--no-compile", *hashed, "--requirement", str(listed))
            if is_own:
                _pip(python, "install", "--no-compile", str(source))
            known = Environment(_size_mb(folder), _versions(python))
            if not is_own:
                _pip(python, "install", "--no-compile", "--requirement", str(_ENCODER))
            (folder / _STAMP).write_text(json.dumps({"wanted": wanted, **asdict(known)}), encoding="utf-8")
    except (OSError, subprocess.SubprocessError) as error:
        return Environment(0.0, {}, f"did not install: {_told(error)}")
    return known


def _stamped(folder: Path, wanted: str) -> Environment | None:
    try:
        row = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
        return Environment(row["size_mb"], row["versions"]) if row["wanted"] == wanted else None
    except (OSError, ValueError, KeyError):
        return None


def _pip(python: Path, *arguments: str) -> str:
    command: Sequence[str] = [sys.executable, "-m", "pip", "--python", str(python), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_INSTALL_S)
    return ran.stdout


def _versions(python: Path) -> dict[str, str]:
    listed = json.loads(_pip(python, "list", "--format", "json"))
    return {row["name"]: row["version"] for row in listed}


def _size_mb(folder: Path) -> float:
    return (
        sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        / 1e6
    )


def _told(error: OSError | subprocess.SubprocessError) -> str:
    stderr = getattr(error, "stderr", None)
    lines = stderr.strip().splitlines() if isinstance(stderr, str) else []
    told = next((line for line in lines if line.startswith("ERROR")), lines[-1] if lines else str(error))
    return told[:_SHOWN_ERROR]
