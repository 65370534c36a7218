"""Sets of questions, writing one, and running them: without a browser."""

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from types import MappingProxyType
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.api import create_api
from assistant.desk import Desk
from assistant.feedback import Feedback, FeedbackStore
from corpus.document import without_space
from eval.errors import GoldError
from eval.qrels import find_labels, project
from eval.studio.authoring import Draft, DraftError, Mark, topic_of
from eval.studio.gold_sets import EMBEDDED, GoldSets
from eval.studio.routes import studio_routes
from eval.topics import Topic, default_gold, load_topics, topic_line
from tests.eval.fakes import FakeAssistant, make_topic, unanswerable

ASSISTANT = FakeAssistant()
PASSAGES = {passage.passage_id: passage for passage in ASSISTANT.passages}
DOCUMENTS = {document.doc_id: document for document in ASSISTANT.documents()}
AREA = Draft("双湖科技园面积多大？", "factoid", "zh", ("8.05平方公里",), (Mark("park#1"),))


def kept(draft: Draft, topic_id: str = "mine-001") -> Topic:
    return topic_of(draft, topic_id, PASSAGES, DOCUMENTS)


# ---- what is written


def test_what_is_marked_becomes_evidence_and_its_passage_relevant() -> None:
    topic = kept(AREA)
    assert topic.answerable
    assert topic.doc_id == "park"
    labels = find_labels([topic], DOCUMENTS)
    assert [qrel.passage_id for qrel in project(labels, ASSISTANT.passages)] == ["park#1"]


def test_the_selected_words_alone_are_evidence() -> None:
    topic = kept(replace(AREA, marks=(Mark("park#1", "规划面积\n8.05 平方公里"),)))
    assert topic.evidence == ("规划面积8.05平方公里",)


def test_what_another_document_says_stands_elsewhere() -> None:
    marks = (Mark("park#1"), Mark("rail#2"))
    topic = kept(replace(AREA, answers=("8.05平方公里", "十座"), marks=marks))
    assert [quote.doc_id for quote in topic.elsewhere] == ["rail"]
    assert len(find_labels([topic], DOCUMENTS)) == 2


def test_a_question_without_marks_and_answers_is_one_that_the_documents_do_not_answer() -> None:
    topic = kept(replace(AREA, answers=(), marks=()))
    assert not topic.answerable
    assert topic.type == "unanswerable"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"question": " ？ "}, "draft_no_question"),
        ({"marks": ()}, "draft_no_evidence"),
        ({"answers": (" ",)}, "draft_no_answer"),
        ({"answers": ("九平方公里",)}, "draft_answer_elsewhere"),
        ({"marks": (Mark("park#1", "市域铁路"),)}, "draft_not_in_passage"),
        ({"marks": (Mark("gone#9"),)}, "draft_index_changed"),
    ],
)
def test_a_draft_that_is_not_right_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(DraftError, match=problem):
        kept(replace(AREA, **changes))


def test_a_question_is_not_written_twice() -> None:
    with pytest.raises(DraftError, match="draft_known"):
        topic_of(replace(AREA, question="双湖科技园 面积多大"), "mine-002", PASSAGES, DOCUMENTS, [kept(AREA)])


@given(st.data())
def test_whatever_is_kept_is_read_back_and_found(tmp_path_factory: Any, data: st.DataObject) -> None:
    passage = data.draw(st.sampled_from(ASSISTANT.passages))
    start = data.draw(st.integers(0, len(passage.text) - 1))
    quote = passage.text[start : data.draw(st.integers(start + 1, len(passage.text)))]
    answer = data.draw(st.sampled_from([quote, quote[:1], quote[-2:]]))
    question = data.draw(st.text(max_size=30))
    draft = Draft(
        question, data.draw(st.text(max_size=9)), "zh", (answer,), (Mark(passage.passage_id, quote),)
    )
    sets = GoldSets(tmp_path_factory.mktemp("gold"))
    try:
        topic = sets.append("mine", lambda topic_id, _: topic_of(draft, topic_id, PASSAGES, DOCUMENTS))
    except (DraftError, GoldError, UnicodeEncodeError):
        return
    assert sets.topics(["mine"]) == [topic]
    assert without_space(quote) == topic.evidence[0]
    assert find_labels([topic], DOCUMENTS)


# ---- sets


