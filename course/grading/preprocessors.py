"""nbgrader's autograde, with marks read from answers in the place of running code."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor

from course.exercises import TASKS
from course.lessons.builder import graded_line, hidden_key
from course.messages import say
from course.tasks import Judged, find_run, judge
from course.widgets.review import review_bundle

# Where the teacher's flags travel from one preprocessor to the next.
_FLAGS = "fourlenses_flags"
# Task to the other member whose case was answered, or to "".
FLAG_FILE = "fourlenses-flags.json"


class MarkAnswers(NbGraderPreprocessor):
    """Fill each graded cell with the mark of the answer that was handed in.

    Takes the place of nbgrader's ``Execute``: nothing of the learner's is run.
    """

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Mark the cells of one notebook.

        Raises
        ------
        NbGraderException
            If a graded cell is not one of the course's: to mark it, code would have
            to be run.
        """
        folder = Path(resources["metadata"]["path"])
        about = resources["nbgrader"]
        resources[_FLAGS] = {}
        # One that was handed in is not ours.
        (folder / FLAG_FILE).unlink(missing_ok=True)
        members = members_of_run(folder.parent.parent, about["db_url"])
        for cell in nb.cells:
            if not utils.is_grade(cell):
                continue
            name = cell.metadata.nbgrader["grade_id"]
            if name not in TASKS or cell.cell_type != "code":
                raise NbGraderException(
                    say("grading.own-code", cell=name, student=about["student"])
                )
            judged = judge(
                TASKS[name],
                folder / "answers",
                learner=about["student"],
                run=find_run(folder),
                members=members,
                # Only a locked cell's source is the teacher's.
                key=hidden_key(cell.source) if utils.is_locked(cell) else None,
            )
            _fill(cell, judged)
            if judged.flag:
                self.log.warning("%s, %s: %s", about["student"], name, judged.flag)
                resources[_FLAGS][name] = judged.owner
        return nb, resources


def _fill(cell: NotebookNode, judged: Judged) -> None:
    name = judged.task.name
    # What the learner's copy says there does not matter, and no key is left in it.
    cell.source = graded_line(name)
    if judged.mark.by_hand:
        cell.metadata.nbgrader.pop("checksum", None)
    elif judged.task.kind.by_hand:
        # Nothing was written. An unchanged cell is what nbgrader gives 0 without
        # asking a person to read it.
        cell.metadata.nbgrader["checksum"] = utils.compute_checksum(cell)
    cell.outputs = [new_output("display_data", review_bundle(judged, show_truth=True))]
    if judged.flag:
        flag = new_output("stream", name="stdout", text=judged.flag + "\n")
        cell.outputs.insert(0, flag)
    if not judged.task.kind.by_hand:
        cell.outputs.append(
            new_output(
                "execute_result",
                {"text/plain": repr(judged.mark.points)},
                execution_count=1,
            )
        )
    cell.execution_count = 1


class FlagForTeacher(NbGraderPreprocessor):
    """Ask the teacher to look at flagged answers, in both submissions concerned.

    Comes after ``SaveAutoGrades``, which would clear the flags. Whose case was answered
    is kept beside the graded notebook, so that it does not matter which of the two
    submissions is graded first, or again.
    """

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Set *needs manual grade* on each cell concerned."""
        about = resources["nbgrader"]
        folder = Path(resources["metadata"]["path"])
        flags = resources.get(_FLAGS, {})
        if flags:
            (folder / FLAG_FILE).write_text(json.dumps(flags) + "\n", "utf-8")
        concerned = {(name, about["student"]) for name in flags}
        concerned |= {(name, owner) for name, owner in flags.items() if owner}
        for path in folder.parent.parent.glob(f"*/{folder.name}/{FLAG_FILE}"):
            concerned |= {
                (name, owner)
                for name, owner in json.loads(path.read_text("utf-8")).items()
                if owner == about["student"]
            }
        with Gradebook(about["db_url"]) as gradebook:
            for name, student in concerned:
                try:
                    grade = gradebook.find_grade(
                        name, about["notebook"], about["assignment"], student
                    )
                # The other is not graded yet; this is done when they are.
                except MissingEntry:
                    continue
                grade.needs_manual_grade = True
            gradebook.db.commit()
        return nb, resources


def members_of_run(submitted_or_autograded: Path, db_url: str) -> set[str]:
    """Return everybody known to belong to the course run.

    Parameters
    ----------
    submitted_or_autograded : Path
        A folder with one folder for each student.
    db_url : str
        The gradebook's.

    Returns
    -------
    set of str
    """
    with Gradebook(db_url) as gradebook:
        enrolled = {student.id for student in gradebook.students}
    root = submitted_or_autograded.parent
    return enrolled | set(_folder_names([submitted_or_autograded, root / "submitted"]))


def _folder_names(places: Iterable[Path]) -> Iterable[str]:
    for place in places:
        if place.is_dir():
            yield from (path.name for path in place.iterdir() if path.is_dir())
