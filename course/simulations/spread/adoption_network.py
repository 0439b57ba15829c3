"""How a new way of working spreads from one to another along the ties between people.

People are numbered from 0. A tie leads from one who may be followed to one who may
follow, and has a chance: each month in which the first works in the new way and the
second does not, the second begins with that chance. Chance is drawn for every tie and
every month, whether it is used or not. So the same state of chance can be tried with
other seeds, the people who begin: what differs then is the choice and not the luck.

References
----------
.. [1] Bass, F. M. (1969). A new product growth for model consumer durables.
   Management Science 15(5): 215-227.
.. [2] Granovetter, M. (1978). Threshold models of collective behavior. American
   Journal of Sociology 83(6): 1420-1443.
.. [3] Kempe, D., Kleinberg, J. and Tardos, É. (2003). Maximizing the spread of
   influence through a social network. KDD '03: 137-146.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

# Each possible seed is one bit of 64, and the last bit is for who needs no seed.
MOST_PEOPLE = 63
_NO_SEED_NEEDED = np.uint64(1) << np.uint64(MOST_PEOPLE)

# So many spreads make a mean adoption steady to about a hundredth of the people.
SPREADS = 500


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Who may follow whom, and how easily.

    Attributes
    ----------
    people : int
    sources, targets : ndarray of int, shape (ties,)
        Who may be followed and who may follow; ordered by the one who follows.
    chances : ndarray of float, shape (ties,)
        Of following, per month.
    own_chance : float
        Of beginning by oneself, per month.

    Notes
    -----
    Everybody also follows themselves with certainty, by a tie of their own: who has
    begun goes on.
    """

    people: int
    sources: np.ndarray
    targets: np.ndarray
    chances: np.ndarray
    own_chance: float


def tie_people(
    people: int,
    pairs: ArrayLike,
    chances: ArrayLike,
    own_chance: float = 0.0,
) -> Ties:
    """Tie people to those they may follow.

    Parameters
    ----------
    people : int
    pairs : array_like of int, shape (ties, 2)
        Who may be followed, and who may follow. A pair may come twice: somebody's
        manager may also be the one they ask.
    chances : array_like of float, shape (ties,) or ()
        Of following, per month.
    own_chance : float
        Of beginning by oneself, per month.

    Returns
    -------
    Ties

    Raises
    ------
    ValueError
        If somebody is tied who is not there, or a chance is no chance.

    Examples
    --------
    >>> tie_people(3, pairs=[(0, 2), (2, 1)], chances=0.1).targets
    array([0, 1, 1, 2, 2])
    """
    pairs = np.asarray(pairs, dtype=int).reshape(-1, 2)
    chances = np.broadcast_to(np.asarray(chances, dtype=float), len(pairs))
    wrong = np.flatnonzero(((pairs < 0) | (pairs >= people)).any(axis=1))
    if wrong.size:
        raise ValueError(
            f"Tie {wrong[0] + 1} names somebody who is not among {people} people."
        )
    if not (((chances >= 0) & (chances <= 1)).all() and 0 <= own_chance <= 1):
        raise ValueError("A chance must be from 0 to 1.")
    everybody = np.arange(people)
    sources = np.concatenate([everybody, pairs[:, 0]])
    targets = np.concatenate([everybody, pairs[:, 1]])
    chances = np.concatenate([np.ones(people), chances])
    order = np.argsort(targets, kind="stable")
    return Ties(people, sources[order], targets[order], chances[order], own_chance)


def simulate_adoption(
    ties: Ties,
    seeds: Sequence[int],
    months: int,
    rng: np.random.Generator,
    spreads: int = 1,
) -> np.ndarray:
    """How many work in the new way after each month, in several spreads.

    Parameters
    ----------
    ties : Ties
    seeds : sequence of int
        People who work in the new way from the start.
    months : int
    rng : numpy.random.Generator
        The only source of chance; it is used alike whoever the seeds are.
    spreads : int

    Returns
    -------
    ndarray of int, shape (spreads, months + 1)
        The first number of each row is that of the seeds.

    Raises
    ------
    ValueError
        If a seed is not among the people, or named twice.

    Examples
    --------
    >>> chain = tie_people(3, pairs=[(0, 1), (1, 2)], chances=1)
    >>> simulate_adoption(chain, [0], months=3, rng=np.random.default_rng(1))
    array([[1, 2, 3, 3]])
    """
    _refuse_seeds(seeds, ties.people)
    begun = np.zeros((spreads, ties.people), dtype=bool)
    begun[:, list(seeds)] = True
    months_on = _spread(ties, begun, True, months, rng)
    return np.stack([begun.sum(axis=1) for begun in months_on], axis=-1)


