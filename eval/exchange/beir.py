"""BEIR's folders: the texts of a set become documents, the passages of an index become its texts."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.document import without_space
from eval.beir import PublicSet, Question, read_beir
from eval.exchange.gold import Imported, doc_ids, language
from eval.qrels import Qrel
from eval.topics import Quote, Topic
from index.passage import Passage


def import_beir(folder: Path) -> Imported:
    """The queries that have a judgement; every text judged relevant is a quote of its own document.

    Of answers that the set has, those count that stand in the first such text: BEIR's are ways of saying one
    thing, so the first is taken. Raises GoldError for what is no such folder.
    """
    public = read_beir(folder)
    ids = doc_ids(entry.id for entry in public.entries)
    texts = {
        ids[entry.id]: f"{entry.title}\n\n{entry.text}" if entry.title else entry.text
        for entry in public.entries
    }
    return Imported(_topics(public, ids), texts)


def export_beir(
    topics: Iterable[Topic],
    qrels: Iterable[Qrel],
    passages: Sequence[Passage],
    titles: Mapping[str, str],
    folder: Path,
) -> None:
    """Write passages, questions and judgements. `titles` are those of the documents, by doc_id.

    What is not answerable has no judgement, and readers leave it out. The messages before a question are in
    its `metadata`.
    """
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    _write(
        folder / "corpus.jsonl",
        ({"_id": p.passage_id, "title": titles.get(p.doc_id, ""), "text": p.text} for p in passages),
    )
    _write(folder / "queries.jsonl", map(_query, topics))
    with (folder / "qrels" / "test.tsv").open("w", encoding="utf-8") as file:
        file.write("query-id\tcorpus-id\tscore\n")
        file.writelines(f"{q.topic_id}\t{q.passage_id}\t{q.grade}\n" for q in qrels)


def _topics(public: PublicSet, ids: Mapping[str, str]) -> Iterator[Topic]:
    entries = {entry.id: entry for entry in public.entries}
    relevant: dict[str, list[str]] = {}
    for qrel in public.qrels:
        if qrel.grade > 0 and entries.get(qrel.passage_id) and entries[qrel.passage_id].text.strip():
            relevant.setdefault(qrel.topic_id, []).append(qrel.passage_id)
    for question in public.questions:
        if found := relevant.get(question.id):
            quotes = [Quote(ids[each], without_space(entries[each].text)) for each in found]
            yield _topic(question, quotes, public.name)


def _topic(question: Question, quotes: Sequence[Quote], name: str) -> Topic:
    first, *others = quotes
    said = [answer for answer in map(without_space, question.answers) if answer in first.quote]
    return Topic(
        id=question.id,
        type=name,
        lang=language(question.text),
        history=(),
        question=question.text,
        doc_id=first.doc_id,
        evidence=(first.quote,),
        answers=tuple(said[:1]),
        answerable=True,
        elsewhere=tuple(others),
    )


def _query(topic: Topic) -> dict[str, Any]:
    row: dict[str, Any] = {"_id": topic.id, "text": topic.question}
    if topic.answers:
        row["answers"] = list(topic.answers)
    history = [{"role": message.role, "content": message.content} for message in topic.history]
    return {**row, "metadata": {"history": history, "type": topic.type}}


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
