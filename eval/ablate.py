"""What each part is worth: the same questions with everything, and with each part taken away in turn."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.app import Assistant
from eval.answer_measures import AnswerScore
from eval.experiment import ask_all, judge
from eval.measures import MEASURES
from eval.parts import PARTS, Part, without
from eval.significance import holm, mean_interval, paired_p
from eval.systems import System
from eval.topics import Topic
from eval.trial import Trial
from index.settings import BuildSettings

ALL = "all"
SHOWN = ("hit@1", "hit@5", "nDCG@10", "recall", "right to answer")
"""The measures that are tested: of the ranking, then of the answers, which public sets do not have."""

_ROUNDS = 4000  # of the paired test: there is one for each part, measure and kind of question

Values = Mapping[str, Mapping[str, float]]
"""`{measure: {topic id: value in [0, 1]}}`, higher is better."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a part adds to a measure over `n` questions of a group: `whole` is the mean with it, `less` without.

    `[low, high]` is the 95% interval of the mean difference, `p` of the paired test; `p_holm` is that
    corrected for the number of parts.
    """

    part: str
    group: str
    measure: str
    n: int
    whole: float
    less: float
    low: float
    high: float
    p: float
    p_holm: float

    @property
    def gain(self) -> float:
        """What is lost without the part."""
        return self.whole - self.less


def ablate(
    assistant: Assistant,
    topics: Sequence[Topic],
    parts: Mapping[str, Part] = PARTS,
    *,
    build: BuildSettings = BuildSettings(),
    on_question: Callable[[], None] = lambda: None,
) -> list[Worth]:
    """Ask the gold questions with all parts and without each of them. Raises GoldError as `judge` does."""
    groups = {topic.id: topic.type for topic in topics}
    whole = _values(assistant, topics, on_question)
    less = {}
    for name, part in parts.items():
        searcher = without(assistant.searcher, part, build, lambda *_: None)
        less[name] = _values(replace(assistant, searcher=searcher), topics, on_question)
    return _worths(groups, whole, less)


def ablate_set(
    trial: Trial, parts: Mapping[str, Part] = PARTS, *, on_question: Callable[[], None] = lambda: None
) -> list[Worth]:
    """The same for the rankings of a public set, by the parts that are search settings."""
    groups = {asked.id: trial.name for asked in trial.asked}

    def values(part: Part) -> Values:
        found = trial.values(part.changes, on_question=on_question)
        return {name: {i: each[name] for i, each in found.items()} for name in MEASURES if name in SHOWN}

    searched = {name: part for name, part in parts.items() if part.documents is None}
    whole = values(Part("nothing is taken away"))
    return [
        worth
        for worth in _worths(groups, whole, {name: values(part) for name, part in searched.items()})
        if worth.group != ALL
    ]


def _values(assistant: Assistant, topics: Sequence[Topic], on_question: Callable[[], None]) -> Values:
    asked = list(ask_all(System("hybrid"), assistant, topics, on_question=on_question))
    results, answers = judge(topics, assistant.documents(), assistant.passages).score(
        "hybrid", asked, answers=True
    )
    found: dict[str, dict[str, float]] = {
        name: {r.topic_id: r.values[name] for r in results if r.answerable}
        for name in MEASURES
        if name in SHOWN
    }
    found["recall"] = {a.topic_id: _recall(a) for a in answers if a.answerable}
    found["right to answer"] = {a.topic_id: float(a.is_right_to_answer) for a in answers}
    return found


def _recall(answer: AnswerScore) -> float:
    return answer.recall or 0.0


def _worths(groups: Mapping[str, str], whole: Values, less: Mapping[str, Values]) -> list[Worth]:
    names = [ALL, *sorted(set(groups.values()))]
    found = [
        worth
        for group in names
        for measure in SHOWN
        if measure in whole
        for part in less
        if (worth := _worth(part, group, measure, groups, whole[measure], less[part][measure]))
    ]
    return _corrected(found)


def _worth(
    part: str,
    group: str,
    measure: str,
    groups: Mapping[str, str],
    whole: Mapping[str, float],
    less: Mapping[str, float],
) -> Worth | None:
    """None where no question of the group has the measure."""
    ids = [i for i in whole if group in (ALL, groups[i])]
    if not ids:
        return None
    a, b = [whole[i] for i in ids], [less[i] for i in ids]
    differences = [x - y for x, y in zip(a, b, strict=True)]
    low, high = mean_interval(differences)
    p = paired_p(a, b, rounds=_ROUNDS) if any(differences) else 1.0
    return Worth(part, group, measure, len(ids), sum(a) / len(a), sum(b) / len(b), low, high, p, p)


def _corrected(worths: Sequence[Worth]) -> list[Worth]:
    """p corrected for the number of parts, within each group and measure."""
    families: dict[tuple[str, str], list[Worth]] = {}
    for worth in worths:
        families.setdefault((worth.group, worth.measure), []).append(worth)
    return [
        replace(worth, p_holm=p)
        for family in families.values()
        for worth, p in zip(family, holm([each.p for each in family]), strict=True)
    ]


def idle(worths: Iterable[Worth], level: float = 0.05) -> list[str]:
    """The parts that add nothing anywhere: in no group and measure a gain with p below `level`, uncorrected."""
    names = dict.fromkeys(worth.part for worth in worths)
    useful = {worth.part for worth in worths if worth.gain > 0 and worth.p < level}
    return [name for name in names if name not in useful]
