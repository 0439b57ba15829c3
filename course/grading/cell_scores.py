"""What the gradebook says of one graded cell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellScore:
    """What the gradebook says of one cell.

    Attributes
    ----------
    name : str
    auto_score : float or None
        None where a person decides.
    needs_person : bool
    is_empty : bool
        Whether a cell to fill was left as it was.
    """

    name: str
    auto_score: float | None
    needs_person: bool
    is_empty: bool = False
