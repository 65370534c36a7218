"""TREC's files: topics and judgements about the passages of an index.

`topics.tsv` has an id and a question a line; `topics.txt` may have TREC's own marks instead, of which number
and title are read. `qrels.txt` judges passages by their ids in the index.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from corpus.document import without_space
from eval.errors import FormatError
from eval.exchange.gold import Imported, language
from eval.qrels import Qrel
from eval.topics import Quote, Topic
from eval.trec import qrels_lines, read_qrels_file
from index.passage import Passage

_TOPICS = ("topics.tsv", "topics.txt")
_QRELS = "qrels.txt"
_TOP = re.compile(r"<top>(.*?)</top>", re.DOTALL)
_NUMBER = re.compile(r"<num>\s*(?:Number:)?\s*([^\s<]+)", re.IGNORECASE)
_TITLE = re.compile(r"<title>\s*(?:Topic:)?\s*([^<]+)", re.IGNORECASE)


def import_trec(folder: Path, passages: Sequence[Passage]) -> Imported:
    """The topics of a folder; each passage judged relevant is a quote. Topics without one are not answerable.

    Raises FormatError for what is malformed, or a passage that the index does not have.
    """
    path = next((folder / name for name in _TOPICS if (folder / name).is_file()), None)
    if path is None or not (folder / _QRELS).is_file():
        raise FormatError(f"{folder} needs {' or '.join(_TOPICS)}, and {_QRELS}")
    by_id = {passage.passage_id: passage for passage in passages}
    quotes: dict[str, list[Quote]] = {}
    for qrel in read_qrels_file(folder / _QRELS):
        if qrel.grade > 0 and qrel.passage_id not in by_id:
            raise FormatError(f"{folder / _QRELS}: the index has no passage {qrel.passage_id!r}")
        if qrel.grade > 0:
            passage = by_id[qrel.passage_id]
            quotes.setdefault(qrel.topic_id, []).append(Quote(passage.doc_id, without_space(passage.text)))
    return Imported((_topic(*each, quotes) for each in _questions(path)), {})


def export_trec(topics: Iterable[Topic], qrels: Iterable[Qrel], folder: Path) -> None:
    """Write topics, without the messages before them, and judgements."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (f"{topic.id}\t{' '.join(topic.question.split())}\n" for topic in topics)
    (folder / _TOPICS[0]).write_text("".join(lines), encoding="utf-8")
    (folder / _QRELS).write_text(qrels_lines(qrels), encoding="utf-8")


def _questions(path: Path) -> Iterator[tuple[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"cannot read {path}: {error}") from error
    marked = _TOP.findall(text)
    for n, block in enumerate(marked, start=1):
        number, title = _NUMBER.search(block), _TITLE.search(block)
        if number is None or title is None or not title.group(1).strip():
            raise FormatError(f"{path}: topic {n} has no <num> or no <title>")
        yield number.group(1), " ".join(title.group(1).split())
    for n, line in enumerate([] if marked else text.splitlines(), start=1):
        if line.strip():
            topic_id, _, question = line.partition("\t")
            if not topic_id.strip() or not question.strip():
                raise FormatError(f"{path}:{n}: expected an id, a tab and a question")
            yield topic_id.strip(), question.strip()


def _topic(topic_id: str, question: str, quotes: Mapping[str, Sequence[Quote]]) -> Topic:
    own = quotes.get(topic_id, ())
    doc_id = own[0].doc_id if own else None
    inside = tuple(quote.quote for quote in own if quote.doc_id == doc_id)
    return Topic(
        id=topic_id,
        type="trec",
        lang=language(question),
        history=(),
        question=question,
        doc_id=doc_id,
        evidence=inside[:1],
        answers=(),
        answerable=bool(own),
        alt_evidence=inside[1:],
        elsewhere=tuple(quote for quote in own if quote.doc_id != doc_id),
    )
