"""Thousands of stable charts, and how many of them a rule accuses."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np

from course.charts import Chart, find_run_signals, find_shifts, find_trends, run_centre
from course.messages import say
from course.simulations.variation.false_alarms import RULES, false_alarm_share
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

LEAST_POINTS, MOST_POINTS = 12, 60
CHARTS = 1000
MOST_PRESSES = 50
# An example is looked for among so many charts: the rarest rule signals in 1 of 100.
_EXAMPLES = 5000


class FalseAlarmTrials(Simulation):
    """A rule, a number of points, and a thousand stable charts at a press.

    The state is ``{"points", "rule", "trials"}``; `trials` has, for each setting
    tried ("shift-6/24"), ``{"guess", "alarms"}``: what was expected of 100 charts, and
    the false alarms of each press.
    """

    script = simulation_script("false_alarm_trials.js")
    task_name: ClassVar[str] = "false-alarm-trials"

    def begin(self) -> State:
        """Return a first setting, with nothing run."""
        return {"points": 24, "rule": "shift-or-trend", "trials": {}}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = {
            "points": int(answer["points"]),
            "rule": answer["rule"],
            "trials": {
                str(setting): {
                    "guess": float(trial["guess"]),
                    "alarms": [int(alarms) for alarms in trial["alarms"]],
                }
                for setting, trial in answer["trials"].items()
            },
        }
        for setting in (_setting(state), *state["trials"]):
            rule, points = setting.split("/")
            if rule not in RULES or not LEAST_POINTS <= int(points) <= MOST_POINTS:
                raise ValueError("Not a state of the trials.")
        for trial in state["trials"].values():
            if not all(0 <= alarms <= CHARTS for alarms in trial["alarms"]):
                raise ValueError("Not a state of the trials.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Choose a setting, say what is expected, run a thousand charts."""
        what, choice = details.get("what"), details.get("choice")
        trials, setting = state["trials"], _setting(state)
        trial = trials.get(setting)
        if deed == "choose" and what == "rule" and choice in RULES:
            return state | {"rule": choice}
        if deed == "choose" and what == "points":
            points = min(max(int(choice), LEAST_POINTS), MOST_POINTS)
            return state | {"points": points}
        if deed == "choose" and what == "guess" and (not trial or not trial["alarms"]):
            guess = min(max(float(choice), 0.0), 100.0)
            return state | {
                "trials": trials | {setting: {"guess": guess, "alarms": []}}
            }
        if deed == "run" and trial and len(trial["alarms"]) < MOST_PRESSES:
            press = len(trial["alarms"])
            rng = self._rng_for(f"false-alarm-trials/{setting}/{press}")
            share = false_alarm_share(state["rule"], state["points"], CHARTS, rng)
            alarms = [*trial["alarms"], round(share * CHARTS)]
            return state | {"trials": trials | {setting: trial | {"alarms": alarms}}}
        return None

    def draw(self, state: State) -> Scene:
        """Return the setting, what came of it, and all that was run before."""
        trial = state["trials"].get(_setting(state))
        alarms = trial["alarms"] if trial else []
        blocks = [
            choices(
                "rule",
                say("false-alarm-trials.rule"),
                [(rule, say(f"false-alarm-trials.rule.{rule}")) for rule in RULES],
                state["rule"],
            ),
            number(
                "points",
                say("false-alarm-trials.points"),
                state["points"],
                least=LEAST_POINTS,
                most=MOST_POINTS,
                slider=True,
            ),
        ]
        if not alarms:
            guess = trial["guess"] if trial else None
            label = say("false-alarm-trials.guess")
            blocks.append(number("guess", label, guess, least=0, most=100))
        refused = "" if trial else say("false-alarm-trials.guess-first")
        if len(alarms) >= MOST_PRESSES:
            most = f"{CHARTS * MOST_PRESSES:,}"
            refused = say("false-alarm-trials.enough", charts=most)
        label = say("false-alarm-trials.run", charts=f"{CHARTS:,}")
        blocks.append(
            buttons(button("run", label, "run", primary=True, refused=refused))
        )
        spoken = ""
        if alarms:
            told = self._result(state, trial)
            blocks += told
            spoken = told[1]["sentences"][0]
            blocks += self._example(state, sum(alarms))
        if any(trial["alarms"] for trial in state["trials"].values()):
            blocks.append(_so_far(state["trials"]))
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": bool(state["trials"]),
        }

    def _result(self, state: State, trial: dict[str, Any]) -> list[Block]:
        charts = CHARTS * len(trial["alarms"])
        share, margin = _share(trial["alarms"])
        return [
            heading(
                say(
                    "false-alarm-trials.result",
                    charts=f"{charts:,}",
                    points=state["points"],
                )
            ),
            words(
                say(
                    "false-alarm-trials.told",
                    alarms=f"{sum(trial['alarms']):,}",
                    charts=f"{charts:,}",
                    share=f"{100 * share:.1f}",
                    margin=f"{100 * margin:.1f}",
                    guess=f"{trial['guess']:g}",
                ),
                say(
                    "false-alarm-trials.progress",
                    charts=f"{charts:,}",
                    most=f"{CHARTS * MOST_PRESSES:,}",
                ),
                tone="telling",
            ),
        ]

    def _example(self, state: State, alarms: int) -> list[Block]:
        rule, points = state["rule"], state["points"]
        if not alarms:
            return [words(say("false-alarm-trials.example.none"), tone="quiet")]
        rng = self._rng_for(f"false-alarm-trials/{_setting(state)}/example")
        for values in rng.standard_normal((_EXAMPLES, points)):
            values = np.round(50 + 10 * values, 1)
            signals, crossings = _signalling(rule, values)
            if signals or crossings:
                break
        centre = run_centre(values)
        found = find_run_signals(values, centre)
        chart = Chart(
            id="false-alarm",
            y_label=say("false-alarm-trials.y"),
            x_label=say("false-alarm-trials.x"),
            values=tuple(values.tolist()),
            centre=centre,
        )
        told = say(
            "false-alarm-trials.example.words"
            if signals
            else "false-alarm-trials.example.crossings",
            crossings=found.crossings,
            required=found.crossings_required,
        )
        return [
            heading(say("false-alarm-trials.example")),
            picture(chart, "example", signals),
            words(told),
        ]


