"""``nbgrader generate_feedback``, with the course's own page instead of a notebook.

The page is made anew from the answers and the gradebook; nothing a learner could have
written into a notebook passes into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from traitlets import Bool

from course.exercises import TASKS
from course.grading.feedback import Section, feedback_page, section_of
from course.grading.preprocessors import members_of_run
from course.messages import say
from course.tasks import Key, find_run, judge
from course.tasks.keys import read_all_keys


class FeedbackExporter(Exporter):
    """Write one static feedback page for an autograded notebook."""

    file_extension = ".html"
    output_mimetype = "text/html"

    show_truth = Bool(
        False, help="Whether learners may see the right answers in their feedback."
    ).tag(config=True)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict | None = None, **kw: Any
    ) -> tuple[str, dict]:
        """Return the page and the resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        about = resources["nbgrader"]
        folder = Path(resources["metadata"]["path"])
        directory = self.parent.coursedir
        keys = read_all_keys(Path(directory.root) / directory.source_directory)
        sections = [
            self._section(cell, folder, about, keys)
            for cell in nb.cells
            if utils.is_grade(cell)
        ]
        title = nb.metadata.get("fourlenses", {}).get("title", about["notebook"])
        return feedback_page(title, about["student"], sections), resources

    def _section(
        self,
        cell: NotebookNode,
        folder: Path,
        about: Mapping[str, str],
        keys: Mapping[str, Key],
    ) -> Section:
        grade = cell.metadata.nbgrader
        name, comment = grade["grade_id"], grade.get("comment") or ""
        if name not in TASKS:
            return Section(
                name=name,
                title=say("feedback.own-cell"),
                points=grade["score"],
                max_points=grade["points"],
                body=Markup("<pre>{}</pre>").format(escape(cell.source)),
                comment=comment,
            )
        judged = judge(
            TASKS[name],
            folder / "answers",
            learner=about["student"],
            run=find_run(folder),
            members=members_of_run(folder.parent.parent, about["db_url"]),
            key=keys.get(name),
        )
        waiting = judged.mark.by_hand and _needs_a_person(name, about)
        return section_of(
            judged,
            points=None if waiting else grade["score"],
            comment=comment,
            show_truth=self.show_truth,
        )


def _needs_a_person(cell: str, about: Mapping[str, str]) -> bool:
    """Whether a cell is still to be marked by hand; nbgrader's cells do not say."""
    with Gradebook(about["db_url"]) as gradebook:
        return gradebook.find_grade(
            cell, about["notebook"], about["assignment"], about["student"]
        ).needs_manual_grade
