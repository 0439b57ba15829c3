"""Extracts of a registry: a table to work on, clean, or soiled on purpose.

A soiled extract has records entered twice, days that cannot be, and a column that is
coded otherwise from some month on. All of it is planned, so the truth is known.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

LANGUAGES = ("en", "sv", "da", "no")

_FILE = Path(__file__).with_name("variables.toml")

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Extract:
    """A table of invented data.

    Attributes
    ----------
    header : tuple of str
        Variables, explained by `explain_variable`.
    rows : tuple of tuple
        None where nothing was recorded; days as "2025-03-14".
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, variable: str) -> tuple[Cell, ...]:
        """All cells of one variable.

        Parameters
        ----------
        variable : str

        Returns
        -------
        tuple

        Examples
        --------
        >>> Extract(("month", "falls"), (("2025-01", 4), ("2025-02", 6))).column(
        ...     "falls"
        ... )
        (4, 6)
        """
        place = self.header.index(variable)
        return tuple(row[place] for row in self.rows)

    def csv_text(self, language: str = "en") -> str:
        """Write the table as a file to open in a spreadsheet.

        Parameters
        ----------
        language : {"en", "sv", "da", "no"}
            Of the first line, which says that the data are invented.

        Returns
        -------
        str

        Examples
        --------
        >>> print(Extract(("month", "falls"), (("2025-01", 4),)).csv_text("sv"))
        # Fiktiva data
        month,falls
        2025-01,4
        """
        text = io.StringIO()
        text.write(f"# {explain_variable('invented', language)}\n")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return text.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class SoilPlan:
    """What is to be wrong with an extract.

    Attributes
    ----------
    twice : int
        Records entered a second time.
    impossible : int
        Records with a day that cannot be.
    recoded : str
        The variable whose coding changes.
    recoded_from : str
        The first month coded anew, as in "2025-03".
    """

    twice: int
    impossible: int
    recoded: str
    recoded_from: str


@dataclass(frozen=True, slots=True)
class SoiledExtract:
    """A soiled extract, and the truth about it.

    Attributes
    ----------
    soiled : Extract
        What a learner is given.
    clean : Extract
        What was there before.
    plan : SoilPlan
    twice : tuple of (int, int)
        Rows, counted from 1, that are one record: the first and its repetition.
    impossible : tuple of int
        Rows with a day that cannot be.
    """

    soiled: Extract
    clean: Extract
    plan: SoilPlan
    twice: tuple[tuple[int, int], ...]
    impossible: tuple[int, ...]

    @property
    def to_remove(self) -> tuple[int, ...]:
        """Rows that only repeat a record."""
        return tuple(sorted(second for _, second in self.twice))


def explain_variable(variable: str, language: str = "en") -> str:
    """What a variable of the registries means.

    Parameters
    ----------
    variable : str
    language : {"en", "sv", "da", "no"}

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If nobody has explained it, or not in that language.

    Examples
    --------
    >>> explain_variable("care_days", "no")
    'Pleiedager: liggedøgn, eller dager i hjemmesykepleie'
    """
    words = _variables().get(variable)
    if words is None:
        raise ValueError(f"{variable!r} is no variable of the registries.")
    if language not in words:
        raise ValueError(f"{language!r} is not one of {', '.join(LANGUAGES)}.")
    return words[language]


