"""A ramp of PDSA tests on a process whose workings nobody is told.

Three changes might help a clinic's patients to have their care as agreed. One helps,
one does nothing, and one helps some patients and harms others, at nights or where
patients are frail; two of them act upon each other. What is true stands in a `Plan`.
What has been tried and seen stands in a `Ramp`, which knows nothing of the plan, so
that it can be shown to whoever is to find out.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

CHANGES = ("a", "b", "c")

# When, and for whom: by day or at night, for sturdy patients or frail ones.
SETTINGS = ("day", "day-frail", "night", "night-frail")

# Where a change that harms may do so: at night, or to frail patients.
_HARMED_IN = (("night", "night-frail"), ("day-frail", "night-frail"))

# How two changes act upon each other. The two that help do less together than the
# better one alone; the one that does nothing gets in the way of the one that helps;
# or the two that help do more together than each alone would promise.
INTERACTIONS = ("overlap", "clash", "synergy")
# Half of all plans overlap: there, testing one change at a time misleads.
_HOW_OFTEN = (0.5, 0.25, 0.25)

# Staff hours: to plan a test and study it, to follow one patient closely, for each
# change in use with that patient, and how much dearer the night is.
HOURS_FOR_A_TEST = 2.0
HOURS_FOR_A_PATIENT = 0.25
HOURS_FOR_A_CHANGE = 0.15
NIGHT_FACTOR = 1.5

BUDGET_HOURS = 250.0
MOST_PATIENTS = 60

# Of patients the clinic cares for, so many in each setting.
SHARES = {"day": 0.40, "day-frail": 0.25, "night": 0.20, "night-frail": 0.15}
# Known of the usual way before any test: last year's records.
RECORDS = {"day": 320, "day-frail": 200, "night": 160, "night-frail": 120}

# A change in use takes time from other patients: as if so much less went well.
_BURDEN = 0.04
# The best thing to do must be so much better than the next best, in each setting.
_CLEARLY_BETTER = 0.035
# Of patients whose care does not go well, so many are harmed.
_USUAL_HARM = 0.01
_HARM_BY_A_CHANGE = 0.30


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is true of the process. Not to be shown before the decisions are made.

    The log odds that a patient's care goes well are ``base``, plus ``night`` and
    ``frail`` where they apply, plus the effect of each change in use, plus
    ``interaction`` where both changes of ``pair`` are in use.

    Attributes
    ----------
    base, night, frail : float
        Log odds.
    effects : tuple of float
        Log odds of each of `CHANGES`, where it does not harm.
    harmful : str
        The change that harms somewhere.
    harmed_in : tuple of str
        The settings in which it does.
    harm : float
        Log odds, its effect there.
    pair : tuple of str
        The two changes that act upon each other.
    interaction : float
        Log odds.
    clumsiness : float
        Log odds that each change costs with the first patient it is tried on.
    practice : float
        Patients after which clumsiness is halved, and halved again.
    noise : float
        Standard deviation, in log odds, of what one test has in one setting that
        the next has not: who was on duty, which week it was.
    """

    base: float
    night: float
    frail: float
    effects: tuple[float, ...]
    harmful: str
    harmed_in: tuple[str, ...]
    harm: float
    pair: tuple[str, str]
    interaction: float
    clumsiness: float
    practice: float
    noise: float

    def log_odds(self, changes: Collection[str], setting: str) -> float:
        """Log odds that a patient's care goes well once the changes are practised.

        Parameters
        ----------
        changes : collection of str
            Those in use.
        setting : str

        Returns
        -------
        float
        """
        total = self.base
        total += self.night * is_night(setting) + self.frail * is_frail(setting)
        for change, effect in zip(CHANGES, self.effects, strict=True):
            if change in changes:
                harms = change == self.harmful and setting in self.harmed_in
                total += self.harm if harms else effect
        if set(self.pair) <= set(changes):
            total += self.interaction
        return total

    def chance(self, changes: Collection[str], setting: str) -> float:
        """Chance that a patient's care goes well once the changes are practised.

        Parameters
        ----------
        changes : collection of str
        setting : str

        Returns
        -------
        float
        """
        return 1 / (1 + math.exp(-self.log_odds(changes, setting)))

    def worth(self, changes: Collection[str], setting: str) -> float:
        """Share of patients whose care goes well, less what the changes take.

        Parameters
        ----------
        changes : collection of str
        setting : str

        Returns
        -------
        float
        """
        return self.chance(changes, setting) - _BURDEN * len(changes)

    def harm_chance(self, changes: Collection[str], setting: str) -> float:
        """Chance of harm to a patient whose care does not go well.

        Parameters
        ----------
        changes : collection of str
        setting : str

        Returns
        -------
        float
        """
        harms = self.harmful in changes and setting in self.harmed_in
        return _HARM_BY_A_CHANGE if harms else _USUAL_HARM

    def best(self) -> dict[str, tuple[str, ...]]:
        """The right decisions: where each change is to be used.

        Returns
        -------
        dict of change to tuple of settings
            Whatever set of changes is worth most in each setting.
        """
        chosen = {setting: _best_changes(self, setting)[0] for setting in SETTINGS}
        return {
            change: tuple(s for s in SETTINGS if change in chosen[s])
            for change in CHANGES
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One small test, as it is planned.

    Attributes
    ----------
    changes : tuple of str
        Of `CHANGES`, all in use together.
    settings : tuple of str
        Of `SETTINGS`.
    patients : int
        In each of the settings.
    prediction : float
        The share of these patients whose care is thought to go well, from 0 to 1.

    Raises
    ------
    ValueError
        If nothing is tested, or nowhere, or on nobody, or nothing is predicted.

    Examples
    --------
    >>> test = Test(changes=("a",), settings=("day",), patients=4, prediction=0.5)
    >>> test.hours
    3.6
    """

    __test__ = False  # what pytest is told: this is no test of the code

    changes: tuple[str, ...]
    settings: tuple[str, ...]
    patients: int
    prediction: float

    def __post_init__(self):
        _refuse_strangers("change", self.changes, CHANGES)
        _refuse_strangers("setting", self.settings, SETTINGS)
        whole = isinstance(self.patients, int)
        if not (whole and 1 <= self.patients <= MOST_PATIENTS):
            raise ValueError(
                f"A test needs 1 to {MOST_PATIENTS} patients in each setting, "
                f"not {self.patients}."
            )
        if not 0 <= self.prediction <= 1:
            raise ValueError(
                "A test needs a prediction from 0 to 1 of the share that goes well, "
                f"not {self.prediction}."
            )

    @property
    def hours(self) -> float:
        """Staff hours that the test takes, known before it begins."""
        each = HOURS_FOR_A_PATIENT + HOURS_FOR_A_CHANGE * len(self.changes)
        factors = (NIGHT_FACTOR if is_night(s) else 1.0 for s in self.settings)
        return round(HOURS_FOR_A_TEST + each * self.patients * sum(factors), 6)


@dataclass(frozen=True, slots=True)
class TestResult:
    """What was seen in a test.

    Attributes
    ----------
    test : Test
    well : tuple of int
        Patients whose care went well, in the order of the test's settings.
    harmed : tuple of int
        Patients harmed, in the same order.
    """

    __test__ = False

    test: Test
    well: tuple[int, ...]
    harmed: tuple[int, ...]

    @property
    def share(self) -> float:
        """Of all patients in the test, the share whose care went well."""
        return sum(self.well) / (self.test.patients * len(self.well))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ramp:
    """What can be seen: the usual way, the tests so far, and the hours that are left.

    Attributes
    ----------
    usual : tuple of (int, int)
        From last year's records, for each of `SETTINGS`: patients whose care went
        well, and all patients.
    budget_hours : float
    results : tuple of TestResult
        In the order the tests were made.
    """

    usual: tuple[tuple[int, int], ...]
    budget_hours: float = BUDGET_HOURS
    results: tuple[TestResult, ...] = ()

    @property
    def hours_left(self) -> float:
        """Staff hours that can still be spent on tests."""
        return self.budget_hours - sum(result.test.hours for result in self.results)

    @property
    def harmed(self) -> int:
        """Patients harmed in all tests so far."""
        return sum(sum(result.harmed) for result in self.results)

    def affords(self, test: Test) -> bool:
        """Whether the hours left are enough for a test.

        Parameters
        ----------
        test : Test

        Returns
        -------
        bool
        """
        return test.hours <= self.hours_left + 1e-9

    def practised(self, change: str) -> int:
        """Patients the change has been tried on so far, alone or with others.

        Parameters
        ----------
        change : str

        Returns
        -------
        int
        """
        return sum(
            result.test.patients * len(result.test.settings)
            for result in self.results
            if change in result.test.changes
        )

    def seen(self, changes: Collection[str], setting: str) -> tuple[int, int, int]:
        """What has been seen of these changes together, and no others, in a setting.

        Parameters
        ----------
        changes : collection of str
        setting : str

        Returns
        -------
        tuple of int
            Patients whose care went well, patients harmed, and all patients.
        """
        well = harmed = patients = 0
        for result in self.results:
            if set(result.test.changes) != set(changes):
                continue
            if setting in result.test.settings:
                place = result.test.settings.index(setting)
                well += result.well[place]
                harmed += result.harmed[place]
                patients += result.test.patients
        return well, harmed, patients

    def tried(self, change: str) -> frozenset[str]:
        """Settings the change has been tried in, alone or with others.

        Parameters
        ----------
        change : str

        Returns
        -------
        frozenset of str
        """
        return frozenset(
            setting
            for result in self.results
            if change in result.test.changes
            for setting in result.test.settings
        )

    def after(self, result: TestResult) -> Ramp:
        """Return the ramp with one more test made.

        Parameters
        ----------
        result : TestResult

        Returns
        -------
        Ramp

        Raises
        ------
        ValueError
            If the hours left are not enough for the test.
        """
        _refuse_overspending(self, result.test)
        return replace(self, results=(*self.results, result))


def is_night(setting: str) -> bool:
    """Whether a setting is at night."""
    return setting.startswith("night")


def is_frail(setting: str) -> bool:
    """Whether the patients of a setting are frail."""
    return setting.endswith("frail")


def verdict(settings: Collection[str]) -> str:
    """Name the decision about a change by where it is to be used.

    Parameters
    ----------
    settings : collection of str

    Returns
    -------
    {"adopt", "adapt", "abandon"}
        In all settings, in some, in none.

    Examples
    --------
    >>> [verdict(SETTINGS), verdict(("day", "day-frail")), verdict(())]
    ['adopt', 'adapt', 'abandon']
    """
    if not settings:
        return "abandon"
    return "adopt" if set(settings) == set(SETTINGS) else "adapt"


def draw_plan(rng: np.random.Generator, tries: int = 1000) -> Plan:
    """Draw the truth, again and again until the right decisions stand out.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many plans to draw at most.

    Returns
    -------
    Plan
        In each setting the best changes are clearly better than the next best. One
        change is right everywhere and one nowhere. The third is right where it does
        not harm, or nowhere if it gets in the way of the first.

    Raises
    ------
    ValueError
        If no plan had decisions that stand out.

    Examples
    --------
    >>> plan = draw_plan(np.random.default_rng(1))
    >>> sorted(verdict(plan.best()[change]) for change in CHANGES)[-2:]
    ['abandon', 'adopt']
    """
    for _ in range(tries):
        plan = _draw_candidate(rng)
        if stands_out(plan):
            return plan
    raise ValueError(f"None of {tries} plans had decisions that stand out.")


def stands_out(plan: Plan) -> bool:
    """Whether the right decisions are clearly better than the next best.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    bool
    """
    margins = [_best_changes(plan, setting)[1] for setting in SETTINGS]
    verdicts = [verdict(settings) for settings in plan.best().values()]
    return (
        min(margins) >= _CLEARLY_BETTER
        and verdicts.count("adopt") == 1
        and plan.best()[plan.harmful] != SETTINGS
    )


def open_ramp(plan: Plan, rng: np.random.Generator) -> Ramp:
    """Draw last year's records of the usual way, and begin a ramp.

    Parameters
    ----------
    plan : Plan
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    Ramp
        Without any test.
    """
    usual = tuple(
        (
            int(rng.binomial(RECORDS[setting], plan.chance((), setting))),
            RECORDS[setting],
        )
        for setting in SETTINGS
    )
    return Ramp(usual=usual)


def run_test(plan: Plan, ramp: Ramp, test: Test, rng: np.random.Generator) -> Ramp:
    """Make one test and write it into the ramp.

    Parameters
    ----------
    plan : Plan
    ramp : Ramp
        The tests before: what has been practised goes better.
    test : Test
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    Ramp
        With one test more; its result is the last of `results`.

    Raises
    ------
    ValueError
        If the hours left are not enough for the test.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> plan = draw_plan(rng)
    >>> test = Test(changes=("a",), settings=("day",), patients=5, prediction=0.6)
    >>> ramp = run_test(plan, open_ramp(plan, rng), test, rng)
    >>> len(ramp.results), ramp.hours_left
    (1, 246.0)
    """
    _refuse_overspending(ramp, test)
    before = np.array([[ramp.practised(change)] for change in test.changes])
    well, harmed = [], []
    for place, setting in enumerate(test.settings):
        practised = before + place * test.patients + np.arange(test.patients)
        clumsy = plan.clumsiness * 0.5 ** (practised / plan.practice)
        this_week = plan.log_odds(test.changes, setting) + rng.normal(0, plan.noise)
        chances = 1 / (1 + np.exp(clumsy.sum(axis=0) - this_week))
        unwell = rng.random(test.patients) >= chances
        hurt = rng.random(test.patients) < plan.harm_chance(test.changes, setting)
        well.append(int(test.patients - unwell.sum()))
        harmed.append(int((unwell & hurt).sum()))
    return ramp.after(TestResult(test, tuple(well), tuple(harmed)))


def run_tests(plan: Plan, tests: Iterable[Test], rng: np.random.Generator) -> Ramp:
    """Open a ramp and make tests one after the other.

    The same generator in the same state gives the same results, test by test: a
    ramp can be made again from its tests alone, and nobody can have a test twice
    until chance smiles.

    Parameters
    ----------
    plan : Plan
    tests : iterable of Test
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    Ramp

    Raises
    ------
    ValueError
        If the budget is not enough for the tests.
    """
    ramp = open_ramp(plan, rng)
    for test in tests:
        ramp = run_test(plan, ramp, test, rng)
    return ramp


def _draw_candidate(rng: np.random.Generator) -> Plan:
    """One plan, whether or not its decisions stand out."""
    helpful, useless, harmful = rng.permutation(CHANGES).tolist()
    kind = INTERACTIONS[rng.choice(len(INTERACTIONS), p=_HOW_OFTEN)]
    harmed_in = _HARMED_IN[rng.integers(len(_HARMED_IN))]
    gain = rng.uniform(1.1, 1.4)
    effects = {helpful: rng.uniform(1.3, 1.7), useless: 0.0, harmful: gain}
    pair, interaction = {
        "overlap": ((helpful, harmful), -gain - rng.uniform(0.3, 0.7)),
        "clash": ((helpful, useless), -rng.uniform(0.7, 1.1)),
        "synergy": ((helpful, harmful), rng.uniform(0.3, 0.7)),
    }[kind]
    return Plan(
        base=rng.uniform(-0.6, -0.2),
        night=-rng.uniform(0.2, 0.5),
        frail=-rng.uniform(0.2, 0.5),
        effects=tuple(effects[change] for change in CHANGES),
        harmful=harmful,
        harmed_in=harmed_in,
        harm=-rng.uniform(1.0, 1.5),
        pair=pair,
        interaction=interaction,
        clumsiness=rng.uniform(0.5, 0.9),
        practice=rng.uniform(3, 6),
        noise=0.15,
    )


def _best_changes(plan: Plan, setting: str) -> tuple[tuple[str, ...], float]:
    """The changes worth most in a setting, and how much the next best are behind."""
    options = [c for size in range(4) for c in combinations(CHANGES, size)]
    worths = [plan.worth(option, setting) for option in options]
    order = sorted(range(len(options)), key=worths.__getitem__, reverse=True)
    return options[order[0]], worths[order[0]] - worths[order[1]]


def _refuse_strangers(what: str, named: tuple[str, ...], known: tuple[str, ...]):
    if not named or len(set(named)) != len(named) or not set(named) <= set(known):
        raise ValueError(
            f"A test needs at least one {what}, each once, of {', '.join(known)}; "
            f"not {', '.join(map(str, named)) or 'none'}."
        )


def _refuse_overspending(ramp: Ramp, test: Test) -> None:
    if not ramp.affords(test):
        raise ValueError(
            f"The test takes {test.hours:g} staff hours, "
            f"and {ramp.hours_left:g} are left."
        )
