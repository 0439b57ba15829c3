"""What hostile submissions are made of, and what it takes to declare one.

Every attacker first hands in perfect work, and then spoils it. So the honest part of a
hostile submission is all that the attack does not touch, and has its full points.
"""

from __future__ import annotations

import json
import os
import socket
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.exercises import MODULES, TASKS
from course.grading.personas import as_typed
from course.tasks import Key

ASSIGNMENT, RUN = "04-variation", "four-lenses"
NOTEBOOK = "variation.ipynb"
# Whom attackers would like to copy from, and a sentence that nobody else has.
VICTIM = "amira"

GRADED = {name: task for name, task in MODULES["variation"].items() if task.points}
# (points by machine, whether a person has to look)
FULL = {
    name: (None, True) if task.kind.by_hand else (float(task.points), False)
    for name, task in GRADED.items()
}
NOTHING = (0.0, False)
ALL_NOTHING = dict.fromkeys(GRADED, NOTHING)
# Between nothing and all, by luck, and no person asked.
LUCK = "luck"


class CannotTry(Exception):
    """A submission that cannot be made on this machine, or by this user."""


@dataclass(frozen=True, slots=True)
class Place:
    """A submission in the making.

    Attributes
    ----------
    root : Path
        The course directory.
    student : str
        Name of the folder in ``submitted/``.
    """

    root: Path
    student: str

    @property
    def home(self) -> Path:
        """Where everything of this student lies."""
        return self.root / "submitted" / self.student

    @property
    def folder(self) -> Path:
        """What is handed in."""
        return self.home / ASSIGNMENT

    @property
    def notebook(self) -> Path:
        """The lesson as handed in."""
        return self.folder / NOTEBOOK

    def answer(self, task: str) -> Path:
        """The answer to a task."""
        return self.folder / "answers" / f"{task}.json"

    def of_victim(self, *parts: str) -> Path:
        """Something in the victim's submission."""
        return Place(self.root, VICTIM).folder.joinpath(*parts)

    @property
    def trace(self) -> Path:
        """What a learner's code would leave behind if it were run."""
        return self.root / "traces" / self.student.encode().hex()[:60]

    @property
    def leave_trace(self) -> str:
        """A line of Python that leaves the trace."""
        return f"import os; os.close(os.open({str(self.trace)!r}, os.O_CREAT))\n"


