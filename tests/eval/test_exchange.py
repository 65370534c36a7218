"""Gold sets to other formats and back."""

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from assistant.records import Message
from corpus.document import without_space
from eval.beir import read_beir
from eval.errors import FormatError, GoldError
from eval.exchange.beir import export_beir, import_beir
from eval.exchange.gold import write_texts, write_topics
from eval.exchange.sheet import COLUMNS, read_csv, read_xlsx, write_csv, write_xlsx
from eval.exchange.squad import read_squad, write_squad
from eval.exchange.trec import export_trec, import_trec
from eval.qrels import find_labels, project
from eval.topics import Quote, Topic, load_topics
from tests.eval.fakes import PARK, RAIL, make_document, make_topic, sentences, unanswerable

DOCUMENTS = {"park": make_document("park", PARK), "rail": make_document("rail", RAIL)}
PASSAGES = [passage for document in DOCUMENTS.values() for passage in sentences(document)]
TOPICS = [
    replace(
        make_topic("t1", history=(Message("user", "你好"), Message("assistant", "您好：请问"))),
        alt_evidence=("以汇通湖和金彭湖为中心",),
        elsewhere=(Quote("rail", "全线设站十座"),),
    ),
    make_topic(
        "t2",
        question="几座？",
        doc_id="rail",
        evidence=("全线设站十座", "预计2025年建成"),
        answers=("十座", "2025年"),
    ),
    unanswerable("t3", "红烧肉怎么做？"),
]

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=10)
LINES = TEXT.map(lambda text: f"字{text}".strip())
QUOTES = LINES.map(without_space)
ANY = st.builds(
    Topic,
    id=LINES,
    type=LINES,
    lang=st.sampled_from(("zh", "en")),
    history=st.lists(st.builds(Message, st.sampled_from(("user", "assistant")), LINES | st.just("两\n行\\n"))).map(tuple),
    question=LINES,
    doc_id=st.just("park-1"),
    evidence=st.lists(QUOTES, min_size=1, max_size=3).map(tuple),
    answers=st.lists(LINES, max_size=3).map(tuple),
    answerable=st.just(True),
    alt_evidence=st.lists(QUOTES, max_size=2).map(tuple),
    elsewhere=st.lists(st.builds(Quote, st.just("rail"), QUOTES), max_size=2).map(tuple),
)  # fmt: skip


@settings(max_examples=25)
@given(st.lists(ANY, max_size=3))
def test_a_table_comes_back_as_it_was(topics: list[Topic]) -> None:
    with TemporaryDirectory() as folder:
        write_csv(topics, path := Path(folder) / "a.csv")
        assert list(read_csv(path)) == topics
        write_xlsx(topics, path := Path(folder) / "a.xlsx")
        assert list(read_xlsx(path)) == topics


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_what_a_team_fills_in(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "team.csv"
    rows = [
        ["问题", "文档", "原文", "答案"],
        ["双湖科技园面积多大？", "park", "规划面积 8.05 平方公里", "8.05平方公里"],
        ["", "", "", ""],
        ["Who pays?", "", "", ""],
        ["为什么双湖科技园的规划要以两个湖为中心来展开呢？", "", "", ""],
    ]
    text = "\r\n".join(separator.join(row) for row in rows)
    path.write_bytes(text.encode(encoding))
    first, second, third = read_csv(path)
    assert (first.evidence, first.lang, first.type) == (("规划面积8.05平方公里",), "zh", "question")
    assert (second.answerable, second.lang) == (False, "en")
    assert third.id.startswith("q-")
    assert len({first.id, second.id, third.id}) == 3
    write_topics([first, second, third], tmp_path / "gold.jsonl")
    assert load_topics([tmp_path / "gold.jsonl"]) == [first, second, third]


def test_numbers_in_a_workbook_are_what_they_look_like(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = Workbook()
    workbook.active.append(["question", "doc_id", "evidence", "answers"])
    workbook.active.append(["几年？", "rail", "预计2025年建成", 2025])
    workbook.active.append(["多大？", "park", "规划面积8.05平方公里", 8.05])
    workbook.save(path)
    assert [topic.answers for topic in read_xlsx(path)] == [("2025",), ("8.05",)]
    workbook.active["C2"] = date(2025, 1, 1)
    workbook.save(path)
    with pytest.raises(FormatError, match=r"a.xlsx, row 2, column C \(evidence\): .* is not text: format"):
        list(read_xlsx(path))


def test_an_empty_set_is_a_template(tmp_path: Path) -> None:
    write_xlsx([], path := tmp_path / "a.xlsx")
    workbook = load_workbook(path)
    assert [cell.value for cell in workbook.worksheets[0][1]] == list(COLUMNS)
    assert {row[0].value for row in workbook.worksheets[1].iter_rows()} == set(COLUMNS)
    assert list(read_xlsx(path)) == []
    write_csv([], path := tmp_path / "a.csv")
    assert list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines())) == [list(COLUMNS)]


