"""The published table of what simulated learners earn is what they earn."""

from pathlib import Path

import pytest

from course.exercises import MODULES
from course.grading.validity import as_table, check_task
from course.tasks.keys import read_all_keys

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("module", MODULES)
def test_the_table_in_the_docs_is_what_the_command_makes(module):
    """If this fails: run `fourlenses validity` and put its table into the page."""
    keys = read_all_keys(ROOT / "source")
    results = [
        check_task(task, keys.get(task.name), learners=300)
        for task in MODULES[module].values()
        if task.points and not task.kind.by_hand
    ]

    assert [sentence for result in results for sentence in result.broken()] == []
    assert as_table(results) in (ROOT / "docs/validity.md").read_text("utf-8")
