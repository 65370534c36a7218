"""From bytes to text: five encodings round trip, and what is not text is refused."""

import codecs
import zlib
from typing import Any

import charset_normalizer
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


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("text", [SIMPLIFIED, "The park was built in 2021.\r\n"])
def test_unicode_without_its_mark_is_found_by_its_looks(text: str, encoding: str) -> None:
    assert decode((text * 3).encode(encoding)) == text * 3


def test_western_quotes_and_accents_are_not_taken_for_chinese() -> None:
    text = "The mayor’s “new plan” costs 5 million – no café is left out."
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_an_encoding_that_is_given_is_used(encoding: str) -> None:
    assert decode("青湖".encode(encoding), encoding) == "青湖"


@pytest.mark.parametrize("encoding", ["rot13", "hex", "idna", "undefined", "no such", "x\x00y", "zlib"])
def test_what_is_no_encoding_of_text_is_refused(encoding: str) -> None:
    with pytest.raises(DecodeError, match="encoding"):
        decode("青湖".encode(), encoding)


def test_mixed_encodings_are_named_with_the_place() -> None:
    utf_8, gbk = (SIMPLIFIED * 20).encode(), SIMPLIFIED.encode("gb18030")
    with pytest.raises(DecodeError, match=rf"UTF-8 but for byte {len(utf_8)}: it mixes encodings"):
        decode(utf_8 + gbk)
    with pytest.raises(DecodeError, match="mixes encodings or is cut off"):
        decode((SIMPLIFIED * 20).encode()[:-4])


def test_only_a_sample_is_looked_at_to_find_an_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    real = charset_normalizer.from_bytes

    def counted(sequences: bytes, **options: Any) -> charset_normalizer.CharsetMatches:
        seen.append(len(sequences))
        return real(sequences, **options)

    monkeypatch.setattr(charset_normalizer, "from_bytes", counted)
    text = SIMPLIFIED * 20_000
    assert decode(text.encode("gb18030")) == text
    assert seen == [200_000 - 200_000 % len(SIMPLIFIED.encode("gb18030")) - 1]
