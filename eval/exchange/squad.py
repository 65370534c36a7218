"""SQuAD's JSON: contexts with questions, each answer a stretch of its context.

SQuAD's answers are ways of saying one thing, ours are all parts of one answer: of several the shortest is
taken, and only the first of ours is written. Its quote is the sentence that the answer stands in.
Rajpurkar, Jia and Liang, "Know What You Don't Know: Unanswerable Questions for SQuAD", ACL 2018.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.document import Document, without_space
from corpus.names import distinct
from corpus.sentence import split_sentences
from eval.errors import FormatError
from eval.exchange.gold import Imported, doc_ids, language, new_id
from eval.topics import Topic

_TYPE = "squad"


def read_squad(path: Path) -> Imported:
    """The questions and contexts of a file. Raises FormatError naming where in it something is wrong."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise FormatError(f"cannot read {path}: {error}") from error
    texts: dict[str, str] = {}
    found: list[tuple[str, str, Mapping[str, Any], str]] = []
    for where, name, paragraph in _paragraphs(content, str(path)):
        name = distinct(name, texts)
        texts[name] = _of(paragraph, "context", str, where)
        for n, qa in enumerate(_of(paragraph, "qas", list, where)):
            found.append((name, texts[name], qa, f"{where}.qas[{n}]"))
    ids = doc_ids(texts)
    return Imported(
        topics=(_topic(qa, context, ids[name], where) for name, context, qa, where in found),
        texts={ids[name]: text for name, text in texts.items()},
    )


def write_squad(topics: Iterable[Topic], documents: Mapping[str, Document], path: Path) -> None:
    """Write the questions below the reading texts of their documents, those without one below the first.

    Raises FormatError if an answer does not stand in its quote, or the quote not in the document.
    """
    questions: dict[str, list[dict[str, Any]]] = {doc_id: [] for doc_id in documents}
    first = next(iter(documents))
    for topic in topics:
        answers = [_located(topic, documents)] if topic.doc_id is not None else []
        questions[topic.doc_id or first].append(
            {
                "id": topic.id,
                "question": topic.question,
                "answers": answers,
                "is_impossible": not topic.answerable,
            }
        )
    data = [
        {"title": doc_id, "paragraphs": [{"context": documents[doc_id].reading, "qas": qas}]}
        for doc_id, qas in questions.items()
        if qas
    ]
    content = {"version": "v2.0", "data": data}
    path.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")


def _paragraphs(content: Any, path: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Where it stands, a name and the paragraph; a title with one paragraph names it, else with a number."""
    for at, article in enumerate(_of(content, "data", list, path)):
        where = f"{path}: data[{at}]"
        paragraphs = _of(article, "paragraphs", list, where)
        title = str(article.get("title") or f"text {at + 1}")
        for n, paragraph in enumerate(paragraphs):
            name = title if len(paragraphs) == 1 else f"{title} {n + 1}"
            yield f"{where}.paragraphs[{n}]", name, paragraph


def _topic(qa: Mapping[str, Any], context: str, doc_id: str, where: str) -> Topic:
    question = _of(qa, "question", str, where).strip()
    if not question:
        raise FormatError(f"{where}.question is empty")
    answers = [] if qa.get("is_impossible") else _of(qa, "answers", list, where)
    answerable = bool(answers)
    evidence: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    if answers:
        texts = [(_of(a, "text", str, f"{where}.answers[{n}]"), a, n) for n, a in enumerate(answers)]
        text, answer, n = min(texts, key=lambda each: (len(each[0]), each[2]))
        start = _of(answer, "answer_start", int, f"{where}.answers[{n}]")
        if not text.strip() or context[start : start + len(text)] != text or start < 0:
            raise FormatError(f"{where}.answers[{n}]: {text[:40]!r} does not stand at {start} in its context")
        evidence = (without_space(_sentences(context, start, start + len(text))),)
        key = (without_space(text),)
    return Topic(
        id=str(qa.get("id") or new_id(question, doc_id)),
        type=_TYPE,
        lang=language(question),
        history=(),
        question=question,
        doc_id=doc_id if answerable else None,
        evidence=evidence,
        answers=key,
        answerable=answerable,
    )


def _sentences(context: str, start: int, end: int) -> str:
    """The sentences that `[start, end)` touches."""
    touched = [(a, b) for a, b in split_sentences(context) if a < end and b > start]
    return context[touched[0][0] : touched[-1][1]]


def _located(topic: Topic, documents: Mapping[str, Document]) -> dict[str, Any]:
    """The first key string, or the first quote where there is none, with where it stands in the reading text."""
    document = documents.get(topic.doc_id or "")
    if document is None:
        raise FormatError(f"{topic.id}: there is no document {topic.doc_id!r} in this index")
    kept = [at for at, char in enumerate(document.reading) if not char.isspace()]
    text = "".join(document.reading[at] for at in kept)
    quote = without_space(topic.evidence[0])
    answer = without_space(topic.answers[0]) if topic.answers else quote
    for quoted in map(without_space, topic.evidence):
        at = text.find(quoted)
        if at >= 0 and answer in quoted:
            start = at + quoted.index(answer)
            begin, end = kept[start], kept[start + len(answer) - 1] + 1
            return {"text": document.reading[begin:end], "answer_start": begin}
    raise FormatError(
        f"{topic.id}: the document {topic.doc_id!r} does not say {answer[:40]!r} where it is quoted"
    )


def _of(row: Any, name: str, kind: type, where: str) -> Any:
    value = row.get(name) if isinstance(row, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        expected = {list: "a list", str: "a text", int: "a whole number"}[kind]
        raise FormatError(
            f"{where}.{name} must be {expected}, found {json.dumps(value, ensure_ascii=False)[:60]}"
        )
    return value
