"""The client of an endpoint against a real server: streams, faults, retries, and what is sent along."""

import socket
import threading
from collections.abc import Sequence

import pytest

from assistant.errors import AssistantError, ModelError, SettingsError
from assistant.language_model import KEY, LanguageModel
from assistant.settings import ModelSettings
from tests.assistant.endpoint import Behaviour, breaks_after, endpoint, fails, goes_on, hangs, says, sends


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.language_model._PAUSE_S", 0.01)


PROMPT = [{"role": "user", "content": "?"}]


def model(url: str, **more: int) -> LanguageModel:
    return LanguageModel(ModelSettings(url=url, model="m", **more))  # type: ignore[arg-type]


def read(behaviours: Sequence[Behaviour], **more: int) -> tuple[str, str, int]:
    """What came, the reason why no more came, and how often the endpoint was asked."""
    told = ""
    with endpoint(*behaviours) as server:
        try:
            for piece in model(server.url, **more).stream(lambda share: PROMPT, threading.Event()):
                told += piece
        except ModelError as error:
            return told, error.failure, len(server.asked)
        return told, "", len(server.asked)


def test_a_stream_is_given_as_it_comes() -> None:
    assert read([says("规划面积8.05平方公里。[1]")]) == ("规划面积8.05平方公里。[1]", "", 1)


@pytest.mark.parametrize(
    ("behaviours", "told", "reason", "asked"),
    [
        ([fails(500), fails(503), says("好。")], "好。", "", 3),
        ([fails(429, retry_after="0"), says("好。")], "好。", "", 2),
        ([fails(429, retry_after="3600")], "", "busy", 1),
        ([fails(500)], "", "busy", 3),
        ([fails(401)], "", "refused", 1),
        ([fails(404)], "", "refused", 1),
        ([fails(307, location="http://127.0.0.1:9/v1/chat/completions")], "", "refused", 1),
        ([fails(400, "maximum context length is 4096 tokens"), says("好。")], "好。", "", 2),
        ([fails(400)], "", "refused", 2),
        ([says("半句", finish="length")], "半句", "cut", 1),
        ([says("半句", finish="content_filter")], "半句", "cut", 1),
        ([says("半句", finish=None)], "半句", "broken", 1),
        ([breaks_after("半句")], "半句", "broken", 1),
        ([sends("data: {not json\n\n")], "", "broken", 1),
        ([sends('data: {"choices": 3}\n\n')], "", "broken", 1),
        ([sends("<html>a login page</html>", "text/html")], "", "broken", 1),
        ([sends('data: {"error": {"message": "overloaded"}}\n\n')], "", "broken", 1),
        ([sends("")], "", "broken", 1),
    ],
)
def test_a_fault_has_a_reason_and_what_can_be_tried_again_is(
    behaviours: list[Behaviour], told: str, reason: str, asked: int
) -> None:
    assert read(behaviours) == (told, reason, asked)


def test_a_prompt_that_is_too_long_is_made_again_with_half() -> None:
    shares = []

    def make(share: float) -> list[dict[str, str]]:
        shares.append(share)
        return PROMPT

    with endpoint(fails(400, "context length exceeded"), says("好。")) as server:
        assert "".join(model(server.url).stream(make, threading.Event())) == "好。"
        assert shares == [1.0, 0.5]
        assert "max_tokens" in server.asked[0]
        assert "max_tokens" not in server.asked[1]  # some models refuse it by the same status


def test_an_endpoint_that_says_nothing_costs_the_time_that_is_set() -> None:
    assert read([hangs], total_s=1) == ("", "slow", 1)


def test_one_that_never_ends_costs_no_more() -> None:
    told, reason, _ = read([goes_on("好。")], total_s=1)
    assert told.startswith("好。")
    assert reason == "slow"


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(ModelError) as error:
        list(model(f"http://127.0.0.1:{port}/v1").stream(lambda share: PROMPT, threading.Event()))
    assert error.value.failure == "unreachable"


@pytest.mark.parametrize("behaviour", [hangs, goes_on("好。")])
def test_a_stop_reaches_the_endpoint(behaviour: Behaviour) -> None:
    stop = threading.Event()
    with endpoint(behaviour) as server:
        stream = model(server.url).stream(lambda share: PROMPT, stop)
        threading.Thread(target=lambda: (server.reached.wait(20), stop.set())).start()
        with pytest.raises(ModelError) as error:
            list(stream)
        assert error.value.failure == "stopped"
        assert server.left.wait(5)


def test_who_stops_reading_ends_the_request() -> None:
    with endpoint(goes_on("好。")) as server:
        stream = model(server.url).stream(lambda share: PROMPT, threading.Event())
        assert next(stream) == "好。"
        stream.close()  # type: ignore[attr-defined]
        assert server.left.wait(5)


def test_the_key_goes_to_the_endpoint_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(KEY, "sk-secret-1234")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-other")
    with caplog.at_level("DEBUG"), endpoint(fails(401, "bad key sk-secret-1234")) as server:
        with pytest.raises(ModelError) as error:
            list(model(server.url).stream(lambda share: PROMPT, threading.Event()))
        (headers,) = server.headers
    assert headers["authorization"] == "Bearer sk-secret-1234"
    assert not [value for value in headers.values() if "other" in value]
    printed = capfd.readouterr()
    assert "sk-secret" not in printed.out + printed.err + caplog.text + str(error.value)


@pytest.mark.parametrize("url", ["127.0.0.1:11434", "ftp://a/v1", "http://", "file:///etc/passwd"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=r"llm\.url"):
        model(url)


def test_a_model_must_be_named() -> None:
    with pytest.raises(SettingsError, match=r"llm\.model"):
        LanguageModel(ModelSettings(url="http://127.0.0.1/v1"))


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.language_model.find_spec", lambda name: None)
    with pytest.raises(AssistantError, match=r"pip install 'wenju\[llm\]'"):
        model("http://127.0.0.1/v1")
