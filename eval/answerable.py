"""Questions of several collections, each with what is known of its evidence and whether the documents answer it."""

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.candidates import with_definitions
from assistant.confidence import Signals
from assistant.evidence import select
from assistant.records import Message
from assistant.understand import understand
from eval.beir import Entry, PublicSet, read_beir
from eval.errors import GoldError
from eval.near_misses import COLLECTIONS, OWN, index_collection, near_misses
from eval.public import index_set, sample
from eval.topics import default_gold, in_split, load_topics
from index.encoder import load_encoder
from index.searcher import Searcher
from index.settings import BuildSettings

GOLD, NEAR, OFF_CHINESE, OFF_ENGLISH = "gold", "near misses", "off topic", "off topic, English"
PUBLIC = ("drcd_simp", "xquad_zh", "dureader_checklist_dev", "cmrc2018_dev")
_READ, _SKIMMED = 10, 60  # hits that evidence is sought in, and a definition, as for a user
_PUBLIC_QUESTIONS = 200  # of a public set
_OFF_TOPIC = 220  # of a language
_MAX_CHARS = 900  # of a question


@dataclass(frozen=True, slots=True)
class Example:
    """One question of a set: what is known of its evidence, and whether the documents hold its answer.

    `corpus` is what it was asked of: `OWN` or the name of another collection.
    """

    set_name: str
    question_id: str
    signals: Signals
    answerable: bool
    corpus: str = OWN


def own_examples(searcher: Searcher, data: Path) -> Iterator[Example]:
    """Asked of the embedded documents: gold questions of the dev half, near misses, and questions about something else.

    Those about other years than the documents' are decided by rule and left out.
    """
    for topic in in_split(load_topics(default_gold()), "dev"):
        yield from _examples(GOLD, OWN, topic.id, topic.question, topic.history, topic.answerable, searcher)
    for n, row in enumerate(near_misses()):
        if row.of == OWN:
            yield from _examples(NEAR, OWN, f"{n}", row.question, row.history, row.answerable, searcher)
    for name in PUBLIC:
        for question in sample(read_beir(data / "beir" / name), _OFF_TOPIC // len(PUBLIC)).questions:
            yield from _examples(OFF_CHINESE, OWN, question.id, question.text, (), False, searcher)
    for n, text in enumerate(_english(data)):
        yield from _examples(OFF_ENGLISH, OWN, f"{n}", text, (), False, searcher)


def written_examples(data: Path) -> Iterator[Example]:
    """The near misses of the other collections and the answerable questions beside them."""
    for name in COLLECTIONS:
        searcher = index_collection(name, data)
        for n, row in enumerate(near_misses()):
            if row.of == name:
                yield from _examples(name, name, f"{n}", row.question, row.history, row.answerable, searcher)


def public_examples(data: Path) -> Iterator[Example]:
    """Questions of public sets over half of their texts: those whose text was taken away are not answerable.

    A text that is kept and has the same title, or is of the same article, must not hold an answer either.
    """
    for name in PUBLIC:
        whole = sample(read_beir(data / "beir" / name), _PUBLIC_QUESTIONS)
        kept = [entry for entry in whole.entries if _is_kept(entry.id)]
        searcher = index_set(
            replace(whole, entries=tuple(kept)), load_encoder(), lambda *_: None, settings=BuildSettings()
        )
        for question_id, text, answerable in _halved(whole, kept):
            yield from _examples(name, name, question_id, text, (), answerable, searcher)


def _halved(whole: PublicSet, kept: Sequence[Entry]) -> Iterator[tuple[str, str, bool]]:
    """Each question with whether what answers it is kept; not those of which that is only partly so."""
    left = {entry.id for entry in kept}
    articles: dict[str, list[str]] = defaultdict(list)
    for entry in kept:
        articles[_article(entry)].append(entry.text)
    article_of = {entry.id: _article(entry) for entry in whole.entries}
    holders: dict[str, list[str]] = defaultdict(list)
    for qrel in whole.qrels:
        holders[qrel.topic_id].append(qrel.passage_id)
    for question in whole.questions:
        held = [holder in left for holder in holders[question.id]]
        near = "\n".join(text for h in holders[question.id] for text in articles[article_of.get(h, "")])
        if all(held) or (not any(held) and not any(answer in near for answer in question.answers)):
            yield question.id, question.text, held[0]


def _article(entry: Entry) -> str:
    return entry.title or entry.id.split("_")[0]


def _english(data: Path) -> list[str]:
    """Everyday questions in English."""
    path = data / "pairs" / "tatoeba_zh_en.jsonl.gz"
    if not path.is_file():
        raise GoldError(f"there is no file {path}: give the folder with the public data")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        asked = {text for text in (json.loads(line)["b"] for line in lines) if text.endswith("?")}
    return sorted((text for text in asked if len(text.split()) > 3), key=_digest)[:_OFF_TOPIC]


def _examples(
    set_name: str,
    corpus: str,
    question_id: str,
    question: str,
    history: Sequence[Message],
    answerable: bool,
    searcher: Searcher,
) -> Iterator[Example]:
    query = understand(question[:_MAX_CHARS], history, searcher)
    if query.reply or query.document:
        return
    search = searcher.analyse(query.content, context=query.context, question=query.standalone)
    hits = searcher.search(search, k=_SKIMMED)
    selection = select(query, search, with_definitions(query, hits, searcher, most=_READ), searcher)
    if selection.evidence and not selection.is_off:
        yield Example(set_name, question_id, selection.signals, answerable, corpus)


def _is_kept(doc_id: str) -> bool:
    return _digest(f"{doc_id}x")[0] % 2 == 0


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
