"""Two definitions counted again from the table, and kappa by hand."""

import pytest

from course.exercises.measurement.definitions import RATER_AGREEMENT, TWO_DEFINITIONS

LEARNERS = range(40)


def records(case):
    """Rows of the table, read as a learner reads them."""
    rows = []
    for number, age, days, examined, first, worst in case.tables[0].rows:
        rows.append(
            {
                "number": int(number),
                "age": int(age),
                "days": int(days),
                "examined": None if examined == "never" else int(examined),
                "first": None if first == "–" else int(first),
                "worst": int(worst),
            }
        )
    return rows


@pytest.mark.parametrize("learner", LEARNERS)
def test_both_counts_come_from_the_table(learner):
    """By the words of the question alone."""
    case = TWO_DEFINITIONS.case("autumn", f"l-{learner}")
    rows = records(case)
    asked = [
        r for r in rows if r["age"] >= 18 and r["days"] >= 2 and r["examined"] == 1
    ]
    counted = [r for r in asked if r["first"] < 2 <= r["worst"]]
    ulcers = [r for r in rows if r["worst"] >= 1]

    assert case.truth == {
        "loose-numerator": len(ulcers),
        "loose-share": round(100 * len(ulcers) / len(rows), 2),
        "strict-excluded": len(rows) - len(asked),
        "strict-denominator": len(asked),
        "strict-numerator": len(counted),
        "strict-share": round(100 * len(counted) / len(asked), 2),
    }


@pytest.mark.parametrize("learner", LEARNERS)
def test_each_stay_is_left_out_for_one_reason_only(learner):
    """Nobody can lose a point over the order of the rules."""
    case = TWO_DEFINITIONS.case("autumn", f"l-{learner}")
    for row in records(case):
        reasons = (row["age"] < 18, row["days"] < 2, row["examined"] != 1)
        assert sum(reasons) <= 1


@pytest.mark.parametrize("learner", LEARNERS)
def test_somebody_who_came_with_it_stays_in_the_denominator(learner):
    """Leaving them out gives a denominator of its own."""
    case = TWO_DEFINITIONS.case("autumn", f"l-{learner}")
    told = case.misreadings["the-inconvenient"]

    assert told["strict-denominator"] < case.truth["strict-denominator"]
    assert told["strict-numerator"] == case.truth["strict-numerator"]


def test_a_slip_in_counting_is_paid_for_once():
    """One stay too many, divided rightly."""
    case = TWO_DEFINITIONS.case("autumn", "amira")
    given = {field: str(value) for field, value in case.truth.items()}
    numerator = case.truth["strict-numerator"] + 1
    given["strict-numerator"] = str(numerator)
    given["strict-share"] = str(100 * numerator / case.truth["strict-denominator"])

    mark = TWO_DEFINITIONS.mark(case, given)

    assert mark.points == pytest.approx(4 * 5 / 6)


def cells(table):
    """The four counts of a table."""
    (a, b), (c, d) = ([int(cell) for cell in row[1:]] for row in table.rows)
    return a, b, c, d


@pytest.mark.parametrize("learner", LEARNERS)
def test_kappa_is_worked_out_as_in_the_lesson(learner):
    """Step by step from the four counts that are shown."""
    case = RATER_AGREEMENT.case("autumn", f"l-{learner}")
    kappas = []
    for letter, table in zip("ab", case.tables, strict=True):
        a, b, c, d = cells(table)
        n = a + b + c + d
        agreed = (a + d) / n
        chance = (a + b) / n * (a + c) / n + (c + d) / n * (b + d) / n
        kappas.append((agreed - chance) / (1 - chance))
        assert case.truth[f"agreed-{letter}"] == pytest.approx(agreed, abs=1e-4)
        assert case.truth[f"kappa-{letter}"] == pytest.approx(kappas[-1], abs=1e-4)
    assert case.truth["kept"] == pytest.approx(max(kappas), abs=1e-4)


def test_per_cent_agreement_often_points_to_the_poorer_wording():
    """Or nobody would need kappa."""
    misled = 0
    for learner in range(60):
        truth = RATER_AGREEMENT.case("autumn", f"l-{learner}").truth
        by_share = truth["agreed-a"] > truth["agreed-b"]
        misled += by_share != (truth["kappa-a"] > truth["kappa-b"])

    assert 25 <= misled <= 55


def test_the_better_wording_is_the_first_for_about_half():
    """Its letter gives nothing away."""
    first = 0
    for learner in range(200):
        truth = RATER_AGREEMENT.case("autumn", f"l-{learner}").truth
        first += truth["kappa-a"] > truth["kappa-b"]

    assert 70 <= first <= 130
