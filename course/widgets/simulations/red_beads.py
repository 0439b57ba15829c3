"""The bead plant: six willing workers, praise, warnings, and one box of beads."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from course.charts import Chart, np_limits
from course.charts.pictures import format_value
from course.messages import say
from course.simulations.variation.red_beads import RedBeadPlant, draw_days
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

WORKERS = ("aino", "bjarni", "jakup", "maret", "signe", "torgeir")
PLANT = RedBeadPlant(workers=len(WORKERS))
DAYS = 4
KEPT = 3


class RedBeads(Simulation):
    """Four days at the plant, then a fifth with the best three.

    The state is ``{"round", "days", "decisions", "picture", "expected"}``: which draw
    of chance, how many days are drawn (5 after the last), for each day whom the learner
    praised and warned, whether the four days were looked at, and what the learner
    expects of the fifth.
    """

    script = simulation_script("red_beads.js")
    task_name: ClassVar[str] = "red-beads"

    def begin(self) -> State:
        """Return the state before the first day."""
        return {
            "round": 0,
            "days": 0,
            "decisions": [],
            "picture": False,
            "expected": None,
        }

    def restarted(self, state: State) -> State:
        """Return the first morning again, with new chance."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = {
            "round": int(answer["round"]),
            "days": int(answer["days"]),
            "decisions": [
                {key: str(day[key]) for key in ("praise", "warn") if key in day}
                for day in answer["decisions"]
            ],
            "picture": bool(answer["picture"]),
            "expected": _expected(answer["expected"]),
        }
        named = {name for day in state["decisions"] for name in day.values()}
        decided = len(state["decisions"])
        if (
            not named <= set(WORKERS)
            or not 0 <= state["days"] <= DAYS + 1
            or decided != min(state["days"], DAYS)
            or not all(map(_is_complete, state["decisions"][: state["days"] - 1]))
            or (state["days"] > DAYS and state["expected"] is None)
            or (state["picture"] and not self._may_see_picture(state))
        ):
            raise ValueError("Not a state of the bead plant.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Draw a day, take a decision, look at the picture."""
        decisions = state["decisions"]
        if deed == "draw-day" and self._may_draw(state):
            added = [{}] if state["days"] < DAYS else []
            return state | {
                "days": state["days"] + 1,
                "decisions": [*decisions, *added],
            }
        if deed == "choose" and decisions and not state["picture"]:
            what, choice = details.get("what"), details.get("choice")
            if what in ("praise", "warn") and choice in WORKERS:
                today = decisions[-1] | {what: choice}
                return state | {"decisions": [*decisions[:-1], today]}
        if deed == "choose" and details.get("what") == "expected" and state["picture"]:
            return state | {"expected": _expected(details.get("choice"))}
        if deed == "show-picture" and self._may_see_picture(state):
            return state | {"picture": True}
        return None

    def draw(self, state: State) -> Scene:
        """Return the plant as it stands."""
        counts = self.counts(state["round"])
        days = state["days"]
        if not days:
            blocks = [
                words(say("red-beads.box", **_plant_facts())),
                buttons(
                    button(
                        "draw",
                        say("red-beads.draw-first"),
                        "draw-day",
                        primary=True,
                        moves_on=True,
                    )
                ),
            ]
            return {"blocks": blocks, "spoken": "", "can_restart": False}
        if not state["picture"]:
            blocks = self._day(state, counts)
            spoken = _day_in_words(days, counts[days - 1])
        else:
            blocks = self._four_days(state, counts)
            spoken = say("red-beads.picture.spoken")
        if days > DAYS:
            blocks += self._fifth_day(state, counts)
            spoken = _fifth_in_words(counts)
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": days > DAYS,
            "restart_ask": say("red-beads.restart-ask"),
        }

    def counts(self, round_: int) -> np.ndarray:
        """Red beads of all five days, shape (5, 6); the fifth is the kept three's."""
        rng = self._rng_for(_data_name(round_))
        return draw_days(PLANT, DAYS + 1, rng)

    def _may_draw(self, state: State) -> bool:
        if state["days"] == DAYS:
            return state["picture"] and state["expected"] is not None
        return state["days"] < DAYS and all(map(_is_complete, state["decisions"]))

    def _may_see_picture(self, state: State) -> bool:
        return state["days"] >= DAYS and all(map(_is_complete, state["decisions"]))

    # One day

    def _day(self, state: State, counts: np.ndarray) -> list[Block]:
        day = state["days"]
        decision = state["decisions"][-1]
        options = [(worker, _name(worker)) for worker in WORKERS]
        refused = ""
        if not _is_complete(decision):
            same = len(decision) == 2
            refused = say(f"red-beads.{'same-person' if same else 'choose-both'}")
        last = day == DAYS
        return [
            heading(say("red-beads.day", day=day), landing=True),
            words(*self._since_yesterday(state, counts), key=f"words-{day}"),
            self._paddles(state, counts, day - 1, WORKERS, f"paddles-{day}"),
            _counts_table(counts[:day]),
            choices("praise", say("red-beads.praise"), options, decision.get("praise")),
            choices("warn", say("red-beads.warn"), options, decision.get("warn")),
            *([words(refused, tone="wrong")] if len(decision) == 2 and refused else []),
            buttons(
                button(
                    "draw",
                    say("red-beads.show-picture")
                    if last
                    else say("red-beads.draw-next", day=day + 1),
                    "show-picture" if last else "draw-day",
                    primary=True,
                    moves_on=True,
                    refused=refused,
                )
            ),
        ]

    def _since_yesterday(self, state: State, counts: np.ndarray) -> list[str]:
        day = state["days"]
        if day == 1:
            return [say("red-beads.day.first-words")]
        told = state["decisions"][-2]
        facts: dict[str, object] = {}
        for what, worker in told.items():
            drawn = counts[:, WORKERS.index(worker)].tolist()
            facts |= {
                what: _name(worker),
                f"{what}_before": drawn[day - 2],
                f"{what}_after": drawn[day - 1],
            }
        return [say("red-beads.day.words", **facts)]

    def _paddles(
        self,
        state: State,
        counts: np.ndarray,
        row: int,
        workers: tuple[str, ...],
        key: str,
    ) -> Block:
        """Six paddles; each is a text of fifty 0s (white) and 1s (red)."""
        rng = self._rng_for(f"{_data_name(state['round'])}/holes/{row}")
        paddles = []
        for worker, red in zip(workers, counts[row].tolist(), strict=True):
            holes = np.zeros(PLANT.paddle, dtype=int)
            holes[rng.permutation(PLANT.paddle)[:red]] = 1
            paddles.append(
                {
                    "worker": _name(worker),
                    "count": say("red-beads.count", count=red),
                    "words": say(
                        "red-beads.paddle",
                        worker=_name(worker),
                        count=red,
                        paddle=PLANT.paddle,
                    ),
                    "holes": "".join(map(str, holes.tolist())),
                }
            )
        return {"kind": "paddles", "paddles": paddles, "key": key}

    # After four days

    def _four_days(self, state: State, counts: np.ndarray) -> list[Block]:
        four = counts[:DAYS]
        limits = np_limits(four, PLANT.paddle)
        outside = int(limits.outside(four).sum())
        chart = Chart(
            id="red-beads",
            title=say("red-beads.chart.title"),
            y_label=say("red-beads.chart.y"),
            x_label=say("red-beads.chart.x"),
            values=tuple(float(count) for count in four.ravel()),
            labels=tuple(
                say("red-beads.chart.label", worker=_name(worker), day=day)
                for day in range(1, DAYS + 1)
                for worker in WORKERS
            ),
            centre=limits.centre,
            centre_label=say("red-beads.chart.mean"),
            limits=(limits.lower, limits.upper),
        )
        beyond = [
            period
            for period, count in enumerate(four.ravel().tolist(), start=1)
            if limits.outside([count])[0]
        ]
        blocks = [
            heading(say("red-beads.picture"), landing=state["days"] == DAYS),
            picture(chart, "chart", beyond, height=300),
            words(
                say(
                    "red-beads.limits",
                    centre=format_value(round(limits.centre, 1)),
                    lower=format_value(round(limits.lower, 1)),
                    upper=format_value(round(limits.upper, 1)),
                ),
                say(_counted("red-beads.outside", outside), count=outside),
            ),
            heading(say("red-beads.league")),
            words(say("red-beads.league.words", **self._league_facts(four))),
            _league(four),
            heading(say("red-beads.became")),
            words(*self._became(state, counts), tone="telling", key="became"),
        ]
        if state["days"] == DAYS:
            blocks += [
                heading(say("red-beads.best-three")),
                words(
                    say(
                        "red-beads.best-three.words",
                        kept=_and_names(kept_workers(counts)),
                    )
                ),
                number(
                    "expected",
                    say("red-beads.expected"),
                    state["expected"],
                    least=0,
                    most=PLANT.paddle,
                    step=0.1,
                ),
                buttons(
                    button(
                        "draw",
                        say("red-beads.draw-fifth"),
                        "draw-day",
                        primary=True,
                        moves_on=True,
                        refused=""
                        if state["expected"] is not None
                        else say("red-beads.expect-first"),
                    )
                ),
            ]
        return blocks

    def _league_facts(self, four: np.ndarray) -> dict[str, object]:
        totals = four.sum(axis=0)
        best, worst = int(totals.argmin()), int(totals.argmax())
        return {
            "best": _name(WORKERS[best]),
            "best_total": int(totals[best]),
            "worst": _name(WORKERS[worst]),
            "worst_total": int(totals[worst]),
        }

    def _became(self, state: State, counts: np.ndarray) -> list[str]:
        """What the ones praised and warned did the day after, in numbers."""
        told = []
        for what, better in (("praise", -1), ("warn", 1)):
            told_of = [
                (
                    day,
                    _name(decision[what]),
                    int(counts[day - 1, WORKERS.index(decision[what])]),
                    int(counts[day, WORKERS.index(decision[what])]),
                )
                for day, decision in enumerate(state["decisions"][: DAYS - 1], start=1)
            ]
            told.append(
                say(
                    f"red-beads.became.{what}",
                    list=" ".join(
                        say(
                            "red-beads.became.one",
                            day=day,
                            worker=worker,
                            before=before,
                            after=after,
                            next=day + 1,
                        )
                        for day, worker, before, after in told_of
                    ),
                    turned=sum(
                        (after - before) * better < 0 for *_, before, after in told_of
                    ),
                    total=len(told_of),
                )
            )
        return [*told, say("red-beads.became.why")]

    # The fifth day

    def _fifth_day(self, state: State, counts: np.ndarray) -> list[Block]:
        kept = kept_workers(counts)
        return [
            heading(say("red-beads.fifth"), landing=True),
            words(say("red-beads.fifth.words", kept=_and_names(kept))),
            self._paddles(state, counts, DAYS, (*kept, *kept), "paddles-5"),
            words(
                say(
                    "red-beads.fifth.expected",
                    expected=format_value(state["expected"]),
                ),
                _fifth_in_words(counts),
                say("red-beads.fifth.why", **_plant_facts()),
                tone="telling",
                key="fifth",
            ),
        ]


