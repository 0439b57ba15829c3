"""Give numbers: each within its tolerance, and a slip is paid for once."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from course.charts.pictures import format_value
from course.messages import say
from course.tasks.forms import complain_about_mapping, say_of_each
from course.tasks.quoting import quoted
from course.tasks.task import Answer, Case, Item, Said

# Digits may be grouped by (hard, narrow) spaces; point or comma for decimals.
_NUMBER = re.compile(
    r"""\s*
    ([-+\u2212]? (?: \d{1,3}(?:[\ \u00a0\u202f]\d{3})+ | \d+ )? (?:[.,]\d+)?)
    \s*(.*)""",
    re.DOTALL | re.VERBOSE,
)

# A share may be written with the sign or in words, whichever the exercise shows.
PER_CENT = frozenset({"%", "per cent", "percent"})


# An answer is read for its parts, its score, its remarks and what follows from it.
@lru_cache(maxsize=256)
def read_number(text: str, unit: str = "") -> float:
    """Read a number as people write it.

    Parameters
    ----------
    text : str
        Digits with a decimal point or comma, perhaps the unit behind.
    unit : str
        The unit asked for.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If there is no number ("number"), or another unit behind it ("unit").

    Examples
    --------
    >>> read_number("12,5"), read_number("1 250 min", "min"), read_number("−3")
    (12.5, 1250.0, -3.0)
    >>> read_number("40 %", "per cent")
    40.0
    >>> read_number("4 hours", "minutes")
    Traceback (most recent call last):
    ValueError: unit
    """
    match = _NUMBER.fullmatch(text)
    digits = match[1] if match else ""
    if not any(character.isdigit() for character in digits):
        raise ValueError("number")
    behind = match[2].strip().casefold().rstrip(".")
    units = PER_CENT if unit in PER_CENT else {unit.casefold()}
    if behind and behind not in {*units, unit.casefold().rstrip("s")}:
        another_unit = unit and behind[0] not in "0123456789.,"
        raise ValueError("unit" if another_unit else "number")
    cleaned = re.sub(r"[\s\u00a0\u202f]", "", digits)
    return float(cleaned.replace("\u2212", "-").replace(",", "."))


def _follows_nothing(case: Case, given: Mapping[str, float]) -> Mapping[str, float]:
    return {}


@dataclass(frozen=True, slots=True)
class Numbers:
    """One number for each item.

    An answer is ``{item: text as typed}``. The share of the points is the share of
    the numbers right.

    Attributes
    ----------
    follows : callable
        ``(case, numbers given) -> {item: value}``: what some numbers should be if
        the learner's own earlier ones were right. A number that follows from an
        earlier slip counts (error carried forward).
    """

    follows: Callable[[Case, Mapping[str, float]], Mapping[str, float]] = (
        _follows_nothing
    )
    name: ClassVar[str] = "numbers"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not ``{item: text}``."""
        return complain_about_mapping(
            case, answer, lambda _, text: isinstance(text, str) and len(text) <= 60
        )

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Say of each text that is no number, or in another unit, what is amiss."""
        said = []
        for item in case.items:
            text = answer.get(item.id, "").strip()
            if not text:
                continue
            try:
                read_number(text, item.unit)
            except ValueError as problem:
                key = (
                    f"numbers.{'wrong-unit' if str(problem) == 'unit' else 'no-number'}"
                )
                said.append(say(key, text=quoted(text), item=item.text, unit=item.unit))
        return tuple(said)

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each item with a readable number."""
        numbers = {}
        for item in case.items:
            value = answer.get(item.id, "")
            try:
                number = (
                    read_number(value, item.unit)
                    if isinstance(value, str)
                    else float(value)
                )
            except ValueError:
                continue
            if math.isfinite(number):
                numbers[item.id] = number
        return numbers

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether two numbers are within the tolerance of the item."""
        # A case may hold NumPy's numbers, whose truth is no JSON.
        return bool(abs(given - wanted) <= _item(case, part).tolerance + 1e-9)

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each number as typed; one from the truth gets its unit."""

        def in_words(item: Item, value: str | float) -> str:
            if isinstance(value, str):
                return value.strip()
            return f"{format_value(value)} {item.unit}".strip()

        return say_of_each(case, answer, in_words)

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Share of the numbers right."""
        return sum(self.correct(case, answer, truth).values()) / len(case.items)

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Whether each number is right, or follows from an earlier one."""
        given = self.parts(case, answer)
        followed = self.follows(case, given)
        return {
            item: self.agree(case, item, number, truth[item])
            or item in followed
            and self.agree(case, item, number, followed[item])
            for item, number in given.items()
        }

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Any number of about the right size, with the decimals asked for."""
        guesses = {}
        for item in case.items:
            wanted = case.truth[item.id]
            guess = rng.uniform(0, 2 * max(abs(wanted), 1))
            guesses[item.id] = (
                f"{guess:.0f}" if item.tolerance < 0.01 else f"{guess:.1f}"
            )
        return guesses

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """One number everywhere."""
        number = str(int(rng.integers(0, 31)))
        return {item.id: number for item in case.items}


def _item(case: Case, name: str) -> Item:
    return next(item for item in case.items if item.id == name)
