"""The same records counted under two operational definitions.

A definition says three things: who is asked about, who of them is left out and why,
and who counts. Change one of them and the share changes, although nothing has
happened to any patient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

# From this grade the skin is broken or blistered.
BROKEN_SKIN = 2
ADULT_YEARS = 18
# A stay too short to have caused an ulcer of its own.
SHORT_STAY_DAYS = 2

# The two definitions give shares so far apart that nobody would call them the same;
# nearly every plan drawn does.
_SHARES_APART = 0.10
_PLANS = 100

REASONS = ("under-age", "short-stay", "not-examined")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One invented stay on a ward, as its record tells it.

    Attributes
    ----------
    number : int
        From 1.
    age : int
        Years.
    days : int
        From arrival to discharge.
    examined_day : int or None
        Day on which the skin was first examined; 1 is the day of arrival, None is
        never.
    first_grade : int or None
        Grade of the worst pressure ulcer at that examination, 0 (none) to 4.
    worst_grade : int
        Of the whole stay, as far as anybody noted one.
    """

    number: int
    age: int
    days: int
    examined_day: int | None
    first_grade: int | None
    worst_grade: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A measure, written so that two people count the same.

    Attributes
    ----------
    name : str
    exclusions : tuple of (str, callable)
        Why a record is left out, and whether it is; the first reason that applies is
        the one given.
    counts : callable
        Whether a record that is not left out counts.
    """

    name: str
    exclusions: tuple[tuple[str, Callable[[Stay], bool]], ...]
    counts: Callable[[Stay], bool]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a definition makes of a list of records.

    Attributes
    ----------
    numerator, denominator : tuple of int
        Numbers of the records that count, and of those asked about.
    excluded : tuple of (int, str)
        Number of each record left out, and why.
    """

    numerator: tuple[int, ...]
    denominator: tuple[int, ...]
    excluded: tuple[tuple[int, str], ...]

    @property
    def share(self) -> float:
        """Numerator out of denominator.

        Raises
        ------
        ValueError
            If every record is left out.
        """
        if not self.denominator:
            raise ValueError("There is no share where every record is left out.")
        return len(self.numerator) / len(self.denominator)


# Every ulcer of everybody: easy to count, and hard to learn from.
ANY_ULCER = Definition(
    name="any-ulcer", exclusions=(), counts=lambda stay: stay.worst_grade >= 1
)

