"""How the server is: for whoever watches it, and for a page that wants to know who is reading."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from assistant.auth import has_users, is_admin, user_name
from assistant.desk import Desk
from assistant.metrics import CONTENT_TYPE
from assistant.problems import RequestError, client_lang, responses
from assistant.schemas import Health, Readiness, Session
from assistant.wording import say


def status_routes(desk: Desk) -> APIRouter:
    """`GET /healthz`, `/readyz`, `/metrics` and `/api/session`."""
    routes = APIRouter(tags=["status"])

    @routes.get("/healthz", response_model=Health)
    async def health() -> JSONResponse:
        """The process is alive; what it serves."""
        assistant = desk.assistant
        return JSONResponse(
            {"status": "ok", "documents": len(assistant.documents()), "fingerprint": assistant.fingerprint}
        )

    @routes.get("/readyz", response_model=Readiness, responses={503: {"model": Readiness}})
    async def ready() -> JSONResponse:
        """Whether a question would be taken now: 503 while all places and the queue before them are full."""
        is_ready = desk.places.present < desk.most_present
        return JSONResponse({"ready": is_ready}, status_code=200 if is_ready else 503)

    @routes.get(
        "/metrics",
        response_class=Response,
        responses={200: {"content": {"text/plain": {}}}, **responses(403)},
    )
    async def metrics(request: Request) -> Response:
        """Counters for Prometheus: requests, refusals, questions, stages, queue. For the administrator."""
        if not is_admin(request):
            raise RequestError(403, say("not_allowed", client_lang(request)))
        return Response(desk.metrics.exposition(), media_type=CONTENT_TYPE)

    @routes.get("/api/session", response_model=Session)
    async def session(request: Request) -> JSONResponse:
        """Who is reading, and what that allows."""
        return JSONResponse(
            {"login": has_users(request), "user": user_name(request), "admin": is_admin(request)},
            headers={"cache-control": "no-store"},
        )

    return routes
