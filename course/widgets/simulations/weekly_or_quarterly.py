"""Five visits a week, or sixty-five once a quarter: which of them shows when."""

from __future__ import annotations

from typing import Any, ClassVar

from course.charts import Chart
from course.messages import say
from course.simulations.measurement.sampling_over_time import (
    BASELINE_WEEKS,
    SampledProcess,
    draw_process_plan,
    draw_read_process,
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

WEEKS = 52
MOST_YEARS = 12
# What is seen, one after the other: four large samples, a year of small ones, and
# the week in which it happened.
GUESSES = ("quarterly", "weekly")


class WeeklyOrQuarterly(Simulation):
    """A process that changes once in a year, and two ways to look at it.

    The state is ``{"round", "years"}``: how often it was begun again, and for each
    year the two guesses, ``{"quarterly", "weekly", "shown"}``. `shown` is how many of
    the guesses have been answered by the next picture.
    """

    script = simulation_script("weekly_or_quarterly.js")
    task_name: ClassVar[str] = "weekly-or-quarterly"

    def begin(self) -> State:
        """Return a first year of which only the large samples are known."""
        return {"round": 0, "years": [_new_year()]}

    def restarted(self, state: State) -> State:
        """Return another first year."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = {
            "round": int(answer["round"]),
            "years": [
                {
                    **{guess: _week_or_none(year[guess]) for guess in GUESSES},
                    "shown": int(year["shown"]),
                }
                for year in answer["years"]
            ],
        }
        if not 1 <= len(state["years"]) <= MOST_YEARS or state["round"] < 0:
            raise ValueError("Not a state of these samples.")
        for year in state["years"]:
            known = [year[guess] is not None for guess in GUESSES]
            if not 0 <= year["shown"] <= 2 or not all(known[: year["shown"]]):
                raise ValueError("Not a state of these samples.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Guess a week, look at the next picture, or take another year."""
        *before, year = state["years"]
        if deed == "choose" and year["shown"] < len(GUESSES):
            if details.get("what") != GUESSES[year["shown"]]:
                return None
            week = min(max(int(details["choice"]), 1), WEEKS)
            return state | {"years": [*before, year | {details["what"]: week}]}
        if deed == "show" and year["shown"] < len(GUESSES):
            if year[GUESSES[year["shown"]]] is None:
                return None
            shown = year["shown"] + 1
            return state | {"years": [*before, year | {"shown": shown}]}
        if deed == "another" and year["shown"] == len(GUESSES) and not _full(state):
            return state | {"years": [*before, year, _new_year()]}
        return None

    def draw(self, state: State) -> Scene:
        """Return this year's pictures, as far as they have been asked for."""
        year = state["years"][-1]
        process = self._process(state)
        blocks = [
            heading(
                say("weekly-or-quarterly.year", year=len(state["years"])),
                landing=year["shown"] == 0,
            ),
            heading(say("weekly-or-quarterly.quarterly")),
            _quarterly_picture(process),
        ]
        if year["shown"] == 0:
            blocks += _ask("quarterly", year)
        else:
            blocks += [
                heading(say("weekly-or-quarterly.weekly"), landing=year["shown"] == 1),
                _weekly_picture(process, told=year["shown"] == 2),
            ]
        spoken = blocks[0]["text"]
        if year["shown"] == 1:
            blocks += _ask("weekly", year)
            spoken = say("weekly-or-quarterly.weekly")
        if year["shown"] == 2:
            sentences = _told(process, year)
            spoken = sentences[0]
            refused = say("weekly-or-quarterly.enough") if _full(state) else ""
            blocks += [
                heading(say("weekly-or-quarterly.answer"), landing=True),
                words(*sentences, tone="telling"),
                self._so_far(state),
                buttons(
                    button(
                        "another",
                        say("weekly-or-quarterly.another"),
                        "another",
                        refused=refused,
                        moves_on=True,
                    )
                ),
            ]
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": state["years"][0]["quarterly"] is not None,
        }

    def _process(self, state: State, year: int | None = None) -> SampledProcess:
        number_ = len(state["years"]) if year is None else year
        name = f"weekly-or-quarterly/{state['round']}/{number_}"
        rng = self._rng_for(name)
        return draw_read_process(draw_process_plan(rng, WEEKS), rng)

    def _so_far(self, state: State) -> Block:
        rows = []
        for number_, year in enumerate(state["years"], start=1):
            if year["shown"] < len(GUESSES):
                continue
            change = self._process(state, number_).plan.change
            rows.append(
                [
                    number_,
                    change,
                    *(
                        say(
                            "weekly-or-quarterly.guess-off",
                            week=year[guess],
                            off=abs(year[guess] - change),
                        )
                        for guess in GUESSES
                    ),
                ]
            )
        columns = ("year", "change", "quarterly", "weekly")
        return table(
            say("weekly-or-quarterly.so-far"),
            [say(f"weekly-or-quarterly.column.{column}") for column in columns],
            rows,
        )


