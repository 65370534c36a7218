"""Files attached to mail messages are documents of their own, and nothing but their bytes is read."""

from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from corpus.errors import CorpusError, DecodeError
from corpus.formats.attached import open_message
from corpus.load import read_bytes, read_document
from corpus.sources import find_sources

NOTE = "会议于五月十日在青湖镇召开。"


def message(*attached: tuple[str, bytes]) -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"] = "会议通知", "a@b.example"
    made.set_content("见附件。\n")
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made


def put(folder: Path, made: EmailMessage) -> str:
    path = folder / "mail.eml"
    path.write_bytes(made.as_bytes())
    return str(path)


def attachments(path: str) -> list[str]:
    return list(open_message(Path(path).read_bytes()).names)


def documents(path: str) -> list[Document]:
    return [read_document(source) for source in find_sources([path])]


def test_an_attachment_is_a_document_with_an_exact_place(tmp_path: Path) -> None:
    path = put(tmp_path, message(("议程.md", f"# 议程\n\n{NOTE}\n".encode()), ("照片.png", b"\x89PNG")))
    mail, agenda = documents(path)
    assert "附件：议程.md, 照片.png" in mail.text
    assert (agenda.path, agenda.doc_id, agenda.title) == (f"{path}!/议程.md", "议程", "议程")
    (span,) = agenda.spans(agenda.reading.index(NOTE), len(agenda.reading))
    assert agenda.text[slice(*span)] == NOTE


def test_files_of_a_forwarded_message_are_found(tmp_path: Path) -> None:
    outer = message(("a.txt", NOTE.encode()))
    outer.add_attachment(message(("b.txt", NOTE.encode())))
    path = put(tmp_path, outer)
    assert attachments(path) == ["a.txt", "会议通知.eml"]
    _, own, forwarded, its = documents(path)
    assert own.path == f"{path}!/a.txt"
    assert "见附件。" in forwarded.text
    assert its.path == f"{path}!/会议通知.eml!/b.txt"
    assert NOTE in its.text


def test_names_lead_nowhere_and_are_distinct(tmp_path: Path) -> None:
    given_names = ("../../etc/passwd.txt", "x/a.txt", "c:\\d\\a.txt", "a.txt", "..", ".hidden.txt")
    path = put(tmp_path, message(*((name, name.encode()) for name in given_names)))
    found = attachments(path)
    assert found == ["passwd.txt", "a.txt", "a-2.txt", "a-3.txt"]
    assert read_bytes(f"{path}!/a-3.txt") == b"a.txt"


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01name=", b"Content-Type: multipart/mixed; name=x; boundary=\n\n--"]
)
def test_what_is_no_message_has_no_attachments(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "mail.eml").write_bytes(data)
    assert attachments(str(tmp_path / "mail.eml")) == []
    assert [source.path for source in find_sources([tmp_path])] == [f"{tmp_path}/mail.eml"]


def test_an_attachment_that_is_not_there_is_an_error_in_words(tmp_path: Path) -> None:
    path = put(tmp_path, message(("a.txt", NOTE.encode())))
    with pytest.raises(CorpusError, match=r"there is no b\.txt"):
        read_bytes(f"{path}!/b.txt")


@given(data=st.binary(max_size=300), cut=st.integers(0, 2000))
def test_a_damaged_message_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("mail")
    whole = message(("a.txt", NOTE.encode()), ("b.pdf", data)).as_bytes()
    (folder / "mail.eml").write_bytes(whole[:cut] + data + whole[cut:])
    with suppress(DecodeError):
        held = open_message((folder / "mail.eml").read_bytes())
        for name in held.names:
            with suppress(DecodeError):
                assert isinstance(held.read(name), bytes)