Change = Callable[[Place], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One hostile submission.

    Attributes
    ----------
    name : str
        Kebab case; also the student's, where `folder` is not given.
    family : str
    does : callable
        Changes perfect work.
    points : mapping of str to (float or None, bool) or "luck"
        What tasks are worth that are not worth their full points any more.
    refused : str
        Regular expression for the sentence, if nothing of it is graded.
    says : str
        Regular expression for what the teacher reads of things left out.
    flags : str
        Regular expression for what the teacher reads of whose work it is.
    folder : str
        An odd name for the student's folder.
    unseen : bool
        Whether nothing was handed in, as nbgrader has it, so nothing is said either.
    """

    name: str
    family: str
    does: Change
    points: Mapping[str, Any] = field(default_factory=dict)
    refused: str = ""
    says: str = ""
    flags: str = ""
    folder: str = ""
    unseen: bool = False

    @property
    def student(self) -> str:
        """Name of the folder."""
        return self.folder or self.name


def hand_in_perfectly(place: Place, keys: Mapping[str, Key]) -> None:
    """Hand in the lesson as released, with every answer right."""
    answers = place.folder / "answers"
    answers.mkdir(parents=True)
    released = place.root / "release" / ASSIGNMENT / NOTEBOOK
    place.notebook.write_bytes(released.read_bytes())
    (place.folder / "timestamp.txt").write_text("2027-03-01 12:00:00.000000 UTC")
    for name, task in GRADED.items():
        case = task.case(RUN, place.student)
        if task.kind.by_hand:
            right = {item.id: words_of(place.student) for item in case.items}
        else:
            right = as_typed(task, task.truth(case, keys.get(name)))
        content = {
            "format": 1,
            "task": name,
            "learner": place.student,
            "run": RUN,
            "version": 1,
            "saved": "2027-03-01T11:00:00+00:00",
            "attempts": 1,
            "hints": 0,
            "answer": right,
        }
        # A folder's name may hold bytes that are no text.
        place.answer(name).write_bytes(
            json.dumps(content).encode(errors="surrogateescape")
        )


def words_of(student: str) -> str:
    """What only this student has written."""
    return f"Only {student} has written this."


# What attacks are made of -------------------------------------------------------------


def all_of(*changes: Change) -> Change:
    """One after the other."""

    def change(place: Place) -> None:
        for one in changes:
            one(place)

    return change


def nothing_more(place: Place) -> None:
    """The name of the folder is the attack."""


def in_notebook(edit: Callable[[dict[str, Any]], Any]) -> Change:
    """Edit the notebook as JSON."""

    def change(place: Place) -> None:
        notebook = json.loads(place.notebook.read_bytes())
        edit(notebook)
        place.notebook.write_text(json.dumps(notebook))

    return change


def in_cells(edit: Callable[[dict[str, Any]], Any]) -> Change:
    """Edit every graded cell."""

    def edit_graded(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade"):
                edit(cell)

    return in_notebook(edit_graded)


def about(**values: Any) -> Change:
    """Change what nbgrader keeps of every graded cell."""
    return in_cells(lambda cell: cell["metadata"]["nbgrader"].update(values))


def own_cells(*cells: dict[str, Any]) -> Change:
    """Add cells of one's own, at the top and at the end."""

    def edit(notebook: dict[str, Any]) -> None:
        notebook["cells"][:0] = cells
        notebook["cells"] += cells

    return in_notebook(edit)


def cell(source: Any, kind: str = "markdown", **more: Any) -> dict[str, Any]:
    """A cell of nbformat 4."""
    made = {"cell_type": kind, "metadata": {}, "source": source, **more}
    if kind == "code":
        made = {"outputs": [], "execution_count": None, **made}
    return made


def notebook_of(content: bytes | Callable[[Place], bytes]) -> Change:
    """Hand in these bytes as the notebook."""

    def change(place: Place) -> None:
        written = content if isinstance(content, bytes) else content(place)
        place.notebook.write_bytes(written)

    return change


def answer_of(task: str, content: bytes) -> Change:
    """Hand in these bytes as an answer."""
    return lambda place: place.answer(task).write_bytes(content) and None


def with_fields(name: str, /, **values: Any) -> Change:
    """Change fields of an answer file."""

    def change(place: Place) -> None:
        content = json.loads(place.answer(name).read_bytes())
        written = json.dumps({**content, **values})
        # In JSON there is no infinity, but a number as large as that.
        place.answer(name).write_text(written.replace("Infinity", "1e400"))

    return change


def without(*tasks: str) -> Change:
    """Answer some tasks not at all."""

    def change(place: Place) -> None:
        for task in tasks:
            place.answer(task).unlink()

    return change


def with_answers(value: Callable[[list[str]], Any]) -> Change:
    """Answer every task with a value made of the names of its items."""

    def change(place: Place) -> None:
        for name, task in GRADED.items():
            items = [item.id for item in task.case(RUN, place.student).items]
            with_fields(name, answer=value(items))(place)

    return change


def copied_from_victim(task: str, **values: Any) -> Change:
    """Hand in the victim's answer, perhaps with some fields changed."""

    def change(place: Place) -> None:
        content = place.of_victim("answers", f"{task}.json").read_bytes()
        place.answer(task).write_bytes(content)
        if values:
            with_fields(task, **values)(place)

    return change


def answered_as(task: str, learner: str, run: str = RUN) -> Change:
    """Answer the case of somebody with a name of one's own choice, rightly."""

    def change(place: Place) -> None:
        declared = TASKS[task]
        right = as_typed(declared, declared.truth(declared.case(run, learner), None))
        with_fields(task, learner=learner, run=run, answer=right)(place)

    return change


def instead_of(where: Callable[[Place], Path], make: Callable[[Place, Path], Any]):
    """Put something else in the place of a file or folder."""

    def change(place: Place) -> None:
        path = where(place)
        if path.is_dir() and not path.is_symlink():
            for inside in path.iterdir():
                inside.unlink()
            path.rmdir()
        elif os.path.lexists(path):
            path.unlink()
        try:
            make(place, path)
        except OSError as error:
            raise CannotTry(f"{error.strerror}: {path.name!r}") from error

    return change


def the_notebook(place: Place) -> Path:
    """Of a submission."""
    return place.notebook


def the_answers(place: Place) -> Path:
    """The folder of answers."""
    return place.folder / "answers"


def the_answer(task: str) -> Callable[[Place], Path]:
    """The answer to one task."""
    return lambda place: place.answer(task)


def the_file(name: str) -> Callable[[Place], Path]:
    """A file of some name in the submission."""
    return lambda place: place.folder / name


def link_to(target: str | Callable[[Place], Path]) -> Callable[[Place, Path], Any]:
    """A symbolic link."""

    def make(place: Place, path: Path) -> None:
        path.symlink_to(target if isinstance(target, str) else target(place))

    return make


def hard_link_to(target: Callable[[Place], Path]) -> Callable[[Place, Path], Any]:
    """A second name for a file."""
    return lambda place, path: path.hardlink_to(target(place))


def content(written: bytes | str) -> Callable[[Place, Path], Any]:
    """An ordinary file."""
    written = written.encode() if isinstance(written, str) else written
    return lambda _, path: path.write_bytes(written)


def pipe(_: Place, path: Path) -> None:
    """A pipe that nobody writes to: who opens it waits for ever."""
    os.mkfifo(path)


def folder(_: Place, path: Path) -> None:
    """A folder with something in it."""
    path.mkdir()
    (path / "inside").write_text("{}")


def device(_: Place, path: Path) -> None:
    """``/dev/zero`` under another name: who reads it reads for ever."""
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))


