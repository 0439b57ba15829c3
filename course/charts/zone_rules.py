"""Rules for patterns between the limits: Western Electric, Nelson, Provost and Murray.

A rule is declared as data. Each pattern it finds says both things that are marked in
practice: the points at which the pattern was complete, and all of its points.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from course.charts.control import ControlChart
from course.charts.observations import read_values
from course.charts.phases import divide_phases
from course.charts.runs import sides_of, steps_of


class Shape(StrEnum):
    """What the points of a pattern have in common."""

    BEYOND = "beyond"  # on one side, farther out than so many sigma
    WITHIN = "within"  # no farther out, on either side
    BOTH_SIDES = "both-sides"  # farther out, some above and some below
    TREND = "trend"  # each higher than the last, or each lower
    ALTERNATION = "alternation"  # up and down by turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: so many points of one shape among so many in a row.

    Attributes
    ----------
    name : str
    shape : Shape
    needed, points : int
        2 and 3 for "two of three in a row".
    sigmas : float
        How far out; 0 is the centre line. Of no meaning for a trend or alternation.
    passes_ties : bool
        Whether a point on the centre line, or equal to the one before it, neither
        breaks nor lengthens the pattern. Otherwise it breaks it.
    """

    name: str
    shape: Shape
    needed: int
    points: int
    sigmas: float = 0
    passes_ties: bool = False

    @property
    def uses_sigma(self) -> bool:
        """Whether the rule asks how far from the centre line a point lies."""
        return self.sigmas > 0


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules that are used together, by the name they are known under."""

    name: str
    rules: tuple[Rule, ...]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Where on a chart a rule found its pattern.

    Attributes
    ----------
    rule : str
        The rule's name.
    side : {1, -1, 0}
        Above or rising, below or falling, neither.
    periods : tuple of int
        All points of the pattern, from 1. Of "two of three" the two that lie out, not
        the one between them.
    complete_at : tuple of int
        The points at which the pattern was complete: where it could first be seen, and
        each further point while it lasted.
    """

    rule: str
    side: int
    periods: tuple[int, ...]
    complete_at: tuple[int, ...]


def _all_of(points: int, name: str, shape: Shape, **options: object) -> Rule:
    return Rule(name=name, shape=shape, needed=points, points=points, **options)


def _some_of(needed: int, points: int, name: str, sigmas: float) -> Rule:
    return Rule(
        name=name, shape=Shape.BEYOND, needed=needed, points=points, sigmas=sigmas
    )


# Western Electric Company (1956), Statistical Quality Control Handbook.
WESTERN_ELECTRIC = RuleSet(
    "western-electric",
    (
        _all_of(1, "western-electric-1", Shape.BEYOND, sigmas=3),
        _some_of(2, 3, "western-electric-2", sigmas=2),
        _some_of(4, 5, "western-electric-3", sigmas=1),
        _all_of(8, "western-electric-4", Shape.BEYOND),
    ),
)

# Nelson (1984), Journal of Quality Technology 16(4): 237-239.
NELSON = RuleSet(
    "nelson",
    (
        _all_of(1, "nelson-1", Shape.BEYOND, sigmas=3),
        _all_of(9, "nelson-2", Shape.BEYOND),
        _all_of(6, "nelson-3", Shape.TREND),
        _all_of(14, "nelson-4", Shape.ALTERNATION),
        _some_of(2, 3, "nelson-5", sigmas=2),
        _some_of(4, 5, "nelson-6", sigmas=1),
        _all_of(15, "nelson-7", Shape.WITHIN, sigmas=1),
        _all_of(8, "nelson-8", Shape.BOTH_SIDES, sigmas=1),
    ),
)

# Provost and Murray (2011), The Health Care Data Guide, chapter 4. Ties are passed
# over, as on their run charts. A point beyond the limit counts among the two of three:
# it lies out no less than one in the outer third.
PROVOST_MURRAY = RuleSet(
    "provost-murray",
    (
        _all_of(1, "provost-murray-1", Shape.BEYOND, sigmas=3),
        _all_of(8, "provost-murray-2", Shape.BEYOND, passes_ties=True),
        _all_of(6, "provost-murray-3", Shape.TREND, passes_ties=True),
        _some_of(2, 3, "provost-murray-4", sigmas=2),
        _all_of(15, "provost-murray-5", Shape.WITHIN, sigmas=1),
    ),
)

RULE_SETS = {rules.name: rules for rules in (WESTERN_ELECTRIC, NELSON, PROVOST_MURRAY)}


