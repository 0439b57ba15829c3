"""Whom a registry does not know, and what can be said all the same."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from course.exercises.scenes import draw_people, draw_place, options_of
from course.messages import say
from course.simulations.measurement.coverage import (
    VERDICTS,
    RegistryYear,
    draw_registry_year,
)
from course.tasks import Case, Classify, Item, Numbers, Table, Task
from course.tasks.scoring import kappa

# One unit

_TOLERANCE = 0.6


def draw_coverage_bounds(rng: np.random.Generator) -> Case:
    """One clinic's year: coverage, what is printed, and between which shares it is."""
    figures, words = rng.spawn(2)
    while True:
        verdict = VERDICTS[int(figures.integers(len(VERDICTS)))]
        year = draw_registry_year(verdict, figures)
        truth = _four_numbers(year.coverage, year.share, year.lower, year.upper)
        misreadings = {
            "missing-like-the-rest": truth
            | {"lowest": truth["printed"], "highest": truth["printed"]},
            "off-the-numerator": _off_the_numerator(year),
        }
        if _bounds_apart(truth, misreadings):
            break
    facts = {
        "place": draw_place(words, "hospital"),
        "person": draw_people(words, 1)[0],
        "events": year.events,
        "reported": year.reported,
        "missing": year.missing,
        "patients": year.patients,
        "with_all": year.events + year.missing,
        "printed": f"{100 * year.share:.0f}",
        "lowest": f"{100 * year.lower:.0f}",
        "highest": f"{100 * year.upper:.0f}",
    }
    return Case(
        items=tuple(
            Item(
                field,
                say(f"coverage-bounds.item.{field}"),
                unit=say("measurement.per-cent"),
                tolerance=_TOLERANCE,
            )
            for field in truth
        ),
        tables=(_patients_table(facts),),
        story=say("coverage-bounds.story", **facts),
        facts=facts,
        truth=truth,
        misreadings=misreadings,
    )


def _four_numbers(
    coverage: float, printed: float, lowest: float, highest: float
) -> dict[str, float]:
    named = zip(
        ("coverage", "printed", "lowest", "highest"),
        (coverage, printed, lowest, highest),
        strict=True,
    )
    return {name: round(100 * share, 2) for name, share in named}


def _patients_table(facts: Mapping[str, object]) -> Table:
    return Table(
        caption=say("coverage-bounds.table"),
        columns=tuple(
            say(f"coverage-verdict.column.{column}")
            for column in ("unit", "events", "reported", "missing")
        ),
        rows=(
            tuple(
                str(facts[fact]) for fact in ("place", "events", "reported", "missing")
            ),
        ),
    )


def _off_the_numerator(year: RegistryYear) -> dict[str, float]:
    """The missing are taken from the reported and added to them; nobody is added."""
    return _four_numbers(
        1 - year.missing / year.reported,
        year.share,
        (year.events - year.missing) / year.reported,
        (year.events + year.missing) / year.reported,
    )


def _bounds_apart(
    truth: Mapping[str, float], misreadings: Mapping[str, Mapping[str, float]]
) -> bool:
    off = misreadings["off-the-numerator"]
    return (
        0 < off["lowest"]
        and all(
            abs(off[field] - truth[field]) > 3 * _TOLERANCE
            for field in ("coverage", "lowest", "highest")
        )
        and min(truth["printed"] - truth["lowest"], truth["highest"] - truth["printed"])
        > 3 * _TOLERANCE
    )


# Nine units

_UNITS = 9
_LETTERS = "ABCDEFGHI"
# Below this coverage many would say that nothing can be known.
RULE_OF_THUMB = 0.80
_CLEAR = 0.012


def draw_coverage_verdict(rng: np.random.Generator) -> Case:
    """Nine clinics with the same target: what is certain of each."""
    figures, words = rng.spawn(2)
    while True:
        target = int(figures.integers(55, 81)) / 100
        verdicts = [*VERDICTS, *VERDICTS]
        verdicts += figures.choice(VERDICTS, _UNITS - len(verdicts)).tolist()
        verdicts = [str(v) for v in figures.permutation(verdicts)]
        years = [_draw_year(verdict, target, figures) for verdict in verdicts]
        truth = dict(zip(_LETTERS.lower(), verdicts, strict=True))
        misreadings = {
            "as-printed": _by(years, _as_printed),
            "by-rule-of-thumb": _by(years, _by_rule_of_thumb),
        }
        if all(kappa(told, truth) < 0.75 for told in misreadings.values()):
            break
    place = draw_place(words, "hospital")
    facts = {
        "place": place,
        "target": round(100 * target),
        "units": _UNITS,
        "unknown": verdicts.count("unknown"),
        "thumb": round(100 * RULE_OF_THUMB),
        "settled_low": sum(
            year.coverage < RULE_OF_THUMB and year.verdict != "unknown"
            for year in years
        ),
    }
    return Case(
        items=tuple(
            Item(letter.lower(), say("coverage-verdict.item", letter=letter))
            for letter in _LETTERS
        ),
        options=options_of("coverage-verdict", VERDICTS),
        tables=(_years_table(years),),
        story=say("coverage-verdict.story", **facts),
        facts=facts,
        truth=truth,
        misreadings=misreadings,
    )


def _draw_year(
    verdict: str, target: float, figures: np.random.Generator
) -> RegistryYear:
    """Draw a year of any coverage, so that coverage alone does not settle it."""
    while True:
        patients = int(figures.integers(60, 321))
        reported = round(patients * figures.uniform(0.5, 0.96))
        year = RegistryYear(
            events=round(reported * figures.uniform(0.1, 1.0)),
            reported=reported,
            missing=patients - reported,
            target=target,
        )
        clear = all(
            abs(figure - target) >= _CLEAR
            for figure in (year.lower, year.share, year.upper)
        )
        if clear and year.verdict == verdict and 0 < year.events < reported:
            return year


def _by(years: list[RegistryYear], thought) -> dict[str, str]:
    return {
        letter: thought(year)
        for letter, year in zip(_LETTERS.lower(), years, strict=True)
    }


def _as_printed(year: RegistryYear) -> str:
    return "reached" if year.share >= year.target else "not-reached"


def _by_rule_of_thumb(year: RegistryYear) -> str:
    return "unknown" if year.coverage < RULE_OF_THUMB else _as_printed(year)


def _years_table(years: list[RegistryYear]) -> Table:
    return Table(
        caption=say("coverage-verdict.table"),
        columns=tuple(
            say(f"coverage-verdict.column.{column}")
            for column in ("unit", "events", "reported", "missing")
        ),
        rows=tuple(
            (letter, str(year.events), str(year.reported), str(year.missing))
            for letter, year in zip(_LETTERS, years, strict=True)
        ),
    )


COVERAGE_BOUNDS = Task(
    name="coverage-bounds",
    kind=Numbers(),
    draw=draw_coverage_bounds,
    points=3,
    elements=("000-17", "000-19"),
)

COVERAGE_VERDICT = Task(
    name="coverage-verdict",
    kind=Classify(),
    draw=draw_coverage_verdict,
    points=4,
    elements=("000-17", "000-19"),
)
