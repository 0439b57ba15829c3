"""What the simulations share: a state that is kept, a scene that is drawn from it.

The browser sends deeds (``{"do": "draw-day"}``). Python does them to the state, saves
the state and sends the new ``scene``: all that is to be seen, in words, numbers and
SVG, as blocks (see ``blocks.py``). ``scene.js`` turns blocks into elements; the script
of a simulation adds drawings for the blocks that only it has.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar

import numpy as np
import traitlets

from course.charts.pictures import format_value
from course.exercises import TASKS
from course.messages import catalogue, say
from course.tasks.answers import AnswerFolder, NotSaved, Saved
from course.tasks.forms import UNFIT
from course.widgets.frame import HERE, labels, script, style
from course.widgets.page_widget import PageWidget

State = dict[str, Any]
Scene = dict[str, Any]
Details = dict[str, Any]


@cache
def simulation_script(file: str) -> str:
    """Return the shared scripts followed by the one of a simulation.

    Parameters
    ----------
    file : str
        In this folder.

    Returns
    -------
    str
        One ECMAScript module, for the class attribute `script`.
    """
    own = (HERE / "simulations" / file).read_text("utf-8")
    return f"{script('simulations/scene.js')}\n{own}"


@cache
def simulation_style() -> str:
    """Return the look shared by the simulations."""
    return style("simulations/scene.css")


class Simulation(PageWidget):
    """A simulation on the page, as the learner left it.

    Building it reads the state and never writes. Every deed that changes the state
    saves it at once. A simulation says what its state is and how it is drawn, in
    `begin`, `restore`, `act` and `draw`.

    Parameters
    ----------
    folder : AnswerFolder
        Where the state is kept, under the simulation's name.
    rng_for : callable
        ``(name of data) -> Generator``: chance that belongs to the learner, the same
        whenever it is asked for.

    Attributes
    ----------
    shown : dict
        Name, title, words: set once.
    scene : dict
        All that is drawn now: ``{blocks, spoken, can_restart, restart_ask}``. `spoken`
        is read aloud where it changes; `refusal` says why a deed was not done.
    saved : dict
        ``{ok, text, choice, locked, count}``, as for an exercise.
    """

    task_name: ClassVar[str]
    script: ClassVar[str]

    shown = traitlets.Dict().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)
    saved = traitlets.Dict().tag(sync=True)

    def __init__(
        self, folder: AnswerFolder, rng_for: Callable[[str], np.random.Generator]
    ):
        self._folder = folder
        self._rng_for = rng_for
        self._newer: Saved | None = None
        self._saves = 0
        self._on_disk = folder.load(self.task_name)
        self._take_over(self._on_disk)
        super().__init__(
            script=self.script, style=simulation_style(), shown=self._all_shown()
        )
        self.on_msg(self._obey)

    # What a simulation says of itself

    def begin(self) -> State:
        """Return the state of somebody who has done nothing yet."""
        raise NotImplementedError

    def restore(self, answer: Any) -> State:
        """Return the state kept in an answer file.

        Raises
        ------
        ValueError, TypeError, KeyError
            If it is not what this simulation writes.
        """
        raise NotImplementedError

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Return the state after a deed; None or the same where nothing is to be saved.

        Raises
        ------
        ValueError, TypeError, KeyError
            If the deed makes no sense; nothing happens then.
        """
        raise NotImplementedError

    def draw(self, state: State) -> Scene:
        """Return all that is to be seen in a state."""
        raise NotImplementedError

    @property
    def story_facts(self) -> dict[str, object]:
        """Values for the ``{places}`` in the story."""
        return {}

    def be_for_practice(self) -> None:
        """Earn nothing in this course run, whatever it is worth in others."""
        self.shown = {**self.shown, "tag": "", "note": ""}

    # The state, and keeping it

    @property
    def state(self) -> State:
        """What is kept of this simulation."""
        return self._state

    def _take_over(self, found: Saved) -> None:
        """Show what lies on disk, or begin."""
        self._on_disk, self._newer = found, None
        sentence = found.sentence
        self._state = self.begin()
        if found.answer is not None:
            try:
                self._state = self.restore(found.answer)
                self.scene = self.draw(self._state)
            except UNFIT:
                self._state = self.begin()
                sentence = say("simulation.not-its-state")
        self.scene = self.draw(self._state)
        if found.state == "mine" and found.answer is not None and not sentence:
            self._tell_saved(True, say("answers.saved", time=found.time))
        else:
            self._tell_saved(None, sentence, locked=found.state == "newer")

    def _obey(self, _widget: object, content: Any, _buffers: object) -> None:
        if not isinstance(content, dict):
            return
        deed = content.get("do")
        if deed == "save-again":
            self._save()
        elif deed == "keep-mine" and self._newer is not None:
            self._on_disk, self._newer = self._newer, None
            self._save()
        elif deed == "show-theirs" and self._newer is not None:
            self._take_over(self._newer)
        elif deed == "restart":
            self._become(self.restarted(self._state))
        elif isinstance(deed, str) and not self.saved["locked"]:
            waits = content.get("kept", True) is True
            refusal = _refusal_of(deed, self.scene)
            try:
                state = self.act(self._state, deed, content)
            except UNFIT:
                # A choice that no control of ours can have sent.
                state = None
            self._become(state, waits=waits, refusal=refusal if state is None else "")

    def restarted(self, state: State) -> State:
        """Return the state to begin again from."""
        return self.begin()

    def _become(
        self, state: State | None, *, waits: bool = True, refusal: str = ""
    ) -> None:
        changed = state is not None and state != self._state
        if changed:
            self._state = state
        scene = self.draw(self._state)
        if refusal:
            # Said anew each time somebody tries.
            refusals = self.scene.get("refusals", 0) + 1
            scene |= {"refusal": refusal, "refusals": refusals}
        self.scene = scene
        if changed:
            self._save()
        elif waits:
            # The browser waits for word, even of nothing.
            self.saved = {**self.saved, "count": self.saved["count"] + 1}

    def _save(self) -> None:
        try:
            self._on_disk = self._folder.save(
                self.task_name, self._state, version=self._on_disk.version
            )
        except NotSaved as problem:
            self._newer = problem.newer
            self._tell_saved(False, str(problem), choice=problem.newer is not None)
            return
        self._newer = None
        self._tell_saved(True, say("answers.saved", time=self._on_disk.time))

    def _tell_saved(
        self, ok: bool | None, text: str, *, choice: bool = False, locked: bool = False
    ) -> None:
        self._saves = self.saved.get("count", 0) + 1
        self.saved = {
            "ok": ok,
            "text": text,
            "choice": choice,
            "locked": locked,
            "count": self._saves,
        }

    def _all_shown(self) -> dict[str, Any]:
        name = self.task_name
        note = f"{name}.note"
        return {
            "name": name,
            "title": say(f"{name}.title"),
            "tag": _tag(name),
            "story": say(f"{name}.story", **self.story_facts),
            "note": say(note) if note in catalogue() else _note(name),
            "labels": labels("widget.frame.", "simulation.", f"{name}.label."),
        }


def _refusal_of(deed: str, scene: Scene) -> str:
    """Why a button for the deed cannot be pressed in a scene; "" if it can."""
    return next(
        (
            button["refused"]
            for block in scene["blocks"]
            if block["kind"] == "buttons"
            for button in block["buttons"]
            if button["deed"] == deed and button["refused"]
        ),
        "",
    )


def _tag(name: str) -> str:
    """What it is worth, if it is marked."""
    if name not in TASKS:
        return ""
    return say("widget.frame.graded", points=format_value(TASKS[name].points))


def _note(name: str) -> str:
    """When it is marked, if it is."""
    return say("widget.frame.check-later") if name in TASKS else ""
