"""Which of Gradio's scripts and style sheets the page needs, written down anew: `python -m eval.preload`.

A browser learns of each only from the one before. Told at once, it has them all when they are wanted. To be run when
Gradio's version or the page's components change; a test says so.
"""

import re
import shutil

import typer
from playwright.sync_api import Page, Route, sync_playwright

from assistant.assets import PRELOADED, preloads
from eval.pictures import served

_ASSET = re.compile(r"/assets/([\w.-]+\.(?:js|css))$")
_SHEET = re.compile(r"assets/([\w.-]+\.css)")


def asked_for(page: Page, address: str) -> list[str]:
    """The files of Gradio's that a new page asks for until it takes a question, if told of none by us; by name."""
    seen: set[str] = set()
    known: set[str] = set()

    def untold(route: Route) -> None:
        response = route.fetch()
        text = response.text().replace(preloads(), "")
        known.update(_SHEET.findall(text))
        route.fulfill(response=response, body=text)

    page.on("request", lambda request: seen.update(_ASSET.findall(request.url)))
    page.route(address, untold)
    page.goto(address)
    page.locator("#question textarea").fill("?")
    page.locator("#examples .offer").first.wait_for()  # of our script, which waits for Gradio
    return sorted(seen - known)


def main() -> None:
    """Write the list."""
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        names = asked_for(browser.new_page(locale="zh-CN"), address)
        browser.close()
    PRELOADED.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    print(f"{len(names)} files in {PRELOADED}")


if __name__ == "__main__":
    typer.run(main)
