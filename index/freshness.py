"""Whether a stored index still fits its documents and its encoder. Files are looked at, hardly ever opened."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import SourceError
from corpus.files import File, file_at
from corpus.names import shown
from corpus.sources import list_files
from corpus.wording import Reason
from index.encoder import load_encoder
from index.errors import StaleIndex
from index.manifest import Manifest, Stamp
from index.wording import because


def check_fresh(manifest: Manifest, folder: Path, encoder: str | None) -> None:
    """Raise StaleIndex if the documents or the encoder are others than those that were indexed.

    `encoder`, if given, must be the one that the index was built with.
    """
    if encoder is not None and encoder != manifest.encoder:
        raise StaleIndex(
            because(
                "other_encoder",
                folder=folder,
                known=manifest.encoder or because("the_shipped_one"),
                encoder=encoder,
            )
        )
    if load_encoder(manifest.encoder).fingerprint != manifest.encoder_fingerprint:
        raise StaleIndex(because("encoder_changed", folder=folder))
    present = list_files(manifest.origin.collection)
    known = {stamp.path for stamp in manifest.origin.files}
    changed = [stamp.path for stamp in manifest.origin.files if has_changed(stamp, present)]
    if changed:
        raise StaleIndex(because("files_changed", files=_first(changed), folder=folder))
    new = sorted(path for path in present if path not in known)
    if new:
        raise StaleIndex(because("files_not_in_it", files=_first(new), folder=folder))


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


def _first(paths: Sequence[str]) -> Reason:
    first = shown(paths[0])
    if len(paths) == 1:
        return because("only_one", first=first)
    return because("and_more", first=first, more=len(paths) - 1)
