"""The charter: one page of one's own, which says what it does not tell yet."""

from __future__ import annotations

from typing import Any, ClassVar

from course.messages import say
from course.tasks.aim import FIELDS as AIM_FIELDS
from course.tasks.aim import remarks_on
from course.tasks.calendar_days import read_day
from course.widgets.simulations.blocks import (
    Block,
    heading,
    side_by_side,
    table,
    text_field,
    words,
)
from course.widgets.simulations.simulation import (
    Details,
    Scene,
    Simulation,
    State,
    simulation_script,
)

# What an own project takes up from here, by these names, for ever.
AIM = ("what", "whom", "from", "to", "unit", "by", "where")
WORK = ("matters", "drivers", "counted", "first", "team")
LEADER = ("sponsor", "agreed", "hours", "barrier", "open")
FIELDS = (*AIM, *WORK, *LEADER)
# Without these somebody who leads has not agreed to anything yet.
AGREED = ("sponsor", "agreed", "hours", "barrier")
LONGEST = {"from": 40, "to": 40, "unit": 40, "by": 40, "agreed": 40}
_LONGEST = 600


class Charter(Simulation):
    """A charter of one's own, with a block for the agreement with a leader.

    The state is ``{"kind": "charter", "fields": {name: text}}`` with the names of
    `FIELDS`; a field that was never written in is "".
    """

    script = simulation_script("charter.js")
    task_name: ClassVar[str] = "charter"

    def begin(self) -> State:
        """Return an empty page."""
        return {"kind": "charter", "fields": dict.fromkeys(FIELDS, "")}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        if answer["kind"] != "charter":
            raise ValueError("Not a charter.")
        fields = {name: str(answer["fields"].get(name, "")) for name in FIELDS}
        return {"kind": "charter", "fields": fields}

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Write in a field."""
        name = details.get("what")
        if deed != "write" or name not in FIELDS:
            return None
        text = str(details.get("text", ""))[: LONGEST.get(name, _LONGEST)]
        return state | {"fields": state["fields"] | {name: text}}

    def draw(self, state: State) -> Scene:
        """Return the page, what it does not tell yet, and the page as a table."""
        fields = state["fields"]
        begun = any(text.strip() for text in fields.values())
        blocks = [
            heading(say("charter.aim")),
            side_by_side(_field(fields, "what"), _field(fields, "whom")),
            side_by_side(*(_field(fields, name) for name in ("from", "to", "unit"))),
            side_by_side(_field(fields, "by"), _field(fields, "where")),
            *_remarks(aim_remarks(fields), "aim"),
            heading(say("charter.work")),
            *(_field(fields, name, rows=3) for name in ("matters", "drivers")),
            *(_field(fields, name, rows=2) for name in ("counted", "first", "team")),
            heading(say("charter.leader")),
            words(say("charter.leader.words"), tone="quiet"),
            side_by_side(_field(fields, "sponsor"), _field(fields, "agreed")),
            _field(fields, "hours"),
            *(_field(fields, name, rows=2) for name in ("barrier", "open")),
            *_remarks(leader_remarks(fields), "leader"),
        ]
        if begun:
            blocks.append(_page(fields))
        return {
            "blocks": blocks,
            "spoken": "",
            "can_restart": begun,
            "restart_ask": say("charter.restart-ask"),
        }


def aim_remarks(fields: dict[str, str]) -> list[str]:
    """Say what the aim of a charter does not tell yet.

    Parameters
    ----------
    fields : dict of str to str

    Returns
    -------
    list of str
        By the rules of the aim's own form.
    """
    written = {name: fields[name] for name in AIM_FIELDS}
    return remarks_on(written, fields["unit"].strip())


def leader_remarks(fields: dict[str, str]) -> list[str]:
    """Say what is not agreed yet with a leader.

    Parameters
    ----------
    fields : dict of str to str

    Returns
    -------
    list of str
        Nothing while nothing of it has been written.
    """
    filled = {name: fields[name].strip() for name in LEADER}
    if not any(filled.values()):
        return []
    said = [say(f"charter.no-{name}") for name in AGREED if not filled[name]]
    if filled["agreed"]:
        try:
            read_day(filled["agreed"])
        except ValueError:
            said.append(say("charter.agreed-no-day", text=filled["agreed"]))
    if filled["hours"] and not any(sign.isdigit() for sign in filled["hours"]):
        said.append(say("charter.hours-no-number"))
    return said


def _field(fields: dict[str, str], name: str, *, rows: int = 0) -> Block:
    return text_field(
        name,
        say(f"charter.{name}"),
        fields[name],
        rows=rows,
        longest=LONGEST.get(name, _LONGEST),
        help=say(f"charter.{name}.help"),
    )


def _remarks(said: list[str], part: str) -> list[Block]:
    return [words(*said, tone="telling", key=f"remarks-{part}")] if said else []


def _page(fields: dict[str, str]) -> Block:
    return table(
        say("charter.page"),
        [say("charter.column.part"), say("charter.column.words")],
        [[say(f"charter.{name}"), fields[name].strip() or "–"] for name in FIELDS],
    )
