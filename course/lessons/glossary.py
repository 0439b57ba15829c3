"""The glossary: the words that the lessons explain, gathered from them.

Near its end a lesson lists its words::

    ### Words

    - **common causes**: the many small things that are always there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import jupytext

from course.lessons.builder import find_lessons
from course.messages import say

HEADING = "### Words"
_WORD = re.compile(r"^- \*\*(.+?)\*\*: (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of the trade, as a lesson explains it.

    Attributes
    ----------
    term, meaning : str
        The meaning may hold Markdown.
    lesson : int
        Number of the lesson.
    title : str
        Of the lesson.
    """

    term: str
    meaning: str
    lesson: int
    title: str


def find_words(source: Path) -> list[Word]:
    """Gather the words of all lessons.

    Parameters
    ----------
    source : Path

    Returns
    -------
    list of Word
        In alphabetical order; of a word explained twice, the first lesson's comes
        first.
    """
    words = []
    for lesson in find_lessons(source):
        notebook = jupytext.read(lesson, fmt="md:myst")
        about = notebook.metadata["fourlenses"]
        for cell in notebook.cells:
            _, found, listed = cell.source.partition(HEADING)
            if cell.cell_type != "markdown" or not found:
                continue
            words += [
                Word(
                    term=term,
                    meaning=meaning,
                    lesson=about["number"],
                    title=about["title"],
                )
                for term, meaning in _WORD.findall(listed.partition("\n### ")[0])
            ]
    return sorted(words, key=lambda word: (word.term.casefold(), word.lesson))


def as_page(words: list[Word]) -> str:
    """Return the glossary as a page in Markdown.

    Parameters
    ----------
    words : list of Word

    Returns
    -------
    str

    Examples
    --------
    >>> aim = Word(term="aim", meaning="What we want.", lesson=3, title="Aim")
    >>> print(as_page([aim]).splitlines()[-1])
    - **aim**: What we want. *(3, Aim)*
    """
    lines = [f"# {say('glossary.title')}", "", say("glossary.about"), ""]
    lines += [
        f"- **{word.term}**: {word.meaning} *({word.lesson}, {word.title})*"
        for word in words
    ]
    return "\n".join(lines) + "\n"
