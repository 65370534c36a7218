"""Sentences that a column, a page or something between cuts in two."""

from corpus.document import EditKind
from corpus.layout.read import read_paragraphs
from corpus.layout.words import cuts_word
from tests.corpus.layout.strategies import PARK, RAIL, SCHOOL, column


def texts(text: str) -> list[str]:
    return ["".join(line.text for line in p.lines) for p in read_paragraphs(text)[0]]


def test_a_word_across_a_break_is_evidence_and_two_whole_words_are_none() -> None:
    assert cuts_word("支持数字仓融通的产", "品，通过物联网") > 3
    assert cuts_word("重点发展新材料、数", "字健康和农业") > 3
    assert cuts_word("园区开园。", "市域铁路") == 0
    assert cuts_word("A", "B") == 0


def test_a_column_that_breaks_after_the_first_line_of_a_paragraph() -> None:
    first, *rest = column(PARK).split("\n")
    text = "\n\n".join([column(RAIL), column(SCHOOL), first, "\n".join(rest), column(RAIL)])
    assert texts(text) == [RAIL, SCHOOL, PARK, RAIL]


def test_a_caption_between_two_columns_does_not_cut_the_sentence() -> None:
    for cut in range(2, 4):
        rows = column(PARK).split("\n")
        parts = ["\n".join(rows[:cut]), "青湖科技园一角", "\n".join(rows[cut:])]
        text = "\n\n".join([column(RAIL), column(SCHOOL), column(RAIL), *parts, column(SCHOOL)])
        paragraphs, edits = read_paragraphs(text)
        read = ["".join(line.text for line in p.lines) for p in paragraphs]
        if cuts_word(rows[cut - 1], rows[cut]) >= 4:
            assert PARK in read
            joined = [edit for edit in edits if edit.kind is EditKind.JOINED]
            assert [text[edit.target :].split("\n")[0] for edit in joined] == [rows[cut]]
        else:
            assert "青湖科技园一角" in read


def test_the_rest_of_a_lost_page_is_not_joined_to_a_new_paragraph() -> None:
    rows = column(PARK).split("\n")[:3]
    text = "\n\n".join([column(RAIL), column(SCHOOL), "\n".join(rows), column(RAIL), column(SCHOOL)])
    assert texts(text) == [RAIL, SCHOOL, "".join(rows), RAIL, SCHOOL]


AUTHORS = ["青湖日报记者 张三", "青湖日报记者 李四"]


def broken(first: str, rest: str, *more: str) -> list[str]:
    return texts("\n\n".join([column(RAIL), first, rest, *more, column(SCHOOL), column(PARK)]))


def test_on_a_page_of_several_articles_two_texts_need_a_word_or_likeness_in_common() -> None:
    first = "\n".join(column(SCHOOL).split("\n")[:2])
    rest = "\n".join(column("候鸟，每年冬天在水面越冬，观鸟的游客也多了起来。", indent=0).split("\n"))
    assert first.replace("\n", "") in broken(first, rest, *AUTHORS)
    assert (first + rest).replace("\n", "") in broken(first, rest), "in one story what follows is its rest"


def test_a_byline_is_not_the_first_line_of_what_follows() -> None:
    headline = "“候鸟在湿地越冬的日子里，\n公园的水面上浮岛增设了很多”"
    assert AUTHORS[0] in broken(AUTHORS[0], headline)


def test_a_mark_that_hangs_out_of_the_column_only_seems_to_begin_a_paragraph() -> None:
    whole = SCHOOL[:30] + "《候鸟，湿地，水面》，在每年冬天出版发行，供游客观察候鸟时使用。"
    rows = column(whole).split("\n")
    assert rows[2].startswith("《")
    assert whole in broken("\n".join(rows[:2]), "\n".join(rows[2:]), *AUTHORS)
