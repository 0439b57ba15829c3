"""Dealing out: from what was handed in to what each reviewer finds."""

import zipfile
from collections import Counter

import pytest

from course.classroom.peers.dealing import assign
from course.classroom.peers.round import PeersProblem
from course.exercises.peers.packet import read_packet
from course.grading.assignments import NotGradable


def test_everybody_gets_two_of_others_under_cover_names(school):
    """Each project goes to two, and no packet tells whose it is."""
    done = assign(school.course, seed=1)

    assert len(done.changed) == 6
    seen = Counter()
    everything = b"".join(school.packets().values()).decode().lower()
    for learner in school.round.dealt:
        packet = school.packet_of(learner)
        assert len(packet.projects) == 2
        assert school.round.covers[learner] not in packet.projects
        seen.update(packet.projects.keys())
        # Once, as the one whose packet it is.
        assert everything.count(learner) == 1
    assert set(seen.values()) == {2}


def test_once_more_changes_nothing(school):
    """Not a byte of what lies in the release, whatever happened to the files."""
    assign(school.course, seed=1)
    before, round_ = school.packets(), school.round
    school.hand_in_project("amira", title="Written anew since")

    done = assign(school.course)

    assert done.changed == ()
    assert (school.packets(), school.round) == (before, round_)


def test_packets_come_back_when_the_release_was_made_anew(school):
    """The folder is replaced by nbgrader; what was dealt is kept elsewhere."""
    assign(school.course, seed=1)
    before = school.packets()
    for name in before:
        (school.root / "release/12-peers/packets" / name).unlink()

    assign(school.course)

    assert school.packets() == before


def test_a_late_project_is_read_and_the_others_keep_theirs(school):
    """Two of the others get one more; the late one reads two."""
    assign(school.course, seed=1)
    before = school.round.dealt
    school.hand_in_project("gunnar")

    done = assign(school.course)

    after = school.round.dealt
    assert all(after[one][:2] == before[one] for one in before)
    assert len(after["gunnar"]) == 2
    assert sum("gunnar" in mine for mine in after.values()) == 2
    assert len(done.with_one_more) == 2
    assert len(school.packets()) == 7


def test_a_withdrawn_project_is_gone_and_its_readers_get_another(school):
    """In a packet with a new name, since a file that was fetched is not replaced."""
    assign(school.course, seed=1)
    before, cover = school.round, school.round.covers["carl"]

    assign(school.course, withdraw=["carl"])

    readers = [one for one, mine in before.dealt.items() if "carl" in mine]
    for learner in before.dealt:
        packet = school.packet_of(learner)
        assert packet.number == (2 if learner in readers else 1)
        assert len(packet.projects) >= 2
        assert cover not in packet.projects
    assert all(school.round.before[one] == ("carl",) for one in readers)
    assert "carl" in school.round.dealt


def test_who_leaves_reviews_no_more(school):
    """Those they would have read are read by somebody else."""
    assign(school.course, seed=1)
    assign(school.course, leaves=["carl"])

    counts = Counter(one for mine in school.round.dealt.values() for one in mine)
    assert "carl" not in school.round.dealt
    assert "carl" not in counts
    assert min(counts.values()) >= 2


def test_without_a_project_one_reviews_if_the_teacher_says_so(school):
    """Who has handed in something else, or an empty project, may read too."""
    school.hand_in("hanna", "11-project", "project", {"kind": "project"})
    first = assign(school.course, seed=1)
    assert "hanna" in first.left_out
    assert "hanna" not in first.round.dealt

    second = assign(school.course, everybody=True)
    assert len(second.round.dealt["hanna"]) == 2


def test_names_are_hidden_wherever_they_stand(school):
    """In texts and charts; addresses too. Days and choices stay as they are."""
    school.hand_in_project(
        "amira.khan",
        team="Amira leads, KHAN writes; ask amira.khan or Amira.K@region.example.",
    )
    assign(school.course, seed=1)
    cover = school.round.covers["amira.khan"]
    reader = next(o for o, m in school.round.dealt.items() if "amira.khan" in m)
    project = school.packet_of(reader).project(cover)

    assert project.text("charter", "team") == (
        "[name] leads, [name] writes; ask [name] or [address]."
    )
    assert project.text("agreement", "sponsor") == "[a leader]"
    assert project.day("charter", "begins") is not None


