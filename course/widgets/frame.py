"""What every widget shares: its script, its look, its words.

There is no bundler. A widget's script is ``frame.js`` with the widget's own file
behind it, as one text; its style is ``frame.css``, with its own behind it if need be.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from course.messages import catalogue, keys

HERE = Path(__file__).parent


@cache
def script(file: str) -> str:
    """Return ``frame.js`` followed by `file`.

    Parameters
    ----------
    file : str
        Beside this module, or in a folder below it: ``"simulations/clinic.js"``.

    Returns
    -------
    str
        One ECMAScript module.

    Examples
    --------
    >>> "function make(" in script("classify.js")
    True
    """
    return _joined("frame.js", file)


@cache
def style(*files: str) -> str:
    """Return ``frame.css`` followed by `files`.

    Parameters
    ----------
    *files : str
        As for `script`.

    Returns
    -------
    str

    Examples
    --------
    >>> style().startswith("/*")
    True
    """
    return _joined("frame.css", *files)


def labels(*prefixes: str) -> dict[str, str]:
    """Return the words on a widget, by what stands behind the prefix in their key.

    Places such as ``{n}`` stay open: the browser fills them.

    Parameters
    ----------
    *prefixes : str
        ``"widget.frame."`` has what every widget says.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> labels("widget.frame.")["check"]
    'Check'
    """
    return {
        key.removeprefix(prefix): catalogue()[key]
        for prefix in prefixes
        for key in keys(prefix)
    }


def _joined(*files: str) -> str:
    return "\n".join((HERE / file).read_text("utf-8") for file in files)