def test_sets_are_listed_with_what_is_wrong_with_them(tmp_path: Path) -> None:
    sets = GoldSets(tmp_path / "gold")
    assert [each.name for each in sets.listed()] == [EMBEDDED]
    assert sets.listed()[0].questions == len(load_topics(default_gold()))
    sets.add("ours", topic_line(make_topic()) + "\n")
    (tmp_path / "gold" / "bad.jsonl").write_text("{}", encoding="utf-8")
    assert [(each.name, each.questions, bool(each.problem)) for each in sets.listed()[1:]] == [
        ("bad", 0, True),
        ("ours", 1, False),
    ]


@pytest.mark.parametrize("name", ["", "../out", ".hidden", "a/b", "-x", "x" * 61, EMBEDDED, "a\nb"])
def test_a_set_is_written_only_under_a_plain_name(name: str, tmp_path: Path) -> None:
    sets = GoldSets(tmp_path / "gold")
    with pytest.raises(GoldError):
        sets.add(name, topic_line(make_topic()))
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix == ".jsonl"] == []


def test_what_is_no_set_leaves_nothing_behind(tmp_path: Path) -> None:
    sets = GoldSets(tmp_path)
    for text in ("", "not JSON", '{"id": "x"}', topic_line(make_topic()) * 2):
        with pytest.raises(GoldError):
            sets.add("mine", text)
    sets.add("mine", topic_line(make_topic()))
    with pytest.raises(GoldError, match="already"):
        sets.add("mine", topic_line(make_topic("t2")))
    with pytest.raises(DraftError):
        sets.append("mine", lambda topic_id, _: kept(replace(AREA, question="")))
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")] == ["mine.jsonl"]
    assert sets.topics(["mine"]) == [make_topic()]


def test_many_may_write_at_once(tmp_path: Path) -> None:
    def write(n: int) -> str:
        asked = replace(AREA, question=f"第{n}个问题")
        return GoldSets(tmp_path).append("mine", lambda topic_id, _: kept(asked, topic_id)).id

    with ThreadPoolExecutor(8) as pool:
        given_ids = list(pool.map(write, range(40)))
    assert len(set(given_ids)) == 40
    assert {topic.id for topic in GoldSets(tmp_path).topics(["mine"])} == set(given_ids)


# ---- over HTTP


class Held(FakeAssistant):
    """Waits at each question for `release`."""

    def __init__(self) -> None:
        super().__init__()
        self.release = threading.Event()

    def ask(self, *args: Any, **kwargs: Any) -> Any:
        self.release.wait(30)
        return super().ask(*args, **kwargs)


def served(
    assistant: Any, folder: Path, caller: str = "127.0.0.1", beside: Mapping[str, Any] = MappingProxyType({})
) -> TestClient:
    desk = Desk(assistant, feedback=FeedbackStore(folder / "feedback.sqlite"))
    for name, other in beside.items():
        desk.beside(other, name)
    app = create_api(desk)
    app.include_router(studio_routes(desk, folder / "gold"))
    return TestClient(app, base_url="http://localhost", client=(caller, 4711))


@pytest.fixture
def http(tmp_path: Path) -> Iterator[TestClient]:
    with served(ASSISTANT, tmp_path) as http:
        topics = [make_topic(), unanswerable("t2", "月球上的氧气怎么卖")]
        text = "".join(topic_line(topic) + "\n" for topic in topics)
        assert http.post("/api/evaluation/gold", json={"name": "ours", "text": text}).status_code == 200
        yield http


def ended(http: TestClient) -> dict[str, Any]:
    end = monotonic() + 60
    while monotonic() < end:
        run: dict[str, Any] = http.get("/api/evaluation/run").json()["run"]
        if run["state"] not in ("running", "drawing"):
            return run
        sleep(0.02)
    raise TimeoutError


ALL = {"gold": ["ours"], "split": "all", "systems": ["hybrid", "rank-bm25"]}


def test_a_run_ends_with_a_report(http: TestClient) -> None:
    assert http.get("/api/evaluation/report").status_code == 404
    assert http.post("/api/evaluation/run", json=ALL).json()["run"]["total"] == 4
    assert ended(http) == {"index": "default", "state": "done", "done": 4, "total": 4, "problem": None}
    report = http.get("/api/evaluation/report")
    assert report.headers["content-type"].startswith("text/html")
    assert "frame-ancestors 'self'" in report.headers["content-security-policy"]
    assert "rank-bm25" in report.text


