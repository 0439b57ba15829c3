"""The planner of doses: twelve steps for a real organisation, and one plan kept."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import traitlets

from course.charts.own_data.unreadable import UnreadableData
from course.simulations.capability.dosing.capacity import cover
from course.simulations.capability.dosing.paper import make_paper
from course.simulations.capability.dosing.plan import (
    ENTRIES,
    EXISTS,
    HOWS,
    TEXTS,
    DosingPlan,
    as_answer,
    read_plan,
    suggested_plan,
)
from course.simulations.capability.dosing.steps import PAGES
from course.simulations.capability.dosing.survey import HIGHEST, Survey, read_units
from course.simulations.capability.training_tables import COMPETENCES
from course.tasks.answers import AnswerFolder
from course.widgets.simulations.bringing import bringing_script
from course.widgets.simulations.dosing_pages import (
    LOGS,
    Open,
    draw_planner,
    why_not_add,
)
from course.widgets.simulations.simulation import (
    Details,
    Scene,
    Simulation,
    State,
)

_LONGEST_TABLE = 20_000


class DosingPlanner(Simulation):
    """Who is to know how much, from the first yes to a plan on paper.

    The state is what `read_plan` reads. Which page is open, and a table that was pasted
    and not read, are not kept.

    Attributes
    ----------
    taken : dict
        ``{count, name, type, content}``: a file that was asked for, in base64.
    """

    script = bringing_script("dosing_planner.js")
    task_name: ClassVar[str] = "dosing-planner"

    taken = traitlets.Dict().tag(sync=True)

    def __init__(
        self, folder: AnswerFolder, rng_for: Callable[[str], np.random.Generator]
    ):
        self._open = Open()
        super().__init__(folder, rng_for)

    def begin(self) -> State:
        """Return the suggestion to begin with."""
        return as_answer(suggested_plan())

    def restore(self, answer: Any) -> State:
        """Return the plan kept, if it is one."""
        return as_answer(read_plan(answer))

    def restarted(self, state: State) -> State:
        """Return the suggestion, from the first page on."""
        self._open = Open()
        return self.begin()

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Fill in, add, remove; turn to another page; take the plan along."""
        plan = self._after(read_plan(state), deed, details)
        # What no control of ours can have sent is refused where a plan is read.
        return None if plan is None else self.restore(as_answer(plan))

    def draw(self, state: State) -> Scene:
        """Return the page that is open."""
        plan = read_plan(state)
        self._open = self._open.within(plan)
        return draw_planner(plan, self._open)

    def _after(
        self, plan: DosingPlan, deed: str, details: Details
    ) -> DosingPlan | None:
        """Return the plan after a deed; None where nothing of it changes."""
        if deed == "open" and details["page"] in PAGES:
            self._open = replace(self._open, page=details["page"], removing="")
        elif deed == "write" and details["what"] == "paste":
            pasted = str(details["text"])[:_LONGEST_TABLE]
            self._open = replace(self._open, pasted=pasted, complaint="")
        elif deed == "write":
            return _written(plan, str(details["what"]), str(details["text"]))
        elif deed == "choose" and str(details["what"]).startswith("open."):
            log = str(details["what"]).removeprefix("open.")
            self._open = self._open.at(log, str(details["choice"]))
        elif deed == "choose":
            return _chosen(plan, str(details["what"]), details["choice"])
        elif deed == "add" and not why_not_add(plan, details["log"]):
            return self._add(plan, details["log"])
        elif deed in ("ask-remove", "not-remove"):
            log = details["log"] if deed == "ask-remove" else ""
            self._open = replace(self._open, removing=log)
        elif deed == "remove" and self._open.removing == details["log"]:
            self._open = replace(self._open, removing="")
            return plan.without(LOGS[details["log"]], str(details["entry"]))
        elif deed == "read-units":
            return self._read_units(plan)
        elif deed == "forget-units":
            return replace(plan, survey=replace(plan.survey, areas=(), units=()))
        elif deed == "take-proposal":
            chosen = {course.id for course in cover(plan).courses}
            courses = (replace(one, taken=one.id in chosen) for one in plan.courses)
            return replace(plan, courses=tuple(courses))
        elif deed == "take":
            self._take(plan, str(details["form"]))
        return None

    def _add(self, plan: DosingPlan, log: str) -> DosingPlan:
        first = {"existing": {"how": EXISTS}, "possible": {"how": HOWS[0]}}
        plan = plan.with_new(LOGS[log], **first.get(log, {}))
        self._open = self._open.at(log, plan.log(LOGS[log])[-1].id)
        return plan

    def _read_units(self, plan: DosingPlan) -> DosingPlan | None:
        try:
            areas, units = read_units(self._open.pasted)
        except UnreadableData as problem:
            self._open = replace(self._open, complaint=str(problem))
            return None
        self._open = replace(self._open, pasted="", complaint="")
        return replace(plan, survey=replace(plan.survey, areas=areas, units=units))

    def _take(self, plan: DosingPlan, form: str) -> None:
        """Make the document or the table; it is saved by the browser."""
        name, type_, content = make_paper(plan, form)
        self.taken = {
            "count": self.taken.get("count", 0) + 1,
            "name": name,
            "type": type_,
            "content": base64.b64encode(content).decode(),
        }


def _written(plan: DosingPlan, what: str, text: str) -> DosingPlan:
    """Put a text into ``page.name``, or into ``log.entry.field``."""
    first, second, *rest = what.split(".")
    if not rest:
        return replace(plan, texts={**plan.texts, what: text[: TEXTS[first][second]]})
    longest = ENTRIES[first][rest[0]]
    return plan.with_entry(first, second, **{rest[0]: text[:longest]})


def _chosen(plan: DosingPlan, what: str, choice: Any) -> DosingPlan:
    """Put a number, an option or a tick where it belongs."""
    first, *rest = what.split(".")
    if first == "prefer":
        return replace(plan, prefer=choice)
    if first == "factor":
        return replace(plan, factors={**plan.factors, rest[0]: choice})
    if first == "survey":
        return replace(plan, survey=_counted(plan.survey, rest, choice))
    id_, field, *at = rest
    value = choice
    if at:
        entry = next(one for one in plan.log(first) if one.id == id_)
        value = getattr(entry, field)
    if field == "doses":
        doses = list(value)
        doses[COMPETENCES.index(at[0])] = int(choice)
        value = tuple(doses)
    elif field == "groups":
        ticked = {*value, at[0]} if choice else {*value} - {at[0]}
        value = tuple(group.id for group in plan.groups if group.id in ticked)
    return plan.with_entry(first, id_, **{field: value})


def _counted(survey: Survey, where: list[str], choice: Any) -> Survey:
    if where[0] in ("asked", "answered"):
        return replace(survey, **{where[0]: choice})
    area, answer = where
    counts = list(survey.counts.get(area, (0,) * HIGHEST))
    counts[int(answer) - 1] = choice or 0
    return replace(survey, counts={**survey.counts, area: tuple(counts)})
