"""A drop-in clinic of four stations, and one more pair of hands to put somewhere."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from course.charts.elements import Written
from course.charts.pictures import format_value
from course.charts.sketch import (
    BLUE,
    INK,
    PALE,
    SAND,
    SKY,
    SOFT,
    WHITE,
    box,
    path,
    round_,
    sketch,
    text,
)
from course.messages import say
from course.simulations.flow.line import LineDay, Station, draw_line_day
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    folded,
    heading,
    number,
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

STATIONS = ("reception", "nurse", "laboratory", "doctor")
MINUTES = (3.0, 9.0, 6.4, 15.0)
USUAL = (1, 2, 1, 3)
# 72 in eight hours, as they happen to come.
PEOPLE, MINUTES_BETWEEN = 72, 60 / 9
DAYS = 20
MOST_STAFF = 5
MOST_TRIES = 12
# As chance has it, and as a book of appointments would have it.
ARRIVALS = {"as-they-come": 1.0, "booked": 0.2}
# The clinic opens at eight, and is looked at until six.
OPENS, LAST_LOOK = 8, 10 * 60


class QueueClinicView(Simulation):
    """Twenty days with the usual staff, with one more, and with whatever one tries.

    The state is ``{"where", "minutes", "locked", "staff", "arrivals", "tries", "at",
    "usual"}``. `where` and `minutes` are the prediction; a try is ``{"staff",
    "arrivals"}``; `at` is the minute of the first day that is looked at, with the
    usual staff or as it was tried last.
    """

    script = simulation_script("queue_clinic.js")
    task_name: ClassVar[str] = "queue-clinic"

    def __init__(self, *args: Any, **kwargs: Any):
        # Drawn once for each way to staff the clinic: twenty days take a moment.
        self._drawn: dict[tuple[tuple[int, ...], str], tuple[LineDay, ...]] = {}
        super().__init__(*args, **kwargs)

    def begin(self) -> State:
        """Return the clinic as it is, before anybody has decided."""
        return {
            "where": None,
            "minutes": None,
            "locked": False,
            "staff": list(USUAL),
            "arrivals": "as-they-come",
            "tries": [],
            "at": 150,
            "usual": True,
        }

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        minutes = answer["minutes"]
        state = {
            "where": answer["where"],
            "minutes": None if minutes is None else float(minutes),
            "locked": bool(answer["locked"]),
            "staff": _staff(answer["staff"]),
            "arrivals": answer["arrivals"],
            "tries": [
                {"staff": _staff(one["staff"]), "arrivals": one["arrivals"]}
                for one in answer["tries"]
            ],
            "at": int(answer["at"]),
            "usual": bool(answer["usual"]),
        }
        ways = [state["arrivals"], *(one["arrivals"] for one in state["tries"])]
        if (
            state["where"] not in (None, *STATIONS)
            or not set(ways) <= set(ARRIVALS)
            or len(state["tries"]) > MOST_TRIES
            or not 0 <= state["at"] <= LAST_LOOK
            or (state["locked"] and (state["where"] is None or minutes is None))
        ):
            raise ValueError("Not a state of the clinic.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Predict, lock it, then try what one likes."""
        what, choice = details.get("what"), details.get("choice")
        if not state["locked"]:
            if deed == "choose" and what == "where" and choice in STATIONS:
                return state | {"where": choice}
            if deed == "choose" and what == "minutes":
                return state | {"minutes": min(max(float(choice), 1.0), 240.0)}
            if deed == "lock" and not _lacking(state):
                staff = _one_more(STATIONS.index(state["where"]))
                first = {"staff": staff, "arrivals": "as-they-come"}
                return state | {"locked": True, "staff": staff, "tries": [first]}
            return None
        if deed == "choose" and what == "at":
            return state | {"at": min(max(int(choice), 0), LAST_LOOK)}
        if deed == "choose" and what == "show" and choice in ("usual", "tried"):
            return state | {"usual": choice == "usual"}
        if deed == "choose" and what in STATIONS:
            staff = list(state["staff"])
            staff[STATIONS.index(what)] = min(max(int(choice), 1), MOST_STAFF)
            return state | {"staff": staff}
        if deed == "choose" and what == "arrivals" and choice in ARRIVALS:
            return state | {"arrivals": choice}
        if deed == "run" and not self._why_not(state):
            return state | {"tries": [*state["tries"], _this_try(state)]}
        return None

    def draw(self, state: State) -> Scene:
        """Return what is asked; or what was found, and the clinic at a moment."""
        if state["locked"]:
            told = self._told(state)
            spoken = told[0]
            blocks = [
                heading(say("queue-clinic.found"), landing=True),
                words(*told, tone="telling", key="told"),
                self._waits(state),
                *self._first_day(state),
                *self._free(state),
            ]
        else:
            # Who waits for whom would give it away, and nobody sees it in the room.
            spoken, blocks = "", self._asked(state)
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": bool(state["where"] or state["minutes"]),
        }

    @property
    def story_facts(self) -> dict[str, object]:
        """How many come, and how long they stay as things are."""
        return {"people": PEOPLE, "stay": round(self.stay(_usual()))}

    def days(self, way: dict[str, Any]) -> tuple[LineDay, ...]:
        """The twenty days of one way to staff the clinic; the same people in all."""
        key = (tuple(way["staff"]), way["arrivals"])
        if key not in self._drawn:
            stations = [
                Station(minutes_per_visit=minutes, staff=staff)
                for minutes, staff in zip(MINUTES, way["staff"], strict=True)
            ]
            self._drawn[key] = tuple(
                draw_line_day(
                    stations,
                    PEOPLE,
                    MINUTES_BETWEEN,
                    self._rng_for(f"queue-clinic/{day}"),
                    ARRIVALS[way["arrivals"]],
                )
                for day in range(DAYS)
            )
        return self._drawn[key]

    def stay(self, way: dict[str, Any]) -> float:
        """Minutes a person is there, averaged over all people of all days."""
        return float(np.mean([day.stays.mean() for day in self.days(way)]))

    def waits(self, way: dict[str, Any]) -> list[float]:
        """Minutes a person waits at each station, averaged likewise."""
        return np.mean([day.waits.mean(axis=1) for day in self.days(way)], 0).tolist()

    def _asked(self, state: State) -> list[Block]:
        options = [(each, say(f"queue-clinic.{each}")) for each in STATIONS]
        return [
            _stations_table(),
            words(say("queue-clinic.ask", stay=round(self.stay(_usual())))),
            choices("where", say("queue-clinic.where"), options, state["where"]),
            number(
                "minutes",
                say("queue-clinic.minutes"),
                state["minutes"],
                least=1,
                most=240,
            ),
            buttons(
                button(
                    "lock",
                    say("queue-clinic.lock"),
                    "lock",
                    primary=True,
                    refused=_lacking(state),
                    moves_on=True,
                )
            ),
        ]

    def _told(self, state: State) -> list[str]:
        place = STATIONS.index(state["where"])
        usual = self.stay(_usual())
        found = self.stay({"staff": _one_more(place), "arrivals": "as-they-come"})
        facts = {
            "station": say(f"queue-clinic.{state['where']}.words"),
            "usual": f"{usual:.1f}",
            "guess": format_value(state["minutes"]),
            "found": f"{found:.1f}",
            "share": round(100 * (usual - found) / usual),
        }
        # A tenth of the stay is what somebody in the waiting room would notice.
        noticed = "much" if found < 0.9 * usual else "little"
        return [
            say("queue-clinic.told", **facts),
            say(f"queue-clinic.told.{noticed}", **facts),
        ]

    def _first_day(self, state: State) -> list[Block]:
        shown = state["tries"][-1] if not state["usual"] else _usual()
        ways = [(each, say(f"queue-clinic.show.{each}")) for each in ("usual", "tried")]
        return [
            heading(say("queue-clinic.morning")),
            words(say("queue-clinic.morning.words")),
            choices(
                "show",
                say("queue-clinic.show"),
                ways,
                "usual" if state["usual"] else "tried",
            ),
            self._picture(shown, state["at"]),
            number(
                "at",
                say("queue-clinic.at"),
                state["at"],
                least=0,
                most=LAST_LOOK,
                step=10,
                slider=True,
                help=say("queue-clinic.at.help"),
            ),
        ]

    def _waits(self, state: State) -> Block:
        rows = []
        for way in (_usual(), *state["tries"]):
            rows.append(
                [
                    _named(way),
                    *(f"{wait:.1f}" for wait in self.waits(way)),
                    f"{self.stay(way):.1f}",
                    sum(way["staff"]),
                ]
            )
        return table(
            say("queue-clinic.waits", days=DAYS),
            [
                say("queue-clinic.column.way"),
                *(say(f"queue-clinic.{station}") for station in STATIONS),
                say("queue-clinic.column.stay"),
                say("queue-clinic.column.staff"),
            ],
            rows,
        )

    def _free(self, state: State) -> list[Block]:
        ways = [(way, say(f"queue-clinic.arrivals.{way}")) for way in ARRIVALS]
        return [
            heading(say("queue-clinic.free")),
            words(say("queue-clinic.free.words")),
            side_by_side(
                *(
                    number(
                        station,
                        say(f"queue-clinic.{station}"),
                        people,
                        least=1,
                        most=MOST_STAFF,
                    )
                    for station, people in zip(STATIONS, state["staff"], strict=True)
                )
            ),
            choices("arrivals", say("queue-clinic.arrivals"), ways, state["arrivals"]),
            buttons(
                button(
                    "run",
                    say("queue-clinic.run", days=DAYS),
                    "run",
                    primary=True,
                    refused=self._why_not(state),
                )
            ),
            folded(say("queue-clinic.stations"), _stations_table(), "stations"),
        ]

    def _why_not(self, state: State) -> str:
        if len(state["tries"]) >= MOST_TRIES:
            return say("queue-clinic.enough", most=MOST_TRIES)
        if _this_try(state) in (_usual(), *state["tries"]):
            return say("queue-clinic.tried")
        return ""

    def _picture(self, way: dict[str, Any], at: int) -> Block:
        day = self.days(way)[0]
        waiting = [int(flow.waiting_at([at])[0]) for flow in day.flows]
        seen = [
            int(flow.present_at([at])[0]) - n
            for flow, n in zip(day.flows, waiting, strict=True)
        ]
        caption = say("queue-clinic.picture", time=_clock(at), way=_named(way))
        rows = [
            [say(f"queue-clinic.{station}"), n, busy, people]
            for station, n, busy, people in zip(
                STATIONS, waiting, seen, way["staff"], strict=True
            )
        ]
        columns = ("station", "waiting", "seen", "work")
        return {
            "kind": "picture",
            "key": "clinic",
            "picks": "",
            "svg": str(_draw_clinic(caption, waiting, seen, way["staff"])),
            "table": table(
                caption, [say(f"queue-clinic.column.{c}") for c in columns], rows
            ),
        }


