"""A process that answers for a server: tasks come in on standard input, replies go out. See `assistant.crew`."""

import gc
import os
import pickle
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from assistant.app import Assistant, reopen, warm_up
from assistant.crew import Refusal, Reply, Task
from assistant.errors import AssistantError, QuestionError
from assistant.records import Message
from assistant.settings import ModelSettings, Settings
from assistant.suggest import Suggester
from index.errors import RetrievalError

_IN_ENGLISH = ("What is planned in Beijing?", "And in Shanghai?")
"""Questions about names that are looked for as they sound, for which most has to be loaded."""


def rehearse(assistant: Assistant) -> None:
    """Answer a conversation in both languages: the first answers of a process take several times as long as later ones."""
    history: tuple[Message, ...] = ()
    for question in (*Suggester(assistant).suggest(), *_IN_ENGLISH):
        with suppress(QuestionError):
            turn = assistant.extract(question, history)
            history = (*history, Message("user", question), Message("assistant", turn.answer.text))


def main() -> None:
    """Answer until the server is gone. What else is printed is not mixed with the replies."""
    for stop in (signal.SIGINT, signal.SIGTERM):  # meant for the server, which ends this one when it is done
        signal.signal(stop, signal.SIG_IGN)
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(EOFError, BrokenPipeError):
        settings, encoder = pickle.load(sys.stdin.buffer)
        answerer = Answerer(settings, encoder)
        while True:
            reply = answerer.reply(pickle.load(sys.stdin.buffer))
            pickle.dump(reply, replies, protocol=pickle.HIGHEST_PROTOCOL)
            replies.flush()


class Answerer:
    """Assistants over the indexes that were asked about, as they stood then."""

    def __init__(self, settings: Settings, encoder: str | None) -> None:
        self._settings = replace(settings, llm=ModelSettings())  # the server writes, where there is a model
        self._encoder = encoder
        self._open: dict[Path, Assistant] = {}

    def reply(self, task: Task) -> Reply:
        """The turn of a task, or why there is none. What else fails fails at the server again, which reports it."""
        try:
            assistant = self._at(task.folder, task.fingerprint)
            if assistant is None or not task.question:
                return Refusal()
            return assistant.extract(task.question, task.history, documents=task.documents)
        except AssistantError as error:
            return Refusal(error)
        except Exception:
            return Refusal()

    def _at(self, folder: Path, fingerprint: str) -> Assistant | None:
        """The assistant over the index with this fingerprint; None if another one stands in the folder by now."""
        assistant = self._open.get(folder)
        if assistant is None or assistant.fingerprint != fingerprint:
            with suppress(RetrievalError):
                assistant = self._open[folder] = reopen(
                    folder, encoder=self._encoder, settings=self._settings
                )
                warm_up(assistant)
                rehearse(assistant)
                gc.freeze()  # what was loaded stays: it need not be looked through again and again
        return assistant if assistant is not None and assistant.fingerprint == fingerprint else None
