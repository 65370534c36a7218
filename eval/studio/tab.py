"""The view of evaluation as the page takes it: see `assistant.tabs`."""

from pathlib import Path

from fastapi import APIRouter

from assistant.desk import Desk
from assistant.indexes import gold_folder
from assistant.tabs import Tab
from eval.studio.wording import WORDING


def _routes(desk: Desk) -> APIRouter:
    from eval.studio.routes import studio_routes

    return studio_routes(desk, gold_folder())


TAB = Tab("evaluation", WORDING, Path(__file__).parent / "static", _routes)
