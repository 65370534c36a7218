"""Every setting of reading, with its default and what it means."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


def setting(
    default: T, means: str, *, unit: str = "", low: float | None = None, high: float | None = None
) -> T:
    """A field of a settings record: what it means, its unit, and the range in which its value must be."""
    made: Any = field(default=default, metadata={"means": means, "unit": unit, "low": low, "high": high})
    value: T = made
    return value


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """What reading may cost. None of it changes what is read from a file that is read."""

    max_file_mb: int = setting(200, "a larger file is named and left out", unit="MB", low=1)
    max_seconds: int = setting(
        600, "a file that takes longer in a process of its own is named and left out", unit="s", low=1
    )
    processes: int = setting(0, "files read at once; 0 means as many as there are cores", low=0, high=256)

    @property
    def max_bytes(self) -> int:
        """The size beyond which a file is not read."""
        return self.max_file_mb * 1_000_000
