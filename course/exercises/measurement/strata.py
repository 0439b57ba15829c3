"""Together or apart: what came first decides which figures answer the question."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from course.exercises.scenes import draw_place
from course.messages import say
from course.simulations.measurement.stratification import (
    ROLES,
    STRATA,
    StratifiedPlan,
    StratifiedTable,
    draw_read_table,
    draw_stratified_plan,
)
from course.tasks import Case, Item, Numbers, Table, Task

LETTERS = "PQRS"
_STORIES_EACH = 2
# What writing two shares with one decimal takes away from their difference.
_TOLERANCE = 0.16
_APART = 3.0


def draw_together_or_apart(rng: np.random.Generator) -> Case:
    """Four comparisons, each turned round by its groups; two must be read each way."""
    figures, words = rng.spawn(2)
    plans = _draw_plans(figures)
    tables = [_draw_unlike(plan, figures) for plan in plans]
    ids = [letter.lower() for letter in LETTERS]
    crude = {
        id_: _points(table.crude_difference)
        for id_, table in zip(ids, tables, strict=True)
    }
    apart = {
        id_: _points(float(table.differences[1]))
        for id_, table in zip(ids, tables, strict=True)
    }
    truth = {
        id_: (apart if plan.right_reading == "stratified" else crude)[id_]
        for id_, plan in zip(ids, plans, strict=True)
    }
    facts = {
        "stories": len(plans),
        "first_apart": next(
            letter
            for letter, plan in zip(LETTERS, plans, strict=True)
            if plan.right_reading == "stratified"
        ),
        "first_together": next(
            letter
            for letter, plan in zip(LETTERS, plans, strict=True)
            if plan.right_reading == "crude"
        ),
    }
    return Case(
        items=tuple(
            Item(
                id_,
                _story(letter, plan, words),
                unit=say("together-or-apart.unit"),
                tolerance=_TOLERANCE,
            )
            for id_, letter, plan in zip(ids, LETTERS, plans, strict=True)
        ),
        tables=tuple(
            _counts_table(letter, plan, table)
            for letter, plan, table in zip(LETTERS, plans, tables, strict=True)
        ),
        facts=facts,
        truth=truth,
        misreadings={"always-together": crude, "always-apart": apart},
    )


def _draw_plans(figures: np.random.Generator) -> list[StratifiedPlan]:
    plans = []
    for role in ROLES:
        strata = list(STRATA[role])
        for place in figures.permutation(len(strata))[:_STORIES_EACH].tolist():
            plan = draw_stratified_plan(role, True, figures)
            plans.append(replace(plan, stratum=strata[place]))
    return [plans[i] for i in figures.permutation(len(plans)).tolist()]


def _draw_unlike(plan: StratifiedPlan, figures: np.random.Generator) -> StratifiedTable:
    """Draw a table whose two readings are far apart, as they must be turned round."""
    while True:
        table = draw_read_table(plan, figures)
        if abs(table.crude_difference - table.differences[1]) * 100 >= _APART:
            return table


def _counts_table(letter: str, plan: StratifiedPlan, table: StratifiedTable) -> Table:
    way = "good" if plan.events_are_good else "feared"
    names = [say(f"together-or-apart.group.{group}") for group in table.strata]
    names.append(say("together-or-apart.group.all"))
    events = np.column_stack((table.events, table.events.sum(axis=1)))
    patients = np.column_stack((table.patients, table.patients.sum(axis=1)))
    return Table(
        caption=say(f"together-or-apart.table.{way}", letter=letter),
        columns=(
            say("together-or-apart.column.group"),
            *(say("together-or-apart.column.ward", ward=ward) for ward in table.names),
        ),
        rows=tuple(
            (
                name,
                *(
                    say("together-or-apart.of", events=e, patients=p)
                    for e, p in zip(
                        events[:, place].tolist(),
                        patients[:, place].tolist(),
                        strict=True,
                    )
                ),
            )
            for place, name in enumerate(names)
        ),
    )


def _points(difference: float) -> float:
    return round(100 * difference, 2)


def _story(letter: str, plan: StratifiedPlan, words: np.random.Generator) -> str:
    way = "good" if plan.events_are_good else "feared"
    return say(
        f"together-or-apart.story.{plan.stratum}",
        letter=letter,
        place=draw_place(words, "hospital"),
        event=say(f"together-or-apart.event.{plan.stratum}.{way}"),
    )


TOGETHER_OR_APART = Task(
    name="together-or-apart",
    kind=Numbers(),
    draw=draw_together_or_apart,
    points=5,
    elements=("004-10", "000-17"),
)
