"""A sentence that several documents have is quoted once and cited in each."""

import pytest

from assistant.app import Assistant
from assistant.cite import is_exact
from corpus.document import Document, Source
from corpus.formats import plain
from corpus.structure import build_document
from index.build import build_searcher
from index.encoder import load_encoder
from index.settings import BuildSettings

SAID = "青湖科技园规划面积8.05平方公里，分三期建设。"
TEXTS = {
    "one": f"青湖镇的消息。\n{SAID}\n园区由青湖镇与柳川市共建，双方按比例分享税收。\n",
    "two": f"柳川市的规划。\n市域铁路全线设站12座。\n{SAID}\n",
    "wrapped": "合作的消息。\n青湖科技园规划面积8.05\n平方公里，分三期建设。\n记者昨日在现场看到，施工正忙。\n",
    "other": "白石科技园规划面积3.2平方公里，分两期建设。\n",
}


def document(name: str, text: str) -> Document:
    return build_document(Source(name, f"{name}.txt", title=name), plain.read(text.encode(), None), "")


@pytest.fixture(scope="module")
def several() -> Assistant:
    documents = [document(name, text) for name, text in TEXTS.items()]
    return Assistant(build_searcher(documents, load_encoder(), BuildSettings(), lambda *_: None))


def test_the_same_sentence_is_quoted_once_and_cited_in_each_document(several: Assistant) -> None:
    answer = several.ask("青湖科技园规划面积多大？").answer
    assert answer.text.count("8.05") == 1
    cited = {citation.doc_id for citation in answer.citations if "8.05" in citation.quote}
    assert {"one", "two"} <= cited
    assert "other" not in {citation.doc_id for citation in answer.citations}
    line = next(line for line in answer.text.splitlines() if "8.05" in line)
    assert all(f"[{citation.n}]" in line for citation in answer.citations if citation.doc_id in cited)
    for citation in answer.citations:
        assert is_exact(citation, several.document(citation.doc_id))


def test_what_one_document_says_is_cited_once(several: Assistant) -> None:
    answer = several.ask("市域铁路设站多少座？").answer
    assert [citation.doc_id for citation in answer.citations] == ["two"]


def test_copies_of_a_whole_passage_are_cited_with_it() -> None:
    documents = [document(name, TEXTS["one"]) for name in ("first", "second", "third", "fourth")]
    found = Assistant(build_searcher(documents, load_encoder(), BuildSettings(), lambda *_: None))
    answer = found.ask("青湖科技园规划面积多大？").answer
    assert answer.text.count("8.05") == 1
    assert 2 <= len({citation.doc_id for citation in answer.citations}) <= 3
    for citation in answer.citations:
        assert is_exact(citation, found.document(citation.doc_id))