def _new_year() -> dict[str, Any]:
    return {"quarterly": None, "weekly": None, "shown": 0}


def _week_or_none(week: Any) -> int | None:
    if week is None:
        return None
    if not 1 <= int(week) <= WEEKS:
        raise ValueError("Not a week of the year.")
    return int(week)


def _full(state: State) -> bool:
    return len(state["years"]) >= MOST_YEARS


def _ask(guess: str, year: dict[str, Any]) -> list[Block]:
    refused = "" if year[guess] is not None else say("weekly-or-quarterly.guess-first")
    return [
        number(
            guess,
            say(f"weekly-or-quarterly.guess.{guess}"),
            year[guess],
            least=1,
            most=WEEKS,
        ),
        buttons(
            button(
                f"show-{guess}",
                say(f"weekly-or-quarterly.show.{guess}"),
                "show",
                primary=True,
                refused=refused,
                moves_on=True,
            )
        ),
    ]


def _quarterly_picture(process: SampledProcess) -> Block:
    plan = process.plan
    values: list[float | None] = [None] * plan.weeks
    for week, mean in zip(plan.large_weeks, process.large_means.tolist(), strict=True):
        values[week - 1] = round(mean, 1)
    chart = Chart(
        id="quarterly",
        title=say("weekly-or-quarterly.quarterly.chart", size=plan.large_size),
        y_label=say("weekly-or-quarterly.y"),
        x_label=say("weekly-or-quarterly.x"),
        values=tuple(values),
    )
    shown = picture(chart, "quarterly-chart")
    # Four samples, not forty-eight empty weeks.
    shown["table"]["rows"] = [
        row for row in shown["table"]["rows"] if int(row[0]) in plan.large_weeks
    ]
    return shown


def _weekly_picture(process: SampledProcess, told: bool) -> Block:
    plan = process.plan
    chart = Chart(
        id="weekly",
        title=say("weekly-or-quarterly.weekly.chart", size=plan.size),
        y_label=say("weekly-or-quarterly.y"),
        x_label=say("weekly-or-quarterly.x"),
        values=tuple(process.weekly_means.round(1).tolist()),
        centre=round(process.centre, 1),
        baseline=BASELINE_WEEKS,
        changes=((plan.change, say("weekly-or-quarterly.change")),) if told else (),
    )
    return picture(chart, "weekly-chart")


def _told(process: SampledProcess, year: dict[str, Any]) -> list[str]:
    plan = process.plan
    first, last = plan.window
    facts = {
        "change": plan.change,
        "first": first,
        "last": last,
        "quarterly": year["quarterly"],
        "weekly": year["weekly"],
        "off_quarterly": abs(year["quarterly"] - plan.change),
        "off_weekly": abs(year["weekly"] - plan.change),
        "moved": f"{abs(plan.moved):.0f}",
        "way": say(f"weekly-or-quarterly.{'longer' if plan.moved > 0 else 'shorter'}"),
        "visits": plan.size * plan.weeks,
        "size": plan.size,
        "large": plan.large_size,
    }
    return [
        say("weekly-or-quarterly.told", **facts),
        say("weekly-or-quarterly.told.quarterly", **facts),
        say("weekly-or-quarterly.told.work", **facts),
    ]