def kept_workers(counts: np.ndarray) -> tuple[str, ...]:
    """Return the three with the fewest red beads in four days, the best first.

    Parameters
    ----------
    counts : ndarray of int, shape (days, 6)
        The first four days count.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> kept_workers(np.array([[9, 8, 12, 7, 10, 11]] * 4))
    ('maret', 'bjarni', 'aino')
    """
    order = counts[:DAYS].sum(axis=0).argsort(kind="stable")
    return tuple(WORKERS[place] for place in order[:KEPT].tolist())


def _expected(number: object) -> float | None:
    if number is None:
        return None
    if isinstance(number, bool) or not 0 <= float(number) <= PLANT.paddle:
        raise ValueError("Not a number of beads on a paddle.")
    return float(number)


def _is_complete(decision: dict[str, str]) -> bool:
    return len(set(decision.values())) == 2


def _data_name(round_: int) -> str:
    return "red-beads" if round_ == 0 else f"red-beads/{round_}"


def _plant_facts() -> dict[str, object]:
    return {
        "beads": f"{PLANT.beads:,}",
        "red": PLANT.red,
        "paddle": PLANT.paddle,
        "expected": format_value(PLANT.expected_red),
    }


def _name(worker: str) -> str:
    return say(f"red-beads.worker.{worker}")


