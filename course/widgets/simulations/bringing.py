"""Bringing a table of one's own: a file or pasted cells, and the way it is opened.

What is brought is held in memory and nowhere else. Whoever shows a `Bringing` asks it
first about each deed, and draws its blocks above their own.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from course.charts.own_data.cells import both_ways, minutes_of
from course.charts.own_data.dates import read_periods
from course.charts.own_data.files import (
    LARGEST_FILE,
    MOST_COLUMNS,
    Sheet,
    read_pasted,
    read_sheets,
)
from course.charts.own_data.series import OwnSeries
from course.charts.own_data.tables import (
    OwnTable,
    lies_on_its_side,
    make_table,
    turn_round,
)
from course.charts.own_data.unreadable import UnreadableData
from course.messages import say
from course.widgets.frame import HERE
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    heading,
    select,
    words,
)
from course.widgets.simulations.simulation import Details, simulation_script

if TYPE_CHECKING:
    from course.charts.own_data.personal import PersonalColumn

# How a table is to be read; the two pages ask different questions of it.
Settled = TypeVar("Settled")


def bringing_script(file: str) -> str:
    """Return the script of a simulation that a table is brought to.

    Parameters
    ----------
    file : str
        In this folder; it may use what ``bringing.js`` has.

    Returns
    -------
    str
        One ECMAScript module, for the class attribute `script`.
    """
    own = (HERE / "simulations" / file).read_text("utf-8")
    return f"{simulation_script('bringing.js')}\n{own}"


class Bringing:
    """A table that is brought, or not yet.

    Attributes
    ----------
    table : OwnTable or None
        What is open.
    refusal : str
        What is wrong with the file just brought; "" for nothing. What was open before
        stays open.
    """

    def __init__(self):
        self._parts: list[bytes] = []
        self._pasted = ""
        self._name = ""
        # The file brought last, "" where cells were pasted after it.
        self._file = ""
        self._sheets: tuple[Sheet, ...] = ()
        self._sheet = 0
        self._personal: tuple[PersonalColumn, ...] = ()
        self._ambiguous: dict[int, str] = {}
        self.table: OwnTable | None = None
        self.refusal = ""

    def obey(self, deed: str, details: Details) -> bool:
        """Do a deed, if it is one of bringing.

        Parameters
        ----------
        deed : str
        details : dict

        Returns
        -------
        bool
            Whether another table is open now, of which nothing is chosen yet.
        """
        if deed == "file-part":
            return self._take_part(details)
        if deed == "paste":
            self._pasted, self._file = str(details.get("text", "")), ""
            return self._take_in(
                say("own-data.pasted"), lambda: (read_pasted(self._pasted),)
            )
        if deed == "turn" and self.table is not None:
            return self._open(turn_round(self.table))
        if deed == "choose" and details.get("what") == "sheet":
            place = int(details["choice"])
            if 0 <= place < len(self._sheets):
                return self._take_in(self._name, lambda: self._sheets, place)
        return False

    def forget(self) -> None:
        """Close the table, and forget what was pasted."""
        self.table, self.refusal, self._pasted, self._file = None, "", "", ""

    def blocks(self) -> list[Block]:
        """Return the place for a file, and why the last one was refused."""
        blocks = [
            words(say("own-data.promise")),
            {
                "kind": "bring",
                "key": "bring",
                "text": self._pasted,
                "file": self._file,
                "refused": bool(self.refusal),
            },
        ]
        if self.refusal:
            blocks.append(words(self.refusal, tone="wrong"))
        return blocks

    def opened(self) -> list[Block]:
        """Return what is open, which sheet of it, and a warning of personal data."""
        table = self.table
        blocks = [
            heading(
                say(
                    "bringing.opened.one-column"
                    if len(table.columns) == 1
                    else "own-data.opened",
                    name=self._name,
                    rows=f"{len(table.rows):,}",
                    columns=len(table.columns),
                ),
                landing=True,
            )
        ]
        if len(self._sheets) > 1:
            names = [(str(at), sheet.name) for at, sheet in enumerate(self._sheets)]
            blocks.append(
                select(
                    "sheet",
                    say("own-data.sheet", count=len(names)),
                    names,
                    str(self._sheet),
                    kept=False,
                )
            )
        if table.turned:
            blocks += _turning("own-data.turned", "own-data.turn-back")
        elif lies_on_its_side(table) and len(table.rows) < MOST_COLUMNS:
            blocks += _turning("own-data.lies-on-its-side", "own-data.turn")
        if self._personal:
            blocks.append(
                words(
                    *(
                        say(f"own-data.personal.{found.kind}", column=found.column)
                        for found in self._personal
                    ),
                    say("own-data.personal"),
                    tone="wrong",
                )
            )
        return blocks

    def is_personal(self, *places: int | None) -> bool:
        """Whether one of these columns looks like personal data."""
        columns = {self.table.columns[at] for at in places if at is not None}
        return any(found.column in columns for found in self._personal)

    def ambiguous(self, time: int) -> str:
        """A date of the column that could be read in two ways, or ""."""
        if time not in self._ambiguous:
            # Read once for each column: a hundred thousand dates take a while.
            read = read_periods(self.table.column(time))
            self._ambiguous[time] = read.ambiguous
        return self._ambiguous[time]

    def _take_part(self, details: Details) -> bool:
        """Gather a file that comes in parts: no message may be above 10 MB."""
        try:
            number, total = int(details["number"]), int(details["total"])
            part = base64.b64decode(str(details["content"]), validate=True)
        except (KeyError, ValueError, TypeError, binascii.Error):
            return False
        if number == 0:
            self._parts = []
        if number != len(self._parts) or sum(map(len, self._parts)) > LARGEST_FILE:
            return False
        self._parts.append(part)
        if number < total - 1:
            return False
        content, self._parts = b"".join(self._parts), []
        self._file = str(details.get("name", ""))
        name = self._file[:120]
        return self._take_in(name, lambda: read_sheets(content))

    def _take_in(
        self,
        name: str,
        read: Callable[[], tuple[Sheet, ...]],
        chosen: int | None = None,
    ) -> bool:
        try:
            sheets = read()
            place, table = _first_table(sheets, chosen)
        except UnreadableData as problem:
            self.refusal = str(problem)
            return False
        self._name, self._sheets, self._sheet = name, sheets, place
        return self._open(table)

    def _open(self, table: OwnTable) -> bool:
        self.table, self.refusal = table, ""
        # Not at the top: opening a lesson opens no table.
        from course.charts.own_data.personal import find_personal_columns

        self._ambiguous = {}
        self._personal = find_personal_columns(table)
        return True


def take(
    name: str, *, svg: str, csv: str, code: str | None = None, png: bool = False
) -> Block:
    """Return the buttons that save the chart of the scene, and its figures.

    Parameters
    ----------
    name : str
        Of the files, without an ending.
    svg, csv : str
        The picture and the table.
    code : str, optional
        The Python code that makes the chart.
    png : bool
        Whether a PNG can be asked for, with the deed ``take-png``.

    Returns
    -------
    dict

    Examples
    --------
    >>> [file["name"] for file in take("falls", svg="<svg/>", csv="a;b")["files"]]
    ['falls.svg', 'falls.csv']
    """
    files = [
        ("take-png", f"{name}.png", "image/png", None),
        ("take-svg", f"{name}.svg", "image/svg+xml", svg),
        ("take-csv", f"{name}.csv", "text/csv;charset=utf-8", csv),
        ("take-code", f"{name}.py", "text/x-python;charset=utf-8", code),
    ]
    offered = {"take-png": png, "take-code": code is not None}
    return {
        "kind": "take",
        "key": "take",
        "files": [
            dict(zip(("key", "name", "type", "text"), file, strict=True))
            for file in files
            if offered.get(file[0], True)
        ],
    }


def ways_out(complaint: UnreadableData) -> list[Block]:
    """Return what would help against a complaint, if anything would.

    Parameters
    ----------
    complaint : UnreadableData

    Returns
    -------
    list of dict
        All that cannot be read, in a sentence, so that nobody leaves out unseen; and
        buttons. Each is the deed ``choose``, of ``leave-out``, ``durations``,
        ``thousands`` or a ``span``.
    """
    blocks = [words(complaint.summary)] if complaint.summary else []
    ways = _two_ways(complaint.two_ways)
    if clock := complaint.duration:
        label = say("own-data.durations", text=clock, minutes=minutes_of(clock))
        ways.append(_way_out("durations", label, "durations", True))
    if complaint.skippable:
        label = say("own-data.leave-out")
        ways.append(_way_out("leave-out", label, "leave-out", True))
    if complaint.grouping:
        ways += [
            _way_out(f"by-{span}", say(f"own-data.by-{span}"), "span", span)
            for span in ("week", "month")
        ]
    return [*blocks, buttons(*ways)] if ways else blocks


def settled(reading: Settled, what: str, choice: object) -> Settled:
    """Settle how figures are read, as far as any reading of own data can be settled.

    Parameters
    ----------
    reading : dataclass
        With `month_first`, `leave_out`, `durations` and `thousands`.
    what : str
        ``order``, or one of the deeds of `ways_out` and `ways_back`.
    choice : object

    Returns
    -------
    dataclass
        The same, where `what` is something else.
    """
    if what == "order" and choice in ("day", "month"):
        return replace(reading, month_first=choice == "month")
    if what in ("leave-out", "durations", "thousands"):
        return replace(reading, **{what.replace("-", "_"): bool(choice)})
    return reading


def ways_back(series: OwnSeries) -> list[Block]:
    """Return what was settled about the figures, and the buttons that undo it.

    Parameters
    ----------
    series : OwnSeries

    Returns
    -------
    list of dict
        Said beside the reading: whoever reads "stable" must see what was left out.
    """
    blocks, ways = [], []
    if series.left_unreadable:
        blocks.append(words(series.left_unreadable, tone="wrong"))
        label = say("own-data.leave-out.not")
        ways.append(_way_out("leave-out-not", label, "leave-out", False))
    if clock := series.duration:
        label = say("own-data.durations.not", text=clock)
        ways.append(_way_out("durations-not", label, "durations", False))
    if series.two_ways:
        thousands, decimals = _two_ways(series.two_ways)
        ways.append(decimals if series.as_thousands else thousands)
    return [*blocks, buttons(*ways)] if ways else blocks


def _two_ways(text: str) -> list[Block]:
    """Return the two buttons for a number that can be read in two ways."""
    if not text:
        return []
    decimals, thousands = both_ways(text)
    return [
        _way_out(
            key,
            say(f"own-data.two-ways.{key}", text=text, number=number),
            "thousands",
            key == "thousands",
        )
        for key, number in (("thousands", thousands), ("decimals", decimals))
    ]


def _way_out(key: str, label: str, what: str, choice: object) -> Block:
    return button(key, label, "choose", kept=False, what=what, choice=choice)


def _first_table(sheets: tuple[Sheet, ...], chosen: int | None) -> tuple[int, OwnTable]:
    """The sheet chosen, or the first that holds a table: before it may be a letter."""
    places = range(len(sheets)) if chosen is None else [chosen]
    first: UnreadableData | None = None
    for place in places:
        try:
            return place, make_table(sheets[place])
        except UnreadableData as problem:
            first = first or problem
    raise first


def _turning(sentence: str, label: str) -> list[Block]:
    return [
        words(say(sentence)),
        buttons(button("turn", say(label), "turn", kept=False)),
    ]
