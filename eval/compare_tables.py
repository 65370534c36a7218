"""A comparison as tables and as JSON."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import zip_longest
from typing import Any

from eval.compare import Changed, Comparison
from eval.tables import Table, number

_SHOWN_RANKS = 5
_MARK = "*"


def comparison_tables(comparison: Comparison) -> list[Table]:
    """The paired tests, and the topics that changed with both rankings side by side."""
    tests = Table(
        title=f"B against A, {comparison.a}, {comparison.n} topics; p of a paired randomisation test, and after Holm for all of the table",
        header=("B", "measure", "n", "A", "B", "B-A", "p", "Holm", "wins", "losses", "ties"),
        rows=tuple(
            (
                d.b,
                d.measure,
                str(d.n),
                number(d.mean_a),
                number(d.mean_b),
                f"{d.mean_b - d.mean_a:+.3f}",
                f"{d.p:.4f}",
                f"{d.p_holm:.4f}",
                str(d.wins),
                str(d.losses),
                str(d.ties),
            )
            for d in comparison.differences
        ),
        labels=2,
    )
    hidden = f"; {comparison.n_hidden} more of the test part are not shown" if comparison.n_hidden else ""
    changed = Table(
        title=f"Topics that changed, {_MARK} answers it{hidden}",
        header=("topic", "type", "change or rank", "A", "B"),
        rows=tuple(row for each in comparison.changed for row in _rows(each)),
        labels=5,
    )
    return [tests, changed] if comparison.changed or comparison.n_hidden else [tests]


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """An object for json."""
    row = asdict(comparison)
    for changed in row["changed"]:
        changed["relevant"] = sorted(changed["relevant"])
    return row


def _rows(changed: Changed) -> Iterator[tuple[str, ...]]:
    head = (changed.topic_id, changed.type)
    for n, (name, value_a, value_b) in enumerate(changed.changes):
        yield (*(head if not n else ("", "")), name, number(value_a), number(value_b))
    if changed.ranking_a[:_SHOWN_RANKS] == changed.ranking_b[:_SHOWN_RANKS]:
        return
    both = zip_longest(_marked(changed, changed.ranking_a), _marked(changed, changed.ranking_b), fillvalue="")
    for rank, (a, b) in enumerate(both, start=1):
        yield ("", "", str(rank), a, b)


def _marked(changed: Changed, ranking: Iterable[str]) -> list[str]:
    return [f"{each}{_MARK if each in changed.relevant else ''}" for each in tuple(ranking)[:_SHOWN_RANKS]]
