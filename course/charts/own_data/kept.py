"""A chart as it is kept with the answers: its figures, and no other column."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any

from course.charts.own_data.calls import MULTIPLIERS
from course.charts.own_data.choice import Answers, all_answered
from course.charts.own_data.figures import Figures, Reading, figures_of
from course.charts.own_data.look import MARKS, Look, Mark
from course.charts.own_data.series import MOST_POINTS, OwnSeries
from course.charts.own_data.tables import OwnTable
from course.messages import say

MOST_KEPT = 12
# Measurements of a chart of means: more than that do not belong into an answer.
_MOST_MEASUREMENTS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptChart:
    """A chart that was kept.

    Attributes
    ----------
    name : str
    answers : Answers
    headings : tuple of str or None
        Of the columns with the time, the measure and the sizes.
    look : Look
    figures : Figures
    """

    name: str
    answers: Answers
    headings: tuple[str | None, ...]
    look: Look
    figures: Figures


def free_name(name: str, taken: Collection[str]) -> str:
    """Return the name, with a number where another chart has it already.

    Parameters
    ----------
    name : str
    taken : collection of str

    Returns
    -------
    str

    Examples
    --------
    >>> free_name("Falls", ["Falls", "Falls (2)"])
    'Falls (3)'
    """
    if name not in taken:
        return name
    return next(
        numbered
        for number in count(2)
        if (numbered := f"{name} ({number})") not in taken
    )


def headings_of(table: OwnTable, reading: Reading) -> tuple[str | None, ...]:
    """Return the headings of the columns that a reading uses.

    Parameters
    ----------
    table : OwnTable
    reading : Reading

    Returns
    -------
    tuple of str or None
    """
    places = (reading.time, reading.measure, reading.sizes)
    return tuple(None if at is None else table.columns[at] for at in places)


def to_kept(kept: KeptChart) -> dict[str, Any]:
    """Write a chart as JSON has it.

    Parameters
    ----------
    kept : KeptChart

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If it is made of too many measurements.
    """
    gathered = kept.figures.gathered
    if gathered is not None and len(gathered.values) > _MOST_MEASUREMENTS:
        raise ValueError(say("workbench.keep.too-many", most=f"{_MOST_MEASUREMENTS:,}"))
    look = asdict(kept.look)
    look["marks"] = [asdict(mark) for mark in kept.look.marks]
    return {
        "name": kept.name,
        "answers": asdict(kept.answers),
        "headings": list(kept.headings),
        "look": look,
        "single": _series_to_json(kept.figures.single),
        "gathered": None if gathered is None else _series_to_json(gathered),
    }


def from_kept(written: Any) -> KeptChart:
    """Read a chart that was written by `to_kept`.

    Parameters
    ----------
    written : object
        From JSON.

    Returns
    -------
    KeptChart

    Raises
    ------
    ValueError, TypeError, KeyError
        If it is none.
    """
    answers = Answers(**{key: str(value) for key, value in written["answers"].items()})
    if not all_answered(answers):
        raise ValueError("A question about the figures is open.")
    look = dict(written["look"])
    marks = tuple(
        Mark(str(mark["kind"]), str(mark["point"]), str(mark["text"]))
        for mark in look.pop("marks")
    )
    if any(mark.kind not in MARKS for mark in marks):
        raise ValueError("There is no such mark.")
    # 0 is the usual one.
    if look["multiply"] not in (0, *MULTIPLIERS):
        raise ValueError("There is no such multiplier.")
    single = _series_from_json(written["single"], MOST_POINTS)
    gathered = written["gathered"]
    if gathered is not None:
        gathered = _series_from_json(gathered, _MOST_MEASUREMENTS)
    first, second, third = (
        None if heading is None else str(heading) for heading in written["headings"]
    )
    return KeptChart(
        name=str(written["name"]),
        answers=answers,
        headings=(first, second, third),
        look=Look(
            kind=str(look["kind"]),
            multiply=int(look["multiply"]),
            title=str(look["title"]),
            y_label=str(look["y_label"]),
            target=str(look["target"]),
            marks=marks,
        ),
        figures=figures_of(single, single, gathered, answers),
    )


def _series_to_json(series: OwnSeries) -> dict[str, Any]:
    return {
        "x_label": series.x_label,
        "y_label": series.y_label,
        "size_label": series.size_label,
        "labels": list(series.labels),
        "values": list(series.values),
        "sizes": list(series.sizes),
        "left_out": list(series.left_out),
    }


def _series_from_json(written: Any, most: int) -> OwnSeries:
    labels = tuple(str(label) for label in written["labels"])
    values, sizes = (
        tuple(None if each is None else _finite(each) for each in written[name])
        for name in ("values", "sizes")
    )
    if not 1 <= len(values) <= most or len(labels) != len(values):
        raise ValueError("These are not the figures of a chart.")
    if sizes and len(sizes) != len(values):
        raise ValueError("There is not one size for each value.")
    return OwnSeries(
        x_label=str(written["x_label"]),
        y_label=str(written["y_label"]),
        size_label=str(written["size_label"]),
        labels=labels,
        values=values,
        sizes=sizes,
        left_out=tuple(str(each) for each in written["left_out"]),
    )


def _finite(written: Any) -> float:
    try:
        number = float(written)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError("A figure is a number.")
    return number