def find_patterns(
    values: ArrayLike,
    centre: ArrayLike,
    sigma: ArrayLike,
    rules: Iterable[Rule],
    *,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
) -> tuple[Pattern, ...]:
    """Patterns on a chart that chance alone would rarely draw.

    Parameters
    ----------
    values : array_like, shape (n,)
        Oldest first; NaN or None where nothing was measured.
    centre, sigma : array_like, scalar or shape (n,)
        The centre line and the standard deviation behind the limits, in the unit of
        the values. Sigma differs from point to point where denominators do. A point
        whose sigma is NaN is judged by its side and its steps only.
    rules : iterable of Rule
        Such as `WESTERN_ELECTRIC`.
    parts : sequence of int
        The last period of each part but the last, from 1; no pattern reaches over.
    ghosted : collection of int
        Periods, from 1, that belong to no pattern.

    Returns
    -------
    tuple of Pattern
        In the order of the rules, then of time.

    Raises
    ------
    ValueError
        If the lines do not fit the values, a sigma is negative, or a rule asks for a
        sigma and no point has any.

    Notes
    -----
    "Beyond" is strict: a point on a line is not beyond it. The last point of "two of
    three" or "four of five" must itself lie out, and three or five points are needed:
    two far out at the very start of a chart make no pattern yet.

    A missing or ghosted point is passed over: it neither breaks nor lengthens a
    pattern, as with runs. The rules speak of points in a row on a chart, and a month
    nobody measured is not a point; to let it break a run would make a chart with gaps
    look more stable than the same chart without them.

    References
    ----------
    .. [1] Western Electric Company (1956). Statistical Quality Control Handbook.
    .. [2] Nelson, L. S. (1984). The Shewhart control chart: tests for special causes.
       Journal of Quality Technology 16(4): 237-239.
    .. [3] Provost, L. P. and Murray, S. K. (2011). The Health Care Data Guide,
       chapter 4.

    Examples
    --------
    >>> values = [50, 56, 49, 61, 57, 62, 50]
    >>> for pattern in find_patterns(values, 50, 5, WESTERN_ELECTRIC):
    ...     print(pattern.rule, pattern.periods, pattern.complete_at)
    western-electric-2 (4, 6) (6,)
    western-electric-3 (2, 4, 5, 6) (6,)
    """
    values = read_values(values)
    centre, sigma = _lines(values, centre, sigma)
    rules = tuple(rules)
    phases = divide_phases(values.size, parts=parts, ghosted=ghosted)
    judged = ~np.isnan(values) & ~phases.ghosted
    _refuse_without_sigma(sigma[judged], rules)

    found = []
    for rule in rules:
        for periods, _, _ in phases.sections:
            here = np.flatnonzero(judged[periods]) + periods.start
            if rule.passes_ties:
                here = here[~_tied(rule, values[here], centre[here])]
            for side, mask, complete in _found(
                rule, values[here], centre[here], sigma[here]
            ):
                if complete.any():
                    found += _patterns(rule, side, mask, complete, here + 1)
    return tuple(found)


def patterns_on(chart: ControlChart, rules: Iterable[Rule]) -> tuple[Pattern, ...]:
    """Patterns on a control chart, part by part and without its ghosted points.

    Parameters
    ----------
    chart : ControlChart
    rules : iterable of Rule

    Returns
    -------
    tuple of Pattern

    Raises
    ------
    ValueError
        If the points of the chart have no order or share their measurements, or as
        `find_patterns`.

    Examples
    --------
    >>> from course.charts.individuals import individuals_chart
    >>> chart = individuals_chart([9, 11, 10, 9, 11, 10, 9, 30])
    >>> [pattern.periods for pattern in patterns_on(chart, WESTERN_ELECTRIC)]
    [(8,)]
    """
    if not chart.runs_judged:
        raise ValueError(
            "Points in a row mean nothing on this chart: its points have no order in "
            "time, or share their measurements."
        )
    return find_patterns(
        chart.values,
        chart.centre,
        chart.sigma,
        rules,
        parts=(np.flatnonzero(np.diff(chart.part)) + 1).tolist(),
        ghosted=(np.flatnonzero(chart.ghosted) + 1).tolist(),
    )


def completed(
    values: ArrayLike, centre: ArrayLike, sigma: ArrayLike, rule: Rule
) -> np.ndarray:
    """Mark the points at which a rule's pattern is complete, for many series at once.

    What `find_patterns` calls `complete_at`, for simulations that judge thousands of
    series: no parts, no missing points, and ties always break.

    Parameters
    ----------
    values : array_like, shape (..., n)
        Time is the last axis; nothing is missing.
    centre, sigma : array_like
        To be broadcast against the values.
    rule : Rule

    Returns
    -------
    ndarray of bool, shape (..., n)

    Examples
    --------
    >>> completed([[1, 2, 3], [4, 0, 4]], 0, 1, WESTERN_ELECTRIC.rules[0])
    array([[False, False, False],
           [ True, False,  True]])
    """
    values = np.asarray(values, dtype=float)
    found = _found(rule, values, np.asarray(centre), np.asarray(sigma))
    return np.logical_or.reduce([complete for _, _, complete in found])


