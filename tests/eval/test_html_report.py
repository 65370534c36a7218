"""The report as one file: what it holds without a browser, and that a reader can use it in one."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from assistant.records import Message
from eval.cli import main
from eval.experiment import run_experiment
from eval.html.cases import cases_json
from eval.html.details import Details, details_of
from eval.html.page import _json, report_html
from eval.html.wording import WORDS
from eval.report import Report, make_report
from eval.topics import Topic, split_of
from tests.assistant.fakes import DESKTOP, PHONE, needs_chromium, open_browser
from tests.eval.fakes import FakeAssistant, make_topic, unanswerable

HOSTILE = "</script><img src=x onerror=window.injected=1><b>面积</b>"


def ids(count: int, split: str = "dev") -> list[str]:
    """Ids of questions that are in one part of the split."""
    return [name for n in range(9 * count) if split_of(name := f"q{n}") == split][:count]


def made(topics: list[Topic]) -> tuple[Report, Details]:
    assistant = FakeAssistant()
    experiment = run_experiment(assistant, topics, ("hybrid", "bm25", "rank-bm25"))
    report = make_report(experiment, created="2026-11-22", command="wenju eval run", split="all")
    return report, details_of(topics, assistant.documents(), experiment.outcomes)


def some_topics() -> list[Topic]:
    right, wrong, silent, hostile, english = ids(5)
    return [
        make_topic(right, history=(Message("user", "双湖科技园在哪里？"), Message("assistant", "在彭州。"))),
        make_topic(
            wrong,
            question="设站多少？",
            doc_id="rail",
            evidence=("2025年建成",),
            answers=("2025年",),
            type_="list",
        ),
        unanswerable(silent, "月球上的氧气怎么卖"),
        make_topic(hostile, question=HOSTILE),
        replace(make_topic(english), lang="en", question="S11线连接哪里 of the line?"),
        make_topic(ids(1, "test")[0], question="只在测试集里的题"),
    ]


@pytest.fixture(scope="module")
def reported() -> tuple[Report, Details]:
    return made(some_topics())


def data_of(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, object] = json.loads(found[1])
    return data


def test_the_file_holds_every_open_question_and_what_was_made_of_it(
    reported: tuple[Report, Details],
) -> None:
    report, details = reported
    data = cases_json(details, report)
    cases = {case["id"]: case for case in data["cases"]}
    first = cases[ids(1)[0]]
    assert list(cases) == ids(5)
    assert data["closed"] == 1
    assert data["left_out"] == 0
    assert first["history"] == [("user", "双湖科技园在哪里？"), ("assistant", "在彭州。")]
    assert first["gold"] == [
        (
            "park",
            "双湖科技园",
            "规划面积8.05平方公里",
            "，以汇通湖和金彭湖为中心。数字仓融通是一款产品，提供实时监控。",
        )
    ]
    for system in report.systems:
        result = next(r for r in report.results if (r.system, r.topic_id) == (system, first["id"]))
        run = first["runs"][system]
        assert tuple(data["passages"][n][0] for n in run["ranking"]) == result.ranking
        assert [result.ranking[rank - 1] for rank in run["relevant"]] == [
            each for each in result.ranking if each in result.relevant
        ]


def test_test_questions_are_shown_only_where_somebody_said_why(reported: tuple[Report, Details]) -> None:
    report, details = reported
    assert "只在测试集里的题" not in report_html(report, details)
    assert cases_json(details, report)["closed"] == 1


def test_what_is_wrong_is_kept_when_the_file_would_grow_too_large() -> None:
    right, wrong = ids(60)[:59], ids(60)[59]
    topics = [make_topic(each) for each in right]
    topics.append(
        make_topic(wrong, question="设站多少？", doc_id="rail", evidence=("2025年建成",), answers=("2025年",))
    )
    report, details = made(topics)
    every = cases_json(details, report)
    few = cases_json(details, report, most_bytes=len(json.dumps(every, ensure_ascii=False).encode()) // 4)
    kept = [case["id"] for case in few["cases"]]
    assert wrong in kept
    assert 0 < few["left_out"] == len(topics) - len(kept)
    assert kept == [topic.id for topic in topics if topic.id in kept]


def test_of_very_many_questions_the_first_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.html.details.MOST_QUESTIONS", 3)
    report, details = made([make_topic(each) for each in ids(8)])
    assert [len(said) for said in details.said.values()] == [3, 3, 3]
    assert len(details.tenths) == 8
    assert cases_json(details, report)["left_out"] == 5


def test_the_file_loads_nothing_and_keeps_hostile_text_as_text(reported: tuple[Report, Details]) -> None:
    html = report_html(*reported)
    assert "default-src 'none'" in html
    assert html.count("<script") == html.count("</script>") == 2
    assert not re.search(r"""(?:src|href)=["'](?!#|data:,)""", html)
    assert data_of(html)["cases"]


def test_a_report_without_its_run_has_figures_and_says_why_there_are_no_questions(
    reported: tuple[Report, Details],
) -> None:
    html = report_html(reported[0])
    assert WORDS["no_details"][0] in html
    assert 'data-shown="hit@5 type"' in html


