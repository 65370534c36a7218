"""From the bytes of a file to text: Unicode by its mark or by trial, older Chinese encodings by detection."""

import codecs
import re

from corpus.errors import DecodeError
from corpus.wording import because

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_LEGACY = ["gb18030", "big5"]
_USUAL = re.compile(r"[\t\r\n -~\u2010-\u203b\u3000-\u301f\u4e00-\u9fff\uff01-\uff5e]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_SAMPLE_BYTES = 200_000
_SHORT_SAMPLE_BYTES = 8_000
_MOSTLY = 0.9


def decode(data: bytes, encoding: str | None = None) -> str:
    """The text of `data`, in `encoding` if that is known. Raises DecodeError if it is not text in it, or in none."""
    if encoding is not None:
        return _strict(data, encoding)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\x00" in data:
        return _strict(data, _unmarked_unicode(data))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_broken_utf_8(data, error.start)
    if _is_western(data[:_SAMPLE_BYTES]):
        return _strict(data, "cp1252")
    return _strict(data, _legacy(data))


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DecodeError(because("misfit", encoding=encoding, position=error.start)) from error
    except (LookupError, ValueError) as error:  # the latter of names and codecs that are none for text
        raise DecodeError(because("no_such_encoding", encoding=repr(encoding))) from error


def _unmarked_unicode(data: bytes) -> str:
    """The Unicode encoding, of those whose characters of ASCII hold NUL bytes, in which the text looks usual."""
    sample = data[:_SHORT_SAMPLE_BYTES]
    for encoding in _UNMARKED:
        text = sample.decode(encoding, "replace")
        if len(_USUAL.findall(text)) >= _MOSTLY * len(text):
            return encoding
    raise DecodeError(because("not_text"))


def _refuse_broken_utf_8(data: bytes, first: int) -> None:
    """Raises DecodeError if nearly all of the sample around the first misfit is UTF-8 all the same."""
    start = max(first - _SHORT_SAMPLE_BYTES, 0)
    text = data[start : first + _SHORT_SAMPLE_BYTES].decode("utf-8", "replace")
    other = sum(not char.isascii() for char in text)
    misfits = text.count("\ufffd")
    if other - misfits > _MOSTLY * other:
        raise DecodeError(because("misfit_utf_8", position=first))


def _is_western(sample: bytes) -> bool:
    """Whether bytes beyond ASCII are few and stand alone, as accents and curled quotes do and Chinese does not."""
    runs = [len(run) for run in _HIGH.findall(sample)]
    return sum(runs) < 0.25 * len(sample) and sum(run == 1 for run in runs) > 0.8 * len(runs)


def _legacy(data: bytes) -> str:
    """The older encoding that the beginning of the text looks most like."""
    from charset_normalizer import from_bytes

    line_end = data.rfind(b"\n", 0, _SAMPLE_BYTES)  # a sample must not end inside a character
    sample = data if len(data) <= _SAMPLE_BYTES or line_end < 0 else data[:line_end]
    best = from_bytes(sample, cp_isolation=_LEGACY, threshold=0.3).best()
    if best is None:
        raise DecodeError(because("unknown_encoding"))
    return best.encoding
