"""The allow-list of origins: what it allows, what it never does, and that browsers are told the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.origins import Origins, is_same_origin, parse_origins

LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
HOST = st.lists(LABEL, min_size=2, max_size=4).map(".".join)


def test_an_empty_list_allows_nothing() -> None:
    assert not any(parse_origins([""]).allows(origin) for origin in ("https://a.example", "null", "", "*"))


@given(HOST, LABEL)
def test_a_wildcard_is_for_subdomains_only(host: str, label: str) -> None:
    origins = parse_origins([f"https://*.{host}"])
    assert origins.allows(f"https://{label}.{host}")
    assert origins.allows(f"https://{label}.{label}.{host}")
    assert not origins.allows(f"https://{host}")
    assert not origins.allows(f"https://{label}{host}")
    assert not origins.allows(f"http://{label}.{host}")
    assert not origins.allows(f"https://{label}.{host}:8443")
    assert not origins.allows(f"https://{label}.{host}.evil.example")


@given(st.lists(HOST, min_size=1, max_size=4), HOST)
def test_only_what_is_listed_is_allowed(listed: list[str], other: str) -> None:
    origins = parse_origins([f"https://{host}" for host in listed])
    assert all(origins.allows(f"https://{host}") for host in listed)
    assert origins.allows(f"https://{other}") == (other in listed)


@given(st.text(max_size=40))
def test_rubbish_is_never_allowed(text: str) -> None:
    assert not parse_origins(["https://*.example.org", "http://localhost:8000"]).allows(f"{text}\n")
    assert not parse_origins(["https://a.example"]).allows(f"{text}https://a.example/{text}")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://www.Example.org/", "https://www.example.org"),
        ("https://www.example.org:443", "https://www.example.org"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://a.example, https://b.example", "https://b.example"),
    ],
)
def test_origins_as_people_write_them(written: str, sent: str) -> None:
    assert parse_origins([written]).allows(sent)


@pytest.mark.parametrize(
    "text",
    ["*", "https://*", "example.org", "https://a.example/path", "https://*.org", "ftp://a.example", "null",
     "https://a.example:99999", "https://a.example;script-src *", "https://user@a.example"],
)  # fmt: skip
def test_what_is_no_origin_is_said(text: str) -> None:
    with pytest.raises(SettingsError, match="is no origin"):
        parse_origins([text])


def test_the_list_stands_in_the_policy_as_it_is() -> None:
    origins = parse_origins(["https://*.example.org https://b.example"])
    assert origins.sources() == ("https://*.example.org", "https://b.example")
    assert Origins().sources() == ()


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("https://qa.example", "qa.example", True),
        ("http://127.0.0.1:7860", "127.0.0.1:7860", True),
        ("http://qa.example", "qa.example:80", True),
        ("http://127.0.0.1:7861", "127.0.0.1:7860", False),
        ("https://qa.example.evil.example", "qa.example", False),
        ("https://evil.example", "qa.example", False),
        ("null", "qa.example", False),
        ("https://qa.example", "", False),
        ("https://*.qa.example", "*.qa.example", False),
    ],
)
def test_what_is_the_same_origin(origin: str, host: str, same: bool) -> None:
    assert is_same_origin(origin, host) == same
