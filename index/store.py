"""An index on disk: written whole or not at all, checked whole before it is used.

A folder holds `CURRENT`, one line of JSON that names the generation in use and the paths that it was built
from, and that generation beside it. A new one is written under another name and `CURRENT` replaced in one
step, so that an interrupted build changes nothing and a reader sees either the old index or the new one.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.document import Block, BlockKind, Document, Edit, EditKind
from corpus.errors import CorpusError
from corpus.load import find_sources
from index.bm25 import BM25
from index.bridge import Bridge
from index.build import code_fingerprint
from index.dense import Dense
from index.encoder import load_encoder
from index.errors import DamagedIndex, EncoderError, MissingIndex, StaleIndex, StoreError
from index.passage import Passage
from index.searcher import Searcher
from index.segment import Segmenter
from index.settings import BuildSettings

_CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_DENSE = "dense.faiss"
_ARRAYS = "arrays.npz"
_TEXTS = "texts.json"
_WORDS = "words.json"
_GENERATION = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}")
_ABANDONED_S = 24 * 3600
_FILES = (_DENSE, _ARRAYS, _TEXTS, _WORDS)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was when it was read: enough to see whether it changed since."""

    path: str
    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from and what its files are. `roots` is empty for the embedded corpus.

    `skipped` are the paths of files that could not be read.
    """

    fingerprint: str
    code: str
    encoder: str
    encoder_fingerprint: str
    settings: Mapping[str, Any]
    roots: Sequence[str]
    sources: Sequence[Stamp]
    skipped: Sequence[str]
    checksums: Mapping[str, str]


def save(
    searcher: Searcher,
    *,
    folder: Path,
    settings: BuildSettings,
    roots: Sequence[str],
    skipped: Sequence[str] = (),
) -> None:
    """Write an index and make it the current one of `folder`. Raises StoreError if it cannot be written."""
    generation = folder / f"{searcher.fingerprint}-{secrets.token_hex(4)}"
    replaced = _named(folder)
    try:
        generation.mkdir(parents=True)
        try:
            _write(searcher, generation, settings, roots, skipped)
            pointer = folder / f".{_CURRENT}-{secrets.token_hex(4)}"
            pointer.write_text(
                json.dumps({"generation": generation.name, "roots": list(roots)}) + "\n", encoding="utf-8"
            )
            os.replace(pointer, folder / _CURRENT)
        except BaseException:
            shutil.rmtree(generation, ignore_errors=True)
            raise
    except OSError as error:
        raise StoreError(
            f"cannot write the index to {folder}: {error.strerror}; set WENJU_HOME or --index to a folder that can be written"
        ) from error
    for other in folder.iterdir():
        if (
            _GENERATION.fullmatch(other.name)
            and other != generation
            and (other == replaced or _is_abandoned(other))
        ):
            shutil.rmtree(other, ignore_errors=True)


def _is_abandoned(generation: Path) -> bool:
    """Whether a generation is left of a build that was killed: another build may still be writing a young one."""
    try:
        return time.time() - generation.stat().st_mtime > _ABANDONED_S
    except OSError:
        return False


def _named(folder: Path) -> Path | None:
    """The generation that `CURRENT` names, if it can be read."""
    try:
        return _current(folder)
    except StoreError:
        return None


def roots_of(folder: Path) -> list[str] | None:
    """The paths that the index in `folder` was built from, however damaged; None if nothing tells."""
    try:
        roots = json.loads((folder / _CURRENT).read_text(encoding="utf-8"))["roots"]
        return [str(root) for root in roots]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    for manifest in sorted(folder.glob(f"*/{_MANIFEST}")):
        try:
            return list(_read_manifest(manifest).roots)
        except DamagedIndex:
            continue
    return None


def encoder_of(folder: Path) -> str:
    """The encoder that the index in `folder` was built with; the shipped one (empty) if nothing tells."""
    try:
        return _read_manifest(_current(folder) / _MANIFEST).encoder
    except StoreError:
        return ""


def load(folder: Path, *, encoder: str | None = None) -> Searcher:
    """Open the current index of `folder`.

    Raises MissingIndex, StaleIndex (other documents, encoder or version) or DamagedIndex. `encoder`, if
    given, must be the one that the index was built with.
    """
    while True:
        generation = _current(folder)
        try:
            return _load(generation, folder, encoder)
        except DamagedIndex:
            if _named(folder) == generation:
                raise
            # a build replaced the index while it was being read: read the new one


def _load(generation: Path, folder: Path, encoder: str | None) -> Searcher:
    manifest = _read_manifest(generation / _MANIFEST)
    try:
        _check_fresh(manifest, folder, encoder)
    except (TypeError, ValueError, AttributeError) as error:
        raise DamagedIndex(
            f"the index in {folder} has a damaged manifest: build it again with `wenju build`"
        ) from error
    contents = {name: _read_checked(generation / name, manifest) for name in _FILES}
    try:
        return _searcher(generation, manifest, contents)
    except (ValueError, KeyError, TypeError, RuntimeError, EncoderError) as error:
        raise DamagedIndex(
            f"the index in {folder} cannot be read ({error}): build it again with `wenju build`"
        ) from error


def _write(
    searcher: Searcher, folder: Path, settings: BuildSettings, roots: Sequence[str], skipped: Sequence[str]
) -> None:
    documents = list(searcher.documents.values())
    arrays: dict[str, Any] = {f"offsets{i}": document.offsets for i, document in enumerate(documents)}
    bm25 = searcher.bm25
    np.savez(
        folder / _ARRAYS,
        starts=bm25.starts,
        passages=bm25.passages,
        impacts=bm25.impacts,
        idf=bm25.idf,
        **arrays,
    )
    searcher.dense.save(folder / _DENSE)
    texts = {
        "documents": [_without(document, "offsets") for document in documents],
        "passages": [_without(passage, "text") for passage in searcher.passages],
    }
    _write_json(folder / _TEXTS, texts)
    bridge = {name: getattr(searcher.bridge, name) for name in ("english", "sounds", "syllables")}
    _write_json(
        folder / _WORDS,
        {
            "terms": list(bm25.rows),
            "words": searcher.segmenter.frequencies,
            "names": sorted(searcher.names),
            **bridge,
        },
    )
    manifest = Manifest(
        fingerprint=searcher.fingerprint,
        code=code_fingerprint(),
        encoder=settings.encoder,
        encoder_fingerprint=searcher.encoder.fingerprint,
        settings=asdict(settings),
        roots=list(roots),
        sources=[_stamp(document) for document in documents],
        skipped=list(skipped),
        checksums={name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in _FILES},
    )
    _write_json(folder / _MANIFEST, asdict(manifest))


def _without(record: Document | Passage, name: str) -> dict[str, Any]:
    fields = {field: getattr(record, field) for field in record.__slots__ if field != name}
    if "blocks" in fields:
        fields["blocks"] = [[getattr(b, name) for name in Block.__slots__] for b in fields["blocks"]]
        fields["edits"] = [[getattr(e, name) for name in Edit.__slots__] for e in fields["edits"]]
    return fields


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _stamp(document: Document) -> Stamp:
    stat = Path(document.path).stat()
    return Stamp(document.path, stat.st_size, stat.st_mtime_ns, document.sha256)


def _current(folder: Path) -> Path:
    try:
        name = json.loads((folder / _CURRENT).read_text(encoding="utf-8"))["generation"]
    except FileNotFoundError:
        if folder.is_dir() and any(folder.iterdir()):
            raise DamagedIndex(
                f"{folder} holds no index of ours, or one that lost its {_CURRENT}: build one with `wenju build`"
            ) from None
        raise MissingIndex(f"there is no index in {folder}: build one with `wenju build`") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(
            f"the index in {folder} has a damaged {_CURRENT} file: build it again with `wenju build`"
        ) from error
    return folder / str(name)


def _read_manifest(path: Path) -> Manifest:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(**{**fields, "sources": [Stamp(**stamp) for stamp in fields["sources"]]})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(
            f"the index in {path.parent.parent} has a damaged manifest: build it again with `wenju build`"
        ) from error


def _check_fresh(manifest: Manifest, folder: Path, encoder: str | None) -> None:
    if manifest.code != code_fingerprint():
        raise StaleIndex(
            f"the index in {folder} was built by another version of Wenju: build it again with `wenju build`"
        )
    if encoder is not None and encoder != manifest.encoder:
        raise StaleIndex(
            f"the index in {folder} was built with another encoder ({manifest.encoder or 'the shipped one'}): build it again with `wenju build --encoder {encoder}`"
        )
    if load_encoder(manifest.encoder).fingerprint != manifest.encoder_fingerprint:
        raise StaleIndex(
            f"the encoder of the index in {folder} has changed: build it again with `wenju build`"
        )
    changed = [stamp.path for stamp in manifest.sources if _has_changed(stamp)]
    if changed:
        raise StaleIndex(
            f"{_first(changed)} changed since the index in {folder} was built: build it again with `wenju build`"
        )
    try:
        present = [source.path for source in find_sources(manifest.roots)]
    except CorpusError as error:
        raise StaleIndex(
            f"the documents of the index in {folder} cannot be listed ({error}): build it again with `wenju build`"
        ) from error
    known = {*(stamp.path for stamp in manifest.sources), *manifest.skipped}
    new = [path for path in present if path not in known]
    if new:
        raise StaleIndex(f"{_first(new)} is not in the index in {folder}: build it again with `wenju build`")


def _first(paths: Sequence[str]) -> str:
    return paths[0] + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")


def _has_changed(stamp: Stamp) -> bool:
    path = Path(stamp.path)
    try:
        stat = path.stat()
        if stat.st_size != stamp.size:
            return True
        return (
            stat.st_mtime_ns != stamp.mtime_ns
            and hashlib.sha256(path.read_bytes()).hexdigest() != stamp.sha256
        )
    except OSError:
        return True


def _read_checked(path: Path, manifest: Manifest) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DamagedIndex(f"the index lacks {path}: build it again with `wenju build`") from error
    if hashlib.sha256(data).hexdigest() != manifest.checksums.get(path.name):
        raise DamagedIndex(f"the index file {path} is damaged (checksum): build it again with `wenju build`")
    return data


def _searcher(generation: Path, manifest: Manifest, contents: Mapping[str, bytes]) -> Searcher:
    with np.load(generation / _ARRAYS) as arrays:
        array = {name: arrays[name] for name in arrays.files}
    texts = json.loads(contents[_TEXTS])
    words = json.loads(contents[_WORDS])
    documents = {
        fields["doc_id"]: _document(fields, array[f"offsets{i}"])
        for i, fields in enumerate(texts["documents"])
    }
    return Searcher(
        documents=documents,
        passages=[_passage(fields, documents) for fields in texts["passages"]],
        bm25=BM25(
            rows={term: i for i, term in enumerate(words["terms"])},
            starts=array["starts"],
            passages=array["passages"],
            impacts=array["impacts"],
            idf=array["idf"],
            n_passages=len(texts["passages"]),
        ),
        dense=Dense.load(generation / _DENSE),
        encoder=load_encoder(manifest.encoder),
        segmenter=Segmenter(words["words"]),
        bridge=Bridge(words["english"], words["sounds"], words["syllables"]),
        names=frozenset(words["names"]),
        fingerprint=manifest.fingerprint,
    )


def _document(fields: dict[str, Any], offsets: Any) -> Document:
    blocks = tuple(
        Block(BlockKind(kind), start, end, tuple(section), level, article)
        for kind, start, end, section, level, article in fields["blocks"]
    )
    edits = tuple(Edit(EditKind(kind), *rest) for kind, *rest in fields["edits"])
    pages = tuple((start, end) for start, end in fields["pages"])
    return Document(**{**fields, "blocks": blocks, "edits": edits, "pages": pages, "offsets": offsets})


def _passage(fields: dict[str, Any], documents: Mapping[str, Document]) -> Passage:
    text = documents[fields["doc_id"]].reading[fields["start"] : fields["end"]]
    spans = tuple((start, end) for start, end in fields["spans"])
    return Passage(
        **{
            **fields,
            "text": text,
            "spans": spans,
            "section": tuple(fields["section"]),
            "kind": BlockKind(fields["kind"]),
        }
    )
