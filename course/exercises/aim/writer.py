"""Writing an aim on what one's own unit has counted."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from course.charts import run_centre
from course.charts.pictures import format_value
from course.exercises.scenes import (
    MEASURES,
    Measure,
    draw_level,
    draw_one,
    draw_people,
    draw_place,
    sector_of,
)
from course.messages import say
from course.tasks import AimForm, Case, Item, Option, Table, Task
from course.tasks.aim import FIELDS
from course.tasks.calendar_days import months_later, say_day

# Those of which an outsider can tell what to do for whom.
SCENARIOS = (
    "late-visits",
    "missed-calls",
    "night-alarms",
    "same-day-letters",
    "called-back",
    "short-night-fasts",
    "decision-days",
    "assessed-in-time",
    "late-invoices",
    "emergency-minutes",
    "unanswered-messages",
    "medication-errors",
)
PERIODS = 12
# An aim from elsewhere, beside the question; who copies its figures earns nothing.
EXAMPLE = {
    "example_from": 31,
    "example_to": 20,
    "example_by": "2027-11-30",
}
_FIRST_MONDAY = date(2027, 1, 11)
_MONDAYS = 60
_TOLERANCE = 0.5
# The last period must not pass for the middle of all.
_APART = 2.0
_MONTHS = 8
_WEEKS_TOO_SOON = 6


def draw_aim_writer(rng: np.random.Generator) -> Case:
    """Twelve periods of a measure, a start, and the parts of an aim."""
    figures, words = rng.spawn(2)
    scenario = draw_one(figures, SCENARIOS)
    measure = next(one for one in MEASURES if one.id == scenario)
    values = _draw_values(measure, figures)
    start = _FIRST_MONDAY + timedelta(weeks=int(figures.integers(_MONDAYS)))
    place = draw_place(words, measure.setting)
    options, right, deed = _draw_options(scenario, measure, place, figures)

    baseline = run_centre(values)
    best = 100.0 if measure.higher_is_better else 0.0
    truth = {
        **right,
        "from": format_value(baseline),
        "to": f"{baseline + (best - baseline) / 2:.0f}",
        "by": months_later(start, _MONTHS).isoformat(),
    }
    truth = {field: truth[field] for field in FIELDS}
    soon = (start + timedelta(weeks=_WEEKS_TOO_SOON)).isoformat()
    facts = {
        **EXAMPLE,
        "example_by_words": say_day(date.fromisoformat(EXAMPLE["example_by"])),
        "baseline": baseline,
        "baseline_words": format_value(baseline),
        "best": best,
        "best_words": format_value(best),
        "last": format_value(values[-1]),
        "start": start.isoformat(),
        "start_words": say_day(start),
        "soon": say_day(date.fromisoformat(soon)),
        "place": place,
        "person": draw_people(words, 1)[0],
        "measure": measure.words,
        "better": measure.better,
        "period": say(f"period.{measure.period}.words"),
    }
    unit = say(f"aim-writer.unit.{scenario}")
    return Case(
        items=tuple(
            Item(
                field,
                say(f"aim-writer.item.{field}", **facts),
                unit=unit if field in ("from", "to") else "",
                tolerance=_TOLERANCE if field == "from" else 0.0,
            )
            for field in FIELDS
        ),
        options=options,
        tables=(_table(measure, values, facts),),
        story=say("aim-writer.story", **facts),
        sector=sector_of(measure.setting),
        facts=facts,
        truth=truth,
        misreadings={
            "activity": truth | {"what": deed, "from": "0", "to": "100"},
            "last-figure": truth | {"from": facts["last"]},
            "perfect": truth | {"to": facts["best_words"]},
            "too-soon": truth | {"by": soon},
        },
    )


def _draw_values(measure: Measure, figures: np.random.Generator) -> list[float]:
    """Twelve periods of a stable process, the last of them not in the middle."""
    while True:
        level, spread = draw_level(measure, figures)
        values = np.round(figures.normal(level, spread, PERIODS)).tolist()
        if abs(values[-1] - run_centre(values)) >= _APART:
            return values


def _draw_options(
    scenario: str, measure: Measure, place: str, figures: np.random.Generator
) -> tuple[tuple[Option, ...], dict[str, str], str]:
    """Return the options, the right ones by field, and the deed among the first."""
    texts = {
        "what": [
            say("aim-writer.what", measure=measure.words),
            say(f"aim-writer.deed.{scenario}"),
            say(f"aim-writer.other.{scenario}"),
            say(f"aim-writer.vague.{measure.setting}"),
        ],
        "whom": [
            say(f"aim-writer.whom.{scenario}", place=place),
            say("aim-writer.whom-everybody"),
            say("aim-writer.whom-staff"),
            say("aim-writer.whom-open"),
        ],
        "where": [
            say("aim-writer.where", place=place),
            say("aim-writer.where-all"),
            say("aim-writer.where-open"),
        ],
    }
    options, right, deed = [], {}, ""
    for field, among in texts.items():
        places = figures.permutation(len(among)).tolist()
        for letter, at in zip("abcd", places, strict=False):
            options.append(Option(f"{field}.{letter}", among[at]))
            # The first of each row is what the data are about.
            if at == 0:
                right[field] = f"{field}.{letter}"
            if field == "what" and at == 1:
                deed = f"{field}.{letter}"
    return tuple(options), right, deed


def _table(measure: Measure, values: list[float], facts: dict[str, object]) -> Table:
    period = say(f"period.{measure.period}")
    return Table(
        caption=say("aim-writer.table", **facts),
        columns=(period, measure.label),
        rows=tuple(
            (str(number), format_value(value))
            for number, value in enumerate(values, start=1)
        ),
    )


AIM_WRITER = Task(
    name="aim-writer",
    kind=AimForm(),
    draw=draw_aim_writer,
    points=4,
    elements=("004-09", "001-16", "000-20"),
)
