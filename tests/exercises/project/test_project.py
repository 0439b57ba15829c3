"""The project as data: read whoever wrote it, whole or not, fitting or not."""

import copy
import json
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.exercises.project.checks import CHECKS, check
from course.exercises.project.evidence import evidence_for, shift_verdict
from course.exercises.project.example import SCENES, draw_example
from course.exercises.project.fidelity import FEATURES, fidelity_of
from course.exercises.project.own_project import OWN_PROJECT, is_begun
from course.exercises.project.parts import PARTS, VERDICTS
from course.exercises.project.project import empty_project, read_project
from course.messages import catalogue
from course.widgets.review import review_lines

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*PARTS, "kind", "parts", "charts", "id", "m1"]), inner
        )
    ),
    max_leaves=12,
)


def example(seed=1, scene=""):
    """A finished project that may be spoilt."""
    return copy.deepcopy(draw_example(np.random.default_rng(seed), scene))


def failed(answer):
    """The names of the checks that do not hold."""
    return {one.name for one in check(read_project(answer)) if not one.held}


def points(answer):
    """What a project earns."""
    case = OWN_PROJECT.case("run", "amira")
    return OWN_PROJECT.mark(case, answer).points


@pytest.mark.parametrize("scene", [scene.id for scene in SCENES])
def test_a_finished_project_holds_every_check(scene):
    """Whatever was drawn for it, it is whole and fits its data."""
    for seed in range(40):
        answer = json.loads(json.dumps(example(seed, scene)))
        assert failed(answer) == set()
        assert points(answer) == OWN_PROJECT.points


@pytest.mark.parametrize("scene", [scene.id for scene in SCENES])
def test_every_scene_has_words_for_everything(scene):
    """Also for verdicts that are rare, and with the figures that the others tell."""
    ours, first = (
        {key.removeprefix(start) for key in catalogue("en") if key.startswith(start)}
        for start in (f"example.{scene}.", "example.home.")
    )
    assert ours == first
    for verdict in VERDICTS:
        told = catalogue("en")[f"example.{scene}.conclusion.summary.{verdict}"]
        assert "{process_after}" in told
        assert ("{before}" in told and "{after}" in told) == (verdict == "better")


@pytest.mark.parametrize("scene", [scene.id for scene in SCENES])
def test_what_is_watched_for_side_effects_stays(scene):
    """No story has a word about a shift that chance alone made."""
    for seed in range(20):
        project = read_project(example(seed, scene))
        assert evidence_for(project, "m3").verdict == "no-signal"
        outcome = evidence_for(project, "m1")
        if outcome.verdict == "better":
            assert outcome.after < outcome.before


def test_an_empty_project_is_not_attempted():
    """Opening the page is no work."""
    assert not is_begun(read_project(empty_project()))
    assert not OWN_PROJECT.mark(
        OWN_PROJECT.case("run", "amira"), empty_project()
    ).attempted


def test_filling_in_blindly_earns_next_to_nothing():
    """Neither any choice everywhere nor the same word everywhere is a project."""
    case = OWN_PROJECT.case("run", "amira")
    rng = np.random.default_rng(3)
    guesses = [points(OWN_PROJECT.kind.guess(case, rng)) for _ in range(100)]
    assert np.mean(guesses) <= 0.1 * OWN_PROJECT.points
    assert points(OWN_PROJECT.kind.same_for_all(case, rng)) == 0


def spoil(part, field, text, place=None):
    """Return a spoiling: another text in a field."""

    def spoilt(answer):
        target = answer["parts"][part]
        (target if place is None else target[place])[field] = text

    return spoilt


def without_charts(*measures):
    """Return a spoiling: these charts are gone."""
    return lambda answer: [answer["charts"].pop(one) for one in measures]


def locked_afterwards(answer):
    """The predictions of all tests but two were written once they were over."""
    for test in answer["parts"]["tests"][2:]:
        day = date.fromisoformat(test["locked"])
        test["locked"] = (day + timedelta(days=9)).isoformat()


