"""Feedback over HTTP: anyone who may ask may give it, the administrator reads it."""

from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from assistant.auth import is_admin
from assistant.desk import Desk
from assistant.feedback import Feedback, FeedbackStore
from assistant.problems import RequestError, client_lang, responses
from assistant.schemas import FeedbackBody, FeedbackEntry, FeedbackTaken, UnansweredEntry
from assistant.wording import say


def feedback_routes(desk: Desk) -> APIRouter:
    """`POST /api/feedback`, and the two lists that it and the questions without an answer make."""
    routes = APIRouter(tags=["feedback"])

    def store(request: Request) -> FeedbackStore:
        if desk.feedback is None:
            raise RequestError(404, say("feedback_off", client_lang(request)))
        return desk.feedback

    def for_admin(request: Request) -> FeedbackStore:
        if not is_admin(request):
            raise RequestError(403, say("not_allowed", client_lang(request)))
        return store(request)

    @routes.post("/api/feedback", response_model=FeedbackTaken, responses=responses(404, 429, 500))
    def give(request: Request, body: FeedbackBody) -> JSONResponse:
        """Keep what a reader says of a turn, in the place of what was said of it before. Kept once answered."""
        kept, index = store(request), desk.at(body.index).index
        if body.rating == "none":
            kept.take_back(body.turn_id)
        else:
            kept.put(
                Feedback(
                    turn_id=body.turn_id,
                    rating=body.rating,
                    comment=body.comment,
                    question=body.question,
                    answer=body.answer,
                    citation=body.citation,
                    documents=tuple(body.documents),
                    lang=body.lang,
                    index=index,
                )
            )
        return JSONResponse({"turn_id": body.turn_id, "rating": body.rating})

    @routes.get("/api/feedback", response_model=list[FeedbackEntry], responses=responses(403, 404))
    def listed(request: Request) -> JSONResponse:
        """The feedback of the last 200 turns, newest first. For the administrator."""
        entries = for_admin(request).feedback()
        return JSONResponse(
            [
                {**asdict(each.feedback), "documents": list(each.feedback.documents), "at": each.at}
                for each in entries
            ]
        )

    @routes.get("/api/unanswered", response_model=list[UnansweredEntry], responses=responses(403, 404))
    def unanswered(request: Request) -> JSONResponse:
        """Questions that were not answered, the one asked last first. For the administrator."""
        return JSONResponse([asdict(each) for each in for_admin(request).unanswered()])

    return routes
