"""The tampering clinic: twenty Mondays, and what would have been without them."""

from __future__ import annotations

from typing import Any, ClassVar

from course.charts import Chart
from course.charts.pictures import format_value
from course.messages import say
from course.simulations.variation.clinic import (
    ClinicWeek,
    DropInClinic,
    adjust_each_week,
    draw_chance,
    leave_alone,
    loss,
    overtime_hours,
    run_week,
)
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    heading,
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

CLINIC = DropInClinic()
WEEKS = 20
# Staff hours somebody may add or take away: one or two sessions of four hours.
CHANGES = (-8, -4, 0, 4, 8)
FEWEST_HOURS, MOST_HOURS = 80, 160


class TamperingClinic(Simulation):
    """A stable clinic on its aim, and somebody who may adjust it every Monday.

    The state is ``{"round", "changes"}``: which draw of chance, and the change of
    hours decided after each week.
    """

    script = simulation_script("clinic.js")
    task_name: ClassVar[str] = "clinic"

    def begin(self) -> State:
        """Return the first Monday: one week has been."""
        return {"round": 0, "changes": []}

    def restarted(self, state: State) -> State:
        """Return the first Monday of another twenty weeks."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = {
            "round": int(answer["round"]),
            "changes": [int(change) for change in answer["changes"]],
        }
        if not set(state["changes"]) <= set(CHANGES) or len(state["changes"]) >= WEEKS:
            raise ValueError("Not a state of the clinic.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Decide next week's hours."""
        change = details.get("change")
        if deed == "decide" and change in CHANGES and len(state["changes"]) < WEEKS - 1:
            hours = self.weeks(state)[-1].staff_hours + change
            if FEWEST_HOURS <= hours <= MOST_HOURS:
                return state | {"changes": [*state["changes"], int(change)]}
        return None

    def draw(self, state: State) -> Scene:
        """Return the Monday, or the twenty weeks when they are over."""
        weeks = self.weeks(state)
        if len(weeks) == WEEKS:
            blocks = self._end(state, weeks)
            spoken = say("clinic.end")
        else:
            blocks = self._monday(weeks)
            spoken = " ".join((blocks[0]["text"], *blocks[1]["sentences"]))
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": bool(state["changes"]),
        }

    def weeks(self, state: State) -> tuple[ClinicWeek, ...]:
        """The weeks that have been, with the learner's hours."""
        weeks, hours = [], CLINIC.usual_staff_hours
        for number, chance in enumerate(self._chance(state), start=1):
            weeks.append(run_week(CLINIC, number, hours, chance))
            if number > len(state["changes"]):
                break
            hours += state["changes"][number - 1]
        return tuple(weeks)

    @property
    def story_facts(self) -> dict[str, object]:
        """The aim and the usual hours."""
        return _facts()

    def _chance(self, state: State) -> Any:
        name = "clinic" if state["round"] == 0 else f"clinic/{state['round']}"
        return draw_chance(CLINIC, WEEKS, self._rng_for(name))

    def _monday(self, weeks: tuple[ClinicWeek, ...]) -> list[Block]:
        last = weeks[-1]
        deviation = round(last.wait_minutes) - round(CLINIC.target_wait_minutes)
        seen = say(
            "clinic.seen" if deviation else "clinic.seen.on",
            wait=round(last.wait_minutes),
            deviation=abs(deviation),
            side=say("clinic.over" if deviation > 0 else "clinic.under"),
            hours=round(last.staff_hours),
        )
        waits = [week.wait_minutes for week in weeks]
        chart = Chart(
            id="clinic",
            title=say("clinic.chart"),
            y_label=say("clinic.y"),
            x_label=say("clinic.x"),
            # All twenty weeks have their place from the first Monday on.
            values=(*map(_rounded, waits), *(None,) * (WEEKS - len(weeks))),
            target=CLINIC.target_wait_minutes,
        )
        shown = picture(chart, "chart")
        shown["table"]["rows"] = shown["table"]["rows"][: len(weeks)]
        return [
            heading(say("clinic.week", week=len(weeks), weeks=WEEKS)),
            words(seen),
            shown,
            words(say("clinic.decide")),
            buttons(*(_decision(change, last.staff_hours) for change in CHANGES)),
        ]

    def _end(self, state: State, weeks: tuple[ClinicWeek, ...]) -> list[Block]:
        chance = self._chance(state)
        ways = {
            "yours": weeks,
            "alone": leave_alone(CLINIC, chance),
            "full": adjust_each_week(CLINIC, 1, chance),
        }
        values: list[float | None] = []
        labels: list[str] = []
        starts = []
        for name, steered in ways.items():
            if values:
                values.append(None)
                labels.append("–")
            starts.append((len(values) + 1, say(f"clinic.{name}")))
            values += [_rounded(week.wait_minutes) for week in steered]
            labels += [str(week.week) for week in steered]
        chart = Chart(
            id="clinic",
            y_label=say("clinic.y"),
            x_label=say("clinic.x"),
            values=tuple(values),
            labels=tuple(labels),
            changes=tuple(starts),
            target=CLINIC.target_wait_minutes,
        )
        # One drawing, so that all three ways are on one scale; one row for each week.
        shown = picture(chart, "chart", height=320)
        shown["table"] = self._weeks_table(ways)
        return [
            heading(say("clinic.both"), landing=True),
            words(say("clinic.end.words", **_facts())),
            shown,
            _costs(state, ways),
            words(*_told(state, ways), tone="telling", key="told"),
        ]

    def _weeks_table(self, ways: dict[str, tuple[ClinicWeek, ...]]) -> Block:
        columns = [
            say("clinic.x"),
            say("clinic.column.own-hours"),
            say("clinic.column.own-wait"),
            say("clinic.alone"),
            say("clinic.full"),
        ]
        rows = [
            [
                own.week,
                round(own.staff_hours),
                *(f"{week.wait_minutes:.1f}" for week in (own, alone, full)),
            ]
            for own, alone, full in zip(*ways.values(), strict=True)
        ]
        return table(say("clinic.weeks-table"), columns, rows)


