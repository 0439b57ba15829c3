"""Streams in which nothing happens, looked at once, again and again, and by Wald."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np

from course.charts import Chart
from course.exercises.testing.peeking import STREAMS, own_design
from course.messages import say
from course.simulations.testing.peeking import (
    PeekingDesign,
    far_from_usual,
    simulate_alarm_shares,
)
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    heading,
    number,
    picture,
    table,
    words,
)
from course.widgets.simulations.simulation import (
    Details,
    Scene,
    Simulation,
    State,
    simulation_script,
)

AT_A_PRESS = 1000
MOST_PRESSES = 2 * STREAMS // AT_A_PRESS
WAYS = ("once", "every", "sequential")
# An example is looked for among so many streams; one in ten or more gives an alarm.
_EXAMPLES = 1000


class PeekingTrials(Simulation):
    """The learner's own design, and a thousand streams at a press.

    The state is ``{"guess", "alarms"}``: what was expected of 100 streams, and for each
    press the false alarms in each of the `WAYS` to look.
    """

    script = simulation_script("peeking_trials.js")
    task_name: ClassVar[str] = "peeking-trials"

    def begin(self) -> State:
        """Return the design, with no guess and nothing run."""
        return {"guess": None, "alarms": []}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        guess = answer["guess"]
        state = {
            "guess": None if guess is None else float(guess),
            "alarms": [[int(a) for a in press] for press in answer["alarms"]],
        }
        fits = (
            (guess is None or 0 <= state["guess"] <= 100)
            and len(state["alarms"]) <= MOST_PRESSES
            and all(len(press) == len(WAYS) for press in state["alarms"])
            and all(0 <= a <= AT_A_PRESS for press in state["alarms"] for a in press)
        )
        if not fits:
            raise ValueError("Not a state of the trials.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Say what is expected; run a thousand streams."""
        if deed == "choose" and details.get("what") == "guess" and not state["alarms"]:
            return state | {"guess": min(max(float(details["choice"]), 0.0), 100.0)}
        if deed == "run" and not self._why_not_run(state):
            rng = self._rng_for(f"peeking-trials/{len(state['alarms'])}")
            shares = simulate_alarm_shares(self._design, AT_A_PRESS, rng)
            alarms = [
                round(share * AT_A_PRESS)
                for share in (shares.once, shares.every_look, shares.sequential)
            ]
            return state | {"alarms": [*state["alarms"], alarms]}
        return None

    def draw(self, state: State) -> Scene:
        """Return the guess, and what came of the streams so far."""
        blocks: list[Block] = []
        if not state["alarms"]:
            label = say("peeking-trials.guess", looks=self._design.looks)
            blocks.append(number("guess", label, state["guess"], least=0, most=100))
        blocks.append(
            buttons(
                button(
                    "run",
                    say("peeking-trials.run", streams=f"{AT_A_PRESS:,}"),
                    "run",
                    primary=True,
                    refused=self._why_not_run(state),
                )
            )
        )
        spoken = ""
        if state["alarms"]:
            told = self._result(state)
            blocks += [*told, *self._example()]
            spoken = told[1]["sentences"][0]
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": state != self.begin(),
        }

    @property
    def story_facts(self) -> dict[str, object]:
        """The design."""
        return _facts(self._design)

    @property
    def _design(self) -> PeekingDesign:
        return own_design(self._rng_for("peeking"))

    def _why_not_run(self, state: State) -> str:
        if state["guess"] is None:
            return say("peeking-trials.guess-first")
        if len(state["alarms"]) >= MOST_PRESSES:
            streams = f"{AT_A_PRESS * MOST_PRESSES:,}"
            return say("peeking-trials.enough", streams=streams)
        return ""

    def _result(self, state: State) -> list[Block]:
        streams = AT_A_PRESS * len(state["alarms"])
        alarms = [sum(way) for way in zip(*state["alarms"], strict=True)]
        shares = [count / streams for count in alarms]
        facts = _facts(self._design)
        said = dict(zip(WAYS, (f"{100 * share:.1f}" for share in shares), strict=True))
        rows = [
            [
                say(f"peeking-trials.{way}", **facts),
                f"{count:,}",
                f"{100 * share:.1f}",
                f"{300 * math.sqrt(share * (1 - share) / streams):.1f}",
            ]
            for way, count, share in zip(WAYS, alarms, shares, strict=True)
        ]
        columns = ("way", "alarms", "share", "margin")
        return [
            heading(say("peeking-trials.result", streams=f"{streams:,}")),
            words(
                say(
                    "peeking-trials.told",
                    guess=f"{state['guess']:g}",
                    looks=self._design.looks,
                    **said,
                ),
                tone="telling",
            ),
            table(
                say("peeking-trials.table"),
                [say(f"peeking-trials.column.{column}") for column in columns],
                rows,
            ),
        ]

    def _example(self) -> list[Block]:
        """One stream that was stopped before its end, and how it would have gone on."""
        design = self._design
        rng = self._rng_for("peeking-trials/example")
        looks = design.every * np.arange(1, design.looks + 1)
        outcomes = rng.random((_EXAMPLES, design.patients)) < design.rate
        counts = np.cumsum(outcomes, axis=1)[:, looks - 1]
        far = far_from_usual(design, looks, counts)
        fooled = np.flatnonzero(far[:, :-1].any(axis=1) & ~far[:, -1])
        if not fooled.size:
            return []
        chosen = int(fooled[0])
        stopped = int(np.argmax(far[chosen]))
        shares = (100 * counts[chosen] / looks).round(1).tolist()
        chart = Chart(
            id="peeking",
            y_label=say("peeking-trials.y"),
            x_label=say("peeking-trials.x"),
            values=tuple(shares),
            labels=tuple(str(patient) for patient in looks.tolist()),
            centre=round(100 * design.rate, 1),
            centre_label=say("peeking-trials.usual"),
        )
        return [
            heading(say("peeking-trials.example")),
            picture(chart, "example", signals=(stopped + 1,)),
            words(
                say(
                    "peeking-trials.example.words",
                    patient=int(looks[stopped]),
                    share=f"{shares[stopped]:.0f}",
                    rate=f"{100 * design.rate:.1f}",
                    last=f"{shares[-1]:.0f}",
                )
            ),
        ]


def _facts(design: PeekingDesign) -> dict[str, object]:
    return {
        "rate": f"{100 * design.rate:.1f}",
        "patients": design.patients,
        "every": design.every,
        "looks": design.looks,
    }
