"""Extracts: tables that say they are invented, explained, and soiled as planned."""

import csv
import datetime
import io
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

import course.simulations.registries
from course.simulations.capability.manager_survey import (
    draw_manager_plan,
    draw_manager_survey,
)
from course.simulations.capability.region_survey import (
    area_names,
    draw_survey,
    draw_survey_plan,
    item_names,
)
from course.simulations.capability.training_tables import (
    COMPETENCES,
    GROUPS,
    draw_training_tables,
)
from course.simulations.registries.child_rheumatism import (
    OWN_AIMS,
    draw_child_rheumatism_plan,
    draw_child_rheumatism_registry,
    draw_soiled_visit_records,
    draw_visit_records,
)
from course.simulations.registries.extracts import (
    LANGUAGES,
    Extract,
    draw_soil_plan,
    explain_variable,
    soil,
)
from course.simulations.registries.falls import (
    draw_fall_records,
    draw_falls_plan,
    draw_falls_registry,
    draw_soiled_fall_records,
)
from course.simulations.registries.heart_failure import (
    draw_heart_failure_plan,
    draw_heart_failure_registry,
    draw_patient_records,
    draw_soiled_patient_records,
)
from course.simulations.registries.units import SETTINGS, draw_towns, draw_unit

VARIABLES = tomllib.loads(
    Path(course.simulations.registries.__file__)
    .with_name("variables.toml")
    .read_text("utf-8")
)

# How each registry's records are drawn, clean and soiled, and what changes its coding.
RECORDS = {
    "falls": (
        draw_falls_plan,
        draw_falls_registry,
        draw_soiled_fall_records,
        {1: 1, 2: 0}.get,
    ),
    "heart failure": (
        draw_heart_failure_plan,
        draw_heart_failure_registry,
        draw_soiled_patient_records,
        lambda ef: ef / 100,
    ),
    "child rheumatism": (
        draw_child_rheumatism_plan,
        draw_child_rheumatism_registry,
        draw_soiled_visit_records,
        lambda pain: pain / 10,
    ),
}
DAYS = {
    "falls": ("admitted_on", "fell_on", "reported_on"),
    "heart failure": ("registered_on", "visit_on"),
    "child rheumatism": ("seen_on", "eyes_on"),
}


def soiled(registry, seed):
    """The records of one registry as somebody might have sent them."""
    draw_plan, draw_registry, draw_soiled, _ = RECORDS[registry]
    rng = np.random.default_rng([seed, 5])
    return draw_soiled(draw_registry(draw_plan(rng), rng), rng)


def every_extract():
    """One of each table that learners may be given."""
    rng = np.random.default_rng(1)
    falls = draw_falls_registry(draw_falls_plan(rng), rng)
    hearts = draw_heart_failure_registry(draw_heart_failure_plan(rng), rng)
    children = draw_child_rheumatism_registry(draw_child_rheumatism_plan(rng), rng)
    survey = draw_survey(draw_survey_plan(rng), rng)
    tables = draw_training_tables(rng)
    return (
        falls.rows(),
        draw_fall_records(falls, 12, rng),
        hearts.rows(),
        hearts.together_rows(),
        hearts.clinic_rows(),
        hearts.stratum_rows(),
        draw_patient_records(hearts, 90, rng),
        children.rows(),
        children.flare_rows(),
        draw_visit_records(children, 90, rng),
        survey.rows(),
        survey.unit_rows(),
        draw_manager_survey(draw_manager_plan(rng), rng).rows(),
        tables.rows(),
        tables.course_rows(),
    )


EXTRACTS = every_extract()


def test_every_variable_of_every_table_is_explained_in_four_languages():
    """Items of the survey have words of their own."""
    used = {name for extract in EXTRACTS for name in extract.header} - {*item_names()}
    used |= {f"own_aim.{aim}" for aim in OWN_AIMS}
    used |= {f"group.{group}" for group in GROUPS}
    used |= {f"competence.{competence}" for competence in COMPETENCES}

    for language in LANGUAGES:
        assert all(explain_variable(variable, language) for variable in used)
    # And nothing is explained that no table has.
    assert used | {"invented"} == set(VARIABLES)


def test_the_languages_of_the_dictionary_are_all_there():
    """None missing, none empty, none besides."""
    for variable, words in VARIABLES.items():
        assert tuple(words) == ("en", "sv", "da", "no"), variable
        assert all(words.values())


def test_every_file_says_in_its_first_line_that_it_is_invented():
    """In the language asked for."""
    first_lines = {
        language: EXTRACTS[0].csv_text(language).splitlines()[0]
        for language in LANGUAGES
    }

    assert first_lines["sv"] == "# Fiktiva data"
    assert first_lines["en"] == "# Invented data"
    assert all(line.startswith("# ") for line in first_lines.values())


@pytest.mark.parametrize("extract", EXTRACTS)
def test_a_table_survives_being_written_and_read(extract):
    """Header and cells as they were, missing ones empty."""
    _, *lines = extract.csv_text().splitlines(keepends=True)
    header, *rows = csv.reader(io.StringIO("".join(lines)))

    assert tuple(header) == extract.header
    assert [tuple(row) for row in rows] == [
        tuple("" if cell is None else str(cell) for cell in row) for row in extract.rows
    ]