def _and_names(workers: tuple[str, ...]) -> str:
    *first, last = map(_name, workers)
    return say("simulation.list", first=", ".join(first), last=last)


def _counted(key: str, count: int) -> str:
    return key + {0: ".none", 1: ".one"}.get(count, "")


def _counts_table(counts: np.ndarray) -> Block:
    days = range(1, len(counts) + 1)
    columns = [say("red-beads.worker"), *(say("red-beads.day", day=d) for d in days)]
    if len(counts) > 1:
        columns.append(say("red-beads.total"))
    rows = []
    for place, worker in enumerate(WORKERS):
        drawn = counts[:, place].tolist()
        rows.append([_name(worker), *drawn, *([sum(drawn)] if len(drawn) > 1 else [])])
    return table(say("red-beads.table"), columns, rows)


def _league(four: np.ndarray) -> Block:
    totals = four.sum(axis=0)
    order = totals.argsort(kind="stable").tolist()
    return table(
        say("red-beads.league.caption"),
        [
            say("red-beads.league.rank"),
            say("red-beads.worker"),
            say("red-beads.total"),
            say("red-beads.league.mean"),
        ],
        [
            [
                # Shared places are shared: nobody is ranked by the alphabet.
                1 + int((totals < totals[place]).sum()),
                _name(WORKERS[place]),
                int(totals[place]),
                f"{totals[place] / DAYS:.1f}",
            ]
            for place in order
        ],
    )


def _day_in_words(day: int, counts: np.ndarray) -> str:
    drawn = ", ".join(
        say("red-beads.drawn", worker=_name(worker), count=count)
        for worker, count in zip(WORKERS, counts.tolist(), strict=True)
    )
    return say("red-beads.day.spoken", day=day, drawn=drawn)


def _fifth_in_words(counts: np.ndarray) -> str:
    kept = [WORKERS.index(worker) for worker in kept_workers(counts)]
    before = counts[:DAYS][:, kept].mean()
    return say(
        "red-beads.fifth.result",
        before=f"{before:.1f}",
        after=f"{counts[DAYS].mean():.1f}",
        everybody=f"{counts[:DAYS].mean():.1f}",
    )
