"""An index on disk: written whole or not at all, checked whole before it is used.

A folder holds `CURRENT`, one line of JSON that names the generation in use and what it was made from, and
that generation beside it. A new one is written under another name and `CURRENT` replaced in one step, so
that an interrupted build changes nothing and a reader sees either the old index or the new one.
"""

import hashlib
import json
import os
import secrets
import shutil
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from corpus.wording import Reason, of_system, untranslated
from index.bm25 import BM25
from index.bridge import Bridge
from index.build import Index, code_fingerprint
from index.dense import Dense
from index.encoder import load_encoder
from index.errors import DamagedIndex, EncoderError, StoreError
from index.freshness import check_fresh
from index.manifest import (
    CURRENT,
    GENERATION,
    MANIFEST,
    Manifest,
    Origin,
    current,
    manifest_of,
    named_generation,
    now,
    write_json,
    write_manifest,
)
from index.passage_pieces import PassagePieces
from index.postings import Postings
from index.searcher import Searcher
from index.segment import Segmenter
from index.serialise import read_texts, write_texts
from index.settings import BuildSettings
from index.tally import Tally
from index.wording import because

_DENSE = "dense.faiss"
_ARRAYS = "arrays.npz"
_OFFSETS = "offsets.npy"
_TEXTS = "texts.jsonl"
_WORDS = "words.json"
_ABANDONED_S = 24 * 3600
_COUNTS = "counts.npz"
_TALLY = "tally.json"
_FILES = (_DENSE, _ARRAYS, _OFFSETS, _TEXTS, _WORDS)
_FOR_UPDATES = (_COUNTS, _TALLY)


def save(
    index: Index,
    *,
    folder: Path,
    settings: BuildSettings,
    origin: Origin,
    replaces: Path | None = None,
) -> None:
    """Write an index and make it the current one of `folder`.

    `replaces` is the generation that it was made from, if from one: had another taken its place meanwhile,
    that would be lost. Raises StoreError for that, or if the index cannot be written.
    """
    generation = folder / f"{index.searcher.fingerprint}-{secrets.token_hex(4)}"
    replaced = named_generation(folder)
    try:
        generation.mkdir(parents=True)
        try:
            _write(index, generation, settings, origin)
            if replaces and named_generation(folder) != replaces:
                raise StoreError(because("index_replaced", folder=folder))
            pointer = folder / f".{CURRENT}-{secrets.token_hex(4)}"
            try:
                write_json(pointer, {"generation": generation.name, "collection": asdict(origin.collection)})
                os.replace(pointer, folder / CURRENT)
            except BaseException:
                pointer.unlink(missing_ok=True)
                raise
        except BaseException:
            shutil.rmtree(generation, ignore_errors=True)
            raise
    except OSError as error:
        raise StoreError(because("index_not_written", folder=folder, why=of_system(error))) from error
    for other in folder.iterdir():
        if (
            GENERATION.fullmatch(other.name)
            and other != generation
            and (other == replaced or _is_abandoned(other))
        ):
            shutil.rmtree(other, ignore_errors=True)


def load(folder: Path, *, encoder: str | None = None) -> Searcher:
    """Open the current index of `folder`.

    Raises MissingIndex, StaleIndex (other documents, encoder or version) or DamagedIndex. `encoder`, if
    given, must be the one that the index was built with.
    """
    while True:
        generation = current(folder)
        try:
            manifest = manifest_of(generation)
            check_fresh(manifest, folder, encoder)
            return _read(generation, manifest)
        except DamagedIndex:
            if named_generation(folder) == generation:
                raise
            # a build replaced the index while it was being read: read the new one


def load_previous(folder: Path) -> tuple[Manifest, Index] | None:
    """The current index of `folder` for what of it can be used again, however old; None if nothing can."""
    try:
        generation = current(folder)
        manifest = manifest_of(generation)
        return manifest, _index(generation, manifest)
    except (StoreError, EncoderError):
        return None


def check_files(generation: Path, manifest: Manifest) -> int:
    """The size in bytes of the files of an index. Raises DamagedIndex if one is missing or altered."""
    return sum(_check(generation / name, manifest) for name in (*_FILES, *_FOR_UPDATES))


def delete(folder: Path) -> None:
    """Delete the index in `folder`, and the folder if it held nothing else. Raises StoreError."""
    try:
        (folder / CURRENT).unlink(missing_ok=True)  # first: half an index is none
        for generation in folder.iterdir():
            if GENERATION.fullmatch(generation.name):
                shutil.rmtree(generation)
        if not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        raise StoreError(because("index_not_deleted", folder=folder, why=of_system(error))) from error


