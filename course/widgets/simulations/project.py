"""The workspace of the learner's own project: pages to fill in, one answer kept."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any, ClassVar

import numpy as np
import traitlets

from course.charts.own_data.kept import to_kept
from course.exercises.project.parts import PARTS, POINTERS, Part
from course.exercises.project.project import (
    Project,
    as_answer,
    empty_project,
    read_project,
)
from course.tasks.answers import AnswerFolder
from course.widgets.simulations.bringing import bringing_script
from course.widgets.simulations.project_pages import (
    PAGES,
    Open,
    draw_workspace,
    why_not_lock,
)
from course.widgets.simulations.project_sources import (
    charts_at_hand,
    from_charter,
)
from course.widgets.simulations.simulation import (
    Details,
    Scene,
    Simulation,
    State,
)


class OwnProject(Simulation):
    """A project of one's own, from the first question to the poster.

    The state is what `course.exercises.project.read_project` reads. Which page is
    open is not kept.

    Attributes
    ----------
    taken : dict
        ``{count, name, type, content}``: a paper that was asked for, in base64.
    """

    script = bringing_script("project.js")
    task_name: ClassVar[str] = "project"

    taken = traitlets.Dict().tag(sync=True)

    def __init__(
        self, folder: AnswerFolder, rng_for: Callable[[str], np.random.Generator]
    ):
        self._open = Open()
        self._at_hand = charts_at_hand(folder)
        self._prefilled = from_charter(folder)
        super().__init__(folder, rng_for)

    def begin(self) -> State:
        """Return an empty workspace, but for what the charter of lesson 3 tells."""
        state = empty_project()
        for part, fields in self._prefilled.items():
            state["parts"][part] = fields
        return as_answer(read_project(state))

    def restore(self, answer: Any) -> State:
        """Return the project kept, if it is one."""
        return as_answer(read_project(answer))

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Fill in, add, lock, remove; bring a chart; turn to another page."""
        if deed == "open" and details.get("page") in PAGES:
            self._open = self._open.on(details["page"])
            if details["page"] == "data":
                self._at_hand = charts_at_hand(self._folder)
        elif deed == "write":
            return self._write(state, str(details["what"]), str(details["text"]))
        elif deed == "choose" and str(details["what"]).startswith("chart."):
            return self._bring(state, str(details["what"]), str(details["choice"]))
        elif deed == "choose" and str(details["what"]).startswith("open."):
            part = str(details["what"]).removeprefix("open.")
            self._open = self._open.at(part, str(details["choice"]))
        elif deed == "choose":
            return self._write(state, str(details["what"]), str(details["choice"]))
        elif deed == "look-again":
            self._at_hand = charts_at_hand(self._folder)
        elif deed == "add":
            return self._add(state, PARTS[str(details["part"])])
        elif deed == "lock":
            return self._lock(state, str(details["entry"]))
        elif deed in ("ask-remove", "not-remove"):
            self._open = self._open.asking(deed == "ask-remove")
        elif deed == "remove" and self._open.removing:
            return self._remove(state, str(details["part"]), str(details["entry"]))
        elif deed == "take":
            self._take(state, str(details["paper"]), str(details["form"]))
        return None

    def draw(self, state: State) -> Scene:
        """Return the page that is open."""
        project = read_project(state)
        self._open = self._open.within(project)
        brought = bool(self._prefilled) and self._on_disk.answer is None
        return draw_workspace(project, self._open, self._at_hand, brought=brought)

    # What is written

    def _write(self, state: State, what: str, text: str) -> State | None:
        """Put a text into ``part.field``, or into ``part.entry.field``."""
        name, *rest = what.split(".")
        part = PARTS[name]
        field = part.field(rest[-1])
        text = text[: field.longest]
        if field.kind == "choice" and text not in ("", *field.options):
            return None
        if not part.most:
            return _with_part(state, name, state["parts"][name] | {field.name: text})
        entries = []
        for entry in state["parts"][name]:
            if entry["id"] == rest[0]:
                # What is locked is not written over, whoever asks; and what comes
                # afterwards waits for the lock.
                if part.locks and bool(entry["locked"]) != field.after:
                    return None
                entry = entry | {field.name: text}
            entries.append(entry)
        return _with_part(state, name, entries)

    def _add(self, state: State, part: Part) -> State | None:
        entries = state["parts"][part.name]
        if len(entries) >= part.most:
            return None
        # Never one that is gone while something still points to it.
        taken = {one["id"] for one in entries} | _pointed_at(read_project(state))
        numbered = (f"{part.prefix}{number}" for number in count(1))
        id_ = next(each for each in numbered if each not in taken)
        self._open = self._open.at(part.name, id_)
        entry = {field.name: "" for field in part.fields} | {"id": id_}
        if part.locks:
            entry["locked"] = ""
        return _with_part(state, part.name, [*entries, entry])

    def _lock(self, state: State, id_: str) -> State | None:
        entry = read_project(state).entry("tests", id_)
        if entry is None or entry["locked"] or why_not_lock(entry):
            return None
        today = date.today().isoformat()
        entries = [
            one | {"locked": today} if one["id"] == id_ else one
            for one in state["parts"]["tests"]
        ]
        return _with_part(state, "tests", entries)

    def _remove(self, state: State, part: str, id_: str) -> State | None:
        self._open = self._open.asking(False)
        entries = [one for one in state["parts"][part] if one["id"] != id_]
        charts = {m: chart for m, chart in state["charts"].items() if m != id_}
        return _with_part(state, part, entries) | {"charts": charts}

    def _bring(self, state: State, what: str, name: str) -> State | None:
        """Copy a chart of the workbench into the project, or take it out again."""
        measure = what.removeprefix("chart.")
        charts = dict(state["charts"])
        if name == "none":
            charts.pop(measure, None)
        elif name in self._at_hand:
            charts[measure] = to_kept(self._at_hand[name])
        else:
            return None
        return state | {"charts": charts}

    def _take(self, state: State, paper: str, form: str) -> None:
        """Make a paper; it is saved by the browser."""
        from course.exercises.project.papers import make_paper

        name, type_, content = make_paper(read_project(state), paper, form)
        self.taken = {
            "count": self.taken.get("count", 0) + 1,
            "name": name,
            "type": type_,
            "content": base64.b64encode(content).decode(),
        }


def _pointed_at(project: Project) -> set[str]:
    """All ids that something in a project points to, also to what is gone."""
    return {
        entry[field.name]
        for part in PARTS.values()
        for entry in project.entries(part.name)
        for field in part.fields
        if field.kind in POINTERS
    }


def _with_part(state: State, part: str, content: Any) -> State:
    return state | {"parts": state["parts"] | {part: content}}
