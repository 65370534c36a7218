"""Archives and messages within each other: read to a bounded depth, each document under its whole path."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus import containers
from corpus.containers import read_member, split_member
from corpus.errors import CorpusError
from corpus.load import read_document
from corpus.sources import Collection, Listing, list_sources, root
from tests.corpus.formats.samples import zipped

LIMIT = 10_000_000
NOTE = "会议于五月十日在青湖镇召开。"


def mail(*attached: tuple[str, bytes]) -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"] = "会议通知", "a@b.example"
    made.set_content("见附件。\n")
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def listed(path: Path) -> Listing:
    return list_sources(Collection((root(path),)))


def test_each_document_is_read_under_its_whole_path(tmp_path: Path) -> None:
    inner = zipped({"深/c.txt": NOTE})
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"b.eml": mail(("d.txt", NOTE.encode()), ("e.zip", inner)), "f.txt": "x"}))
    listing = listed(path)
    expected = ["b.eml", "b.eml!/d.txt", "b.eml!/e.zip!/深/c.txt", "f.txt"]
    assert [source.path for source in listing.sources] == [f"{path}!/{name}" for name in expected]
    assert listing.skipped == []
    texts = [read_document(source).text for source in listing.sources]
    assert "见附件。" in texts[0]
    assert texts[1:] == [NOTE, NOTE, "x"]


def test_a_name_with_the_mark_in_it_is_one_name(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"x.zip!/b.txt": "y"}))
    assert read_member(f"{path}!/x.zip!/b.txt", max_bytes=LIMIT) == b"y"
    assert split_member(f"{tmp_path}/none.zip!/b.txt") == (f"{tmp_path}/none.zip!/b.txt", "")


def test_archives_within_each_other_without_end_are_named(tmp_path: Path) -> None:
    data = zipped({"a.txt": NOTE})
    for _ in range(6):
        data = zipped({"z.zip": data, "b.txt": "x"})
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    listing = listed(path)
    assert len(listing.sources) == containers._DEEPEST
    (skipped,) = listing.skipped
    assert skipped.path == f"{path}" + "!/z.zip" * containers._DEEPEST
    assert "within each other: unpack them" in skipped.reason
    with pytest.raises(CorpusError, match="there is no"):
        read_member(skipped.path + "!/b.txt", max_bytes=LIMIT)


def test_archives_without_number_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "_MOST_OPENED", 3)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{i}.zip": zipped({"a.txt": str(i)}) for i in range(5)}))
    listing = listed(path)
    assert len(listing.sources) == 2
    assert len(listing.skipped) == 3
    assert all("too much" in each.reason for each in listing.skipped)


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"PK\x03\x04", "cut off"), (zipped({"a.bin": "x"}), "no documents"), (b"\x00" * 11_000_000, "bomb")],
)
def test_an_inner_archive_that_cannot_be_read_does_not_stop_the_others(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"bad.zip": data, "good.txt": "y"}))
    listing = listed(path)
    assert [source.path for source in listing.sources] == [f"{path}!/good.txt"]
    (skipped,) = listing.skipped
    assert skipped.path == f"{path}!/bad.zip"
    assert reason in skipped.reason


def test_a_changed_archive_is_opened_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    for names in (["a.txt"], ["a.txt", "b.txt"]):
        path.write_bytes(zipped(dict.fromkeys(names, "x")))
        assert [source.path for source in listed(path).sources] == [f"{path}!/{name}" for name in names]