SPOILT = {
    "suits": spoil("suitability", "kind", "accreditation"),
    "agreed": spoil("agreement", "hours", "some"),
    "chartered": spoil("charter", "ends", "1 March 2020"),
    "aim-whole": spoil("aim", "by", "soon"),
    "aim-measured": spoil("measures", "better", "higher", 0),
    "aim-fits-data": spoil("aim", "from", "99"),
    "family": spoil("measures", "role", "process", 2),
    "defined": spoil("measures", "definition", "late", 1),
    "enough-points": without_charts("m1"),
    "more-than-outcome": without_charts("m2", "m3"),
    "drivers": spoil("drivers", "under", "d9", 3),
    "tests": lambda answer: answer["parts"].update(tests=answer["parts"]["tests"][:2]),
    "tests-from-theory": spoil("tests", "idea", "d1", 0),
    "tests-in-time": spoil("tests", "day", "1 March 2020", 0),
    "repeated": lambda answer: [
        test.update(follows="") for test in answer["parts"]["tests"]
    ],
    "predicted": locked_afterwards,
    "small-first": spoil("tests", "scale", "everybody", 0),
    "over-time": without_charts("m2"),
    "documented": spoil("tests", "done", "ok", 1),
    "lenses": spoil("lenses", "variation", ""),
    "people": lambda answer: answer["parts"].update(people=[]),
    "patients": spoil("patients", "changed", "nothing"),
    "coached": spoil("coach", "role", ""),
    "held": spoil("holding", "owner", " "),
    "concluded": spoil("conclusion", "limits", "none"),
    "verdict-fits-data": spoil("conclusion", "verdict", "too-few"),
}


def test_every_check_is_tried():
    """None is there that nobody has seen fail."""
    assert set(SPOILT) == set(CHECKS)


@pytest.mark.parametrize("name", SPOILT)
def test_a_check_fails_for_what_it_looks_for(name):
    """And it says in a sentence what is missing."""
    answer = example()
    SPOILT[name](answer)
    assert name in failed(answer)
    told = next(one for one in check(read_project(answer)) if one.name == name)
    assert told.sentence
    assert points(answer) < OWN_PROJECT.points


def test_one_late_lock_costs_nothing():
    """Whoever tells of it should not be worse off than whoever takes it away."""
    answer = example()
    answer["parts"]["tests"][4]["locked"] = "2099-12-31"
    assert points(answer) == OWN_PROJECT.points


def test_without_its_heart_a_project_earns_at_most_half():
    """A well-kept form about no data is not a project."""
    answer = example()
    answer["charts"] = {}
    assert 0 < points(answer) <= OWN_PROJECT.points / 2


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_no_json_whatever_raises(answer):
    """What is not a project is said to be none; what is one is marked."""
    case = OWN_PROJECT.case("run", "amira")
    mark = OWN_PROJECT.mark(case, {"kind": "project", "parts": answer})
    assert mark.points < OWN_PROJECT.points
    assert OWN_PROJECT.mark(case, answer).points < OWN_PROJECT.points


@pytest.mark.parametrize(
    "spoiling",
    [
        lambda answer: answer["parts"]["measures"][0].update(id="m1; drop"),
        lambda answer: answer["parts"]["measures"][1].update(id="m1"),
        lambda answer: answer["parts"]["tests"][0].update(locked="yesterday"),
        lambda answer: answer["parts"]["aim"].update(what="x" * 200),
        lambda answer: answer["parts"]["conclusion"].update(verdict="splendid"),
        lambda answer: answer["parts"].update(secrets={}),
        lambda answer: answer["charts"].update(m1={"name": "no chart"}),
    ],
)
def test_what_no_workspace_writes_is_no_project(spoiling):
    """Two ids alike, a text without end, a choice there is not."""
    answer = example()
    spoiling(answer)
    assert OWN_PROJECT.kind.complaint(None, answer)


def test_the_chart_of_the_outcome_has_the_tests_marked():
    """Who looks at the chart sees when each test began."""
    project = read_project(example())
    told = " ".join(text for _, text in evidence_for(project, "m1").chart.changes)
    assert all(f"test {number}" in told for number in range(1, 6))


@pytest.mark.parametrize("verdict", ["better", "no-signal", "worse"])
def test_the_verdict_is_what_the_points_show(verdict):
    """A shift after the first test is told with its direction; chance is not."""
    for seed in range(60):
        answer = example(seed)
        if verdict == "worse":
            # The same points, for somebody who wanted more of it.
            answer["parts"]["measures"][0]["better"] = "higher"
        project = read_project(answer)
        evidence = evidence_for(project, "m1")
        if evidence.verdict != verdict:
            continue
        later = project.charts["m1"].figures.single.values[14:]
        below = sum(value < evidence.before for value in later)
        if verdict != "no-signal":
            assert below >= 8
        return
    raise AssertionError(f"No project in sixty came out as {verdict}.")


