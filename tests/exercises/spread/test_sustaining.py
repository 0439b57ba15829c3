"""Ten factors: sums by another route, and two actions that are plainly the best."""

from itertools import combinations

import pytest

from course.exercises.spread import TASKS
from course.exercises.spread.sustaining import FACTORS, TRAINING
from course.tasks import SECTORS

CASES = [
    (
        TASKS["sustain-score"].case("autumn", f"learner-{n}"),
        TASKS["sustain-actions"].case("autumn", f"learner-{n}"),
    )
    for n in range(60)
]

every_learner = pytest.mark.parametrize(
    ("score", "actions"), CASES, ids=range(len(CASES))
)


def rows_of(case):
    """Area, level and weight of each factor, as a learner reads them."""
    return [
        (row[1], int(row[2]), int(row[3]))
        for table in case.tables
        for row in table.rows
    ]


@every_learner
def test_the_sums_are_those_of_the_table(score, actions):
    """Level times weight, added up by area."""
    rows = rows_of(score)
    by_area = {}
    for area, level, weight in rows:
        by_area[area.lower()] = by_area.get(area.lower(), 0) + level * weight
    total = sum(by_area.values())
    most = 3 * sum(weight for _, _, weight in rows)

    assert {area: score.truth[area] for area in by_area} == by_area
    assert score.truth["total"] == total
    assert score.truth["share"] == pytest.approx(100 * total / most, abs=0.05)
    assert score.facts["most"] == most


@every_learner
def test_both_tasks_show_the_same_project(score, actions):
    """Its score is worked out, and then something is done about it."""
    assert score.tables == actions.tables
    assert score.facts["place"] == actions.facts["place"]


@pytest.mark.parametrize("sector", SECTORS)
def test_they_do_so_wherever_the_learner_works(sector):
    """Both are drawn again as often, until the project lies there."""
    for n in range(10):
        score, actions = (
            TASKS[name].case("autumn", f"learner-{n}", sector)
            for name in ("sustain-score", "sustain-actions")
        )
        assert (score.sector, actions.sector) == (sector, sector)
        assert score.tables == actions.tables


@every_learner
def test_no_other_two_actions_add_as_much(score, actions):
    """Read from the sentences, and tried pair by pair."""
    weights = dict(zip(FACTORS, (row[2] for row in rows_of(actions)), strict=True))
    gains = {}
    for item in actions.items:
        factor = item.id.rpartition("-")[0]
        now, then = item.text.rstrip(".").split(" goes from ")[1].split(" to ")
        gains[item.id] = (int(then) - int(now)) * weights[factor]
    by_pair = {pair: gains[pair[0]] + gains[pair[1]] for pair in combinations(gains, 2)}
    best = max(by_pair.values())
    winners = [set(pair) for pair, gain in by_pair.items() if gain == best]

    assert winners == [set(actions.truth)]
    assert actions.facts["best_gain"] == best


@every_learner
def test_training_is_always_on_offer_and_never_among_the_best(score, actions):
    """Or what holds least, as the lesson says, would be right."""
    offered = {item.id.rpartition("-")[0] for item in actions.items}

    assert set(TRAINING) <= offered
    assert len(offered) == 8
    assert not {id_.rpartition("-")[0] for id_ in actions.truth} & set(TRAINING)


@every_learner
def test_more_training_raises_a_level_by_one(score, actions):
    """It cannot pass for more than the lesson says it is."""
    for item in actions.items:
        if item.id.rpartition("-")[0] in TRAINING:
            now, then = item.text.rstrip(".").split(" goes from ")[1].split(" to ")
            assert int(then) - int(now) == 1


def test_a_slip_in_one_area_is_paid_for_once():
    """The total and the share that follow from it count."""
    task = TASKS["sustain-score"]
    case = CASES[0][0]
    right = {part: f"{value:g}" for part, value in case.truth.items()}
    total = case.truth["total"] + 2
    slip = right | {
        "process": f"{case.truth['process'] + 2}",
        "total": f"{total}",
        "share": f"{100 * total / case.facts['most']:.1f}",
    }

    mark = task.mark(case, slip)

    assert mark.points == pytest.approx(task.points * 4 / 5)


def test_nothing_follows_from_somebody_elses_sums():
    """A copied total adds up, and is still copied."""
    task = TASKS["sustain-score"]
    case = next(
        one
        for one, _ in CASES[1:]
        if all(one.truth[part] != CASES[0][0].truth[part] for part in one.truth)
    )
    copied = {part: f"{value:g}" for part, value in CASES[0][0].truth.items()}

    assert task.mark(case, copied).points == 0