def periods_by_rule(
    patterns: Iterable[Pattern], rules: Iterable[Rule], *, only_complete: bool = False
) -> dict[str, tuple[int, ...]]:
    """Periods that each rule marks.

    Parameters
    ----------
    patterns : iterable of Pattern
    rules : iterable of Rule
        The rules that were looked for: one that found nothing marks nothing.
    only_complete : bool
        Mark the points at which a pattern is complete; otherwise all of its points.

    Returns
    -------
    dict of str to tuple of int
        By the rule's name; periods from 1, in order.

    Examples
    --------
    >>> patterns = find_patterns([50, 56, 49, 61, 57, 62, 50], 50, 5, WESTERN_ELECTRIC)
    >>> periods_by_rule(patterns, WESTERN_ELECTRIC)["western-electric-2"]
    (4, 6)
    >>> periods_by_rule(patterns, WESTERN_ELECTRIC)["western-electric-4"]
    ()
    """
    marked: dict[str, set[int]] = {rule.name: set() for rule in rules}
    for pattern in patterns:
        marked[pattern.rule].update(
            pattern.complete_at if only_complete else pattern.periods
        )
    return {name: tuple(sorted(periods)) for name, periods in marked.items()}


def _lines(
    values: np.ndarray, centre: ArrayLike, sigma: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Centre and sigma of each point."""
    try:
        centre = np.broadcast_to(np.asarray(centre, dtype=float), values.shape)
        sigma = np.broadcast_to(np.asarray(sigma, dtype=float), values.shape)
    except ValueError:
        raise ValueError(
            f"There are {values.size} values; a centre line and a sigma are one number "
            "each, or one for each value."
        ) from None
    if (sigma < 0).any():
        place = int(np.argmax(sigma < 0))
        raise ValueError(
            f"A standard deviation cannot be negative; that of period {place + 1} is "
            f"{sigma[place]:g}."
        )
    return centre, sigma


def _refuse_without_sigma(sigma: np.ndarray, rules: Iterable[Rule]) -> None:
    if sigma.size and np.isnan(sigma).all() and any(rule.uses_sigma for rule in rules):
        raise ValueError(
            "These rules need a standard deviation; a chart without limits, or with "
            "limits that do not lie evenly about the centre line, has none."
        )


def _tied(rule: Rule, values: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Whether a point is one that a rule which passes ties leaves out."""
    if rule.shape is Shape.TREND:
        tied = steps_of(values) == 0
        # A point without one before it has no step, and is no tie.
        tied[:1] = False
        return tied
    return sides_of(values, centre) == 0


def _found(
    rule: Rule, values: np.ndarray, centre: np.ndarray, sigma: np.ndarray
) -> list[tuple[int, np.ndarray, np.ndarray]]:
    """Sides of a rule: side, points of its shape, and where a pattern is complete."""
    if rule.shape is Shape.TREND:
        steps = steps_of(values)
        masks = {1: steps > 0, -1: steps < 0}
    elif rule.shape is Shape.ALTERNATION:
        steps = steps_of(values)
        turns = np.zeros(values.shape, dtype=bool)
        turns[..., 1:] = steps[..., 1:] * steps[..., :-1] < 0
        masks = {0: turns}
    else:
        reach = rule.sigmas * sigma if rule.uses_sigma else 0.0
        above = sides_of(values, centre + reach) > 0
        below = sides_of(values, centre - reach) < 0
        masks = {1: above, -1: below}
        if rule.shape is Shape.WITHIN:
            masks = {0: ~above & ~below & ~np.isnan(centre + reach)}
        if rule.shape is Shape.BOTH_SIDES:
            on_one_side = _enough(rule, above) | _enough(rule, below)
            far = above | below
            return [(0, far, _enough(rule, far) & ~on_one_side)]
    return [(side, mask, _enough(rule, mask)) for side, mask in masks.items()]


# A trend of six points is five steps; fourteen that alternate turn twelve times.
_POINTS_BEFORE_SHAPE = {Shape.TREND: 1, Shape.ALTERNATION: 2}


def _enough(rule: Rule, mask: np.ndarray) -> np.ndarray:
    """Where a point of the shape is the last of enough of them."""
    before = _POINTS_BEFORE_SHAPE.get(rule.shape, 0)
    window, needed = rule.points - before, rule.needed - before
    enough = np.zeros_like(mask)
    so_far = np.cumsum(mask, axis=-1)
    counts = so_far[..., window - 1 :].copy()
    counts[..., 1:] -= so_far[..., :-window]
    enough[..., window - 1 :] = (counts >= needed) & mask[..., window - 1 :]
    return enough


def _patterns(
    rule: Rule, side: int, mask: np.ndarray, complete: np.ndarray, periods: np.ndarray
) -> Iterator[Pattern]:
    """Gather the points of one side into patterns; those that share a point are one."""
    ends = np.flatnonzero(complete)
    # A later pattern begins where its window does not reach back to the one before.
    for group in np.split(ends, np.flatnonzero(np.diff(ends) >= rule.points) + 1):
        members = np.zeros(mask.size, dtype=bool)
        for end in group.tolist():
            members[end - rule.points + 1 : end + 1] = True
        if rule.needed < rule.points:
            members &= mask
        yield Pattern(
            rule=rule.name,
            side=side,
            periods=tuple(periods[members].tolist()),
            complete_at=tuple(periods[group].tolist()),
        )
