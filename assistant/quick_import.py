"""Importing Gradio without the files that it writes for editors."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def no_stub_files() -> Iterator[None]:
    """While Gradio is imported in this context it writes no `.pyi` files beside its modules.

    It parses and compares them anew in every process, which takes longer than all the rest of the import. It leaves
    out a class whose source file `inspect` does not find, so that of its own classes is not found here.
    """
    found = inspect.getfile

    def getfile(thing: Any) -> str:
        if isinstance(thing, type) and thing.__module__.partition(".")[0] == "gradio":
            raise OSError(f"no stub file is written for {thing.__qualname__}")
        return found(thing)

    inspect.getfile = getfile  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = found
