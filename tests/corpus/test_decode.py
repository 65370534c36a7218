"""From bytes to text: five encodings round trip, and what is not text is refused."""

import codecs
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decode import decode
from corpus.errors import DecodeError

SIMPLIFIED = "成都市与德阳市共同推进同城化发展，建设现代化产业园区。规划面积8.05平方公里。\r\n"
TRADITIONAL = "成都市與德陽市共同推進同城化發展，建設現代化產業園區。規劃面積8.05平方公里。\r\n"

plain = st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff"))


@given(plain)
def test_utf_8_round_trips(text: str) -> None:
    assert decode(text.encode()) == text
    assert decode(text.encode("utf-8-sig")) == text


@given(plain)
def test_utf_16_with_its_mark_round_trips(text: str) -> None:
    assert decode(text.encode("utf-16")) == text
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be")) == text


@given(st.integers(2, 40), st.integers(0, len(SIMPLIFIED) - 1))
def test_gb18030_and_big5_round_trip(times: int, start: int) -> None:
    for text, encoding in ((SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5")):
        whole = (text * times)[start:]
        assert decode(whole.encode(encoding)) == whole


@pytest.mark.parametrize("lead", ["", "a"])
def test_a_large_gb18030_file_is_read(lead: str) -> None:
    text = lead + "成都市与德阳市共同推进同城化发展，" * 8000
    assert decode(text.encode("gb18030")) == text


def test_an_empty_file_is_empty_text() -> None:
    assert decode(b"") == ""


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"text with a NUL \x00 in it",
        zlib.compress(bytes(range(256)) * 40).replace(b"\x00", b"\x01"),
        SIMPLIFIED.encode("utf-16")[:-1],
        "这段文字里有一个坏字节。".encode() + b"\xff" + SIMPLIFIED.encode(),
        codecs.BOM_UTF8 + b"\xff\xfe\xfd",
    ],
    ids=["image", "NUL", "compressed", "half a character", "a bad byte", "mark but not UTF-8"],
)
def test_what_is_not_text_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(DecodeError, match=r"^it .{10,}"):
        decode(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except DecodeError:
        return
    assert isinstance(text, str)
    assert not data or text or data in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def test_utf_32_is_read_or_refused() -> None:
    try:
        text = decode(SIMPLIFIED.encode("utf-32"))
    except DecodeError:
        return
    assert text == SIMPLIFIED
