"""Folders in the format of BEIR: what is read, and what is said of those that are malformed."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.beir import read_beir
from eval.errors import GoldError
from eval.qrels import Qrel
from tests.eval.public_set import QUESTIONS, TEXTS, jsonl, write_set


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("qrels", ["qrels.tsv", "qrels/test.tsv"])
def test_a_set_is_read_as_it_stands(tmp_path: Path, zipped: bool, qrels: str) -> None:
    found = read_beir(write_set(tmp_path / "small", zipped=zipped, qrels=qrels))
    assert found.name == "small"
    assert {entry.id: (entry.title, entry.text) for entry in found.entries} == TEXTS
    assert [(q.id, q.text, list(q.answers)) for q in found.questions] == [
        (i, text, answers) for i, (text, answers, _) in QUESTIONS.items()
    ]
    assert found.qrels == tuple(Qrel(i, of, 1) for i, (_, _, of) in QUESTIONS.items())


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("corpus.jsonl", '{"_id": "t1", "text": "a"}\nnot json\n', "corpus.jsonl:2: not JSON"),
        ("corpus.jsonl", '{"_id": "t1", "text": 7}\n', "corpus.jsonl:1: text must be a text"),
        ("corpus.jsonl", "[1]\n", "expected an object"),
        ("corpus.jsonl", '{"_id": "t2", "text": "a"}\n{"_id": "t2", "text": "b"}\n', "'t2' is there twice"),
        ("queries.jsonl", '{"_id": "q1", "text": "a", "answers": "b"}\n', "answers must be a list"),
        ("queries.jsonl", '{"_id": "other", "text": "a"}\n', "no query of queries.jsonl"),
        ("qrels.tsv", "q1\tt1\tmuch\n", "qrels.tsv:1: the grade must be a whole number"),
        ("qrels.tsv", "q1\n", "qrels.tsv:1: expected query, text and grade"),
        ("qrels.tsv", "q1\tt1\t0\n", "no query of queries.jsonl"),
        ("qrels.tsv", "", "no query of queries.jsonl"),
    ],
)
def test_what_is_malformed_is_named(tmp_path: Path, file: str, text: str, says: str) -> None:
    folder = write_set(tmp_path / "small")
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=says):
        read_beir(folder)


def test_a_file_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="there is no folder"):
        read_beir(tmp_path / "none")
    folder = write_set(tmp_path / "small")
    (folder / "qrels.tsv").unlink()
    with pytest.raises(GoldError, match=r"qrels\.tsv or qrels/test\.tsv"):
        read_beir(folder)
    folder = write_set(tmp_path / "zipped", zipped=True)
    whole = (folder / "corpus.jsonl.gz").read_bytes()
    for broken in (whole[:-12], b"no gzip", whole[:20] + b"\0" * 20):
        (folder / "corpus.jsonl.gz").write_bytes(broken)
        with pytest.raises(GoldError, match="cannot read"):
            read_beir(folder)
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(b"\xff\xfe\xff"))
    with pytest.raises(GoldError, match="not UTF-8"):
        read_beir(folder)


@given(
    st.lists(
        st.tuples(st.text("abc 湖", min_size=1, max_size=5), st.integers(0, 2), st.sampled_from([2, 3, 4])),
        min_size=1,
        max_size=6,
    )
)
def test_judgements_in_all_their_forms(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, int]]
) -> None:
    """Two columns mean grade 1; TREC's second column is ignored; a grade of 0 answers nothing."""
    folder = tmp_path_factory.mktemp("set")
    (folder / "corpus.jsonl").write_text(jsonl([{"_id": "t", "text": text} for text, _, _ in rows[:1]]))
    ids = [f"q{n}" for n in range(len(rows))]
    queries = [{"_id": i, "text": text} for i, (text, _, _) in zip(ids, rows, strict=True)]
    (folder / "queries.jsonl").write_text(jsonl(queries))
    lines = {2: "{i}\tt", 3: "{i}\tt\t{g}", 4: "{i}\t0\tt\t{g}"}
    text = "".join(
        lines[columns].format(i=i, g=g) + "\n" for i, (_, g, columns) in zip(ids, rows, strict=True)
    )
    (folder / "qrels.tsv").write_text(text)
    relevant = [i for i, (_, g, columns) in zip(ids, rows, strict=True) if g or columns == 2]
    if not relevant:
        with pytest.raises(GoldError):
            read_beir(folder)
        return
    assert [question.id for question in read_beir(folder).questions] == relevant
