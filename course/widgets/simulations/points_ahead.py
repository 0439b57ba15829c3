"""How many points will you have? A hundred projects of one plan, and what they show."""

from __future__ import annotations

from typing import Any, ClassVar

from course.charts import Chart, find_run_signals, run_centre
from course.messages import say
from course.simulations.measurement.enough_points import (
    FEWEST_POINTS,
    INTERVALS,
    CountingPlan,
    draw_projects,
    seen_in,
    seen_share,
)
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    number,
    picture,
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

PROJECTS = 100
# Minutes that a morning visit begins late, on average, and how weeks differ.
USUAL, WEEKLY_SPREAD = 24.0, 4.0
SHIFTS = {"small": 1.0, "middle": 1.5, "large": 2.0}
WEEKS = range(0, 53)
_MOST_TRIES = 12


class PointsAhead(Simulation):
    """A plan for counting, a guess, and a hundred projects that follow the plan.

    The state is ``{"interval", "before", "after", "shift", "guess", "tried"}``; each
    of the tried has a plan, the guess, how many charts showed the change, and how
    many showed one where there was none.
    """

    script = simulation_script("points_ahead.js")
    task_name: ClassVar[str] = "points-ahead"

    def begin(self) -> State:
        """Return the plan that most projects begin with: once a month, half a year."""
        return {
            "interval": "four-weeks",
            "before": 12,
            "after": 14,
            "shift": "large",
            "guess": None,
            "tried": [],
        }

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = _planned(answer)
        guess = answer["guess"]
        state["guess"] = None if guess is None else _share(guess)
        state["tried"] = [
            _planned(tried)
            | {name: _share(tried[name]) for name in ("guess", "seen", "false")}
            for tried in answer["tried"]
        ]
        if len(state["tried"]) > _MOST_TRIES:
            raise ValueError("More tries than there may be.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Change the plan, guess, or run the projects."""
        what, choice = details.get("what"), details.get("choice")
        if deed == "choose" and what == "interval" and choice in INTERVALS:
            return state | {"interval": choice, "guess": None}
        if deed == "choose" and what == "shift" and choice in SHIFTS:
            return state | {"shift": choice, "guess": None}
        if deed == "choose" and what in ("before", "after") and int(choice) in WEEKS:
            return state | {what: int(choice), "guess": None}
        if deed == "choose" and what == "guess":
            return state | {"guess": _share(choice)}
        if deed == "run" and state["guess"] is not None:
            return self._run(state)
        return None

    def draw(self, state: State) -> Scene:
        """Return the plan, and what the last one came to."""
        plan = plan_of(state)
        blocks = [
            heading(say("points-ahead.plan")),
            _choices("interval", state["interval"], tuple(INTERVALS)),
            side_by_side(
                *(
                    number(
                        side,
                        say(f"points-ahead.{side}"),
                        state[side],
                        least=WEEKS.start,
                        most=WEEKS.stop - 1,
                    )
                    for side in ("before", "after")
                )
            ),
            _choices("shift", state["shift"], tuple(SHIFTS)),
            words(
                say(
                    "points-ahead.points",
                    before=plan.points_before,
                    after=plan.points_after,
                    points=plan.points,
                )
            ),
            number(
                "guess",
                say("points-ahead.guess", projects=PROJECTS),
                state["guess"],
                least=0,
                most=100,
            ),
            buttons(
                button(
                    "run",
                    say("points-ahead.run", projects=PROJECTS),
                    "run",
                    primary=True,
                    refused=""
                    if state["guess"] is not None
                    else say("points-ahead.guess-first"),
                )
            ),
        ]
        spoken = ""
        if state["tried"]:
            result, spoken = self._result(state)
            blocks += result
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": bool(state["tried"]),
        }

    def _run(self, state: State) -> State:
        plan = plan_of(state)
        rng = self._rng_for(f"points-ahead/{_name(plan)}")
        seen = seen_in(draw_projects(plan, PROJECTS, rng))
        nothing = CountingPlan(plan.interval, plan.weeks_before, plan.weeks_after, 0.0)
        tried = {
            **{name: state[name] for name in ("interval", "before", "after", "shift")},
            "guess": state["guess"],
            "seen": int(seen.sum()),
            "false": round(PROJECTS * seen_share(nothing, PROJECTS, rng)),
        }
        kept = [*state["tried"], tried][-_MOST_TRIES:]
        return state | {"guess": None, "tried": kept}

    def _result(self, state: State) -> tuple[list[Block], str]:
        last = state["tried"][-1]
        plan = plan_of(last)
        facts = {
            **{name: last[name] for name in ("guess", "seen", "false")},
            "projects": PROJECTS,
            "points": plan.points,
            "fewest": FEWEST_POINTS,
        }
        told = [say("points-ahead.told", **facts)]
        if plan.points < FEWEST_POINTS:
            told.append(say("points-ahead.told.too-few", **facts))
        else:
            told.append(say("points-ahead.told.false", **facts))
            if min(plan.points_before, plan.points_after) * 3 < plan.points:
                told.append(say("points-ahead.told.lopsided", **facts))
            if last["interval"] == "day":
                told.append(say("points-ahead.told.day"))
        blocks = [heading(say("points-ahead.result"))]
        if plan.points:
            blocks.append(self._one_project(plan))
        blocks += [
            words(*told, tone="telling", key=f"told-{len(state['tried'])}"),
            _tried_table(state["tried"]),
        ]
        return blocks, " ".join(told)

    def _one_project(self, plan: CountingPlan) -> Block:
        """The first of the hundred."""
        rng = self._rng_for(f"points-ahead/{_name(plan)}")
        drawn = draw_projects(plan, PROJECTS, rng)[0]
        spread = WEEKLY_SPREAD / INTERVALS[plan.interval] ** 0.5
        values = [round(USUAL + spread * value, 1) for value in drawn.tolist()]
        centre = run_centre(values)
        signal = plan.points >= FEWEST_POINTS and (
            find_run_signals(values, centre).shifted
        )
        changes = ()
        if 0 < plan.points_before < plan.points:
            changes = ((plan.points_before + 1, say("points-ahead.change")),)
        chart = Chart(
            id="points-ahead",
            title=say(f"points-ahead.chart.{'signal' if signal else 'none'}"),
            y_label=say("points-ahead.y"),
            x_label=say(f"points-ahead.x.{plan.interval}"),
            values=tuple(values),
            centre=centre,
            changes=changes,
        )
        return picture(chart, "project")


