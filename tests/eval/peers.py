"""A system to compare with: a script of a few lines that does what the setting says, and tasks for it."""

from pathlib import Path

from eval.beir import Entry, Question
from eval.benchmarks.peers.environment import Environment
from eval.benchmarks.peers.systems import HERE, Contestant, System
from eval.benchmarks.peers.task import Task
from eval.qrels import Label, Qrel

SCRIPT = """
import os, time
from pathlib import Path
from eval.benchmarks.peers.scripts.protocol import Piece, main, place

class Fake:
    def __init__(self, job):
        self.how, self.asked, self.out, self.whole = job["setting"], 0, job["out"], job["whole"]
    def build(self, texts, *, whole):
        if self.how == "hungry":
            self.held = bytearray(1_000_000_000)
        self.texts = [(text.id, text.whole) for text in texts]
        if not whole:
            return []
        cut = [(t.id, part) for t in texts for part in t.text.split("。") if part]
        self.texts = [(f"{doc}#{n}", part) for n, (doc, part) in enumerate(cut)]
        whole_text = {t.id: t.text for t in texts}
        return [
            Piece(id_, doc, [(0, 10_000)] if self.how == "outside" else [place(whole_text[doc], part)])
            for (id_, part), (doc, _) in zip(self.texts, cut)
        ]
    def save(self, folder):
        (folder / "kept").write_text("kept")
    def load(self, folder):
        assert (folder / "kept").read_text() == "kept"
        self.texts = []
        if self.how == "frozen":
            time.sleep(60)
    def search(self, question, history, k):
        self.asked += 1  # the first is the untimed one
        if self.asked == 3:
            if self.how == "slow":
                time.sleep(60)
            if self.how == "crash":
                os.abort()
            if self.how == "raise":
                raise ValueError("no such thing")
            if self.how == "babble":
                with Path(self.out).open("a") as out:
                    out.write("not JSON\\n")
            if self.how == "quit":
                os._exit(0)
            if self.how == "invent":
                return ["nowhere"]
        words = set(question)
        return [id_ for id_, text in sorted(self.texts, key=lambda t: -len(words & set(t[1])))]

if __name__ == "__main__":
    main(Fake)
"""

SOURCE = HERE.parents[2]
HOW = ("good", "slow", "crash", "raise", "babble", "quit", "invent", "hungry", "frozen", "outside")


def fake_system(folder: Path, name: str = "rank_bm25", *, cuts: bool = True) -> System:
    """A system of the table's names, whose settings are the ways in which it goes wrong."""
    script = folder / f"fake_{name}.py"
    script.write_text(SCRIPT, encoding="utf-8")
    return System(name, name, script, cuts, {how: how for how in HOW})  # type: ignore[misc]


def fake_contestant(folder: Path, how: str, name: str = "rank_bm25", *, cuts: bool = True) -> Contestant:
    return Contestant(fake_system(folder, name, cuts=cuts), how)  # type: ignore[arg-type]


def no_environment(system: System, cache: Path, source: Path) -> Environment:
    return Environment(12.0, {"rank-bm25": "1.0"})


TEXTS = [
    Entry("p1", "园区", "青湖科技园规划面积八平方公里"),
    Entry("p2", "", "市域铁路设站十二座"),
    Entry("p3", "", "双方分享税收"),
]
QUESTIONS = [
    Question("q1", "青湖科技园多大", ()),
    Question("q2", "铁路设站几座", ()),
    Question("q3", "税收", ()),
]


def passages_task(kind: str = "scale") -> Task:
    qrels = [Qrel("q1", "p1"), Qrel("q2", "p2"), Qrel("q3", "p3")]
    return Task("small", kind, TEXTS, QUESTIONS, qrels=qrels)  # type: ignore[arg-type]


def whole_task() -> Task:
    text = "青湖科技园规划面积八平方公里。市域铁路设站十二座。双方分享税收。"
    places = {"q1": (0, 14), "q2": (15, 24), "q3": (25, 31)}
    labels = [Label(q, "d", text[s:e], tuple(range(s, e))) for q, (s, e) in places.items()]
    return Task("book", "whole", [Entry("d", "书", text)], QUESTIONS, labels=labels, test=frozenset({"q1"}))
