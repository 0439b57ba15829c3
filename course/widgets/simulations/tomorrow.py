"""Do it at work tomorrow: a prediction with a number, locked, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any, ClassVar

import numpy as np

from course.messages import say
from course.tasks import AnswerFolder
from course.tasks.calendar_days import say_day
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
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

Entry = dict[str, str]

PLANNED = ("look", "expect", "number", "when")
SEEN = ("happened", "observed", "learned")
# Without these there is no prediction to come back to.
NEEDED = ("look", "number", "when")
LONGEST = 1000
MOST_ENTRIES = 40


class Tomorrow(Simulation):
    """A log of small looks at work.

    The state is ``{"kind": "log", "entries": [...]}``. An entry has the words of
    `PLANNED` and `SEEN`, and ``locked``: the day the prediction was locked, or "".
    """

    script = simulation_script("tomorrow.js")
    task_name: ClassVar[str] = "tomorrow"

    def __init__(
        self, folder: AnswerFolder, rng_for: Callable[[str], np.random.Generator]
    ):
        self._elsewhere = looks_elsewhere(folder)
        super().__init__(folder, rng_for)

    def begin(self) -> State:
        """Return a log with one empty entry."""
        return {"kind": "log", "entries": [_empty()]}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        return _log(read_log(answer))

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Write, lock, begin another entry."""
        *earlier, entry = state["entries"]
        if deed == "write":
            field, text = details.get("what"), str(details.get("text", ""))[:LONGEST]
            # What is locked is not written over, whoever asks.
            if field in (SEEN if entry["locked"] else PLANNED):
                return _log([*earlier, entry | {field: text}])
        if deed == "lock" and not entry["locked"] and not _complaint(entry):
            today = date.today().isoformat()
            return _log([*earlier, entry | {"locked": today}])
        if deed == "another" and _is_done(entry) and len(earlier) < MOST_ENTRIES - 1:
            return _log([*earlier, entry, _empty()])
        return None

    def draw(self, state: State) -> Scene:
        """Return the entry at hand, and the earlier ones as a table."""
        *earlier, entry = state["entries"]
        locked = bool(entry["locked"])
        plan = say("tomorrow.plan")
        if earlier:
            number = say("tomorrow.plan.number", number=len(state["entries"]))
            plan = f"{number}. {plan}"
        blocks = [heading(plan, landing=not locked), *_planned(entry)]
        if locked:
            blocks += _seen(entry)
        else:
            blocks += [
                words(say("tomorrow.lock.words"), tone="quiet"),
                buttons(
                    button(
                        "lock",
                        say("tomorrow.lock"),
                        "lock",
                        primary=True,
                        moves_on=True,
                        refused=_complaint(entry),
                    )
                ),
            ]
        if earlier:
            blocks.append(_log_table(say("tomorrow.earlier"), earlier))
        if self._elsewhere:
            blocks.append(_log_table(say("tomorrow.elsewhere"), self._elsewhere))
        begun = len(state["entries"]) > 1 or any(entry.values())
        return {
            "blocks": blocks,
            "spoken": _locked_words(entry) if locked else "",
            "can_restart": begun,
            "restart_ask": say("tomorrow.restart-ask"),
        }


def read_log(answer: Any) -> list[Entry]:
    """Return the entries of a log as it was kept.

    Parameters
    ----------
    answer : JSON value

    Returns
    -------
    list of dict of str to str

    Raises
    ------
    ValueError, TypeError, KeyError
        If it is not a log.
    """
    entries = [
        {field: str(entry[field]) for field in (*PLANNED, *SEEN, "locked")}
        for entry in answer["entries"]
    ]
    if answer["kind"] != "log" or not 1 <= len(entries) <= MOST_ENTRIES:
        raise ValueError("Not a log.")
    for entry in entries:
        if entry["locked"]:
            date.fromisoformat(entry["locked"])
    return entries


def looks_elsewhere(folder: AnswerFolder) -> list[Entry]:
    """Return what the learner predicted in the other lessons, the earliest first.

    Parameters
    ----------
    folder : AnswerFolder
        Of this lesson; the others lie beside it.

    Returns
    -------
    list of dict of str to str
        Entries with a locked prediction.
    """
    found = []
    for path in folder.folder.parent.parent.glob("[0-9][0-9]-*/answers"):
        if path == folder.folder:
            continue
        kept = AnswerFolder(path, folder.learner, folder.run).load(Tomorrow.task_name)
        # A damaged log is told of in its own lesson.
        with suppress(ValueError, TypeError, KeyError):
            found += [one for one in read_log(kept.answer) if one["locked"]]
    return sorted(found, key=lambda entry: entry["locked"])


def _empty() -> dict[str, str]:
    return dict.fromkeys((*PLANNED, *SEEN, "locked"), "")


def _log(entries: list[Entry]) -> State:
    return {"kind": "log", "entries": entries}


def _complaint(entry: Entry) -> str:
    """Say what a prediction still lacks; "" if nothing."""
    missing = [field for field in NEEDED if not entry[field].strip()]
    if missing:
        fields = ", ".join(say(f"tomorrow.field.{field}") for field in missing)
        return say("tomorrow.missing", fields=fields)
    if not any(character.isdigit() for character in entry["number"]):
        return say("tomorrow.no-number", text=entry["number"])
    return ""


def _is_done(entry: Entry) -> bool:
    told = entry["happened"].strip() and entry["learned"].strip()
    return bool(entry["locked"] and told)


def _locked_words(entry: Entry) -> str:
    return say("tomorrow.locked", date=say_day(date.fromisoformat(entry["locked"])))


def _field(entry: Entry, field: str, *, rows: int = 0) -> Block:
    helps = {name: say(f"tomorrow.{name}.help") for name in ("look", "number", "when")}
    return text_field(
        field,
        say(f"tomorrow.{field}"),
        entry[field],
        rows=rows,
        longest=LONGEST,
        closed=bool(entry["locked"]) and field in PLANNED,
        help="" if entry["locked"] else helps.get(field, ""),
    )


def _planned(entry: Entry) -> list[Block]:
    return [
        _field(entry, "look", rows=2),
        _field(entry, "expect", rows=3),
        side_by_side(_field(entry, "number"), _field(entry, "when")),
    ]


def _seen(entry: Entry) -> list[Block]:
    blocks = [
        words(_locked_words(entry), tone="quiet"),
        heading(say("tomorrow.after"), landing=True),
        _field(entry, "happened", rows=3),
        _field(entry, "observed"),
    ]
    if entry["observed"].strip():
        blocks.append(
            words(
                say(
                    "tomorrow.compared",
                    expected=entry["number"].strip(),
                    observed=entry["observed"].strip(),
                ),
                tone="telling",
            )
        )
    refused = "" if _is_done(entry) else say("tomorrow.another-first")
    return [
        *blocks,
        _field(entry, "learned", rows=3),
        buttons(
            button(
                "another",
                say("tomorrow.another"),
                "another",
                refused=refused,
                moves_on=True,
            )
        ),
    ]


def _log_table(caption: str, entries: list[Entry]) -> Block:
    columns = ("when", "look", "expected", "observed", "learned")
    return table(
        caption,
        [say(f"tomorrow.column.{column}") for column in columns],
        [
            [
                entry["when"],
                entry["look"],
                entry["number"],
                entry["observed"],
                entry["learned"],
            ]
            for entry in entries
        ],
    )
