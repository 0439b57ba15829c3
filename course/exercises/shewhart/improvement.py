"""Marked improvement: something special, large enough to matter, and still there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from course.charts import Chart, individuals_limits
from course.charts.pictures import format_value
from course.charts.runs import find_run_signals, find_shifts, find_trends
from course.exercises.scenes import (
    Measure,
    draw_level,
    draw_measures,
    draw_places,
    measure_chart,
    options_of,
)
from course.exercises.shewhart.calm_series import LETTERS
from course.messages import say
from course.tasks import Case, Classify, Item, Task
from course.tasks.scoring import kappa

VERDICTS = ("marked", "too-small", "did-not-last", "not-shown")
_CHARTS = 8
_BASELINE, _AFTER = 12, 14
_CANDIDATES, _AT_ONCE = 2000, 64
# How far each moves, in standard deviations, and what was agreed to matter, as a share
# of what two means show.
_MOVES = {
    "marked": (2.4, 3.2),
    "too-small": (1.8, 2.2),
    "did-not-last": (2.6, 3.2),
    "not-shown": (0.0, 0.4),
}
_AGREED = {
    "marked": (0.45, 0.7),
    "too-small": (1.6, 2.2),
    "did-not-last": (0.5, 0.75),
    "not-shown": (0.4, 0.7),
}
_HELD, _BACK = 8, 6


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    verdict: str
    measure: Measure
    values: np.ndarray
    agreed: float

    @property
    def better(self) -> int:
        """1 where more is better, else -1."""
        return 1 if self.measure.higher_is_better else -1

    @property
    def gain(self) -> float:
        """What two means show, counted so that better is above zero."""
        before, after = self.values[:_BASELINE], self.values[_BASELINE:]
        return self.better * float(after.mean() - before.mean())

    @property
    def last_gain(self) -> float:
        """The last value against the old mean."""
        before = self.values[:_BASELINE]
        return self.better * float(self.values[-1] - before.mean())


def draw_marked_improvement(rng: np.random.Generator) -> Case:
    """Eight changes with what was agreed to matter, and what became of each."""
    figures, words = rng.spawn(2)
    while True:
        verdicts = [str(one) for one in figures.permutation([*VERDICTS, *VERDICTS])]
        measures = draw_measures(figures, _CHARTS)
        changes = [
            _draw_change(verdict, measure, figures)
            for verdict, measure in zip(verdicts, measures, strict=True)
        ]
        thoughts = _thoughts(changes)
        right = dict(enumerate(verdicts))
        if all(kappa(dict(enumerate(told)), right) < 0.5 for told in thoughts.values()):
            break
    ids = [measure.id for measure in measures]
    places = draw_places(words, [change.measure.setting for change in changes])
    return Case(
        items=tuple(
            Item(
                id_,
                say(
                    "marked-improvement.item",
                    letter=letter,
                    place=place,
                    measure=change.measure.words,
                    better=change.measure.better,
                    agreed=format_value(change.agreed),
                    way=say(
                        "marked-improvement.more"
                        if change.better > 0
                        else "marked-improvement.fewer"
                    ),
                ),
                _chart(id_, change),
            )
            for id_, letter, place, change in zip(
                ids, LETTERS, places, changes, strict=False
            )
        ),
        options=options_of("marked-improvement", VERDICTS),
        facts={
            "charts": _CHARTS,
            "baseline": _BASELINE,
            "after": _AFTER,
            "gained": sum(change.gain >= change.agreed for change in changes),
            "signals": sum(verdict != "not-shown" for verdict in verdicts),
            "last_good": sum(change.last_gain > 0 for change in changes),
            "marked": verdicts.count("marked"),
        },
        truth=dict(zip(ids, verdicts, strict=True)),
        misreadings={
            name: dict(zip(ids, told, strict=True)) for name, told in thoughts.items()
        },
    )


def _draw_change(
    verdict: str, measure: Measure, figures: np.random.Generator
) -> _Change:
    for values in _draw_series(verdict, measure, figures):
        change = _Change(verdict, measure, values, 0.0)
        agreed = change.gain * figures.uniform(*_AGREED[verdict])
        agreed = round(agreed, max(measure.decimals, 1))
        # A quarter apart, so that nobody has to measure.
        if agreed > 0 and not 0.8 < agreed / change.gain < 1.25:
            return replace(change, agreed=agreed)


def _draw_series(
    verdict: str, measure: Measure, figures: np.random.Generator
) -> Iterator[np.ndarray]:
    """Series without end that say what the verdict says."""
    level, spread = draw_level(measure, figures)
    better = 1 if measure.higher_is_better else -1
    while True:
        noise = figures.standard_normal((_CANDIDATES, _BASELINE + _AFTER))
        moved = np.zeros(_BASELINE + _AFTER)
        last = _BASELINE + (_HELD if verdict == "did-not-last" else _AFTER)
        moved[_BASELINE:last] = figures.uniform(*_MOVES[verdict])
        # Most are never looked at: one of the first will do.
        for some in np.split(noise, range(_AT_ONCE, _CANDIDATES, _AT_ONCE)):
            values = level + spread * some + better * spread * moved
            values = np.maximum(values, 0).round(measure.decimals)
            likely = values[_may_read(verdict, values, better, spread)]
            yield from (one for one in likely if _reads(verdict, one))


def _may_read(
    verdict: str, values: np.ndarray, better: int, spread: float
) -> np.ndarray:
    """Whether the new values lie as they should against the old mean.

    Returns
    -------
    ndarray of bool, shape (candidates,)
        Of all at once: most fail by this, and the rules take longer.
    """
    old_means = values[:, :_BASELINE].mean(axis=1, keepdims=True)
    ahead = better * (values[:, _BASELINE:] - old_means) / spread
    if verdict == "not-shown":
        # Two means that look like a gain.
        return ahead.mean(axis=1) > 0.5
    if verdict != "did-not-last":
        return (ahead >= 0.15).all(axis=1)
    held, back = ahead[:, :_HELD], ahead[:, _HELD:]
    return (
        (held >= 0.15).all(axis=1)
        & (np.abs(back.mean(axis=1) + 0.3) < 0.6)
        & (back[:, -2:] < 0.4).all(axis=1)
        & (back > -4).all(axis=1)
        & (back[:, 0] < 0)
        & np.isin((back > 0).sum(axis=1), (2, 3))
    )


def _reads(verdict: str, values: np.ndarray) -> bool:
    """Whether a series, judged by the frozen lines, says just this."""
    first, rest = values[:_BASELINE], values[_BASELINE:]
    limits = individuals_limits(first)
    if limits.outside(first).any() or find_trends(first):
        return False
    if find_run_signals(first, limits.centre).longest_run >= 5:
        return False
    if verdict == "did-not-last":
        return not limits.outside(rest[_HELD:]).any()
    if verdict != "not-shown":
        return not find_trends(rest)
    # Nothing that signals.
    near = np.abs(values - limits.centre) > 0.92 * (limits.upper - limits.centre)
    return (
        not near.any()
        and not find_shifts(values, limits.centre)
        and not find_run_signals(values, limits.centre).shifted
        and not find_trends(values)
    )


def _thoughts(changes: list[_Change]) -> dict[str, list[str]]:
    return {
        "two-means": [
            "marked" if change.gain >= change.agreed else "too-small"
            for change in changes
        ],
        "any-signal-is-marked": [
            "not-shown" if change.verdict == "not-shown" else "marked"
            for change in changes
        ],
        "last-month": [
            "marked"
            if change.last_gain >= change.agreed
            else "too-small"
            if change.last_gain > 0
            else "did-not-last"
            for change in changes
        ],
    }


def _chart(id_: str, change: _Change) -> Chart:
    limits = individuals_limits(change.values[:_BASELINE])
    return measure_chart(
        f"marked-improvement-{id_}",
        change.measure,
        change.values,
        centre=limits.centre,
        centre_label=say("chart.mean"),
        limits=(limits.lower, limits.upper),
        baseline=_BASELINE,
    )


MARKED_IMPROVEMENT = Task(
    name="marked-improvement",
    kind=Classify(),
    draw=draw_marked_improvement,
    points=4,
    elements=("001-14", "004-02"),
)
