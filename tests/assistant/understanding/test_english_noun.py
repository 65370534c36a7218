"""What an English question with which or what names the answer by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.english_noun import is_plural, names_end, noun_asked
from assistant.understanding.kind import kind_of


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Which river does the line cross?", "river"),
        ("In which subdistrict is the market?", "subdistrict"),
        ("Which company leads the drinks sector?", "company"),
        ("Which American company moved into the park?", "company"),
        ("What new energy base will be built?", "base"),
        ("Which railway line serves as the axis?", "line"),
        ("Which animals get protection in the hills?", "animals"),
        ("What is the area of the park?", ""),
        ("Which of them is older?", ""),
        ("What kind of base should it become?", ""),
        ("What type is it?", ""),
        ("Where is the park?", ""),
        ("哪条河？", ""),
    ],
)
def test_the_noun_that_an_english_question_asks_for(question: str, noun: str) -> None:
    assert noun_asked(question) == noun


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which river does the line cross?", "topic"),
        ("Which company leads the drinks sector?", "name"),
        ("Which premier signed the order?", "name"),
        ("Which rivers does the line cross?", "list"),
        ("Which people are invited?", "list"),
        ("In which months is fishing closed?", "date"),
        ("What about officials who break the rules?", "topic"),
        ("By whom was it built?", "name"),
        ("What does NAV stand for?", "definition"),
        ("What is the annual trading volume of the market?", "quantity"),
        ("number of firms in the park", "quantity"),
        ("daily output of the plant", "quantity"),
    ],
)
def test_one_thing_or_several_is_told_by_the_noun(question: str, kind: str) -> None:
    assert kind_of(question) == kind


def test_plurals_have_the_endings_of_one() -> None:
    assert names_end("rivers") == names_end("river") == ("江", "河")
    assert names_end("cities") == names_end("city")
    assert [
        noun for noun in ("rivers", "people", "children", "bus", "campus", "river") if is_plural(noun)
    ] == [
        "rivers",
        "people",
        "children",
    ]


@given(st.text(alphabet="abcs WhichOfwhat ?'-", max_size=60))
def test_it_is_a_word_of_the_question(text: str) -> None:
    assert noun_asked(f"Which {text}") in f"which {text}".lower()
