"""A process map to build: boxes with minutes on them, drawn and reckoned at once."""

from __future__ import annotations

from typing import Any, ClassVar

from course.charts.pictures import format_value
from course.messages import say
from course.simulations.flow.process_map import (
    KINDS,
    PASSED,
    ProcessMeasures,
    ProcessStep,
    measure_process,
)
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    number,
    select,
    side_by_side,
    table,
    text_field,
    words,
)
from course.widgets.simulations.bringing import bringing_script
from course.widgets.simulations.process_map_picture import draw_process_map
from course.widgets.simulations.simulation import Details, Scene, Simulation, State

MOST_STEPS = 24
LONGEST_NAME, LONGEST_TITLE = 60, 80
# Four weeks, day and night: what waits longer than that is not measured in minutes.
MOST_MINUTES = 40_320
ADDED = KINDS[1:]

# What one finds on opening; the names are words of their own.
_EXAMPLE = (
    ("start", "calls", 0, 100, False),
    ("wait", "called-back", 95, 100, False),
    ("step", "call", 6, 92, False),
    ("handoff", "booking", 20, 88, False),
    ("wait", "waiting-room", 25, 100, False),
    ("step", "dressing", 18, 97, True),
    ("decision", "doctor-needed", 3, 95, False),
    ("wait", "doctor-busy", 22, 100, False),
    ("step", "doctor", 6, 98, True),
    ("step", "written-up", 9, 85, False),
)


