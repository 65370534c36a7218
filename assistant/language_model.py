"""A language model behind an endpoint that speaks OpenAI's protocol (Ollama, vLLM, llama.cpp, DashScope, DeepSeek…)."""

import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import anyio
from anyio.from_thread import start_blocking_portal

from assistant.errors import AssistantError, ModelError, SettingsError
from assistant.settings import ModelSettings

if TYPE_CHECKING:
    from openai import AsyncOpenAI

KEY = "WENJU_LLM_KEY"
"""Environment variable with the endpoint's key, if it wants one."""

_CONNECT_S = 5
_TRIES = 3
_PAUSE_S = 0.5  # before the second try, if the endpoint does not say; twice that before the third
_BUSY = (408, 409, 425, 429, 500, 502, 503, 504, 529)
_TOO_MUCH = (400, 413, 422)  # so answer endpoints whose context is too short for what they are sent
_POLL_S = 0.1  # how soon a stop is noticed

Prompt = Sequence[dict[str, str]]
"""Messages as the protocol has them, each with `role` and `content`."""


class LanguageModel:
    """The model that the settings name. What it is asked, passages of documents included, goes to its endpoint."""

    def __init__(self, settings: ModelSettings) -> None:
        """Raises SettingsError for an address or model that cannot be, AssistantError without the extra."""
        parts = urlsplit(settings.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(
                f"llm.url must be an address like http://127.0.0.1:11434/v1, not {settings.url!r}"
            )
        if not settings.model:
            raise SettingsError("llm.model must name the model that llm.url is to be asked for")
        if find_spec("openai") is None:
            raise AssistantError("the package openai is missing: install it with `pip install 'wenju[llm]'`")
        self._settings = settings

    def stream(self, make: Callable[[float], Prompt], stop: Event) -> Iterator[str]:
        """The text of the model as it comes. `make(share)` makes a prompt with that share of all passages.

        A prompt that is too long for the model is made again with half of them. Raises ModelError for whatever
        goes wrong, also after some text. Closing the iterator, or setting `stop`, ends the request.
        """
        told: SimpleQueue[str | ModelError | None] = SimpleQueue()
        with start_blocking_portal() as portal:
            reading = portal.start_task_soon(self._read, make, told.put)
            try:
                while not stop.is_set():
                    try:
                        piece = told.get(timeout=_POLL_S)
                    except Empty:
                        continue
                    if piece is None:
                        return
                    if isinstance(piece, ModelError):
                        raise piece
                    yield piece
                raise ModelError("stopped")
            finally:
                reading.cancel()

    async def _read(
        self, make: Callable[[float], Prompt], tell: Callable[[str | ModelError | None], None]
    ) -> None:
        try:
            with anyio.fail_after(self._settings.total_s):
                async with self._client() as client:
                    async for piece in self._pieces(client, make):
                        tell(piece)
            tell(None)
        except TimeoutError:
            tell(ModelError("slow"))
        except ModelError as error:
            tell(error)
        except Exception as error:  # whatever an endpoint sends must not cost the answer
            tell(ModelError("broken", type(error).__name__))

    async def _pieces(self, client: "AsyncOpenAI", make: Callable[[float], Prompt]) -> AsyncIterator[str]:
        """As `stream`, with tries as long as nothing has come."""
        import openai

        until = monotonic() + self._settings.total_s / 2
        share, plain = 1.0, False
        for attempt in range(1, _TRIES + 1):
            last = attempt == _TRIES
            try:
                started = await self._start(client, make(share), plain)
                break
            except openai.APIStatusError as error:
                if error.status_code in _TOO_MUCH and not plain:
                    share, plain = 0.5, True
                    continue
                wait = _pause(error.response.headers.get("retry-after", ""), attempt)
                if error.status_code not in _BUSY:
                    raise ModelError("refused", f"HTTP {error.status_code}") from error
                if last or monotonic() + wait > until:
                    raise ModelError("busy", f"HTTP {error.status_code}") from error
            except openai.APITimeoutError as error:
                raise ModelError("slow") from error
            except openai.APIConnectionError as error:
                wait = _pause("", attempt)
                if last:
                    raise ModelError("unreachable") from error
            await anyio.sleep(wait)
        finish = None
        async for chunk in started:
            for choice in chunk.choices[:1]:
                finish = choice.finish_reason or finish
                if isinstance(text := choice.delta.content, str) and text:
                    yield text
        if finish is None:
            raise ModelError("broken", "the stream ended early")
        if finish != "stop":
            raise ModelError("cut", str(finish)[:40])

    async def _start(self, client: "AsyncOpenAI", prompt: Prompt, plain: bool) -> Any:
        """The stream of an answer. `plain` without what some models do not take."""
        settings = self._settings
        more: dict[str, Any] = {} if plain else {"temperature": 0, "max_tokens": settings.max_tokens}
        messages: Any = list(prompt)
        return await client.chat.completions.create(
            model=settings.model, messages=messages, stream=True, **more
        )

    @asynccontextmanager
    async def _client(self) -> AsyncIterator["AsyncOpenAI"]:
        import httpx2
        from openai import AsyncOpenAI, Omit

        unsaid: Any = {
            "OpenAI-Organization": Omit(),
            "OpenAI-Project": Omit(),
        }  # those are of another account
        # an endpoint that sends us elsewhere is not asked there: documents go only where they were meant to
        http = httpx2.AsyncClient(
            follow_redirects=False, timeout=httpx2.Timeout(self._settings.total_s, connect=_CONNECT_S)
        )
        async with AsyncOpenAI(
            base_url=self._settings.url,
            api_key=os.environ.get(KEY) or "none",
            max_retries=0,
            default_headers=unsaid,
            http_client=http,
        ) as client:
            yield client


def _pause(retry_after: str, attempt: int) -> float:
    """Seconds until the next try: as many as the endpoint says, else more each time."""
    try:
        return max(float(retry_after), 0.0)
    except ValueError:
        return _PAUSE_S * attempt