def follow_adoption(
    ties: Ties, seeds: Sequence[int], months: int, rng: np.random.Generator
) -> np.ndarray:
    """Who works in the new way after each month, in one spread.

    Parameters
    ----------
    ties : Ties
    seeds : sequence of int
        People who work in the new way from the start.
    months : int
    rng : numpy.random.Generator
        The only source of chance; it is used alike whoever the seeds are.

    Returns
    -------
    ndarray of bool, shape (months + 1, people)
        The first row is that of the seeds.

    Raises
    ------
    ValueError
        If a seed is not among the people, or named twice.

    Examples
    --------
    >>> chain = tie_people(3, pairs=[(0, 1), (1, 2)], chances=1)
    >>> follow_adoption(chain, [0], months=2, rng=np.random.default_rng(1)).sum(axis=1)
    array([1, 2, 3])
    """
    _refuse_seeds(seeds, ties.people)
    begun = np.zeros((1, ties.people), dtype=bool)
    begun[:, list(seeds)] = True
    return np.concatenate(list(_spread(ties, begun, True, months, rng)))


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Whom each person, as a seed, brings along: the same spreads for all of them.

    Because chance does not depend on the seeds, those who adopt are the ones reached
    by any of the seeds. So one set of spreads tells the adoption from every choice of
    seeds, exactly as if it had been simulated.

    Attributes
    ----------
    reached : ndarray of bool, shape (people, spreads * people)
        Where a person as the seed brings along somebody in a spread.
    unaided : ndarray of bool, shape (spreads * people,)
        Who begins without any seed.
    spreads : int
    """

    reached: np.ndarray
    unaided: np.ndarray
    spreads: int

    @property
    def people(self) -> int:
        """How many there are."""
        return len(self.reached)


def sample_reach(
    ties: Ties, months: int, rng: np.random.Generator, spreads: int = SPREADS
) -> Reach:
    """Draw spreads, and see whom each person would bring along in them.

    Parameters
    ----------
    ties : Ties
        Among 63 people at most.
    months : int
        How long the spreads go on.
    rng : numpy.random.Generator
        The only source of chance.
    spreads : int
        How many to draw.

    Returns
    -------
    Reach

    Raises
    ------
    ValueError
        If there are more than 63 people.

    Examples
    --------
    >>> chain = tie_people(3, pairs=[(0, 1), (1, 2)], chances=1)
    >>> reach = sample_reach(chain, 3, np.random.default_rng(1), spreads=1)
    >>> reach.reached
    array([[ True,  True,  True],
           [False,  True,  True],
           [False, False,  True]])
    """
    if ties.people > MOST_PEOPLE:
        raise ValueError(
            f"Reach is kept for at most {MOST_PEOPLE} people, not {ties.people}."
        )
    # All seeds are tried at once: a person's bits say which seeds have reached them.
    bits = np.uint64(1) << np.arange(ties.people, dtype=np.uint64)
    *_, by_seed = _spread(
        ties, np.tile(bits, (spreads, 1)), _NO_SEED_NEEDED, months, rng
    )
    by_seed = by_seed.ravel()
    unaided = (by_seed & _NO_SEED_NEEDED) != 0
    reached = (by_seed & bits[:, np.newaxis]) != 0
    return Reach(reached, unaided, spreads)


def mean_adoption(reach: Reach, seeds: Sequence[int]) -> float:
    """How many adopt on average when these people begin.

    Parameters
    ----------
    reach : Reach
    seeds : sequence of int
        None at all, some or everybody.

    Returns
    -------
    float
        People, the seeds among them.

    Raises
    ------
    ValueError
        If a seed is not among the people, or named twice.

    Examples
    --------
    >>> chain = tie_people(3, pairs=[(0, 1), (1, 2)], chances=1)
    >>> reach = sample_reach(chain, 3, np.random.default_rng(1))
    >>> [mean_adoption(reach, seeds) for seeds in ([0], [2], [1, 2], [])]
    [3.0, 1.0, 2.0, 0.0]
    """
    _refuse_seeds(seeds, reach.people)
    adopted = reach.unaided | reach.reached[list(seeds)].any(axis=0)
    return float(adopted.sum() / reach.spreads)


def random_adoption(reach: Reach, seeds: int) -> float:
    """How many adopt on average when so many seeds are drawn by lot.

    Parameters
    ----------
    reach : Reach
    seeds : int
        How many.

    Returns
    -------
    float
        The mean over all choices of seeds there are: somebody whom c of n people
        would bring along is missed by C(n - c, k) of the C(n, k) choices of k.

    Raises
    ------
    ValueError
        If there are not so many people.

    Examples
    --------
    >>> chain = tie_people(3, pairs=[(0, 1), (1, 2)], chances=1)
    >>> random_adoption(sample_reach(chain, 3, np.random.default_rng(1)), seeds=1)
    2.0
    """
    people = reach.people
    _refuse_number(seeds, people)
    missed_by = np.array(
        [
            math.comb(people - bringing, seeds) / math.comb(people, seeds)
            for bringing in range(people + 1)
        ]
    )
    bringing = reach.reached.sum(axis=0).astype(int)
    adopts = np.where(reach.unaided, 1.0, 1 - missed_by[bringing])
    return float(adopts.sum() / reach.spreads)


def choose_greedily(
    reach: Reach, seeds: int, among: Sequence[int] | None = None
) -> tuple[int, ...]:
    """Choose seeds one by one, each time the one who adds most.

    Parameters
    ----------
    reach : Reach
    seeds : int
        How many.
    among : sequence of int, optional
        The people to choose from; everybody when not given.

    Returns
    -------
    tuple of int
        In the order chosen; of equals the one with the lowest number.

    Raises
    ------
    ValueError
        If there are not so many people to choose from.

    Notes
    -----
    Adding a seed adds less the more seeds there are, so the greedy choice brings along
    at least 1 - 1/e, 63 %, of what the best choice would, and usually nearly all of it.

    References
    ----------
    .. [1] Nemhauser, G. L., Wolsey, L. A. and Fisher, M. L. (1978). An analysis of
       approximations for maximizing submodular set functions. Mathematical
       Programming 14: 265-294.

    Examples
    --------
    >>> two_stars = tie_people(5, pairs=[(1, 0), (1, 2), (4, 3)], chances=1)
    >>> choose_greedily(sample_reach(two_stars, 1, np.random.default_rng(1)), 2)
    (1, 4)
    """
    candidates = sorted(range(reach.people) if among is None else among)
    _refuse_seeds(candidates, reach.people)
    _refuse_number(seeds, len(candidates))
    # Eight to the byte: a learner waits for this.
    reached = np.packbits(reach.reached[candidates], axis=1)
    left = np.packbits(~reach.unaided)
    chosen: list[int] = []
    for _ in range(seeds):
        added = np.bitwise_count(reached & left).sum(axis=1, dtype=int)
        added[chosen] = -1
        chosen.append(int(added.argmax()))
        left &= ~reached[chosen[-1]]
    return tuple(candidates[place] for place in chosen)


@dataclass(frozen=True, slots=True)
class SeedingBaselines:
    """What a choice of seeds is measured against.

    Attributes
    ----------
    by_lot, greedy : float
        People who adopt on average when the seeds are drawn by lot, and with the
        greedy choice.
    greedy_seeds : tuple of int
    """

    by_lot: float
    greedy: float
    greedy_seeds: tuple[int, ...]

    def score(self, adoption: float) -> float:
        """How good a choice is: 0 as good as drawing lots, 1 as the greedy choice.

        Parameters
        ----------
        adoption : float
            From `mean_adoption`, of the choice.

        Returns
        -------
        float
            Below 0 for a choice worse than lots; above 1 for one better than greedy.

        Examples
        --------
        >>> SeedingBaselines(by_lot=20, greedy=30, greedy_seeds=(3,)).score(27)
        0.7
        """
        return (adoption - self.by_lot) / (self.greedy - self.by_lot)


def seeding_baselines(reach: Reach, seeds: int) -> SeedingBaselines:
    """Adoption from seeds drawn by lot and from the greedy choice of as many.

    Parameters
    ----------
    reach : Reach
    seeds : int
        How many.

    Returns
    -------
    SeedingBaselines

    Raises
    ------
    ValueError
        If there are not so many people, or no choice is better than lots.

    Examples
    --------
    >>> two_stars = tie_people(5, pairs=[(1, 0), (1, 2), (4, 3)], chances=1)
    >>> reach = sample_reach(two_stars, 1, np.random.default_rng(1))
    >>> seeding_baselines(reach, 2)
    SeedingBaselines(by_lot=2.9..., greedy=5.0, greedy_seeds=(1, 4))
    """
    greedy_seeds = choose_greedily(reach, seeds)
    greedy = mean_adoption(reach, greedy_seeds)
    by_lot = random_adoption(reach, seeds)
    if not greedy > by_lot:
        raise ValueError("Every choice of seeds is as good as any other here.")
    return SeedingBaselines(by_lot, greedy, greedy_seeds)


def spread_by_threshold(
    ties: Ties, seeds: Sequence[int], thresholds: ArrayLike, months: int
) -> np.ndarray:
    """When each person begins, if they wait until enough of those they follow have.

    Parameters
    ----------
    ties : Ties
        Their chances do not matter here.
    seeds : sequence of int
        People who work in the new way from the start.
    thresholds : array_like of float, shape (people,) or ()
        Share of those a person may follow who must have begun. With a threshold of 0
        one is enough.
    months : int

    Returns
    -------
    ndarray of float, shape (people,)
        Month of beginning, 0 for the seeds; NaN for those who have not begun.

    Raises
    ------
    ValueError
        If a seed is not among the people, or named twice.

    Examples
    --------
    >>> ties = tie_people(4, pairs=[(0, 1), (0, 2), (1, 2), (1, 3), (2, 3)], chances=1)
    >>> spread_by_threshold(ties, [0], thresholds=1, months=12)
    array([0., 1., 2., 3.])
    >>> spread_by_threshold(ties, [1], thresholds=0.6, months=12)
    array([nan,  0., nan, nan])
    """
    _refuse_seeds(seeds, ties.people)
    thresholds = np.broadcast_to(np.asarray(thresholds, dtype=float), ties.people)
    others = ties.sources != ties.targets
    followed, followers = ties.sources[others], ties.targets[others]
    followable = np.bincount(followers, minlength=ties.people)
    began = np.full(ties.people, np.nan)
    began[list(seeds)] = 0
    for month in range(1, months + 1):
        begun = ~np.isnan(began)
        seen = np.bincount(followers[begun[followed]], minlength=ties.people)
        # Compared as counts: a share of 3 in 5 must reach a threshold of 0.6.
        enough = (seen > 0) & (seen >= thresholds * followable - 1e-9)
        began[enough & ~begun] = month
    return began


def betweenness(people: int, pairs: ArrayLike) -> np.ndarray:
    """How often each person stands on the shortest way between two others.

    Parameters
    ----------
    people : int
    pairs : array_like of int, shape (ties, 2)
        From whom and to whom.

    Returns
    -------
    ndarray of float, shape (people,)
        Over all ordered pairs of others; where there are several shortest ways, each
        counts as its part.

    References
    ----------
    .. [1] Freeman, L. C. (1977). A set of measures of centrality based on
       betweenness. Sociometry 40(1): 35-41.

    Examples
    --------
    >>> betweenness(4, pairs=[(0, 1), (1, 2), (2, 3), (0, 2)])
    array([0., 0., 2., 0.])
    """
    pairs = np.asarray(pairs, dtype=int).reshape(-1, 2)
    tied = np.zeros((people, people))
    tied[pairs[:, 0], pairs[:, 1]] = 1
    np.fill_diagonal(tied, 0)
    # Ways of each length, longer and longer, until nobody new is found.
    ways = np.eye(people)
    distances = np.where(ways > 0, 0.0, np.inf)
    frontier, steps = ways, 0
    while frontier.any():
        steps += 1
        frontier = np.where(np.isinf(distances), frontier @ tied, 0)
        distances[frontier > 0] = steps
        ways = ways + frontier
    through = np.empty(people)
    for person in range(people):
        to, onward = distances[:, person, np.newaxis], distances[person]
        on_the_way = np.isfinite(distances) & (to + onward == distances)
        on_the_way[person] = on_the_way[:, person] = False
        parts = np.outer(ways[:, person], ways[person])[on_the_way] / ways[on_the_way]
        through[person] = parts.sum()
    return through


def _spread(
    ties: Ties,
    begun: np.ndarray,
    unaided: bool | np.uint64,
    months: int,
    rng: np.random.Generator,
) -> Iterator[np.ndarray]:
    """Yield who has begun at the start and after each month, (spreads, people).

    `begun` is True or False, or bits for many choices of seeds side by side; whoever
    begins unaided gets `unaided`.
    """
    spreads = len(begun)
    first_tie = np.searchsorted(ties.targets, np.arange(ties.people))
    nobody, unaided = begun.dtype.type(0), begun.dtype.type(unaided)
    yield begun
    for _ in range(months):
        used = rng.random((spreads, ties.sources.size), dtype=np.float32)
        seen = np.where(used < ties.chances, begun.take(ties.sources, axis=1), nobody)
        begun = np.bitwise_or.reduceat(seen, first_tie, axis=1)
        alone = rng.random((spreads, ties.people), dtype=np.float32) < ties.own_chance
        begun = np.where(alone, begun | unaided, begun)
        yield begun


def _refuse_seeds(seeds: Sequence[int], people: int) -> None:
    if len(set(seeds)) < len(seeds):
        raise ValueError("Somebody is named twice among the seeds.")
    for seed in seeds:
        if not 0 <= seed < people:
            raise ValueError(f"Seed {seed} is not among {people} people.")


def _refuse_number(seeds: int, people: int) -> None:
    if not 0 <= seeds <= people:
        raise ValueError(f"Among {people} people there cannot be {seeds} seeds.")
