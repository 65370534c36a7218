"""This project as it serves: its own reading and passages for documents, its own ranking for both."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant import app, records
from assistant.building import silent
from assistant.errors import AssistantError
from assistant.understand import understand
from corpus.catalogue import CATALOGUE
from corpus.document import Document, Source
from corpus.extract import Extract
from corpus.sources import Collection, Root
from corpus.structure import build_document
from eval.benchmarks.peers.scripts.protocol import Message, Piece, Text, main
from index import store
from index.build import build_index
from index.encoder import load_encoder
from index.manifest import Origin
from index.settings import BuildSettings

_WHOLE = BuildSettings(passage_chars=1_000_000, min_passage_chars=0)


class Wenju:
    """Documents go the way of `wenju build`; passages are documents of one passage."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._folder = Path(job["folder"])
        self._whole: bool = job["whole"]

    def build(self, texts: Sequence[Text], *, whole: bool) -> Sequence[Piece]:
        if not whole:
            documents = [document for text in texts if (document := _passage(text)).reading]
            self._index = build_index(documents, load_encoder(), _WHOLE, silent)
            self._searcher = self._index.searcher
            return []
        files = self._folder / "documents"
        files.mkdir()
        for text in texts:
            (files / f"{text.id}.txt").write_bytes(text.text.encode())
        rows = [{"doc_id": text.id, "path": f"{text.id}.txt", "title": text.title} for text in texts]
        (files / CATALOGUE).write_text(json.dumps(rows), encoding="utf-8")
        self._searcher = app.build([files], self._folder / "index").searcher
        return [Piece(p.passage_id, p.doc_id, p.spans) for p in self._searcher.passages]

    def save(self, folder: Path) -> None:
        if self._whole:
            return  # it was
        nothing = folder / "files"
        nothing.mkdir()
        sources = [Source(id_, id_) for id_ in self._searcher.documents]
        origin = Origin(Collection((Root(str(nothing)),)), sources, files=[])
        store.save(self._index, folder=folder / "index", settings=_WHOLE, origin=origin)

    def load(self, folder: Path) -> None:
        self._searcher = store.load(folder / "index", encoder=None)

    def search(self, question: str, history: Sequence[Message], k: int) -> Sequence[str]:
        messages = [records.Message(m["role"], m["content"]) for m in history]  # type: ignore[arg-type]
        try:
            query = understand(question, messages, self._searcher)
        except AssistantError:
            return []
        if query.reply:  # it is answered without a search
            return []
        search = self._searcher.analyse(query.content, context=query.context, question=query.standalone)
        hits = [hit.passage for hit in self._searcher.search(search, k=k)]
        return [hit.passage_id if self._whole else hit.doc_id for hit in hits]


def _passage(text: Text) -> Document:
    extract = Extract(" ".join(text.text.split("\n")))
    return replace(
        build_document(Source(text.id, text.id, title=text.title or text.id), extract, ""), title=text.title
    )


if __name__ == "__main__":
    main(Wenju)
