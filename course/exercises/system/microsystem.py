"""A microsystem by the five P: what an extract of its data says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.exercises.scenes import draw_one
from course.exercises.system.banks import draw_phrase
from course.messages import say
from course.tasks import Case, Item, Numbers, Table, Task

WEEKS = 4
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STAFF = ("1", "2", "3")
# A week as most units know it: a full Monday and two quiet days at its end.
_WEEK = np.array([1.7, 1.2, 1.1, 1.0, 1.15, 0.45, 0.4])
# Between which the people in its care on an average day lie, and its sector.
_SCENES = {
    "ward": ((15, 27), "hospital"),
    "home-care": ((48, 90), "municipal"),
    "care-home": ((22, 44), "municipal"),
    "assessment": ((30, 70), "municipal"),
    "visiting-team": ((24, 48), "primary"),
    "complaints": ((30, 70), "administration"),
}


@dataclass(frozen=True, slots=True)
class Extract:
    """Four weeks of a microsystem.

    Attributes
    ----------
    places, present : int
        Room there is, and people there are on an average day.
    came, older : int
        People who came in the four weeks, and those of them who are over eighty.
    finished, in_time : int
        Of the people who came, those whose plan was finished, and in time.
    hours : tuple of int
        Worked in the four weeks, by profession.
    by_day : tuple of int
        Who came on the four Mondays, the four Tuesdays and on.
    """

    places: int
    present: int
    came: int
    older: int
    finished: int
    in_time: int
    hours: tuple[int, ...]
    by_day: tuple[int, ...]

    def measures(self, *, whole: bool = True, weekly: bool = True) -> dict[str, float]:
        """Work out one measure for each of four P.

        Parameters
        ----------
        whole : bool
            Whether each share is taken of the whole it belongs to.
        weekly : bool
            Whether sums of four weeks are brought to one.
        """
        weeks = WEEKS if weekly else 1
        monday, all_days = self.by_day[0], sum(self.by_day)
        return {
            "patients": 100 * self.older / (self.came if whole else self.finished),
            "people": sum(self.hours)
            / weeks
            / (self.present if whole else self.places),
            "processes": 100 * self.in_time / (self.finished if whole else self.came),
            "patterns": (monday - all_days / len(DAYS)) / weeks,
        }


def draw_extract(figures: np.random.Generator, present: tuple[int, int]) -> Extract:
    """Draw an extract in which it matters of what a share is taken.

    Parameters
    ----------
    figures : numpy.random.Generator
    present : tuple of int
        Between which the people of an average day lie.

    Returns
    -------
    Extract
    """
    here = int(figures.integers(*present))
    places = round(here * figures.uniform(1.12, 1.3))
    a_day = figures.uniform(4.5, 8)
    by_day = np.rint(WEEKS * a_day * _WEEK * figures.uniform(0.85, 1.15, len(DAYS)))
    came = int(by_day.sum())
    finished = round(came * figures.uniform(0.62, 0.85))
    weekly = here * figures.uniform(4.8, 7.6)
    hours = np.rint(WEEKS * weekly * figures.dirichlet((9, 14, 4)))
    return Extract(
        places=places,
        present=here,
        came=came,
        older=round(came * figures.uniform(0.3, 0.6)),
        finished=finished,
        in_time=round(finished * figures.uniform(0.45, 0.85)),
        hours=tuple(hours.astype(int).tolist()),
        by_day=tuple(by_day.astype(int).tolist()),
    )


def draw_five_p(rng: np.random.Generator) -> Case:
    """An extract, and one measure for each of four P; the purpose is in the story."""
    figures, words = rng.spawn(2)
    scene = draw_one(figures, tuple(_SCENES))
    present, sector = _SCENES[scene]
    extract = draw_extract(figures, present)
    truth = extract.measures()
    facts = {
        "place": draw_phrase(words, f"five-p.{scene}.place."),
        "purpose": say(f"five-p.{scene}.purpose"),
        "came": extract.came,
        "older": extract.older,
        "finished": extract.finished,
        "in_time": extract.in_time,
        "present": extract.present,
        "places": extract.places,
        "hours": sum(extract.hours),
        "mondays": extract.by_day[0],
        "weeks": WEEKS,
    }
    tolerance = {"patients": 0.6, "people": 0.06, "processes": 0.6, "patterns": 0.06}
    return Case(
        items=tuple(
            Item(
                name,
                say(f"five-p.item.{name}", **facts),
                unit=say(f"five-p.unit.{name}"),
                tolerance=tolerance[name],
            )
            for name in truth
        ),
        tables=_tables(scene, extract),
        story=say("five-p.story", **facts),
        sector=sector,
        facts=facts,
        truth=_rounded(truth),
        misreadings={
            "another-whole": _rounded(extract.measures(whole=False)),
            "four-weeks-left": _rounded(extract.measures(weekly=False)),
        },
    )


def _tables(scene: str, extract: Extract) -> tuple[Table, ...]:
    counts = ("places", "present", "came", "older", "finished", "in-time")
    values = (
        extract.places,
        extract.present,
        extract.came,
        extract.older,
        extract.finished,
        extract.in_time,
    )
    return (
        Table(
            caption=say("five-p.counts", weeks=WEEKS),
            columns=(say("five-p.column.what"), say("five-p.column.number")),
            rows=tuple(
                (say(f"five-p.{scene}.{name}"), str(value))
                for name, value in zip(counts, values, strict=True)
            ),
        ),
        Table(
            caption=say("five-p.hours", weeks=WEEKS),
            columns=(say("five-p.column.who"), say("five-p.column.hours")),
            rows=tuple(
                (say(f"five-p.{scene}.staff.{one}"), str(hours))
                for one, hours in zip(STAFF, extract.hours, strict=True)
            ),
        ),
        Table(
            caption=say("five-p.days", weeks=WEEKS),
            columns=(
                say("five-p.column.day"),
                *(say(f"five-p.day.{day}") for day in DAYS),
            ),
            rows=((say("five-p.column.came"), *map(str, extract.by_day)),),
        ),
    )


def _rounded(told: dict[str, float]) -> dict[str, float]:
    return {item: round(value, 4) for item, value in told.items()}


FIVE_P = Task(
    name="five-p",
    kind=Numbers(),
    draw=draw_five_p,
    points=4,
    elements=("001-18",),
)
