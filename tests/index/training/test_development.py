"""The sets by which choices are made."""

from pathlib import Path

from index.training.corpora import DATA_SETS, Corpora
from index.training.development import development_sets


def test_the_two_sets_ask_the_same_of_texts_that_are_not_trained_on(data: Path) -> None:
    corpora = Corpora.read(data, seed=0)
    sets = development_sets(data, corpora.glosses())
    chinese, english = sets["chinese"], sets["english"]
    assert len(chinese.questions) == 40
    assert chinese.passages == english.passages
    assert chinese.qrels == english.qrels
    assert chinese.questions.keys() == english.questions.keys() == chinese.qrels.keys()
    for number, question in chinese.questions.items():
        (passage,) = chinese.qrels[number]
        assert question[:2] == chinese.passages[passage][:2]
    assert {word for question in english.questions.values() for word in question.split()} <= {
        "reservoir", "bridge", "hospital", "school", "park",
    }  # fmt: skip
    assert "cmrc2018_train" not in {data_set.name for data_set in DATA_SETS}
    trained = {text for pairs in corpora.pairs.values() for pair in pairs for text in pair}
    assert not trained & {*chinese.questions.values(), *chinese.passages.values()}
    assert development_sets(data, corpora.glosses()) == sets