def _is_abandoned(generation: Path) -> bool:
    """Whether a generation is left of a build that was killed: another build may still be writing a young one."""
    try:
        return time.time() - generation.stat().st_mtime > _ABANDONED_S
    except OSError:
        return False


def _write(index: Index, folder: Path, settings: BuildSettings, origin: Origin) -> None:
    searcher = index.searcher
    documents = list(searcher.documents.values())
    bm25 = searcher.bm25
    cut = searcher.pieces
    pieces: dict[str, Any] = {"pieces": cut.numbers, "piece_ends": cut.ends} if cut else {}
    np.savez(
        folder / _ARRAYS,
        starts=bm25.starts,
        passages=bm25.passages,
        impacts=bm25.impacts,
        idf=bm25.idf,
        **pieces,
    )
    try:
        searcher.dense.save(folder / _DENSE)
    except RuntimeError as error:  # what faiss makes of a full disk
        raise OSError(f"the vectors could not be written ({str(error).splitlines()[0][-120:]})") from error
    write_texts(folder / _TEXTS, folder / _OFFSETS, documents, searcher.passages)
    bridge = {name: getattr(searcher.bridge, name) for name in ("english", "sounds", "syllables", "given")}
    write_json(
        folder / _WORDS,
        {
            "terms": list(bm25.rows),
            "words": searcher.segmenter.frequencies,
            "names": sorted(searcher.names),
            **bridge,
        },
    )
    np.savez(folder / _COUNTS, counts=index.postings.counts, lengths=index.postings.lengths)
    write_json(folder / _TALLY, {"known": index.tally.known, "new": index.tally.new})
    manifest = Manifest(
        fingerprint=searcher.fingerprint,
        code=code_fingerprint(),
        encoder=settings.encoder,
        encoder_fingerprint=searcher.encoder.fingerprint,
        settings=asdict(settings),
        built=now(),
        n_documents=len(documents),
        n_passages=len(searcher.passages),
        origin=origin,
        checksums={name: _digest(folder / name) for name in (*_FILES, *_FOR_UPDATES)},
    )
    write_manifest(folder / MANIFEST, manifest)


def _index(generation: Path, manifest: Manifest) -> Index:
    """The whole of an index, with what only the next build needs."""
    searcher = _read(generation, manifest)
    for name in _FOR_UPDATES:
        _check(generation / name, manifest)
    tally = json.loads((generation / _TALLY).read_bytes())
    with np.load(generation / _COUNTS) as arrays:
        postings = Postings(
            terms=list(searcher.bm25.rows),
            starts=searcher.bm25.starts,
            passages=searcher.bm25.passages,
            counts=arrays["counts"],
            lengths=arrays["lengths"],
        )
    return Index(searcher, postings, Tally(Counter(tally["known"]), Counter(tally["new"])))


def _read(generation: Path, manifest: Manifest) -> Searcher:
    for name in _FILES:
        _check(generation / name, manifest)
    try:
        return _searcher(generation, manifest)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, EncoderError) as error:
        raise DamagedIndex(
            because("index_unreadable", folder=generation.parent, fault=_fault(error))
        ) from error


def _check(path: Path, manifest: Manifest) -> int:
    """The size of a file in bytes. Raises DamagedIndex if it is missing or not the one that was written."""
    try:
        digest, size = _digest(path), path.stat().st_size
    except OSError as error:
        raise DamagedIndex(because("index_lacks", path=path)) from error
    if digest != manifest.checksums.get(path.name):
        raise DamagedIndex(because("index_file_damaged", path=path))
    return size


def _fault(error: Exception) -> Reason:
    return error.reason if isinstance(error, EncoderError) else untranslated(str(error))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _searcher(generation: Path, manifest: Manifest) -> Searcher:
    with np.load(generation / _ARRAYS) as arrays:
        array = {name: arrays[name] for name in arrays.files}
    words = json.loads((generation / _WORDS).read_bytes())
    documents, passages = read_texts(generation / _TEXTS, generation / _OFFSETS)
    return Searcher(
        documents=documents,
        passages=passages,
        bm25=BM25(
            rows={term: i for i, term in enumerate(words["terms"])},
            starts=array["starts"],
            passages=array["passages"],
            impacts=array["impacts"],
            idf=array["idf"],
            n_passages=len(passages),
        ),
        dense=Dense.load(generation / _DENSE),
        pieces=PassagePieces(array["pieces"], array["piece_ends"]) if "pieces" in array else None,
        encoder=load_encoder(manifest.encoder),
        segmenter=Segmenter(words["words"]),
        bridge=Bridge(words["english"], words["sounds"], words["syllables"], words["given"]),
        names=frozenset(words["names"]),
        fingerprint=manifest.fingerprint,
    )
