"""Running systems into a folder: what was asked already is not asked again, and nothing is kept in memory."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from eval.experiment import Asked, Experiment, Judge, ask_all, judge, make_experiment
from eval.machine import commit, peak_rss_mb, this_machine
from eval.run import (
    GoldFile,
    Header,
    Outcomes,
    SystemFacts,
    append_outcomes,
    corpus_of,
    done_topics,
    start_run,
    turns_file,
    with_system,
    write_header,
)
from eval.serving import Serving
from eval.side_by_side import Share, ask_side_by_side
from eval.systems import System
from eval.topics import Split, Topic

Open = Callable[[tuple[str, ...]], Serving]
"""The assistant under settings, each `KEY=VALUE`."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run. `command`, `opened_test` and `test_runs` are as in `Header`."""

    systems: tuple[System, ...]
    topics: tuple[Topic, ...]
    gold: tuple[GoldFile, ...]
    split: Split
    created: str
    command: str
    opened_test: str = ""
    test_runs: int = 0


def run_systems(
    plan: Plan,
    folder: Path,
    open_serving: Open,
    *,
    resume: bool = False,
    processes: int = 1,
    on_question: Callable[[], None] = lambda: None,
) -> tuple[Experiment, Header]:
    """Ask every topic of every system, into `folder`; `on_question` after each that is asked now.

    With several `processes` that many systems are asked at once, if they are over an index in a folder.
    Raises GoldError if a label is not in its document, before anything is asked, RunError as `start_run` and
    `with_system` do, and what opening raises.
    """
    wanted = dict.fromkeys(system.settings for system in plan.systems)
    opened = {settings: open_serving(settings) for settings in wanted}
    judges = {
        settings: judge(plan.topics, serving.assistant.documents(), serving.assistant.passages)
        for settings, serving in opened.items()
    }
    header = start_run(folder, _header(plan, opened[plan.systems[0].settings]), plan.topics, resume=resume)
    asked, shares = [], []
    for system in plan.systems:
        serving = opened[system.settings]
        header = with_system(folder, header, _facts(system, serving))
        file = turns_file(folder, system.name)
        asked.append(_asked(system, judges[system.settings], file))
        done = done_topics(file)
        left = tuple(topic for topic in plan.topics if topic.id not in done)
        file.touch()
        if processes > 1 and serving.folder:
            shares.append(Share(system, serving.folder, left, file))
        else:
            append_outcomes(file, ask_all(system, serving.assistant, left, on_question=on_question))
    if shares:
        ask_side_by_side(shares, min(processes, len(shares)), on_question)
    experiment = make_experiment(opened[plan.systems[0].settings].assistant.fingerprint, asked)
    names = {system.name for system in plan.systems}
    ran = tuple(facts for facts in header.systems if facts.name in names)
    header = replace(header, systems=ran, peak_rss_mb=round(peak_rss_mb(), 1), finished=True)
    write_header(folder, header)
    return experiment, header


def _asked(system: System, judged: Judge, file: Path) -> Asked:
    return Asked(system.name, system.mode is not None, judged, Outcomes(file))


def _header(plan: Plan, serving: Serving) -> Header:
    documents = serving.assistant.documents()
    return Header(
        created=plan.created,
        command=plan.command,
        commit=commit(),
        corpus=corpus_of(documents),
        documents=len(documents),
        machine=this_machine(),
        gold=plan.gold,
        split=plan.split,
        systems=(),
        opened_test=plan.opened_test,
        test_runs=plan.test_runs,
    )


def _facts(system: System, serving: Serving) -> SystemFacts:
    return SystemFacts(
        name=system.name,
        mode=system.mode,
        fingerprint=serving.assistant.fingerprint,
        encoder=serving.encoder,
        passages=len(serving.assistant.passages),
        settings=dict(serving.settings) if system.mode is not None else {},
        build_s=serving.build_s,
        index_mb=serving.index_mb,
    )
