"""What stands in a graded cell: its one visible line, and the key in hidden ones."""

from __future__ import annotations

import ast
import json
import re

from course.tasks import Key

KEY_LINE = "key"
START_LINE = "from course import exercise, graded, hand_in, start"
_COURSE_LINES = re.compile(
    rf"""({START_LINE}\n)?(start|exercise|graded|hand_in)\("[a-z0-9-]+"\)"""
    r"""|if False:(.|\n)*\ngraded\("[a-z0-9-]+"\)"""
)


def is_course_line(source: str) -> bool:
    """Whether a cell's source is one of the lines a lesson's exercises stand in.

    Parameters
    ----------
    source : str

    Returns
    -------
    bool

    Examples
    --------
    >>> is_course_line('exercise("signals")'), is_course_line("import numpy")
    (True, False)
    """
    return _COURSE_LINES.fullmatch(source.strip()) is not None


def hidden_key(source: str) -> Key | None:
    r"""Read the key in the hidden lines of a graded cell, without running them.

    Parameters
    ----------
    source : str
        Of the instructor's cell.

    Returns
    -------
    Key or None
        None where the cell holds no key.

    Examples
    --------
    >>> hidden_key('key(\'two-errors\', \'{"truth": {"d01": "sound"}}\')').truth
    {'d01': 'sound'}
    """
    for line in source.splitlines():
        if line.startswith(f"{KEY_LINE}("):
            _, content = ast.literal_eval(line.removeprefix(KEY_LINE))
            return Key(**json.loads(content))
    return None


def graded_line(name: str) -> str:
    """Return the one visible line of a graded cell."""
    return f'graded("{name}")'
