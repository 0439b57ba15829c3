"""A gain after its project: what is left in place, and what is left of it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from course.charts import Chart
from course.charts.constants import SIGMAS_TO_LIMIT
from course.messages import say
from course.simulations.spread.sustainability import (
    NO_PLAN,
    ControlPlan,
    Gain,
    GainHistory,
    follow_gain,
)
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
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

MONTHS = 24
# What is left is judged in the last half year.
_LAST = 6
_RUNS = 200
# Hours a month that each part of a plan costs: invented.
HOURS = {"measured": 1, "owned": 2, "newcomers": 3, "standard": 2, "coached": 4}
BUDGET = 5
_FIELDS = {"newcomers": "newcomers_trained", "standard": "standard_work"}
# Plans that every other is set against.
_OTHERS = {
    "none": (),
    "training": ("newcomers",),
    "standard": ("standard",),
    "coached": ("coached",),
    "watched": ("measured", "owned"),
    "full": ("measured", "owned", "newcomers", "standard"),
}


def control_of(parts: tuple[str, ...]) -> ControlPlan:
    """Return the plan that leaves these parts in place.

    Parameters
    ----------
    parts : tuple of str
        Among `HOURS`.

    Returns
    -------
    ControlPlan
    """
    return ControlPlan(**{_FIELDS.get(part, part): True for part in parts})


def left_of(history: GainHistory) -> float:
    """Per cent of the gain that is left in the last half year.

    Parameters
    ----------
    history : GainHistory

    Returns
    -------
    float
    """
    return float(100 * history.shares[:, -_LAST:].mean())


# Asked for at every deed; a plan and a gain are small and equal if they look so.
@lru_cache(maxsize=64)
def usually_left(gain: Gain, control: ControlPlan) -> float:
    """Per cent of the gain that is left, in the mean of many runs.

    Parameters
    ----------
    gain : Gain
    control : ControlPlan

    Returns
    -------
    float
    """
    rng = np.random.default_rng(gain.staff)
    return left_of(follow_gain(gain, control, MONTHS, rng, runs=_RUNS))


class HeldGain(Simulation):
    """Two years after a project, with what somebody left in place.

    The state is ``{"round", "parts", "predicted", "ran", "tries"}``: which draw, the
    parts of the plan, the prediction, whether the two years have passed, and earlier
    plans for the same gain.
    """

    script = simulation_script("held_gain.js")
    task_name: ClassVar[str] = "held-gain"

    def begin(self) -> State:
        """Return the day after the project, with nothing left in place."""
        return {"round": 0, "parts": [], "predicted": None, "ran": False, "tries": []}

    def restarted(self, state: State) -> State:
        """Return the day after another project."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        predicted = answer["predicted"]
        state = {
            "round": int(answer["round"]),
            "parts": [str(part) for part in answer["parts"]],
            "predicted": None if predicted is None else int(predicted),
            "ran": bool(answer["ran"]),
            "tries": [[str(part) for part in tried] for tried in answer["tries"]],
        }
        plans = (state["parts"], *state["tries"])
        if any(not {*plan} <= {*HOURS} or len({*plan}) < len(plan) for plan in plans):
            raise ValueError("Not a state of the held gain.")
        if state["round"] < 0 or (state["ran"] and _refusal(state)):
            raise ValueError("Not a state of the held gain.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Put a part of the plan in or out, let the years pass, or plan again."""
        what, choice = details.get("what"), details.get("choice")
        if deed == "choose" and not state["ran"]:
            if what == "predicted":
                return state | {"predicted": min(max(int(choice), 0), 100)}
            if what in HOURS and choice in ("yes", "no"):
                chosen = {*state["parts"]} - {what}
                chosen |= {what} if choice == "yes" else set()
                return state | {"parts": [part for part in HOURS if part in chosen]}
        if deed == "run" and not state["ran"] and not _refusal(state):
            return state | {"ran": True}
        if deed == "again" and state["ran"]:
            tries = [*state["tries"], state["parts"]]
            return state | {"ran": False, "predicted": None, "tries": tries}
        return None

    def draw(self, state: State) -> Scene:
        """Return the plan, or the two years with it."""
        blocks = self._years(state) if state["ran"] else self._plan(state)
        spoken = ""
        if state["ran"]:
            spoken = " ".join((blocks[0]["text"], *blocks[1]["sentences"]))
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": state["ran"] or bool(state["tries"]),
        }

    @property
    def story_facts(self) -> dict[str, object]:
        """The gain of the first project."""
        return _facts(self.gain({"round": 0}))

    def gain(self, state: State) -> Gain:
        """What the project won, and where.

        The first round is the one of the story; others have the same levels, and
        another staff.
        """
        rng = self._rng_for("held-gain")
        before, won = int(rng.integers(45, 55)), int(rng.integers(26, 33))
        first = (int(rng.integers(24, 41)), int(rng.integers(15, 31)))
        other = self._rng_for(f"held-gain/{state['round']}")
        later = (int(other.integers(24, 41)), int(other.integers(15, 31)))
        staff, turnover = later if state["round"] else first
        return Gain(
            before=before,
            after=before + won,
            spread=3,
            staff=staff,
            yearly_turnover=turnover / 100,
        )

    def history(self, state: State) -> GainHistory:
        """The two years, with the same luck for every plan."""
        rng = self._rng_for(f"held-gain/{state['round']}/years")
        control = control_of(tuple(state["parts"]))
        return follow_gain(self.gain(state), control, MONTHS, rng)

    def _plan(self, state: State) -> list[Block]:
        answers = [(each, say(f"held-gain.{each}")) for each in ("yes", "no")]
        return [
            heading(say("held-gain.plan"), landing=True),
            words(
                *(
                    [say("held-gain.others", **_facts(self.gain(state)))]
                    if state["round"]
                    else []
                ),
                say("held-gain.costs", budget=BUDGET),
            ),
            *(
                choices(
                    part,
                    say(f"held-gain.{part}"),
                    answers,
                    "yes" if part in state["parts"] else "no",
                )
                for part in HOURS
            ),
            words(say("held-gain.hours", hours=_hours(state["parts"]), budget=BUDGET)),
            number(
                "predicted",
                say("held-gain.predict"),
                state["predicted"],
                least=0,
                most=100,
            ),
            buttons(
                button(
                    "run",
                    say("held-gain.run"),
                    "run",
                    primary=True,
                    refused=_refusal(state),
                    moves_on=True,
                )
            ),
        ]

    def _years(self, state: State) -> list[Block]:
        gain, history = self.gain(state), self.history(state)
        control = control_of(tuple(state["parts"]))
        acted = np.flatnonzero(history.responses[0]).tolist()
        reach = SIGMAS_TO_LIMIT * gain.spread
        chart = Chart(
            id="held-gain",
            title=say("held-gain.chart"),
            y_label=say("held-gain.y"),
            x_label=say("held-gain.x"),
            values=tuple(history.values[0].round(1).tolist()),
            centre=gain.after,
            centre_label=say("held-gain.centre"),
            limits=(gain.after - reach, gain.after + reach),
            changes=tuple((month + 1, say("held-gain.response")) for month in acted),
        )
        result = say(
            "held-gain.result",
            left=f"{left_of(history):.0f}",
            predicted=state["predicted"],
        )
        return [
            heading(say("held-gain.after"), landing=True),
            words(result, _seen(control, len(acted))),
            picture(chart, "chart"),
            self._comparison(state, gain),
            words(*_told(state["parts"]), tone="telling", key="told"),
            buttons(
                button(
                    "again",
                    say("held-gain.again"),
                    "again",
                    primary=True,
                    moves_on=True,
                )
            ),
        ]

    def _comparison(self, state: State, gain: Gain) -> Block:
        plans = {say("held-gain.row.yours"): tuple(state["parts"])}
        for place, tried in enumerate(state["tries"], start=1):
            plans[say("held-gain.row.earlier", number=place)] = tuple(tried)
        plans |= {
            say(f"held-gain.row.{name}"): parts for name, parts in _OTHERS.items()
        }
        return table(
            say("held-gain.compare"),
            [say(f"held-gain.column.{name}") for name in ("plan", "hours", "left")],
            [
                [name, _hours(parts), f"{usually_left(gain, control_of(parts)):.0f}"]
                for name, parts in plans.items()
            ],
        )


