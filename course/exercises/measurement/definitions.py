"""Operational definitions: the same records counted twice, and two who count."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from course.exercises.scenes import draw_one, draw_people, draw_place
from course.messages import say
from course.simulations.measurement.operational_definitions import (
    ACQUIRED_ULCER,
    ADULT_YEARS,
    ANY_ULCER,
    BROKEN_SKIN,
    SHORT_STAY_DAYS,
    Counted,
    Stay,
    StaysPlan,
    count,
    draw_stays,
)
from course.simulations.measurement.rater_agreement import (
    TOPICS,
    Agreement,
    draw_rating_plan,
    draw_read_ratings,
)
from course.tasks import Case, Item, Numbers, Table, Task

# Two definitions, one list

_STAYS = (24, 36)
_ACQUIRED = (2, 11)
_LEFT_OUT = (4, 13)
# Miscounted by so many is still a slip.
_SLIP = 2
# A share written as a whole number still counts.
_SHARE_TOLERANCE = 0.5


def draw_two_definitions(rng: np.random.Generator) -> Case:
    """Stays on a ward, counted under a loose definition and under a strict one."""
    figures, words = rng.spawn(2)
    while True:
        stays = draw_stays(_draw_plan(figures), figures)
        loose, strict = count(ANY_ULCER, stays), count(ACQUIRED_ULCER, stays)
        truth = _six_numbers(loose, strict)
        misreadings = {
            "everybody-counts": _counted_of_everybody(truth, stays),
            "the-inconvenient": _without_the_inconvenient(truth, stays, strict),
            "one-meaning": _under_one_meaning(truth, stays),
        }
        if _apart(truth, misreadings):
            break
    facts = {
        "place": draw_place(words, "ward"),
        "person": draw_people(words, 1)[0],
        "stays": len(stays),
        "adult": ADULT_YEARS,
        "short": SHORT_STAY_DAYS,
        "broken": BROKEN_SKIN,
        "left_out": len(strict.excluded),
        "on_arrival": sum(_came_with_it(stay) for stay in _asked(stays, strict)),
        "everybody_numerator": misreadings["everybody-counts"]["strict-numerator"],
        "inconvenient_denominator": misreadings["the-inconvenient"][
            "strict-denominator"
        ],
        "ulcers": len(loose.numerator),
    }
    per_cent = say("measurement.per-cent")
    return Case(
        items=tuple(
            Item(
                field,
                say(f"two-definitions.item.{field}"),
                unit=per_cent if field.endswith("share") else "",
                tolerance=_SHARE_TOLERANCE if field.endswith("share") else 0.0,
            )
            for field in truth
        ),
        tables=(_stays_table(stays),),
        story=say("two-definitions.story", **facts),
        facts=facts,
        truth=truth,
        misreadings=misreadings,
    )


def _draw_plan(figures: np.random.Generator) -> StaysPlan:
    """More stays, and more unlike each other, than in the model's own plan."""
    stays = int(figures.integers(_STAYS[0], _STAYS[1] + 1))
    left_out = int(figures.integers(_LEFT_OUT[0], _LEFT_OUT[1] + 1))
    # Each reason at least once.
    more = figures.multinomial(left_out - 3, [0.2, 0.4, 0.4]) + 1
    acquired = int(figures.integers(_ACQUIRED[0], _ACQUIRED[1] + 1))
    reddened, on_arrival = figures.integers(1, 4, 2).tolist()
    under_age, short_stay, not_examined = more.tolist()
    return StaysPlan(
        clear=stays - left_out - acquired - reddened - on_arrival,
        reddened=reddened,
        acquired=acquired,
        on_arrival=on_arrival,
        under_age=under_age,
        short_stay=short_stay,
        not_examined=not_examined,
        excluded_broken=int(figures.integers(1, min(left_out, 6))),
    )


def _six_numbers(loose: Counted, strict: Counted) -> dict[str, float]:
    return {
        "loose-numerator": len(loose.numerator),
        "loose-share": round(100 * loose.share, 2),
        "strict-excluded": len(strict.excluded),
        "strict-denominator": len(strict.denominator),
        "strict-numerator": len(strict.numerator),
        "strict-share": round(100 * strict.share, 2),
    }


def _strict(
    truth: Mapping[str, float], excluded: int, denominator: int, numerator: int
) -> dict[str, float]:
    return dict(truth) | {
        "strict-excluded": excluded,
        "strict-denominator": denominator,
        "strict-numerator": numerator,
        "strict-share": round(100 * numerator / denominator, 2),
    }


