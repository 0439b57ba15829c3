"""A handed-in answer and whose case it answers."""

import dataclasses
import json

import pytest

from course.tasks import (
    SECTORS,
    AnswerFolder,
    Case,
    Classify,
    Item,
    Option,
    Task,
    judge,
)
from course.tasks.answers import Saved, read_answer

OPTIONS = (Option("in", "Within chance"), Option("out", "Beyond it"))


def draw(rng):
    """Four items whose truth is drawn for the learner."""
    truth = {id_: ("in", "out")[int(rng.integers(2))] for id_ in "abcdefgh"}
    return Case(
        items=tuple(Item(id_, id_.upper()) for id_ in truth),
        options=OPTIONS,
        truth=truth,
    )


TASK = Task(name="bead-verdict", kind=Classify(), draw=draw, points=4)


def handed_in(folder):
    """Return what a folder of answers says of the task."""
    return read_answer(folder / f"{TASK.name}.json", TASK.name)


@pytest.fixture
def answers(tmp_path):
    """Amira's folder, with everything right in it."""
    folder = AnswerFolder(tmp_path, "amira", "autumn")
    folder.save(TASK.name, TASK.case("autumn", "amira").truth, version=0)
    return tmp_path


def test_ones_own_answer_earns_its_points(answers):
    """And nothing is flagged; letter case does not matter."""
    for learner in ("amira", "Amira"):
        judged = judge(
            TASK, handed_in(answers), learner=learner, run="autumn", members={"amira"}
        )
        assert (judged.mark.points, judged.flag, judged.owner) == (4.0, "", "")


def test_a_classmates_case_earns_nothing_and_both_are_named(answers):
    """The file was copied with the name left in it."""
    judged = judge(
        TASK,
        handed_in(answers),
        learner="jonas",
        run="autumn",
        members={"Amira", "jonas"},
    )

    assert judged.mark.points == 0
    # As the course run knows her, not as the file spells her.
    assert judged.owner == "Amira"
    assert "amira" in judged.flag
    assert "jonas" in judged.flag
    assert "amira" not in " ".join(judged.mark.words)


def test_a_name_nobody_has_is_marked_and_flagged(answers):
    """On a laptop the learner had chosen another name than the teacher's list has."""
    judged = judge(
        TASK,
        handed_in(answers),
        learner="amira.k",
        run="autumn",
        members={"amira.k", "jonas"},
    )

    assert judged.mark.points == 4
    assert judged.owner == ""
    assert "Confirm" in judged.flag


def test_an_answer_copied_under_ones_own_name_meets_another_case(answers, tmp_path):
    """Changing the name in the file changes the case it is marked against."""
    copied = AnswerFolder(answers, "amira", "autumn").load(TASK.name).answer
    other = AnswerFolder(tmp_path / "jonas", "jonas", "autumn")
    other.save(TASK.name, copied, version=0)
    judged = judge(TASK, handed_in(tmp_path / "jonas"), learner="jonas", run="autumn")

    assert judged.case.truth == TASK.case("autumn", "jonas").truth
    assert judged.mark.points < 4


def test_a_damaged_file_earns_nothing_and_says_so(answers):
    """To the learner and to the teacher."""
    (answers / f"{TASK.name}.json").write_text("{")
    judged = judge(TASK, handed_in(answers), learner="amira", run="autumn")

    assert (judged.mark.points, judged.mark.attempted) == (0.0, False)
    assert judged.flag == judged.mark.words[0]


def test_no_file_is_not_attempted(tmp_path):
    """And nothing to flag."""
    judged = judge(TASK, handed_in(tmp_path), learner="amira", run="autumn")

    assert (judged.mark.points, judged.mark.attempted, judged.flag) == (0.0, False, "")


def test_a_task_without_its_key_is_not_marked_in_silence(answers):
    """The teacher's machine must have the key."""
    keyed = dataclasses.replace(TASK, needs_key=True)

    with pytest.raises(ValueError, match="needs its key"):
        judge(keyed, handed_in(answers), learner="amira", run="autumn")