def _facts(gain: Gain) -> dict[str, object]:
    return {
        "before": f"{gain.before:.0f}",
        "after": f"{gain.after:.0f}",
        "staff": gain.staff,
        "turnover": f"{100 * gain.yearly_turnover:.0f}",
        "budget": BUDGET,
    }


def _hours(parts: list[str] | tuple[str, ...]) -> int:
    return sum(HOURS[part] for part in parts)


def _refusal(state: State) -> str:
    """Why the years cannot pass yet; "" if they can."""
    hours = _hours(state["parts"])
    if hours > BUDGET:
        return say("held-gain.run.refused-hours", hours=hours, budget=BUDGET)
    if state["predicted"] is None:
        return say("held-gain.run.refused-prediction")
    return ""


def _seen(control: ControlPlan, times: int) -> str:
    """Who saw the chart, and what came of it."""
    if not control.measured:
        return say("held-gain.unseen")
    if not control.owned:
        return say("held-gain.unowned")
    often = say(f"held-gain.times.{times if times < 2 else 'more'}", count=times)
    return say("held-gain.watched", times=often)


def _told(parts: list[str]) -> list[str]:
    told = []
    if ("measured" in parts) != ("owned" in parts):
        told.append(say("held-gain.told.half"))
    if control_of(tuple(parts)) == NO_PLAN:
        told.append(say("held-gain.told.none"))
    return [*told, say("held-gain.told.why")]