def _usual() -> dict[str, Any]:
    return {"staff": list(USUAL), "arrivals": "as-they-come"}


def _this_try(state: State) -> dict[str, Any]:
    return {"staff": state["staff"], "arrivals": state["arrivals"]}


def _one_more(place: int) -> list[int]:
    return [staff + (i == place) for i, staff in enumerate(USUAL)]


def _staff(kept: Any) -> list[int]:
    staff = [int(each) for each in kept]
    if len(staff) != len(STATIONS) or not all(1 <= s <= MOST_STAFF for s in staff):
        raise ValueError("Not the staff of the clinic.")
    return staff


def _lacking(state: State) -> str:
    if state["where"] is None:
        return say("queue-clinic.where-first")
    return say("queue-clinic.minutes-first") if state["minutes"] is None else ""


def _named(way: dict[str, Any]) -> str:
    people = " + ".join(map(str, way["staff"]))
    return say(f"queue-clinic.named.{way['arrivals']}", staff=people)


def _clock(minute: int) -> str:
    return f"{OPENS + minute // 60}:{minute % 60:02d}"


def _stations_table() -> Block:
    rows = []
    for station, minutes, people in zip(STATIONS, MINUTES, USUAL, strict=True):
        rows.append([say(f"queue-clinic.{station}"), people, format_value(minutes)])
    columns = ("station", "work", "minutes")
    return table(
        say("queue-clinic.stations"),
        [say(f"queue-clinic.column.{column}") for column in columns],
        rows,
    )


