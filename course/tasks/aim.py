"""An aim put together from its parts, and judged against what has been counted.

The parts are what and for whom, from where to where, by when, and in which place. Each
has its own rule, so that an aim that tells when and not how much is told just that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

import numpy as np

from course.messages import say
from course.tasks.calendar_days import months_later, read_day
from course.tasks.forms import complain_about_mapping, say_of_each
from course.tasks.numbers import read_number
from course.tasks.quoting import quoted
from course.tasks.scoring import stepped
from course.tasks.task import Answer, Case, Item, Option, Said

CHOSEN = ("what", "whom", "where")
FIGURES = ("from", "to")
FIELDS = ("what", "whom", "from", "to", "by", "where")
# Without these three an aim is a wish, whatever else is right.
_HEART = ("from", "to", "by")
LONGEST = 60

# A project of the course lasts six to ten months, as in the Norwegian programme for
# doctors that the course follows. A week more or less is no matter of principle.
FEWEST_MONTHS, MOST_MONTHS = 6, 10
_DAYS_OF_GRACE = 7
# Shares of the way from the baseline to the best there can be. Below a fifth the
# change drowns in what varies anyway; beyond four fifths nothing may ever go amiss.
LEAST_OF_THE_WAY, MOST_OF_THE_WAY = 0.2, 0.8


def class_of_target(baseline: float, target: float, best: float) -> str:
    """Say how far a target goes from the baseline towards the best there can be.

    Parameters
    ----------
    baseline, target, best : float
        `best` is 0 where fewer is better and 100 for a share that should rise.

    Returns
    -------
    {"wrong-way", "too-small", "fair", "too-large", "perfect"}

    Examples
    --------
    >>> [class_of_target(40, target, 0) for target in (50, 38, 25, 4, 0)]
    ['wrong-way', 'too-small', 'fair', 'too-large', 'perfect']
    """
    way = (target - baseline) / (best - baseline)
    if way < 0:
        return "wrong-way"
    if way >= 1:
        return "perfect"
    if way < LEAST_OF_THE_WAY - 1e-9:
        return "too-small"
    return "fair" if way <= MOST_OF_THE_WAY + 1e-9 else "too-large"


def class_of_day(start: date, by: date) -> str:
    """Say whether a day gives a project of six to ten months.

    Parameters
    ----------
    start, by : datetime.date

    Returns
    -------
    {"past", "too-soon", "fair", "too-late"}

    Examples
    --------
    >>> start = date(2027, 1, 11)
    >>> [class_of_day(start, date(2027, month, 20)) for month in (2, 8, 12)]
    ['too-soon', 'fair', 'too-late']
    """
    grace = timedelta(days=_DAYS_OF_GRACE)
    if by <= start:
        return "past"
    if by < months_later(start, FEWEST_MONTHS) - grace:
        return "too-soon"
    return "fair" if by <= months_later(start, MOST_MONTHS) + grace else "too-late"


@dataclass(frozen=True, slots=True)
class AimForm:
    """One aim, part by part.

    An answer is ``{field: text}``: for `CHOSEN` the id of an option, for the others
    what was typed. The options of a field are those whose id begins with its name and
    a dot. The case tells in its facts what the answer is held against: ``baseline``,
    ``best`` and ``start`` (an ISO date), and the figures of the example that stands
    beside the question: ``example_from``, ``example_to``, ``example_by``.
    """

    name: ClassVar[str] = "aim"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not ``{field: text}``, or an option there is not."""
        options = {option.id for option in case.options}

        def fits(item: Item, value: Any) -> bool:
            if not isinstance(value, str) or len(value) > LONGEST:
                return False
            if item.id not in CHOSEN:
                return True
            return value in options and value.startswith(f"{item.id}.")

        return complain_about_mapping(case, answer, fits)

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Say of each part what it does not tell yet, and of a copy that it is one."""
        if _is_copy(case, answer):
            return (say("widget.aim.copied"),)
        unit = _item(case, "from").unit
        return tuple(remarks_on(answer, unit))

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each field that can be read: an option, a number or an ISO date."""
        found: dict[str, Any] = {}
        for item in case.items:
            text = answer.get(item.id, "").strip()
            if not text:
                continue
            try:
                if item.id in FIGURES:
                    number = read_figure(text, item.unit)
                    if not math.isfinite(number):
                        continue
                    found[item.id] = number
                elif item.id == "by":
                    found[item.id] = read_day(text).isoformat()
                else:
                    found[item.id] = text
            except ValueError:
                continue
        return found

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether two parts say the same, or miss in the same way."""
        facts = case.facts
        if part == "from":
            return abs(given - wanted) <= _item(case, part).tolerance + 1e-9
        if part == "to":
            return _target_class(case, given) == _target_class(case, wanted)
        if part == "by":
            start = date.fromisoformat(str(facts["start"]))
            classes = [
                class_of_day(start, date.fromisoformat(day)) for day in (given, wanted)
            ]
            return classes[0] == classes[1]
        return given == wanted

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each field as it was filled in."""
        texts = {option.id: option.text for option in case.options}
        return say_of_each(case, answer, lambda _, value: texts.get(value, value))

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Share of the parts right, above what luck gives, in steps.

        At most half while one of the two figures or the date is not right, and
        nothing for the figures of the example.
        """
        if _is_copy(case, answer):
            return 0.0
        right = self.correct(case, answer, truth)
        parts = len(case.items)
        # Three lists and a wide field of days: two or three parts come by themselves.
        share = stepped(1 - 1.5 * (parts - sum(right.values())) / parts)
        if not all(right.get(field) for field in _HEART):
            share = min(share, 0.5)
        return share

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Whether each part that can be read holds against the data."""
        wanted = self.parts(case, truth)
        return {
            field: self.agree(case, field, value, wanted[field])
            for field, value in self.parts(case, answer).items()
        }

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Any option, any number of about the right size, any day of two years."""
        answer = {
            field: str(rng.choice([o.id for o in options_for(case.options, field)]))
            for field in CHOSEN
        }
        highest = 2 * max(abs(float(case.facts["baseline"])), 1)
        for field in FIGURES:
            answer[field] = f"{rng.uniform(0, highest):.0f}"
        start = date.fromisoformat(str(case.facts["start"]))
        answer["by"] = (start + timedelta(days=int(rng.integers(0, 730)))).isoformat()
        return {item.id: answer[item.id] for item in case.items}

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """The first option everywhere, one number twice, and the last day of a year."""
        number = str(int(rng.integers(1, 60)))
        first = {f: options_for(case.options, f)[0].id for f in CHOSEN}
        typed = {"from": number, "to": number, "by": "2027-12-31"}
        return {item.id: {**first, **typed}[item.id] for item in case.items}


def options_for(options: tuple[Option, ...], field: str) -> list[Option]:
    """Return the options of one field.

    Parameters
    ----------
    options : tuple of Option
    field : str

    Returns
    -------
    list of Option

    Examples
    --------
    >>> options_for((Option("what.a", "Falls"), Option("whom.a", "All")), "what")
    [Option(id='what.a', text='Falls')]
    """
    return [option for option in options if option.id.startswith(f"{field}.")]


def read_figure(text: str, unit: str) -> float:
    """Read a number that may be followed by its unit, or by "per cent" for "%".

    Parameters
    ----------
    text, unit : str

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As `course.tasks.numbers.read_number`.

    Examples
    --------
    >>> read_figure("62 per cent", "%"), read_figure("24 a week", "a week")
    (62.0, 24.0)
    """
    for words in ("per cent", "percent", "pct", "prosent", "procent"):
        text = text.replace(words, "%")
    return read_number(text, unit)


def remarks_on(fields: Mapping[str, str], unit: str) -> list[str]:
    """Say what an aim does not tell yet, as the form says it while one types.

    Parameters
    ----------
    fields : mapping of field to text
        As an answer of `AimForm`; an empty text is an empty field.
    unit : str
        Of the two figures.

    Returns
    -------
    list of str
        Sentences, the unreadable fields first. Empty for an aim with all its parts,
        and for one that nobody has begun.

    Examples
    --------
    >>> remarks_on({"by": "14 March 2027"}, "a week")[-1]
    'This tells when, not yet how much.'
    """
    filled = {name: text.strip() for name, text in fields.items() if text.strip()}
    if not filled:
        return []
    said = []
    numbers: dict[str, float] = {}
    for field in FIGURES:
        if field in filled:
            try:
                numbers[field] = read_figure(filled[field], unit)
            except ValueError as problem:
                key = "unit" if str(problem) == "unit" and unit else "number"
                text = quoted(filled[field])
                said.append(say(f"widget.aim.no-{key}", text=text, unit=unit))
    if "by" in filled:
        try:
            read_day(filled["by"])
        except ValueError as problem:
            said.append(say(f"widget.aim.no-{problem}", text=quoted(filled["by"])))
    if len(numbers) == 2 and numbers["from"] == numbers["to"]:
        said.append(say("widget.aim.no-change"))
    has = {
        "how-much": "to" in filled,
        "from": "from" in filled,
        "when": "by" in filled,
        "whom": bool(filled.get("whom")),
        "what": bool(filled.get("what")),
        "where": bool(filled.get("where")),
    }
    if not all(has.values()):
        said.append(say(f"widget.aim.{_lacking(has)}"))
    return said


def _lacking(has: Mapping[str, bool]) -> str:
    """Name the sentence for what is missing, the weightiest first."""
    if has["when"] and not has["how-much"]:
        return "when-not-how-much"
    if has["how-much"] and not has["when"]:
        return "how-much-not-when"
    if has["how-much"] and not has["from"]:
        return "to-not-from"
    if not has["how-much"]:
        return "neither"
    for part in ("what", "whom", "where", "from"):
        if not has[part]:
            return f"not-{part}"
    return "neither"


def _target_class(case: Case, target: float) -> str:
    return class_of_target(
        float(case.facts["baseline"]), target, float(case.facts["best"])
    )


def _is_copy(case: Case, answer: Answer) -> bool:
    """Whether the figures and the date are those of the example."""
    typed = {field: answer.get(field, "") for field in _HEART}
    unit = _item(case, "from").unit
    try:
        return (
            read_figure(typed["from"], unit) == float(case.facts["example_from"])
            and read_figure(typed["to"], unit) == float(case.facts["example_to"])
            and read_day(typed["by"]).isoformat() == case.facts["example_by"]
        )
    except ValueError:
        return False


def _item(case: Case, name: str) -> Item:
    return next(item for item in case.items if item.id == name)
