"""Mark the points on a chart that are signals: Youden's J, and the exact-empty rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from course.messages import say
from course.tasks.forms import complain_about_mapping, is_set_of, say_of_each
from course.tasks.scoring import stepped, youden
from course.tasks.task import Answer, Case, Item, Said


@dataclass(frozen=True, slots=True)
class MarkPoints:
    """The signals on each of some charts.

    An answer is ``{chart item: [period, ...]}`` with periods counted from 1. An empty
    list says "no signal here"; a chart without a list was not looked at.

    Each chart with a signal earns Youden's J, in steps. A chart without one is right
    only when it is said to be empty, and counts as much as the share earned on the
    charts that have signals: leaving everything alone finds nothing, so it earns
    nothing.
    """

    name: ClassVar[str] = "mark-points"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not ``{chart: [period, ...]}``."""

        def fits(item: Item, value: Any) -> bool:
            return is_set_of(value, range(1, len(item.chart.values) + 1), int)

        return complain_about_mapping(case, answer, fits)

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Nothing: a mark is always readable."""
        return ()

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each chart with the set of its marked periods."""
        return {chart: frozenset(periods) for chart, periods in answer.items()}

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether the marks are the same but for one in five."""
        if not wanted:
            return not given
        return len(given & wanted) / len(given | wanted) >= 0.8

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each chart with the names of its marked periods."""

        def in_words(item: Item, periods: list[int]) -> str:
            chart = item.chart
            on_chart = range(1, len(chart.values) + 1)
            names = [
                chart.labels[period - 1] for period in periods if period in on_chart
            ]
            if not names:
                return say("review.no-signal")
            return f"{chart.x_label or say('chart.period')} {', '.join(names)}"

        return say_of_each(case, answer, in_words)

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Mean over the charts; see the class."""
        shares = [
            self._share(case, chart, answer.get(chart), periods)
            for chart, periods in truth.items()
            if periods
        ]
        on_signals = sum(shares) / len(shares) if shares else 1.0
        empty = [chart for chart, periods in truth.items() if not periods]
        left_alone = sum(answer.get(chart) == [] for chart in empty)
        return (sum(shares) + on_signals * left_alone) / len(truth)

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Whether each chart looked at has just the right marks, or nearly."""
        return {
            chart: (not periods and not truth[chart])
            or bool(truth[chart])
            and self._share(case, chart, periods, truth[chart]) == 1
            for chart, periods in answer.items()
        }

    def _share(
        self, case: Case, chart: str, marked: list[int] | None, true: list[int]
    ) -> float:
        if marked is None:
            return 0.0
        values = next(item.chart.values for item in case.items if item.id == chart)
        places = sum(value is not None for value in values)
        return stepped(youden(marked, true, places))

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Some points here and there, or none."""
        marks = {}
        for item in case.items:
            periods = np.arange(1, len(item.chart.values) + 1)
            chosen = periods[rng.random(periods.size) < rng.choice([0, 0.15, 0.3])]
            marks[item.id] = [int(period) for period in chosen]
        return marks

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """Nothing, everything, or the same stretch on each chart."""
        way = int(rng.integers(3))
        marks = {}
        for item in case.items:
            periods = list(range(1, len(item.chart.values) + 1))
            stretch = periods[len(periods) // 2 :]
            marks[item.id] = ([], periods, stretch)[way]
        return marks
