"""Ten years of an organisation that trains people, while some of them leave."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from course.charts import Chart
from course.messages import say
from course.simulations.capability.trained_stock import (
    TrainingPlan,
    draw_stocks,
    draw_training_plan,
    settled_stock,
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

FIRST_YEARS, LATER_YEARS = 3, 7
MOST_PLACES = 2000
_MOST_PEOPLE = 9999
_DAYS = 2
_FIELDS = {"first": MOST_PLACES, "later": MOST_PLACES, "predicted": _MOST_PEOPLE}
# A line that moves less than this share of what is wanted in its last two years rests.
_AT_REST = 0.03


class TrainedStock(Simulation):
    """Places in three years, places in seven more, and what is left of the trained.

    The state is ``{"round", "first", "later", "predicted", "ran", "tries"}``: which
    organisation, places a year, the prediction, whether the years have passed, and
    earlier plans ``[first, later]`` for the same organisation.
    """

    script = simulation_script("trained_stock.js")
    task_name: ClassVar[str] = "trained-stock"

    def begin(self) -> State:
        """Return today, with nothing planned."""
        blank = dict.fromkeys(_FIELDS)
        return {"round": 0, **blank, "ran": False, "tries": []}

    def restarted(self, state: State) -> State:
        """Return today, in another organisation."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state: State = {
            "round": int(answer["round"]),
            **{
                name: None if answer[name] is None else int(answer[name])
                for name in _FIELDS
            },
            "ran": bool(answer["ran"]),
            "tries": [[int(first), int(later)] for first, later in answer["tries"]],
        }
        places = [number for tried in state["tries"] for number in tried]
        fine = (
            state["round"] >= 0
            and all(0 <= number <= MOST_PLACES for number in places)
            and all(
                state[name] is None or 0 <= state[name] <= most
                for name, most in _FIELDS.items()
            )
        )
        if not fine or (state["ran"] and _refusal(state)):
            raise ValueError("Not a state of the trained stock.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Fill in a number, let the years pass, or plan again."""
        what = details.get("what")
        if deed == "choose" and not state["ran"] and what in _FIELDS:
            chosen = min(max(int(details["choice"]), 0), _FIELDS[what])
            return state | {what: chosen}
        if deed == "run" and not state["ran"] and not _refusal(state):
            return state | {"ran": True}
        if deed == "again" and state["ran"]:
            tries = [*state["tries"], [state["first"], state["later"]]]
            return state | {"ran": False, "predicted": None, "tries": tries}
        return None

    def draw(self, state: State) -> Scene:
        """Return the plan, or the ten years with it."""
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
        """The organisation of the first round."""
        return _facts(self.organisation({"round": 0}))

    def organisation(self, state: State) -> TrainingPlan:
        """Who is to be trained."""
        return draw_training_plan(self._rng_for(f"trained-stock/{state['round']}"))

    def stocks(self, state: State, first: int, later: int) -> np.ndarray:
        """Trained people today and at the end of each of ten years.

        Nobody is trained twice: when all are trained, places stay empty.

        Parameters
        ----------
        state : dict
        first, later : int
            Places a year.

        Returns
        -------
        ndarray of int, shape (11,)
        """
        plan = self.organisation(state)
        rng = self._rng_for(f"trained-stock/{state['round']}/years")
        stock = [plan.trained]
        for year in range(FIRST_YEARS + LATER_YEARS):
            places = first if year < FIRST_YEARS else later
            next_year = draw_stocks(stock[-1], places, plan.turnover, 1, rng)[0, 1]
            stock.append(min(int(next_year), plan.headcount))
        return np.array(stock)

    def _plan(self, state: State) -> list[Block]:
        facts = _facts(self.organisation(state))
        return [
            heading(say("trained-stock.plan"), landing=True),
            words(
                *([say("trained-stock.others", **facts)] if state["round"] else []),
                say("trained-stock.goal", **facts),
            ),
            *(
                number(
                    name,
                    say(f"trained-stock.{name}"),
                    state[name],
                    least=0,
                    most=most,
                )
                for name, most in _FIELDS.items()
            ),
            buttons(
                button(
                    "run",
                    say("trained-stock.run"),
                    "run",
                    primary=True,
                    refused=_refusal(state),
                    moves_on=True,
                )
            ),
        ]

    def _years(self, state: State) -> list[Block]:
        plan = self.organisation(state)
        first, later = state["first"], state["later"]
        stock = self.stocks(state, first, later)
        facts = _facts(plan)
        chart = Chart(
            id="trained-stock",
            title=say("trained-stock.chart"),
            y_label=say("trained-stock.y"),
            x_label=say("trained-stock.x"),
            values=tuple(stock[1:].tolist()),
            target=round(plan.wanted),
            changes=((FIRST_YEARS + 1, say("trained-stock.change")),),
        )
        places = _places(first, later)
        return [
            heading(say("trained-stock.after"), landing=True),
            words(
                say(
                    "trained-stock.result",
                    stock=int(stock[-1]),
                    predicted=state["predicted"],
                    wanted=facts["wanted"],
                ),
                say("trained-stock.above", years=_reached(stock, plan)),
                say("trained-stock.used", places=places, days=_DAYS * places),
            ),
            picture(chart, "chart"),
            self._comparison(state, plan),
            words(
                _told(stock, later, plan),
                say("trained-stock.told.why"),
                tone="telling",
                key="told",
            ),
            buttons(
                button(
                    "again",
                    say("trained-stock.again"),
                    "again",
                    primary=True,
                    moves_on=True,
                )
            ),
        ]

    def _comparison(self, state: State, plan: TrainingPlan) -> Block:
        missing = round(plan.wanted - plan.trained)
        hold = round(plan.places_to_hold)
        plans = {
            say("trained-stock.row.yours"): (state["first"], state["later"]),
            **{
                say("trained-stock.row.earlier", number=place): tuple(tried)
                for place, tried in enumerate(state["tries"], start=1)
            },
            say("trained-stock.row.once"): (round(missing / FIRST_YEARS), 0),
            say("trained-stock.row.even"): (hold, hold),
        }
        rows = []
        for name, (first, later) in plans.items():
            stock = self.stocks(state, first, later)
            reached = _reached(stock, plan)
            places = _places(first, later)
            rows.append([name, first, later, int(stock[-1]), reached, places])
        return table(
            say("trained-stock.compare"),
            [
                say(f"trained-stock.column.{name}")
                for name in ("plan", "first", "later", "stock", "years", "places")
            ],
            rows,
        )


def _facts(plan: TrainingPlan) -> dict[str, object]:
    return {
        "headcount": plan.headcount,
        "trained": plan.trained,
        "turnover": f"{100 * plan.turnover:.1f}",
        "share": f"{100 * plan.share:.0f}",
        "wanted": f"{plan.wanted:,.0f}",
    }


def _places(first: int, later: int) -> int:
    return FIRST_YEARS * first + LATER_YEARS * later


def _reached(stock: np.ndarray, plan: TrainingPlan) -> int:
    return int((stock[1:] >= plan.wanted).sum())


def _refusal(state: State) -> str:
    """Why the years cannot pass yet; "" if they can."""
    if any(state[name] is None for name in _FIELDS):
        return say("trained-stock.run.refused")
    return ""


def _told(stock: np.ndarray, later: int, plan: TrainingPlan) -> str:
    settled = min(settled_stock(later, plan.turnover), plan.headcount)
    away = settled - stock[-1]
    moved = "level"
    if abs(away) > _AT_REST * plan.wanted:
        moved = "rising" if away > 0 else "falling"
    return say(f"trained-stock.told.{moved}", later=later, settled=f"{settled:,.0f}")
