"""A forged, edited or copied certificate is told from a real one."""

import io
import json
import os
import re
import stat
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from course.classroom.certificates.checking import Verdict, check_code, check_file
from course.classroom.certificates.issuing import as_certificate, content_of, issue
from course.classroom.certificates.register import REGISTER, Issued, read_register
from course.classroom.certificates.signing import (
    KEY_FILE,
    SIGNS,
    CertificatesUnusable,
    code_of,
    tidied,
)
from course.classroom.certificates.transcripts import Module, Transcript
from course.classroom.tracks import assignments_of, find_track
from course.exercises import TASKS
from course.exercises.objectives import EVIDENCE
from course.messages import catalogue

ROOT = Path(__file__).parents[2]
TODAY = date(2027, 6, 14)
AIMS = {task: 0.75 * TASKS[task].points for task in EVIDENCE["dated-aims"]}
# What nobody may be led to believe.
CLAIMS = re.compile(
    r"accredit|certif(ied|ies)|licen[cs]|diploma|qualif|credit|approved|recogni[sz]ed"
    r"|\b(CME|CPD|ECTS)\b|entitle",
    re.IGNORECASE,
)


def work_of(learner, name="", marks=AIMS, by_teacher=True):
    """Somebody who handed in two modules, and has shown that they can set aims."""
    return Transcript(
        learner=learner,
        name=name,
        run="spring-2027",
        by_teacher=by_teacher,
        modules=(
            Module(3, "Aim", 2.5, date(2027, 3, 1)),
            Module(4, "Variation", 2.0, date(2027, 4, 9)),
        ),
        marks=marks,
    )


AMIRA, AASE = work_of("amira", "Amira Berg"), work_of("åse", "Åse-Marit Ólafsdóttir")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two certificates, issued. Read only; what changes something takes a copy."""
    place = tmp_path_factory.mktemp("course") / "certificates"
    issue(place, [AMIRA, AASE], TODAY)
    return place


@pytest.fixture
def own_folder(tmp_path):
    """Two certificates for one test."""
    issue(tmp_path / "certificates", [AMIRA, AASE], TODAY)
    return tmp_path / "certificates"


def entry_of(folder, learner):
    """What the register says of somebody; the last line where there are several."""
    return [one for one in read_register(folder) if one.content["learner"] == learner][
        -1
    ]


def words_of(pdf):
    """Return the words of a PDF, with single spaces."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


# What it says


def test_it_says_who_what_and_how_many_hours(folder):
    """Name, run, days, objectives with their evidence, hours by module, the code."""
    pdf = (folder / "amira.pdf").read_bytes()
    words = words_of(pdf)

    for said in (
        "Amira Berg",
        "spring-2027",
        "between 1 March 2027 and 9 April 2027",
        "14 June 2027",
        f"Objectives met: 1 of {len(EVIDENCE)}",
        "Sets aims with a number and a date.",
        "7 exercises, 24 of 32 points",
        "Aim 2.5 h",
        "Variation 2 h",
        "Together 4.5 h",
        entry_of(folder, "amira").code,
    ):
        assert said in words, said
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


def test_with_all_there_is_it_still_has_one_page():
    """All objectives, and two modules more than the course has today."""
    everything = replace(
        AMIRA,
        marks={name: task.points for name, task in TASKS.items() if task.points},
        modules=tuple(
            Module(number, f"Module {number}, with rather a long title", 2.5, TODAY)
            for number in range(1, 13)
        ),
    )
    content = content_of(everything, TODAY)

    assert len(content["objectives"]) == content["of"] == len(EVIDENCE)
    pdf = as_certificate(content, "2222-2222-2222-2222")
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


@pytest.mark.parametrize("by_teacher", [True, False])
def test_it_never_claims_accreditation(by_teacher):
    """It says that it is none, and nothing else on it, or in its words, sounds so."""
    content = content_of(replace(AMIRA, by_teacher=by_teacher), TODAY)
    words = words_of(as_certificate(content, "2222-2222-2222-2222"))
    denial = catalogue()["certificate.no-accreditation"]

    assert denial in words
    assert not CLAIMS.search(words.replace(denial, ""))
    template = ROOT / "course/classroom/certificates/certificate.typ"
    assert not CLAIMS.search(template.read_text("utf-8"))
    for key, sentence in catalogue().items():
        if key.startswith(("certificate.", "objective.", "cli.certificate")):
            assert sentence == denial or not CLAIMS.search(sentence), key