def doorway(_: Place, path: Path) -> None:
    """A socket of Unix."""
    here = os.getcwd()
    os.chdir(path.parent)  # its path may have 107 letters at most
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(here)


def vast(_: Place, path: Path) -> None:
    """Ten gigabytes that take no room."""
    with open(path, "wb") as file:
        file.truncate(10 * 1024**3)


def root_of(place: Place) -> Path:
    """The course directory."""
    return place.root


def in_root(*parts: str) -> Callable[[Place], Path]:
    """Something of the teacher's."""
    return lambda place: place.root.joinpath(*parts)


def many_files(where: Callable[[Place], Path], count: int) -> Change:
    """Fill a folder."""

    def change(place: Place) -> None:
        for number in range(count):
            (where(place) / f"{number}.json").touch()

    return change


def nested_folders(place: Place) -> None:
    """Folders within folders, deeper than any path is long."""
    inside = os.open(place.folder, os.O_RDONLY)
    for _ in range(2000):
        os.mkdir("deeper", dir_fd=inside)
        next_one = os.open("deeper", os.O_RDONLY, dir_fd=inside)
        os.close(inside)
        inside = next_one
    os.close(inside)


def elsewhere(make: Callable[[Place, Path], Any], *, whole: bool = False) -> Change:
    """Replace the submission, or the student's whole folder, by something else."""

    def change(place: Place) -> None:
        for path in sorted(place.home.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        if whole:
            place.home.rmdir()
        make(place, place.home if whole else place.folder)

    return change


def spoofed(*outputs: dict[str, Any]) -> Change:
    """Show results in graded cells for which nothing was answered."""

    def edit(one: dict[str, Any]) -> None:
        one["outputs"], one["execution_count"] = list(outputs), 1

    return all_of(without(*GRADED), in_cells(edit))


def result(text: str) -> dict[str, Any]:
    """What a kernel would send for the value of a cell."""
    return {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/plain": text},
    }


def stream(text: str, name: str = "stderr") -> dict[str, Any]:
    """What a cell has printed."""
    return {"output_type": "stream", "name": name, "text": text}


ERROR = {
    "output_type": "error",
    "ename": "AssertionError",
    "evalue": "",
    "traceback": ["AssertionError"],
}
