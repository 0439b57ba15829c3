"""Points that a person typed."""

from __future__ import annotations


def points_typed(typed: str, most: float) -> float | None:
    """Read points, with a full stop or a comma in them.

    Parameters
    ----------
    typed : str
    most : float
        How many there are to be had.

    Returns
    -------
    float or None
        None where it is no number of points that could be given.

    Examples
    --------
    >>> points_typed("2,5", most=4), points_typed(" 4", most=4)
    (2.5, 4.0)
    >>> points_typed("5", most=4), points_typed("nan", most=4), points_typed("", most=4)
    (None, None, None)
    """
    try:
        points = float(typed.replace(",", "."))
    except ValueError:
        return None
    # Also not a number at all, which compares with nothing.
    return points if 0 <= points <= most else None
