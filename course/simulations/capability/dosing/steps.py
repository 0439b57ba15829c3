"""The twelve steps on the way to a plan, in order, and which of them are done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from course.simulations.capability.dosing.capacity import capacities, gaps
from course.simulations.capability.dosing.plan import FACTORS, DosingPlan, Group
from course.simulations.capability.dosing.survey import area_means, rate_of

# Page to the steps that are worked on there.
PAGES: Mapping[str, tuple[str, ...]] = {
    "anchor": ("anchor",),
    "stand": ("stand",),
    "groups": ("functions",),
    "doses": ("functions",),
    "existing": ("existing",),
    "gaps": ("missing",),
    "fill": ("missing", "teachers"),
    "managers": ("managers", "built-in"),
    "capacity": ("size",),
    "work": ("work",),
    "together": ("together", "level"),
    "plan": (),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the twelve, in a plan.

    Attributes
    ----------
    number : int
    name : str
    done : bool
        Whether what it asks for can be seen. Whether it is good, people have to say.
    waits_for : tuple of int
        Steps without which it cannot be done, and which are not done yet.
    """

    number: int
    name: str
    done: bool
    waits_for: tuple[int, ...]


def steps(plan: DosingPlan) -> tuple[Step, ...]:
    """Tell which of the twelve steps are done.

    Parameters
    ----------
    plan : DosingPlan

    Returns
    -------
    tuple of Step
        In the order of the Swedish text.

    Examples
    --------
    >>> from course.simulations.capability.dosing.plan import suggested_plan
    >>> first, *_, last = steps(suggested_plan())
    >>> first.name, first.done, last.number
    ('anchor', False, 12)
    """
    found: dict[str, Step] = {}
    for number, (name, is_done) in enumerate(_DONE.items(), start=1):
        waits = tuple(
            found[one].number for one in _NEEDS.get(name, ()) if not found[one].done
        )
        found[name] = Step(number, name, not waits and is_done(plan), waits)
    return tuple(found.values())


def _all_written(*names: str) -> Callable[[DosingPlan], bool]:
    return lambda plan: all(plan.text(name) for name in names)


def _in_each_group(field: str) -> Callable[[DosingPlan], bool]:
    return lambda plan: (
        bool(plan.groups)
        and all(getattr(group, field).strip() for group in plan.groups)
    )


def _stands(plan: DosingPlan) -> bool:
    seen = bool(rate_of(plan.survey) and area_means(plan.survey))
    return bool(plan.text("stand.practice")) and (seen or bool(plan.text("stand.seen")))


def _has_functions(plan: DosingPlan) -> bool:
    adapted = all(plan.factors[name] for name in FACTORS)
    return adapted and bool(plan.groups) and all(map(_is_described, plan.groups))


def _is_described(group: Group) -> bool:
    return bool(
        group.name.strip()
        and group.positions.strip()
        and group.people
        and group.leaving is not None
        and any(group.doses)
    )


def _has_existing(plan: DosingPlan) -> bool:
    return bool(plan.text("existing.looked")) and all(
        one.name.strip() and one.groups and any(one.doses) for one in plan.existing
    )


def _nothing_missing(plan: DosingPlan) -> bool:
    if not gaps(plan.groups, plan.existing):
        return True
    return bool(plan.text("fill.material")) and not gaps(plan.groups, plan.carried)


def _is_carried(plan: DosingPlan) -> bool:
    found = capacities(plan)
    wanted = [group for group in plan.groups if any(group.doses)]
    return (
        bool(found)
        and len(found) == len(wanted)
        and all(one.is_carried for one in found)
    )


_DONE: Mapping[str, Callable[[DosingPlan], bool]] = {
    "anchor": _all_written("anchor.who", "anchor.decided", "anchor.purpose"),
    "stand": _stands,
    "functions": _has_functions,
    "existing": _has_existing,
    "missing": _nothing_missing,
    "managers": _all_written("managers.with"),
    "teachers": _all_written("fill.teachers"),
    "built-in": _all_written("managers.programmes", "managers.built"),
    "size": _is_carried,
    "work": _in_each_group("work"),
    "together": _in_each_group("together"),
    "level": _in_each_group("level"),
}
# Most overlap. But one cannot see a gap before there are two lists, nor count places
# before one knows who will teach.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "missing": ("functions", "existing"),
    "size": ("missing", "teachers"),
}