def plan_of(chosen: State) -> CountingPlan:
    """Return the plan in a state, or in one of those tried."""
    return CountingPlan(
        chosen["interval"],
        chosen["before"],
        chosen["after"],
        SHIFTS[chosen["shift"]],
    )


def _planned(answer: Any) -> State:
    plan = {
        "interval": str(answer["interval"]),
        "before": int(answer["before"]),
        "after": int(answer["after"]),
        "shift": str(answer["shift"]),
    }
    if (
        plan["interval"] not in INTERVALS
        or plan["shift"] not in SHIFTS
        or plan["before"] not in WEEKS
        or plan["after"] not in WEEKS
    ):
        raise ValueError("Not a plan.")
    return plan


def _share(value: Any) -> int:
    number_ = int(value)
    if not 0 <= number_ <= 100:
        raise ValueError("Not a number of projects.")
    return number_


def _name(plan: CountingPlan) -> str:
    return f"{plan.interval}-{plan.weeks_before}-{plan.weeks_after}-{plan.shift}"


def _choices(what: str, chosen: str, ids: tuple[str, ...]) -> Block:
    return choices(
        what,
        say(f"points-ahead.{what}"),
        [(id_, say(f"points-ahead.{what}.{id_}")) for id_ in ids],
        chosen,
    )


def _tried_table(tried: list[State]) -> Block:
    columns = (
        "interval",
        "before",
        "after",
        "shift",
        "points",
        "guess",
        "seen",
        "false",
    )
    return table(
        say("points-ahead.tried"),
        [say(f"points-ahead.column.{column}") for column in columns],
        [
            [
                say(f"points-ahead.interval.{one['interval']}"),
                one["before"],
                one["after"],
                say(f"points-ahead.shift.{one['shift']}"),
                plan_of(one).points,
                one["guess"],
                one["seen"],
                one["false"],
            ]
            for one in reversed(tried)
        ],
    )