def _setting(state: State) -> str:
    return f"{state['rule']}/{state['points']}"


def _signalling(rule: str, values: np.ndarray) -> tuple[tuple[int, ...], bool]:
    """Periods that a rule takes for a signal, and whether crossings alone do."""
    centre = run_centre(values)
    found = find_run_signals(values, centre)
    periods: set[int] = set()
    if rule in ("shift-6", "shift-or-trend"):
        periods |= {p for run in find_shifts(values, centre) for p in run}
    if rule in ("trend-5", "shift-or-trend"):
        periods |= {p for run in find_trends(values) for p in run}
    if rule == "anhoej":
        at_least = found.longest_run_allowed + 1
        periods |= {p for run in find_shifts(values, centre, at_least) for p in run}
    return tuple(sorted(periods)), rule == "anhoej" and found.few_crossings


def _share(alarms: list[int]) -> tuple[float, float]:
    """Share of charts that signalled, and three standard errors of it."""
    charts = CHARTS * len(alarms)
    share = sum(alarms) / charts
    return share, 3 * math.sqrt(share * (1 - share) / charts)


def _so_far(trials: dict[str, dict[str, Any]]) -> Block:
    rows = []
    for setting, trial in trials.items():
        if not trial["alarms"]:
            continue
        rule, points = setting.split("/")
        share, margin = _share(trial["alarms"])
        rows.append(
            [
                say(f"false-alarm-trials.short.{rule}"),
                points,
                f"{trial['guess']:g}",
                f"{CHARTS * len(trial['alarms']):,}",
                f"{sum(trial['alarms']):,}",
                f"{100 * share:.1f}",
                f"{100 * margin:.1f}",
            ]
        )
    columns = ("rule", "points", "guess", "charts", "alarms", "share", "margin")
    return table(
        say("false-alarm-trials.so-far"),
        [say(f"false-alarm-trials.column.{column}") for column in columns],
        rows,
    )
