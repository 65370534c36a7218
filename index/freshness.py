"""Whether a stored index still fits its documents and its encoder. Files are looked at, hardly ever opened."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import SourceError
from corpus.files import File, file_at
from corpus.names import shown
from corpus.sources import list_files
from index.encoder import load_encoder
from index.errors import StaleIndex
from index.manifest import Manifest, Stamp


def check_fresh(manifest: Manifest, folder: Path, encoder: str | None) -> None:
    """Raise StaleIndex if the documents or the encoder are others than those that were indexed.

    `encoder`, if given, must be the one that the index was built with.
    """
    if encoder is not None and encoder != manifest.encoder:
        raise StaleIndex(
            f"the index in {folder} was built with another encoder ({manifest.encoder or 'the shipped one'}): build it again with `wenju build --encoder {encoder}`"
        )
    if load_encoder(manifest.encoder).fingerprint != manifest.encoder_fingerprint:
        raise StaleIndex(
            f"the encoder of the index in {folder} has changed: build it again with `wenju build`"
        )
    present = list_files(manifest.origin.collection)
    known = {stamp.path for stamp in manifest.origin.files}
    changed = [stamp.path for stamp in manifest.origin.files if has_changed(stamp, present)]
    if changed:
        raise StaleIndex(
            f"{_first(changed)} changed since the index in {folder} was built: bring it up to date with `wenju refresh`"
        )
    new = sorted(path for path in present if path not in known)
    if new:
        raise StaleIndex(
            f"{_first(new)} is not in the index in {folder}: bring it up to date with `wenju refresh`"
        )


def has_changed(stamp: Stamp, present: dict[str, File]) -> bool:
    """Whether a file is another than it was; one of the same size and time is taken for the same."""
    try:
        file = present.get(stamp.path) or file_at(stamp.path)
        if file.size != stamp.size:
            return True
        if file.mtime_ns == stamp.mtime_ns:
            return False
        return not stamp.sha256 or _sha256(Path(stamp.path)) != stamp.sha256
    except (OSError, SourceError):
        return True


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _first(paths: Sequence[str]) -> str:
    return shown(paths[0]) + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
