"""An extract of a registry that somebody has to clean before it is counted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from course.exercises.scenes import draw_people, draw_place
from course.messages import say
from course.simulations.registries.extracts import (
    Extract,
    SoiledExtract,
    SoilPlan,
    soil,
)
from course.tasks import Case, Item, Numbers, Select, Table, Task

YEAR = 2026
_FALLS = (24, 37)
_TWICE, _IMPOSSIBLE = (2, 5), (2, 5)
# Months in which the new code may begin, the last one left out.
_NEW_CODE = (3, 12)
# Miscounted by so many is still a slip.
_SLIP = 2
# How harm is coded before the change and after it.
_YES, _NO_BEFORE, _NO_AFTER = 1, 2, 0


@dataclass(frozen=True, slots=True, eq=False)
class _SoiledFalls:
    """A list of falls with its faults, and what is right about it.

    Attributes
    ----------
    extract : SoiledExtract
    rows : tuple of tuple
        As entered.
    to_take_out : tuple of int
        Numbers of the rows, counted from 1.
    """

    extract: SoiledExtract
    rows: tuple[tuple, ...]
    to_take_out: tuple[int, ...]

    @property
    def month(self) -> int:
        """The first month coded anew."""
        return int(self.extract.plan.recoded_from[5:])

    @property
    def left(self) -> list[tuple]:
        """The rows that remain."""
        return [row for row in self.rows if row[0] not in self.to_take_out]


def _draw_soiled_falls(figures: np.random.Generator) -> _SoiledFalls:
    """Draw a list whose faults can all be seen, and seen by one reading only."""
    while True:
        clean = _draw_falls(figures)
        plan = SoilPlan(
            twice=int(figures.integers(*_TWICE)),
            impossible=int(figures.integers(*_IMPOSSIBLE)),
            recoded="harm",
            recoded_from=f"{YEAR}-{int(figures.integers(*_NEW_CODE)):02d}",
        )
        extract = soil(
            clean, plan, figures, days=("fell_on", "reported_on"), recode=_recode
        )
        rows = extract.soiled.rows
        out = tuple(sorted({*extract.to_remove, *extract.impossible}))
        falls = _SoiledFalls(extract, rows, out)
        if _can_be_counted(falls):
            return falls


def _draw_falls(figures: np.random.Generator) -> Extract:
    falls = int(figures.integers(*_FALLS))
    first = datetime.date(YEAR, 1, 1)
    days = np.sort(figures.choice(360, falls, replace=False)).tolist()
    persons = figures.choice(np.arange(1000, 10_000), falls, replace=False).tolist()
    stays = figures.integers(1, 15, falls).tolist()
    delays = figures.integers(0, 4, falls).tolist()
    harms = (figures.random(falls) < figures.uniform(0.15, 0.65)).tolist()
    rows = []
    for number, (day, person, stay, delay, harm) in enumerate(
        zip(days, persons, stays, delays, harms, strict=True), start=1
    ):
        fell = first + datetime.timedelta(days=day)
        rows.append(
            (
                number,
                f"P{person}",
                (fell - datetime.timedelta(days=stay)).isoformat(),
                fell.isoformat(),
                (fell + datetime.timedelta(days=delay)).isoformat(),
                _YES if harm else _NO_BEFORE,
            )
        )
    header = ("record", "person", "admitted_on", "fell_on", "reported_on", "harm")
    return Extract(header, tuple(rows))


def _recode(code: int) -> int:
    return _YES if code == _YES else _NO_AFTER


def _codes(rows: list[tuple] | tuple[tuple, ...]) -> list[int]:
    return [row[5] for row in rows]


def _can_be_counted(falls: _SoiledFalls) -> bool:
    """Whether the month shows in the rows that stay, and thoughts count apart."""
    left = falls.left
    month = f"{YEAR}-{falls.month:02d}"
    before = f"{YEAR}-{falls.month - 1:02d}"
    # The last 2 in the month before, the first 0 in the month itself.
    seen = any(r[5] == _NO_AFTER and r[3][:7] == month for r in left) and any(
        r[5] == _NO_BEFORE and r[3][:7] == before for r in left
    )
    truth, misreadings = _counts(falls), _miscounts(falls)
    told = [truth, *misreadings.values()]
    zeros = [row[0] for row in left if row[5] == _NO_AFTER]
    return (
        seen
        and all(
            abs(one[field] - other[field]) > 1.5
            for field in ("falls", "share")
            for i, one in enumerate(told)
            for other in told[:i]
        )
        and misreadings["as-it-came"]["harmed"] != truth["harmed"]
        and len(zeros) >= 3
    )


def _count(rows: list[tuple], month: int) -> dict[str, float]:
    harmed = _codes(rows).count(_YES)
    return {
        "month": month,
        "falls": len(rows),
        "harmed": harmed,
        "share": round(100 * harmed / len(rows), 2),
    }


def _counts(falls: _SoiledFalls) -> dict[str, float]:
    return _count(falls.left, falls.month)


def _miscounts(falls: _SoiledFalls) -> dict[str, dict[str, float]]:
    known = [row for row in falls.left if row[5] != _NO_AFTER]
    return {
        "as-it-came": _count(list(falls.rows), falls.month),
        "zero-is-unknown": _count(known, falls.month),
    }


def draw_extract_rows(rng: np.random.Generator) -> Case:
    """Which rows cannot stay as they are."""
    figures, words = rng.spawn(2)
    falls = _draw_soiled_falls(figures)
    twice = [_row_id(n) for n in falls.extract.to_remove]
    impossible = [_row_id(n) for n in falls.extract.impossible]
    zeros = [_row_id(row[0]) for row in falls.left if row[5] == _NO_AFTER]
    facts = _scene(words, falls) | {
        "twice": len(twice),
        "impossible": len(impossible),
        "zeros": len(zeros),
    }
    return Case(
        items=tuple(_row_item(row) for row in falls.rows),
        story=say("extract-rows.story", **facts),
        facts=facts,
        truth=[_row_id(number) for number in falls.to_take_out],
        misreadings={
            "only-repeats": twice,
            "only-dates": impossible,
            "new-code-is-an-error": [*impossible, *zeros],
        },
    )


def draw_extract_counts(rng: np.random.Generator) -> Case:
    """What the extract says once it is clean."""
    figures, words = rng.spawn(2)
    falls = _draw_soiled_falls(figures)
    truth = _counts(falls)
    facts = _scene(words, falls) | {
        "out": len(falls.to_take_out),
        "known": sum(row[5] != _NO_AFTER for row in falls.left),
        "left": len(falls.left),
    }
    return Case(
        items=tuple(
            Item(
                field,
                say(f"extract-counts.item.{field}"),
                unit=say("measurement.per-cent") if field == "share" else "",
                tolerance=0.6 if field == "share" else 0.0,
            )
            for field in truth
        ),
        tables=(_rows_table(falls.rows),),
        story=say("extract-counts.story", **facts),
        facts=facts,
        truth=truth,
        misreadings=_miscounts(falls),
    )


def _scene(words: np.random.Generator, falls: _SoiledFalls) -> dict[str, object]:
    return {
        "place": draw_place(words, "care"),
        "person": draw_people(words, 1)[0],
        "rows": len(falls.rows),
        "year": YEAR,
    }


def _rows_table(rows: tuple[tuple, ...]) -> Table:
    columns = ("row", "person", "admitted", "fell", "reported", "harm")
    return Table(
        caption=say("extract-counts.table"),
        columns=tuple(say(f"extract-counts.column.{column}") for column in columns),
        rows=tuple(tuple(str(cell) for cell in row) for row in rows),
    )


def _row_id(number: int) -> str:
    return f"row-{number:02d}"


def _row_item(row: tuple) -> Item:
    number, person, admitted, fell, reported, harm = row
    return Item(
        _row_id(number),
        say(
            "extract-rows.item",
            number=number,
            person=person,
            admitted=admitted,
            fell=fell,
            reported=reported,
            harm=harm,
        ),
    )


def share_from_own_counts(
    case: Case, given: Mapping[str, float]
) -> Mapping[str, float]:
    """The share with harm, if the learner's own two counts were right.

    Parameters
    ----------
    case : Case
        Of extract-counts.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Only from counts that are right or nearly so, of which one at least is right.
        Nothing for a number of falls that a misreading leads to.
    """
    falls, harmed = given.get("falls", 0.0), given.get("harmed", -9.0)
    off = sorted((abs(falls - case.truth["falls"]), abs(harmed - case.truth["harmed"])))
    mistaken = {told["falls"] for told in case.misreadings.values()}
    if off[0] or off[1] > _SLIP or falls in mistaken:
        return {}
    return {"share": 100 * harmed / falls}


EXTRACT_ROWS = Task(
    name="extract-rows",
    kind=Select(),
    draw=draw_extract_rows,
    points=3,
    data="fall-extract",
    elements=("000-18", "000-03"),
)

EXTRACT_COUNTS = Task(
    name="extract-counts",
    kind=Numbers(follows=share_from_own_counts),
    draw=draw_extract_counts,
    points=4,
    data="fall-extract",
    elements=("000-18", "000-03"),
)
