"""A list of learners, as a teacher copies it out of a spreadsheet."""

from __future__ import annotations

import re

from course.grading.intake import is_student
from course.messages import say
from course.tasks.quoting import quoted

_BETWEEN = re.compile(r"[\t;,]")
# What spreadsheets and learning platforms of the North write over such columns.
_HEADINGS = {
    *("e-mail", "email", "email address", "mail", "e-post", "epost"),
    *("first name", "given name", "fornavn", "förnamn"),
    *("last name", "surname", "family name", "etternavn", "efternavn", "efternamn"),
    *("user name", "username", "brugernavn", "brukernavn", "användarnamn"),
}


class NotAClassList(Exception):
    """A list of learners cannot be read; the message is a sentence."""


def read_class_list(text: str) -> dict[str, dict[str, str]]:
    r"""Read a list: on each line a learner's name in the course, and who they are.

    Parameters
    ----------
    text : str
        Divided by tabs, semicolons or commas: the name in the course, and if wanted the
        first name, the last name and the e-mail address. A first line of headings is
        left out.

    Returns
    -------
    dict of str to dict
        Learner to what is said of them, by the gradebook's words for it.

    Raises
    ------
    NotAClassList
        If a line does not begin with what can be a learner's name in the course.

    Examples
    --------
    >>> read_class_list("anna; Anna; Holm; anna@example.org\nbo")["anna"]["email"]
    'anna@example.org'
    """
    found = {}
    lines = list(filter(str.strip, text.splitlines()))
    if lines and not _HEADINGS.isdisjoint(map(str.lower, _parts(lines[0]))):
        del lines[0]
    for line in lines:
        student, *more = _parts(line)
        if not is_student(student):
            raise NotAClassList(say("teach.enrol.no-learner", line=quoted(line)))
        about = dict(zip(("first_name", "last_name", "email"), more, strict=False))
        found[student] = {key: value for key, value in about.items() if value}
    if not found:
        raise NotAClassList(say("teach.enrol.nobody"))
    return found


def _parts(line: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(line)]