_WIDTH, _HEIGHT, _COLUMN = 640, 236, 160
_IN_A_ROW, _MOST_DRAWN = 6, 24


def _draw_clinic(
    caption: str, waiting: list[int], seen: list[int], staff: list[int]
) -> Written:
    """Four stations side by side: who waits above, who is seen below."""
    strokes = [box(0, 0, _WIDTH, _HEIGHT, edge=WHITE)]
    for place, station in enumerate(STATIONS):
        left = place * _COLUMN
        middle = left + _COLUMN / 2
        strokes.append(box(left + 6, 30, _COLUMN - 22, 112, PALE, PALE, corner=6))
        strokes.append(
            text(middle - 5, 20, say(f"queue-clinic.{station}"), 14, bold=True)
        )
        for person in range(min(waiting[place], _MOST_DRAWN)):
            row, column = divmod(person, _IN_A_ROW)
            x, y = left + 20 + column * 22, 128 - row * 26
            strokes += [round_(x, y - 12, 9, SAND, INK, 1), _shoulders(x, y, SAND)]
        words_ = say("queue-clinic.count", waiting=waiting[place])
        strokes.append(text(middle - 5, 158, words_, 13, bold=True))
        for one in range(staff[place]):
            x, busy = left + 20 + one * 26, one < seen[place]
            fill = SKY if busy else WHITE
            strokes += [
                box(x - 10, 170, 22, 32, fill, BLUE if busy else SOFT, dashed=not busy),
                *([round_(x + 1, 180, 9, WHITE, BLUE, 1.2)] if busy else []),
                *([_shoulders(x + 1, 192, WHITE, BLUE)] if busy else []),
            ]
        at_work = say("queue-clinic.busy", seen=seen[place], staff=staff[place])
        strokes.append(text(middle - 5, 222, at_work, 13))
        if place:
            strokes.append(path(f"M{left - 11} 186 h10 m-5 -5 l5 5 l-5 5", SOFT, 2))
    return sketch(_WIDTH, _HEIGHT, caption, strokes)


def _shoulders(x: float, y: float, fill: str, edge: str = INK) -> Written:
    return path(f"M{x - 7:.1f} {y + 4:.1f} a7 9 0 0 1 14 0 z", edge, 1, fill)
