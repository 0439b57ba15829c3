"""The minutes a lesson states are those a tired reader of a second language needs."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from course.exercises import SIMULATIONS, TASKS
from course.lessons.builder import find_lessons

ROOT = Path(__file__).parents[2]
# Those that are read and answered. A project is months of work, and so is not one.
LESSONS = [one for one in find_lessons(ROOT / "source") if one.name[:2] <= "10"]
ROW = re.compile(r"^\| (\d) \| .+ \| (\d+) \|$", re.MULTILINE)
STATED = re.compile(r"^\*(\d+) minutes\*$", re.MULTILINE)
NOT_PROSE = re.compile(
    r"^\+\+\+.*?$|^```\{code-cell\}.*?^```$"
    # Looked up when they are needed, and not read from top to bottom.
    r"|^### (Words|Where to read more)$.*?(?=^###|^When you have answered|\Z)",
    re.MULTILINE | re.DOTALL,
)
NUMBERS = ("one", "two", "three", "four")
QUARTERS = ("", " and a quarter", " and a half", " and three quarters")

PROSE_WORDS_A_MINUTE = 160
# An exercise is read, and read again while deciding.
EXERCISE_WORDS_A_MINUTE = 90
# What a part asks one to note on paper, and to think of tomorrow.
MINUTES_ON_PAPER = 1
# Chosen so that whole lessons come near what their first readers estimated. By kind:
# minutes once, and minutes for each item.
THINKING = {
    "aim": (0, 2),
    "classify": (0, 0.55),
    "conclude": (0, 2),
    "free-text": (10, 0),
    "mark-points": (1, 0.5),
    "matrix": (0, 0.7),
    "numbers": (0, 1.4),
    "order": (0, 0.5),
    "prediction": (0, 0.2),
    "select": (3, 0.3),
    "tree": (0, 0.5),
}
SIMULATION = 3.5
LONG_SIMULATIONS = {
    "reviews": 55,
    "ramp": 22,
    "team-meeting": 15,
    "ward-week": 14,
    "held-gain": 8,
    "pdsa-notebook": 8,
    "charter": 8,
    "chart-builder": 8,
    "trained-stock": 8,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a lesson: what it states, and what it holds."""

    number: int
    stated: int
    prose: str
    exercises: tuple[str, ...]


def opening(lesson):
    """Return what stands above the first part."""
    return lesson.read_text("utf-8").partition("\n## Part ")[0]


def hours_of(lesson):
    """Return the hours in the front matter."""
    front = lesson.read_text("utf-8").split("---\n")[1]
    return yaml.safe_load(front)["fourlenses"]["hours"]


def parts_of(lesson):
    """Cut a lesson at its parts."""
    _, *texts = re.split(r"^## Part ", lesson.read_text("utf-8"), flags=re.MULTILINE)
    return [
        Part(
            number=int(text.partition(".")[0]),
            stated=int(STATED.search(text)[1]),
            prose=NOT_PROSE.sub("", text),
            exercises=tuple(re.findall(r"^:task: (\S+)$", text, re.MULTILINE)),
        )
        for text in texts
    ]


def minutes_for(part):
    """Estimate a part: reading, and then thinking by the kind of each exercise."""
    reading = len(part.prose.split()) / PROSE_WORDS_A_MINUTE
    deciding = sum(map(minutes_for_exercise, part.exercises))
    return reading + deciding + MINUTES_ON_PAPER


def minutes_for_exercise(name):
    """Estimate an exercise as one learner meets it."""
    if name in SIMULATIONS:
        return LONG_SIMULATIONS.get(name, SIMULATION)
    task = TASKS[name]
    case = task.case("autumn", "amira")
    shown = [task.question(case), case.story]
    shown += [one.text for one in (*case.items, *case.options)]
    once, for_each = THINKING[task.kind.name]
    thinking = once + for_each * len(case.items)
    if task.kind.by_hand and not task.points:
        # Words for oneself are not polished.
        thinking /= 2
    return len(" ".join(shown).split()) / EXERCISE_WORDS_A_MINUTE + thinking


def in_words(hours):
    """Put hours into words, by quarters.

    >>> in_words(3.25)
    'three and a quarter hours'
    """
    whole, rest = divmod(hours, 1)
    return f"{NUMBERS[int(whole) - 1]}{QUARTERS[int(rest * 4)]} hours"


every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)


@every_lesson
def test_each_part_says_the_same_minutes_twice(lesson):
    """In the table at the top, and under its heading."""
    table = {int(part): int(minutes) for part, minutes in ROW.findall(opening(lesson))}

    assert table == {part.number: part.stated for part in parts_of(lesson)}


@every_lesson
def test_the_parts_add_up_to_the_hours_stated(lesson):
    """To the nearest quarter, in the front matter and in the text."""
    hours = hours_of(lesson)
    minutes = sum(part.stated for part in parts_of(lesson))

    assert hours == round(minutes / 15) / 4
    assert f"parts and takes about {in_words(hours)}." in opening(lesson)


@every_lesson
def test_the_minutes_of_a_part_are_those_it_takes(lesson):
    """Within three in ten, or four minutes, of the estimate."""
    for part in parts_of(lesson):
        estimate = minutes_for(part)
        assert abs(part.stated - estimate) <= max(4, 0.3 * estimate), (
            f"Part {part.number} states {part.stated} minutes, and takes {estimate:.0f}"
        )


def test_the_whole_course_states_the_sum_of_its_lessons():
    """Rounded to an hour, where somebody asks what the course takes."""
    whole = f"{sum(map(hours_of, LESSONS)):.0f} hours"

    assert f"**{whole}**" in LESSONS[-1].read_text("utf-8")
    for page in ("README.md", "docs/seminars/10-capability.md"):
        told = " ".join((ROOT / page).read_text("utf-8").split())
        assert f"about {whole}" in told, page


@every_lesson
def test_what_a_long_lesson_lets_wait_grades_nothing_alone(lesson):
    """Who leaves it out is still graded in all that the founding programmes ask for."""
    said = re.search(r"^If you are short of time, (.+)$", opening(lesson), re.MULTILINE)
    assert bool(said) == (hours_of(lesson) > 3)
    if not said:
        return
    waiting = set(re.findall(r"\*(.+?)\*", said[1]))
    here = {name for part in parts_of(lesson) for name in part.exercises}
    graded = [task for task in TASKS.values() if task.points]
    let_go = [task for task in graded if task.name in here and task.title in waiting]
    still = {one for task in graded if task not in let_go for one in task.elements}

    assert len(let_go) == len(waiting)
    assert all(still.issuperset(task.elements) for task in let_go)
