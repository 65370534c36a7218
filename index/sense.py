"""Which of the translations of a word are meant: those that the encoder finds near the question as a whole.

A dictionary gives drive as 驾驶, 驱动 and 精神 alike. A translation that is further from the question than another of the
same word counts less, but never for nothing: the encoder does not see order, and the dictionary may know better.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from index.bridge import Alternative
from index.query import SearchQuery
from index.segment import has_han
from index.vectors import Vectors

_WIDTH = 0.2  # of cosine, by which a translation is further to count e times less
_LEAST = 0.3


def in_context(
    query: SearchQuery, question: Vectors, encode: Callable[[Sequence[str]], Vectors]
) -> SearchQuery:
    """A translated query with its groups weighed by `question`, its vector `(1, dim)`; any other as it is."""
    if not query.is_bridged or not question.any():
        return query
    return replace(query, groups=tuple(_weighed(group, question, encode) for group in query.groups))


def _weighed(
    group: Sequence[Alternative], question: Vectors, encode: Callable[[Sequence[str]], Vectors]
) -> tuple[Alternative, ...]:
    forms = [alternative.form for alternative in group if has_han(alternative.form)]
    if len(forms) < 2:
        return tuple(group)
    cosines = encode(forms) @ question[0]
    shares = np.maximum(_LEAST, np.exp((cosines - cosines.max()) / _WIDTH)).tolist()
    share = dict(zip(forms, shares, strict=True))
    return tuple(Alternative(a.form, a.weight * share.get(a.form, 1.0)) for a in group)
