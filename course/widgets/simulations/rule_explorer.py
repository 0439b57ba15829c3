"""How long until a rule speaks: rules and shifts to choose, and many series."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from course.charts import Chart
from course.charts.zone_rules import find_patterns
from course.messages import say
from course.simulations.variation.rule_run_lengths import (
    MOST_POINTS,
    RULES,
    rules_of,
    run_lengths_until_signal,
)
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    number,
    picture,
    select,
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

# In tenths of a sigma, so that a choice is a whole number.
SHIFTS = ("0", "5", "10", "15", "20", "30")
SERIES = 200
MOST_PRESSES = 20
# Run lengths are told in these groups: up to so many points, and beyond.
GROUPS = (2, 5, 10, 20, 50, 100, 200)
_EXAMPLE_POINTS = 40


class RuleExplorer(Simulation):
    """Rules, a shift, and two hundred series at a press.

    The state is ``{"rules", "shift", "trials"}``; `trials` has, for each setting tried
    ("one/10"), ``{"guess", "presses"}``: the average expected, and for each press the
    sum of its run lengths and how many fell into each of `GROUPS` and beyond.
    """

    script = simulation_script("rule_explorer.js")
    task_name: ClassVar[str] = "rule-explorer"

    def begin(self) -> State:
        """Return a first setting, with nothing run."""
        return {"rules": "one", "shift": "0", "trials": {}}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = {
            "rules": answer["rules"],
            "shift": answer["shift"],
            "trials": {
                str(setting): {
                    "guess": float(trial["guess"]),
                    "presses": [
                        [int(press[0]), [int(count) for count in press[1]]]
                        for press in trial["presses"]
                    ],
                }
                for setting, trial in answer["trials"].items()
            },
        }
        for setting in (_setting(state), *state["trials"]):
            rules, shift = setting.split("/")
            if rules not in RULES or shift not in SHIFTS:
                raise ValueError("Not a state of the explorer.")
        for trial in state["trials"].values():
            for total, counts in trial["presses"]:
                fits = len(counts) == len(GROUPS) + 1 and sum(counts) == SERIES
                if not fits or not SERIES <= total <= SERIES * MOST_POINTS:
                    raise ValueError("Not a state of the explorer.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Choose a setting, say what is expected, run two hundred series."""
        what, choice = details.get("what"), details.get("choice")
        trials, setting = state["trials"], _setting(state)
        trial = trials.get(setting)
        if deed == "choose" and what == "rules" and choice in RULES:
            return state | {"rules": choice}
        if deed == "choose" and what == "shift" and choice in SHIFTS:
            return state | {"shift": choice}
        if deed == "choose" and what == "guess" and not (trial and trial["presses"]):
            guess = min(max(float(choice), 1.0), 1000.0)
            return state | {
                "trials": trials | {setting: {"guess": guess, "presses": []}}
            }
        if deed == "run" and trial and len(trial["presses"]) < MOST_PRESSES:
            lengths = self._lengths(state, len(trial["presses"]))
            groups = np.searchsorted(GROUPS, lengths)
            counts = np.bincount(groups, minlength=len(GROUPS) + 1).tolist()
            presses = [*trial["presses"], [int(lengths.sum()), counts]]
            return state | {"trials": trials | {setting: trial | {"presses": presses}}}
        return None

    def draw(self, state: State) -> Scene:
        """Return the setting, what came of it, and all that was run before."""
        trial = state["trials"].get(_setting(state))
        presses = trial["presses"] if trial else []
        blocks = [
            choices(
                "rules",
                say("rule-explorer.rules"),
                [(rules, say(f"rule-explorer.rules.{rules}")) for rules in RULES],
                state["rules"],
            ),
            select(
                "shift",
                say("rule-explorer.shift"),
                [(shift, say(f"rule-explorer.shift.{shift}")) for shift in SHIFTS],
                state["shift"],
            ),
        ]
        if not presses:
            blocks.append(
                number(
                    "guess",
                    say("rule-explorer.guess"),
                    trial["guess"] if trial else None,
                    least=1,
                    most=1000,
                    help=say("rule-explorer.guess.help"),
                )
            )
        refused = "" if trial else say("rule-explorer.guess-first")
        if len(presses) >= MOST_PRESSES:
            refused = say("rule-explorer.enough", series=SERIES * MOST_PRESSES)
        label = say("rule-explorer.run", series=SERIES)
        blocks.append(
            buttons(button("run", label, "run", primary=True, refused=refused))
        )
        spoken = ""
        if presses:
            told = self._result(state, trial)
            spoken = told[1]["sentences"][0]
            blocks += [*told, *self._example(state)]
        if any(each["presses"] for each in state["trials"].values()):
            blocks.append(_so_far(state["trials"]))
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": bool(state["trials"]),
        }

    def _lengths(self, state: State, press: int) -> np.ndarray:
        rng = self._rng_for(f"rule-explorer/{_setting(state)}/{press}")
        shift = int(state["shift"]) / 10
        return run_lengths_until_signal(state["rules"], shift, SERIES, rng)

    def _result(self, state: State, trial: dict[str, Any]) -> list[Block]:
        series = SERIES * len(trial["presses"])
        counts = np.sum([counts for _, counts in trial["presses"]], axis=0)
        chart = Chart(
            id="rule-explorer-groups",
            title=say("rule-explorer.groups"),
            y_label=say("rule-explorer.groups.y"),
            values=tuple((100 * counts / series).round(1).tolist()),
            labels=_group_names(),
            bars=True,
        )
        stable = state["shift"] == "0"
        return [
            heading(say("rule-explorer.result", series=f"{series:,}")),
            words(
                say(
                    "rule-explorer.told.stable" if stable else "rule-explorer.told",
                    average=f"{_average(trial):.0f}"
                    if _average(trial) >= 20
                    else f"{_average(trial):.1f}",
                    guess=f"{trial['guess']:g}",
                    soon=f"{100 * counts[:3].sum() / series:.0f}",
                ),
                tone="telling",
            ),
            picture(chart, "groups", height=240),
        ]

    def _example(self, state: State) -> list[Block]:
        """One series of the learner's own, as far as the first signal."""
        rng = self._rng_for(f"rule-explorer/{_setting(state)}/example")
        values = rng.standard_normal(_EXAMPLE_POINTS) + int(state["shift"]) / 10
        values = values.round(2)
        patterns = find_patterns(values, 0.0, 1.0, rules_of(state["rules"]))
        first = min((p.complete_at[0] for p in patterns), default=None)
        chart = Chart(
            id="rule-explorer-example",
            y_label=say("rule-explorer.example.y"),
            x_label=say("rule-explorer.example.x"),
            values=tuple(values.tolist()),
            centre=0.0,
            centre_label=say("chart.mean"),
            limits=(-3.0, 3.0),
        )
        told = (
            say("rule-explorer.example.none", points=_EXAMPLE_POINTS)
            if first is None
            else say("rule-explorer.example.first", point=first)
        )
        signals = () if first is None else (first,)
        return [
            heading(say("rule-explorer.example")),
            picture(chart, "example", signals),
            words(told),
        ]


def _setting(state: State) -> str:
    return f"{state['rules']}/{state['shift']}"


def _average(trial: dict[str, Any]) -> float:
    presses = trial["presses"]
    return sum(total for total, _ in presses) / (SERIES * len(presses))


def _group_names() -> tuple[str, ...]:
    starts = (1, *(group + 1 for group in GROUPS))
    names = [f"{start}–{end}" for start, end in zip(starts, GROUPS, strict=False)]
    return (*names, say("rule-explorer.beyond", points=GROUPS[-1]))


def _so_far(trials: dict[str, dict[str, Any]]) -> Block:
    rows = []
    for setting, trial in trials.items():
        if not trial["presses"]:
            continue
        rules, shift = setting.split("/")
        rows.append(
            [
                say(f"rule-explorer.short.{rules}"),
                say(f"rule-explorer.shift.{shift}"),
                f"{trial['guess']:g}",
                f"{SERIES * len(trial['presses']):,}",
                f"{_average(trial):.1f}",
            ]
        )
    columns = ("rules", "shift", "guess", "series", "average")
    return table(
        say("rule-explorer.so-far"),
        [say(f"rule-explorer.column.{column}") for column in columns],
        rows,
    )
