"""Points of a teacher's own test cells, from what their execution proved."""

from __future__ import annotations

# Where the sandbox writes what it found, in a cell's metadata. What a submission says
# there is removed before it is executed.
FOUND = "fourlenses_test"


def is_test(cell: dict) -> bool:
    """Whether points for a cell come from running it.

    Parameters
    ----------
    cell : dict
        Of a notebook.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_test({"cell_type": "code", "metadata": {"nbgrader": {"grade": True}}})
    True
    >>> is_test({"cell_type": "markdown", "metadata": {"nbgrader": {"grade": True}}})
    False
    """
    about = cell.get("metadata", {}).get("nbgrader", {})
    return (
        cell.get("cell_type") == "code"
        and bool(about.get("grade"))
        and not about.get("solution")
    )


def points_of(cell: dict) -> float | None:
    """Points for a graded cell, after `execute_in_sandbox`.

    Parameters
    ----------
    cell : dict

    Returns
    -------
    float or None
        From 0 to what the cell is worth. None if a person gives the points.

    Notes
    -----
    Where nbgrader asks whether an error is shown, the question here is whether the
    test is known to have run to its end:

    ================================  ===========  =====
    the test                          nbgrader     here
    ================================  ===========  =====
    ran to its end, without a value   full         full
    raised an error                   0            0
    wrote a warning to stderr         0            full
    was not run, or not to its end    full         0
    ended in a number                 that number  that number
    ended in ``np.float64(0.25)``     full         0.25
    ended in a number above all       an error     full
    ended in one below 0              full         0
    ended in ``nan``                  ``nan``/full 0
    ended in ``True``                 full         full
    ended in ``False``                full         0
    ended in a text, a list, a chart  full         0
    ================================  ===========  =====

    The value is that of the test's last line, not the text that was displayed, which
    a learner's class can choose. So ``0.5;`` is half a point too. A test that ends in
    a text gives nothing, to everybody, the teacher's own solution included: better
    that than a test which says "wrong" in its last line and pays for it.

    Examples
    --------
    >>> cell = {
    ...     "cell_type": "code",
    ...     "execution_count": 3,
    ...     "outputs": [],
    ...     "metadata": {
    ...         "nbgrader": {"grade": True, "solution": False, "points": 2},
    ...         "fourlenses_test": {"ended": True, "mark": 1.5},
    ...     },
    ... }
    >>> points_of(cell)
    1.5
    """
    if not is_test(cell):
        return None
    most = float(cell["metadata"]["nbgrader"]["points"])
    found = cell["metadata"].get(FOUND, {})
    ended = (
        found.get("ended") is True
        and cell.get("execution_count") is not None
        and not any(one["output_type"] == "error" for one in cell.get("outputs", []))
    )
    if not ended:
        return 0.0
    mark = found.get("mark")
    if mark is None:
        return most
    if isinstance(mark, bool):
        return most if mark else 0.0
    if isinstance(mark, float):
        return min(max(mark, 0.0), most)
    return 0.0
