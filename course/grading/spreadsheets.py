"""Cells that a spreadsheet takes for text, whatever somebody has written."""

from __future__ import annotations

# What a spreadsheet takes for the beginning of a formula; the last four are the same
# signs as keyboards for Chinese and Japanese type them.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Some programs drop these first, and then read a formula.
_DROPPED = ("\t", "\r")


def harmless(text: str) -> str:
    """Return what no spreadsheet takes for a formula: with an apostrophe before it.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> harmless("=1+1"), harmless(" @SUM(A1)"), harmless("Berg")
    ("'=1+1", "' @SUM(A1)", 'Berg')
    """
    begins = text.startswith(_DROPPED) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if begins else text
