"""What the page's view of evaluation asks of the server. For the administrator only."""

import hashlib
import shlex
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.app import Assistant
from assistant.auth import is_admin
from assistant.chosen import chosen
from assistant.desk import Desk
from assistant.errors import SettingsError
from assistant.problems import RequestError, client_lang
from assistant.records import Lang
from assistant.wording import say as say_of_page
from eval.errors import EvalError, GoldError
from eval.qrels import Labeller
from eval.run import GoldFile
from eval.studio.authoring import Draft, DraftError, Mark, candidates, topic_of
from eval.studio.gold_sets import EMBEDDED, GoldSets
from eval.studio.runs import Runs, Task, check_settings
from eval.studio.wording import say
from eval.systems import SYSTEMS, parse_systems
from eval.topics import Split, Topic, in_split, topic_line

_Name = Annotated[str, Field(min_length=1, max_length=60)]
_Text = Annotated[str, Field(max_length=2000)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class UploadBody(_Body):
    """A gold file."""

    name: _Name
    text: str


class RunBody(_Body):
    """What to run: `systems` as on the command line."""

    gold: list[_Name] = Field(min_length=1, max_length=100)
    split: Split = "dev"
    systems: list[_Text] = Field(min_length=1, max_length=20)


class MarkBody(_Body):
    """A passage that answers, or some of its words."""

    passage_id: str = Field(max_length=1000)
    quote: str = Field("", max_length=20_000)


class DraftBody(_Body):
    """A question to be kept."""

    gold: _Name
    question: _Text
    type: str = Field("", max_length=60)
    lang: Lang
    answers: list[_Text] = Field([], max_length=50)
    marks: list[MarkBody] = Field([], max_length=50)


def _for_admin(request: Request) -> None:
    if not is_admin(request):
        raise RequestError(403, say_of_page("not_allowed", client_lang(request)))


def studio_routes(desk: Desk, folder: Path) -> APIRouter:
    """Gold sets in `folder`, runs over an index that is served, and questions that are written about one."""
    routes = APIRouter(prefix="/api/evaluation", dependencies=[Depends(_for_admin)])
    sets, runs = GoldSets(folder), Runs()
    of_index = Depends(chosen(desk))

    def documents_of(here: Desk) -> set[str]:
        return {document.doc_id for document in here.assistant.documents()}

    @routes.get("")
    def overview(here: Desk = of_index) -> JSONResponse:
        """The sets and how they fit the index, the systems, the indexes, and how far the run is."""
        state = {
            "gold": [asdict(each) for each in sets.listed(documents_of(here))],
            "systems": list(SYSTEMS),
            "index": here.index,
            "indexes": [each.index for each in desk.desks],
        }
        return JSONResponse(state | _progress(runs))

    @routes.post("/gold")
    def upload(request: Request, body: UploadBody, here: Desk = of_index) -> JSONResponse:
        """A new set, and how it fits the index."""
        with _Problems(request):
            return JSONResponse(asdict(sets.add(body.name, body.text, documents_of(here))))

    @routes.get("/run")
    def progress() -> JSONResponse:
        """How far the run is."""
        return JSONResponse(_progress(runs))

    @routes.post("/run")
    def start(request: Request, body: RunBody, here: Desk = of_index) -> JSONResponse:
        """Start a run over an index. The questions must be about its documents."""
        with _Problems(request):
            systems = parse_systems(body.systems)
            check_settings(systems)
            topics = tuple(in_split(sets.topics(body.gold), body.split))
            if not topics:
                raise RequestError(400, say("studio_no_questions", client_lang(request)))
            assistant = here.assistant
            if foreign := _foreign(topics, assistant):
                raise RequestError(400, _not_of(here.index, body.gold, foreign, client_lang(request)))
            task = Task(
                assistant=assistant,
                index=here.index,
                topics=topics,
                gold=_gold_files(body, topics),
                split=body.split,
                systems=systems,
                command=_command(body, here.index),
            )
        if not runs.start(task):
            raise RequestError(409, say("studio_busy", client_lang(request)))
        return JSONResponse(_progress(runs))

    @routes.post("/stop")
    def stop() -> JSONResponse:
        """Stop the run, if one is under way."""
        runs.stop()
        return JSONResponse(_progress(runs))

    @routes.get("/report")
    def report(request: Request) -> HTMLResponse:
        """The report of the last run that was finished."""
        if not runs.report:
            raise RequestError(404, say("studio_no_report", client_lang(request)))
        return HTMLResponse(runs.report, headers={"cache-control": "no-store"})

    @routes.get("/candidates")
    def asked_before(here: Desk = of_index) -> JSONResponse:
        """Questions that readers asked an index and that no set has yet."""
        if desk.feedback is None:
            return JSONResponse([])
        names = [each.name for each in sets.listed() if each.questions]
        known = [topic.question for name in names for topic in sets.topics([name])]
        return JSONResponse([asdict(each) for each in candidates(desk.feedback, known, here.index)])

    @routes.post("/topics")
    def write(request: Request, body: DraftBody, here: Desk = of_index) -> JSONResponse:
        """Keep a question about an index; gives its id."""
        assistant = here.assistant
        passages = {passage.passage_id: passage for passage in assistant.passages}
        documents = {document.doc_id: document for document in assistant.documents()}
        draft = Draft(
            question=body.question,
            type=body.type,
            lang=body.lang,
            answers=tuple(body.answers),
            marks=tuple(Mark(mark.passage_id, mark.quote) for mark in body.marks),
        )
        with _Problems(request):
            topic = sets.append(
                body.gold, lambda topic_id, known: topic_of(draft, topic_id, passages, documents, known)
            )
        return JSONResponse({"id": topic.id, "gold": body.gold})

    return routes


class _Problems:
    """What is wrong with a request becomes a problem with its sentence."""

    def __init__(self, request: Request) -> None:
        self._lang = client_lang(request)

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, DraftError):
            raise RequestError(400, say(str(error), self._lang)) from error
        if isinstance(error, EvalError | SettingsError):
            raise RequestError(400, getattr(error.reason, self._lang)) from error


