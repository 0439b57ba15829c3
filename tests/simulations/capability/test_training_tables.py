"""Training tables: one cheapest way to close the gaps, and stocks that leak."""

from dataclasses import replace
from hashlib import sha256
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.simulations.capability.training_tables import (
    cheapest_cover,
    draw_training_tables,
)


def closes(tables, courses):
    """Whether some courses together close all gaps."""
    best = np.max([tables.courses[i].doses for i in courses], axis=0)
    return (best >= np.array(tables.gaps)).all()


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_no_other_choice_of_courses_is_as_cheap(seed):
    """Of all there are, tried one by one."""
    tables = draw_training_tables(np.random.default_rng(seed))
    costs = sorted(
        (sum(tables.courses[i].cost for i in chosen), chosen)
        for size in range(1, len(tables.courses) + 1)
        for chosen in combinations(range(len(tables.courses)), size)
        if closes(tables, chosen)
    )

    assert cheapest_cover(tables) == tuple(i + 1 for i in costs[0][1])
    assert costs[0][0] < costs[1][0]
    assert len(costs[0][1]) >= 2


def test_gaps_that_no_course_closes_are_told_of():
    """An aim for which nobody teaches."""
    tables = draw_training_tables(np.random.default_rng(1))
    none = tuple(replace(course, doses=(0,) * 8) for course in tables.courses)

    with pytest.raises(ValueError, match="leave a gap"):
        cheapest_cover(replace(tables, courses=none))


def test_nobody_is_trained_twice_in_the_table():
    """Trained people are people of the group; leavers are some of them."""
    for seed in range(100):
        tables = draw_training_tables(np.random.default_rng(seed))
        for people, trained in zip(tables.people, tables.trained, strict=True):
            assert 0 <= trained <= people
        assert all(0 < share < 0.3 for share in tables.turnover)


def test_practically_every_seed_gives_tables_of_its_own():
    """200 in a row, no two with the same courses."""
    texts = {
        draw_training_tables(np.random.default_rng([seed, 1])).course_rows().csv_text()
        for seed in range(200)
    }

    assert len(texts) == 200


def test_the_data_of_a_seed_have_not_changed():
    """A change detector, not a truth: change it only when cases may change."""
    tables = draw_training_tables(np.random.default_rng(20270314))
    text = tables.rows().csv_text() + tables.course_rows().csv_text()

    assert sha256(text.encode()).hexdigest()[:16] == "c49a618ea20a12b6"
