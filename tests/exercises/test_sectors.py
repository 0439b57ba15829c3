"""A case that lies in one place lies where the learner works, if they have said so."""

import re
from functools import cache

import pytest

from course.exercises import MODULES, TASKS
from course.tasks import SECTORS

# Of each module, so many tasks at least have a case for every sector.
LEAST = {
    "improvement": 2,
    "system": 5,
    "aim": 3,
    "variation": 3,
    "measurement": 1,
    "shewhart": 6,
    "testing": 4,
    "psychology": 3,
    "spread": 2,
    "capability": 3,
}
LEARNERS = [f"learner-{number}" for number in range(30)]

# What its workplaces are called, in the words that learners read.
WORKPLACES = {
    "hospital": (
        r"hospitals?|wards?|stroke unit|emergency departments?|X-ray department"
        r"|clinics?|hand surgery|blood donor centre|rehabilitation team"
    ),
    "primary": r"health centres?|family practice|district nurses",
    "municipal": (
        r"care homes?|[Hh]ome care|home nursing|home help|people at home|night patrol"
        r"|[Ss]ocial services|social workers|family office|disability support"
        r"|child welfare|concern about children|assessment unit|addiction support"
        r"|therapists' office"
    ),
    "administration": (
        r"medical secretaries|(finance|staffing|secretaries'|booking|human resources"
        r"|referral|salary|complaints|shared) offices?"
    ),
}
_ANY_WORKPLACE = re.compile(
    "|".join(rf"(?P<{sector}>\b({words})\b)" for sector, words in WORKPLACES.items())
)

every_task = pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.name)


def told_to_lie_in(task, case):
    """Return the sector of the first workplace that a learner reads of, or ""."""
    shown = [case.story, task.question(case)]
    shown += [option.text for option in case.options]
    shown += [item.text for item in case.items]
    found = _ANY_WORKPLACE.search("\n".join(shown))
    return next(name for name in SECTORS if found[name]) if found else ""


@cache
def sectors_met(name):
    """Where the cases lie of those who have not said where they work."""
    return [TASKS[name].case("autumn", learner).sector for learner in LEARNERS]


def lies_in_one_place(task):
    """Whether the cases of a task say in which sector they lie."""
    return any(sectors_met(task.name))


@every_task
def test_all_cases_of_a_task_say_where_they_lie_or_none_does(task):
    """Or who draws another kind of case first would never have their own."""
    met = set(sectors_met(task.name))
    assert met == {""} or met <= set(SECTORS)


@every_task
def test_the_case_lies_where_the_learner_works_and_tells_of_it(task):
    """For each who has chosen, in every sector; what they read is no other place."""
    if not lies_in_one_place(task):
        return
    for sector in SECTORS:
        for learner in LEARNERS:
            case = task.case("autumn", learner, sector)
            told = told_to_lie_in(task, case)
            assert (case.sector, told) == (sector, sector), case.story


@pytest.mark.parametrize("module", LEAST)
def test_so_many_tasks_of_a_module_go_where_the_learner_works(module):
    """None of them loses its sector unnoticed."""
    placed = [task.name for task in MODULES[module].values() if lies_in_one_place(task)]

    assert len(placed) >= LEAST[module], placed


@every_task
def test_tasks_that_speak_of_the_same_figures_go_to_the_same_place(task):
    """They are drawn again together, or the second would tell of other figures."""
    for other in TASKS.values():
        if task.data and other.data == task.data:
            assert sectors_met(other.name) == sectors_met(task.name), other.name