def test_a_zip_for_each_reviewer_unpacks_into_the_lesson(school, tmp_path):
    """And the release, which all can read, holds nothing then."""
    folder = tmp_path / "zips"
    assign(school.course, zips=folder, seed=1)

    with zipfile.ZipFile(folder / "amira.zip") as archive:
        (name,) = archive.namelist()
        packet = read_packet(archive.read(name))
    assert name == "12-peers/packets/amira.1.json"
    assert packet.reviewer == "amira"
    assert len(list(folder.iterdir())) == 6
    assert school.packets() == {}


def test_one_two_or_three_learners(empty_school):
    """One cannot; two read each other; three read the two others."""
    with pytest.raises(PeersProblem, match="Nobody has handed in a project yet"):
        assign(empty_school.course)
    empty_school.hand_in_project("amira")
    with pytest.raises(PeersProblem, match="nobody else to review it"):
        assign(empty_school.course)
    assert empty_school.round is None

    empty_school.hand_in_project("bjarne")
    dealt = assign(empty_school.course).round.dealt
    assert dealt == {"amira": ("bjarne",), "bjarne": ("amira",)}

    empty_school.hand_in_project("carl")
    dealt = assign(empty_school.course).round.dealt
    assert {one: set(mine) for one, mine in dealt.items()} == {
        one: {"amira", "bjarne", "carl"} - {one} for one in ("amira", "bjarne", "carl")
    }


def test_what_the_teacher_mistypes_is_said_and_changes_nothing(school):
    """A name nobody has, another number later, a file that was damaged."""
    assign(school.course, seed=1)
    before = (school.round, school.packets())

    with pytest.raises(PeersProblem, match="nobody called 'carla'|nobody called carla"):
        assign(school.course, withdraw=["carla"])
    with pytest.raises(PeersProblem, match="2 projects were dealt"):
        assign(school.course, each=3)
    assert (school.round, school.packets()) == before

    (school.root / "peers" / "round.json").write_text("{")
    with pytest.raises(PeersProblem, match="Nothing was changed"):
        assign(school.course)


def test_what_was_handed_in_is_trusted_in_nothing(school):
    """A file that is no project is named; the others are dealt."""
    school.hand_in("mallory", "11-project", "project", {"kind": "project", "parts": 7})

    assert "mallory" in assign(school.course, seed=1).left_out


def test_without_the_released_assignment_it_says_how_to_get_it(school):
    """Before anything is written."""
    (school.root / "release" / "12-peers").rename(school.root / "elsewhere")
    with pytest.raises(PeersProblem, match="nbgrader generate_assignment 12-peers"):
        assign(school.course)
    (school.root / "release" / "11-project").rename(school.root / "elsewhere-too")
    with pytest.raises(NotGradable):
        assign(school.course, zips=school.root / "zips")


def test_forty_learners_go_through_a_whole_round(empty_school):
    """Four never hand in, four are late, three withdraw, and one leaves.

    After each step nobody has their own project, all have two or three, and each
    project is read as often as any other, or once more.
    """
    school = empty_school
    everybody = [f"learner{number:02}" for number in range(40)]
    missing, late, authors = everybody[:4], everybody[4:8], everybody[8:]

    def held():
        round_ = school.round
        counts = Counter(one for mine in round_.dealt.values() for one in mine)
        assert set(counts) == set(round_.live)
        assert max(counts.values()) - min(counts.values()) <= 1
        for reviewer, mine in round_.dealt.items():
            assert reviewer not in mine
            assert len(set(mine)) == len(mine)
            assert len(mine) in (2, 3)
            covers = {round_.covers[author] for author in mine}
            assert set(school.packet_of(reviewer).projects) == covers
        return round_

    for learner in missing:
        school.hand_in(learner, "11-project", "project", {"kind": "project"})
    for learner in authors:
        school.hand_in_project(learner)
    assign(school.course, everybody=True, seed=5)
    first = held()
    assert set(first.dealt) == {*authors, *missing}

    for learner in late:
        school.hand_in_project(learner)
    assign(school.course, everybody=True)
    second = held()
    assert all(second.dealt[one][:2] == first.dealt[one][:2] for one in first.dealt)

    assign(school.course, everybody=True, withdraw=authors[:3], leaves=[authors[3]])
    third = held()
    assert set(third.live) == {*authors[4:], *late}
    for one, mine in third.dealt.items():
        kept = [p for p in second.dealt[one] if p in third.live]
        assert list(mine[: len(kept)]) == kept
