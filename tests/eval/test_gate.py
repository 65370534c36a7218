"""The gate: what closes it, what does not, and the deliberate update."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import Assistant
from eval import gate_command
from eval.cli import main
from eval.errors import ReportError
from eval.gate import (
    BASELINE,
    MEASURES,
    TOLERANCE,
    Measured,
    judge_gate,
    measure_gate,
    read_baseline,
    reference_time,
    write_baseline,
)
from eval.gate_command import with_line
from eval.topics import default_gold, in_split, load_topics

CHANGELOG = (
    "# Changelog\n\n## [Unreleased]\n\n### Added\n- A thing.\n\n## [0.1.0]\n\n### Evaluation\n- Old.\n"
)


def measured(n: int = 60, *, value: float = 0.8, ratio: float = 1.0) -> Measured:
    ids = [f"q{i}" for i in range(n)]
    return Measured(
        types={i: "factoid" if int(i[1:]) % 2 else "list" for i in ids},
        values={i: dict.fromkeys(MEASURES, value) for i in ids},
        failed=("q1", "q2"),
        inexact=(),
        ratio=ratio,
    )


def worse(found: Measured, ids: list[str], by: float = 0.4) -> Measured:
    values = {i: {m: v - by if i in ids else v for m, v in each.items()} for i, each in found.values.items()}
    return replace(found, values=values)


def test_what_is_the_same_passes() -> None:
    verdict = judge_gate(measured(), measured())
    assert not verdict.faults
    assert {change.group for change in verdict.changes} == {"all", "factoid", "list"}
    assert all(change.p == 1 for change in verdict.changes)


def test_a_drop_over_all_or_in_one_type_closes_it() -> None:
    ids = list(measured().values)
    everywhere = judge_gate(worse(measured(), ids), measured())
    assert any("over all fell" in fault for fault in everywhere.faults)
    lists = judge_gate(worse(measured(), [i for i in ids if int(i[1:]) % 2 == 0]), measured())
    assert any("over list fell" in fault for fault in lists.faults)
    assert not any("over factoid" in fault for fault in lists.faults)


def test_one_question_is_luck_and_a_gain_is_no_drop() -> None:
    assert not judge_gate(worse(measured(), ["q7"]), measured()).faults
    assert not judge_gate(worse(measured(), list(measured().values), by=-0.1), measured()).faults


def test_an_inexact_citation_closes_it_alone() -> None:
    verdict = judge_gate(replace(measured(), inexact=("q3",)), measured())
    assert verdict.faults == ("citations that are not exact: q3",)


def test_known_failures_may_change_but_not_grow() -> None:
    other = judge_gate(replace(measured(), failed=("q1", "q9")), measured())
    assert not other.faults
    assert any("new failures: q9" in note for note in other.notes)
    assert any("no failures any more: q2" in note for note in other.notes)
    more = judge_gate(replace(measured(), failed=("q1", "q2", "q9")), measured())
    assert len(more.faults) == 1
    assert "new: q9" in more.faults[0]


def test_questions_that_the_baseline_does_not_have_do_not_count() -> None:
    now = measured(80)
    assert not judge_gate(replace(now, failed=("q1", "q2", "q70", "q71")), measured(60)).faults
    with pytest.raises(ReportError, match="other questions"):
        judge_gate(replace(now, values={"x": {}}, types={"x": "list"}), measured())


def test_the_time_is_held_against_a_reference_with_a_tolerance() -> None:
    assert not judge_gate(measured(ratio=TOLERANCE * 0.99), measured()).faults
    assert "times the reference" in judge_gate(measured(ratio=TOLERANCE * 1.01), measured()).faults[0]
    assert reference_time() > 0


@given(
    st.lists(st.sampled_from([0.0, 0.5, 1 / 3, 1.0]), min_size=4, max_size=20),
    st.floats(0.01, 100),
)
def test_a_baseline_that_is_read_again_is_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, values: list[float], ratio: float
) -> None:
    """And measuring the same again is never a drop, whatever rounding did."""
    path = tmp_path_factory.mktemp("gate") / "baseline.json"
    found = replace(measured(len(values)), ratio=ratio, failed=("q1",))
    found = replace(
        found,
        values={f"q{i}": dict.fromkeys(MEASURES, round(v, 4)) for i, v in enumerate(values)},
    )
    write_baseline(path, found, created="2026-01-01", why="because")
    again = read_baseline(path)
    assert (again.types, again.values, again.failed) == (found.types, found.values, found.failed)
    assert not judge_gate(replace(found, ratio=again.ratio), again).faults


def test_what_is_no_baseline_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="--update"):
        read_baseline(tmp_path / "none.json")
    for text in ("", "{}", "[]", '{"questions": {"q": 1}, "failed": [], "ratio": 1}'):
        (tmp_path / "bad.json").write_text(text)
        with pytest.raises(ReportError, match="no baseline"):
            read_baseline(tmp_path / "bad.json")
    with pytest.raises(ReportError, match="not exact: q3"):
        write_baseline(tmp_path / "new.json", replace(measured(), inexact=("q3",)), created="", why="")
    assert not (tmp_path / "new.json").exists()


def test_the_committed_baseline_is_of_dev_questions_only() -> None:
    dev = {topic.id for topic in in_split(load_topics(default_gold()), "dev")}
    assert set(read_baseline(BASELINE).values) <= dev


def test_the_real_assistant_is_measured_as_it_answers(assistant: Assistant) -> None:
    topics = in_split(load_topics(default_gold()), "dev")[:25]
    found = measure_gate(assistant, topics)
    assert list(found.values) == [topic.id for topic in topics]
    assert not found.inexact
    assert found.ratio > 0
    again = measure_gate(assistant, topics)
    assert (again.values, again.failed) == (found.values, found.failed)


def test_a_line_goes_into_what_is_not_released() -> None:
    once = with_line(CHANGELOG, "- new.\n")
    assert once.index("- A thing.") < once.index("### Evaluation\n- new.\n\n## [0.1.0]")
    assert once.endswith("### Evaluation\n- Old.\n")
    twice = with_line(once, "- newer.\n")
    assert "### Evaluation\n- newer.\n- new.\n" in twice
    empty = with_line("## [Unreleased]\n\n## [0.1.0]\n", "- new.\n")
    assert empty == "## [Unreleased]\n\n### Evaluation\n- new.\n\n## [0.1.0]\n"
    with pytest.raises(ReportError, match="Unreleased"):
        with_line("# Changelog\n", "- new.\n")


def test_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = ["--baseline", str(tmp_path / "baseline.json"), "--changelog", str(tmp_path / "CHANGELOG.md")]
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    monkeypatch.setattr(gate_command, "_measure", measured)
    assert main(["gate", *files]) == 2
    assert main(["gate", "--update", *files]) == 2
    assert main(["gate", "--update", "--why", "a first\nbaseline", *files]) == 0
    assert "the baseline of the gate changed: a first baseline" in (tmp_path / "CHANGELOG.md").read_text()
    assert main(["gate", *files]) == 0
    assert "The gate is open." in capsys.readouterr().out
    monkeypatch.setattr(gate_command, "_measure", lambda: worse(measured(), list(measured().values)))
    assert main(["gate", *files]) == 1
    assert "The gate is closed." in capsys.readouterr().out
    assert main(["gate", "--update", "--why", "meant so", *files]) == 0
    assert "meant so; hit@1 0.800 to 0.400" in (tmp_path / "CHANGELOG.md").read_text()
    assert main(["gate", *files]) == 0
