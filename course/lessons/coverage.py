"""What the founding programmes ask for, and where the course teaches and grades it.

A cell of a lesson says in its metadata what it teaches, a task what it grades::

    +++ {"elements": ["004-09", "001-16"]}

    Task(name="aim-critic", ..., elements=("004-09",))
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import jupytext

from course.exercises import MODULES
from course.lessons.builder import find_lessons
from course.messages import say
from course.tasks import Task

ELEMENTS = "elements.toml"
_HEADING = re.compile(r"^#{1,3} (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One element, and what the course does about it.

    Attributes
    ----------
    number : str
        ``"004-09"``.
    title : str
    taught : tuple of str
        Lesson and heading of each cell that teaches it.
    graded : tuple of str
        Names of the tasks that grade it.
    background : str
        Why no lesson teaches it, or "".
    """

    number: str
    title: str
    taught: tuple[str, ...] = ()
    graded: tuple[str, ...] = ()
    background: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether nothing is said of it anywhere."""
        return not (self.taught or self.graded or self.background)


def find_coverage(
    source: Path, modules: Mapping[str, Mapping[str, Task]] = MODULES
) -> list[Covered]:
    """Look for every element in the lessons and the tasks.

    Parameters
    ----------
    source : Path
        The folder of the lessons, with ``elements.toml``.
    modules : mapping of str to mapping of str to Task
        The tasks, by module.

    Returns
    -------
    list of Covered
        By number.

    Raises
    ------
    OSError
        If there is no ``elements.toml``.
    ValueError
        If it is not TOML, or a lesson or a task names an element there is not.
    """
    told = tomllib.loads((source / ELEMENTS).read_text("utf-8"))
    background = told.pop("background", {})
    titles = {
        f"{programme}-{number}": title
        for programme, about in told.items()
        for number, title in about.items()
        if number != "programme"
    }
    taught: dict[str, list[str]] = {number: [] for number in titles}
    graded: dict[str, list[str]] = {number: [] for number in titles}
    for lesson in find_lessons(source):
        for place, numbers in _taught_in(lesson):
            _add(taught, numbers, place, lesson.name)
    for tasks in modules.values():
        for task in tasks.values():
            _add(graded, task.elements, task.name, task.name)
    _refuse_unknown(background, titles, ELEMENTS)
    return [
        Covered(
            number=number,
            title=title,
            taught=tuple(dict.fromkeys(taught[number])),
            graded=tuple(dict.fromkeys(graded[number])),
            background=background.get(number, ""),
        )
        for number, title in titles.items()
    ]


def as_table(covered: Iterable[Covered]) -> str:
    """Return the coverage as a table in Markdown.

    Parameters
    ----------
    covered : iterable of Covered

    Returns
    -------
    str

    Examples
    --------
    >>> aims = Covered(number="004-09", title="Aims", graded=("aim-critic",))
    >>> print(as_table([aims]).splitlines()[-1])
    | 004-09 | Aims |  | aim-critic |
    """
    columns = ("element", "title", "taught", "graded")
    lines = [
        "| " + " | ".join(say(f"coverage.{column}") for column in columns) + " |",
        "|---" * len(columns) + "|",
    ]
    for one in covered:
        where = "; ".join(one.taught)
        if one.background:
            where = say("coverage.background", reason=one.background)
        elif one.is_missing:
            where = say("coverage.missing")
        cells = (one.number, one.title, where, ", ".join(one.graded))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _taught_in(lesson: Path) -> Iterable[tuple[str, list[str]]]:
    """Each tagged cell of a lesson: where it is, and what it teaches."""
    notebook = jupytext.read(lesson, fmt="md:myst")
    number = notebook.metadata["fourlenses"]["number"]
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        headings = _HEADING.findall(cell.source)
        # What stands above the first heading of a cell belongs to the one before.
        heading = headings[0] if headings else heading
        if "elements" in cell.metadata:
            place = say("coverage.place", number=number, heading=heading)
            yield place, cell.metadata["elements"]
        heading = headings[-1] if headings else heading


def _add(
    found: dict[str, list[str]], numbers: Iterable[str], place: str, where: str
) -> None:
    _refuse_unknown(numbers, found, where)
    for number in numbers:
        found[number].append(place)


def _refuse_unknown(numbers: Iterable[str], known: Iterable[str], where: str) -> None:
    unknown = sorted(set(numbers) - set(known))
    if unknown:
        raise ValueError(
            say("coverage.unknown", where=where, numbers=", ".join(unknown))
        )
