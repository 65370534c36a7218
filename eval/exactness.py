"""Is every citation exact, whatever is asked? `python -m eval.exactness [--texts FILE] [--count N]` prints what it found.

Questions are made from words of the documents, by chance, so most are odd: that is the point. Each citation of each
answer is held against the file's text, and each marker against the citations.
"""

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from assistant.app import Assistant, open_assistant
from assistant.records import Turn
from corpus.document import Document, Source, without_space
from corpus.formats import plain
from corpus.structure import build_document
from index.build import build_searcher
from index.encoder import load_encoder
from index.passage import Passage
from index.settings import BuildSettings

_FORMS = (
    "{0}是什么？", "{0}有多少？", "{0}在哪里？", "{0}什么时候{1}？", "谁负责{0}？", "{0}有哪些{1}？", "为什么{0}{1}？", "{0}和{1}有什么区别？",
    "{0}方面有哪些规定？", "哪份文件提到{0}？", "{0}可以{1}吗？", "2035年{0}是多少？", "{0}", "What is {0}?", "請問{0}有哪些內容？",
)  # fmt: skip
_WORDS = re.compile(r"[㐀-鿿]{2,8}")


@dataclass(frozen=True, slots=True)
class Exactness:
    """How many questions were asked and answered, how many citations were seen, and the questions with a wrong one."""

    asked: int
    answered: int
    citations: int
    wrong: tuple[str, ...]


def main(
    texts: Annotated[
        Path | None, typer.Option(help="JSONL with `title` and `text` a line; may be gzipped.")
    ] = None,
    documents: Annotated[int, typer.Option(help="Texts of it that are indexed.")] = 300,
    count: Annotated[int, typer.Option(help="Questions to each index.")] = 5000,
) -> None:
    """Ask, check, and print the counts. Exit 1 if a citation is not exact."""
    assistants = {"embedded": open_assistant()}
    if texts:
        assistants[texts.name] = _over(texts, documents)
    bad = False
    for name, assistant in assistants.items():
        found = check(assistant, questions(assistant.passages, count))
        bad |= bool(found.wrong)
        typer.echo(
            f"{name}: {found.asked} questions, {found.answered} answered, {found.citations} citations,"
            f" {len(found.wrong)} questions with one that is not exact"
        )
        for question in found.wrong[:5]:
            typer.echo(f"  {question}")
    raise typer.Exit(int(bad))


def questions(passages: Sequence[Passage], count: int, seed: int = 1) -> Iterator[str]:
    """Questions of all forms about words of the passages, the same for the same seed."""
    chance = random.Random(seed)
    for n in range(count):
        words = _WORDS.findall(chance.choice(passages).text) or ["问题"]
        yield _FORMS[n % len(_FORMS)].format(chance.choice(words), chance.choice(words))


def check(
    assistant: Assistant, asked: Iterator[str], *, on_turn: Callable[[Turn], None] = lambda turn: None
) -> Exactness:
    """Ask all questions; a question is wrong if a quote is not what the file says or a marker has no citation."""
    total = answered = citations = 0
    wrong = []
    for question in asked:
        turn = assistant.ask(question)
        on_turn(turn)
        total += 1
        answered += turn.answer.status == "answered"
        citations += len(turn.answer.citations)
        if not is_exact(turn, assistant):
            wrong.append(question)
    return Exactness(total, answered, citations, tuple(wrong))


def is_exact(turn: Turn, assistant: Assistant) -> bool:
    """Whether each quote stands in its document, stands in the answer, and has a marker there, and no other has."""
    answer = turn.answer
    own_words = answer.text
    for citation in answer.citations:
        text = assistant.document(citation.doc_id).text
        said = "".join(text[start:end] for start, end in citation.spans)
        if without_space(said) != without_space(citation.quote) or f" [{citation.n}]" not in answer.text:
            return False
        own_words = own_words.replace(" ".join(citation.quote.split()), "")
    numbers = {citation.n for citation in answer.citations}
    return {int(n) for n in re.findall(r"\[(\d+)\]", own_words)} <= numbers


def _over(path: Path, count: int) -> Assistant:
    """An assistant over the first texts of a collection, held in memory."""
    opener = gzip.open if path.suffix == ".gz" else open
    documents: list[Document] = []
    with opener(path, "rt", encoding="utf-8") as lines:
        for n, line in enumerate(islice(lines, count)):
            row = json.loads(line)
            source = Source(f"text-{n}", f"text-{n}.md", title=row["title"])
            documents.append(build_document(source, plain.read(row["text"].encode(), None), ""))
    kept = [document for document in documents if document.reading.strip()]
    return Assistant(build_searcher(kept, load_encoder(), BuildSettings(), lambda *_: None))


if __name__ == "__main__":
    typer.run(main)
