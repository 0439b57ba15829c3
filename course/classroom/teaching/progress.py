"""The class's own progress as run charts: the course's method, used on the course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from course.charts import draw_still, picture_of, read_run_chart, run_chart
from course.charts.elements import Written
from course.classroom.teaching.standing import Standing
from course.messages import say

# A median of fewer says nothing.
FEWEST_WEEKS = 4
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Progress:
    """A run chart, and how it reads.

    Attributes
    ----------
    drawing : Written
    reading : str
    """

    drawing: Written
    reading: str


def progress_of(standing: Standing, today: date) -> list[Progress]:
    """Draw hand-ins per week, and the share of the points they earned.

    Parameters
    ----------
    standing : Standing
    today : date
        The week it lies in is not over, and left out.

    Returns
    -------
    list of Progress
        Empty while there are fewer than four weeks.
    """
    counts, shares = by_week(standing, today)
    drawn = []
    for id_, values in (
        ("hand-ins", list(counts.values())),
        ("shares", [_per_cent(shares.get(week)) for week in counts]),
    ):
        if sum(value is not None for value in values) < FEWEST_WEEKS:
            continue
        picture = picture_of(
            run_chart(values),
            id=f"progress-{id_}",
            title=say(f"teach.chart.{id_}"),
            y_label=say(f"teach.chart.{id_}.unit"),
            x_label=say("teach.chart.week"),
            labels=[say("teach.chart.from", day=_short(week)) for week in counts],
        )
        drawn.append(Progress(draw_still(picture), read_run_chart(picture)))
    return drawn


def by_week(
    standing: Standing, today: date
) -> tuple[Mapping[date, int], Mapping[date, float]]:
    """Count hand-ins, and take the mean share of the points, by Monday of the week.

    Returns
    -------
    mapping of date to int
        Every week from the first hand-in to the last, weeks without any too.
    mapping of date to float
        Only weeks of which something is graded.
    """
    weeks: dict[date, list[float | None]] = {}
    for lesson in standing.lessons:
        for learner, when in lesson.handed_in.items():
            if when is not None:
                share = lesson.share.get(learner)
                weeks.setdefault(_monday(when), []).append(share)
    this_week = today - timedelta(days=today.weekday())
    weeks.pop(this_week, None)
    if not weeks:
        return {}, {}
    span = (max(weeks) - min(weeks)) // _WEEK + 1
    all_weeks = [min(weeks) + _WEEK * number for number in range(span)]
    counts = {week: len(weeks.get(week, ())) for week in all_weeks if week != this_week}
    shares = {week: _known(earned) for week, earned in weeks.items()}
    return counts, {w: fmean(earned) for w, earned in shares.items() if earned}


def _per_cent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _known(shares: Sequence[float | None]) -> list[float]:
    return [share for share in shares if share is not None]


def _monday(when: datetime) -> date:
    day = when.astimezone().date()
    return day - timedelta(days=day.weekday())


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
