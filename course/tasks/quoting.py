"""What somebody else wrote, made fit to stand in a sentence of ours."""

from __future__ import annotations

# Characters. The longest name a learner may choose has 40.
LONGEST_QUOTE = 60


def quoted(text: object, longest: int = LONGEST_QUOTE) -> str:
    r"""Write what came out of a file as one short line that can be shown anywhere.

    Parameters
    ----------
    text : object
        What is no string is written as one.
    longest : int
        Characters; of what is longer the beginning is kept, with an ellipsis.

    Returns
    -------
    str
        Ends of lines, control characters, signs that turn the direction of writing and
        halves of letters are question marks.

    Examples
    --------
    >>> quoted("amira\n\x00")
    'amira??'
    >>> quoted("a" * 100, longest=5)
    'aaaa…'
    """
    # The rest of a text of megabytes would be cleaned to be thrown away.
    start = str(text)[: longest + 1]
    line = "".join(sign if sign.isprintable() else "?" for sign in start)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