class ProcessMap(Simulation):
    """A map of one's own, from an example that can be emptied.

    The state is ``{"kind": "map", "title", "steps", "at", "emptied"}``. A step is
    ``{"kind", "name", "minutes", "first_pass", "adds_value"}``; the first is the start
    and stays where it is. `at` is the place of the one that is being written in, and
    `emptied` what was there when the map was emptied, with a title and steps.
    """

    script = bringing_script("process_map.js")
    task_name: ClassVar[str] = "process-map"

    def begin(self) -> State:
        """Return the example."""
        steps = [
            _step(kind, say(f"process-map.example.{name}"), minutes, share, value)
            for kind, name, minutes, share, value in _EXAMPLE
        ]
        return _map(say("process-map.example"), steps, 1)

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        if answer["kind"] != "map":
            raise ValueError("Not a map.")
        title, steps = _restored(answer)
        at = int(answer["at"])
        if not 0 <= at < len(steps):
            raise ValueError("There is no such step.")
        emptied = answer["emptied"]
        if emptied is not None:
            emptied = dict(zip(("title", "steps"), _restored(emptied), strict=True))
        return _map(title, steps, at, emptied)

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Write in a box, or add, move and remove one."""
        steps, at = state["steps"], state["at"]
        what = str(details.get("what", ""))
        if deed == "choose" and what == "at":
            place = int(details["choice"])
            return state | {"at": place} if 0 <= place < len(steps) else None
        if deed == "write" and what == "title":
            return state | {"title": str(details["text"])[:LONGEST_TITLE]}
        if deed in ("write", "choose") and "-" in what:
            # The place stands in the key: a word typed late lands where it was meant.
            field, place = what.rsplit("-", 1)
            value = details["text"] if deed == "write" else details["choice"]
            return self._written(state, field, int(place), value)
        if deed == "add" and details.get("kind") in ADDED and len(steps) < MOST_STEPS:
            kind = details["kind"]
            new = _step(kind, say(f"process-map.new.{kind}"), 5, 100, False)
            return state | {
                "steps": [*steps[: at + 1], new, *steps[at + 1 :]],
                "at": at + 1,
            }
        if deed == "move" and details.get("by") in (-1, 1) and at > 0:
            there = at + details["by"]
            if 1 <= there < len(steps):
                moved = list(steps)
                moved[at], moved[there] = moved[there], moved[at]
                return state | {"steps": moved, "at": there}
        if deed == "remove" and at > 0:
            left = [*steps[:at], *steps[at + 1 :]]
            return state | {"steps": left, "at": min(at, len(left) - 1)}
        if deed == "empty" and len(steps) > 1:
            start = _step("start", say("process-map.new.start"), 0, 100, False)
            was = {"title": state["title"], "steps": steps}
            return _map(say("process-map.new"), [start], 0, was)
        if deed == "bring-back" and state["emptied"] and len(steps) == 1:
            return _map(state["emptied"]["title"], state["emptied"]["steps"], 0)
        return None

    def _written(
        self, state: State, field: str, place: int, value: Any
    ) -> State | None:
        steps = list(state["steps"])
        if not 0 <= place < len(steps):
            return None
        step = steps[place]
        if field == "name":
            step = step | {"name": str(value)[:LONGEST_NAME]}
        elif place == 0:
            return None
        elif field == "kind" and value in ADDED:
            step = step | {"kind": value}
        elif field == "minutes":
            step = step | {"minutes": min(max(float(value), 0.0), float(MOST_MINUTES))}
        elif field == "first_pass":
            step = step | {"first_pass": min(max(float(value), 0.0), 100.0)}
        elif field == "adds_value" and value in ("yes", "no"):
            step = step | {"adds_value": value == "yes"}
        else:
            return None
        _measured(step)
        steps[place] = step
        return state | {"steps": steps}

    def draw(self, state: State) -> Scene:
        """Return the map, what it comes to, and the box at hand."""
        steps = [_measured(step) for step in state["steps"]]
        svg = draw_process_map(
            state["title"],
            steps,
            [step["name"] for step in state["steps"]],
            state["at"],
        )
        twin = _twin(state)
        told = _told(measure_process(steps))
        return {
            "blocks": [
                text_field(
                    "title",
                    say("process-map.of"),
                    state["title"],
                    longest=LONGEST_TITLE,
                ),
                {
                    "kind": "picture",
                    "key": "map",
                    "picks": "",
                    "svg": str(svg),
                    "table": twin,
                },
                heading(say("process-map.comes-to")),
                words(*told, tone="telling", key="comes-to"),
                *self._at_hand(state),
                _take(str(svg), _outline(state, told)),
            ],
            "spoken": told[0],
            "can_restart": state != self.begin(),
            "restart_ask": say("process-map.restart-ask"),
        }

    def _at_hand(self, state: State) -> list[Block]:
        at, steps = state["at"], state["steps"]
        step = steps[at]
        names = [
            (str(i), say("process-map.listed", number=i + 1, name=each["name"]))
            for i, each in enumerate(steps)
        ]
        fields = [
            text_field(
                f"name-{at}",
                say("process-map.name"),
                step["name"],
                longest=LONGEST_NAME,
            )
        ]
        if at:
            kinds = [(kind, say(f"process-map.kind.{kind}")) for kind in ADDED]
            fields.append(
                select(f"kind-{at}", say("process-map.kind"), kinds, step["kind"])
            )
        blocks = [
            heading(say("process-map.at-hand"), landing=True),
            select("at", say("process-map.which"), names, str(at)),
            side_by_side(*fields),
        ]
        if at:
            blocks += _figures(at, step)
        return [*blocks, words(say("process-map.add")), _adding(state), _moving(state)]


def _map(
    title: str,
    steps: list[dict[str, Any]],
    at: int,
    emptied: dict[str, Any] | None = None,
) -> State:
    return {
        "kind": "map",
        "title": title,
        "steps": steps,
        "at": at,
        "emptied": emptied,
    }


def _restored(answer: Any) -> tuple[str, list[dict[str, Any]]]:
    """Title and steps that were kept, if they are a map's."""
    if not 1 <= len(answer["steps"]) <= MOST_STEPS:
        raise ValueError("Not a map.")
    steps: list[dict[str, Any]] = []
    for kept in answer["steps"]:
        step = _step(
            kept["kind"],
            str(kept["name"])[:LONGEST_NAME],
            float(kept["minutes"]),
            float(kept["first_pass"]),
            bool(kept["adds_value"]),
        )
        if (step["kind"] == "start") != (not steps):
            raise ValueError("A map has one start, and begins with it.")
        _measured(step)
        steps.append(step)
    return str(answer["title"])[:LONGEST_TITLE], steps


def _step(
    kind: str, name: str, minutes: float, first_pass: float, adds_value: bool
) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": name,
        "minutes": float(minutes),
        "first_pass": float(first_pass),
        "adds_value": adds_value,
    }


def _measured(step: dict[str, Any]) -> ProcessStep:
    if step["minutes"] > MOST_MINUTES:
        raise ValueError(f"No step takes {step['minutes']} minutes.")
    return ProcessStep(
        kind=step["kind"],
        minutes=step["minutes"],
        first_pass=step["first_pass"],
        adds_value=step["adds_value"],
    )