@given(st.text())
def test_no_text_ends_the_element_that_holds_the_data(text: str) -> None:
    shown = _json({"text": text})
    assert "<" not in shown
    assert json.loads(shown)["text"] == text.encode("utf-8", "replace").decode()


def test_every_sentence_is_in_both_languages() -> None:
    for name, (zh, en) in WORDS.items():
        assert zh
        assert en
        assert set(re.findall(r"\{\w+\}", zh)) == set(re.findall(r"\{\w+\}", en)), name


def test_a_file_that_is_no_report_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "report.json").write_text('{"split": "no"}', encoding="utf-8")
    assert main(["report", str(tmp_path / "report.json")]) == 2
    assert main(["report", str(tmp_path / "nothing")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert not (tmp_path / "report.html").exists()


# ---- in a browser


class Reader:
    """A reader of the file, and everything that the browser complained about or asked for."""

    def __init__(self, path: Path, **more: str) -> None:
        self.context = open_browser().new_context(**{"locale": "zh-CN", **more})  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("request", lambda request: self.complaints.append(request.url))
        self.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        self.page.goto(path.as_uri())
        self.complaints = [each for each in self.complaints if each != path.as_uri() and each != "data:,"]


@pytest.fixture(scope="module")
def file(reported: tuple[Report, Details], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_html(*reported), encoding="utf-8")
    return path


@pytest.fixture(params=["light", "dark"])
def reader(request: pytest.FixtureRequest, file: Path) -> Iterator[Reader]:
    reader = Reader(file, color_scheme=request.param)
    yield reader
    assert reader.complaints == []
    assert reader.page.evaluate("() => window.injected === undefined")
    reader.context.close()


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def visible(page: Page, selector: str) -> list[str]:
    """The texts that are seen within the elements; of lists only what is chosen."""
    texts: list[str] = page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)].flatMap((element) => {
          const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          const found = [];
          for (let node = walker.nextNode(); node; node = walker.nextNode())
            if (node.parentElement.checkVisibility() && node.data.trim()) found.push(node.data);
          return found;
        })""",
        selector,
    )
    return texts


@pytest.mark.browser
@needs_chromium
def test_questions_are_filtered_and_looked_into(reader: Reader) -> None:
    page = reader.page
    shown = page.locator(".case:visible")
    expect(shown).to_have_count(5)
    page.locator("#wanted").fill("氧气")
    expect(shown).to_have_count(1)
    page.locator("#wanted").fill("")
    page.locator("#type").select_option("list")
    expect(shown).to_have_count(1)
    page.locator("#type").select_option("")
    page.locator("#lang").select_option("en")
    expect(shown).to_have_count(1)
    page.locator("#lang").select_option("")
    page.locator("#verdict").select_option("wrong")
    wrong = shown.count()
    page.locator("#verdict").select_option("right")
    assert wrong + shown.count() == 5
    assert wrong > 0
    page.locator("#verdict").select_option("")
    row = page.locator(f"#q-{ids(1)[0]}")
    row.locator("summary").first.click()
    expect(row.locator(".message")).to_have_count(2)
    expect(row.locator(".place mark")).to_have_text("规划面积8.05平方公里")
    expect(row.locator(".ranking")).to_have_count(3)
    expect(row.locator(".hit.relevant").first).to_be_visible()
    row.locator(".hit summary").first.click()
    expect(row.locator(".hit p").first).to_contain_text("双湖科技园")
    assert serious(page) == []


@pytest.mark.browser
@needs_chromium
def test_the_bars_follow_the_choice_and_every_word_the_language(reader: Reader) -> None:
    page = reader.page
    bars = page.locator("#retrieval .bars:visible")
    expect(bars).to_have_attribute("data-shown", "hit@5 type")
    page.locator("#retrieval select").first.select_option("RR@10")
    page.locator("#retrieval select").nth(1).select_option("doc_id")
    expect(bars).to_have_attribute("data-shown", "RR@10 doc_id")
    page.locator("#language").click()
    expect(page.locator("h1")).to_have_text(WORDS["title"][1], use_inner_text=True)
    shown = "h1, nav, h2, h3, figcaption, .key, .facts, #filter, #count, .flags, svg"
    assert [text for text in visible(page, shown) if re.search("[\u4e00-\u9fff]", text)] == []
    for _ in range(5):  # a busy browser may write down what a page stores after the page is loaded again
        page.reload()
        if page.locator("html").get_attribute("lang") == "en":
            break
    expect(page.locator("html")).to_have_attribute("lang", "en")
    reader.complaints = [each for each in reader.complaints if not each.startswith(("file:", "data:,"))]
    assert serious(page) == []


@pytest.mark.browser
@needs_chromium
def test_it_fits_a_phone_and_opens_at_a_question(reader: Reader, file: Path) -> None:
    page = reader.page
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE[0]
    page.evaluate(f"() => {{ location.hash = '#q-{ids(5)[3]}'; }}")
    row = page.locator(f"#q-{ids(5)[3]}")
    expect(row).to_have_attribute("open", "")
    expect(row.locator(".asked")).to_contain_text("<img src=x")
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE[0]
    assert serious(page) == []
