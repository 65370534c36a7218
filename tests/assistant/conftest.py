"""A reader in a browser: what the tests of the page and of the served assistant share."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.assistant.fakes import DESKTOP, PHONE, Visit, open_browser


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    """Tabs of one reader: what is cached for one is there for the next."""
    context = open_browser().new_context(locale="zh-CN")
    yield context
    context.close()


@pytest.fixture(scope="module")
def tab(context: BrowserContext, address: str) -> Visit:
    """A tab on the page; the module says at which `address` it is served."""
    return Visit(context, address)


@pytest.fixture
def visit(tab: Visit) -> Iterator[Visit]:
    """A new conversation."""
    tab.start_again()
    yield tab
    tab.check()


@pytest.fixture
def phone(visit: Visit) -> Iterator[Visit]:
    """The same on a narrow screen."""
    visit.resize(PHONE)
    yield visit
    visit.resize(DESKTOP)
