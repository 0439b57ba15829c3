"""One spread, person by person."""

import numpy as np
import pytest

from course.simulations.spread.adoption_network import (
    follow_adoption,
    simulate_adoption,
    tie_people,
)

TIES = tie_people(
    6,
    pairs=[(0, 1), (1, 2), (2, 3), (0, 4), (4, 5), (5, 3)],
    chances=0.4,
    own_chance=0.02,
)


@pytest.mark.parametrize("seed", range(20))
def test_the_people_are_those_that_are_counted(seed):
    """With the same chance, the counts of one spread are its sums."""
    people = follow_adoption(TIES, [0], 8, np.random.default_rng(seed))
    (counts,) = simulate_adoption(TIES, [0], 8, np.random.default_rng(seed))

    assert people.sum(axis=1).tolist() == counts.tolist()


@pytest.mark.parametrize("seed", range(20))
def test_nobody_goes_back(seed):
    """Who has begun goes on."""
    people = follow_adoption(TIES, [0, 2], 8, np.random.default_rng(seed))

    assert (people[1:] >= people[:-1]).all()
    assert np.flatnonzero(people[0]).tolist() == [0, 2]


def test_an_unknown_seed_is_refused():
    """There is nobody to begin."""
    with pytest.raises(ValueError, match="not among"):
        follow_adoption(TIES, [6], 3, np.random.default_rng(1))
