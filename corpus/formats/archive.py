"""Zip archives: what they hold, and the bytes of one member, without unpacking anything on disk.

An archive is not trusted. What it says of its members is checked before one is read, and a member is never
read beyond the size that was checked.
"""

import stat
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path, PurePosixPath

from corpus.errors import DecodeError, SourceError
from corpus.wording import because, of_system

MAX_MEMBER_BYTES = 200 * 2**20
_MAX_TOTAL_BYTES = 2 * 2**30
_MAX_MEMBERS = 100_000
_MAX_RATIO = 200  # a text shrinks to a twentieth, a sheet of equal rows to a hundredth
_SMALL_BYTES = 10 * 2**20  # what unpacks to less than this harms nobody
_ENCRYPTED = 0x1  # flag bits of a member
_UTF_8 = 0x800


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened archive: the members that are files, by name. Folders, links and hidden files are left out.

    Names with `../` are among them: reading one is refused.
    """

    file: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]

    @property
    def names(self) -> Sequence[str]:
        """Of the files in it, in its own order."""
        return list(self.members)

    def read(self, name: str) -> bytes:
        """The bytes of one member.

        Raises SourceError if there is none of that name, and DecodeError if it is unsafe, encrypted or damaged.
        """
        if name not in self.members:
            raise SourceError(because("not_in_archive", name=name))
        if _points_outside(name):
            raise DecodeError(because("name_outside"))
        return _read(self.file, self.members[name])


def open_archive(source: str | Path | bytes) -> Archive:
    """The archive at a path, or of these bytes.

    Raises SourceError if it cannot be opened and DecodeError if it is damaged or too large.
    """
    try:
        file = zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source)
        infos = file.infolist()
        _check_size(infos)
        found = {_name(info): info for info in infos}
    except zipfile.BadZipFile as error:
        raise DecodeError(because("not_zip")) from error
    except OSError as error:
        raise SourceError(because("not_opened", why=of_system(error))) from error
    except (ValueError, EOFError, NotImplementedError, IndexError) as error:
        raise DecodeError(because("damaged_list")) from error
    return Archive(file, {n: info for n, info in found.items() if _is_file(info) and not _is_hidden(n)})


def open_package(data: bytes) -> zipfile.ZipFile:
    """The zip container of an Office file or a book, with its size checked. Raises DecodeError."""
    try:
        package = zipfile.ZipFile(BytesIO(data))
        _check_size(package.infolist())
        for member in package.infolist():
            _check_member(member)
    except _DAMAGE as error:
        raise DecodeError(because("damaged_package")) from error
    return package


def read_part(package: zipfile.ZipFile, name: str) -> bytes:
    """One part of a package that `open_package` gave. Raises KeyError if it is not there, and DecodeError."""
    return _read(package, package.getinfo(name))


_DAMAGE = (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, IndexError)


def _check_size(infos: Iterable[zipfile.ZipInfo]) -> None:
    sizes = [info.file_size for info in infos]
    if len(sizes) > _MAX_MEMBERS or sum(sizes) > _MAX_TOTAL_BYTES:
        raise DecodeError(because("unpacks_to_much", count=len(sizes), size=f"{sum(sizes) / 2**20:.0f}"))


def _check_member(info: zipfile.ZipInfo) -> None:
    if info.file_size > MAX_MEMBER_BYTES:
        raise DecodeError(because("large_part", size=f"{info.file_size / 2**20:.0f}"))
    if info.file_size > _SMALL_BYTES and info.file_size > _MAX_RATIO * max(info.compress_size, 1):
        raise DecodeError(because("zip_bomb"))
    if info.flag_bits & _ENCRYPTED:
        raise DecodeError(because("encrypted"))


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    _check_member(info)
    try:
        return archive.read(info)
    except Exception as error:  # zlib, bz2 and lzma each have their own
        raise DecodeError(because("damaged_member")) from error


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name. Chinese names without a mark are taken for code page 437 by the standard."""
    name = info.filename
    if info.flag_bits & _UTF_8 or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    both_high = any(a >= 0xA1 and b >= 0xA1 for a, b in pairwise(raw))
    for encoding in ("utf-8", "gb18030") if both_high else ("utf-8",):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _is_file(info: zipfile.ZipInfo) -> bool:
    mode = info.external_attr >> 16
    return not info.is_dir() and (stat.S_IFMT(mode) in (0, stat.S_IFREG))


def _is_hidden(name: str) -> bool:
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in (".", "..")]
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _points_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or path.parts[0].endswith(":")
