"""Why a learner's own data cannot be used, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

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
    kinds : sequence of (str, int)
        What cannot be read, by its kind, and how many rows have it.
    two_ways : str
        A number that is to be told as one with decimals or with thousands; "" for
        none.
    duration : str
        A cell such as "1:05" that could be read as hours and minutes; "" for none.
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
        kinds: Sequence[tuple[str, int]] = (),
        two_ways: str = "",
        duration: str = "",
        **values: object,
    ):
        super().__init__(say(f"own-data.{key}", row=row, **values))
        self.row = row
        self.skippable = skippable
        self.grouping = grouping
        self.kinds = tuple(kinds)
        self.two_ways = two_ways
        self.duration = duration

    @property
    def summary(self) -> str:
        """All that cannot be read, by its kind; "" where nothing could be left out."""
        return summary_of(self.kinds, "unreadable") if self.kinds else ""


def summary_of(kinds: Sequence[tuple[str, int]], key: str) -> str:
    """Say how many rows cannot be read, or were left out, and what they have.

    Parameters
    ----------
    kinds : sequence of (str, int)
    key : {"unreadable", "left-unreadable"}

    Returns
    -------
    str

    Examples
    --------
    >>> summary_of([("1:05", 5), ("avlyst", 1)], "unreadable")
    '6 rows cannot be read: 5 × “1:05”, 1 × “avlyst”.'
    """
    count = sum(number for _, number in kinds)
    each = ", ".join(
        say("own-data.kind", count=number, text=text) for text, number in kinds
    )
    one = ".one" if count == 1 else ""
    return say(f"own-data.{key}{one}", count=count, kinds=each)