def test_what_begins_like_a_formula_is_text(tmp_path: Path) -> None:
    topic = replace(TOPICS[0], question="=1+1 是多少？", history=())
    write_xlsx([topic], path := tmp_path / "a.xlsx")
    assert load_workbook(path).worksheets[0]["B2"].data_type == "s"
    assert list(read_xlsx(path)) == [topic]
    for text in ("a\x01b", "长" * 40_000):
        with pytest.raises(FormatError, match="a cell of a workbook cannot hold"):
            write_xlsx([replace(topic, question=text)], tmp_path / "b.xlsx")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["question,doc_id"], "row 1: the column evidence is missing: it needs question, doc_id, evidence"),
        (["question,doc_id,evidence,note"], "row 1: there is no column 'note': use id, question"),
        (["question,问题,doc_id,evidence"], "row 1: the column question is there twice"),
        (["question,doc_id,evidence", ",park,x"], r"row 2, column 1 \(question\) is empty"),
        (["question,doc_id,evidence", "", "q,park,"], r"row 3, column 3 \(evidence\) is empty, but 'park'"),
        (["question,doc_id,evidence", "q,,x"], r"row 2, column 3 \(evidence\): which document\? column 2 \(doc_id\)"),
        (["question,doc_id,evidence,lang", "q,park,x,fr"], r"row 2, column 4 \(lang\): 'fr' is neither"),
        (["question,doc_id,evidence,history", "q,park,x,hello"], r"column 4 \(history\): 'hello' does not begin"),
        (["question,doc_id,evidence,elsewhere", "q,park,x,hello"], r"column 4 \(elsewhere\): 'hello' is not"),
        (["question,doc_id,evidence", 'q,park,"x'], "line 2: unexpected end of data"),
        ([], "row 1: the column question is missing"),
    ],
)  # fmt: skip
def test_a_table_that_is_wrong_is_refused_with_row_and_column(
    tmp_path: Path, rows: list[str], message: str
) -> None:
    path = tmp_path / "team.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        list(read_csv(path))


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    for data in (b"", b"no zip", b"PK\x03\x04broken"):
        (tmp_path / "a.xlsx").write_bytes(data)
        with pytest.raises(FormatError, match="cannot read"):
            list(read_xlsx(tmp_path / "a.xlsx"))
    with pytest.raises(FormatError, match="cannot read"):
        list(read_csv(tmp_path / "none.csv"))
    (tmp_path / "a.csv").write_bytes(b"\xff\xff\x00\x81")
    with pytest.raises(FormatError):
        list(read_csv(tmp_path / "a.csv"))


