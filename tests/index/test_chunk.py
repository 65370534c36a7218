"""Passages cover their document, end where sentences end, and stay within one section."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.document import Block, BlockKind, Document, without_space
from corpus.sentence import split_sentences
from index.chunk import chunk
from index.passage import Passage
from index.searcher import Searcher
from index.settings import BuildSettings
from tests.corpus.strategies import read, texts

SETTINGS = st.builds(
    BuildSettings,
    passage_chars=st.sampled_from([20, 80, 400]),
    min_passage_chars=st.sampled_from([0, 30, 150]),
)
LONGEST = 2000


def check(document: Document, passages: list[Passage]) -> None:
    end = 0
    for number, passage in enumerate(passages, 1):
        assert passage.passage_id == f"{document.doc_id}#{number}"
        assert passage.start >= end
        assert not document.reading[end : passage.start].strip(), "only white space stands between passages"
        assert passage.text == document.reading[passage.start : passage.end] == passage.text.strip() != ""
        assert passage.spans == document.spans(passage.start, passage.end)
        end = passage.end
    assert not document.reading[end:].strip()
    check_sentences(document, passages)
    check_sections(document, passages)


def lines_of(block: Block, text: str) -> list[tuple[int, int]]:
    """A heading is one piece; a table or headline is made of lines."""
    if block.kind is BlockKind.HEADING:
        return [(0, len(text))]
    ends = [i for i, char in enumerate(text) if char == "\n"] + [len(text)]
    return list(zip([0, *(end + 1 for end in ends[:-1])], ends, strict=True))


def check_sentences(document: Document, passages: list[Passage]) -> None:
    """A passage may begin or end inside no sentence, row, headline or heading."""
    cuts = {passage.start for passage in passages} | {passage.end for passage in passages}
    for block in document.blocks:
        text = document.reading[block.start : block.end]
        whole = split_sentences(text) if block.kind is BlockKind.PARAGRAPH else lines_of(block, text)
        for start, end in whole:
            sentence = text[start:end]
            first = block.start + start + len(sentence) - len(sentence.lstrip())
            last = block.start + start + len(sentence.rstrip())
            assert end - start > LONGEST or not any(first < cut < last for cut in cuts)


def check_sections(document: Document, passages: list[Passage]) -> None:
    for passage in passages:
        inside = [b for b in document.blocks if b.start < passage.end and b.end > passage.start]
        below = [b for b in inside if b.kind is not BlockKind.HEADING]
        assert {b.section for b in below} <= {passage.section}
        assert {b.kind for b in below} <= {passage.kind}
        if not below:
            assert passage.kind is BlockKind.HEADING


@settings(max_examples=200)
@given(texts(), SETTINGS)
def test_passages_follow_the_structure_of_any_text(text: str, settings: BuildSettings) -> None:
    document = read(text)
    check(document, chunk(document, settings))


def test_passages_follow_the_structure_of_the_embedded_documents(searcher: Searcher) -> None:
    for document in searcher.documents.values():
        check(document, chunk(document, BuildSettings()))


def test_ids_are_unique_and_passages_as_long_as_they_should_be(searcher: Searcher) -> None:
    assert len({p.passage_id for p in searcher.passages}) == len(searcher.passages)
    limit = BuildSettings().passage_chars
    for passage in searcher.passages:
        sentences = [passage.text[a:b] for a, b in split_sentences(passage.text)]
        below_headings = [s for s in sentences if not s.endswith("\n")]
        assert (
            len(passage.text) <= limit or len(below_headings) == 1 or passage.kind is not BlockKind.PARAGRAPH
        )


@settings(max_examples=50)
@given(texts(), SETTINGS)
def test_larger_passages_hold_the_same_text(text: str, settings: BuildSettings) -> None:
    document = read(text)
    assume(document.blocks)
    whole = "".join(p.text for p in chunk(document, settings))
    assert without_space(whole) == without_space(document.reading)


def test_a_sentence_of_no_reasonable_length_is_cut() -> None:
    document = read("园区" * 3000 + "。")
    passages = chunk(document, BuildSettings())
    assert max(len(p.text) for p in passages) <= LONGEST
    assert "".join(p.text for p in passages) == document.reading


def test_what_is_no_sentence_is_cut_too() -> None:
    """A word list without a full stop must not become one passage of any length."""
    document = read("\n".join(f"词语{n}" for n in range(900)))
    assert max(len(p.text) for p in chunk(document, BuildSettings())) <= LONGEST


def test_a_heading_opens_the_passage_of_the_text_below_it() -> None:
    document = read(
        "青湖镇规划\n\n一、总体要求\n青湖镇与柳川市共同建设园区。\n二、空间格局\n铁路全线贯通。\n"
    )
    _, first, second = chunk(document, BuildSettings())
    assert (first.section, second.section) == (("一、总体要求",), ("二、空间格局",))
    assert first.text.startswith("一、总体要求\n")