@cache
def _variables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def draw_soil_plan(
    extract: Extract,
    rng: np.random.Generator,
    *,
    day: str,
    recoded: str,
    recode: Callable[[Cell], Cell],
) -> SoilPlan:
    """Draw what is to be wrong with an extract.

    Parameters
    ----------
    extract : Extract
    rng : numpy.random.Generator
    day : str
        The variable that tells the month of a record.
    recoded : str
        The variable whose coding is to change.
    recode : callable
        From the old coding to the new one.

    Returns
    -------
    SoilPlan
        The coding changes between the first and the last quarter of the months, where
        it can be seen: that month has a value the old coding lacks, and the month
        before it one that the new coding lacks.

    Raises
    ------
    ValueError
        If there is no such month.

    Examples
    --------
    >>> days = tuple((f"2025-{month:02d}-15", 2) for month in range(1, 13))
    >>> extract = Extract(("fell_on", "harm"), days)
    >>> draw_soil_plan(
    ...     extract,
    ...     np.random.default_rng(1),
    ...     day="fell_on",
    ...     recoded="harm",
    ...     recode={1: 1, 2: 0}.get,
    ... )
    SoilPlan(twice=4, impossible=5, recoded='harm', recoded_from='2025-08')
    """
    records = list(zip(extract.column(day), extract.column(recoded), strict=True))
    old = {code for _, code in records}
    new = {recode(code) for code in old}
    of_old_only = {str(d)[:7] for d, code in records if code not in new}
    of_new_only = {str(d)[:7] for d, code in records if recode(code) not in old}
    months = sorted({str(d)[:7] for d, _ in records})
    quarter = len(months) // 4
    visible = [
        month
        for before, month in pairwise(months[quarter:-quarter])
        if before in of_old_only and month in of_new_only
    ]
    if not visible:
        raise ValueError(f"In no month could a new coding of {recoded!r} be seen.")
    return SoilPlan(
        twice=int(rng.integers(3, 7)),
        impossible=int(rng.integers(3, 7)),
        recoded=recoded,
        recoded_from=visible[int(rng.integers(len(visible)))],
    )


def soil(
    extract: Extract,
    plan: SoilPlan,
    rng: np.random.Generator,
    *,
    days: tuple[str, ...],
    recode: Callable[[Cell], Cell],
) -> SoiledExtract:
    """Soil an extract as planned.

    Parameters
    ----------
    extract : Extract
        Clean, with the variable "record" and at least two days.
    plan : SoilPlan
    rng : numpy.random.Generator
    days : tuple of str
        Variables with days in the order they happen; the first tells the month.
    recode : callable
        From the old coding to the new one.

    Returns
    -------
    SoiledExtract
        A repetition stands some rows below its record and differs in its record's
        number alone. A day that cannot be is one that no calendar has, one ten years
        ahead, or one long before what had to happen first. No record is wrong
        in more than one of these ways, but for the coding.

    Raises
    ------
    ValueError
        If there are too few records to soil.
    """
    place = {variable: column for column, variable in enumerate(extract.header)}
    months = [str(row[place[days[0]]])[:7] for row in extract.rows]
    rows = [list(row) for row in extract.rows]
    for row, month in zip(rows, months, strict=True):
        if month >= plan.recoded_from:
            row[place[plan.recoded]] = recode(row[place[plan.recoded]])

    complete = [i for i, row in enumerate(rows) if all(row[place[day]] for day in days)]
    needed = plan.twice + plan.impossible
    if len(complete) < 2 * needed:
        raise ValueError(
            f"{len(complete)} complete records are too few to soil {needed} of them."
        )
    chosen = rng.choice(complete, needed, replace=False).tolist()
    repeated, impossible = chosen[: plan.twice], chosen[plan.twice :]
    for turn, i in enumerate(impossible):
        _spoil_day(rows[i], [place[day] for day in days], turn)

    # Each record keeps its place; a repetition is entered some records later.
    order = [(float(i), i, False) for i in range(len(rows))]
    later = rng.integers(2, 9, len(repeated))
    order += [
        (i + gap + 0.5, i, True)
        for i, gap in zip(repeated, later.tolist(), strict=True)
    ]
    order.sort()
    entered, first, twice, wrong = [], {}, [], []
    for number, (_, i, again) in enumerate(order, start=1):
        entered.append((number, *rows[i][1:]))
        if again:
            twice.append((first[i], number))
        else:
            first[i] = number
            if i in impossible:
                wrong.append(number)
    return SoiledExtract(
        soiled=replace(extract, rows=tuple(entered)),
        clean=extract,
        plan=plan,
        twice=tuple(sorted(twice)),
        impossible=tuple(wrong),
    )


def _spoil_day(row: list[Cell], columns: list[int], turn: int) -> None:
    """Make one day impossible, in one of three ways by turns."""
    first, last = columns[0], columns[-1]
    year, month, day = str(row[last]).split("-")
    if turn % 3 == 0:
        row[last] = f"{year}-02-30"
    elif turn % 3 == 1:
        row[last] = f"{int(year) + 10}-{month}-{day}"
    else:
        # What came last is said to have come a year before what came first.
        row[last] = f"{int(str(row[first])[:4]) - 1}-{str(row[first])[5:]}"
