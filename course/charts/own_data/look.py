"""How somebody wants their chart: its kind, its words, and what is marked on it.

A mark stands at a point by the point's name and not by its number, so that it stays
where it belongs when months are added in front of it or behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from course.charts.own_data.calls import (
    Decisions,
    needs_exact_limits,
    point_labels,
    usual_multiplier,
)
from course.charts.own_data.cells import decimal_mark, read_number
from course.charts.own_data.figures import Figures
from course.charts.own_data.series import OwnSeries

MARKS = ("note", "freeze", "split", "ghost")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something marked at a point.

    Attributes
    ----------
    kind : {"note", "freeze", "split", "ghost"}
        Words; lines frozen before it; new lines from it on; in no calculation.
    point : str
        Its name, from `point_names`.
    text : str
        The words, or the reason.
    """

    kind: str
    point: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What somebody chose for their chart.

    Attributes
    ----------
    kind : str
        "" for the one proposed.
    multiply : int
        0 for the usual one.
    title, y_label, target : str
        As typed.
    marks : tuple of Mark
    """

    kind: str = ""
    multiply: int = 0
    title: str = ""
    y_label: str = ""
    target: str = ""
    marks: tuple[Mark, ...] = ()

    def marked(self, kind: str) -> tuple[Mark, ...]:
        """Return the marks of one kind."""
        return tuple(mark for mark in self.marks if mark.kind == kind)


def point_names(labels: Sequence[str]) -> tuple[str, ...]:
    """Name points so that no two are called the same.

    Parameters
    ----------
    labels : sequence of str

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> point_names(["Jan", "Feb", "Jan"])
    ('Jan', 'Feb', 'Jan (2)')
    """
    seen: Counter[str] = Counter()
    names = []
    for label in labels:
        seen[label] += 1
        names.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return tuple(names)


def other_figures(before: Figures, now: Figures) -> tuple[int, int]:
    """Count the points of a chart that have other figures in a new table.

    The last point is not compared: its month may not have been over.

    Parameters
    ----------
    before, now : Figures

    Returns
    -------
    other, known : int
        How many differ, and how many points the two have in common.
    """
    first, second = _by_name(before.single), _by_name(now.single)
    last = next(reversed(first), None)
    known = [name for name in first if name in second]
    other = sum(first[name] != second[name] for name in known if name != last)
    return other, len(known)


def _by_name(series: OwnSeries) -> dict[str, tuple[float | None, float | None]]:
    sizes = series.sizes or (None,) * len(series.values)
    both = zip(series.values, sizes, strict=True)
    return dict(zip(point_names(series.labels), both, strict=True))


def read_target(text: str) -> float | None:
    """Read a target as typed.

    Parameters
    ----------
    text : str

    Returns
    -------
    float or None
        None for an empty field.

    Raises
    ------
    ValueError
        If it is no number.

    Examples
    --------
    >>> read_target("4,5"), read_target(" ")
    (4.5, None)
    """
    mark, _ = decimal_mark([text])
    return read_number(text, mark)


def decide(
    look: Look, figures: Figures
) -> tuple[OwnSeries, Decisions, tuple[str, ...]]:
    """Bring what somebody chose together with the figures.

    Parameters
    ----------
    look : Look
    figures : Figures

    Returns
    -------
    series : OwnSeries
        What the chart is drawn from.
    decisions : Decisions
    names : tuple of str
        The names of its points.
    """
    choice = figures.choice
    offered = (choice.kind, *choice.alternatives)
    kind = look.kind if look.kind in offered else choice.kind
    series = figures.for_kind(kind)
    names = point_names(point_labels(series, kind))
    places = {name: place for place, name in enumerate(names, start=1)}

    def at(kind: str) -> list[tuple[int, str]]:
        marks = look.marked(kind)
        return sorted((places[m.point], m.text) for m in marks if m.point in places)

    frozen = [place - 1 for place, _ in at("freeze") if place > 1]
    splits = sorted({place - 1 for place, _ in at("split") if place > 1})
    try:
        target = read_target(look.target)
    except ValueError:
        target = None
    decisions = Decisions(
        kind=kind,
        title=look.title.strip(),
        y_label=look.y_label.strip(),
        multiply=look.multiply or usual_multiplier(series, kind),
        exact=needs_exact_limits(series, kind),
        target=target,
        freeze=frozen[-1] if frozen and not splits else None,
        parts=tuple(splits),
        ghosted=tuple(at("ghost")),
        notes=tuple(at("note")),
    )
    return series, decisions, names
