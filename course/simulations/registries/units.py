"""Units that report to the registries: made up, and from all three kinds of care."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import numpy as np

SETTINGS = ("hospital", "primary", "municipal")

_FILE = Path(__file__).with_name("units.toml")


@cache
def _names() -> dict[str, list[str]]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def draw_unit(setting: str, rng: np.random.Generator) -> str:
    """Draw a unit of one kind of care.

    Parameters
    ----------
    setting : {"hospital", "primary", "municipal"}
    rng : numpy.random.Generator

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the setting is unknown.

    Examples
    --------
    >>> draw_unit("municipal", np.random.default_rng(1))
    'Leirmyra short-stay home'
    """
    if setting not in SETTINGS:
        raise ValueError(f"{setting!r} is not one of {', '.join(SETTINGS)}.")
    names = _names()[setting]
    return names[int(rng.integers(len(names)))]


def draw_towns(count: int, rng: np.random.Generator) -> tuple[str, ...]:
    """Draw towns with a clinic each, no two alike, in alphabetical order.

    Parameters
    ----------
    count : int
    rng : numpy.random.Generator

    Returns
    -------
    tuple of str

    Raises
    ------
    ValueError
        If there are not so many.

    Examples
    --------
    >>> draw_towns(3, np.random.default_rng(1))
    ('Klippnes', 'Kvarnhed', 'Ravneskær')
    """
    names = _names()["towns"]
    if count > len(names):
        raise ValueError(f"There are {len(names)} towns, not {count}.")
    # Sorted places are sorted names: the file is in alphabetical order.
    return tuple(names[i] for i in sorted(rng.choice(len(names), count, replace=False)))
