"""Where a run was made: the code and the machine, as far as they say."""

import os
import platform
import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path

from corpus.workers import n_cores


@dataclass(frozen=True, slots=True)
class Machine:
    """`cpu` is the name of its model, `cores` are those that this process may use."""

    cpu: str
    cores: int
    memory_mb: int
    python: str
    system: str


def this_machine() -> Machine:
    """The machine that this runs on."""
    return Machine(
        cpu=_cpu(),
        cores=n_cores(),
        memory_mb=os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20,
        python=platform.python_version(),
        system=platform.system(),
    )


def commit() -> str:
    """The commit of the code, with `-dirty` where files differ from it; empty outside of a checkout."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        ran = subprocess.run(
            command, cwd=Path(__file__).parent, capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return ran.stdout.strip()


def peak_rss_mb() -> float:
    """The most memory that this process, or one of those that it started, has held until now."""
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return peak / (2**20 if platform.system() == "Darwin" else 2**10)


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
