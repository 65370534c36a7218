"""Which index a request is about: the parameter `index` of its address."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Query

from assistant.desk import Desk

IndexName = Annotated[
    str | None, Query(max_length=200, description="the name of an index; none: the first that is served")
]


def chosen(desk: Desk) -> Callable[..., Desk]:
    """A dependency of endpoints: the desk at the index that a request names. It raises NotServed."""

    def here(index: IndexName = None) -> Desk:
        return desk.at(index)

    return here
