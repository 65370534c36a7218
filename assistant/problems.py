"""Errors of the web surfaces as problem details (RFC 9457), one sentence in the language that the client prefers."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.errors import ChangeError, FeedbackError, NotServed, QuestionError
from assistant.limits import BusyError
from assistant.records import Lang
from assistant.schemas import Problem
from assistant.wording import say

MEDIA_TYPE = "application/problem+json"
_SENTENCES = {
    401: "login_needed",
    403: "not_allowed",
    404: "no_such_page",
    408: "too_slow",
    413: "too_large",
    429: "too_often",
    500: "failure",
    503: "busy",
}


class RequestError(Exception):
    """A request that cannot be served: `status` is the HTTP status, the message the sentence to show."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def client_lang(request: Request) -> Lang:
    """The language of error sentences: English if the client asks for it first, Chinese otherwise."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"


def problem(
    status: int, request: Request, sentence: str | None = None, *, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The response to a request that fails with `status`; without a sentence, the usual one for it."""
    shown = sentence or say(_SENTENCES.get(status, "refused"), client_lang(request))
    return JSONResponse(
        problem_dict(status, shown), status_code=status, headers=dict(headers or {}), media_type=MEDIA_TYPE
    )


def problem_dict(status: int, sentence: str) -> dict[str, Any]:
    """The problem as JSON; the same object stands in the event `error` of a stream."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
        "error": sentence,
    }


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of an endpoint, for `/openapi.json`."""
    return {
        status: {"description": HTTPStatus(status).phrase, "model": Problem} for status in (*statuses, 422)
    }


def describe_errors(description: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI description in which errors have the media type of problems."""
    for operations in description["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status >= "400" and "application/json" in response.get("content", {}):
                    response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}
    return description


def add_error_handlers(api: FastAPI) -> None:
    """Every exception of an endpoint becomes a problem; an unknown one is the guard's to answer."""

    @api.exception_handler(QuestionError)
    def question(request: Request, error: QuestionError) -> JSONResponse:
        return problem(400, request, str(error))

    @api.exception_handler(NotServed)
    def not_served(request: Request, error: NotServed) -> JSONResponse:
        names = ", ".join(error.served)
        sentence = say("other_index", client_lang(request), index=error.index[:80], served=names)
        return problem(404, request, sentence)

    @api.exception_handler(ChangeError)
    def change(request: Request, error: ChangeError) -> JSONResponse:
        status = 409 if error.sentence == "upkeep_busy" else 400
        return problem(status, request, say(error.sentence, client_lang(request), **error.values))

    @api.exception_handler(RequestError)
    def request_error(request: Request, error: RequestError) -> JSONResponse:
        return problem(error.status, request, str(error))

    @api.exception_handler(BusyError)
    def busy(request: Request, error: BusyError) -> JSONResponse:
        return problem(503, request, headers={"retry-after": str(error.retry_s)})

    @api.exception_handler(FeedbackError)
    def feedback(request: Request, _error: FeedbackError) -> JSONResponse:
        return problem(500, request, say("feedback_lost", client_lang(request)))

    @api.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        places = [".".join(map(str, detail["loc"])) for detail in error.errors()]
        return problem(422, request, say("bad_request", client_lang(request), where=", ".join(places[:3])))

    @api.exception_handler(HTTPException)
    def other(request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, request, headers=error.headers)
