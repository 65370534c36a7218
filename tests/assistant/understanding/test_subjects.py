"""Documents and places that a question names."""

import pytest

from assistant.understanding.place import places
from assistant.understanding.whole_document import whole_document
from index.searcher import Searcher


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("成都地铁票价是多少？", ("成都",)), ("彭州的市长去杭州和深圳，为什么", ("彭州", "杭州", "深圳")), ("德陽的數字經濟", ("德阳",)),
        ("金牛区和什邡市哪个面积大", ("金牛区", "什邡市")), ("双湖科技园在哪里", ()), ("NB-IoT是什么东西", ()), ("哪些城市有都市工业", ()),
        ("How large is the park in Chengdu?", ("Chengdu",)), ("What is the enclave economy?", ()), ("", ()),
    ],
)  # fmt: skip
def test_the_places_of_a_question(searcher: Searcher, question: str, found: tuple[str, ...]) -> None:
    assert places(question, searcher) == found


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "《{}》",
        "《{}》讲了什么？",
        "请概括一下《{}》",
        "{}的主要内容是什么",
        "介绍一下《{}》",
        "What is {} about?",
        "summary of {}",
    ],
)
def test_a_question_about_a_document_as_a_whole(searcher: Searcher, form: str) -> None:
    for doc_id, document in searcher.documents.items():
        assert whole_document(form.format(document.title), searcher) == doc_id


def test_a_question_about_something_in_a_document_is_not_about_it_as_a_whole(searcher: Searcher) -> None:
    for document in searcher.documents.values():
        assert whole_document(f"《{document.title}》规定的面积是多少？", searcher) == ""
    assert whole_document("德阳", searcher) == ""
    assert whole_document("双湖科技园", searcher) == ""


@pytest.mark.parametrize(
    "question",
    ["这份规划主要讲什么？", "What is the plan about?", "Summarize the plan", "概括一下这份规划"],
)
def test_the_only_document_that_its_title_calls_so_is_pointed_at(searcher: Searcher, question: str) -> None:
    (plan,) = [doc_id for doc_id, document in searcher.documents.items() if "规划" in document.title]
    assert whole_document(question, searcher) == plan


@pytest.mark.parametrize("question", ["这篇报道主要讲什么？", "What is the park about?", "那里怎么样"])
def test_what_several_documents_may_be_is_not_pointed_at(searcher: Searcher, question: str) -> None:
    assert whole_document(question, searcher) == ""
