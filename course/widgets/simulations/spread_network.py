"""Five people who begin: a staff, the months after, and what another choice gives."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from course.charts import Chart
from course.charts.pictures import format_value
from course.exercises.spread.seeding import leaders_first, staff_of
from course.exercises.spread.staff_map import (
    draw_staff_map,
    ids_of,
    staff_table,
    who,
)
from course.messages import say
from course.simulations.spread.adoption_network import (
    SPREADS,
    follow_adoption,
    mean_adoption,
    simulate_adoption,
)
from course.simulations.spread.staff_network import (
    SEEDS,
    StaffCase,
    most,
    staff_ties,
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

WAYS = ("exact", "adapted")
LINES = ("informal", "formal", "both")
_STAFFS = 2**48
# From these scores on a choice is better than lots, and about as good as any.
_BETTER, _BEST = 0.2, 0.9


@lru_cache(maxsize=32)
def adoption_if_adapted(staff: int, seeds: tuple[int, ...]) -> float:
    """People who adopt on average when the units may choose the form.

    Parameters
    ----------
    staff : int
        Its number.
    seeds : tuple of int

    Returns
    -------
    float
    """
    drawn = staff_of(staff)
    counts = simulate_adoption(
        staff_ties(drawn.staff, drawn.plan, adapted=True),
        seeds,
        drawn.plan.months,
        np.random.default_rng(staff),
        SPREADS,
    )
    return float(counts[:, -1].mean())


class SpreadNetwork(Simulation):
    """A staff of about fifty, and five who can be freed to begin.

    The state is ``{"round", "seeds", "way", "lines", "predicted", "month", "tries"}``:
    which draw of people, the ids of the five ("" for nobody yet), what the units are
    told, which lines are drawn, the prediction, the month that is shown (None before
    the year begins), and the seeds of earlier years with the same people.
    """

    script = simulation_script("spread_network.js")
    task_name: ClassVar[str] = "spread-network"

    def begin(self) -> State:
        """Return the state in which nobody is chosen."""
        return {
            "round": 0,
            "seeds": [""] * SEEDS,
            "way": "exact",
            "lines": "informal",
            "predicted": None,
            "month": None,
            "tries": [],
        }

    def restarted(self, state: State) -> State:
        """Return the beginning with other people."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = {
            "round": int(answer["round"]),
            "seeds": [str(id_) for id_ in answer["seeds"]],
            "way": str(answer["way"]),
            "lines": str(answer["lines"]),
            "predicted": _whole(answer["predicted"]),
            "month": _whole(answer["month"]),
            "tries": [[str(id_) for id_ in tried] for tried in answer["tries"]],
        }
        drawn = self._drawn(state)
        known = set(ids_of(drawn.staff))
        if (
            state["round"] < 0
            or state["way"] not in WAYS
            or state["lines"] not in LINES
            or len(state["seeds"]) != SEEDS
            or not {*state["seeds"]} <= known | {""}
            or any(len({*tried} & known) != SEEDS for tried in state["tries"])
            or (state["month"] is not None and not self._can_begin(state))
            or not 0 <= (state["month"] or 0) <= drawn.plan.months
        ):
            raise ValueError("Not a state of the spread network.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Choose, begin, let months go by, or choose again."""
        month, months = state["month"], self._drawn(state).plan.months
        if deed == "choose":
            return self._choose(state, details.get("what"), details.get("choice"))
        if deed == "begin" and month is None and self._can_begin(state):
            return state | {"month": 0}
        if deed == "next" and month is not None and month < months:
            return state | {"month": month + 1}
        if deed == "end" and month is not None and month < months:
            return state | {"month": months}
        if deed == "again" and month == months:
            tries = [*state["tries"], state["seeds"]]
            return state | {"month": None, "predicted": None, "tries": tries}
        return None

    def draw(self, state: State) -> Scene:
        """Return the choice, a month, or what it came to."""
        drawn = self._drawn(state)
        if state["month"] is None:
            blocks = self._choosing(state, drawn)
            spoken = ""
        elif state["month"] < drawn.plan.months:
            blocks = self._month(state, drawn)
            spoken = " ".join((blocks[0]["text"], *blocks[1]["sentences"]))
        else:
            blocks = self._over(state, drawn)
            spoken = " ".join((blocks[0]["text"], *blocks[1]["sentences"]))
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": any(state["seeds"]) or bool(state["tries"]),
            "restart_ask": say("spread-network.restart-ask"),
        }

    # The staff, and what happens in it

    def _number(self, state: State) -> int:
        rng = self._rng_for(f"spread-network/{state['round']}")
        return int(rng.integers(_STAFFS))

    def _drawn(self, state: State) -> StaffCase:
        return staff_of(self._number(state))

    def _people(self, state: State, ids: list[str]) -> tuple[int, ...]:
        people = ids_of(self._drawn(state).staff)
        return tuple(people[id_] for id_ in ids)

    def begun(self, state: State) -> np.ndarray:
        """Who works in the new way after each month, shape (months + 1, people)."""
        drawn = self._drawn(state)
        ties = staff_ties(drawn.staff, drawn.plan, adapted=state["way"] == "adapted")
        # The same luck for every choice among the same people.
        rng = self._rng_for(f"spread-network/{state['round']}/months")
        return follow_adoption(
            ties, self._people(state, state["seeds"]), drawn.plan.months, rng
        )

    def _can_begin(self, state: State) -> bool:
        chosen = {*state["seeds"]} - {""}
        return len(chosen) == SEEDS and state["predicted"] is not None

    def _choose(self, state: State, what: object, choice: object) -> State | None:
        if what == "lines" and choice in LINES:
            return state | {"lines": choice}
        if state["month"] is not None:
            return None
        if what == "way" and choice in WAYS:
            return state | {"way": choice}
        if what == "predicted":
            people = len(self._drawn(state).staff.names)
            return state | {"predicted": min(max(int(choice), 0), people)}
        known = ids_of(self._drawn(state).staff)
        seeds = list(state["seeds"])
        if what == "map" and choice in known:
            if choice in seeds:
                seeds[seeds.index(choice)] = ""
            elif "" in seeds:
                seeds[seeds.index("")] = str(choice)
            return state | {"seeds": seeds}
        seats = [f"seat-{place}" for place in range(1, SEEDS + 1)]
        if what in seats and (choice == "" or choice in known):
            # Nobody sits on two chairs.
            seeds = ["" if id_ == choice else id_ for id_ in seeds]
            seeds[seats.index(what)] = str(choice)
            return state | {"seeds": seeds}
        return None

    # What is to be seen

    def _map(self, state: State, begun: tuple[int, ...] = ()) -> Block:
        staff = self._drawn(state).staff
        chosen = self._people(state, [id_ for id_ in state["seeds"] if id_])
        states = {
            person: say(
                "spread-network.seed"
                if person in chosen
                else "spread-network.yes"
                if person in begun
                else "spread-network.no"
            )
            for person in range(len(staff.names))
        }
        svg = draw_staff_map(
            staff,
            pressed=True,
            begun=begun,
            seeds=chosen,
            informal=state["lines"] != "formal",
            formal=state["lines"] != "informal",
        )
        twin = staff_table(staff, states)
        return {
            "kind": "picture",
            "key": "map",
            "picks": "map" if state["month"] is None else "",
            "svg": str(svg),
            "table": table(twin.caption, twin.columns, twin.rows),
        }

    def _lines(self, state: State) -> Block:
        options = [(line, say(f"spread-network.lines.{line}")) for line in LINES]
        return choices("lines", say("spread-network.lines"), options, state["lines"])

    def _choosing(self, state: State, drawn: StaffCase) -> list[Block]:
        staff, plan = drawn.staff, drawn.plan
        everybody = [("", say("spread-network.nobody"))]
        everybody += [(id_, who(staff, p)) for id_, p in ids_of(staff).items()]
        seats = [
            select(
                f"seat-{place}",
                say("spread-network.seat", number=place),
                everybody,
                chosen,
            )
            for place, chosen in enumerate(state["seeds"], start=1)
        ]
        refused = ""
        if not self._can_begin(state):
            refused = say("spread-network.begin.refused")
        return [
            heading(say("spread-network.choose"), landing=True),
            words(say("spread-network.how")),
            self._lines(state),
            self._map(state),
            side_by_side(*seats),
            choices(
                "way",
                say("spread-network.way"),
                [(way, say(f"spread-network.way.{way}")) for way in WAYS],
                state["way"],
            ),
            words(
                say(
                    "spread-network.way.told",
                    gain=format_value(plan.adapting_gain),
                    fidelity=f"{100 * drawn.fidelity:.0f}",
                ),
                tone="quiet",
            ),
            number(
                "predicted",
                say(
                    "spread-network.predict",
                    people=len(staff.names),
                    months=plan.months,
                ),
                state["predicted"],
                least=SEEDS,
                most=len(staff.names),
            ),
            buttons(
                button(
                    "begin",
                    say("spread-network.begin"),
                    "begin",
                    primary=True,
                    refused=refused,
                    moves_on=True,
                )
            ),
        ]

    def _month(self, state: State, drawn: StaffCase) -> list[Block]:
        month, begun = state["month"], self.begun(state)
        now = np.flatnonzero(begun[month]).tolist()
        fresh = np.flatnonzero(begun[month] & ~begun[max(month - 1, 0)]).tolist()
        names = ", ".join(sorted(drawn.staff.names[person] for person in fresh))
        new = (
            say("spread-network.new", names=names)
            if fresh
            else say("spread-network.new.none")
        )
        told = say(
            "spread-network.now",
            count=len(now),
            people=len(drawn.staff.names),
            new=new if month else "",
        )
        return [
            heading(
                say("spread-network.month", month=month, months=drawn.plan.months),
                landing=True,
            ),
            words(told.strip()),
            buttons(
                button("next", say("spread-network.next"), "next", primary=True),
                button("end", say("spread-network.end"), "end", moves_on=True),
            ),
            self._map(state, tuple(now)),
            self._lines(state),
        ]

    def _over(self, state: State, drawn: StaffCase) -> list[Block]:
        begun = self.begun(state)
        counts = begun.sum(axis=1).tolist()
        months = drawn.plan.months
        seeds = self._people(state, state["seeds"])
        exact = mean_adoption(drawn.reach, seeds)
        adapted = adoption_if_adapted(self._number(state), seeds)
        mean = exact if state["way"] == "exact" else adapted
        chart = Chart(
            id="spread-network",
            title=say("spread-network.chart"),
            y_label=say("spread-network.y"),
            x_label=say("spread-network.label.x"),
            values=tuple(counts),
            labels=tuple(str(month) for month in range(months + 1)),
        )
        return [
            heading(say("spread-network.over", months=months), landing=True),
            words(
                say(
                    "spread-network.result",
                    count=counts[-1],
                    people=len(drawn.staff.names),
                    predicted=state["predicted"],
                    mean=f"{mean:.0f}",
                )
            ),
            picture(chart, "chart"),
            self._comparison(state, drawn, exact),
            words(
                *_told(drawn, exact, adapted * drawn.fidelity, seeds),
                tone="telling",
                key="told",
            ),
            self._map(state, tuple(np.flatnonzero(begun[-1]).tolist())),
            self._lines(state),
            buttons(
                button(
                    "again",
                    say("spread-network.again"),
                    "again",
                    primary=True,
                    moves_on=True,
                )
            ),
        ]

    def _comparison(self, state: State, drawn: StaffCase, exact: float) -> Block:
        reach = drawn.reach
        asked = most(drawn.staff.asked_by(), SEEDS)
        rows = [(say("spread-network.row.yours"), exact)]
        rows += [
            (
                say("spread-network.row.earlier", number=place),
                mean_adoption(reach, self._people(state, tried)),
            )
            for place, tried in enumerate(state["tries"], start=1)
        ]
        rows += [
            (say("spread-network.row.lot"), drawn.baselines.by_lot),
            (
                say("spread-network.row.leaders"),
                mean_adoption(reach, leaders_first(drawn)),
            ),
            (say("spread-network.row.asked"), mean_adoption(reach, asked)),
            (say("spread-network.row.greedy"), drawn.baselines.greedy),
        ]
        columns = [
            say("spread-network.column.choice"),
            say("spread-network.column.people", months=drawn.plan.months),
        ]
        return table(
            say("spread-network.compare"),
            columns,
            [[name, f"{people:.0f}"] for name, people in rows],
        )


def _whole(number: Any) -> int | None:
    return None if number is None else int(number)


def _told(
    drawn: StaffCase, exact: float, adapted: float, seeds: tuple[int, ...]
) -> list[str]:
    score = drawn.baselines.score(exact)
    level = "best" if score >= _BEST else "some" if score >= _BETTER else "lot"
    told = [say(f"spread-network.told.{level}")]
    if len({*seeds} & {*drawn.staff.leaders}) > SEEDS // 2:
        told.append(say("spread-network.told.leaders"))
    pays = "pays" if adapted > exact else "costs"
    told.append(
        say(
            f"spread-network.told.{pays}",
            adapted=f"{adapted:.0f}",
            exact=f"{exact:.0f}",
        )
    )
    return told