def test_one_made_by_the_learner_says_so():
    """In its title and in a sentence; a teacher's says nothing of the kind."""
    said = "Nobody else has seen the work."
    own = content_of(replace(AMIRA, by_teacher=False), TODAY)
    words = words_of(as_certificate(own, "2222-2222-2222-2222"))

    assert said in words
    assert "Record of one's own learning" in words
    theirs = as_certificate(content_of(AMIRA, TODAY), "2222-2222-2222-2222")
    assert said not in words_of(theirs)


def test_the_way_of_the_doctors_states_between_20_and_30_hours():
    """As many as counted for the doctors of the programme it follows."""
    track = find_track("doctors-in-training")
    lessons = assignments_of(track, ROOT / "source")
    # Their own project, and those of others, are counted beside them.
    hours = [one.hours for one in lessons if one.name[:2] <= "10"]
    assert 20 <= sum(hours) <= 30


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_any_name_can_be_printed(name):
    """Whatever the gradebook holds; where that is nothing, the learner's own name."""
    content = content_of(replace(AMIRA, name=name), TODAY)

    assert content["name"]
    assert as_certificate(content, "2222-2222-2222-2222").startswith(b"%PDF-")


# Issuing


def test_what_would_say_the_same_is_not_issued_again(own_folder):
    """On another day the first one still stands; with a better mark there is a new."""
    before = (own_folder / "amira.pdf").read_bytes()
    made = issue(own_folder, [AMIRA, AASE], date(2027, 7, 1))
    assert (made.issued, made.unchanged) == ({}, ["amira", "åse"])

    better = replace(AMIRA, marks={**AIMS, "aim-writer": 4.0})
    made = issue(own_folder, [better], date(2027, 7, 1))
    after = (own_folder / "amira.pdf").read_bytes()

    assert list(made.issued) == ["amira"]
    assert after != before
    for pdf in (before, after):
        assert check_file(own_folder, pdf).verdict is Verdict.REAL


def test_one_that_was_lost_is_made_again(own_folder):
    """The same day, the same words: the same code and the same file."""
    pdf = own_folder / "amira.pdf"
    before = pdf.read_bytes()
    pdf.unlink()
    issue(own_folder, [AMIRA], TODAY)

    assert pdf.read_bytes() == before
    assert len(read_register(own_folder)) == 2


def test_who_has_met_nothing_gets_none(tmp_path):
    """With the reason; and a name that leads out of the folder is refused."""
    nobody, climber = work_of("noor", marks={}), work_of("../climber")
    made = issue(tmp_path / "certificates", [nobody, climber, AMIRA], TODAY)

    assert list(made.issued) == ["amira"]
    assert "No objective is met yet" in made.not_issued["noor"]
    assert len(made.not_issued) == 2
    assert [path.name for path in tmp_path.rglob("*.pdf")] == ["amira.pdf"]


# The key


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_the_key_is_for_its_owner_alone(folder):
    """Made on first use; neither the group nor anybody else can read it."""
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_key_enters_neither_git_nor_what_nbgrader_hands_out():
    """In the course directory, where it is made."""
    path = f"certificates/{KEY_FILE}"
    ignored = subprocess.run(["git", "check-ignore", path], cwd=ROOT)
    settings_ = (ROOT / "nbgrader_config.py").read_text("utf-8")

    assert ignored.returncode == 0
    assert '"certificates"' in settings_


def test_no_two_keys_are_the_same(folder, own_folder):
    """Each is drawn for itself."""
    assert (folder / KEY_FILE).read_text() != (own_folder / KEY_FILE).read_text()


def test_a_lost_key_is_not_replaced(own_folder):
    """Else all that was issued would from then on look forged."""
    (own_folder / KEY_FILE).unlink()
    with pytest.raises(CertificatesUnusable, match="is gone"):
        issue(own_folder, [AMIRA], TODAY)

    assert not (own_folder / KEY_FILE).exists()


