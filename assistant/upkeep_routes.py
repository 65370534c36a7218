"""Changing indexes over HTTP: documents are uploaded, taken out, read again. For the administrator only."""

import shutil
from dataclasses import asdict
from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import UploadFile

from assistant.auth import is_admin
from assistant.chosen import IndexName, chosen
from assistant.desk import Desk
from assistant.problems import RequestError, client_lang, responses
from assistant.upkeep import Upkeep
from assistant.uploads import ENDINGS, Batch
from assistant.wording import say
from corpus.names import shown

_MOST_FILES = 1000


class RemoveBody(BaseModel):
    """Documents to take out of an index."""

    model_config = ConfigDict(extra="forbid")

    documents: list[Annotated[str, Field(max_length=2000)]] = Field(
        min_length=1, max_length=_MOST_FILES, description="ids, or paths of files that could not be read"
    )
    fingerprint: str = Field(max_length=100, description="of the index in which the ids were seen")
    index: str | None = Field(None, max_length=200)


class BothLanguages(BaseModel):
    """One sentence in each language, as the page may change its own; both are empty where there is none."""

    zh: str
    en: str


class UnreadFile(BaseModel):
    """A file of an index that could not be read, and the reason."""

    path: str
    why: BothLanguages


class ChangeEntry(BaseModel):
    """How far a change of an index is: `done` of `total` steps of a stage; the other numbers once it is done."""

    index: str
    kind: Literal["create", "add", "remove", "refresh"]
    state: Literal["running", "done", "failed", "stopped"]
    stage: str
    done: int
    total: int
    why: BothLanguages
    read: int
    reused: int
    removed: int
    same: int
    documents: int
    passages: int


class UpkeepBody(BaseModel):
    """Whether an index can be changed (`obstacle` says why not), and the last change of any of the server's.

    `upload_mb` is 0 where none is ever changed.
    """

    index: str
    fingerprint: str
    obstacle: BothLanguages
    unread: list[UnreadFile]
    change: ChangeEntry | None
    upload_mb: int
    endings: list[str]


def upkeep_routes(desk: Desk, upkeep: Upkeep | None) -> APIRouter:
    """`GET /api/upkeep` and what is below it."""
    routes = APIRouter(prefix="/api/upkeep", tags=["upkeep"])
    of_index = Depends(chosen(desk))

    def for_admin(request: Request) -> None:
        if not is_admin(request):
            raise RequestError(403, say("not_allowed", client_lang(request)))

    def keeper(request: Request) -> Upkeep:
        for_admin(request)
        if upkeep is None:
            raise RequestError(403, say("upkeep_off", client_lang(request)))
        return upkeep

    def state(here: Desk) -> JSONResponse:
        obstacle = upkeep.obstacle(here.index) if upkeep else "upkeep_off"
        unread = upkeep.unread(here.index) if upkeep else []
        return JSONResponse(
            {
                "index": here.index,
                "fingerprint": here.assistant.fingerprint,
                "obstacle": _both(obstacle),
                "unread": [{"path": shown(each.path), "why": asdict(each.why)} for each in unread],
                "change": asdict(upkeep.progress) if upkeep and upkeep.progress else None,
                "upload_mb": upkeep.upload_mb if upkeep else 0,
                "endings": list(ENDINGS),
            },
            headers={"cache-control": "no-store"},
        )

    def described(**more: Any) -> dict[str, Any]:
        return {"response_model": UpkeepBody, "responses": responses(400, 403, 404, 409, 413), **more}

    @routes.get("", **described())
    def look(request: Request, here: Desk = of_index) -> JSONResponse:
        """Whether an index can be changed, which of its files could not be read, and how far a change is."""
        for_admin(request)
        return state(here)

    @routes.post("/add", openapi_extra=_FILES, **described())
    async def add(request: Request, index: IndexName = None) -> JSONResponse:
        """Add files to an index, as `multipart/form-data`. One of a name that is there takes its place."""
        kept, here = keeper(request), desk.at(index)
        batch = await to_thread.run_sync(kept.batch, here.index)
        await _receive(request, batch)
        await to_thread.run_sync(kept.add, here.index, batch)
        return state(here)

    @routes.post("/create", openapi_extra=_FILES, **described())
    async def create(request: Request, name: Annotated[str, Query(max_length=100)]) -> JSONResponse:
        """Make a new index of files, and serve it until the server ends."""
        kept = keeper(request)
        batch = await to_thread.run_sync(kept.first_batch, name)
        await _receive(request, batch)
        await to_thread.run_sync(kept.create, name, batch)
        return state(desk.at(None))

    @routes.post("/remove", **described())
    def remove(request: Request, body: RemoveBody) -> JSONResponse:
        """Take documents out of an index, by id or path. Files that were uploaded are deleted, others stay."""
        kept, here = keeper(request), desk.at(body.index)
        if body.fingerprint != here.assistant.fingerprint:
            raise RequestError(409, say("index_changed", client_lang(request)))
        kept.remove(here.index, body.documents)
        return state(here)

    @routes.post("/refresh", **described())
    def refresh(request: Request, here: Desk = of_index) -> JSONResponse:
        """Read new and changed files of an index, and forget those that are gone."""
        keeper(request).refresh(here.index)
        return state(here)

    @routes.post("/stop", **described())
    def stop(request: Request, here: Desk = of_index) -> JSONResponse:
        """Stop the change under way. The index stays as it was."""
        keeper(request).stop()
        return state(here)

    return routes


_FILES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                }
            }
        },
    }
}


def _both(name: str) -> dict[str, str]:
    """The sentence `name` in both languages, empty without one."""
    return {"zh": say(name, "zh"), "en": say(name, "en")} if name else {"zh": "", "en": ""}


async def _receive(request: Request, batch: Batch) -> None:
    """Write the files of a request into a batch, which is gone if that fails. Raises ChangeError, RequestError."""
    try:
        async with request.form(max_files=_MOST_FILES) as form:
            files = [part for part in form.getlist("file") if isinstance(part, UploadFile)]
            if not files:
                raise RequestError(400, say("upload_nothing", client_lang(request)))
            for file in files:
                await to_thread.run_sync(_write, file, batch)
    except BaseException:
        batch.close()
        raise


def _write(file: UploadFile, batch: Batch) -> None:
    with batch.path(file.filename or "").open("wb") as copy:
        shutil.copyfileobj(file.file, copy)
