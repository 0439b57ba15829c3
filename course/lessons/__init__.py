"""From a lesson in Markdown to an nbgrader notebook, the same every time.

The author marks a code cell with one key; ids, points, locks and nbgrader's metadata
follow from it:

``:start: variation``
    who is learning, and how far they have come;
``:task: run-lengths``
    an exercise, and beneath a graded one the locked cell that marks it;
``:hand-in: variation``
    the button at the end.
"""

from course.lessons.builder import (
    assignment_folder,
    build_notebook,
    find_lessons,
    notebook_path,
    write_lesson,
)

__all__ = [
    "assignment_folder",
    "build_notebook",
    "find_lessons",
    "notebook_path",
    "write_lesson",
]
