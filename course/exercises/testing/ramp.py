"""A ramp of tests as an answer: what was tried, what was predicted, what was decided.

The answer is what the simulation keeps. Nothing that was seen in a test is kept in it:
the tests are made again from the learner's own chance, so that the data can neither be
lost nor improved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from course.exercises.scenes import draw_one, draw_place
from course.messages import say
from course.simulations.testing.pdsa_ramp import (
    CHANGES,
    SETTINGS,
    Plan,
    Ramp,
    Test,
    draw_plan,
    open_ramp,
    run_test,
    run_tests,
)
from course.simulations.testing.ramp_policies import (
    Decisions,
    Policy,
    good_ramp,
    random_policy,
)
from course.simulations.testing.ramp_scores import efficiency, score_ramp
from course.tasks import Answer, Case, Item, Said, Table, Task
from course.tasks.forms import is_set_of
from course.tasks.scoring import stepped

# Where a change is to be used, as a decision can say it.
PLACES: Mapping[str, tuple[str, ...]] = {
    "everywhere": SETTINGS,
    "day": ("day", "day-frail"),
    "night": ("night", "night-frail"),
    "robust": ("day", "night"),
    "frail": ("day-frail", "night-frail"),
    "nowhere": (),
}
# What a learner makes of a test before the next one is planned.
ACTS = ("widen", "again", "adapt", "abandon")
LONGEST_NOTE = 300
# Nobody begins again so often.
_MOST_ROUNDS = 10_000
# Changes a ward may think of; each of them could help, do nothing, or harm somebody.
_IDEAS = (
    "early-up",
    "standing-order",
    "fewer-checks",
    "own-tablets",
    "drip-out",
    "walks-alone",
    "home-sooner",
    "free-meals",
    "undisturbed",
    "own-clothes",
    "catheter-out",
    "low-bed",
    "lights-out",
    "own-values",
    "long-table",
    "monitor-off",
)


@dataclass(frozen=True, slots=True)
class Ward:
    """Where a ramp is made, and what is true there.

    Attributes
    ----------
    place : str
    ideas : mapping of str to str
        What each of `CHANGES` is here, by the id that an answer has for it.
    plan : Plan
        Not to be shown before the decisions are made.
    seed : tuple of int
        Of all chance in its tests: the learner's own, the round, and one.
    """

    place: str
    ideas: Mapping[str, str]
    plan: Plan
    seed: tuple[int, int, int]

    @property
    def round(self) -> int:
        """How often the learner began again before coming here."""
        return self.seed[1]

    @property
    def names(self) -> dict[str, str]:
        """Each of `CHANGES` in words, with its letter."""
        return {
            change: say(f"ramp.change.{idea}", letter=change.upper())
            for change, idea in self.ideas.items()
        }

    def ramp(self, tests: tuple[Test, ...]) -> Ramp:
        """Make the tests; the same tests always bring the same data.

        Parameters
        ----------
        tests : tuple of Test

        Returns
        -------
        Ramp
        """
        return run_tests(self.plan, tests, np.random.default_rng(self.seed))


@dataclass(frozen=True, slots=True)
class RampAnswer:
    """An answer that was read, and is in order.

    Attributes
    ----------
    round : int
        Which ward: somebody who begins again comes to another.
    tests : tuple of Test
    decisions : mapping of str to str
        For each change one of `PLACES`; empty until all are made.
    """

    round: int
    tests: tuple[Test, ...]
    decisions: Mapping[str, str]

    @property
    def settings(self) -> Decisions:
        """Where each change is to be used."""
        return {change: PLACES[place] for change, place in self.decisions.items()}


def read_ramp(answer: Any, seed: int) -> RampAnswer:
    """Read an answer, whoever wrote it.

    Parameters
    ----------
    answer : Any
    seed : int
        Of the learner's case: an answer speaks of the ideas of the learner's ward.

    Returns
    -------
    RampAnswer

    Raises
    ------
    ValueError
        If it is not what the simulation writes, speaks of another ward, or spends
        more than there is.

    Examples
    --------
    >>> read_ramp({"round": 0, "tests": [], "decisions": {}}, seed=1)
    RampAnswer(round=0, tests=(), decisions={})
    """
    if not isinstance(answer, dict):
        raise ValueError("A ramp is a table.")
    round_, tests = answer.get("round"), answer.get("tests")
    decisions = answer.get("decisions")
    if type(round_) is not int or not 0 <= round_ < _MOST_ROUNDS:
        raise ValueError("A ramp has a round.")
    if not isinstance(tests, list):
        raise ValueError("A ramp has a list of tests.")
    change_of = {idea: change for change, idea in ward_of(seed, round_).ideas.items()}
    if not isinstance(decisions, dict) or set(decisions) not in (set(), set(change_of)):
        raise ValueError("A ramp has a decision about each change, or none.")
    if not all(isinstance(p, str) and p in PLACES for p in decisions.values()):
        raise ValueError("A decision says where.")
    read = tuple(_read_test(test, change_of) for test in tests)
    if sum(test.hours for test in read) > Ramp(usual=()).budget_hours + 1e-9:
        raise ValueError("A ramp keeps within its hours.")
    decided = {change_of[idea]: place for idea, place in decisions.items()}
    return RampAnswer(round_, read, decided)


def _read_test(test: Any, change_of: Mapping[str, str]) -> Test:
    if not isinstance(test, dict):
        raise ValueError("A test is a table.")
    ideas, settings = test.get("changes"), test.get("settings")
    patients, prediction = test.get("patients"), test.get("prediction")
    if not is_set_of(ideas, change_of, str) or not is_set_of(settings, SETTINGS, str):
        raise ValueError("A test has changes and settings.")
    if type(patients) is not int or type(prediction) is not int:
        raise ValueError("A test has whole patients and a prediction in per cent.")
    if test.get("act", "") not in ("", *ACTS):
        raise ValueError("An act is one of four, or open.")
    note = test.get("note", "")
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        raise ValueError("A note is a short text.")
    return Test(
        changes=tuple(change_of[idea] for idea in ideas),
        settings=tuple(settings),
        patients=patients,
        prediction=prediction / 100,
    )


@lru_cache(maxsize=256)
def ward_of(seed: int, round_: int) -> Ward:
    """Return the ward of one learner's round.

    Parameters
    ----------
    seed : int
        Of the learner's case.
    round_ : int

    Returns
    -------
    Ward
        Another truth in each round.
    """
    truth, words = np.random.default_rng([seed, round_]).spawn(2)
    ideas = words.choice(_IDEAS, len(CHANGES), replace=False).tolist()
    return Ward(
        place=draw_place(words, "ward"),
        ideas=dict(zip(CHANGES, ideas, strict=True)),
        plan=draw_plan(truth),
        seed=(seed, round_, 1),
    )


def place_name(settings: tuple[str, ...]) -> str:
    """Name the decision that a change is used in these settings.

    Parameters
    ----------
    settings : tuple of str

    Returns
    -------
    str
        One of `PLACES`.

    Raises
    ------
    KeyError
        If no decision says so.

    Examples
    --------
    >>> place_name(("day", "night"))
    'robust'
    """
    return {frozenset(where): name for name, where in PLACES.items()}[
        frozenset(settings)
    ]


# What is read of somebody who has not begun.
_NOTHING = RampAnswer(0, (), {})


@dataclass(frozen=True, slots=True)
class RampOfTests:
    """Small tests of three changes, and a decision about each.

    An answer is ``{"round", "tests", "decisions"}``. A test is ``{"changes",
    "settings", "patients", "prediction"}`` with the prediction in per cent; a decision
    is one of `PLACES` for each change. A change is called by the idea it is, not by its
    letter: few wards have the same three, so few answers are the same. What was seen is
    computed, not kept. What else lies in the answer belongs to the simulation.
    """

    name: ClassVar[str] = "ramp"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not a ramp within its budget."""
        try:
            _read(case, answer)
        except ValueError:
            return say("form.not-this-kind")
        return ""

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Say what is undecided, what was never tried, and what the tests cost."""
        read = _read(case, answer)
        if not read.decisions:
            return (say("ramp.undecided"),) if read.tests else ()
        ward = _ward(case, read)
        ramp = ward.ramp(read.tests)
        said = [
            say(
                "ramp.untried",
                change=ward.names[change],
                settings=", ".join(say(f"ramp.within.{s}") for s in untried),
            )
            for change, where in read.settings.items()
            if (untried := [s for s in where if s not in ramp.tried(change)])
        ]
        if efficiency(ramp) < 1:
            said.append(
                say(
                    "ramp.dear",
                    hours=round(ramp.budget_hours - ramp.hours_left),
                    budget=round(ramp.budget_hours),
                    harmed=ramp.harmed,
                    share=round(100 * efficiency(ramp)),
                )
            )
        return tuple(said)

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each decision, setting by setting, and how each change was tried."""
        read = _read(case, answer)
        if not read.decisions:
            return {}
        parts: dict[str, Any] = {
            f"{change} {setting}": setting in where
            for change, where in read.settings.items()
            for setting in SETTINGS
        }
        for change in CHANGES:
            tried = [test for test in read.tests if change in test.changes]
            parts[f"{change} alone"] = any(len(test.changes) == 1 for test in tried)
            parts[f"{change} widely"] = {
                setting for test in tried for setting in test.settings
            } == set(SETTINGS)
        return parts

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether both say yes, or both no."""
        return given == wanted

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each change with the decision about it."""
        read = _read(case, answer) if answer is not None else _NOTHING
        ward = _ward(case, read)
        return tuple(
            Said(
                say("ramp.asked", change=ward.names[change], place=ward.place),
                say(f"ramp.place.{read.decisions[change]}") if read.decisions else "",
                ward.ideas[change],
            )
            for change in CHANGES
        )

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Agreement of the decisions with what is true, in steps, times efficiency."""
        read = _read(case, answer)
        if not read.decisions:
            return 0.0
        ward = _ward(case, read)
        found = score_ramp(ward.plan, ward.ramp(read.tests), read.settings)
        return stepped(found.agreement) * found.efficiency

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Whether each change is used just where it should be, and was tried there."""
        read = _read(case, answer)
        ward = _ward(case, read)
        ramp, best = ward.ramp(read.tests), ward.plan.best()
        return {
            ward.ideas[change]: set(where) == set(best[change])
            and ramp.tried(change) >= set(where)
            for change, where in read.settings.items()
        }

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Test something somewhere, and decide by drawing lots."""
        ward = _ward(case, _NOTHING)
        ramp, _ = _play(ward, random_policy, rng)
        places = list(PLACES)
        decisions = {change: draw_one(rng, places) for change in CHANGES}
        return as_answer(ward, _tests_of(ramp), decisions)

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """One test of everything, and one decision about all."""
        return all_alike(_ward(case, _NOTHING), draw_one(rng, list(PLACES)))


def all_alike(ward: Ward, place: str, patients: int = 2) -> Answer:
    """Test all three changes at once in all settings, and decide alike about them.

    Parameters
    ----------
    ward : Ward
    place : str
        One of `PLACES`.
    patients : int
        In each setting.

    Returns
    -------
    Answer
    """
    test = Test(changes=CHANGES, settings=SETTINGS, patients=patients, prediction=0.8)
    return as_answer(ward, [test], dict.fromkeys(CHANGES, place))


def as_answer(
    ward: Ward, tests: Iterable[Test], decisions: Mapping[str, str]
) -> Answer:
    """Return the answer of somebody who made these tests on a ward.

    Parameters
    ----------
    ward : Ward
    tests : iterable of Test
    decisions : mapping of str to str
        For each of `CHANGES` one of `PLACES`.

    Returns
    -------
    Answer
    """
    return {
        "round": ward.round,
        "tests": [
            {
                "changes": [ward.ideas[change] for change in test.changes],
                "settings": list(test.settings),
                "patients": test.patients,
                "prediction": round(100 * test.prediction),
            }
            for test in tests
        ],
        "decisions": {ward.ideas[c]: place for c, place in decisions.items()},
    }


def draw_ramp(rng: np.random.Generator) -> Case:
    """Three changes on a ward, of which nobody is told what they do."""
    seed = int(rng.integers(2**32))
    ward = ward_of(seed, 0)
    best = ward.plan.best()
    return Case(
        items=tuple(Item(ward.ideas[c], ward.names[c]) for c in CHANGES),
        tables=(_records(ward),),
        facts={"seed": seed, "place": ward.place},
        truth=as_answer(
            ward,
            _tests_of(_sparing_ramp(ward)),
            {change: place_name(best[change]) for change in CHANGES},
        ),
        misreadings={
            "all-at-once": all_alike(ward, "everywhere", patients=30),
            "fair-weather": _fair_weather(ward),
        },
    )


def _records(ward: Ward) -> Table:
    """What is known of the usual way before any test."""
    return Table(
        caption=say("ramp.records", place=ward.place),
        columns=(say("ramp.column.setting"), say("ramp.column.usual")),
        rows=tuple(
            (
                say(f"ramp.setting.{setting}"),
                say(
                    "ramp.share",
                    well=well,
                    patients=patients,
                    share=round(100 * well / patients),
                ),
            )
            for setting, (well, patients) in zip(
                SETTINGS, ward.ramp(()).usual, strict=True
            )
        ),
    )


def _fair_weather(ward: Ward) -> Answer:
    """Try each change where it is easiest; use what helps there everywhere."""
    plan = ward.plan
    tests = [
        Test(changes=(change,), settings=("day",), patients=30, prediction=0.8)
        for change in CHANGES
    ]
    helps = {c: plan.worth((c,), "day") > plan.worth((), "day") for c in CHANGES}
    decisions = {c: "everywhere" if helps[c] else "nowhere" for c in CHANGES}
    return as_answer(ward, tests, decisions)


def _sparing_ramp(ward: Ward) -> Ramp:
    """Tests that reach all settings, and cost nobody points."""
    # The policy draws no lots, so its chance does not matter.
    ramp, _ = _play(ward, good_ramp, np.random.default_rng(0))
    for patients in (2, 1):
        if efficiency(ramp) == 1:
            break
        tests = [
            Test(changes=(c,), settings=SETTINGS, patients=patients, prediction=0.6)
            for c in CHANGES
        ]
        ramp = ward.ramp(tuple(tests))
    return ramp


def _play(
    ward: Ward, policy: Policy, rng: np.random.Generator
) -> tuple[Ramp, Decisions]:
    """Let a policy make its tests; its lots are not the ward's chance."""
    chance = np.random.default_rng(ward.seed)
    ramp = open_ramp(ward.plan, chance)
    while isinstance(move := policy(ramp, rng), Test):
        ramp = run_test(ward.plan, ramp, move, chance)
    return ramp, move


def _tests_of(ramp: Ramp) -> list[Test]:
    return [result.test for result in ramp.results]


def _read(case: Case, answer: Answer) -> RampAnswer:
    return read_ramp(answer, case.facts["seed"])


def _ward(case: Case, read: RampAnswer) -> Ward:
    return ward_of(case.facts["seed"], read.round)


RAMP = Task(
    name="ramp",
    kind=RampOfTests(),
    draw=draw_ramp,
    points=5,
    elements=("004-11", "001-04", "003-02", "001-12"),
)