def is_day(text):
    """Whether a calendar has this day."""
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def days_possible(extract, row, days):
    """Whether the days of a row exist, follow each other, and are no years apart."""
    shown = [
        row[extract.header.index(day)]
        for day in days
        if row[extract.header.index(day)] is not None
    ]
    if not all(map(is_day, shown)):
        return False
    dates = [datetime.date.fromisoformat(day) for day in shown]
    return sorted(dates) == dates and (dates[-1] - dates[0]).days < 365


@pytest.mark.parametrize("registry", RECORDS)
def test_what_is_wrong_with_a_soiled_extract_is_all_that_is_wrong(registry):
    """A reader who looks at days and repetitions finds just the planned rows."""
    for seed in range(20):
        truth = soiled(registry, seed)
        extract = truth.soiled
        impossible = tuple(
            number
            for number, row in enumerate(extract.rows, start=1)
            if not days_possible(extract, row, DAYS[registry])
        )
        seen, again = {}, []
        for number, row in enumerate(extract.rows, start=1):
            if row[1:] in seen:
                again.append((seen[row[1:]], number))
            seen.setdefault(row[1:], number)

        assert impossible == truth.impossible
        assert tuple(sorted(again)) == truth.twice
        assert truth.to_remove == tuple(sorted(number for _, number in again))
        assert len(again) == truth.plan.twice
        assert len(impossible) == truth.plan.impossible
        assert [row[0] for row in extract.rows] == list(range(1, len(extract.rows) + 1))


@pytest.mark.parametrize("registry", RECORDS)
def test_the_clean_extract_has_nothing_wrong(registry):
    """No repetition and no impossible day to begin with."""
    for seed in range(20):
        clean = soiled(registry, seed).clean
        without_number = [row[1:] for row in clean.rows]

        assert len(set(without_number)) == len(without_number)
        assert all(days_possible(clean, row, DAYS[registry]) for row in clean.rows)


@pytest.mark.parametrize("registry", RECORDS)
def test_a_new_coding_can_be_seen_in_the_month_it_begins(registry):
    """A value the old coding lacks; and one the new lacks the month before."""
    recode = RECORDS[registry][-1]
    for seed in range(20):
        truth = soiled(registry, seed)
        clean, extract, plan = truth.clean, truth.soiled, truth.plan
        day = "fell_on" if registry == "falls" else DAYS[registry][0]
        old = set(clean.column(plan.recoded))
        new = {recode(code) for code in old}
        by_month = {}
        for when, code in zip(
            extract.column(day), extract.column(plan.recoded), strict=True
        ):
            by_month.setdefault(when[:7], set()).add(code)
        months = sorted(by_month)
        before = months[months.index(plan.recoded_from) - 1]

        assert by_month[plan.recoded_from] - old
        assert by_month[before] - new
        for month, codes in by_month.items():
            assert codes <= (new if month >= plan.recoded_from else old)


def test_a_repetition_stands_below_its_record():
    """Somebody entered it again some records later, and not at once."""
    truth = soiled("falls", 1)

    assert all(second > first + 1 for first, second in truth.twice)


def test_too_small_an_extract_is_refused():
    """There must be records left that nothing is wrong with."""
    rows = tuple(
        (number, f"2025-{number:02d}-01", f"2025-{number:02d}-02", 2)
        for number in range(1, 13)
    )
    extract = Extract(("record", "fell_on", "reported_on", "harm"), rows)
    rng = np.random.default_rng(1)
    plan = draw_soil_plan(
        extract, rng, day="fell_on", recoded="harm", recode={2: 0}.get
    )

    with pytest.raises(ValueError, match="12 complete records are too few"):
        soil(extract, plan, rng, days=("fell_on", "reported_on"), recode={2: 0}.get)


def test_a_coding_that_changes_nothing_is_refused():
    """Nobody could name its month."""
    rows = tuple((f"2025-{month:02d}-01", 1) for month in range(1, 13))
    with pytest.raises(ValueError, match="In no month"):
        draw_soil_plan(
            Extract(("fell_on", "harm"), rows),
            np.random.default_rng(1),
            day="fell_on",
            recoded="harm",
            recode=lambda code: code,
        )


def test_unknown_words_are_refused():
    """A variable nobody explained, or a language nobody speaks here."""
    with pytest.raises(ValueError, match="no variable"):
        explain_variable("weight")
    with pytest.raises(ValueError, match="en, sv, da, no"):
        explain_variable("falls", "fi")


def test_units_are_drawn_from_all_three_kinds_of_care():
    """Each kind has names of its own."""
    rng = np.random.default_rng(1)
    drawn = {
        setting: {draw_unit(setting, rng) for _ in range(200)} for setting in SETTINGS
    }

    assert all(len(names) == 10 for names in drawn.values())
    assert not drawn["hospital"] & drawn["municipal"]
    with pytest.raises(ValueError, match="hospital, primary, municipal"):
        draw_unit("office", rng)


def test_towns_are_in_alphabetical_order_and_no_two_alike():
    """Thus the order of the clinics tells nothing."""
    towns = draw_towns(24, np.random.default_rng(1))

    assert len(set(towns)) == 24
    assert [town[0] for town in towns] == sorted(town[0] for town in towns)
    with pytest.raises(ValueError, match="There are 24 towns, not 25"):
        draw_towns(25, np.random.default_rng(1))


def test_names_of_items_and_areas_can_stand_in_a_header():
    """Lower case, with a dot between area and item."""
    assert all(re.fullmatch(r"[a-z]+\.[a-z-]+", name) for name in item_names())
    assert {name.split(".")[0] for name in item_names()} == set(area_names())