def _counted_of_everybody(
    truth: Mapping[str, float], stays: tuple[Stay, ...]
) -> dict[str, float]:
    """Nobody is left out: the strict definition only says what counts."""
    numerator = sum(
        (stay.first_grade or 0) < BROKEN_SKIN <= stay.worst_grade for stay in stays
    )
    return _strict(truth, 0, len(stays), numerator)


def _without_the_inconvenient(
    truth: Mapping[str, float], stays: tuple[Stay, ...], strict: Counted
) -> dict[str, float]:
    """Those who came with broken skin are left out as well, though no rule says so."""
    extra = sum(_came_with_it(stay) for stay in _asked(stays, strict))
    return _strict(
        truth,
        len(strict.excluded) + extra,
        len(strict.denominator) - extra,
        len(strict.numerator),
    )


def _under_one_meaning(
    truth: Mapping[str, float], stays: tuple[Stay, ...]
) -> dict[str, float]:
    """An ulcer is an ulcer: both definitions give the same."""
    return _strict(truth, 0, len(stays), int(truth["loose-numerator"]))


def _asked(stays: tuple[Stay, ...], strict: Counted) -> list[Stay]:
    return [stay for stay in stays if stay.number in strict.denominator]


def _came_with_it(stay: Stay) -> bool:
    return (stay.first_grade or 0) >= BROKEN_SKIN


def _apart(
    truth: Mapping[str, float], misreadings: Mapping[str, Mapping[str, float]]
) -> bool:
    """Whether each thought leads to shares and counts of its own."""
    shares = [told["strict-share"] for told in (truth, *misreadings.values())]
    shares.sort()
    gaps = [high - low for low, high in zip(shares, shares[1:], strict=False)]
    everybody = misreadings["everybody-counts"]
    return (
        # Their own numerator, or half of the answer would be right by accident.
        everybody["strict-numerator"] != truth["strict-numerator"]
        and min(gaps) > 3 * _SHARE_TOLERANCE
        and truth["loose-share"] - truth["strict-share"] > 3 * _SHARE_TOLERANCE
    )


def _stays_table(stays: tuple[Stay, ...]) -> Table:
    def grade(value: int | None) -> str:
        return "–" if value is None else str(value)

    return Table(
        caption=say("two-definitions.table"),
        columns=tuple(
            say(f"two-definitions.column.{column}")
            for column in ("number", "age", "days", "examined", "first", "worst")
        ),
        rows=tuple(
            (
                str(stay.number),
                str(stay.age),
                str(stay.days),
                say("two-definitions.never")
                if stay.examined_day is None
                else str(stay.examined_day),
                grade(stay.first_grade),
                str(stay.worst_grade),
            )
            for stay in stays
        ),
    )


def share_from_own_counts(
    case: Case, given: Mapping[str, float]
) -> Mapping[str, float]:
    """What the shares should be if the learner's own counts were right.

    Parameters
    ----------
    case : Case
        Of two-definitions.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Only from counts that are right or nearly so, of which one at least is right:
        a slip is paid for once. Nothing for a denominator that a misreading leads to,
        which was no slip.
    """
    followed = {}
    off = {
        field: abs(given[field] - case.truth[field]) if field in given else math.inf
        for field in ("loose-numerator", "strict-numerator", "strict-denominator")
    }
    if off["loose-numerator"] <= _SLIP:
        followed["loose-share"] = 100 * given["loose-numerator"] / case.facts["stays"]
    of_strict = sorted((off["strict-numerator"], off["strict-denominator"]))
    mistaken = {told["strict-denominator"] for told in case.misreadings.values()}
    if of_strict[0] == 0 and of_strict[1] <= _SLIP:
        denominator = given["strict-denominator"]
        if 0 < denominator not in mistaken:
            followed["strict-share"] = 100 * given["strict-numerator"] / denominator
    return followed


# Two who count

_REPORTS = (40, 48, 56, 64)
_KAPPA_TOLERANCE = 0.011


