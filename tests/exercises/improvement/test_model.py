"""The start of a project: one order, told in many ways."""

import pytest

from course.exercises.improvement.model import (
    EVENTS,
    PROJECT_START,
    PROJECTS,
    wordings_of,
)
from course.messages import keys
from course.tasks.scoring import tau

LEARNERS = range(40)


def case_of(learner):
    """Return what a learner is shown."""
    return PROJECT_START.case("autumn", f"learner-{learner}")


def event_of(card):
    """Return the event a card tells."""
    return card.rsplit("-", 1)[0]


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_right_order_is_that_of_the_events(learner):
    """Eight different ones, each before what builds on it."""
    case = case_of(learner)
    places = [EVENTS.index(event_of(card)) for card in case.truth]

    assert places == sorted(set(places))
    assert len(places) == 8
    assert {item.id for item in case.items} == set(case.truth)


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_aim_the_counting_and_the_test_are_always_there(learner):
    """Without them neither misreading would show."""
    shown = {event_of(card) for card in case_of(learner).truth}

    assert {"wish", "figure", "weeks", "ideas", "slip"} <= shown


@pytest.mark.parametrize("learner", LEARNERS)
def test_both_wrong_orders_lose_half_or_more(learner):
    """And begin or end with what they are named for."""
    case = case_of(learner)
    first = case.misreadings["solution-first"]
    last = case.misreadings["count-afterwards"]

    assert event_of(first[0]) == "ideas"
    assert event_of(last[-1]) == "weeks"
    assert tau(first, case.truth) < 0.5
    assert tau(last, case.truth) < 0.75


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_cards_are_never_dealt_in_the_right_order(learner):
    """Leaving them as they lie earns nothing by luck."""
    case = case_of(learner)

    assert [item.id for item in case.items] != case.truth


@pytest.mark.parametrize("event", EVENTS)
def test_each_event_is_told_in_three_ways(event):
    """So that a neighbour's cards are others."""
    assert len(wordings_of(event)) == 3


def test_all_projects_have_all_their_words():
    """In hospital, health centre, municipality and office."""
    for project in PROJECTS:
        told = {key.rsplit(".", 1)[-1] for key in keys(f"project-start.{project}.")}
        assert told == {"story", "seen", "partner", "one", "wish", "figure", "idea"}


def test_every_project_and_every_card_is_shown_to_somebody():
    """What is written is used."""
    cases = [case_of(learner) for learner in range(300)]
    cards = {card for case in cases for card in case.truth}

    assert cards == {card for event in EVENTS for card in wordings_of(event)}
    assert len({case.story for case in cases}) == len(PROJECTS)
    assert len({tuple(case.truth) for case in cases}) >= 298
