"""Files that never change under their names."""

from collections import Counter
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.responses import Response
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from assistant.assets import Files, KeptAssets

BODY = b"export const one = 1;" * 100


@pytest.fixture
def asked() -> Counter[str]:
    return Counter()


@pytest.fixture
def kept(asked: Counter[str]) -> TestClient:
    inner = FastAPI()

    @inner.get("/{path:path}")
    def any_file(path: str) -> Response:
        asked[path] += 1
        if path.endswith("missing.js"):
            return Response(status_code=404)
        return Response(BODY, media_type="text/javascript", headers={"x-path": path})

    return TestClient(KeptAssets(inner))


def test_an_asset_is_asked_for_once_and_answered_alike(kept: TestClient, asked: Counter[str]) -> None:
    first, again = kept.get("/assets/one.js"), kept.get("/assets/one.js")
    assert first.content == again.content == BODY
    assert first.headers.items() == again.headers.items()
    assert asked == {"assets/one.js": 1}


def test_what_is_no_asset_or_missing_or_asked_for_in_part_is_not_kept(
    kept: TestClient, asked: Counter[str]
) -> None:
    for _ in range(2):
        kept.get("/config")
        assert kept.get("/assets/missing.js").status_code == 404
        kept.get("/assets/part.js", headers={"range": "bytes=0-3"})
        kept.post("/assets/sent.js")
    assert asked == {"config": 2, "assets/missing.js": 2, "assets/part.js": 2}


def test_each_encoding_is_kept_by_itself(kept: TestClient, asked: Counter[str]) -> None:
    for encoding in ("br", "gzip", "br"):
        kept.get("/assets/one.js", headers={"accept-encoding": encoding})
    assert asked == {"assets/one.js": 2}


def test_headers_added_to_one_response_are_not_in_the_next(kept: TestClient) -> None:
    before = kept.get("/assets/one.js").headers.items()
    inner = kept.app

    async def adding(scope: Scope, receive: Receive, send: Send) -> None:
        async def add(event: Message) -> None:
            event.get("headers", []).append((b"x-more", b"1"))
            await send(event)

        await inner(scope, receive, add)

    assert "x-more" in TestClient(adding).get("/assets/one.js").headers
    assert kept.get("/assets/one.js").headers.items() == before


def test_the_version_of_files_changes_with_each_of_them(tmp_path: Path) -> None:
    versions = set()
    for names in (["a.js"], ["a.js", "b.js"], ["b.js"]):
        folder = tmp_path / "-".join(names)
        folder.mkdir()
        for name in names:
            (folder / name).write_text("1")
        versions.add(Files([folder]).version)
        versions.add(Files([folder]).version)
    (folder / "b.js").write_text("2")
    versions.add(Files([folder]).version)
    assert len(versions) == 4