def test_one_run_at_a_time_and_it_can_be_stopped(tmp_path: Path) -> None:
    held = Held()
    with served(held, tmp_path) as http:
        text = "".join(topic_line(make_topic(f"t{n}")) + "\n" for n in range(50))
        http.post("/api/evaluation/gold", json={"name": "ours", "text": text})
        assert http.post("/api/evaluation/run", json=ALL).status_code == 200
        assert http.post("/api/evaluation/run", json=ALL).status_code == 409
        http.post("/api/evaluation/stop", json={})
        held.release.set()
        run = ended(http)
        assert run["state"] == "stopped"
        assert run["done"] < run["total"]
        assert http.get("/api/evaluation/report").status_code == 404
        assert http.post("/api/evaluation/run", json=ALL).status_code == 200
        assert ended(http)["state"] == "done"


@pytest.mark.parametrize(
    "changes",
    [
        {"gold": ["nowhere"]},
        {"gold": ["../ours"]},
        {"gold": []},
        {"systems": []},
        {"systems": ["what"]},
        {"systems": ["x=build.passage_chars=100"]},
        {"systems": ["x=serve.port=1"]},
        {"systems": ["x=search.nothing=1"]},
        {"systems": ["x=run:/etc/passwd"]},
        {"split": "other"},
    ],
)
def test_what_cannot_be_run_is_refused_with_a_sentence(http: TestClient, changes: dict[str, Any]) -> None:
    refused = http.post("/api/evaluation/run", json={**ALL, **changes})
    assert refused.status_code in (400, 422)
    assert refused.json()["detail"]
    assert http.get("/api/evaluation/run").json()["run"] is None


@pytest.mark.parametrize(
    ("changes", "chinese"),
    [
        ({"gold": ["nowhere"]}, "没有题集 'nowhere'"),
        ({"systems": ["what"]}, "没有系统 'what'"),
        ({"systems": ["x=search.nothing=1"]}, "没有设置项 search.nothing"),
        ({"systems": ["x=search.dense_weight=-1"]}, "应是不小于 0 的数字"),
        ({"systems": ["x=serve.port=1"]}, "这里能用 search, answer 两组设置"),
    ],
)
def test_a_refusal_is_in_the_language_of_the_reader(
    http: TestClient, changes: dict[str, Any], chinese: str
) -> None:
    asked = {**ALL, **changes}
    said = http.post("/api/evaluation/run", json=asked, headers={"accept-language": "zh-CN"})
    assert chinese in said.json()["detail"]
    said = http.post("/api/evaluation/run", json=asked, headers={"accept-language": "en"})
    assert said.json()["detail"].isascii()


def test_a_file_that_is_no_gold_file_is_named_in_both_languages(http: TestClient, tmp_path: Path) -> None:
    (tmp_path / "gold" / "odd.jsonl").write_text('{"id": 5}', encoding="utf-8")
    listed = http.get("/api/evaluation").json()["gold"]
    problem = next(each["problem"] for each in listed if each["name"] == "odd")
    assert "id must be a text that is not empty, found 5" in problem["en"]
    assert "id 应是非空的文本，却是 5" in problem["zh"]


def test_questions_of_other_documents_are_refused_in_one_sentence(http: TestClient) -> None:
    topics = [make_topic("t8", evidence=("没有这句话",)), make_topic("t9", doc_id="gone"), make_topic("t10")]
    text = "".join(topic_line(topic) + "\n" for topic in topics)
    added = http.post("/api/evaluation/gold", json={"name": "other", "text": text}).json()
    assert (added["questions"], added["foreign"]) == (3, 1)  # what is quoted is looked up before a run
    wanted = {**ALL, "gold": ["ours", "other"]}
    refused = http.post("/api/evaluation/run", json=wanted)
    assert refused.status_code == 400
    assert refused.json()["detail"] == (
        "所选题集（ours、other）不属于索引“default”：有 2 题引用的原文不在它的文档里。请换一个索引或题集。"
    )
    english = http.post("/api/evaluation/run", json=wanted, headers={"accept-language": "en"})
    assert english.json()["detail"].startswith("The chosen questions (ours, other) do not belong to")
    assert http.get("/api/evaluation/run").json()["run"] is None


class Other(FakeAssistant):
    """Knows only about the railway."""

    def __init__(self) -> None:
        super().__init__("other")
        self._documents = self._documents[1:]
        self.passages = [passage for passage in self.passages if passage.doc_id == "rail"]


