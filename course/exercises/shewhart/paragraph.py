"""A paragraph for the board, about a chart of one's own or the one given here."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from course.charts import Chart, individuals_limits
from course.exercises.rubric import case_with_rubric
from course.exercises.scenes import (
    draw_measures,
    draw_place,
    measure_chart,
    sector_of,
)
from course.exercises.shewhart.calm_series import draw_calm
from course.messages import say
from course.tasks import Case, FreeText, Task

BOXES = ("shows", "promises", "asks")
_MONTHS = 24


def draw_board_paragraph(rng: np.random.Generator) -> Case:
    """Three boxes, the rubric, and a chart for whoever has none of their own."""
    figures, words = rng.spawn(2)
    (measure,) = draw_measures(figures)
    place = draw_place(words, measure.setting)
    values = draw_calm(measure, _MONTHS, figures)
    limits = individuals_limits(values)
    # Between the middle and a limit: met in some months and missed in others.
    easy = 1 if measure.higher_is_better else -1
    away = figures.uniform(0.25, 0.5) * (limits.upper - limits.centre)
    target = round(limits.centre + easy * away, max(measure.decimals, 0))
    chart: Chart = measure_chart(
        "board-paragraph-given",
        measure,
        values,
        title=say("board-paragraph.chart", place=place),
        centre=limits.centre,
        centre_label=say("chart.mean"),
        limits=(limits.lower, limits.upper),
        target=target,
    )
    case = case_with_rubric(
        "board-paragraph",
        BOXES,
        measure=measure.words,
        place=place,
        better=measure.better,
    )
    return replace(case, charts=(chart,), sector=sector_of(measure.setting))


BOARD_PARAGRAPH = Task(
    name="board-paragraph",
    kind=FreeText(),
    draw=draw_board_paragraph,
    points=6,
    elements=("004-10", "001-14"),
)