def _decision(change: int, hours: float) -> Block:
    label = {-1: "clinic.less", 0: "clinic.leave", 1: "clinic.more"}[
        (change > 0) - (change < 0)
    ]
    refused = ""
    if hours + change < FEWEST_HOURS:
        refused = say("clinic.too-few")
    elif hours + change > MOST_HOURS:
        refused = say("clinic.too-many")
    return button(
        f"change{change:+d}",
        say(label, hours=abs(change) or round(hours)),
        "decide",
        refused=refused,
        change=change,
    )


def _facts() -> dict[str, object]:
    return {
        "target": format_value(CLINIC.target_wait_minutes),
        "usual": format_value(CLINIC.usual_staff_hours),
    }


def _rounded(minutes: float) -> float:
    return round(minutes, 1)


def _distance(weeks: tuple[ClinicWeek, ...]) -> float:
    """Mean distance from the aim, in minutes."""
    away = [abs(week.wait_minutes - CLINIC.target_wait_minutes) for week in weeks]
    return sum(away) / len(away)


def _changes(weeks: tuple[ClinicWeek, ...]) -> int:
    return sum(
        earlier.staff_hours != later.staff_hours
        for earlier, later in zip(weeks, weeks[1:], strict=False)
    )


def _costs(state: State, ways: dict[str, tuple[ClinicWeek, ...]]) -> Block:
    columns = ("way", "distance", "loss", "overtime", "changes")
    return table(
        say("clinic.table"),
        [say(f"clinic.column.{column}") for column in columns],
        [
            [
                say(f"clinic.{name}"),
                f"{_distance(weeks):.1f}",
                f"{loss(CLINIC, weeks):.0f}",
                f"{overtime_hours(CLINIC, weeks):.0f}",
                _changes(weeks),
            ]
            for name, weeks in ways.items()
        ],
    )


def _told(state: State, ways: dict[str, tuple[ClinicWeek, ...]]) -> list[str]:
    own, alone = _distance(ways["yours"]), _distance(ways["alone"])
    changes = _changes(ways["yours"])
    better = round(own, 1) < round(alone, 1)
    told = "never" if not changes else "better" if better else "worse"
    facts = {
        "changes": changes,
        "own": f"{own:.1f}",
        "alone": f"{alone:.1f}",
        "full": f"{_distance(ways['full']):.1f}",
        "overtime": f"{overtime_hours(CLINIC, ways['yours']):.0f}",
    }
    return [
        say(f"clinic.told.{told}", **facts),
        say("clinic.told.full", **facts),
        say("clinic.told.why"),
    ]
