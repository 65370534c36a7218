from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.errors import SettingsError
from eval.errors import UnknownSystemError
from eval.serving import open_serving


@pytest.fixture(autouse=True)
def _home(assistant: Assistant, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert assistant.passages
    monkeypatch.setenv("WENJU_HOME", str(home))


def test_the_assistant_as_users_get_it(assistant: Assistant, tmp_path: Path) -> None:
    serving = open_serving(None, (), tmp_path)
    assert serving.assistant.fingerprint == assistant.fingerprint
    assert serving.build_s is None
    assert serving.index_mb is not None
    assert serving.index_mb > 0.1
    assert {key.partition(".")[0] for key in serving.settings} >= {"read", "build", "search", "answer"}
    assert not list(tmp_path.iterdir())
    question = "什么是飞地经济"
    asked, expected = (each.ask(question, k=20) for each in (serving.assistant, assistant))
    assert asked.hits == expected.hits
    assert asked.answer == expected.answer


def test_settings_of_searching_and_answering_change_the_turn(tmp_path: Path) -> None:
    plain, changed = (
        open_serving(None, given, tmp_path)
        for given in ((), ("search.coverage_weight=0", "answer.min_confidence=0.999"))
    )
    assert changed.settings["answer.min_confidence"] == 0.999
    assert changed.assistant.fingerprint == plain.assistant.fingerprint
    question = "什么是飞地经济"
    turns = [serving.assistant.ask(question) for serving in (plain, changed)]
    assert [turn.answer.status for turn in turns] == ["answered", "not_found"]
    assert turns[0].hits[0].score != turns[1].hits[0].score


def test_settings_of_building_make_an_index_for_the_run(
    assistant: Assistant, home: Path, tmp_path: Path
) -> None:
    before = sorted(home.rglob("*"))
    serving = open_serving(None, ("build.passage_chars=200",), tmp_path)
    assert serving.settings["build.passage_chars"] == 200
    assert len(serving.assistant.passages) > len(assistant.passages)
    assert serving.assistant.fingerprint != assistant.fingerprint
    assert serving.build_s is not None
    assert [d.doc_id for d in serving.assistant.documents()] == [d.doc_id for d in assistant.documents()]
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize(
    ("pair", "error", "message"),
    [
        ("serve.port=1", UnknownSystemError, "'serve.port=1' changes neither hits nor answers"),
        ("search.dense_wait=1", SettingsError, "search.dense_wait is no setting: did you mean search.dense"),
        (
            "search.dense_weight=x",
            SettingsError,
            "search.dense_weight must be a number of at least 0, not 'x'",
        ),
    ],
)
def test_what_is_no_setting_of_answers_is_refused(
    tmp_path: Path, pair: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        open_serving(None, (pair,), tmp_path)