@pytest.mark.parametrize("left", [b"", b"abc\n", b"\xff" * 65, b"0" * 64])
def test_a_damaged_key_is_said(own_folder, left):
    """In a sentence, when issuing and when checking."""
    (own_folder / KEY_FILE).write_bytes(left)
    with pytest.raises(CertificatesUnusable, match="is not the key"):
        issue(own_folder, [AMIRA], TODAY)
    with pytest.raises(CertificatesUnusable, match="is not the key"):
        check_code(own_folder, "2222-2222-2222-2222")


@pytest.mark.parametrize("line", [b"{", b"[]", b"{}", b'{"code": 1}', b"\xff"])
def test_a_damaged_register_is_said_and_left_as_it_is(own_folder, line):
    """With the number of the line."""
    path = own_folder / REGISTER
    damaged = path.read_bytes() + line + b"\n"
    path.write_bytes(damaged)
    with pytest.raises(CertificatesUnusable, match="Line 3 of"):
        issue(own_folder, [work_of("noor")], TODAY)

    assert path.read_bytes() == damaged


# Real


def test_a_real_one_is_told_by_its_file_and_by_its_code(folder):
    """To whom, when and what is said again."""
    code = entry_of(folder, "amira").code
    by_file = check_file(folder, (folder / "amira.pdf").read_bytes())
    by_code = check_code(folder, code.lower().replace("-", " "), " amira  BERG ")

    assert by_file == by_code
    assert by_file.verdict is Verdict.REAL
    assert by_file.sentence == f"Real. The code {code} was issued to Amira Berg."
    assert ("Issued", "14 June 2027") in by_file.says
    assert ("Hours", "4.5 (Aim 2.5, Variation 2)") in by_file.says
    assert ("Objectives met", "Sets aims with a number and a date.") in by_file.says


def test_a_name_may_be_composed_in_two_ways(folder):
    """Å is one sign or two, depending on who typed it."""
    code = entry_of(folder, "åse").code

    for name in ("Åse-Marit Ólafsdóttir", "A\u030ase-Marit O\u0301lafsdo\u0301ttir"):
        assert check_code(folder, code, name).verdict is Verdict.REAL


# Copied


@given(st.text(min_size=1).filter(lambda name: name.strip()))
@settings(deadline=None)
def test_a_code_under_any_other_name_is_copied(folder, name):
    """Told with the name it belongs to."""
    found = check_code(folder, entry_of(folder, "amira").code, name)

    assert found.verdict is Verdict.COPIED
    assert "it belongs to Amira Berg" in found.sentence


def test_a_file_under_another_name_is_copied(folder):
    """Somebody else's file, untouched, and their code on a page of one's own."""
    theirs = entry_of(folder, "amira")
    untouched = (folder / "amira.pdf").read_bytes()
    own_page = as_certificate(content_of(AASE, TODAY), theirs.code)

    assert check_file(folder, untouched, "Noor Lind").verdict is Verdict.COPIED
    found = check_file(folder, own_page)
    assert found.verdict is Verdict.COPIED
    assert ("Name", "Amira Berg") in found.says


# Edited

changes = st.sampled_from(
    [
        {"run": "autumn-2027"},
        {"issued": "2027-06-15"},
        {"last": "2027-05-09"},
        {"hours": 45},
        {"modules": [{"title": "Aim", "hours": 25}]},
        {"objectives": []},
        {"of": 1},
        {"by_teacher": False},
        {"learner": "amira2"},
    ]
)


@given(changes)
@settings(deadline=None, max_examples=20)
def test_a_page_with_any_other_words_is_edited(folder, change):
    """Set by the same template, with the same code; what it should say is told."""
    real = entry_of(folder, "amira")
    found = check_file(folder, as_certificate({**real.content, **change}, real.code))

    assert found.verdict is Verdict.EDITED
    assert ("Hours", "4.5 (Aim 2.5, Variation 2)") in found.says