# Ulcers of broken skin that came on the ward, where the ward could have seen them come.
ACQUIRED_ULCER = Definition(
    name="acquired-ulcer",
    exclusions=(
        ("under-age", lambda stay: stay.age < ADULT_YEARS),
        ("short-stay", lambda stay: stay.days < SHORT_STAY_DAYS),
        ("not-examined", lambda stay: stay.examined_day != 1),
    ),
    counts=lambda stay: stay.first_grade < BROKEN_SKIN <= stay.worst_grade,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaysPlan:
    """How many stays there are of each kind.

    Attributes
    ----------
    clear, reddened, acquired, on_arrival : int
        Stays asked about under both definitions: without an ulcer, with one of grade
        1 at most, with broken skin that came on the ward, and with broken skin on
        arrival.
    under_age, short_stay, not_examined : int
        Stays that the stricter definition leaves out, each for this reason alone.
    excluded_broken : int
        Of those left out, how many have broken skin.

    Examples
    --------
    >>> plan = StaysPlan(
    ...     clear=10,
    ...     reddened=2,
    ...     acquired=3,
    ...     on_arrival=1,
    ...     under_age=1,
    ...     short_stay=2,
    ...     not_examined=1,
    ...     excluded_broken=2,
    ... )
    >>> plan.stays, plan.any_ulcer, plan.acquired_ulcer
    (20, (8, 20), (3, 16))
    """

    clear: int
    reddened: int
    acquired: int
    on_arrival: int
    under_age: int
    short_stay: int
    not_examined: int
    excluded_broken: int

    def __post_init__(self):
        if not 0 <= self.excluded_broken <= self.left_out:
            raise ValueError(
                f"Of {self.left_out} stays left out, {self.excluded_broken} "
                "cannot have broken skin."
            )

    @property
    def left_out(self) -> int:
        """Stays that the stricter definition leaves out."""
        return self.under_age + self.short_stay + self.not_examined

    @property
    def asked_about(self) -> int:
        """Stays asked about under both definitions."""
        return self.clear + self.reddened + self.acquired + self.on_arrival

    @property
    def stays(self) -> int:
        """All of them."""
        return self.asked_about + self.left_out

    @property
    def any_ulcer(self) -> tuple[int, int]:
        """Numerator and denominator under `ANY_ULCER`."""
        ulcers = self.reddened + self.acquired + self.on_arrival + self.excluded_broken
        return ulcers, self.stays

    @property
    def acquired_ulcer(self) -> tuple[int, int]:
        """Numerator and denominator under `ACQUIRED_ULCER`."""
        return self.acquired, self.asked_about


def count(definition: Definition, stays: Iterable[Stay]) -> Counted:
    """Count records as a definition says.

    Parameters
    ----------
    definition : Definition
    stays : iterable of Stay

    Returns
    -------
    Counted

    Examples
    --------
    >>> stay = Stay(
    ...     number=7, age=81, days=1, examined_day=1, first_grade=0, worst_grade=2
    ... )
    >>> count(ANY_ULCER, [stay])
    Counted(numerator=(7,), denominator=(7,), excluded=())
    >>> count(ACQUIRED_ULCER, [stay])
    Counted(numerator=(), denominator=(), excluded=((7, 'short-stay'),))
    """
    numerator, denominator, excluded = [], [], []
    for stay in stays:
        reason = next((why for why, out in definition.exclusions if out(stay)), None)
        if reason is not None:
            excluded.append((stay.number, reason))
            continue
        denominator.append(stay.number)
        if definition.counts(stay):
            numerator.append(stay.number)
    return Counted(tuple(numerator), tuple(denominator), tuple(excluded))


def draw_stays_plan(rng: np.random.Generator, stays: int = 20) -> StaysPlan:
    """Draw how many stays there are of each kind.

    Parameters
    ----------
    rng : numpy.random.Generator
    stays : int
        In all.

    Returns
    -------
    StaysPlan
        At least two ulcers that count, one that was there on arrival, one stay to
        leave out for each reason, and broken skin in one of those: whoever leaves out
        too few or too many gets other numbers. The share under `ANY_ULCER` is higher
        by a tenth at least.

    Raises
    ------
    ValueError
        If there are fewer than 18 stays.

    Examples
    --------
    >>> draw_stays_plan(np.random.default_rng(1)).stays
    20
    """
    if stays < 18:
        raise ValueError(
            f"Two definitions need at least 18 stays to show, not {stays}."
        )
    for _ in range(_PLANS):
        # Sixteen at most: some stays are always without an ulcer.
        reddened, on_arrival = rng.integers(1, 3, 2).tolist()
        acquired = int(rng.integers(2, 5))
        left_out = rng.integers(1, [3, 4, 4]).tolist()
        plan = StaysPlan(
            clear=stays - reddened - on_arrival - acquired - sum(left_out),
            reddened=reddened,
            acquired=acquired,
            on_arrival=on_arrival,
            under_age=left_out[0],
            short_stay=left_out[1],
            not_examined=left_out[2],
            excluded_broken=int(rng.integers(1, sum(left_out))),
        )
        ulcers, patients = plan.any_ulcer
        if ulcers / patients - acquired / plan.asked_about >= _SHARES_APART:
            return plan
    raise ValueError(f"None of {_PLANS} plans kept the two shares apart.")


def draw_stays(plan: StaysPlan, rng: np.random.Generator) -> tuple[Stay, ...]:
    """Draw the records of a plan, in any order.

    Parameters
    ----------
    plan : StaysPlan
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    tuple of Stay
        The counts under both definitions are those of the plan, exactly.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> plan = draw_stays_plan(rng)
    >>> counted = count(ACQUIRED_ULCER, draw_stays(plan, rng))
    >>> (len(counted.numerator), len(counted.denominator)) == plan.acquired_ulcer
    True
    """
    kinds = ["clear"] * plan.clear + ["reddened"] * plan.reddened
    kinds += ["acquired"] * plan.acquired + ["on-arrival"] * plan.on_arrival
    broken = [True] * plan.excluded_broken
    broken += [False] * (plan.left_out - plan.excluded_broken)
    broken = [False] * len(kinds) + rng.permutation(broken).tolist()
    kinds += ["under-age"] * plan.under_age + ["short-stay"] * plan.short_stay
    kinds += ["not-examined"] * plan.not_examined
    return tuple(
        _draw_stay(number, kinds[place], broken[place], rng)
        for number, place in enumerate(rng.permutation(plan.stays).tolist(), start=1)
    )


def _draw_stay(number: int, kind: str, broken: bool, rng: np.random.Generator) -> Stay:
    """One stay of a kind; `broken` is asked only of those that are left out."""
    age = int(rng.integers(15, ADULT_YEARS) if kind == "under-age" else _draw_age(rng))
    days = 1 if kind == "short-stay" else int(rng.integers(SHORT_STAY_DAYS, 15))
    worst = int(rng.choice([2, 2, 2, 3, 4]))
    first = 0 if rng.random() < 0.7 else 1
    if kind == "on-arrival":
        # What was there on arrival stays, or gets worse; it is not new either way.
        first, worst = worst, min(4, worst + int(rng.integers(0, 2)))
    elif kind == "reddened":
        worst = 1
    elif kind != "acquired" and not broken:
        first = worst = 0
    examined_day: int | None = 1
    if kind == "not-examined":
        late = days > 1 and rng.random() < 0.5
        examined_day = int(rng.integers(2, days + 1)) if late else None
        # A late examination may be the one that found it.
        first = worst if late else None
    return Stay(
        number=number,
        age=age,
        days=days,
        examined_day=examined_day,
        first_grade=first,
        worst_grade=worst,
    )


def _draw_age(rng: np.random.Generator) -> int:
    """Of an adult on a ward where most are old."""
    return int(np.clip(np.rint(rng.normal(74, 13)), ADULT_YEARS + 1, 99))
