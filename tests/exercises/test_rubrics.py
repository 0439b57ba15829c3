"""Every text is read by levels that points tell apart."""

import pytest

from course.exercises import TASKS
from course.exercises.rubric import levels_of

BY_HAND = [name for name, task in TASKS.items() if task.kind.by_hand and task.points]


@pytest.mark.parametrize("name", BY_HAND)
def test_all_points_belong_to_a_level_and_the_most_to_the_highest(name):
    """Three to five of them, and the lowest begins at nothing."""
    levels = levels_of(name)
    most = TASKS[name].points

    assert 3 <= len(levels.lowest) <= 5
    assert levels.lowest[0] == 0
    assert levels.lowest[-1] == most
    assert levels.level_of(most) == len(levels.lowest) - 1
    assert str(int(most)) in levels.names[0]
