"""A staff of six units, drawn so that those who are asked are not those who lead.

Everybody has a manager, and everybody asks a few colleagues when in doubt. Who is
asked by many is planned first: people with long experience and no title. A new way of
working then spreads along both kinds of ties, and more easily from somebody one asks.
All people, places and chances are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.simulations.spread.adoption_network import (
    SPREADS,
    Reach,
    SeedingBaselines,
    Ties,
    betweenness,
    choose_greedily,
    mean_adoption,
    sample_reach,
    seeding_baselines,
    simulate_adoption,
    tie_people,
)

UNITS = 6
SEEDS = 5

NAMES = (
    *("Aili", "Aino", "Aksel", "Amira", "Anneli", "Ánte", "Aputsiaq", "Arvid", "Asta"),
    *("Aviaja", "Bárður", "Birgitte", "Bjarni", "Ebba", "Eero", "Einar", "Elin"),
    *("Fatima", "Freja", "Göran", "Guðrún", "Gunnar", "Håkon", "Helle", "Henrik"),
    *("Hilma", "Inga", "Ingrid", "Ivalu", "Jamal", "Jóannes", "Johanna", "Kaisa"),
    *("Ketil", "Lars", "Leyla", "Linnea", "Mads", "Malik", "Marit", "Mehmet"),
    *("Mikkel", "Oskar", "Pálína", "Petra", "Ragnhild", "Rannvá", "Rasmus", "Risten"),
    *("Saga", "Sanni", "Signe", "Sigrún", "Solveig", "Synnøve", "Thuy", "Tuomas"),
    *("Vigdís", "Yusuf", "Zofia"),
)
PLACES = (
    *("Björklunda", "Eskenes", "Granfors", "Havnsund", "Hvalsund", "Klippnes"),
    *("Lindvika", "Stensdal", "Tuulisaari", "Vattnäs"),
)

# How often a colleague is chosen to be asked, against others in the same unit.
_PULL_OF_TRUSTED = (7.0, 11.0)
_PULL_OF_LEADER = 0.3
# Pull of a unit that is not one's own.
_PULL_OF_OTHERS = 0.04

# What is planned must be plain: managers do badly as seeds, those asked do well.
_MANAGERS_AT_MOST = 0.35
_ASKED_AT_LEAST = 0.6
# What is gained by choosing well, in people per hundred.
_WORTH_CHOOSING = 0.12
# Effect with adaptation against that without, where it pays and where it does not;
# some of the effect is always lost.
_EFFECT_IF_PAYING = (1.06, 1.2)
_EFFECT_IF_NOT = (0.75, 0.92)
_MOST_FIDELITY = 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPlan:
    """How a staff is put together, and how easily they follow each other.

    Attributes
    ----------
    unit_sizes : tuple of int
        People in each unit, its leader among them; above them all is one director.
    trusted : tuple of int
        How many in each unit are asked by many.
    asks : int
        Colleagues whom each person asks.
    months : int
        After which adoption is looked at.
    seeds : int
        People who can be freed to begin.
    asked_chance, managed_chance : float
        Of following somebody one asks, and one's manager, per month.
    own_chance : float
        Of beginning by oneself, per month.
    adapting_gain : float
        By how much the chances grow when each unit may adapt the new way.
    adapting_pays : bool
        Whether more is gained by that than is lost by what they change.
    """

    unit_sizes: tuple[int, ...]
    trusted: tuple[int, ...]
    asks: int
    months: int
    seeds: int
    asked_chance: float
    managed_chance: float
    own_chance: float
    adapting_gain: float
    adapting_pays: bool


@dataclass(frozen=True, slots=True)
class Staff:
    """People, who leads them, and whom they ask.

    Attributes
    ----------
    names : tuple of str
        Person 0 is the director, and the leaders of the units come next.
    units : tuple of str
        Place of each person's unit; empty for the director.
    managers : tuple of int or None
        Number of each person's manager.
    asks : tuple of (int, int)
        Who asks whom, by their numbers.
    """

    names: tuple[str, ...]
    units: tuple[str, ...]
    managers: tuple[int | None, ...]
    asks: tuple[tuple[int, int], ...]

    @property
    def leaders(self) -> tuple[int, ...]:
        """Numbers of those who manage somebody, the director first."""
        return tuple(sorted({boss for boss in self.managers if boss is not None}))

    def asked_by(self) -> np.ndarray:
        """How many ask each person.

        Returns
        -------
        ndarray of int, shape (people,)

        Examples
        --------
        >>> Staff(("Aili", "Mads"), ("", "Granfors"), (None, 0), ((0, 1),)).asked_by()
        array([0, 1])
        """
        asked = [asked for _, asked in self.asks]
        return np.bincount(np.array(asked, dtype=int), minlength=len(self.names))

    def between(self) -> np.ndarray:
        """How often each person stands between two others, among those who ask.

        Returns
        -------
        ndarray of float, shape (people,)
            See `course.simulations.spread.adoption_network.betweenness`.

        Examples
        --------
        >>> names, asks = ("Aili", "Mads", "Thuy"), ((0, 1), (1, 2))
        >>> chain = Staff(names, ("",) * 3, (None,) * 3, asks)
        >>> chain.between()
        array([0., 1., 0.])
        """
        return betweenness(len(self.names), self.asks)


@dataclass(frozen=True, slots=True, eq=False)
class StaffCase:
    """A staff to choose seeds in, and what choices there are worth.

    Attributes
    ----------
    staff : Staff
    plan : StaffPlan
    reach : Reach
        Whom each person brings along, in spreads that are the same for every choice.
    baselines : SeedingBaselines
    managers_score, asked_score : float
        Of the best choice among those who lead, and of those whom most ask.
    adapted : float
        People who adopt from the greedy choice when units may adapt the new way.
    fidelity : float
        Share of the effect that each of them then has.
    """

    staff: Staff
    plan: StaffPlan
    reach: Reach
    baselines: SeedingBaselines
    managers_score: float
    asked_score: float
    adapted: float
    fidelity: float

    def score(self, seeds: tuple[int, ...]) -> float:
        """How good a choice of seeds is, from lots (0) to the greedy choice (1).

        Parameters
        ----------
        seeds : tuple of int
            At most as many as the plan frees.

        Returns
        -------
        float
            See `course.simulations.spread.adoption_network.SeedingBaselines.score`.

        Raises
        ------
        ValueError
            If there are too many, or one is unknown or named twice.

        Examples
        --------
        >>> rng = np.random.default_rng(1)
        >>> case = draw_read_staff(draw_staff_plan(rng), rng)
        >>> case.score(case.baselines.greedy_seeds)
        1.0
        """
        if len(seeds) > self.plan.seeds:
            raise ValueError(
                f"{len(seeds)} people were chosen; {self.plan.seeds} can be freed."
            )
        return self.baselines.score(mean_adoption(self.reach, seeds))


def draw_staff_plan(rng: np.random.Generator) -> StaffPlan:
    """Draw how a staff is put together, and how easily they follow each other.

    Parameters
    ----------
    rng : numpy.random.Generator

    Returns
    -------
    StaffPlan
        46 to 52 people. Of the six units three are large, and have two people who are
        asked by many; the others have one.

    Examples
    --------
    >>> sum(draw_staff_plan(np.random.default_rng(1)).trusted)
    9
    """
    # In a large unit two are asked by many of the same people: one of them is enough.
    large = rng.permutation(np.arange(UNITS) < UNITS // 2)
    unit_sizes = np.where(large, 9, 6) + rng.integers(0, 2, UNITS)
    trusted = np.where(large, 2, 1)
    asked_chance = rng.uniform(0.05, 0.08)
    return StaffPlan(
        unit_sizes=tuple(unit_sizes.tolist()),
        trusted=tuple(trusted.tolist()),
        asks=3,
        months=int(rng.integers(8, 13)),
        seeds=SEEDS,
        asked_chance=round(asked_chance, 3),
        managed_chance=round(asked_chance * rng.uniform(0.2, 0.35), 3),
        own_chance=round(rng.uniform(0.001, 0.003), 4),
        adapting_gain=round(rng.uniform(1.4, 1.8), 1),
        adapting_pays=bool(rng.random() < 0.5),
    )


def draw_staff(plan: StaffPlan, rng: np.random.Generator) -> Staff:
    """Draw a staff from a plan.

    Parameters
    ----------
    plan : StaffPlan
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    Staff

    Raises
    ------
    ValueError
        If there are more people or units than names.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> staff = draw_staff(draw_staff_plan(rng), rng)
    >>> staff.leaders
    (0, 1, 2, 3, 4, 5, 6)
    """
    units = len(plan.unit_sizes)
    people = 1 + sum(plan.unit_sizes)
    if people > len(NAMES) or units > len(PLACES):
        raise ValueError(
            f"There are names for {len(NAMES)} people in {len(PLACES)} units, "
            f"not for {people} in {units}."
        )
    leads = np.arange(1, units + 1)
    follows = np.repeat(leads, np.array(plan.unit_sizes) - 1)
    # The director's unit is 0, and nobody else's.
    unit = np.concatenate([[0], leads, follows])
    managers = (None, *([0] * units), *follows.tolist())

    pull = np.ones(people)
    pull[: units + 1] = _PULL_OF_LEADER
    for number, trusted in enumerate(plan.trusted, start=1):
        members = np.flatnonzero(unit == number)[1:]
        chosen = rng.choice(members, trusted, replace=False)
        pull[chosen] = rng.uniform(*_PULL_OF_TRUSTED, trusted)

    asks = []
    for person in range(people):
        chance = np.where(unit == unit[person], pull, _PULL_OF_OTHERS * pull)
        chance[person] = 0
        chance /= chance.sum()
        asked = rng.choice(people, plan.asks, replace=False, p=chance)
        asks += [(person, other) for other in sorted(asked.tolist())]

    names = rng.choice(NAMES, people, replace=False).tolist()
    places = ["", *rng.choice(PLACES, units, replace=False).tolist()]
    return Staff(
        names=tuple(names),
        units=tuple(places[number] for number in unit),
        managers=managers,
        asks=tuple(asks),
    )


def staff_ties(staff: Staff, plan: StaffPlan, *, adapted: bool = False) -> Ties:
    """Along which ties the new way spreads in a staff, and how easily.

    Parameters
    ----------
    staff : Staff
    plan : StaffPlan
    adapted : bool
        Whether units may adapt the new way, so that it is easier to follow.

    Returns
    -------
    Ties
        From those asked to those who ask, and from managers to those they manage.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> plan = draw_staff_plan(rng)
    >>> ties = staff_ties(draw_staff(plan, rng), plan)
    >>> bool(ties.people == 1 + sum(plan.unit_sizes))
    True
    """
    followed = [(asked, asker) for asker, asked in staff.asks]
    managed = [
        (boss, person) for person, boss in enumerate(staff.managers) if boss is not None
    ]
    chances = np.repeat(
        [plan.asked_chance, plan.managed_chance], [len(followed), len(managed)]
    )
    gain = plan.adapting_gain if adapted else 1.0
    return tie_people(
        len(staff.names),
        followed + managed,
        np.minimum(gain * chances, 1.0),
        min(gain * plan.own_chance, 1.0),
    )


def draw_read_staff(
    plan: StaffPlan, rng: np.random.Generator, tries: int = 256
) -> StaffCase:
    """Draw staffs from a plan until one shows what was planned.

    Parameters
    ----------
    plan : StaffPlan
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many staffs to draw at most.

    Returns
    -------
    StaffCase
        It is plain who the five are whom most ask. Nobody who leads is among them, or
        among the five who most often stand between others. Choosing well brings along
        at least 12 people in a hundred more than lots. The best choice among leaders
        has a score of 0.35 at most, and the five whom most ask one of at least 0.6.
        The effect with adaptation differs from that without by 5 % at least, the way
        the plan has it.

    Raises
    ------
    ValueError
        If no staff in `tries` showed it.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> case = draw_read_staff(draw_staff_plan(rng), rng)
    >>> case.managers_score < 0.35 and case.asked_score > 0.6
    True
    """
    for _ in range(tries):
        staff = draw_staff(plan, rng)
        state = int(rng.integers(2**63))
        case = _read(staff, plan, state)
        if case is not None:
            return case
    raise ValueError(f"None of {tries} staffs showed what was planned: {plan}")


def most(numbers: np.ndarray, count: int) -> tuple[int, ...]:
    """People with the largest numbers, largest first.

    Parameters
    ----------
    numbers : ndarray, shape (people,)
    count : int

    Returns
    -------
    tuple of int
        Of equals the one who comes first.

    Examples
    --------
    >>> most(np.array([2, 7, 7, 1]), 2)
    (1, 2)
    """
    return tuple(np.argsort(-numbers, kind="stable")[:count].tolist())


def _read(staff: Staff, plan: StaffPlan, state: int) -> StaffCase | None:
    """The case of a staff, or None if it does not show what was planned."""
    asked_by, leaders = staff.asked_by(), set(staff.leaders)
    asked = most(asked_by, plan.seeds)
    if leaders & {*asked, *most(staff.between(), plan.seeds)}:
        return None
    next_most = asked_by[most(asked_by, plan.seeds + 1)[-1]]
    if asked_by[asked[-1]] == next_most:
        return None
    rng = np.random.default_rng(state)
    reach = sample_reach(staff_ties(staff, plan), plan.months, rng)
    baselines = seeding_baselines(reach, plan.seeds)
    leading = choose_greedily(reach, plan.seeds, among=staff.leaders)
    managers_score = baselines.score(mean_adoption(reach, leading))
    asked_score = baselines.score(mean_adoption(reach, asked))
    worth = (baselines.greedy - baselines.by_lot) / reach.people
    if (
        worth < _WORTH_CHOOSING
        or managers_score > _MANAGERS_AT_MOST
        or asked_score < _ASKED_AT_LEAST
    ):
        return None
    adapted = _adapted(staff, plan, baselines.greedy_seeds, state)
    growth = adapted / baselines.greedy
    low, high = _EFFECT_IF_PAYING if plan.adapting_pays else _EFFECT_IF_NOT
    high = min(high, growth * _MOST_FIDELITY)
    if high < low:
        return None
    return StaffCase(
        staff=staff,
        plan=plan,
        reach=reach,
        baselines=baselines,
        managers_score=managers_score,
        asked_score=asked_score,
        adapted=adapted,
        fidelity=round(rng.uniform(low, high) / growth, 2),
    )


def _adapted(
    staff: Staff, plan: StaffPlan, seeds: tuple[int, ...], state: int
) -> float:
    """Adopters when units may adapt, with the same chance as when they may not."""
    counts = simulate_adoption(
        staff_ties(staff, plan, adapted=True),
        seeds,
        plan.months,
        np.random.default_rng(state),
        SPREADS,
    )
    return float(counts[:, -1].mean())
