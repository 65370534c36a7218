"""How likely each of the sentences that were read is the one that answers."""

import math
from collections.abc import Mapping, Sequence
from operator import mul

BY_MEANING = ("similarity", "continued")
"""Features that need the encoder, cosines in [-1, 1]; all others are of words."""

WEIGHTS: Mapping[str, float] = {
    "said": 1.71,
    "nearby": 0.02,
    "beside": 2.19,
    "called": 1.38,
    "asked": 0.66,
    "pairs": 1.90,
    "similarity": 1.72,
    "continued": 2.63,
    "rank": 3.61,
    "value": 2.08,
    "tied": 1.31,
    "instance": 1.44,
    "defines": 4.00,
    "because": 0.67,
    "items": 1.26,
    "length": 0.86,
    "fragment": -1.08,
    "thin": -0.50,
    "opens": -2.00,
    "asks": -0.70,
    "off": -1.03,
    "on": 1.20,
}
"""What each feature adds, in logits. Made by `python -m eval.sentences`; but `thin`, `opens` and `defines`, of which sets have
too few, are set by hand.

Shares in [0, 1] of the question's importance: `said` by the sentence, `nearby` by its passage and headings, `beside` by it
and the sentences around it, `called` of its names alone and `nearby`. `asked`: how much it has of the word
beside the question word; `pairs`: of the question's pairs of characters. `similarity`: cosine of question and sentence,
`continued`: of the question and the sentence with the one before it. `rank`: of its passage, 1 the first and 0 the last.
`value`: it has a number, date, place or name as is asked for; `instance`: an instance of the noun that is asked for.
`defines`, `because` and `items` (in [0, 1]): it does so, where that is asked for. `length` in [0, 1]. `fragment`: it is a
headline or a caption; `thin`: it has few words; `opens`: it only opens what follows; `asks`: it is a question; `off` and `on`: it is of other years than are asked about, or of these.
"""

FURTHER: Mapping[str, float] = {"score": 0.99, "added": 2.58, "repeated": -1.81}
"""The same for a further sentence where those before it do not answer, by `python -m eval.sentences` too: its own score, and
the shares of the question that it adds to what they have and that it repeats.
"""

_TINY = 1e-12


def score(features: Mapping[str, float]) -> float:
    """The sum of the features by their weights; those that are not given count nothing."""
    return float(sum(map(mul, map(WEIGHTS.__getitem__, features), features.values())))


def shares(scores: Sequence[float]) -> list[float]:
    """How likely each sentence is the one that answers, among them all: their softmax, adding up to 1."""
    if not scores:
        return []
    highest = max(scores)
    odds = [math.exp(each - highest) for each in scores]
    total = sum(odds)
    return [each / total for each in odds]


def further(
    likely: Sequence[float], says: Sequence[Sequence[float]], said: Sequence[Sequence[float]]
) -> list[float]:
    """How likely each sentence of the rest is the one that answers if those before it do not; adds up to what `likely` does.

    `says` and `said` are the shares of the question that each of its words has in those of the rest and in those before.
    One that speaks of what they leave out is likelier than one that says the same once more (as in maximal marginal
    relevance: Carbonell and Goldstein, SIGIR 1998).
    """
    have = [max(each) for each in zip(*said, strict=True)]
    scores = []
    for share, own in zip(likely, says, strict=True):
        repeated = sum(map(min, own, have))
        features = {"score": math.log(max(share, _TINY)), "added": sum(own) - repeated, "repeated": repeated}
        scores.append(sum(FURTHER[name] * value for name, value in features.items()))
    total = sum(likely)
    return [total * share for share in shares(scores)]
