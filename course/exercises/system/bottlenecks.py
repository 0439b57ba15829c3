"""Bottlenecks: which step holds a row of steps back, and what one more gives there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from course.exercises.scenes import draw_one, options_of
from course.messages import say
from course.simulations.flow.line import Station, narrowest, through_per_hour
from course.simulations.flow.queue import QueueClinic, expected_wait
from course.tasks import Case, Classify, Item, Numbers, Prediction, Table, Task
from course.tasks.scoring import kappa

STEPS = 4
PLACES = ("step-1", "step-2", "step-3", "step-4", "demand")
# Each with the sector it lies in.
_FLOWS = {
    "01": "primary",
    "02": "municipal",
    "03": "hospital",
    "04": "administration",
    "05": "municipal",
    "06": "hospital",
    "07": "hospital",
    "08": "municipal",
    "09": "hospital",
    "10": "municipal",
}
_SHOWN = 6
_LETTERS = "ABCDEF"
_MINUTES = tuple(range(3, 46))
# How far the narrowest is from the next, and from what comes, for nobody to doubt it.
_CLEARLY = 1.2


@dataclass(frozen=True, slots=True)
class _Flow:
    stations: tuple[Station, ...]
    demand: int
    loudest: int

    @property
    def held_back_by(self) -> str:
        """One of `PLACES`."""
        place = narrowest(self.stations)
        if self.stations[place].capacity > self.demand:
            return "demand"
        return PLACES[place]

    @property
    def is_clear(self) -> bool:
        """Whether a different rounding could not change the answer."""
        first, second, *_ = sorted(station.capacity for station in self.stations)
        if first > self.demand:
            return first > _CLEARLY * self.demand
        return second > _CLEARLY * first and self.demand > _CLEARLY * first

    @property
    def longest(self) -> str:
        """The step that takes the most minutes."""
        return PLACES[_highest([s.minutes_per_visit for s in self.stations])]

    @property
    def fewest(self) -> str:
        """The step where the fewest work; of several, the one that takes longest."""
        return PLACES[
            _highest([(-s.staff, s.minutes_per_visit) for s in self.stations])
        ]


def _highest(values: Sequence) -> int:
    return max(range(len(values)), key=values.__getitem__)


def _draw_stations(figures: np.random.Generator) -> tuple[Station, ...]:
    minutes = figures.choice(_MINUTES, STEPS, replace=False).tolist()
    staff = figures.integers(1, 6, STEPS).tolist()
    return tuple(
        Station(minutes_per_visit=float(m), staff=s)
        for m, s in zip(minutes, staff, strict=True)
    )


def _draw_flow(figures: np.random.Generator, wanted: str) -> _Flow:
    while True:
        stations = _draw_stations(figures)
        lowest = min(station.capacity for station in stations)
        share = figures.uniform(0.55, 0.8) if wanted == "demand" else 1.35
        demand = max(2, round(lowest * share))
        # People complain where they end up waiting for the next one, or of whom they
        # meet last; seldom of the step that holds all back.
        loudest = int(figures.integers(STEPS))
        flow = _Flow(stations, demand, loudest)
        if flow.held_back_by == wanted and flow.is_clear:
            return flow


def draw_bottleneck(rng: np.random.Generator) -> Case:
    """Six rows of four steps, and what holds each of them back."""
    figures, words = rng.spawn(2)
    scenes = words.permutation(tuple(_FLOWS))[:_SHOWN].tolist()
    ids = [f"flow-{scene}" for scene in scenes]
    while True:
        wanted = [*PLACES, draw_one(figures, PLACES)]
        wanted = [str(place) for place in figures.permutation(wanted)]
        flows = [_draw_flow(figures, place) for place in wanted]
        truth = dict(zip(ids, wanted, strict=True))
        misreadings = {
            "longest-step": {i: f.longest for i, f in zip(ids, flows, strict=True)},
            "fewest-people": {i: f.fewest for i, f in zip(ids, flows, strict=True)},
            "loudest": {i: PLACES[f.loudest] for i, f in zip(ids, flows, strict=True)},
        }
        answers = list(misreadings.values())
        apart = all(
            sum(one[i] != other[i] for i in ids) >= 3
            for n, one in enumerate(answers)
            for other in answers[:n]
        )
        if apart and all(kappa(answer, truth) < 0.5 for answer in answers):
            break
    names = dict(zip(ids, scenes, strict=True))
    return Case(
        items=tuple(
            Item(
                id_,
                say(
                    "bottleneck.item",
                    letter=letter,
                    flow=say(f"bottleneck.flow.{names[id_]}"),
                    demand=flow.demand,
                    loudest=_step_name(names[id_], flow.loudest),
                ),
            )
            for id_, letter, flow in zip(ids, _LETTERS, flows, strict=True)
        ),
        options=options_of("bottleneck", PLACES),
        tables=(_flows_table(names, dict(zip(ids, flows, strict=True))),),
        facts={
            "flows": _SHOWN,
            "longest_right": _agreeing(misreadings["longest-step"], truth),
            "fewest_right": _agreeing(misreadings["fewest-people"], truth),
            "loudest_right": _agreeing(misreadings["loudest"], truth),
        },
        truth=truth,
        misreadings=misreadings,
    )


def _agreeing(answer: Mapping[str, str], truth: Mapping[str, str]) -> int:
    return sum(answer[item] == truth[item] for item in truth)


def _step_name(scene: str, place: int) -> str:
    return say(f"bottleneck.flow.{scene}.{place + 1}")


def _flows_table(names: Mapping[str, str], flows: Mapping[str, _Flow]) -> Table:
    columns = ("flow", "1", "2", "3", "4", "demand")
    rows = []
    for letter, (id_, flow) in zip(_LETTERS, flows.items(), strict=True):
        cells = [
            say(
                "bottleneck.cell",
                step=_step_name(names[id_], place),
                staff=station.staff,
                minutes=round(station.minutes_per_visit),
            )
            for place, station in enumerate(flow.stations)
        ]
        rows.append((letter, *cells, str(flow.demand)))
    return Table(
        caption=say("bottleneck.table"),
        columns=tuple(say(f"bottleneck.column.{column}") for column in columns),
        rows=tuple(rows),
    )


# One more


def draw_one_more(rng: np.random.Generator) -> Case:
    """One row of steps with a queue: what comes through, with one more here or there.

    The one more at the narrowest step makes another the narrowest: what comes through
    then is held back there.
    """
    figures, words = rng.spawn(2)
    while True:
        stations = _draw_stations(figures)
        place = narrowest(stations)
        wider = _with_one_more(stations, place)
        next_place = narrowest(wider)
        loudest = int(figures.integers(STEPS))
        widest = _with_one_more(wider, next_place)
        truth = {
            "now": _through(stations),
            "at-loudest": _through(_with_one_more(stations, loudest)),
            "at-narrowest": _through(wider),
            "and-next": _through(widest),
        }
        rate = [60 / station.minutes_per_visit for station in stations]
        own = stations[place].capacity
        mean = sum(station.capacity for station in stations) / STEPS
        misreadings = {
            "hands-everywhere": {
                "now": truth["now"],
                "at-loudest": own + rate[loudest],
                "at-narrowest": own + rate[place],
                "and-next": own + rate[place] + rate[next_place],
            },
            "one-neck-only": {
                "now": truth["now"],
                "at-loudest": truth["now"],
                "at-narrowest": own + rate[place],
                "and-next": own + 2 * rate[place],
            },
            "mean-of-steps": {
                "now": mean,
                "at-loudest": mean + rate[loudest] / STEPS,
                "at-narrowest": mean + rate[place] / STEPS,
                "and-next": mean + (rate[place] + rate[next_place]) / STEPS,
            },
        }
        if (
            loudest not in (place, next_place)
            and next_place != place
            and _is_unlike(stations, truth, misreadings)
        ):
            break
    scene = draw_one(words, tuple(_FLOWS))
    names = [_step_name(scene, step) for step in range(STEPS)]
    facts = {
        "flow": say(f"bottleneck.flow.{scene}"),
        "loudest": names[loudest],
        "narrowest": names[place],
        "next": names[next_place],
        "first": names[0],
        "first_capacity": f"{stations[0].capacity:.1f}",
        "first_staff": stations[0].staff,
        "first_minutes": round(stations[0].minutes_per_visit),
        "now": f"{truth['now']:.1f}",
        "then": f"{truth['at-narrowest']:.1f}",
        "mean": f"{mean:.1f}",
    }
    return Case(
        items=tuple(
            Item(
                item,
                say(f"one-more.item.{item}", **facts),
                unit=say("one-more.unit"),
                tolerance=0.06,
            )
            for item in truth
        ),
        tables=(
            Table(
                caption=say("one-more.table"),
                columns=tuple(
                    say(f"one-more.column.{column}")
                    for column in ("step", "staff", "minutes")
                ),
                rows=tuple(
                    (name, str(s.staff), f"{s.minutes_per_visit:.0f}")
                    for name, s in zip(names, stations, strict=True)
                ),
            ),
        ),
        story=say("one-more.story", **facts),
        sector=_FLOWS[scene],
        facts=facts,
        truth=_rounded(truth),
        misreadings={name: _rounded(told) for name, told in misreadings.items()},
    )


def _with_one_more(stations: Sequence[Station], place: int) -> tuple[Station, ...]:
    return tuple(
        replace(station, staff=station.staff + (step == place))
        for step, station in enumerate(stations)
    )


def _through(stations: Sequence[Station]) -> float:
    # There is a queue: demand holds nothing back.
    return through_per_hour(stations, float("inf"))


def _is_unlike(
    stations: Sequence[Station],
    truth: Mapping[str, float],
    misreadings: Mapping[str, Mapping[str, float]],
) -> bool:
    """Whether one step is clearly narrowest, and each wrong thought clearly wrong."""
    first, second, *_ = sorted(station.capacity for station in stations)
    clear = 0.3
    return (
        second > 1.1 * first
        and truth["at-narrowest"] > truth["now"] + clear
        and truth["and-next"] > truth["at-narrowest"] + clear
        and abs(misreadings["one-neck-only"]["at-narrowest"] - truth["at-narrowest"])
        > clear
        and all(
            abs(told["and-next"] - truth["and-next"]) > clear
            for told in misreadings.values()
        )
        and abs(misreadings["mean-of-steps"]["now"] - truth["now"]) > clear
        and all(
            abs(misreadings["mean-of-steps"][item] - truth[item]) > clear
            for item in truth
        )
    )


def _rounded(told: Mapping[str, float]) -> dict[str, float]:
    return {item: round(value, 4) for item, value in told.items()}


def as_much_as_before(case: Case, given: Mapping[str, float]) -> Mapping[str, float]:
    """What one more at the step people complain of gives, by the learner's own "now".

    Parameters
    ----------
    case : Case
        Of one-more.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing where "now" is not what one of the four steps can take: then it was no
        slip in choosing the narrowest, and nothing follows from it.
    """
    now = given.get("now")
    capacities = [60 * int(at) / int(m) for _, at, m in case.tables[0].rows]
    if now is None or all(abs(now - each) > 0.06 for each in capacities):
        return {}
    return {"at-loudest": now}


# Before the queue


def draw_waits_prediction(rng: np.random.Generator) -> Case:
    """Six claims about waiting, the same for everybody; theory knows each of them."""
    nearly_full = QueueClinic(minutes_between_arrivals=20, minutes_per_visit=18)
    half_full = QueueClinic(minutes_between_arrivals=20, minutes_per_visit=10)
    truth = {
        "half-waits": 100 * half_full.utilisation,
        "half-waits-long": 100 * _waits_beyond(half_full, visits=3),
        "nearly-waits": 100 * nearly_full.utilisation,
        "nearly-waits-long": 100 * _waits_beyond(nearly_full, visits=3),
        "two-of-them": 100 * _has_to_wait(replace(nearly_full, staff=2)),
        "all-even": 0.0,
    }
    truth = {claim: round(chance, 1) for claim, chance in truth.items()}
    return Case(
        items=tuple(
            Item(claim, say(f"waits-prediction.item.{claim}")) for claim in truth
        ),
        facts={
            "nearly": round(truth["nearly-waits"]),
            "nearly_long": round(truth["nearly-waits-long"]),
            "two": round(truth["two-of-them"]),
        },
        truth=truth,
        misreadings={
            "spare-time-is-enough": {
                "half-waits": 10,
                "half-waits-long": 0,
                "nearly-waits": 30,
                "nearly-waits-long": 5,
                "two-of-them": 5,
                "all-even": 0,
            },
            "half-as-many": {
                "half-waits": 50,
                "half-waits-long": 25,
                "nearly-waits": 90,
                "nearly-waits-long": 45,
                "two-of-them": 45,
                "all-even": 90,
            },
        },
    )


def _waits_beyond(clinic: QueueClinic, visits: float) -> float:
    """Chance that somebody waits longer than so many mean visits, one at work."""
    busy = clinic.utilisation
    return busy * float(np.exp(-visits * (1 - busy)))


def _has_to_wait(clinic: QueueClinic) -> float:
    """Chance that all are busy when somebody comes, from the mean wait."""
    spare = clinic.staff * (1 - clinic.utilisation)
    return expected_wait(clinic) * spare / clinic.minutes_per_visit


WAITS_PREDICTION = Task(
    name="waits-prediction", kind=Prediction(), draw=draw_waits_prediction
)

BOTTLENECK = Task(
    name="bottleneck",
    kind=Classify(),
    draw=draw_bottleneck,
    points=4,
    elements=("003-02",),
)

ONE_MORE = Task(
    name="one-more",
    kind=Numbers(follows=as_much_as_before),
    draw=draw_one_more,
    points=4,
    elements=("003-02",),
)
