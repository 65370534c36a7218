"""The figures of a report: which numbers are drawn, and what each is called."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import ir_measures
from ir_measures import R

from eval.experiment import Result
from eval.html.details import Details
from eval.html.plots import SHARE, Axis, Line, Point, bar, figure, legend, line_plot, strips, svg_both
from eval.html.wording import WORDS, both
from eval.measures import MEASURES
from eval.report import (
    ALL,
    ANSWER_MEASURES,
    STAGES,
    WHOLE,
    By,
    Cell,
    Report,
    answer_rows,
    cell,
    retrieval_rows,
    stage_rows,
)
from eval.selective import aurc, risk_coverage
from eval.systems import SERVED

SHOWN_MEASURE = "hit@5"
"""The measure by type that is seen first."""

_BY: tuple[By, ...] = ("type", "lang", "doc_id")

Groups = dict[tuple[str, By], list[tuple[str, str, Cell]]]
"""By measure and grouping: (group, system, mean with its interval)."""

_SHARES = Axis(0, 1, SHARE, "axis_recall")


def main_system(report: Report) -> str:
    """The system whose answers the page speaks of: the one that serves, else the first."""
    return SERVED if SERVED in report.systems else report.systems[0]


def key_figures(report: Report) -> str:
    """The numbers that one asks for first, each with its interval or its n."""
    system = main_system(report)
    asked = [result for result in report.results if result.system == system and result.answerable]
    said = [answer for answer in report.answers if answer.system == system]
    cards = [
        _share_card("key_hit1", [result.values["hit@1"] for result in asked]),
        _share_card("key_hit5", [result.values["hit@5"] for result in asked]),
        _share_card("key_recall", [answer.recall for answer in said]),
        _share_card("key_refusal", [float(answer.refused) for answer in said if not answer.answerable]),
        _share_card("key_exact", [answer.is_exact for answer in said], "of_answered"),
        _time_card(report, system),
    ]
    return f'<div class="keys">{"".join(cards)}</div>'


def retrieval(report: Report, titles: Mapping[str, str]) -> str:
    """Bars of every measure of retrieval by type, language and document; the page shows one at a time.

    `titles` are of documents, by doc_id.
    """
    groups: Groups = {
        (name, by): [(row.type, row.system, row.cells[n]) for row in rows]
        for by in _BY
        for rows in [retrieval_rows(report, by)]
        for n, name in enumerate(MEASURES)
    }
    return _bars("by_group", report, groups, titles, SHOWN_MEASURE)


def answers(report: Report, titles: Mapping[str, str]) -> str:
    """The same for the answers to answerable questions, of the systems that answer."""
    groups: Groups = {
        (name, by): [
            (row.type, row.system, each) for row in rows if row.answerable and (each := row.cells[name])
        ]
        for by in _BY
        for rows in [answer_rows(report, by)]
        for name in ANSWER_MEASURES
        if name != "chars"
    }
    return _bars("answers_by_group", report, groups, titles, "recall")


def recall_at(report: Report) -> str:
    """R@k of every system, from 1 to as many hits as were kept."""
    answerable = [result for result in report.results if result.answerable]
    depth = max((len(result.ranking) for result in answerable), default=0)
    if depth < 2:
        return _empty("recall_at")
    lines = []
    for place, system in enumerate(report.systems):
        means = _recalls([result for result in answerable if result.system == system], depth)
        points = tuple(
            Point(k, mean, f"R@{k} {mean:.3f}" if k in (1, 3, 5, 10, 15, 20) else "")
            for k, mean in enumerate(means, start=1)
        )
        lines.append(Line(system, place, points))
    ticks = tuple((k, str(k)) for k in range(1, depth + 1) if k in (1, 3, 5, 10, 15, 20) or k == depth)
    x = Axis(1, depth, ticks, "axis_k")
    plot = line_plot(lines, x, _SHARES, title="recall_at")
    return figure("recall_at", "recall_at_note", plot, key=legend(_names(report)))


def where(report: Report, details: Details) -> str:
    """hit@5 by the tenth of the document in which the answer lies; the main system with intervals."""
    lines = []
    counts = [0] * 10
    for place, system in enumerate(report.systems):
        tenths: list[list[float]] = [[] for _ in range(10)]
        for result in report.results:
            if result.system == system and result.answerable and result.topic_id in details.tenths:
                tenths[details.tenths[result.topic_id]].append(result.values["hit@5"])
        counts = [len(values) for values in tenths]
        is_main = system == main_system(report)
        points = []
        for n, values in enumerate(tenths):
            if found := cell(values):
                ends = (found.low, found.high) if is_main else (None, None)
                points.append(Point(n + 1, found.mean, f"{found.mean:.2f}, n={found.n}", *ends))
        lines.append(Line(system, place, tuple(points)))
    if not any(line.points for line in lines):
        return _empty("where")
    x = Axis(0.6, 10.4, tuple((n, str(n)) for n in range(1, 11)), "axis_tenth")
    y = Axis(0, 1, SHARE, "axis_hit5")
    plot = line_plot(lines, x, y, title="where", counts=[str(count) for count in counts])
    return figure("where", "where_note", plot, key=legend(_names(report)))


def risk(report: Report) -> str:
    """Risk against coverage of every system that answers, with its area, and where it stands now."""
    lines, names, most = [], [], 0.0
    for place, system in enumerate(report.systems):
        said = [answer for answer in report.answers if answer.system == system]
        curve = risk_coverage(said)
        if len(curve) < 2:
            continue
        now = sum(not answer.refused for answer in said) / len(said)
        nearest = min(range(len(curve)), key=lambda n: abs(curve[n][0] - now))
        note = f"{100 * curve[nearest][0]:.0f}%, {100 * curve[nearest][1]:.1f}%"
        points = (Point(at, wrong, note if n == nearest else "") for n, (at, wrong) in enumerate(curve))
        lines.append(Line(system, place, tuple(points)))
        names.append((f"{system}: AURC {aurc(said) or 0:.3f}", place))
        most = max(most, *(wrong for _, wrong in curve))
    if not lines:
        return _empty("risk")
    top = next((top for top in (0.1, 0.2, 0.4, 0.6) if most <= top), 1.0)
    x = Axis(0, 1, SHARE, "axis_coverage")
    y = Axis(0, top, tuple((top * n / 4, f"{100 * top * n / 4:g}%") for n in range(5)), "axis_risk")
    return figure("risk", "risk_note", line_plot(lines, x, y, title="risk"), key=legend(names))


def stages(report: Report) -> str:
    """Milliseconds of every question: the main system stage by stage, the others as a whole."""
    rows: list[tuple[str, int, Sequence[float]]] = []
    for system, place in _names(report):
        results = [result for result in report.results if result.system == system and not result.error]
        whole = [answer.ms for answer in report.answers if answer.system == system and not answer.error]
        if system == main_system(report):
            for stage in STAGES:
                ms = [result.timings_ms[stage] for result in results if stage in result.timings_ms]
                if ms:
                    rows.append((svg_both(f"stage_{stage}"), place, ms))
        rows.append((escape(system), place, whole or [result.ms for result in results]))
    return figure("stages", "stages_note", strips(rows, title="stages"))


def _names(report: Report) -> list[tuple[str, int]]:
    return [(system, n) for n, system in enumerate(report.systems)]


def _bars(title: str, report: Report, groups: Groups, titles: Mapping[str, str], first: str) -> str:
    groups = {key: rows for key, rows in groups.items() if rows}
    if not groups:
        return _empty(title)
    measures = dict.fromkeys(measure for measure, _ in groups)
    options = "".join(
        f'<option value="{escape(name)}"{" selected" if name == first else ""}>{escape(name)}</option>'
        for name in measures
    )
    groupings = "".join(
        f'<option value="{by}" data-say="by_{by}">{WORDS[f"by_{by}"][0]}</option>' for by in _BY
    )
    choice = (
        f'<p class="choice"><label>{both("measure")} <select>{options}</select></label>'
        f"<label>{both('grouping')} <select>{groupings}</select></label></p>"
    )
    panels = "".join(
        _panel(report, measure, by, rows, titles, is_hidden=(measure, by) != (first, _BY[0]))
        for (measure, by), rows in groups.items()
    )
    systems = {system for rows in groups.values() for _, system, _ in rows}
    key = legend((system, n) for system, n in _names(report) if system in systems)
    return figure(title, f"{title}_note", panels, key=choice + key)


def _panel(
    report: Report,
    measure: str,
    by: By,
    rows: Sequence[tuple[str, str, Cell]],
    titles: Mapping[str, str],
    *,
    is_hidden: bool,
) -> str:
    places = dict(_names(report))
    parts = []
    for group in (ALL, *sorted({group for group, _, _ in rows} - {ALL})):
        cells = [(system, cell) for of, system, cell in rows if of == group]
        n = max(cell.n for _, cell in cells)
        sentence = "all_groups" if group == ALL else f"lang_{group}" if by == "lang" else ""
        name = both(sentence) if sentence in WORDS else escape(titles.get(group, group))
        bars = "".join(
            bar(cell.mean, cell.low, cell.high, places[system], f"{system}: {measure} {_said(cell)}")
            for system, cell in cells
        )
        parts.append(
            f'<div class="group"><span class="name">{name} <small>({n})</small></span><div>{bars}</div></div>'
        )
    hidden = " hidden" if is_hidden else ""
    return f'<div class="bars" data-shown="{escape(measure)} {by}"{hidden}>{"".join(parts)}</div>'


def _said(cell: Cell) -> str:
    return f"{cell.mean:.3f} [{cell.low:.3f}, {cell.high:.3f}], n={cell.n}"


def _recalls(results: Sequence[Result], depth: int) -> list[float]:
    """The mean R@1 to R@depth; a question without a relevant passage counts as 0, as in the tables."""
    measures = {R @ k: k for k in range(1, depth + 1)}
    sums = dict.fromkeys(range(1, depth + 1), 0.0)
    judged = [ir_measures.Qrel(r.topic_id, passage_id, 1) for r in results for passage_id in r.relevant]
    ranked = [
        ir_measures.ScoredDoc(r.topic_id, passage_id, 1 / rank)
        for r in results
        for rank, passage_id in enumerate(r.ranking, start=1)
    ]
    for value in ir_measures.iter_calc(list(measures), judged, ranked) if judged and ranked else ():
        sums[measures[value.measure]] += float(value.value)
    return [total / len(results) for total in sums.values()]


def _share_card(name: str, values: Iterable[float | None], note: str = "interval") -> str:
    share = cell(values)
    if share is None:
        return ""
    said = both(note, low=f"{100 * share.low:.0f}%", high=f"{100 * share.high:.0f}%", n=share.n)
    return (
        f'<div class="key"><b>{100 * share.mean:.1f}%</b><span>{both(name)}</span><small>{said}</small></div>'
    )


def _time_card(report: Report, system: str) -> str:
    row = next((row for row in stage_rows(report) if (row.system, row.stage) == (system, WHOLE)), None)
    if row is None:
        return ""
    said = both("p95", ms=f"{row.p95_ms:.0f}", n=row.n)
    return (
        f'<div class="key"><b>{row.p50_ms:.1f} ms</b><span>{both("key_ms")}</span><small>{said}</small></div>'
    )


def _empty(title: str) -> str:
    return figure(title, "nothing_to_draw", "")