def test_squad_and_back(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_squad(TOPICS, DOCUMENTS, path)
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        (paragraph,) = article["paragraphs"]
        for qa in paragraph["qas"]:
            for answer in qa["answers"]:
                start = answer["answer_start"]
                assert paragraph["context"][start : start + len(answer["text"])] == answer["text"]
    imported = read_squad(path)
    back = list(imported.topics)
    assert imported.texts == {doc_id: document.reading for doc_id, document in DOCUMENTS.items()}
    by_id = {topic.id: topic for topic in back}
    for topic in TOPICS:
        again = by_id[topic.id]
        assert (again.question, again.doc_id, again.answers) == (
            topic.question,
            topic.doc_id,
            topic.answers[:1],
        )
        assert all(topic.evidence[0] in quote for quote in again.evidence)
    assert find_labels(back, DOCUMENTS)


def test_of_several_ways_of_saying_it_the_shortest_is_taken(tmp_path: Path) -> None:
    context = "前一句。全线 设站十座，预计2025年建成。后一句。"
    answers = [{"text": each, "answer_start": context.index(each)} for each in ("设站十座", "十座")]
    qas = [{"id": 7, "question": "How many?", "answers": answers}]
    content = {"data": [{"title": "", "paragraphs": [{"context": context, "qas": qas}] * 2}]}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    imported = read_squad(path)
    first, second = imported.topics
    assert (first.answers, first.evidence) == (("十座",), ("全线设站十座，预计2025年建成。",))
    assert (first.doc_id, second.doc_id, first.lang) == ("text-1-1", "text-1-2", "en")
    with pytest.raises(FormatError, match="the question id '7' is there twice"):
        write_topics([first, second], tmp_path / "gold.jsonl")
    assert not list(tmp_path.glob("*gold*"))


QA: dict[str, Any] = {"id": "a", "question": "?", "answers": [{"text": "十座", "answer_start": 0}]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([], r"data must be a list, found null"),
        ({"data": [{}]}, r"data\[0\].paragraphs must be a list"),
        ({"data": [{"paragraphs": [{"qas": []}]}]}, r"paragraphs\[0\].context must be a text"),
        ({"data": [{"paragraphs": [{"context": "十座", "qas": [{}]}]}]}, r"qas\[0\].question must be a text"),
        ({"data": [{"paragraphs": [{"context": "百座", "qas": [QA]}]}]}, r"answers\[0\]: '十座' does not stand at 0"),
    ],
)  # fmt: skip
def test_what_is_no_squad_is_refused_with_its_place(tmp_path: Path, content: object, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        list(read_squad(path).topics)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(FormatError, match="cannot read"):
        read_squad(path)


def test_squad_needs_answers_that_stand_where_they_are_quoted(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="t1: the document 'park' does not say '九平方公里'"):
        write_squad([make_topic("t1", answers=("九平方公里",))], DOCUMENTS, tmp_path / "a.json")
    with pytest.raises(FormatError, match="no document 'none'"):
        write_squad([make_topic("t1", doc_id="none")], DOCUMENTS, tmp_path / "a.json")


def test_beir_judges_the_same_passages(tmp_path: Path) -> None:
    qrels = project(find_labels(TOPICS, DOCUMENTS), PASSAGES)
    titles = {doc_id: doc_id for doc_id in DOCUMENTS}
    export_beir(TOPICS, qrels, PASSAGES, titles, tmp_path / "set")
    public = read_beir(tmp_path / "set")
    assert list(public.qrels) == qrels
    assert [entry.id for entry in public.entries] == [passage.passage_id for passage in PASSAGES]
    assert [(q.id, q.answers) for q in public.questions] == [(t.id, t.answers) for t in TOPICS[:2]]


def test_beir_texts_become_documents(tmp_path: Path) -> None:
    qrels = project(find_labels(TOPICS, DOCUMENTS), PASSAGES)
    export_beir(TOPICS, qrels, PASSAGES, {"park": "园区"}, tmp_path / "set")
    imported = import_beir(tmp_path / "set")
    assert write_topics(imported.topics, tmp_path / "gold.jsonl") == 2
    topics = load_topics([tmp_path / "gold.jsonl"])
    write_texts(imported.texts, tmp_path / "texts")
    documents = {path.stem: make_document(path.stem, path.read_text(encoding="utf-8")) for path in (tmp_path / "texts").iterdir()}  # fmt: skip
    names = dict(zip(imported.texts, (passage.passage_id for passage in PASSAGES), strict=True))
    found = {(label.topic_id, names[label.doc_id]) for label in find_labels(topics, documents)}
    assert found == {(qrel.topic_id, qrel.passage_id) for qrel in qrels}
    assert topics[0].answers == ("8.05平方公里",)
    assert next(iter(imported.texts.values())).startswith("园区\n\n")
    with pytest.raises(FormatError, match="has files in it already"):
        write_texts(imported.texts, tmp_path / "texts")
    with pytest.raises(FormatError, match="is there already"):
        write_topics(topics, tmp_path / "gold.jsonl")
    with pytest.raises(GoldError, match="there is no folder"):
        import_beir(tmp_path / "none")


def test_trec_judges_the_same_passages(tmp_path: Path) -> None:
    qrels = project(find_labels(TOPICS, DOCUMENTS), PASSAGES)
    export_trec(TOPICS, qrels, tmp_path)
    topics = list(import_trec(tmp_path, PASSAGES).topics)
    assert [(t.id, t.question, t.answerable) for t in topics] == [
        (t.id, t.question, t.answerable) for t in TOPICS
    ]
    again = project(find_labels(topics, DOCUMENTS), PASSAGES)
    assert {(q.topic_id, q.passage_id) for q in again} == {(q.topic_id, q.passage_id) for q in qrels}


def test_topics_with_trecs_own_marks(tmp_path: Path) -> None:
    text = "<top>\n<num> Number: 401\n<title> 园区\n面积\n<desc> x\n</top>\n<top><num>402</num><title>几座</title></top>"
    (tmp_path / "topics.txt").write_text(text, encoding="utf-8")
    (tmp_path / "qrels.txt").write_text("401 0 park#1 2\n402 0 rail#1 0\n", encoding="utf-8")
    first, second = import_trec(tmp_path, PASSAGES).topics
    assert (first.id, first.question, first.doc_id) == ("401", "园区 面积", "park")
    assert (second.id, second.answerable) == ("402", False)


@pytest.mark.parametrize(
    ("topics", "qrels", "message"),
    [
        ("t1 no tab\n", "", "topics.tsv:1: expected an id, a tab and a question"),
        ("t1\tq\n", "t1 0 p\n", "qrels.txt:1: expected 4 columns"),
        ("t1\tq\n", "t1 0 none#1 1\n", "the index has no passage 'none#1'"),
        ("<top><num> 1 </top>", "", "topic 1 has no <num> or no <title>"),
    ],
)
def test_what_is_no_trec_folder_is_refused(tmp_path: Path, topics: str, qrels: str, message: str) -> None:
    (tmp_path / "topics.tsv").write_text(topics, encoding="utf-8")
    with pytest.raises(FormatError, match=r"needs topics.tsv or topics.txt, and qrels.txt"):
        import_trec(tmp_path, PASSAGES)
    (tmp_path / "qrels.txt").write_text(qrels, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        list(import_trec(tmp_path, PASSAGES).topics)
