"""Whether what was saved has the form an answer must have."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from course.messages import say
from course.tasks.quoting import quoted
from course.tasks.task import Answer, Case, Item, Said

# What reading somebody else's JSON raises where it is not of the form expected.
UNFIT = (ValueError, TypeError, KeyError, IndexError, AttributeError)


def complain_about_mapping(
    case: Case, answer: Answer, fits: Callable[[Item, Any], bool]
) -> str:
    """Say in a sentence why `answer` is not ``{item: value}`` with values that fit.

    Parameters
    ----------
    case : Case
    answer : Answer
    fits : callable
        ``(item, value)``: whether the value has the form it must have there.

    Returns
    -------
    str
        "" where nothing is wrong.
    """
    if not isinstance(answer, dict):
        return say("form.not-this-kind")
    known = {item.id: item for item in case.items}
    for item, value in answer.items():
        if item not in known:
            return say("form.unknown-item", item=quoted(item))
        if not fits(known[item], value):
            return say("form.not-this-kind")
    return ""


def is_set_of(value: Any, members: Collection[Any], type_: type) -> bool:
    """Whether `value` is a list of different `members`, all of one type."""
    return (
        isinstance(value, list)
        # bool is an int to Python, and True would pass for period 1.
        and all(type(member) is type_ and member in members for member in value)
        and len(set(value)) == len(value)
    )


def say_of_each(
    case: Case, answer: Answer | None, in_words: Callable[[Item, Any], str]
) -> tuple[Said, ...]:
    """Put an answer ``{item: value}`` into words, a line for each item.

    Parameters
    ----------
    case : Case
    answer : Answer or None
    in_words : callable
        ``(item, value) -> str``.

    Returns
    -------
    tuple of Said
    """
    given = answer or {}
    return tuple(
        Said(
            item.text,
            in_words(item, given[item.id]) if item.id in given else "",
            item.id,
        )
        for item in case.items
    )
