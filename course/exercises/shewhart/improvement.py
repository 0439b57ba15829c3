"""Marked improvement: something special, large enough to matter, and still there."""

from __future__ import annotations

from dataclasses import dataclass

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
_CANDIDATES = 2000
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
    level, spread = draw_level(measure, figures)
    better = 1 if measure.higher_is_better else -1
    while True:
        values = level + spread * figures.standard_normal(
            (_CANDIDATES, _BASELINE + _AFTER)
        )
        moved = np.zeros(_BASELINE + _AFTER)
        last = _BASELINE + (_HELD if verdict == "did-not-last" else _AFTER)
        moved[_BASELINE:last] = figures.uniform(*_MOVES[verdict])
        values = np.maximum(values + better * spread * moved, 0)
        values = values.round(measure.decimals)
        for one in values:
            if _reads(verdict, one, better, spread):
                change = _Change(verdict, measure, one, 0.0)
                agreed = change.gain * figures.uniform(*_AGREED[verdict])
                agreed = round(agreed, max(measure.decimals, 1))
                # A quarter apart, so that nobody has to measure.
                if agreed > 0 and not 0.8 < agreed / change.gain < 1.25:
                    return _Change(verdict, measure, one, agreed)


def _reads(verdict: str, values: np.ndarray, better: int, spread: float) -> bool:
    """Whether a series, judged by the frozen lines, says just this."""
    first, rest = values[:_BASELINE], values[_BASELINE:]
    limits = individuals_limits(first)
    centre = limits.centre
    ahead = better * (rest - centre) / spread
    if verdict in ("marked", "too-small") and ahead.min() < 0.15:
        return False
    if verdict == "did-not-last" and ahead[:_HELD].min() < 0.15:
        return False
    if limits.outside(first).any() or find_trends(first):
        return False
    if find_run_signals(first, centre).longest_run >= 5:
        return False
    if verdict in ("marked", "too-small"):
        return not find_trends(rest)
    if verdict == "did-not-last":
        back = rest[_HELD:]
        return (
            -0.9 < better * (back.mean() - centre) / spread < 0.3
            and not limits.outside(back).any()
            and (ahead[-2:] < 0.4).all()
            and -4 < ahead[_HELD:].min()
            and int((ahead[_HELD:] > 0).sum()) in (2, 3)
            and ahead[_HELD] < 0
        )
    # Two means that look like a gain, and nothing that signals.
    near = np.abs(values - centre) > 0.92 * (limits.upper - centre)
    return (
        better * (rest.mean() - first.mean()) > 0.5 * spread
        and not near.any()
        and not find_shifts(values, centre)
        and not find_run_signals(values, centre).shifted
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