def _progress(runs: Runs) -> dict[str, Any]:
    progress = runs.progress
    return {"run": asdict(progress) if progress else None, "has_report": bool(runs.report)}


def _foreign(topics: tuple[Topic, ...], assistant: Assistant) -> int:
    """How many questions quote what no document of the index says."""
    labeller = Labeller({document.doc_id: document for document in assistant.documents()})
    foreign = 0
    for topic in topics:
        try:
            labeller.labels(topic)
        except GoldError:
            foreign += 1
    return foreign


def _not_of(index: str, gold: list[str], foreign: int, lang: Lang) -> str:
    """The sentence that so many questions of the sets are not about an index."""
    names = [say("studio_embedded", lang) if name == EMBEDDED else name for name in gold]
    listed = ("、" if lang == "zh" else ", ").join(names)
    return say("studio_foreign", lang, gold=listed, index=index, count=foreign)


def _gold_files(body: RunBody, topics: tuple[Topic, ...]) -> tuple[GoldFile, ...]:
    """The sets by name; what they hold is identified by the questions that are asked."""
    digest = hashlib.sha256("\n".join(map(topic_line, topics)).encode(errors="replace")).hexdigest()
    return (GoldFile(", ".join(body.gold), digest, len(topics)),)


def _command(body: RunBody, index: str) -> str:
    """The same on the command line, but for the folders of the sets and of an index with a name."""
    words = ["wenju", "eval", "run", "--split", body.split]
    words += [word for each in body.systems for word in ("--system", each)]
    if body.gold != [EMBEDDED]:
        words += [word for each in body.gold for word in ("--gold", f"{each}.jsonl")]
    if index != "default":
        words += ["--index", index]
    return shlex.join(words)