def test_a_file_written_anew_by_another_program_is_not_passed_as_real(folder):
    """Its page looks the same, and nobody can say what was done to it."""
    writer = PdfWriter(clone_from=folder / "amira.pdf")
    anew = io.BytesIO()
    writer.write(anew)

    assert check_file(folder, anew.getvalue()).verdict is Verdict.EDITED


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_no_changed_byte_is_real(folder, data):
    """Any one of them, by any amount, and any piece cut off or put at the end."""
    pdf = (folder / "amira.pdf").read_bytes()
    at = data.draw(st.integers(0, len(pdf) - 1))
    other = data.draw(st.integers(1, 255))
    changed = pdf[:at] + bytes([pdf[at] ^ other]) + pdf[at + 1 :]

    for file in (changed, pdf[:at], pdf + b"\n"):
        assert check_file(folder, file).verdict is not Verdict.REAL


# Forged


@given(st.integers(0, 15), st.sampled_from(SIGNS))
@settings(deadline=None)
def test_a_code_with_any_sign_changed_is_forged(folder, at, sign):
    """It was never issued."""
    signs = entry_of(folder, "amira").code.replace("-", "")
    if signs[at] == sign:
        return
    found = check_code(folder, signs[:at] + sign + signs[at + 1 :])

    assert found.verdict is Verdict.FORGED
    assert found.says == ()


@given(st.text())
@settings(deadline=None)
def test_what_is_no_code_is_never_real(folder, typed):
    """Whatever is typed; without an error."""
    assert check_code(folder, typed).verdict is Verdict.FORGED


@given(st.binary(max_size=400), st.booleans())
@settings(deadline=None)
def test_any_bytes_are_judged(folder, content, as_pdf):
    """What only pretends to be a PDF too; without an error."""
    pdf = b"%PDF-1.7\n" + content if as_pdf else content

    assert check_file(folder, pdf).verdict is Verdict.FORGED


def test_one_made_with_another_key_is_forged(folder, own_folder):
    """The same words, signed elsewhere: neither file nor code is known here."""
    elsewhere = entry_of(own_folder, "amira")
    assert elsewhere.content == entry_of(folder, "amira").content

    file = (own_folder / "amira.pdf").read_bytes()
    assert check_file(folder, file).verdict is Verdict.FORGED
    assert check_code(folder, elsewhere.code).verdict is Verdict.FORGED


@given(st.binary(min_size=32, max_size=32))
def test_any_other_key_gives_another_code(key):
    """And any other word."""
    content = content_of(AMIRA, TODAY)
    code = code_of(bytes(32), content)

    assert tidied(code) == code
    assert key == bytes(32) or code_of(key, content) != code
    assert code_of(bytes(32), {**content, "name": "Amira Borg"}) != code


@pytest.mark.parametrize(
    "forge",
    [
        lambda one: replace(one, content={**one.content, "name": "Noor Lind"}),
        lambda one: replace(one, file="0" * 64),
        lambda one: replace(one, seal="0" * 64),
        lambda one: replace(one, seal=""),
        lambda one: replace(one, code="2222-2222-2222-2222").sealed(bytes(32)),
    ],
)
def test_who_writes_into_the_register_without_the_key_is_found_out(own_folder, forge):
    """A line that was not signed makes nothing real."""
    forged = forge(entry_of(own_folder, "amira"))
    line = {name: getattr(forged, name) for name in Issued.__slots__}
    (own_folder / REGISTER).write_text(json.dumps(line) + "\n", "utf-8")

    found = check_code(own_folder, forged.code)
    assert found.verdict is Verdict.FORGED
    assert "has not signed" in found.sentence
    file = (own_folder / "amira.pdf").read_bytes()
    assert check_file(own_folder, file).verdict is Verdict.FORGED


def test_where_nothing_was_issued_nothing_is_real_and_no_key_is_made(tmp_path):
    """Looking is not using."""
    assert check_code(tmp_path, "2222-2222-2222-2222").verdict is Verdict.FORGED
    assert check_file(tmp_path, b"%PDF-").verdict is Verdict.FORGED
    assert list(tmp_path.iterdir()) == []
