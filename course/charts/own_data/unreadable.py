"""Why a learner's own data cannot be used, in one sentence."""

from __future__ import annotations

from course.messages import say


class UnreadableData(ValueError):
    """Own data that cannot be used; the message is one sentence for the learner.

    Parameters
    ----------
    key : str
        Of the sentence, without ``own-data.`` before it.
    row : int or None
        The row of the file it is about, counted from 1 as a spreadsheet does.
    skippable : bool
        Whether the rest could be used if cells like this were left out.
    grouping : bool
        Whether one point for each week or month would help.
    **values
        For the places of the sentence.

    Examples
    --------
    >>> str(UnreadableData("too-few", fewest=3))
    'A chart needs at least 3 numbers, and there are fewer in this column.'
    """

    def __init__(
        self,
        key: str,
        *,
        row: int | None = None,
        skippable: bool = False,
        grouping: bool = False,
        **values: object,
    ):
        super().__init__(say(f"own-data.{key}", row=row, **values))
        self.row = row
        self.skippable = skippable
        self.grouping = grouping
