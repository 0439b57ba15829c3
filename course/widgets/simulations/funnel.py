"""The funnel: fifty marbles under each of four rules, predicted first."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np

from course.charts.pictures import MINUS
from course.messages import say
from course.simulations.variation.funnel import RULES, drop_marbles
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    folded,
    heading,
    side_by_side,
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

DROPS = 50
SIGMA_CM = 2.0
GUESSES = ("less", "same", "more")
# Between these the spread of two rules is called the same: fifty marbles tell no more.
_ABOUT_THE_SAME = (0.85, 1.15)


class Funnel(Simulation):
    """Four rules for moving a funnel, each tried on the same fifty draws of chance.

    The state is ``{"round", "rule", "guesses", "dropped", "all"}``: which draw of
    chance, the rule chosen, what was predicted for rules 2 to 4, the rules whose
    marbles have been dropped, and whether all are shown side by side.
    """

    script = simulation_script("funnel.js")
    task_name: ClassVar[str] = "funnel"

    def begin(self) -> State:
        """Return the state before the first marble."""
        return {"round": 0, "rule": None, "guesses": {}, "dropped": [], "all": False}

    def restarted(self, state: State) -> State:
        """Return the beginning, with new chance."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = {
            "round": int(answer["round"]),
            "rule": answer["rule"],
            "guesses": {str(rule): g for rule, g in answer["guesses"].items()},
            "dropped": [int(rule) for rule in answer["dropped"]],
            "all": bool(answer["all"]),
        }
        if (
            state["rule"] not in (None, *RULES)
            or not set(state["dropped"]) <= set(RULES)
            or not set(state["guesses"]) <= {"2", "3", "4"}
            or not set(state["guesses"].values()) <= set(GUESSES)
            or (state["all"] and len(state["dropped"]) < len(RULES))
        ):
            raise ValueError("Not a state of the funnel.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Choose a rule, predict, drop the marbles."""
        what, choice = details.get("what"), details.get("choice")
        rule = state["rule"]
        if deed == "choose" and what == "rule" and choice in map(str, RULES):
            return state | {"rule": int(choice), "all": False}
        if deed == "choose" and what == "guess" and choice in GUESSES and _asked(rule):
            if rule not in state["dropped"]:
                return state | {"guesses": state["guesses"] | {str(rule): choice}}
        if deed == "drop" and rule is not None and rule not in state["dropped"]:
            if rule == 1 or str(rule) in state["guesses"]:
                return state | {"dropped": [*state["dropped"], rule]}
        if deed == "show-all" and len(state["dropped"]) == len(RULES):
            return state | {"all": True}
        return None

    def draw(self, state: State) -> Scene:
        """Return the rules, the question and the targets."""
        rule, dropped = state["rule"], state["dropped"]
        blocks = [
            words(say("funnel.setting", drops=DROPS)),
            choices(
                "rule",
                say("funnel.choose"),
                [(str(rule), say(f"funnel.rule.{rule}")) for rule in RULES],
                None if rule is None else str(rule),
            ),
        ]
        spoken = ""
        if rule is not None and rule not in dropped:
            blocks += self._before(state)
        elif rule is not None and not state["all"]:
            blocks += self._after(state)
            spoken = self._in_words(state)
        if state["all"]:
            blocks += self._all(state)
            spoken = say("funnel.all.spoken")
        elif len(dropped) == len(RULES):
            blocks.append(
                buttons(
                    button(
                        "all",
                        say("funnel.show-all"),
                        "show-all",
                        primary=True,
                        moves_on=True,
                    )
                )
            )
        return {"blocks": blocks, "spoken": spoken, "can_restart": bool(dropped)}

    def marbles(self, rule: int, round_: int = 0) -> np.ndarray:
        """Where the marbles lie, shape (50, 2), in cm: one chance for all rules.

        Parameters
        ----------
        rule : int
        round_ : int
        """
        name = "funnel" if round_ == 0 else f"funnel/{round_}"
        return drop_marbles(rule, DROPS, SIGMA_CM, self._rng_for(name))

    def _before(self, state: State) -> list[Block]:
        rule = state["rule"]
        guess = state["guesses"].get(str(rule))
        blocks = []
        if _asked(rule):
            blocks.append(
                choices(
                    "guess",
                    say("funnel.guess"),
                    [(guess, say(f"funnel.guess.{guess}")) for guess in GUESSES],
                    guess,
                )
            )
        refused = "" if guess or not _asked(rule) else say("funnel.guess-first")
        label = say("funnel.drop", drops=DROPS)
        blocks.append(
            buttons(
                button(
                    "drop", label, "drop", primary=True, moves_on=True, refused=refused
                )
            )
        )
        return blocks

    def _after(self, state: State) -> list[Block]:
        rule = state["rule"]
        shown = (rule,) if rule == 1 else (rule, 1)
        targets = self._targets(state, shown)
        return [
            heading(say("funnel.result", rule=rule), landing=True),
            side_by_side(*targets),
            words(self._in_words(state), tone="telling", key=f"told-{rule}"),
            self._spread_table(state, sorted(shown)),
            self._positions(state, sorted(shown)),
        ]

    def _all(self, state: State) -> list[Block]:
        right = sum(
            guess == self._verdict(int(rule), state)
            for rule, guess in state["guesses"].items()
        )
        return [
            heading(say("funnel.all"), landing=True),
            words(say("funnel.all.scale")),
            side_by_side(*self._targets(state, RULES)),
            self._spread_table(state, RULES),
            words(
                say("funnel.all.guesses", right=right, total=len(state["guesses"])),
                say("funnel.all.why"),
                tone="telling",
                key="all-told",
            ),
            self._positions(state, RULES),
        ]

    def _targets(self, state: State, rules: tuple[int, ...]) -> list[Block]:
        """One target for each rule, all to the same scale."""
        landed = {rule: self.marbles(rule, state["round"]) for rule in rules}
        farthest = max(float(np.abs(places).max()) for places in landed.values())
        ring = next(ring for ring in (2, 5, 10, 20) if farthest <= 5 * ring)
        return [
            {
                "kind": "target",
                "key": f"target-{rule}-{len(rules)}",
                "title": say("funnel.target", rule=rule),
                "words": say(
                    "funnel.target.words",
                    rule=rule,
                    drops=DROPS,
                    farthest=f"{np.hypot(*places.T).max():.0f}",
                    mean=f"{np.hypot(*places.T).mean():.1f}",
                    ring=ring,
                ),
                "scale": say("funnel.scale", ring=ring),
                "marbles": np.round(places, 2).tolist(),
                "reach": math.ceil(farthest / ring) * ring,
                "ring": ring,
            }
            for rule, places in landed.items()
        ]

    def _spread_table(self, state: State, rules: Any) -> Block:
        alone = _spread(self.marbles(1, state["round"]))
        rows = []
        for rule in rules:
            places = self.marbles(rule, state["round"])
            distance = np.hypot(*places.T)
            guess = state["guesses"].get(str(rule))
            rows.append(
                [
                    say("funnel.target", rule=rule),
                    f"{distance.mean():.1f}",
                    f"{distance.max():.1f}",
                    f"{_spread(places) / alone:.1f}",
                    say(f"funnel.guess.{guess}.short") if guess else "",
                ]
            )
        columns = ("rule", "mean", "farthest", "ratio", "guess")
        return table(
            say("funnel.table"), [say(f"funnel.column.{c}") for c in columns], rows
        )

    def _positions(self, state: State, rules: Any) -> Block:
        landed = [self.marbles(rule, state["round"]) for rule in rules]
        rows = [
            [drop + 1, *(_place(*places[drop]) for places in landed)]
            for drop in range(DROPS)
        ]
        columns = [say("funnel.marble"), *(say("funnel.target", rule=r) for r in rules)]
        content = table(say("funnel.positions"), columns, rows)
        return folded(say("funnel.positions.fold"), content, "positions")

    def _in_words(self, state: State) -> str:
        rule = state["rule"]
        places = self.marbles(rule, state["round"])
        facts = {
            "rule": rule,
            "mean": f"{np.hypot(*places.T).mean():.1f}",
            "farthest": f"{np.hypot(*places.T).max():.1f}",
        }
        if rule == 1:
            return say("funnel.told.1", **facts)
        alone = _spread(self.marbles(1, state["round"]))
        guess = state["guesses"][str(rule)]
        facts |= {
            "ratio": f"{_spread(places) / alone:.1f}",
            "guess": say(f"funnel.guess.{guess}.short"),
        }
        return " ".join(
            [
                say(f"funnel.told.{self._verdict(rule, state)}", **facts),
                say("funnel.told.guess", **facts),
                say(f"funnel.told.{rule}"),
            ]
        )

    def _verdict(self, rule: int, state: State) -> str:
        alone = _spread(self.marbles(1, state["round"]))
        ratio = _spread(self.marbles(rule, state["round"])) / alone
        low, high = _ABOUT_THE_SAME
        return "less" if ratio < low else "more" if ratio > high else "same"


def _asked(rule: int | None) -> bool:
    return rule in RULES and rule != 1


def _place(x: float, y: float) -> str:
    return f"{x:.1f}, {y:.1f}".replace("-", MINUS)


def _spread(places: np.ndarray) -> float:
    """Root of the mean squared distance from the target, in cm."""
    return float(np.sqrt((places**2).sum(axis=1).mean()))
