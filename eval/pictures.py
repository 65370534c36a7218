"""The pictures of the page in docs/images, taken anew: `python -m eval.pictures [--out docs/images]`.

A server is started on the default index, with a store of feedback of its own, and Chromium opens its page. Questions
are from the development part of the gold set, or of near misses.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Annotated, Literal

import typer
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.indexes import default_index

_DESKTOP, _PHONE = (1280, 800), (390, 844)
_PATIENCE_MS = 120_000
_ZH = "双湖科技园规划面积多大？"
_ZH_AGAIN = "那它由谁主办？"
_EN = "How large is the planned area of Shuanghu Science Park?"
_MISSING = "成都大运会的开幕式在哪一天举行？"


@dataclass(frozen=True, slots=True)
class Picture:
    """A state of the page: `pose` brings it about in a page that has just been opened."""

    name: str
    pose: Callable[[Page], None]
    size: tuple[int, int] = _DESKTOP
    locale: Literal["zh-CN", "en-US"] = "zh-CN"
    scheme: Literal["light", "dark"] = "light"


def _ask(*questions: str) -> Callable[[Page], None]:
    def pose(page: Page) -> None:
        for n, question in enumerate(questions, 1):
            page.locator("#question textarea").fill(question)
            page.keyboard.press("Enter")
            page.locator("#chat .answer").nth(n - 1).wait_for()

    return pose


def _open(view: str, shown: str, *before: Callable[[Page], None]) -> Callable[[Page], None]:
    def pose(page: Page) -> None:
        for each in before:
            each(page)
        page.locator(f"#{view}").click()
        page.locator(shown).first.wait_for()

    return pose


def _welcome(page: Page) -> None:
    page.locator("#examples .offer").first.wait_for()


def _source(page: Page) -> None:
    _ask(_ZH)(page)
    page.locator("#chat a.cite").first.click()
    page.locator("#pane mark#evidence").wait_for()


def _opinion(page: Page) -> None:
    """An answer that is praised, and a question without one: there is something to list."""
    _ask(_EN, "When do the Chengdu metro ticket prices change?")(page)
    page.locator("#chat .judge button").first.click()


PICTURES = (
    Picture("page-welcome-zh", _welcome),
    Picture("page-answer-zh", _ask(_ZH, _ZH_AGAIN)),
    Picture("page-answer-en-dark", _ask(_EN), locale="en-US", scheme="dark"),
    Picture("page-not-found-zh", _ask(_MISSING)),
    Picture("page-corpus-zh", _open("corpus", "#view .holding")),
    Picture("page-feedback-en-dark", _open("opinions", "#view td", _opinion), locale="en-US", scheme="dark"),
    Picture("page-evaluation-zh", _open("evaluation", ".studio-form"), size=(1280, 900)),
    Picture("page-phone-answer-zh", _ask(_ZH), size=_PHONE),
    Picture("page-phone-source-zh", _source, size=_PHONE),
)


def take(browser: Browser, address: str, picture: Picture) -> Image.Image:
    """A picture of what a new reader sees."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=picture.locale, color_scheme=picture.scheme
    )
    context.set_default_timeout(_PATIENCE_MS)
    try:
        page = context.new_page()
        page.goto(address)
        page.locator("#question textarea").wait_for()
        picture.pose(page)
        page.mouse.move(0, 0)
        page.wait_for_timeout(1000)  # what moves has come to rest
        return Image.open(BytesIO(page.screenshot()))
    finally:
        context.close()


@contextmanager
def served() -> Iterator[str]:
    """The address of a server on a copy of the default index, with nobody's feedback."""
    with tempfile.TemporaryDirectory() as home, socket.create_server(("127.0.0.1", 0)) as free:
        shutil.copytree(default_index(), Path(home) / "index")
        port = free.getsockname()[1]
        free.close()
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "serve", "--port", str(port)],
            env={**os.environ, "WENJU_HOME": home},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout
            process.stdout.readline()  # it says when it is ready
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.communicate()


def main(
    out: Annotated[Path, typer.Option(help="where the pictures go")] = Path("docs/images"),
    only: Annotated[str, typer.Option(help="those with this in their name")] = "",
) -> None:
    """Take the pictures."""
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for picture in PICTURES:
            if only in picture.name:
                take(browser, address, picture).save(out / f"{picture.name}.webp", quality=90)
                print(picture.name)
        browser.close()


if __name__ == "__main__":
    typer.run(main)
