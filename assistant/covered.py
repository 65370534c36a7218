"""Whether evidence is of the years that a question asks about."""

from datetime import date
from functools import lru_cache

from assistant.period import periods
from assistant.records import Period, Query

Years = tuple[int, int]


@lru_cache(maxsize=4096)
def years_in(text: str) -> tuple[Years, ...]:
    """The years that a text names, each as first and last, in its order. Years counted from today are left out."""
    return tuple((p.first, p.last) for p in periods(text, date.min) if p.basis == "said")


def fits(query: Query, *texts: str) -> bool | None:
    """Whether texts are of a year that the query asks about, the first that names years deciding.

    `texts` go from the sentence to what stands around it. None where none of them names a year, or none is
    asked for; this year and last year ask for none, as documents have their own.
    """
    asked = [period for period in query.times if period.basis == "said"]
    if not asked:
        return None
    for text in texts:
        if years := years_in(text):
            return any(_meet(period, each) for period in asked for each in years)
    return None


def named_years(*texts: str) -> str:
    """The years of the first text that names some, as 2025 or 2021–2025; empty if none does."""
    for text in texts:
        if years := years_in(text):
            first, last = years[-1]
            return str(first) if first == last else f"{first}–{last}"
    return ""


def _meet(period: Period, years: Years) -> bool:
    return period.first <= years[1] and years[0] <= period.last
