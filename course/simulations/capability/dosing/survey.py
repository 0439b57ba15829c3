"""A survey of where an organisation stands: counted by hand, or brought as a table.

Three answers are three persons: a unit with fewer than five is put together with the
others like it before anything is kept.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from course.charts.own_data.cells import cell_text, is_total, read_number
from course.charts.own_data.tables import OwnTable, read_text
from course.charts.own_data.unreadable import UnreadableData
from course.messages import say
from course.simulations.capability.region_survey import (
    FEWEST_ANSWERS,
    area_names,
    area_words,
)

LOWEST, HIGHEST = 1, 5
_MOST_UNITS, _MOST_AREAS = 200, 12
_MOST_PEOPLE = 1_000_000
# Half the width of an interval that holds the mean about 19 times in 20.
_ERRORS = 2
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Those who work at a place, or at all those where few have answered.

    Attributes
    ----------
    name : str
        "" for the small ones together.
    asked, answered : float
    means : tuple of float or None
        Of each area of the survey.
    """

    name: str
    asked: float
    answered: float
    means: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What came out of a survey, as it was typed or brought.

    Attributes
    ----------
    asked, answered : float or None
        Typed; a table of units goes before it.
    counts : mapping of str to tuple of int
        Each of `area_names` to how many answered 1, 2, 3, 4 and 5.
    areas : tuple of str
        What the table of units has means of.
    units : tuple of Unit
    """

    asked: float | None = None
    answered: float | None = None
    counts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaMean:
    """How people see one area.

    Attributes
    ----------
    name : str
    people : float
    mean : float
    low, high : float or None
        Where the mean may well lie; None where the spread is not known, or the people
        are too few for one.
    """

    name: str
    people: float
    mean: float
    low: float | None = None
    high: float | None = None


def rate_of(survey: Survey) -> tuple[float, float] | None:
    """Return how many were asked, and how many of them have answered.

    Parameters
    ----------
    survey : Survey

    Returns
    -------
    (float, float) or None
        None where it is not known, or cannot be.

    Examples
    --------
    >>> rate_of(Survey(asked=160, answered=100))
    (160, 100)
    """
    asked, answered = survey.asked, survey.answered
    if survey.units:
        asked = sum(unit.asked for unit in survey.units)
        answered = sum(unit.answered for unit in survey.units)
    if not asked or answered is None or answered > asked:
        return None
    return asked, answered


def area_means(survey: Survey) -> tuple[AreaMean, ...]:
    """Work out how people see each area, the lowest mean first.

    Parameters
    ----------
    survey : Survey

    Returns
    -------
    tuple of AreaMean
        From the counts where there are any. A mean of units is weighted by those who
        answered.

    Examples
    --------
    >>> (one,) = area_means(Survey(counts={"testing": (10, 30, 40, 15, 5)}))
    >>> one.people, one.mean, round(one.low, 2), round(one.high, 2)
    (100, 2.75, 2.55, 2.95)
    """
    if any(sum(counts) for counts in survey.counts.values()):
        found = [
            _counted(area_words(name), counts)
            for name, counts in survey.counts.items()
            if sum(counts) >= FEWEST_ANSWERS
        ]
    else:
        found = []
        for place, name in enumerate(survey.areas):
            told = [unit for unit in survey.units if unit.means[place] is not None]
            people = sum(unit.answered for unit in told)
            if people >= FEWEST_ANSWERS:
                total = sum(unit.answered * unit.means[place] for unit in told)
                found.append(AreaMean(name=name, people=people, mean=total / people))
    return tuple(sorted(found, key=lambda one: one.mean))


def _counted(name: str, counts: Sequence[int]) -> AreaMean:
    people = sum(counts)
    answers = tuple(enumerate(counts, start=LOWEST))
    mean = sum(count * answer for answer, count in answers) / people
    squares = sum(count * (answer - mean) ** 2 for answer, count in answers)
    error = math.sqrt(squares / (people - 1) / people)
    return AreaMean(
        name=name,
        people=people,
        mean=mean,
        low=max(mean - _ERRORS * error, LOWEST),
        high=min(mean + _ERRORS * error, HIGHEST),
    )


def read_units(text: str) -> tuple[tuple[str, ...], tuple[Unit, ...]]:
    r"""Read a table with a row for each unit: its name, asked, answered, means.

    Parameters
    ----------
    text : str
        As pasted from a spreadsheet. The first three columns are the unit, how many
        were asked and how many answered; each other one is the mean of an area.

    Returns
    -------
    areas : tuple of str
    units : tuple of Unit
        Those with fewer than five answers put together, at the end.

    Raises
    ------
    UnreadableData
        With one sentence about what cannot be read, and where.

    Examples
    --------
    >>> table = "Unit;Asked;Answered;Testing\nSolbakken;6;3;2,4\nNes;40;30;3,4\n"
    >>> areas, units = read_units(table)
    >>> [(unit.name, unit.answered, unit.means) for unit in units]
    [('Nes', 30.0, (3.4,)), ('', 3.0, (None,))]
    """
    table = read_text(text)
    areas = tuple(name[:_LONGEST] for name in table.columns[3:])
    if not areas or len(areas) > _MOST_AREAS or len(table.rows) > _MOST_UNITS:
        raise UnreadableData("units.form", units=_MOST_UNITS, areas=_MOST_AREAS)
    units = [
        _unit(table, row, number)
        for row, number in zip(table.rows, table.row_numbers, strict=True)
        if not is_total(row[0])
    ]
    large = [unit for unit in units if unit.answered >= FEWEST_ANSWERS]
    small = [unit for unit in units if unit.answered < FEWEST_ANSWERS]
    return areas, (*large, *_together(small, len(areas)))


def _unit(table: OwnTable, row: Sequence[Any], number: int) -> Unit:
    figures: list[float | None] = []
    for name, cell in zip(table.columns[1:], row[1:], strict=True):
        try:
            # "3.125" is a mean with decimals, and "1.250" may be people.
            figures.append(read_number(cell, "." if len(figures) >= 2 else ","))
        except ValueError:
            raise _refusal("number", number, cell, name) from None
    asked, answered, *means = figures
    if asked is None or answered is None or not 0 <= answered <= asked <= _MOST_PEOPLE:
        raise _refusal("asked", number, row[0], "")
    for name, mean in zip(table.columns[3:], means, strict=True):
        if mean is not None and not LOWEST <= mean <= HIGHEST:
            raise _refusal("mean", number, f"{mean:g}", name)
    return Unit(
        name=cell_text(row[0])[:_LONGEST] or say("dosing-planner.unit", number=number),
        asked=asked,
        answered=answered,
        means=tuple(means),
    )


def _refusal(key: str, row: int, cell: Any, column: str) -> UnreadableData:
    text = cell_text(cell)[:_LONGEST]
    return UnreadableData(f"units.{key}", row=row, text=text, column=column)


def _together(small: Sequence[Unit], areas: int) -> tuple[Unit, ...]:
    """Put small units together; with few people even so, no mean is kept."""
    if not small:
        return ()
    means: list[float | None] = []
    for place in range(areas):
        told = [unit for unit in small if unit.means[place] is not None]
        people = sum(unit.answered for unit in told)
        total = sum(unit.answered * unit.means[place] for unit in told)
        means.append(total / people if people >= FEWEST_ANSWERS else None)
    return (
        Unit(
            name="",
            asked=sum(unit.asked for unit in small),
            answered=sum(unit.answered for unit in small),
            means=tuple(means),
        ),
    )


def read_survey(answer: Any) -> Survey:
    """Read a survey from JSON.

    Parameters
    ----------
    answer : JSON value
        What `as_survey_answer` writes.

    Returns
    -------
    Survey

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If it is not that.
    """
    areas = tuple(_text(name) for name in answer["areas"])
    units = tuple(
        Unit(
            name=_text(name),
            asked=_within(asked, 0, _MOST_PEOPLE),
            answered=_within(answered, 0, asked),
            means=tuple(
                None if one is None else _within(one, LOWEST, HIGHEST) for one in means
            ),
        )
        for name, asked, answered, means in answer["units"]
    )
    if any(len(unit.means) != len(areas) for unit in units):
        raise ValueError("A unit has a mean, or none, of each area.")
    counts = {
        name: tuple(
            int(_within(one, 0, _MOST_PEOPLE)) for one in answer["counts"][name]
        )
        for name in area_names()
        if name in answer["counts"]
    }
    if any(len(each) != HIGHEST for each in counts.values()):
        raise ValueError("An area has five counts.")
    return Survey(
        asked=_within_or_none(answer["asked"]),
        answered=_within_or_none(answer["answered"]),
        counts=counts,
        areas=areas,
        units=units,
    )


def as_survey_answer(survey: Survey) -> dict[str, Any]:
    """Return a survey as JSON.

    Parameters
    ----------
    survey : Survey

    Returns
    -------
    dict
    """
    return {
        "asked": survey.asked,
        "answered": survey.answered,
        "counts": {name: list(counts) for name, counts in survey.counts.items()},
        "areas": list(survey.areas),
        "units": [
            [unit.name, unit.asked, unit.answered, list(unit.means)]
            for unit in survey.units
        ],
    }


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError("This is a name that is not too long.")
    return value


def _within(value: Any, least: float, most: float) -> float:
    if isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"This is no number from {least} to {most}.")
    return value


def _within_or_none(value: Any) -> float | None:
    return None if value is None else _within(value, 0, _MOST_PEOPLE)
