"""One system on one task, in a process of its own with limits of time and memory; what went wrong is a result too."""

import json
import math
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any

from eval.benchmarks.peers.task import Task

DEPTH = 10
_SHOWN_ERROR = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """For each of the two processes of a run: the one that builds and answers, the one that opens and answers once."""

    seconds: float = 600
    memory_mb: int = 8000


@dataclass(frozen=True, slots=True)
class Launch:
    """How a system is started. `source` and `encoder` are where this project's code and the shared model are.

    `home` is kept from run to run: what a library stores at its first use (jieba its dictionary) is there later.
    """

    python: Path
    script: Path
    setting: str
    source: Path
    encoder: Path
    home: Path


@dataclass(frozen=True, slots=True)
class Ranked:
    """The answer to one question: ids of passages, best first, and how long it took, by the clock and of the processor."""

    ranking: tuple[str, ...]
    ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system did. `pieces`: the spans of each passage that it cut, by its id, with its document.

    What was not reached is None or missing, and `reason` says why; it is empty where all was done. `cold_reason`
    says why there is no `cold_s`: seconds from the start of a process to the first answer from the stored index.
    """

    ranked: Mapping[str, Ranked]
    pieces: Mapping[str, tuple[str, tuple[tuple[int, int], ...]]]
    build_s: float | None
    build_cpu_s: float | None
    peak_mb: float | None
    cold_s: float | None
    reason: str
    cold_reason: str


class _Broken(Exception):
    """A line that a system wrote does not say what it should. The message says why."""


def run(launch: Launch, task: Task, files: Path, limits: Limits) -> Outcome:
    """Let a system build and answer, then open what it stored and answer once. `files` are those of `Task.write`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "index"
        folder.mkdir()
        events, reason = _process(launch, task, files, folder, limits, cold=False)
        cold_s, cold_reason = None, "it was not stored" if reason else ""
        if not reason and task.kind != "passages":
            started = time()
            cold, cold_reason = _process(launch, task, files, folder, limits, cold=True)
            cold_s = next((_number(each, "at") - started for each in cold if each["event"] == "cold"), None)
        return _outcome(events, reason, cold_s, cold_reason, task)


def _process(
    launch: Launch, task: Task, files: Path, folder: Path, limits: Limits, *, cold: bool
) -> tuple[list[dict[str, Any]], str]:
    """The lines that a process wrote, and why it did not end well; empty if it did."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        job, out = place / "job.json", place / "out.jsonl"
        out.touch()
        job.write_text(
            json.dumps(
                {
                    "texts": str(files / "texts.jsonl"),
                    "questions": str(files / "questions.jsonl"),
                    "whole": task.whole,
                    "setting": launch.setting,
                    "folder": str(folder),
                    "cold": cold,
                    "encoder": str(launch.encoder),
                    "memory_mb": limits.memory_mb,
                    "seconds": limits.seconds,
                    "depth": DEPTH,
                    "out": str(out),
                }
            ),
            encoding="utf-8",
        )
        reason = _wait(launch, job, place, limits.seconds)
        events, broken = _events(out)
    told = next((str(each.get("reason")) for each in events if each["event"] == "failed"), "")
    return events, told or reason or broken


def _wait(launch: Launch, job: Path, place: Path, seconds: float) -> str:
    """Run a job in a session of its own, and end all of it when the time is over. Why it failed, or nothing."""
    command = [str(launch.python), str(launch.script), str(job)]
    with (place / "stdout").open("wb") as stdout, (place / "stderr").open("wb") as stderr:
        try:
            process = subprocess.Popen(
                command,
                stdout=stdout,
                stderr=stderr,
                cwd=place,
                env=_environment(launch),
                start_new_session=True,
            )
        except OSError as error:
            return f"did not start: {error.strerror}"
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return f"killed after {seconds:,.0f} s"
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
    if code == 0:
        return ""
    lines = (place / "stderr").read_text(encoding="utf-8", errors="replace").strip().splitlines() or [""]
    how = f"ended by {signal.Signals(-code).name}" if code < 0 else f"failed ({code})"
    return f"{how}: {lines[-1][:_SHOWN_ERROR]}".removesuffix(": ")


def _environment(launch: Launch) -> dict[str, str]:
    """Nothing is fetched, nobody is told, and nothing is kept outside of `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WENJU"))}
    nowhere = "http://127.0.0.1:9"
    return {
        **kept,
        "PYTHONPATH": str(launch.source),
        "HOME": str(launch.home),
        "WENJU_HOME": str(launch.home / "wenju"),
        "http_proxy": nowhere,
        "https_proxy": nowhere,
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        "LANGSMITH_TRACING": "false",
        "TMPDIR": str(launch.home),
    }


def _events(out: Path) -> tuple[list[dict[str, Any]], str]:
    """The lines up to the first that is none, and what was wrong with that."""
    events: list[dict[str, Any]] = []
    for number, line in enumerate(out.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            row = json.loads(line)
        except ValueError:
            return events, f"wrote a line that is not JSON (line {number})"
        if not isinstance(row, dict) or not isinstance(row.get("event"), str):
            return events, f"wrote a line that is no event (line {number})"
        events.append(row)
    return events, ""


def _outcome(
    events: Sequence[dict[str, Any]], reason: str, cold_s: float | None, cold_reason: str, task: Task
) -> Outcome:
    found: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        found.setdefault(event["event"], []).append(event)
    built, end = (found.get(name, [{}])[0] for name in ("built", "end"))
    pieces: dict[str, tuple[str, tuple[tuple[int, int], ...]]] = {}
    ranked: dict[str, Ranked] = {}
    try:
        lengths = {text.id: len(text.text) for text in task.texts}
        for event in found.get("piece", ()):
            pieces[str(event.get("id"))] = _piece(event, lengths)
        known = pieces if task.whole else {entry.id for entry in task.texts}
        for event in found.get("answer", ()):
            ranked[str(event.get("id"))] = _ranked(event, known)
        missing = sum(question.id not in ranked for question in task.questions)
        if missing and not reason:
            reason = f"left {missing} of {len(task.questions)} questions without an answer"
    except _Broken as error:
        reason = reason or str(error)
    return Outcome(
        ranked=ranked,
        pieces=pieces,
        build_s=_number(built, "s") if built else None,
        build_cpu_s=_number(built, "cpu_s") if built else None,
        peak_mb=_number(end, "peak_mb") if end else None,
        cold_s=cold_s,
        reason=reason,
        cold_reason=cold_reason,
    )


def _piece(event: Mapping[str, Any], lengths: Mapping[str, int]) -> tuple[str, tuple[tuple[int, int], ...]]:
    doc_id, spans = str(event.get("doc_id")), event.get("spans")
    if doc_id not in lengths or not isinstance(spans, list):
        raise _Broken(f"cut a passage from a document that there is not: {doc_id!r}")
    for span in spans:
        match span:
            case [int(start), int(end)] if 0 <= start < end <= lengths[doc_id]:
                pass
            case _:
                raise _Broken(f"cut a passage outside of its document: {span!r}")
    return doc_id, tuple((start, end) for start, end in spans)


def _ranked(event: Mapping[str, Any], known: Mapping[str, object] | set[str]) -> Ranked:
    ranking = event.get("ranking")
    if not isinstance(ranking, list) or any(
        not isinstance(each, str) or each not in known for each in ranking
    ):
        raise _Broken("ranked a passage that there is not")
    return Ranked(tuple(dict.fromkeys(ranking)), _number(event, "ms"), _number(event, "cpu_ms"))


def _number(event: Mapping[str, Any], name: str) -> float:
    value = event.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return math.nan
    return float(value)
