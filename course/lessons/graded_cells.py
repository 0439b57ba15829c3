"""What stands in a graded cell: its one visible line, and the key in hidden ones."""

from __future__ import annotations

import ast
import json

from course.tasks import Key

KEY_LINE = "key"


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