def verdicts(effect, count=600):
    """Verdicts on Poisson series of 14 and 24 points, the later ones lower."""
    rng = np.random.default_rng(11)
    for _ in range(count):
        values = np.concatenate(
            [rng.poisson(25, 14), rng.poisson(25 * (1 - effect), 24)]
        ).astype(float)
        yield shift_verdict(values, 14, float(np.median(values[:14])), "lower")


def test_chance_alone_is_seldom_called_a_change():
    """Not more than one in eight; a change by a third is nearly always seen."""
    unchanged = list(verdicts(0.0))
    assert sum(one != "no-signal" for one in unchanged) / len(unchanged) <= 0.125
    changed = list(verdicts(0.33))
    assert sum(one == "better" for one in changed) / len(changed) >= 0.95


def test_features_of_the_method_are_told_apart():
    """Each of the five can be missing while the others are there."""
    spoilings = {name: SPOILT[name] for name in FEATURES}
    for name, spoiling in spoilings.items():
        answer = example()
        spoiling(answer)
        seen = fidelity_of(read_project(answer)).seen
        assert not seen[name]
        assert sum(seen.values()) >= 3


def test_the_aim_is_one_sentence():
    """Once it is whole, it can be read aloud."""
    answer = example(scene="home")
    aim = read_project(answer).aim
    assert aim.startswith("Late morning visits for clients")
    assert f"from {answer['parts']['aim']['from']} to " in aim
    answer["parts"]["aim"]["to"] = ""
    assert read_project(answer).aim == ""


def test_who_marks_reads_all_that_was_written():
    """Each text and each choice stands in the review, whatever the checks say."""
    answer = example()
    case = OWN_PROJECT.case("run", "amira")
    said = "\n".join(one.words for one in OWN_PROJECT.kind.said(case, answer))
    for part in ("charter", "lenses", "patients", "holding", "conclusion"):
        for field in PARTS[part].fields:
            if field.kind != "choice":
                assert answer["parts"][part][field.name] in said
    for test in answer["parts"]["tests"]:
        assert test["learned"] in said
    assert "Try again" in said


def test_the_review_shows_the_chart_of_the_outcome():
    """With its points as a table; without a chart there is none."""
    answer = example()
    case = OWN_PROJECT.case("run", "amira")
    drawing = OWN_PROJECT.kind.drawing(case, answer)
    values = answer["charts"]["m1"]["single"]["values"]
    assert [row[1] for row in drawing.table.rows] == [f"{value:g}" for value in values]
    assert OWN_PROJECT.kind.drawing(case, answer | {"charts": {}}) is None


def test_the_example_is_never_shown_as_the_right_answer():
    """A project is the learner's own, and another one is no correction of it."""
    case = OWN_PROJECT.case("run", "amira")
    answer = example(seed=2)
    answer["parts"]["charter"]["problem"] = ""
    mark = OWN_PROJECT.mark(case, answer)
    lines = review_lines(OWN_PROJECT, case, answer, mark, None, show_truth=True)
    assert not any(line.wanted for line in lines)


@pytest.mark.parametrize(
    "start, end, unit, said",
    [
        ("62 %", "80%", "%", "from 62 to 80 % by"),
        ("24 a week", "12", "a week", "from 24 to 12 a week by"),
        ("24", "12", "", "from 24 to 12 by"),
    ],
)
def test_the_unit_of_an_aim_is_said_once(start, end, unit, said):
    """Whether or not it was written beside the figures too."""
    answer = example()
    answer["parts"]["aim"] |= {"from": start, "to": end, "unit": unit}
    assert said in read_project(answer).aim


def test_the_first_test_of_an_idea_is_its_first_whatever_it_follows():
    """A larger one of the same idea need not follow; a new idea has to begin small."""
    answer = example()
    third, fifth = answer["parts"]["tests"][2], answer["parts"]["tests"][4]
    third |= {"follows": ""}
    assert "small-first" not in failed(answer)
    fifth |= {"follows": "t4", "scale": "everybody"}
    assert "small-first" in failed(answer)
