"""A turn as text for a terminal."""

from assistant.render import turn_text
from tests.assistant.fakes import FakeAssistant


def test_a_citation_says_on_which_page_it_stands() -> None:
    lines = turn_text(FakeAssistant().ask("规划面积多大？")).splitlines()
    first, second = (line for line in lines if line.startswith(("[1]", "[2]")))
    assert "一、产业园区, 第 1 页" in first
    assert "一、产业园区, 第 2 页" in second
