"""Keys: what only the teacher's side knows, read from a file beside the lesson.

A lesson's keys lie in ``source/04-variation.keys.toml``. Each task with a key has a
table of its items, and may say which thought leads to which wrong option::

    [two-errors.items.d01]
    right = "sound"
    why = "Far above the upper limit: chance alone seldom goes there."
    wrong = { by-outcome = "mistake-1" }

    [two-errors.instead.acting-is-safe]
    mistake-1 = "sound"

``wrong`` speaks of one item; ``instead`` of every item whose right option stands on
the left.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course.tasks.task import Key

_OF_A_TASK = {"items", "instead"}
_OF_AN_ITEM = {"right", "why", "wrong"}


def read_keys(path: Path) -> dict[str, Key]:
    """Read the keys of a lesson.

    Parameters
    ----------
    path : Path
        TOML as described above. A lesson without keys has no such file.

    Returns
    -------
    dict of str to Key
        By name of the task; empty where there is no file.

    Raises
    ------
    ValueError
        If the file is not TOML, or something in it is missing, misspelt or
        contradicts itself; the sentence names the file and the place.

    Examples
    --------
    >>> read_keys(Path("source/00-no-such-lesson.keys.toml"))
    {}
    """
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} cannot be read as TOML: {error}.") from error
    try:
        return {task: _read_key(task, told) for task, told in written.items()}
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from None


def _read_key(task: str, told: Any) -> Key:
    told = _table(told, task, _OF_A_TASK)
    items = {
        item: _table(about, f"{task}.items.{item}", _OF_AN_ITEM)
        for item, about in _table(told.get("items", {}), f"{task}.items").items()
    }
    if not items:
        raise ValueError(f"{task} has no items.")

    truth, why = {}, {}
    for item, about in items.items():
        for field, known in (("right", truth), ("why", why)):
            known[item] = _sentence(about.get(field), f"{task}.items.{item}", field)

    misreadings: dict[str, dict[str, str]] = {}
    for thought, swaps in _table(told.get("instead", {}), f"{task}.instead").items():
        place = f"{task}.instead.{thought}"
        for right, wrong in _table(swaps, place).items():
            wrong = _sentence(wrong, place, right)
            hit = [item for item, option in truth.items() if option == right]
            if not hit:
                raise ValueError(f"{place}: {right!r} is right nowhere.")
            misreadings.setdefault(thought, {}).update(dict.fromkeys(hit, wrong))
    for item, about in items.items():
        place = f"{task}.items.{item}.wrong"
        for thought, wrong in _table(about.get("wrong", {}), place).items():
            misreadings.setdefault(thought, {})[item] = _sentence(wrong, place, thought)

    for thought, answers in misreadings.items():
        for item, option in answers.items():
            if option == truth[item]:
                raise ValueError(
                    f"{task}: {thought} leads to {option!r} at {item}, which is right."
                )
    return Key(truth=truth, why=why, misreadings=misreadings)


def _table(value: Any, place: str, fields: set[str] | None = None) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{place} must be a table.")
    if fields is not None:
        for name in value.keys() - fields:
            raise ValueError(
                f"{place}: {name!r} is not one of {', '.join(sorted(fields))}."
            )
    return value


def _sentence(value: Any, place: str, field: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{place}: {field!r} must be a text.")
    return value


def read_all_keys(source: Path) -> dict[str, Key]:
    """Read the keys of every lesson in a ``source/`` folder.

    Parameters
    ----------
    source : Path

    Returns
    -------
    dict of str to Key
        By name of the task; empty where there are no lessons.

    Raises
    ------
    ValueError
        As `read_keys`.

    Examples
    --------
    >>> read_all_keys(Path("no-such-folder"))
    {}
    """
    keys: dict[str, Key] = {}
    for path in sorted(source.glob("*.keys.toml")):
        keys |= read_keys(path)
    return keys
