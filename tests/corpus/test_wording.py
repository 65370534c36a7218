"""Reasons in two languages: both say the same, each is used, and what is raised fills all of its braces."""

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assistant.wording
import corpus.wording
import eval.wording
import index.wording
from corpus.errors import CatalogueError, DecodeError, SourceError
from corpus.files import Skipped, skip
from corpus.wording import Reason, ReasonedError, because, of_system, untranslated
from eval.errors import EvalError
from index.errors import RetrievalError

ROOT = Path(__file__).parents[2]
TABLES = (corpus.wording.WORDING, index.wording.WORDING, eval.wording.WORDING)
WORDING = {name: said for table in TABLES for name, said in table.items()}
SAYING = ("because", "because_index")
TREES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for folder in ("corpus", "index", "assistant", "eval")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path.name != "wording.py" and re.search("because\\(|refused_as\\(", path.read_text(encoding="utf-8"))
]


def test_no_sentence_is_in_two_tables() -> None:
    assert len(WORDING) == sum(map(len, TABLES))


def braces(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def calls() -> Iterator[ast.Call]:
    for tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
                yield node


@pytest.mark.parametrize("name", WORDING)
def test_both_languages_say_the_same_values(name: str) -> None:
    english, chinese = WORDING[name]["en"], WORDING[name]["zh"]
    assert braces(english) == braces(chinese)
    bare = chinese.format(**dict.fromkeys(braces(chinese), ""))
    assert any("\u4e00" <= char <= "\u9fff" for char in bare) or name in ("is_value", "entry_of", "only_one")
    assert english.isascii()
    assert not english.endswith(".")
    assert not chinese.endswith("。")


def test_every_sentence_is_said_somewhere() -> None:
    texts = {
        node.value
        for tree in TREES
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    formats = {f"kind_{each}" for each in ("word", "slides", "sheet", "epub")}
    assert set(WORDING) == set(WORDING) & (texts | formats)


def test_what_is_said_has_all_its_values() -> None:
    checked = 0
    for call in calls():
        name = call.args[0]
        if isinstance(name, ast.Constant) and all(keyword.arg for keyword in call.keywords):
            sentence = (assistant.wording.WORDING | WORDING)[name.value]
            assert {keyword.arg for keyword in call.keywords} == braces(sentence["en"]), name.value
            checked += 1
    assert checked > 100


@given(
    st.text(),
    st.sampled_from(sorted(n for n, said in corpus.wording.WORDING.items() if not braces(said["en"]))),
)
def test_a_reason_within_a_reason_is_in_its_language(path: str, name: str) -> None:
    why = because("cannot_read", path=path, why=because(name))
    assert str(why) == why.en == f"cannot read {path}: {WORDING[name]['en']}"
    assert why.zh == f"无法读取 {path}：{WORDING[name]['zh']}"
    assert skip(path, why).why == why


@pytest.mark.parametrize("kind", [SourceError, DecodeError, CatalogueError, RetrievalError, EvalError])
def test_an_error_keeps_both_on_its_way_between_processes(kind: type[ReasonedError]) -> None:
    error = pickle.loads(pickle.dumps(kind(because("too_deep", most=4))))
    assert type(error) is kind
    assert error.reason == because("too_deep", most=4)
    assert str(error) == error.reason.en


def test_what_others_say_stays_as_it_is() -> None:
    assert DecodeError("as a library has it").reason == untranslated("as a library has it")
    assert Skipped("a", "only English").why == Reason("only English", "only English")
    assert of_system(ValueError("odd")) == untranslated("odd")


def test_what_the_system_says_is_told_in_chinese_where_it_is_known(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "gone").read_bytes()
    assert of_system(missing.value) == Reason("No such file or directory", "没有这个文件")
    assert of_system(OSError(9999, "strange")) == untranslated("strange")


def test_other_words_in_a_reason_are_in_both_languages() -> None:
    why = because("no_such_path", path="/uploads/a.txt").replaced("/uploads/", "")
    assert why == because("no_such_path", path="a.txt")
