import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Message
from eval.errors import GoldError
from eval.topics import (
    Quote,
    Topic,
    default_gold,
    in_split,
    load_topics,
    read_topics,
    split_of,
    topic_line,
)

ROW: dict[str, Any] = {
    "id": "a-1",
    "type": "factoid",
    "lang": "zh",
    "history": [{"role": "user", "content": "前一个问题"}],
    "question": "多大？",
    "doc_id": "park",
    "evidence": ["面积8平方公里"],
    "answers": ["8平方公里"],
    "answerable": True,
}


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), encoding="utf-8")
    return path


def test_reads_a_topic_and_skips_blank_lines(tmp_path: Path) -> None:
    (topic,) = load_topics([write(tmp_path / "gold.jsonl", "", ROW, "  ")])
    assert topic.history == (Message("user", "前一个问题"),)
    assert (topic.id, topic.doc_id, topic.answerable) == ("a-1", "park", True)
    assert topic.alt_evidence == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": ""}, "id must be a text that is not empty"),
        ({"lang": "fr"}, 'lang must be zh or en, found "fr"'),
        ({"evidence": "quote"}, "evidence must be a list"),
        ({"answers": [1]}, "answers must be a list of texts"),
        ({"answerable": "yes"}, "answerable must be true or false"),
        ({"history": [{"role": "system", "content": "x"}]}, "history must be objects"),
        ({"history": [{"role": "user", "content": "x", "name": "y"}]}, "history must be objects"),
        ({"note": "x"}, "unknown field 'note'"),
        ({"doc_id": None}, "a-1 is answerable but has no doc_id"),
        ({"evidence": []}, "a-1 is answerable but has no evidence"),
        ({"elsewhere": [{"doc_id": "rail"}]}, "elsewhere must be objects"),
        ({"elsewhere": [{"doc_id": "rail", "quote": "x", "page": 1}]}, "elsewhere must be objects"),
        ({"answerable": False}, "a-1 is not answerable but has doc_id"),
    ],
)
def test_names_file_line_and_fault(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = write(tmp_path / "gold.jsonl", ROW, {**ROW, "id": "a-1", **change})
    with pytest.raises(GoldError) as error:
        load_topics([path])
    assert str(error.value).startswith(f"{path}:2: ")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "gold.jsonl:1: not JSON"),
        ("[]", "expected an object, found list"),
        ("{}", "'id' is missing"),
        ("", "no topics"),
    ],
)
def test_refuses_what_is_no_topic(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(GoldError, match=message):
        load_topics([write(tmp_path / "gold.jsonl", line)])


def test_refuses_a_repeated_id_across_files(tmp_path: Path) -> None:
    paths = [write(tmp_path / "a.jsonl", ROW), write(tmp_path / "b.jsonl", ROW)]
    with pytest.raises(GoldError, match=r"b\.jsonl:1: the id 'a-1' is already used at .*a\.jsonl:1"):
        load_topics(paths)


def test_names_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"none\.jsonl: No such file"):
        load_topics([tmp_path / "none.jsonl"])
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe{")
    with pytest.raises(GoldError, match="not UTF-8"):
        load_topics([tmp_path / "latin.jsonl"])


def test_split_is_fixed_and_covers_everything() -> None:
    topics = load_topics(default_gold())
    dev, test = in_split(topics, "dev"), in_split(topics, "test")
    assert len(dev) + len(test) == len(topics) == len(in_split(topics, "all"))
    assert len(test) / len(topics) == pytest.approx(1 / 3, abs=0.06)
    assert {t: split_of(t) for t in SPLIT} == SPLIT


SPLIT = {"plan-001": "test", "plan-002": "dev", "news-001": "test", "news-002": "test"}


@given(st.text(min_size=1))
def test_test_was_never_dev_and_the_question_alone_stays_with_its_own(topic_id: str) -> None:
    if split_of(topic_id) == "test" and not topic_id.endswith("-alone"):
        assert hashlib.sha256(topic_id.encode()).digest()[0] % 2, "the rule up to version 0.3.0"
    assert split_of(f"{topic_id}-alone") == split_of(topic_id.removesuffix("-alone"))


def test_quotes_of_other_documents_and_topics_without_answers(tmp_path: Path) -> None:
    row = {**ROW, "answers": [], "elsewhere": [{"doc_id": "rail", "quote": "设站十座"}]}
    (topic,) = load_topics([write(tmp_path / "gold.jsonl", row)])
    assert (topic.answerable, topic.answers) == (True, ())
    assert topic.quotes() == [Quote("park", "面积8平方公里"), Quote("rail", "设站十座")]


WORDS = st.text(max_size=8).map(lambda text: f"字{text}")
TOPICS = st.builds(
    Topic,
    id=WORDS,
    type=WORDS,
    lang=st.sampled_from(("zh", "en")),
    history=st.lists(st.builds(Message, st.sampled_from(("user", "assistant")), st.text())).map(tuple),
    question=WORDS,
    doc_id=WORDS,
    evidence=st.lists(WORDS, min_size=1).map(tuple),
    answers=st.lists(WORDS).map(tuple),
    answerable=st.just(True),
    alt_evidence=st.lists(WORDS).map(tuple),
    elsewhere=st.lists(st.builds(Quote, WORDS, WORDS)).map(tuple),
)


@given(TOPICS)
def test_a_line_that_was_written_is_read_as_it_was(topic: Topic) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "gold.jsonl"
        path.write_text(topic_line(topic) + "\n", encoding="utf-8")
        assert load_topics([path]) == [topic]


def test_topics_are_read_one_by_one(tmp_path: Path) -> None:
    topics = read_topics([write(tmp_path / "gold.jsonl", ROW, "{")])
    assert next(topics).id == "a-1"
    with pytest.raises(GoldError, match="not JSON"):
        next(topics)
    assert list(read_topics([write(tmp_path / "empty.jsonl", "")])) == []
