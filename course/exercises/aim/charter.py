"""A charter to be read with care: some lines leave things open, some do not fit."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from course.exercises.aim.places import draw_home_care
from course.exercises.scenes import draw_people
from course.messages import say
from course.tasks import Case, Item, Select, Table, Task
from course.tasks.calendar_days import months_later, say_day

# Each line has six wordings in pairs, and each sheet of four lines holds one of the
# first pair, one of the second and two of the third. The shift keeps a wording's number
# from saying which it is.
_SHEETS = (
    {"amount": 2, "date": 5, "measure": 3, "often": 1},
    {"team": 4, "leader": 3, "time": 0, "barrier": 2},
    {"whom": 5, "limits": 2, "first-test": 1, "balance": 4},
)
_WORDINGS = 6
_PAIRS = (0, 1, 2, 2)

_FIRST_MONDAY = date(2027, 1, 11)
_MONDAYS = 60
_BASELINES = range(20, 37)
_MONTHS = 8


def draw_charter_check(rng: np.random.Generator) -> Case:
    """Twelve lines of a charter, and the facts they are held against."""
    figures, words = rng.spawn(2)
    facts = _draw_facts(figures, words)
    lines = []
    for sheet in _SHEETS:
        pairs = figures.permutation(_PAIRS).tolist()
        for (line, shift), pair in zip(sheet.items(), pairs, strict=True):
            wording = 2 * pair + int(figures.integers(2))
            lines.append(f"{line}-{(wording + shift) % _WORDINGS + 1}")
    return Case(
        items=tuple(
            Item(
                line,
                say(
                    "charter-check.line",
                    name=say(f"charter-check.name.{line.rsplit('-', 1)[0]}"),
                    words=say(f"charter-check.item.{line}", **facts),
                ),
            )
            for line in lines
        ),
        story=say("charter-check.story", **facts),
        tables=(
            Table(
                caption=say("charter-check.table"),
                columns=(say("charter-check.fact"), say("charter-check.known")),
                rows=tuple(
                    (
                        say(f"charter-check.fact.{fact}"),
                        say(f"charter-check.known.{fact}", **facts),
                    )
                    for fact in ("counted", "whom", "start", "lead")
                ),
            ),
        ),
        facts=facts,
    )


def _draw_facts(
    figures: np.random.Generator, words: np.random.Generator
) -> dict[str, object]:
    baseline = int(figures.choice(_BASELINES))
    start = _FIRST_MONDAY + timedelta(weeks=int(figures.integers(_MONDAYS)))
    end = months_later(start, _MONTHS)
    people = draw_people(words, 3)
    days = {
        "start": start,
        "end": end,
        "before": start - timedelta(weeks=3),
        "signed": start - timedelta(weeks=2),
        "two_months": months_later(start, 2),
        "first": start + timedelta(days=8),
        "after": months_later(end, 1),
    }
    return {
        "baseline": baseline,
        "target": round(baseline * 0.6),
        "other_baseline": baseline + 17,
        "lines": sum(map(len, _SHEETS)),
        "place": draw_home_care(words),
        "leader": people[0],
        "planner": people[1],
        "carer": people[2],
        **{name: say_day(day) for name, day in days.items()},
    }


CHARTER_CHECK = Task(
    name="charter-check",
    kind=Select(),
    draw=draw_charter_check,
    points=4,
    needs_key=True,
    elements=("001-04", "004-06", "004-19", "004-17"),
)
