"""The log of a server, on standard error: lines for people, or one JSON object a line for programs."""

import json
import logging
import sys
from datetime import UTC, datetime

from assistant.errors import SettingsError

STYLES = ("errors", "text", "json")


def check_style(style: str) -> None:
    """Raises SettingsError for a style that there is not."""
    if style not in STYLES:
        raise SettingsError(f"serve.log must be one of {', '.join(STYLES)}, not {style!r}")


def start_log(style: str) -> None:
    """Log from now on: only what goes wrong (`errors`), or every request and question too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if style == "json" else Lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("assistant").setLevel(logging.WARNING if style == "errors" else logging.INFO)


class Lines(logging.Formatter):
    """`TIME LEVEL message key=value …`, and a traceback below it if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as text."""
        facts = " ".join(f"{key}={_word(value)}" for key, value in _facts(record).items())
        line = f"{_time(record)} {record.levelname} {record.getMessage()} {facts}".rstrip()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonLines(logging.Formatter):
    """An object with `time`, `level`, `logger`, `message`, what the message is about, and `traceback`."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as one line."""
        entry = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_facts(record),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


def _facts(record: logging.LogRecord) -> dict[str, object]:
    facts = getattr(record, "facts", {})
    return facts if isinstance(facts, dict) else {}


def _word(value: object) -> str:
    """A value on a line of its own: what a caller sent cannot begin another line."""
    return (
        json.dumps(value, ensure_ascii=False)
        if isinstance(value, str) and not value.isalnum()
        else str(value)
    )


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