def draw_rater_agreement(rng: np.random.Generator) -> Case:
    """Two wordings, each used by two raters on the same reports."""
    figures, words = rng.spawn(2)
    while True:
        plan = draw_rating_plan(
            figures,
            draw_one(figures, tuple(TOPICS)),
            vague_wording=draw_one(figures, ("vague", "vague-rare", "vague-rare")),
            reports=draw_one(figures, _REPORTS),
        )
        rated = draw_read_ratings(plan, figures)
        sharp_first = bool(figures.integers(2))
        found = [rated.vague_agreement, rated.sharp_agreement]
        wordings = [plan.vague_wording, "sharp"]
        if sharp_first:
            found, wordings = found[::-1], wordings[::-1]
        truth = _five_numbers([a.kappa for a in found], found)
        misreadings = {
            "per-cent-agreement": _five_numbers([a.observed for a in found], found),
            "chance-of-yes": _five_numbers(
                [_kappa_with_yes_alone(a) for a in found], found
            ),
        }
        if _kappas_apart(truth, misreadings):
            break
    first, second = draw_people(words, 2)
    facts = {
        "first": first,
        "second": second,
        "place": draw_place(words, "surgery" if plan.topic == "same-day" else "ward"),
        "reports": plan.reports,
        "topic": say(f"rater-agreement.topic.{plan.topic}"),
        "wording_a": say(f"definitions.{plan.topic}.wording.{wordings[0]}"),
        "wording_b": say(f"definitions.{plan.topic}.wording.{wordings[1]}"),
        "agreed_a": f"{100 * found[0].observed:.0f}",
        "agreed_b": f"{100 * found[1].observed:.0f}",
        "chance_a": f"{100 * found[0].by_chance:.0f}",
        "chance_b": f"{100 * found[1].by_chance:.0f}",
    }
    return Case(
        items=tuple(
            Item(
                field, say(f"rater-agreement.item.{field}"), tolerance=_KAPPA_TOLERANCE
            )
            for field in truth
        ),
        tables=tuple(
            _four_counts(letter, one, facts)
            for letter, one in zip("AB", found, strict=True)
        ),
        story=say("rater-agreement.story", **facts),
        facts=facts,
        truth=truth,
        misreadings=misreadings,
    )


def _five_numbers(kappas: list[float], found: list[Agreement]) -> dict[str, float]:
    return {
        "agreed-a": round(found[0].observed, 4),
        "agreed-b": round(found[1].observed, 4),
        "kappa-a": round(kappas[0], 4),
        "kappa-b": round(kappas[1], 4),
        "kept": round(max(kappas), 4),
    }


def _kappa_with_yes_alone(found: Agreement) -> float:
    """Kappa, if two people could agree by chance on a yes and never on a no."""
    first = (found.both + found.first_only) / found.reports
    second = (found.both + found.second_only) / found.reports
    return (found.observed - first * second) / (1 - first * second)


def _kappas_apart(
    truth: Mapping[str, float], misreadings: Mapping[str, Mapping[str, float]]
) -> bool:
    """Whether no thought leads to a kappa that is right, nor two to the same three."""
    fields = ("kappa-a", "kappa-b", "kept")

    def far(one: Mapping[str, float], other: Mapping[str, float], field: str) -> bool:
        return abs(one[field] - other[field]) > 3 * _KAPPA_TOLERANCE

    one, other = misreadings.values()
    return all(
        far(told, truth, field) for told in misreadings.values() for field in fields
    ) and any(far(one, other, field) for field in fields)


def _four_counts(letter: str, found: Agreement, facts: Mapping[str, object]) -> Table:
    return Table(
        caption=say("rater-agreement.table", letter=letter),
        columns=(
            say("measurement.verdict"),
            say("rater-agreement.counted", who=facts["second"]),
            say("rater-agreement.not-counted", who=facts["second"]),
        ),
        rows=(
            (
                say("rater-agreement.counted", who=facts["first"]),
                str(found.both),
                str(found.first_only),
            ),
            (
                say("rater-agreement.not-counted", who=facts["first"]),
                str(found.second_only),
                str(found.neither),
            ),
        ),
    )


def kept_from_own_kappas(case: Case, given: Mapping[str, float]) -> Mapping[str, float]:
    """The kappa of the wording to keep, if the learner's own two were right.

    Parameters
    ----------
    case : Case
        Of rater-agreement.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing where neither kappa is right: then it is not kappa that is compared.
    """
    kappas = [given.get("kappa-a", 9.0), given.get("kappa-b", 9.0)]
    right = [
        abs(kappa - case.truth[field]) <= _KAPPA_TOLERANCE
        for kappa, field in zip(kappas, ("kappa-a", "kappa-b"), strict=True)
    ]
    if not any(right) or not all(-1 <= kappa <= 1 for kappa in kappas):
        return {}
    return {"kept": max(kappas)}


TWO_DEFINITIONS = Task(
    name="two-definitions",
    kind=Numbers(follows=share_from_own_counts),
    draw=draw_two_definitions,
    points=4,
    elements=("004-10",),
)

RATER_AGREEMENT = Task(
    name="rater-agreement",
    kind=Numbers(follows=kept_from_own_kappas),
    draw=draw_rater_agreement,
    points=4,
    elements=("004-10",),
)
