import json
from pathlib import Path

import pytest

from eval.benchmarks.peers.laws import cut_laws, known_items
from eval.errors import GoldError


def write(folder: Path, count: int = 30) -> Path:
    path = folder / "laws.jsonl"
    rows = [
        {
            "_id": f"law{n}",
            "title": f"第{n}号条例",
            "text": f"# 第{n}号条例\n\n## 第一章 总则\n\n第一条 为了{n}。\n\n## 第二章  园区 管理{n}\n\n第二条 园区{n}。\n\n其他。\n\n"
            f"第三条 职责{n}。\n\n## 附件\n\n{'长' * 300}\n\n{'文' * 300}\n\n末尾\n",
        }
        for n in range(count)
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_articles_are_passages_without_their_headings(tmp_path: Path) -> None:
    chapters = {c.heading: c.passages for c in cut_laws(write(tmp_path, 1))}
    assert chapters == {
        "总则": ("第一条 为了0。",),
        "园区 管理0": ("第二条 园区0。\n其他。", "第三条 职责0。"),
        "附件": ("长" * 300 + "\n" + "文" * 300, "末尾"),
    }


def test_the_same_file_makes_the_same_questions_and_a_larger_corpus_holds_the_smaller(tmp_path: Path) -> None:
    chapters = cut_laws(write(tmp_path))
    again = cut_laws(write(tmp_path))
    small, large = known_items(chapters, 60, 8), known_items(again, 140, 8)
    assert known_items(again, 60, 8) == small
    assert len(small.entries) == 60
    assert large.entries[:60] == small.entries
    assert large.questions[: len(small.questions)] == small.questions
    assert len(large.questions) == 8
    assert len({entry.id for entry in large.entries}) == len(large.entries)


def test_every_answer_of_a_question_is_among_the_passages_and_of_its_law(tmp_path: Path) -> None:
    found = known_items(cut_laws(write(tmp_path)), 100, 50)
    entries = {entry.id: entry for entry in found.entries}
    asked = {question.id: question.text for question in found.questions}
    assert {qrel.topic_id for qrel in found.qrels} == set(asked)
    for qrel in found.qrels:
        assert asked[qrel.topic_id].startswith(f"{entries[qrel.passage_id].title}对园区 管理")
    assert not any("总则" in text for text in asked.values())


@pytest.mark.parametrize(
    ("text", "said"), [("{}", "laws.jsonl:1"), ("[", "laws.jsonl:1"), ("", "holds no text")]
)
def test_a_file_that_is_wrong_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "laws.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=said):
        cut_laws(path)


def test_too_few_passages_for_a_question_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="take more"):
        known_items(cut_laws(write(tmp_path)), 1, 5)
