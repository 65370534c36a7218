"""The near misses: of both sorts, each once, of collections that can be made from public data."""

import gzip
import json
from pathlib import Path

import pytest

from eval.errors import GoldError
from eval.near_misses import COLLECTIONS, OWN, index_collection, near_misses


def test_each_stands_there_once_and_every_collection_has_both_sorts() -> None:
    rows = near_misses()
    assert len({(row.of, row.question, row.history) for row in rows}) == len(rows)
    assert {(row.of, row.answerable) for row in rows} == {
        (name, sort) for name in (OWN, *COLLECTIONS) for sort in (True, False)
    }


def test_a_collection_is_made_of_the_lines_that_are_named(tmp_path: Path) -> None:
    (tmp_path / "pairs").mkdir()
    rows = [{"a": f"第{n}篇的标题。", "b": f"这是第{n}篇的正文，讲了一件事情。"} for n in range(302)]
    with gzip.open(tmp_path / "pairs" / "crud_lead_rest.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    (text,) = [document.reading for document in index_collection("news", tmp_path).documents.values()]
    assert "第301篇的正文" in text


def test_data_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"laws\.jsonl\.gz"):
        index_collection("laws", tmp_path)
