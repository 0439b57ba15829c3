"""Who reviews whose project: held for any class, and for a class of 40 on 200 seeds."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.classroom.peers.allotment import allot


def counts(dealt, projects):
    """How often each project is reviewed, from the fewest to the most."""
    found = Counter(project for mine in dealt.values() for project in mine)
    return sorted(found[project] for project in projects)


def in_order(dealt):
    """Nobody has their own project, or the same one twice."""
    return all(
        reviewer not in mine and len(set(mine)) == len(mine)
        for reviewer, mine in dealt.items()
    )


def names(first, last):
    """Learners by number."""
    return [f"learner-{number:02}" for number in range(first, last)]


@given(
    size=st.integers(4, 30),
    each=st.integers(2, 3),
    seed=st.integers(0, 2**32),
)
def test_where_everybody_is_both_all_is_exactly_equal(size, each, seed):
    """As many projects for each reviewer as reviewers for each project."""
    everybody = names(0, size)
    dealt = allot(everybody, everybody, each, np.random.default_rng(seed))

    assert in_order(dealt)
    assert {len(mine) for mine in dealt.values()} == {each}
    assert set(counts(dealt, everybody)) == {each}


@settings(max_examples=200)
@given(
    authors=st.sets(st.sampled_from(names(0, 16)), min_size=1),
    reviewers=st.sets(st.sampled_from(names(0, 16)), min_size=1),
    each=st.integers(2, 3),
    seed=st.integers(0, 2**32),
)
def test_whoever_hands_in_and_whoever_reviews(authors, reviewers, each, seed):
    """Own projects are never dealt, and each reviewer has as many as there can be.

    Counts are equal up to one where there are enough to choose from.
    """
    dealt = allot(authors, reviewers, each, np.random.default_rng(seed))

    assert in_order(dealt)
    for reviewer, mine in dealt.items():
        assert len(mine) >= min(each, len(authors - {reviewer}))
        assert len(mine) <= each + 1
        assert set(mine) <= authors
    if len(authors) >= 4 and len(reviewers) >= 4:
        fewest, *_, most = counts(dealt, authors)
        assert most - fewest <= 1


@settings(max_examples=60, deadline=None)
@given(
    size=st.integers(5, 20),
    later=st.integers(1, 6),
    each=st.integers(2, 3),
    seed=st.integers(0, 2**32),
)
def test_who_comes_late_changes_nothing_for_the_others(size, later, each, seed):
    """What was dealt stays; late projects are read, and by others than late ones."""
    rng = np.random.default_rng(seed)
    everybody = names(0, size)
    before = allot(everybody, everybody, each, rng)
    all_now = names(0, size + later)
    after = allot(all_now, all_now, each, rng, before)

    assert in_order(after)
    assert all(after[one][:each] == before[one] for one in everybody)
    assert {len(mine) for mine in after.values()} <= {each, each + 1}
    assert set(counts(after, all_now)) <= {each, each + 1}


@pytest.mark.parametrize("seed", range(200))
def test_a_class_of_forty_with_late_missing_and_withdrawn_projects(seed):
    """First 32 of 36 authors; then four late ones; then three are withdrawn.

    Four never hand in a project, and review all the same.
    """
    rng = np.random.default_rng(seed)
    everybody = names(0, 40)
    order = [everybody[at] for at in rng.permutation(40)]
    missing, late, authors = order[:4], order[4:8], order[8:]
    each = 2

    first = allot(authors, [*authors, *missing], each, rng)
    assert in_order(first)
    assert {len(mine) for mine in first.values()} == {each}
    assert set(counts(first, authors)) <= {2, 3}

    second = allot([*authors, *late], everybody, each, rng, first)
    assert in_order(second)
    assert all(second[one][:each] == first[one] for one in first)
    assert {len(mine) for mine in second.values()} <= {2, 3}
    assert set(counts(second, [*authors, *late])) <= {2, 3}

    withdrawn = set(authors[:3])
    left = [one for one in [*authors, *late] if one not in withdrawn]
    third = allot(left, everybody, each, rng, second)
    assert in_order(third)
    for one in everybody:
        kept = [project for project in second[one] if project not in withdrawn]
        assert third[one][: len(kept)] == kept
    assert not withdrawn & {project for mine in third.values() for project in mine}
    assert {len(mine) for mine in third.values()} <= {2, 3}
    fewest, *_, most = counts(third, left)
    assert most - fewest <= 1


def test_without_late_ones_a_class_of_forty_is_exactly_equal():
    """Two each, three each: nobody is read more often than anybody else."""
    for seed in range(200):
        for each in (2, 3):
            dealt = allot(names(0, 40), names(0, 40), each, np.random.default_rng(seed))
            assert set(counts(dealt, names(0, 40))) == {each}


def test_a_small_class_gets_what_there_is():
    """Two read each other; one alone reads nothing."""
    rng = np.random.default_rng(1)

    assert allot("a", "a", 2, rng) == {"a": []}
    assert allot("ab", "ab", 2, rng) == {"a": ["b"], "b": ["a"]}
    assert counts(allot("abc", "abc", 3, rng), "abc") == [2, 2, 2]
    assert allot([], "ab", 2, rng) == {"a": [], "b": []}


def test_chance_decides_and_nothing_else():
    """The same seed deals the same; another one does not."""
    everybody = names(0, 12)
    first, again, other = (
        allot(everybody, everybody, 2, np.random.default_rng(seed))
        for seed in (1, 1, 2)
    )

    assert first == again != other
