"""Vienna's first clinic: a change to be seen before anybody says what it was."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import numpy as np

from course.charts import Chart, find_run_signals, find_shifts, run_centre
from course.charts.own_data.dates import Period
from course.charts.pictures import format_value
from course.charts.runs import sides_of
from course.messages import say
from course.simulations.variation.semmelweis import (
    WASHING_BEGAN,
    by_clinic_and_year,
    first_clinic,
)
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    folded,
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

STAGES = ("look", "freeze", "revealed")
LEAST_FROZEN = 10


def _periods() -> tuple[tuple[Period, float | None], ...]:
    """Months and deaths per 100 births; the month absent in the source is a gap."""
    measured = {
        Period(date(m.year, m.month, 1), "month"): m.deaths_per_100
        for m in first_clinic()
    }
    month, last = min(measured), max(measured)
    periods = [month]
    while month < last:
        month = month.following()
        periods.append(month)
    return tuple((month, measured.get(month)) for month in periods)


class Semmelweis(Simulation):
    """A guess at the month, a frozen median, and then the note from the clinic.

    The state is ``{"stage", "guess", "months"}``: how far the learner has come, the
    month chosen (its place from 1) and the length of the baseline in months.
    """

    script = simulation_script("semmelweis.js")
    task_name: ClassVar[str] = "semmelweis"

    def begin(self) -> State:
        """Return the first look."""
        return {"stage": "look", "guess": None, "months": 24}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        guess = answer["guess"]
        state = {
            "stage": answer["stage"],
            "guess": None if guess is None else int(guess),
            "months": int(answer["months"]),
        }
        count = len(_periods())
        if (
            state["stage"] not in STAGES
            or not (guess is None or 1 <= state["guess"] <= count)
            or (guess is None and state["stage"] != "look")
            or not LEAST_FROZEN <= state["months"] < count
        ):
            raise ValueError("Not a state of the look at Vienna.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Choose a month, freeze the median, ask what happened."""
        what, choice = details.get("what"), details.get("choice")
        count = len(_periods())
        if deed == "choose" and what == "guess" and state["stage"] == "look":
            chosen = int(choice) if str(choice).isdecimal() else 0
            if 1 <= chosen <= count and _periods()[chosen - 1][1] is not None:
                return state | {"guess": chosen}
        if deed == "choose" and what == "months" and state["stage"] != "look":
            return state | {"months": min(max(int(choice), LEAST_FROZEN), count - 1)}
        if deed == "freeze" and state["guess"] is not None:
            return state | {"stage": "freeze"}
        if deed == "reveal" and state["stage"] == "freeze":
            return state | {"stage": "revealed"}
        return None

    def draw(self, state: State) -> Scene:
        """Return the chart as far as it is told."""
        spoken = ""
        if state["stage"] == "look":
            blocks = self._look(state)
        else:
            blocks = self._frozen(state)
            spoken = " ".join(blocks[-1]["sentences"])
        if state["stage"] == "freeze":
            label = say("semmelweis.reveal")
            blocks.append(
                buttons(button("go", label, "reveal", primary=True, moves_on=True))
            )
        elif state["stage"] == "revealed":
            blocks = [*self._revealed(state), *blocks, _clinics()]
            spoken = f"{say('semmelweis.revealed.what')} {spoken}"
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": state["stage"] != "look",
        }

    def _look(self, state: State) -> list[Block]:
        months = [
            (str(place), period.label)
            for place, (period, value) in enumerate(_periods(), start=1)
            if value is not None
        ]
        guess = state["guess"]
        refused = "" if guess else say("semmelweis.guess-first")
        return [
            words(say("semmelweis.first")),
            picture(
                self._chart(),
                "chart",
                marked=(guess,) if guess else (),
                picks="guess",
                height=320,
            ),
            select(
                "guess",
                say("semmelweis.guess"),
                [("", say("semmelweis.guess.none")), *months],
                str(guess or ""),
            ),
            buttons(
                button(
                    "go",
                    say("semmelweis.freeze-next"),
                    "freeze",
                    primary=True,
                    moves_on=True,
                    refused=refused,
                )
            ),
        ]

    def _frozen(self, state: State) -> list[Block]:
        frozen, values = state["months"], self._values()
        centre = run_centre(values, frozen)
        sides = sides_of(values, centre)
        found = find_run_signals(values, centre)
        runs = find_shifts(values, centre, found.longest_run_allowed + 1)
        after = values[frozen:]
        told = [
            say(
                "semmelweis.freeze.told",
                months=frozen,
                last=_periods()[frozen - 1][0].label,
                median=format_value(round(centre, 1)),
                after=int(np.isfinite(after).sum()),
                below=int((sides[frozen:] < 0).sum()),
                above=int((sides[frozen:] > 0).sum()),
            ),
            say(
                _counted("semmelweis.runs", len(runs)),
                count=len(runs),
                allowed=found.longest_run_allowed,
                runs="; ".join(self._run_in_words(run, sides) for run in runs),
            ),
        ]
        revealed = state["stage"] == "revealed"
        return [
            heading(say("semmelweis.freeze"), landing=not revealed),
            words(say("semmelweis.freeze.words")),
            number(
                "months",
                say("semmelweis.freeze.months"),
                frozen,
                least=LEAST_FROZEN,
                most=len(values) - 1,
                slider=True,
            ),
            picture(
                self._chart(centre, frozen, revealed=revealed),
                "chart",
                sum(runs, ()),
                (state["guess"],),
                height=340,
            ),
            words(*told),
        ]

    def _revealed(self, state: State) -> list[Block]:
        place = _place_of_change()
        months = [m for m in first_clinic() if (m.year, m.month) < WASHING_BEGAN]
        later = [m for m in first_clinic() if (m.year, m.month) > WASHING_BEGAN]
        distance = abs(place - state["guess"])
        guess = {0: "same", 1: "one"}.get(distance, "near")
        # The month of the change is partly after it already.
        ended = "early" if state["months"] < place else "late"
        return [
            heading(say("semmelweis.revealed"), landing=True),
            words(
                say("semmelweis.revealed.what"),
                say(
                    "semmelweis.revealed.numbers",
                    before=_share(months),
                    after=_share(later),
                ),
                say(
                    f"semmelweis.revealed.guess.{guess}",
                    guess=_periods()[state["guess"] - 1][0].label,
                    distance=distance,
                ),
                say(
                    f"semmelweis.revealed.{ended}",
                    months=state["months"],
                    last=_periods()[state["months"] - 1][0].label,
                ),
                tone="telling",
                key="revealed",
            ),
        ]

    def _chart(
        self,
        centre: float | None = None,
        frozen: int | None = None,
        *,
        revealed: bool = False,
    ) -> Chart:
        return Chart(
            id="semmelweis",
            title=say("semmelweis.chart"),
            y_label=say("semmelweis.y"),
            x_label=say("semmelweis.x"),
            values=tuple(value for _, value in _periods()),
            labels=tuple(period.label for period, _ in _periods()),
            centre=centre,
            baseline=frozen,
            changes=(
                ((_place_of_change(), say("semmelweis.change")),) if revealed else ()
            ),
        )

    def _values(self) -> np.ndarray:
        """Deaths per 100 births, shape (99,); NaN where the source has no month."""
        return np.array([value for _, value in _periods()], dtype=float)

    def _run_in_words(self, run: tuple[int, ...], sides: np.ndarray) -> str:
        side = "above" if sides[run[0] - 1] > 0 else "below"
        return say(
            f"semmelweis.run.{side}",
            points=len(run),
            first=_periods()[run[0] - 1][0].label,
            last=_periods()[run[-1] - 1][0].label,
        )


def _place_of_change() -> int:
    began = Period(date(*WASHING_BEGAN, 1), "month")
    return 1 + [period for period, _ in _periods()].index(began)


def _share(months: Any) -> str:
    births, deaths = sum(m.births for m in months), sum(m.deaths for m in months)
    return f"{100 * deaths / births:.1f}"


def _counted(key: str, count: int) -> str:
    return key + {0: ".none", 1: ".one"}.get(count, "")


def _clinics() -> Block:
    years: dict[int, dict[str, str]] = {}
    for year in by_clinic_and_year():
        years.setdefault(year.year, {})[year.clinic] = f"{year.deaths_per_100:.1f}"
    content = table(
        say("semmelweis.clinics.caption"),
        [say(f"semmelweis.clinics.{name}") for name in ("year", "first", "second")],
        [[year, shares["first"], shares["second"]] for year, shares in years.items()],
    )
    return folded(say("semmelweis.clinics"), content, "clinics")
