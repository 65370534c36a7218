"""From the bytes of a file to text: Unicode by its mark or by trial, older Chinese encodings by detection."""

import codecs

from charset_normalizer import from_bytes

from corpus.errors import DecodeError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ["gb18030", "big5"]
_SAMPLE_BYTES = 200_000


def decode(data: bytes, encoding: str | None = None) -> str:
    """The text of `data`, in `encoding` if that is known. Raises DecodeError if it is not text in it, or in none."""
    if encoding is not None:
        return _strict(data, encoding)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\x00" in data:
        raise DecodeError("it is not text (it holds NUL bytes)")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    line_end = data.rfind(b"\n", 0, _SAMPLE_BYTES)  # a sample must not end inside a character
    sample = data if len(data) <= _SAMPLE_BYTES or line_end < 0 else data[:line_end]
    best = from_bytes(sample, cp_isolation=_LEGACY, threshold=0.3).best()
    if best is None:
        raise DecodeError("it is not text in UTF-8, UTF-16, GB18030 or Big5")
    return _strict(data, best.encoding)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DecodeError(f"it starts as {encoding} but byte {error.start} does not fit") from error
    except LookupError as error:
        raise DecodeError(f"there is no encoding {encoding}") from error
