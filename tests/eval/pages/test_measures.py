"""A perfect reading scores 1; each kind of mistake costs what it should and nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from corpus.document import BlockKind
from eval.errors import GoldError
from eval.pages.align import owners_in_text
from eval.pages.generate import generate
from eval.pages.measures import Counts, count
from eval.pages.texts import Texts
from eval.pages.truth import Kind, Role, Sample
from eval.reading import Scores, scores
from tests.eval.pages.sources import Part, assemble, perfect, texts


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    return texts(tmp_path_factory.mktemp("texts"))


@pytest.fixture(scope="module")
def newspaper(source: Texts) -> Sample:
    """The first page with what every mistake needs: several articles with headlines, and furniture."""
    for seed in range(50):
        sample = generate(Kind.NEWSPAPER, seed, source)
        headlines = {line.article for line in sample.lines if line.role is Role.HEADLINE}
        if len(headlines) >= 3 and any(line.role is Role.FURNITURE for line in sample.lines):
            return sample
    raise AssertionError("no such page")


def score(sample: Sample, parts: Sequence[Part]) -> Scores:
    document = assemble(sample.lines, sample.text, parts)
    return scores(count(document, sample.lines, owners_in_text(sample.lines, document.text)))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("seed", range(4))
def test_a_perfect_reading_has_no_fault(kind: Kind, seed: int, source: Texts) -> None:
    sample = generate(kind, seed, source)
    result = score(sample, perfect(sample))
    assert result.found == result.pairs == result.join_precision == result.join_recall == 1
    assert result.tau == pytest.approx(1)
    assert result.article_f1 == 1
    assert result.boundary_f1 in (1, None)
    assert result.heading_precision in (1, None)
    assert result.heading_recall in (1, None)
    assert result.furniture_precision in (1, None)
    assert result.furniture_recall in (1, None)
    assert result.glued == result.mixed == 0


def test_lines_left_apart_cost_recall_of_joins_alone(newspaper: Sample) -> None:
    parts = [replace(part, rows=tuple((n,) for row in part.rows for n in row)) for part in perfect(newspaper)]
    result = score(newspaper, parts)
    assert result.join_recall == 0
    assert result.join_precision is None
    assert result.pairs is not None
    assert result.pairs < 0.6
    assert result.boundary_f1 == result.heading_precision == 1
    assert result.tau == pytest.approx(1)


def test_two_articles_glued_cost_precision_and_a_sentence(newspaper: Sample) -> None:
    parts = perfect(newspaper)
    last = next(
        i
        for i, part in enumerate(parts)
        if part.kind is BlockKind.PARAGRAPH and part.article != parts[i + 1].article and i + 1 < len(parts)
    )
    other = next(i for i in range(last + 1, len(parts)) if parts[i].kind is BlockKind.PARAGRAPH)
    glued = replace(parts[last], rows=(parts[last].rows[0][:1] + parts[other].rows[0][-1:],))
    result = score(newspaper, [*parts[:last], glued, *parts[last + 1 : other], *parts[other + 1 :]])
    assert result.join_precision is not None
    assert result.join_precision < 1
    assert result.pairs is not None
    assert result.pairs < 1


def test_a_reading_backwards_turns_tau_round(newspaper: Sample) -> None:
    """Within articles all pairs are inverted; the order of the articles is free."""
    parts = perfect(newspaper)
    one = max({p.article for p in parts}, key=lambda a: sum(p.article == a for p in parts))
    body = [p for p in parts if p.article == one and p.kind is BlockKind.PARAGRAPH]
    lines = tuple(line for line in newspaper.lines if line.article == one and line.role is Role.BODY)
    alone = replace(newspaper, lines=lines)
    renumbered = {newspaper.lines.index(line): i for i, line in enumerate(lines)}
    backwards = [
        replace(p, rows=(tuple(renumbered[n] for n in reversed(p.rows[0])),)) for p in reversed(body)
    ]
    assert score(alone, backwards).tau == pytest.approx(-1)


def test_articles_may_come_in_any_order(newspaper: Sample) -> None:
    parts = perfect(newspaper)
    articles = sorted({p.article for p in parts}, reverse=True)
    result = score(newspaper, [p for a in articles for p in parts if p.article == a])
    assert result.boundary_f1 == result.pairs == 1
    assert result.tau == pytest.approx(1)


def test_a_page_taken_for_one_article(newspaper: Sample) -> None:
    result = score(newspaper, [replace(part, article=0) for part in perfect(newspaper)])
    assert result.boundary_recall == result.boundary_f1 == 0
    assert result.article_f1 is not None
    assert result.article_f1 < 1
    assert result.pairs == 1


def test_a_page_cut_at_every_paragraph(newspaper: Sample) -> None:
    parts = [replace(part, article=i) for i, part in enumerate(perfect(newspaper), 1)]
    result = score(newspaper, parts)
    assert result.boundary_recall == 1
    assert result.boundary_precision is not None
    assert result.boundary_precision < 1
    assert result.article_f1 is not None
    assert result.article_f1 < 1


def test_headlines_of_other_articles(newspaper: Sample) -> None:
    parts = perfect(newspaper)
    sections = sorted({part.section for part in parts if part.section})
    after = dict(zip(sections, sections[1:] + sections[:1], strict=True))
    result = score(newspaper, [replace(p, section=after.get(p.section, ())) for p in parts])
    assert result.heading_precision == result.heading_recall == 0


def test_no_headlines_cost_recall_alone(newspaper: Sample) -> None:
    result = score(newspaper, [replace(part, section=()) for part in perfect(newspaper)])
    assert result.heading_precision is None
    assert result.heading_recall == 0


def test_the_first_sentence_in_place_of_a_headline_is_no_claim(newspaper: Sample) -> None:
    parts = perfect(newspaper)
    first = {p.article: newspaper.lines[p.rows[0][0]].text for p in reversed(parts) if p.section}
    sections = [(first[p.article] + "…",) if p.article in first and p.section else () for p in parts]
    result = score(newspaper, [replace(p, section=s) for p, s in zip(parts, sections, strict=True)])
    assert result.heading_precision is None


def test_one_line_of_a_headline_is_enough(newspaper: Sample) -> None:
    parts = perfect(newspaper)
    result = score(
        newspaper, [replace(p, section=tuple(s[: len(s) // 2 + 1] for s in p.section)) for p in parts]
    )
    assert result.heading_precision == result.heading_recall == 1


def test_furniture_that_stays_and_text_that_goes(newspaper: Sample) -> None:
    parts = perfect(newspaper)
    furniture = [i for i, line in enumerate(newspaper.lines) if line.role is Role.FURNITURE]
    kept = score(newspaper, [*parts, Part(BlockKind.FRAGMENT, tuple((i,) for i in furniture))])
    assert kept.furniture_recall == 0
    assert kept.furniture_precision is None
    body = next(i for i, part in enumerate(parts) if part.kind is BlockKind.PARAGRAPH)
    lost = score(newspaper, parts[:body] + parts[body + 1 :])
    assert lost.furniture_precision == pytest.approx(
        len(furniture) / (len(furniture) + len(parts[body].rows[0]))
    )
    assert lost.furniture_recall == 1


def test_a_caption_in_a_sentence_is_mixed(newspaper: Sample) -> None:
    parts = perfect(newspaper)
    head = next(i for i, line in enumerate(newspaper.lines) if line.role is Role.HEADLINE)
    body = next(
        i for i, part in enumerate(parts) if part.kind is BlockKind.PARAGRAPH and len(part.rows[0]) > 1
    )
    row = parts[body].rows[0]
    mixed = replace(parts[body], rows=((row[0], head, *row[1:]),))
    result = score(newspaper, [*parts[:body], mixed, *parts[body + 1 :]])
    assert result.mixed is not None
    assert result.mixed > 0
    assert result.join_precision is not None
    assert result.join_precision < 1


def test_cells_of_a_row_on_lines_of_their_own(source: Texts) -> None:
    sample = next(
        s
        for s in (generate(Kind.PLAN, seed, source) for seed in range(50))
        if any(line.role is Role.TABLE for line in s.lines)
    )
    apart: Callable[[Part], Part] = lambda p: (  # noqa: E731
        replace(p, rows=tuple((n,) for n in p.rows[0])) if p.kind is BlockKind.TABLE else p
    )
    result = score(sample, [apart(part) for part in perfect(sample)])
    assert result.join_precision == 1
    assert result.join_recall is not None
    assert result.join_recall < 1


def test_counts_add_up() -> None:
    one = Counts(documents=1, pairs=4, pairs_right=3, taus=(0.5,))
    both = one + Counts(documents=1, pairs=6, pairs_right=6, taus=(1.0,))
    assert scores(both).pairs == pytest.approx(0.9)
    assert scores(both).tau == pytest.approx(0.75)
    assert scores(Counts()).pairs is None


def test_a_text_of_another_page_is_refused(newspaper: Sample) -> None:
    with pytest.raises(GoldError, match="not the one of the truth"):
        owners_in_text(newspaper.lines, newspaper.text[7:])
