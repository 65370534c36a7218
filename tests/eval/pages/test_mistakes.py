"""What is wrong is named, once, and nothing is named where nothing is wrong."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import BlockKind
from eval.pages.align import owners_in_text, runs
from eval.pages.claims import heading_claims
from eval.pages.generate import generate
from eval.pages.mistakes import mistakes
from eval.pages.truth import Kind, Role, Sample
from tests.eval.pages.sources import Part, assemble, perfect, texts


@pytest.fixture(scope="module")
def newspaper(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    source = texts(tmp_path_factory.mktemp("texts"))
    return next(
        s
        for s in (generate(Kind.NEWSPAPER, seed, source) for seed in range(50))
        if len({line.article for line in s.lines if line.role is Role.HEADLINE}) >= 2
        and any(line.role is Role.FURNITURE for line in s.lines)
    )


def named(sample: Sample, parts: list[Part]) -> list[str]:
    document = assemble(sample.lines, sample.text, parts)
    return list(mistakes(document, sample.lines, owners_in_text(sample.lines, document.text)))


def test_nothing_is_wrong_with_a_perfect_reading(newspaper: Sample) -> None:
    assert named(newspaper, perfect(newspaper)) == []


def test_lines_left_apart(newspaper: Sample) -> None:
    parts = perfect(newspaper)
    i = next(i for i, p in enumerate(parts) if p.kind is BlockKind.PARAGRAPH and len(p.rows[0]) > 1)
    first, second, *rest = parts[i].rows[0]
    parts[i] = replace(parts[i], rows=((first,), (second, *rest)))
    assert named(newspaper, parts) == [
        f"apart: {newspaper.lines[first].text} | {newspaper.lines[second].text}"
    ]


def test_a_heading_of_another_article_is_named_once(newspaper: Sample) -> None:
    parts = perfect(newspaper)
    one, other = sorted({p.section for p in parts if p.section})[:2]
    wrong = named(newspaper, [replace(p, section=other) if p.section == one else p for p in parts])
    assert len(wrong) == 1
    assert wrong[0].startswith(f"heading: {other[0]} | ")


def test_lines_dropped_and_kept(newspaper: Sample) -> None:
    parts = perfect(newspaper)
    furniture = next(i for i, line in enumerate(newspaper.lines) if line.role is Role.FURNITURE)
    lost = next(i for i, p in enumerate(parts) if p.kind is BlockKind.PARAGRAPH and p.article > 0)
    texts_lost = [newspaper.lines[number].text for number in parts[lost].rows[0]]
    wrong = named(newspaper, [*parts[:lost], *parts[lost + 1 :], Part(BlockKind.FRAGMENT, ((furniture,),))])
    assert wrong == [*(f"dropped: {text}" for text in texts_lost), f"kept: {newspaper.lines[furniture].text}"]


def test_the_title_of_a_plan_may_stand_over_all_of_it(tmp_path: Path) -> None:
    plan = generate(Kind.PLAN, 0, texts(tmp_path))
    title = "".join(line.text for line in plan.lines if line.paragraph == plan.lines[0].paragraph)
    parts = [replace(p, section=(title, *p.section)) if p.section else p for p in perfect(plan)]
    document = assemble(plan.lines, plan.text, parts)
    read = runs(document, owners_in_text(plan.lines, document.text))
    claims = list(heading_claims(document, plan.lines, {run.line: run for run in reversed(read)}))
    assert any(title in each.right for each in claims)
    assert not any(each.wrong for each in claims)
    assert all(each.headings == each.headings_claimed for each in claims)
