"""Two raters: kappa by hand and in the long run, and the better wording is better."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.messages import keys, say
from course.simulations.measurement.rater_agreement import (
    TOPICS,
    WORDINGS,
    Agreement,
    RatingPlan,
    agreement,
    draw_rating_plan,
    draw_ratings,
    draw_read_ratings,
)

PLAN = RatingPlan(
    topic="fall",
    reports=40,
    slip=0.05,
    vague_wording="vague",
    first_is_lenient=True,
)

verdicts = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)


def drawn(wording, learner):
    """One learner's rated reports."""
    rng = np.random.default_rng(np.random.SeedSequence([17, learner]))
    return draw_read_ratings(draw_rating_plan(rng, vague_wording=wording), rng)


def test_cohens_measure_by_hand():
    """20, 5, 10 and 15 of 50: 70 % agree, 50 % by chance, kappa 0.4."""
    table = Agreement(both=20, first_only=5, second_only=10, neither=15)

    assert table.reports == 50
    assert table.observed == 0.7
    assert table.by_chance == pytest.approx(0.5 * 0.6 + 0.5 * 0.4)
    assert table.kappa == pytest.approx(0.4)


@given(verdicts)
def test_chance_agreement_is_that_of_every_pairing(pairs):
    """One rater's verdicts against all of the other's: the share that agree."""
    first, second = zip(*pairs, strict=True)
    agree = sum(a == b for a, b in product(first, second))

    assert agreement(first, second).by_chance == pytest.approx(agree / len(pairs) ** 2)


@given(verdicts)
def test_kappa_does_not_know_who_is_first_nor_what_counting_means(pairs):
    """Change places, or count what was not counted: the same kappa, and at most 1."""
    first, second = (np.array(side) for side in zip(*pairs, strict=True))
    table = agreement(first, second)
    if table.by_chance == 1:
        with pytest.raises(ValueError, match="some that are not"):
            _ = table.kappa
        return

    assert agreement(second, first).kappa == pytest.approx(table.kappa)
    assert agreement(~first, ~second).kappa == pytest.approx(table.kappa)
    assert table.kappa <= 1
    assert (table.kappa == 1) == (first == second).all()


@pytest.mark.parametrize(("topic", "wording"), list(product(TOPICS, WORDINGS)))
@pytest.mark.parametrize("lenient", [True, False])
def test_planned_agreement_is_what_raters_reach_in_the_long_run(
    topic, wording, lenient
):
    """Each cell of the table over 500 sets of reports, within four standard errors."""
    vague = "vague" if wording == "sharp" else wording
    plan = replace(PLAN, topic=topic, vague_wording=vague, first_is_lenient=lenient)
    rng = np.random.default_rng(4)
    sets = [draw_ratings(plan, rng) for _ in range(500)]
    rated = np.concatenate(
        [one.sharp if wording == "sharp" else one.vague for one in sets], axis=1
    )
    found, planned = agreement(*rated), plan.agreement(wording)

    for cell in ("both", "first_only", "second_only", "neither"):
        share = getattr(planned, cell)
        error = (share * (1 - share) / found.reports) ** 0.5
        assert getattr(found, cell) / found.reports == pytest.approx(
            share, abs=4 * error
        )
    assert planned.reports == pytest.approx(1)


@pytest.mark.parametrize("wording", WORDINGS[1:])
def test_the_sharp_wording_is_better_in_truth_and_in_the_sample(wording):
    """For 300 learners; per cent agreement says so too, or the reverse as planned."""
    ratings = [drawn(wording, learner) for learner in range(300)]
    for one in ratings:
        for sharp, vague in (
            (one.plan.agreement("sharp"), one.plan.agreement(wording)),
            (one.sharp_agreement, one.vague_agreement),
        ):
            assert sharp.kappa >= 0.6 and vague.kappa <= 0.4
            assert (sharp.observed > vague.observed) is (wording == "vague")

    distinct = {(o.reports, o.sharp.tobytes(), o.vague.tobytes()) for o in ratings}
    assert len(distinct) == 300
    assert {one.plan.topic for one in ratings} == set(TOPICS)


def test_raters_who_never_slip_agree_with_the_definition():
    """Each situation is counted by both as it should be."""
    one = draw_ratings(replace(PLAN, slip=0.0), np.random.default_rng(1))
    counts = {situation.name: situation.counts for situation in TOPICS["fall"]}
    right = [counts[report.situation] for report in one.reports]

    assert one.sharp.tolist() == [right, right]
    assert one.sharp_agreement.kappa == 1
    assert sum(right) == 20


@pytest.mark.parametrize("topic", TOPICS)
def test_every_situation_and_wording_has_its_sentence(topic):
    """And no sentence is without a situation; all places are filled."""
    prefix = f"definitions.{topic}."
    named = {f"{prefix}{situation.name}" for situation in TOPICS[topic]}
    named |= {f"{prefix}wording.{wording}" for wording in WORDINGS}
    one = draw_ratings(replace(PLAN, topic=topic), np.random.default_rng(1))

    assert named == set(keys(prefix))
    for report in one.reports:
        assert report.time in report.sentence
        assert str(report.age) in report.sentence
        assert "{" not in report.sentence
    assert all(say(f"{prefix}wording.{wording}") for wording in WORDINGS)


def test_as_many_reports_of_each_situation():
    """Numbered in the order they are read, each in the forenoon."""
    one = draw_ratings(PLAN, np.random.default_rng(2))
    names = [report.situation for report in one.reports]

    assert {names.count(name) for name in names} == {5}
    assert [report.number for report in one.reports] == list(range(1, 41))
    assert all("08:00" <= report.time < "12:00" for report in one.reports)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_lenient_rater_counts_more_in_each_situation(topic):
    """Whichever of the two it is; under the sharp wording there is none."""
    plan = replace(PLAN, topic=topic)
    for wording in WORDINGS[1:]:
        first, second = plan.chances(wording)
        other = replace(plan, first_is_lenient=False).chances(wording)
        assert (first > second).all()
        assert (other == [second, first]).all()
    first, second = plan.chances("sharp")
    assert (first == second).all()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"topic": "weather"}, "fall, pressure-ulcer, same-day"),
        ({"vague_wording": "sharp"}, "vague, vague-rare"),
        ({"reports": 39}, "39 reports are not as many"),
        ({"reports": 0}, "0 reports are not as many"),
        ({"slip": 0.5}, "not 0.5"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(wrong, words):
    """In one plain sentence."""
    with pytest.raises(ValueError, match=words):
        replace(PLAN, **wrong)


def test_what_cannot_be_rated_is_refused():
    """Too few verdicts, an unknown wording, and a plan nobody could read."""
    with pytest.raises(ValueError, match="not 2 and 1"):
        agreement([True, False], [True])
    with pytest.raises(ValueError, match="not 0 and 0"):
        agreement([], [])
    with pytest.raises(ValueError, match="sharp, vague, vague-rare"):
        PLAN.chances("plain")
    with pytest.raises(ValueError, match="None of 20 ratings"):
        draw_read_ratings(replace(PLAN, slip=0.45), np.random.default_rng(1), tries=20)
