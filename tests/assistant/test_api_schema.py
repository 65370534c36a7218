"""The API keeps to its own description, whatever it is sent."""

from pathlib import Path

import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from assistant.api import create_api
from assistant.records import Message
from assistant.render import turn_dict
from assistant.schemas import TurnBody
from tests.assistant.fakes import FakeAssistant
from tests.assistant.web import make_desk


def test_every_response_is_as_described(tmp_path: Path) -> None:
    api = create_api(make_desk(tmp_path))
    described = schemathesis.openapi.from_asgi("/openapi.json", api)
    tried = 0
    for found in described.get_all_operations():
        operation = found.ok()  # a question without a word has the right form, and cannot be asked

        @settings(max_examples=6, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy())
        def is_as_described(case: schemathesis.Case) -> None:
            case.call_and_validate(headers={"host": "localhost"}, excluded_checks=[positive_data_acceptance])

        is_as_described()
        tried += 1
    assert tried >= 15


def test_the_examples_are_answered(tmp_path: Path) -> None:
    api = create_api(make_desk(tmp_path))
    described = api.openapi()
    with TestClient(api, raise_server_exceptions=False) as http:
        tried = 0
        for path, operations in described["paths"].items():
            for example in _examples(described, operations.get("post", {})):
                assert http.post(path, json=example).status_code in (200, 500), path
                tried += 1
    assert tried >= 5


def _examples(described: dict, operation: dict) -> list:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return described["components"]["schemas"].get(name, {}).get("examples", [])


def test_a_turn_has_every_field_that_is_described_and_no_other() -> None:
    for question in ("规划面积多大？", "票价是多少"):
        turn = turn_dict(FakeAssistant().ask(question, [Message("user", "青湖？")]))
        assert TurnBody.model_validate(turn, extra="forbid").model_dump(exclude_unset=True) == turn
