"""The script as it is served, the tag that loads it, and the command that prints the tag."""

import gzip
import re
from html.parser import HTMLParser

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli import main
from assistant.errors import SettingsError
from assistant.widget import add_widget, widget_script
from assistant.widget_tag import WidgetOptions, policy_lines, script_tag, server_address
from assistant.widget_wording import widget_words


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI()
    add_widget(app)
    return TestClient(app)


def test_it_is_small(client: TestClient) -> None:
    """Under 15 KB as it comes over the wire, style and sentences included; it loads nothing else."""
    with client.stream("GET", "/widget.js") as response:
        packed = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "gzip"
    assert len(packed) < 15_000
    assert gzip.decompress(packed).decode() == widget_script()


def test_it_speaks_of_no_other_address() -> None:
    addresses = set(re.findall(r"https?://[^\s\"'`]+", widget_script()))
    assert addresses == {"http://www.w3.org/2000/svg"}  # the name of a vocabulary, never loaded


@pytest.mark.parametrize(
    "sink",
    [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "cookie",
        "localStorage",
    ],
)
def test_it_has_no_way_to_run_or_track(sink: str) -> None:
    assert sink not in widget_script()


def test_a_browser_keeps_it_and_asks_whether_it_changed(client: TestClient) -> None:
    first = client.get("/widget.js", headers={"accept-encoding": "identity"})
    assert first.text == widget_script()
    assert first.headers["content-type"] == "text/javascript; charset=utf-8"
    assert first.headers["cross-origin-resource-policy"] == "cross-origin"
    again = client.get("/widget.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/widget.js", headers={"if-none-match": '"other"'}).status_code == 200


def test_both_languages_say_everything_with_the_same_values() -> None:
    words = widget_words()
    assert words["zh"].keys() == words["en"].keys()
    values = {
        lang: {name: set(re.findall(r"{\w+}", text)) for name, text in said.items()}
        for lang, said in words.items()
    }
    assert values["zh"] == values["en"]


def test_every_sentence_is_used_and_there() -> None:
    code = "".join(re.findall(r"^(?!const SETTINGS).*$", widget_script(), re.MULTILINE))
    names = set(widget_words()["zh"])
    assert {name for name in names if f'"{name}"' not in code} == set()
    assert set(re.findall(r'\bsay\("(\w+)"', code)) <= names


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@given(title=st.text(), accent=st.text(), index=st.text(), target=st.text())
def test_the_tag_holds_exactly_what_is_asked_for(title: str, accent: str, index: str, target: str) -> None:
    options = WidgetOptions(title=title, accent=accent, index=index, target=target, theme="dark")
    tags = _Tags()
    tags.feed(script_tag("https://a.example/", options))
    given_values = {"title": title, "accent": accent, "index": index, "target": target, "theme": "dark"}
    expected = {f"data-{name}": value for name, value in given_values.items() if value}
    expected = {name: value.replace("\r\n", "\n").replace("\r", "\n") for name, value in expected.items()}
    (name, attributes), *others = tags.found
    assert (name, others) == ("script", [])
    found = {
        key: (value or "").replace("\r\n", "\n").replace("\r", "\n") for key, value in attributes.items()
    }
    assert found == {"src": "https://a.example/widget.js", "async": "", **expected}


def test_the_policy_names_the_origin_only() -> None:
    assert policy_lines("https://a.example:8443/qa/", "panel") == (
        "script-src https://a.example:8443",
        "connect-src https://a.example:8443",
    )
    assert policy_lines("http://a.example/", "iframe")[1] == "frame-src http://a.example"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.example",
        "ftp://a.example",
        "https://",
        "https://a b/",
        "https://a.example/?q=1",
        "https://u:p@a/",
        "https://a:99999/",
        'https://a/"',
        "https://a;b/",
        "//a/",
        "https://[::1",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="write it as https://"):
        server_address(url)


def test_the_command_prints_tag_policy_and_demo(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["widget", "--url", "https://ask.example.org/qa", "--lang", "zh", "--title", 'a "b"']) == 0
    printed = capsys.readouterr().out
    assert (
        '<script src="https://ask.example.org/qa/widget.js" data-title="a &quot;b&quot;" data-lang="zh" async></script>'
        in printed
    )
    assert "script-src https://ask.example.org;" in printed
    assert "connect-src https://ask.example.org;" in printed
    assert "https://ask.example.org/qa/widget-demo" in printed
    assert main(["widget", "--mode", "iframe", "--no-remember"]) == 0
    printed = capsys.readouterr().out
    assert 'src="http://127.0.0.1:7860/widget.js" data-mode="iframe" data-remember="no"' in printed
    assert "frame-src http://127.0.0.1:7860;" in printed


@pytest.mark.parametrize("arguments", [["--url", "nowhere"], ["--mode", "window"], ["--theme", "blue"]])
def test_the_command_refuses_what_it_does_not_know(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["widget", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1


def test_the_demo_shows_the_tag_that_it_uses(client: TestClient) -> None:
    page = client.get("/widget-demo", params={"mode": "inline", "title": '"><script>alert(1)</script>'}).text
    tags = _Tags()
    tags.feed(page)
    scripts = [attributes for tag, attributes in tags.found if tag == "script"]
    assert scripts == [
        {
            "src": "widget.js",
            "data-title": '"><script>alert(1)</script>',
            "data-mode": "inline",
            "async": None,
        }
    ]
    assert client.get("/widget-demo", params={"mode": "window"}).status_code == 422