def _figures(at: int, step: dict[str, Any]) -> list[Block]:
    blocks = [
        number(
            f"minutes-{at}",
            say("process-map.takes"),
            step["minutes"],
            least=0,
            most=MOST_MINUTES,
        )
    ]
    if step["kind"] in PASSED:
        blocks.append(
            number(
                f"first_pass-{at}",
                say("process-map.first-pass"),
                step["first_pass"],
                least=0,
                most=100,
                help=say("process-map.first-pass.help"),
            )
        )
    if step["kind"] == "step":
        answers = [(each, say(f"process-map.value.{each}")) for each in ("yes", "no")]
        blocks.append(
            choices(
                f"adds_value-{at}",
                say("process-map.value"),
                answers,
                "yes" if step["adds_value"] else "no",
            )
        )
    return blocks


def _adding(state: State) -> Block:
    full = len(state["steps"]) >= MOST_STEPS
    refused = say("process-map.full", most=MOST_STEPS) if full else ""
    return buttons(
        *(
            button(
                f"add-{kind}",
                say(f"process-map.add.{kind}"),
                "add",
                refused=refused,
                kind=kind,
            )
            for kind in ADDED
        )
    )


def _moving(state: State) -> Block:
    at, last = state["at"], len(state["steps"]) - 1
    stays = "" if at else say("process-map.start-stays")
    first = say("process-map.is-first") if at == 1 else ""
    end = say("process-map.is-last") if at == last else ""
    if last == 0 and state["emptied"]:
        return buttons(
            button("bring-back", say("process-map.bring-back"), "bring-back")
        )
    return buttons(
        button("up", say("process-map.up"), "move", refused=stays or first, by=-1),
        button("down", say("process-map.down"), "move", refused=stays or end, by=1),
        button("remove", say("process-map.remove"), "remove", refused=stays),
        button(
            "empty",
            say("process-map.empty"),
            "empty",
            refused=say("process-map.is-empty") if last == 0 else "",
        ),
    )


def _told(measured: ProcessMeasures) -> list[str]:
    return [
        say(
            "process-map.told.time",
            lead=in_hours(measured.lead_minutes),
            touch=in_hours(measured.touch_minutes),
            wait=in_hours(measured.wait_minutes),
        ),
        say(
            "process-map.told.value",
            value=in_hours(measured.value_minutes),
            share=f"{measured.value_share:.1f}",
        ),
        say(
            "process-map.told.yield",
            rolled=f"{measured.rolled_yield:.1f}",
            handoffs=measured.handoffs,
        ),
    ]


def in_hours(minutes: float) -> str:
    """Return a time as people say it.

    Examples
    --------
    >>> in_hours(42), in_hours(204)
    ('42 min', '3 h 24 min')
    """
    if minutes < 60:
        return say("process-map.minutes", minutes=format_value(minutes))
    hours, rest = divmod(minutes, 60)
    return say("process-map.hours", hours=int(hours), minutes=format_value(rest))


def _twin(state: State) -> Block:
    columns = ("number", "kind", "name", "minutes", "first-pass", "value")
    rows = []
    for place, step in enumerate(state["steps"], start=1):
        passes = step["kind"] in PASSED
        value = "yes" if step["adds_value"] else "no"
        rows.append(
            [
                place,
                say(f"process-map.kind.{step['kind']}"),
                step["name"],
                format_value(step["minutes"]),
                format_value(step["first_pass"]) if passes else "–",
                say(f"process-map.short.{value}") if step["kind"] == "step" else "–",
            ]
        )
    return table(
        state["title"], [say(f"process-map.column.{name}") for name in columns], rows
    )


def _outline(state: State, told: list[str]) -> str:
    """The map as plain text, a line for each box."""
    rows = _twin(state)["rows"]
    lines = [
        say(
            "process-map.outline",
            number=number_,
            kind=kind,
            name=name,
            minutes=minutes,
        )
        for number_, kind, name, minutes, *_ in rows
    ]
    return "\n".join([state["title"], "", *lines, "", *told, ""])


def _take(svg: str, outline: str) -> Block:
    files = (
        ("take-svg", "process-map.svg", "image/svg+xml", svg),
        ("take-outline", "process-map.txt", "text/plain;charset=utf-8", outline),
    )
    return {
        "kind": "take",
        "key": "take",
        "files": [
            dict(zip(("key", "name", "type", "text"), file, strict=True))
            for file in files
        ],
    }