def test_of_several_indexes_the_one_that_is_named_is_evaluated(tmp_path: Path) -> None:
    with served(ASSISTANT, tmp_path, beside={"work": Other()}) as http:
        http.post("/api/evaluation/gold", json={"name": "ours", "text": topic_line(make_topic())})
        rail = make_topic("r1", doc_id="rail", evidence=("全线设站十座",), answers=("十座",))
        http.post("/api/evaluation/gold", json={"name": "rail", "text": topic_line(rail)})
        first = http.get("/api/evaluation").json()
        work = http.get("/api/evaluation", params={"index": "work"}).json()
        assert (first["index"], work["index"]) == ("default", "work")
        assert first["indexes"] == work["indexes"] == ["default", "work"]
        foreign = [{each["name"]: each["foreign"] for each in state["gold"]} for state in (first, work)]
        assert [(each["ours"], each["rail"]) for each in foreign] == [(0, 0), (1, 0)]

        refused = http.post("/api/evaluation/run", params={"index": "work"}, json=ALL)
        assert refused.status_code == 400
        assert "索引“work”" in refused.json()["detail"]
        missing = http.post("/api/evaluation/run", params={"index": "nothing"}, json=ALL)
        assert missing.status_code == 404
        http.post("/api/evaluation/run", params={"index": "work"}, json={**ALL, "gold": ["rail"]})
        run = ended(http)
        assert (run["index"], run["state"], run["problem"]) == ("work", "done", None)
        assert "--index work" in http.get("/api/evaluation/report").text


def test_a_question_is_written_about_the_index_that_is_named(tmp_path: Path) -> None:
    draft = {"gold": "mine", "question": "全线设站几座？", "lang": "zh", "answers": ["8.05平方公里"]}
    park = {**draft, "marks": [{"passage_id": "park#1"}]}
    with served(ASSISTANT, tmp_path, beside={"work": Other()}) as http:
        store = FeedbackStore(tmp_path / "feedback.sqlite")
        store.put_unanswered("地铁票价是多少？", index="work")
        store.put_unanswered("谁来付钱？", index="default")
        store.put_unanswered("以前问过的？")
        refused = http.post("/api/evaluation/topics", params={"index": "work"}, json=park)
        assert refused.status_code == 400
        assert http.post("/api/evaluation/topics", json=park).status_code == 200
        of_work = http.get("/api/evaluation/candidates", params={"index": "work"}).json()
        assert {each["question"] for each in of_work} == {"地铁票价是多少？", "以前问过的？"}
        store.close()


def test_a_question_is_kept_and_is_no_candidate_any_more(tmp_path: Path) -> None:
    with served(ASSISTANT, tmp_path) as http:
        store = FeedbackStore(tmp_path / "feedback.sqlite")
        store.put_unanswered("地铁票价是多少？")
        store.put(Feedback("a", "bad", "答非所问", "双湖科技园面积多大？"))
        store.put(Feedback("b", "good", "", "S11线连接哪里？"))
        store.put(Feedback("c", "wrong_source", "", "地铁票价是多少"))
        found = http.get("/api/evaluation/candidates").json()
        assert [(each["question"], each["why"], each["comment"]) for each in found] == [
            ("地铁票价是多少？", "unanswered", ""),
            ("双湖科技园面积多大？", "bad", "答非所问"),
        ]
        draft = {
            "gold": "mine",
            "question": "双湖科技园面积多大？",
            "type": "factoid",
            "lang": "zh",
            "answers": ["8.05平方公里"],
            "marks": [{"passage_id": "park#1"}],
        }
        assert http.post("/api/evaluation/topics", json=draft).json() == {"id": "mine-001", "gold": "mine"}
        refused = http.post("/api/evaluation/topics", json=draft, headers={"accept-language": "en"})
        assert refused.status_code == 400
        assert refused.json()["detail"] == "The set has this question already."
        assert [each["why"] for each in http.get("/api/evaluation/candidates").json()] == ["unanswered"]
        assert load_topics([tmp_path / "gold" / "mine.jsonl"])[0].evidence == kept(AREA).evidence
        store.close()


def test_only_the_administrator_may(tmp_path: Path) -> None:
    with served(ASSISTANT, tmp_path, caller="10.0.0.9") as http:
        for path in ("", "/run", "/report", "/candidates"):
            assert http.get(f"/api/evaluation{path}").status_code == 403
        for path in ("/gold", "/run", "/stop", "/topics"):
            assert http.post(f"/api/evaluation{path}", json={}).status_code in (403, 422)
        assert http.post("/api/evaluation/run", json=ALL).status_code == 403
    assert not (tmp_path / "gold").exists()
