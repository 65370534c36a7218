"""Changing the indexes of a running server: one change at a time, others ask meanwhile."""

import json
import logging
import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.change import START, Change, Kind
from assistant.errors import ChangeError, IndexNameError
from assistant.indexes import is_ours, named_index, uploads_folder
from assistant.reload import IndexWatch
from assistant.settings import Settings
from assistant.uploads import Batch, clear_abandoned
from assistant.wording import because
from corpus.files import Skipped, skip
from corpus.sources import EMBEDDED_ROOT
from corpus.wording import Reason, of_system
from index import store
from index.errors import RetrievalError, StoreError
from index.manifest import collection_of, read_manifest

log = logging.getLogger(__name__)

State = Literal["running", "done", "failed", "stopped"]
_NO_REASON = Reason("", "")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a change of `index` is: `done` of `total` steps of a stage. `why` it failed is a sentence, empty if it did not.

    The numbers after that are what it did, once it is done.
    """

    index: str
    kind: Kind
    state: State = "running"
    stage: str = ""
    done: int = 0
    total: int = 0
    why: Reason = _NO_REASON
    read: int = 0
    reused: int = 0
    removed: int = 0
    same: int = 0
    documents: int = 0
    passages: int = 0


class Upkeep:
    """Makes changes, each in a process of its own, and has the `watch` take up what they made.

    Only indexes with a name, and the default one, can be changed, and none that holds the embedded documents.
    """

    def __init__(self, watch: IndexWatch, settings: Settings) -> None:
        self._watch = watch
        self._settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._is_stopped = False
        self.progress: Progress | None = None

    @property
    def upload_mb(self) -> int:
        """How many MB of files are taken at once."""
        return self._settings.serve.upload_mb

    def obstacle(self, index: str) -> str:
        """Why an index cannot be changed here, as the name of a sentence; empty if it can."""
        folder = self._watch.folder(index)
        if not is_ours(folder):
            return "index_elsewhere"
        known = collection_of(folder)
        is_embedded = known is None or not known.roots or any(r.path == EMBEDDED_ROOT for r in known.roots)
        return "index_embedded" if is_embedded else ""

    def unread(self, index: str) -> list[Skipped]:
        """The files of an index that could not be read, each with the reason."""
        folder = self._watch.folder(index)
        try:
            skipped = read_manifest(folder).origin.skipped
        except RetrievalError:
            return []
        return [skip(each.path, self._brief(folder, each.why)) for each in skipped]

    def batch(self, index: str) -> Batch:
        """For files to be added to an index. Raises ChangeError."""
        self._check(index)
        return Batch(uploads_folder(self._watch.folder(index)))

    def first_batch(self, name: str) -> Batch:
        """For files that a new index of this name is to be made of. Raises ChangeError."""
        folder = _new(name)
        uploads = uploads_folder(folder)
        clear_abandoned(uploads)
        if folder.exists() or (uploads.exists() and any(uploads.iterdir())):
            raise ChangeError("index_exists", index=name[:80])
        return Batch(uploads)

    def add(self, index: str, batch: Batch) -> None:
        """Start to add files. Raises ChangeError, as the others do; the files are gone then."""
        self._start(index, Change("add", self._watch.folder(index), batch.paths), batch)

    def create(self, name: str, batch: Batch) -> None:
        """Start to make an index of files; it is served when it is there."""
        self._start(name, Change("create", _new(name), batch.paths), batch)

    def remove(self, index: str, names: list[str]) -> None:
        """Start to take documents out, by id or path. Files that were uploaded are deleted."""
        self._check(index)
        self._start(index, Change("remove", self._watch.folder(index), tuple(names)))

    def refresh(self, index: str) -> None:
        """Start to bring an index up to date with its files."""
        self._check(index)
        self._start(index, Change("refresh", self._watch.folder(index)))

    def stop(self) -> None:
        """Stop what is under way; the index stays as it was."""
        with self._lock:
            if self._process is not None:
                self._is_stopped = True
                self._process.kill()

    def close(self) -> None:
        """Stop, and wait until everything is as it was."""
        self.stop()
        if self._thread is not None:
            self._thread.join()

    def _check(self, index: str) -> None:
        if sentence := self.obstacle(index):
            raise ChangeError(sentence)

    def _start(self, index: str, change: Change, batch: Batch | None = None) -> None:
        with self._lock:
            if self._process is not None:
                if batch is not None:
                    batch.close()
                raise ChangeError("upkeep_busy")
            gone = _uploaded(change)
            if batch is not None:
                try:
                    batch.place()
                except OSError as error:
                    batch.take_back()
                    raise ChangeError("upload_not_written", why=error.strerror or str(error)) from error
            self.progress = Progress(index, change.kind)
            self._is_stopped = False
            self._process = _process(change, self._settings)
        self._thread = threading.Thread(
            target=self._follow, args=(self._process, change, batch, gone), name="upkeep"
        )
        self._thread.start()

    def _follow(
        self, process: "subprocess.Popen[bytes]", change: Change, batch: Batch | None, gone: list[Path]
    ) -> None:
        """Tell how far a process is, and take up what it made."""
        last = self.progress
        assert last is not None
        assert process.stdout is not None
        for line in process.stdout:
            told = json.loads(line)
            if "made" in told:
                last = replace(last, state="done", **told["made"])
            elif "error" in told:
                last = replace(last, state="failed", why=self._brief(change.folder, Reason(**told["error"])))
            else:
                last = self.progress = replace(last, **told)
        process.wait()
        if last.state == "running":
            why = _NO_REASON if self._is_stopped else because("change_died", status=process.returncode)
            last = replace(last, state="stopped" if self._is_stopped else "failed", why=why)
            log.warning("a change of the index %s ended with status %d", last.index, process.returncode)
        try:
            if last.state == "done":
                self._take_up(last, change)
            for path in gone if last.state == "done" else ():
                path.unlink(missing_ok=True)
            if batch is not None and last.state == "done":
                batch.close()
            elif batch is not None:
                batch.take_back()
            if change.kind == "create" and last.state != "done":
                with suppress(StoreError):  # half of one, if it was stopped while it was being written
                    store.delete(change.folder)
        except RetrievalError as error:
            last = replace(last, state="failed", why=error.reason)
        except OSError as error:
            last = replace(last, state="failed", why=of_system(error))
        with self._lock:
            self._process = None
            self.progress = last

    def _take_up(self, made: Progress, change: Change) -> None:
        if change.kind == "create":
            self._watch.open(made.index, change.folder)
        else:
            self._watch.look()

    def _brief(self, folder: Path, why: Reason) -> Reason:
        """A sentence without the folder that uploaded files lie in: readers know them by their names."""
        return why.replaced(f"{uploads_folder(folder)}{os.sep}", "")


def _new(name: str) -> Path:
    try:
        return named_index(name)
    except IndexNameError as error:
        raise ChangeError("index_name_bad", index=name[:80]) from error


def _uploaded(change: Change) -> list[Path]:
    """The uploaded files that go when a change takes their documents out."""
    if change.kind != "remove":
        return []
    folder = uploads_folder(change.folder)
    try:
        by_id = {each.doc_id: each.path for each in read_manifest(change.folder).origin.sources}
    except RetrievalError:  # which the change itself will tell
        return []
    paths = [Path(by_id.get(name, name)) for name in change.names]
    return [path for path in paths if path.parent == folder and path.is_file()]


def _process(change: Change, settings: Settings) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    with suppress(OSError):  # one that died already is noticed when it is read from
        assert process.stdin
        pickle.dump(change, process.stdin)
        pickle.dump(settings, process.stdin)
        process.stdin.close()
    return process
