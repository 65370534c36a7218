import json
from pathlib import Path
from typing import Any

import pytest

from assistant.records import Message
from eval.errors import GoldError
from eval.topics import default_gold, in_split, load_topics, split_of

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
        ({"answers": []}, "a-1 is answerable but has no answers"),
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
    assert abs(len(dev) - len(test)) < len(topics) / 10
    assert {t: split_of(t) for t in ("plan-001", "plan-002", "news-001", "news-002")} == SPLIT


SPLIT = {"plan-001": "test", "plan-002": "dev", "news-001": "test", "news-002": "test"}