@pytest.mark.parametrize("absurd", ["{owner}\n\x1b[2J" * 5000, "\u202e", "%s\r\n{", ""])
@pytest.mark.parametrize("members", [{"amira", "jonas"}, {"jonas"}])
def test_a_flag_stays_one_short_line_whatever_name_a_file_bears(absurd, members):
    """A forged name or course run must not fill or break a teacher's page."""
    saved = Saved(
        answer={"a": "in"}, state="mine", version=1, learner=absurd, run=absurd
    )
    judged = judge(
        TASK, saved, learner="jonas", run="autumn", members={*members, absurd}
    )

    assert judged.flag
    assert judged.flag.isprintable()
    assert len(judged.flag) < 400


def test_names_that_differ_by_letter_case_alone_are_two_people(answers):
    """They are dealt the same case; whose file it is, the exact name tells."""
    members = {"Amira", "amira"}
    copied = judge(
        TASK, handed_in(answers), learner="Amira", run="autumn", members=members
    )
    own = judge(
        TASK, handed_in(answers), learner="amira", run="autumn", members=members
    )

    assert (copied.mark.points, copied.owner) == (0.0, "amira")
    assert (own.mark.points, own.flag) == (4.0, "")


def placed(rng):
    """Draw a case that lies in one of the four sectors, and figures that differ."""
    sector = SECTORS[int(rng.integers(4))]
    return dataclasses.replace(draw(rng), sector=sector)


PLACED = Task(name="bead-verdict", kind=Classify(), draw=placed, points=4)


@pytest.mark.parametrize("sector", SECTORS)
def test_a_case_lies_where_the_learner_works(sector):
    """Drawn again until it does; another sector is another case."""
    for learner in ("amira", "jonas", "siri"):
        case = PLACED.case("autumn", learner, sector)
        assert case.sector == sector
        assert case == PLACED.case("autumn", learner, sector)


def test_a_case_from_everywhere_is_the_first_one_drawn():
    """Also for a word that is no sector, from a forged file."""
    first = PLACED.case("autumn", "amira")

    assert PLACED.case("autumn", "amira", "moon") == first
    assert PLACED.case("autumn", "amira", first.sector) == first
    assert TASK.case("autumn", "amira", "primary") == TASK.case("autumn", "amira")


@pytest.mark.parametrize("sector", ["", *SECTORS])
def test_an_answer_is_marked_by_the_case_it_was_given_to(tmp_path, sector):
    """Wherever the learner says to work afterwards."""
    folder = AnswerFolder(tmp_path, "amira", "autumn")
    truth = PLACED.case("autumn", "amira", sector).truth
    folder.save(PLACED.name, truth, version=0, sector=sector)

    judged = judge(PLACED, handed_in(tmp_path), learner="amira", run="autumn")

    assert judged.mark.points == 4


@pytest.mark.parametrize("odd", [None, 7, ["primary"]])
def test_a_sector_that_is_no_text_is_no_answer_file(tmp_path, odd):
    """It did not come from the course."""
    folder = AnswerFolder(tmp_path, "amira", "autumn")
    folder.save(PLACED.name, {"a": "in"}, version=0, sector="primary")
    path = folder.path(PLACED.name)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"sector": odd}))

    assert handed_in(tmp_path).state == "damaged"


def test_an_answer_from_before_there_were_sectors_is_read(tmp_path):
    """It was given to the case from everywhere."""
    folder = AnswerFolder(tmp_path, "amira", "autumn")
    folder.save(PLACED.name, PLACED.case("autumn", "amira").truth, version=0)
    path = folder.path(PLACED.name)
    old = json.loads(path.read_text())
    del old["sector"]
    path.write_text(json.dumps(old))

    judged = judge(PLACED, handed_in(tmp_path), learner="amira", run="autumn")

    assert (judged.saved.sector, judged.mark.points) == ("", 4)
