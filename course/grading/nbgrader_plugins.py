"""nbgrader's own commands, with the course's grader in the place of its converters.

nbgrader lets a course choose the exporter of *autograde* and of *generate_feedback*. It
makes the exporter, which is told the converter it belongs to, and then converts one
submission after the other: copies the learner's files, following links; opens the
gradebook nine times; gives up the whole batch over one copied cell. So the exporters
here do the converter's work before it begins, and leave it nothing to convert. That way
the command line, the API and formgrader's buttons all grade as `fourlenses grade` does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter, NotebookExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from traitlets import Bool

from course.grading.assignments import NotGradable
from course.grading.course_directory import (
    CourseDirectory,
    NotACourseDirectory,
    course_directory_of,
)
from course.grading.feedback_pages import write_feedback
from course.grading.gradebook import GradebookRows, GradebookUnusable
from course.grading.grader import grade
from course.messages import say
from course.widgets.kept_pictures import CHARTS, with_pictures

_PROBLEMS = (NotACourseDirectory, NotGradable, GradebookUnusable, OSError)


class AnswerGrader(NotebookExporter):
    """Stands in ``c.Autograde.exporter_class``; marks answers, runs nobody's code."""

    unsafe = Bool(
        False,
        help="Run a teacher's own code tests also where there is no sandbox for them.",
    ).tag(config=True)

    def __init__(self, **more: Any):
        super().__init__(**more)
        if isinstance(self.parent, Autograde):
            _in_its_place(self.parent, self._grade)

    def _grade(
        self, converter: Autograde, course: CourseDirectory, name: str, who: list[str]
    ) -> list[str]:
        if not converter.create_student:
            with GradebookRows(course.db_url) as gradebook:
                unknown = sorted(set(who) - gradebook.students())
            if unknown:
                return [say("grading.not-enrolled", names=", ".join(unknown))]
        summary = grade(
            course, name, students=who, force=converter.force, unsafe=self.unsafe
        )
        for student in summary.graded:
            converter.log.info(say("grading.log-graded", student=student, name=name))
        for student, flags in summary.flagged.items():
            for flag in flags:
                converter.log.warning("%s: %s", student, flag)
        for student, remarks in summary.remarks.items():
            for remark in remarks:
                converter.log.warning("%s: %s", student, remark)
        return [f"{student}: {reason}" for student, reason in summary.refused.items()]


class FeedbackPages(Exporter):
    """Stands in ``c.GenerateFeedback.exporter_class``; writes the course's own page."""

    file_extension = ".html"
    output_mimetype = "text/html"

    show_truth = Bool(
        False, help="Whether learners may see the right answers in their feedback."
    ).tag(config=True)

    def __init__(self, **more: Any):
        super().__init__(**more)
        if isinstance(self.parent, GenerateFeedback):
            _in_its_place(self.parent, self._write)

    def _write(
        self,
        converter: GenerateFeedback,
        course: CourseDirectory,
        name: str,
        who: list[str],
    ) -> list[str]:
        made = write_feedback(course, name, students=who, show_truth=self.show_truth)
        for page in made.pages:
            converter.log.info(say("grading.log-page", page=page))
        return []


class DrawnPictures(Preprocessor):
    """Stands in ``c.HTMLExporter.preprocessors``: formgrader shows charts drawn."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Draw the charts of what a graded cell shows.

        Parameters
        ----------
        cell : NotebookNode
            Changed in place.
        resources : dict
        index : int

        Returns
        -------
        NotebookNode, dict
        """
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if CHARTS in data:
                data["text/html"] = with_pictures(data)
                del data[CHARTS]
        return cell, resources


def _in_its_place(converter: BaseConverter, work: Any) -> None:
    """Do the work for every submission nbgrader has found, and leave it none."""
    course = _course_of(converter)
    excluded = set(filter(None, converter.coursedir.student_id_exclude.split(",")))
    found: dict[str, list[str]] = {}
    for folder in sorted(converter.assignments):
        student, name = Path(folder).parts[-2:]
        if student not in excluded:
            found.setdefault(name, []).append(student)
    converter.assignments = {}
    refused = []
    for name, who in found.items():
        try:
            refused += work(converter, course, name, who)
        except _PROBLEMS as problem:
            refused.append(str(problem))
    for sentence in refused:
        converter.log.error(sentence)
    if refused:
        # nbgrader's own way to say that not all went well.
        raise NbGraderException("\n".join(refused))


def _course_of(converter: BaseConverter) -> CourseDirectory:
    """The course directory as nbgrader has it, with what its command line changed."""
    coursedir = converter.coursedir
    config = converter.config.copy()
    for name in ("source", "release", "submitted", "autograded", "feedback"):
        setting = f"{name}_directory"
        config.CourseDirectory[setting] = getattr(coursedir, setting)
    for setting in ("root", "db_url", "course_id", "groupshared"):
        config.CourseDirectory[setting] = getattr(coursedir, setting)
    return course_directory_of(Path(coursedir.root), config)
