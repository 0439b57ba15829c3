"""Sentences for a board: each judged by the chart whose letter it names."""

import re

import numpy as np
import pytest

from course.charts import find_run_signals, individuals_limits
from course.exercises.shewhart.board_sentences import (
    BOARD_SENTENCES,
    BORNE_OUT_BY,
    DENIED_BY,
    NEVER,
)
from course.messages import keys

LEARNERS = range(25)


def kind_of(chart):
    """Tell what a chart shows, by its frozen lines."""
    values = np.array(chart.values)
    limits = individuals_limits(values[: chart.baseline])
    if find_run_signals(values, limits.centre).longest_run >= 12:
        return "moved"
    outside = int(limits.outside(values).sum())
    return "point" if outside == 1 else "calm" if not outside else "unclear"


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_three_charts_show_three_things(learner):
    """One has moved, one has a single point outside, one shows nothing."""
    case = BOARD_SENTENCES.case("autumn", f"learner-{learner}")

    assert sorted(map(kind_of, case.charts)) == ["calm", "moved", "point"]


@pytest.mark.parametrize("learner", LEARNERS)
def test_a_sentence_is_warranted_where_its_chart_bears_it_out(learner):
    """And what no chart shows is warranted nowhere."""
    case = BOARD_SENTENCES.case("autumn", f"learner-{learner}")
    kinds = {
        letter: kind_of(chart) for letter, chart in zip("ABC", case.charts, strict=True)
    }
    for item in case.items:
        kind = kinds[re.search(r"chart ([ABC])", item.text, re.IGNORECASE)[1]]
        right = item.id not in NEVER and kind == BORNE_OUT_BY[item.id]
        assert case.truth[item.id] == ("warranted" if right else "not-warranted")
        assert right or item.id in NEVER or kind in DENIED_BY[item.id]


@pytest.mark.parametrize("learner", LEARNERS)
def test_half_of_the_sentences_are_warranted(learner):
    """So that one answer for all earns nothing."""
    case = BOARD_SENTENCES.case("autumn", f"learner-{learner}")

    assert list(case.truth.values()).count("warranted") == len(case.items) / 2


def test_every_sentence_written_can_be_shown():
    """And every one shown is written."""
    prefix = "board-sentences.item."
    written = {key.removeprefix(prefix) for key in keys(prefix)}

    assert written == {*BORNE_OUT_BY, *NEVER}


def test_the_same_sentence_is_warranted_for_some_and_not_for_others():
    """A list of right answers cannot be passed on."""
    told = {}
    for learner in range(80):
        case = BOARD_SENTENCES.case("autumn", f"learner-{learner}")
        for id_, verdict in case.truth.items():
            told.setdefault(id_, set()).add(verdict)

    assert all(len(told[id_]) == 2 for id_ in BORNE_OUT_BY)
