"""What comes out of a project: everything from one set of data."""

import copy
import io
import re

import numpy as np
import pytest
from pypdf import PdfReader

from course.exercises.project.evidence import evidence_for
from course.exercises.project.example import SCENES, draw_example
from course.exercises.project.papers import DOCUMENTS, make_paper
from course.exercises.project.parts import PARTS
from course.exercises.project.project import empty_project, read_project

PAPERS = [
    *((paper, form) for paper in DOCUMENTS for form in ("pdf", "html")),
    ("poster-a4", "pdf"),
    ("poster-a1", "pdf"),
]


def example(seed=1, scene="home"):
    """A finished project."""
    return copy.deepcopy(draw_example(np.random.default_rng(seed), scene))


def words_of(paper, form, project):
    """What can be read in a paper, with single spaces."""
    _, _, content = make_paper(project, paper, form)
    if form == "pdf":
        pages = PdfReader(io.BytesIO(content)).pages
        text = " ".join(page.extract_text() for page in pages)
    else:
        text = re.sub(r"<[^>]+>", " ", content.decode())
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("paper, form", PAPERS)
def test_changing_the_aim_once_changes_every_paper(paper, form):
    """Nothing is typed twice: chart, report, card and poster follow the aim."""
    answer = example()
    before = words_of(paper, form, read_project(answer))
    aim = read_project(answer).aim
    answer["parts"]["aim"] |= {"to": "7.25", "what": "Visits that come too late"}
    project = read_project(answer)
    after = words_of(paper, form, project)
    assert aim.split(":")[0] in before and aim.split(":")[0] not in after
    assert "Visits that come too late" in after and "7.25 a week" in after


def test_the_level_of_the_aim_stands_on_its_chart():
    """And on no other."""
    answer = example()
    answer["parts"]["aim"]["to"] = "7.25"
    project = read_project(answer)
    assert evidence_for(project, "m1").chart.target == 7.25
    assert evidence_for(project, "m2").chart.target is None


@pytest.mark.parametrize("paper, form", PAPERS)
def test_an_empty_project_gives_a_paper_too(paper, form):
    """Whoever looks too early sees that all is open, and no error."""
    told = words_of(paper, form, read_project(empty_project()))
    assert "A project without a name yet" in told
    assert "The aim is still open." in told or paper == "charter"


def test_the_report_comes_in_the_order_of_squire():
    """Problem, knowledge, rationale, aim; context to ethics; results; discussion."""
    titles = [
        section.title
        for section in DOCUMENTS["report"](read_project(example())).sections
    ]
    order = [
        *("The problem", "What is known already", "Specific aim", "Context"),
        *("What was tried", "How the tests were studied", "Measures", "Analysis"),
        *("Ethical considerations", "Results", "Interpretation", "Limitations"),
        "Conclusions",
    ]
    assert [title for title in titles if title in order] == order


def test_every_text_of_a_project_stands_in_the_report():
    """What a learner has written is not lost on the way."""
    project = read_project(example())
    told = words_of("report", "html", project)
    for part in ("charter", "lenses", "patients", "holding", "conclusion"):
        for field, text in project.pages[part].items():
            if field not in ("title", "verdict", "begins", "ends"):
                # As HTML writes an apostrophe.
                assert text.replace("'", "&#39;") in told, (part, field)


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_each_test_has_a_heading_of_its_own(form):
    """Five lists of ten lines would otherwise run into one another."""
    answer = example()
    told = words_of("report", form, read_project(answer))
    ideas = {card["id"]: card["text"] for card in answer["parts"]["drivers"]}
    for number, test in enumerate(answer["parts"]["tests"], start=1):
        heading = f"Test {number}. {ideas[test['idea']]}"
        assert heading.replace("'", "&#39;" if form == "html" else "'") in told


def test_the_coach_report_has_its_three_parts_and_what_was_learned():
    """What was done from which registry, the role, the strategies."""
    answer = example()
    told = words_of("coach-report", "html", read_project(answer))
    for field in ("registry", "role", "strategies", "worked"):
        text = answer["parts"]["coach"][field]
        assert text.replace("'", "&#39;") in told


SIGNS = {
    "emoji of several": "👩‍⚕️ 👨‍👩‍👧",
    "Devanagari": "गिरना",
    "Arabic": "سقوط",
    "a tab, a bell and nothing": "a\tb\x07c\x00d",
    "half an emoji": "a\ud83d",
    "code of typst": '#image("/etc/passwd") *b* $x$ <a> @ref \\',
    "code of HTML": "<script>alert(1)</script>&amp;\"'",
}


@pytest.mark.parametrize("signs", SIGNS.values(), ids=SIGNS)
@pytest.mark.parametrize("paper, form", [("report", "pdf"), ("report", "html")])
def test_whatever_somebody_writes_there_is_a_paper(paper, form, signs):
    """In a text, on a card of the theory, in the title of a chart."""
    answer = example()
    answer["parts"]["charter"]["problem"] += signs
    answer["parts"]["drivers"][0]["text"] += signs
    answer["charts"]["m1"]["look"]["title"] += signs
    _, _, content = make_paper(read_project(answer), paper, form)
    assert len(content) > 20_000
    assert b"<script" not in content


@pytest.mark.parametrize("paper", ["charter", "card", "poster-a4", "poster-a1"])
@pytest.mark.parametrize("scene", [scene.id for scene in SCENES])
def test_what_should_be_one_page_is_one_page(paper, scene):
    """For every project that was made up."""
    for seed in range(5):
        _, _, content = make_paper(read_project(example(seed, scene)), paper, "pdf")
        assert len(PdfReader(io.BytesIO(content)).pages) == 1


@pytest.mark.parametrize("paper", ["poster-a4", "poster-a1"])
def test_a_poster_is_one_page_also_with_the_longest_texts(paper):
    """What does not fit is set smaller, and never lost on a second sheet."""
    answer = example()
    for part, field in (
        *(("charter", "problem"), ("patients", "changed")),
        *(("conclusion", field) for field in ("summary", "limits", "next")),
    ):
        longest = PARTS[part].field(field).longest
        answer["parts"][part][field] = ("It went well. " * longest)[:longest]
    _, _, content = make_paper(read_project(answer), paper, "pdf")
    assert len(PdfReader(io.BytesIO(content)).pages) == 1


def test_a_poster_for_the_conference_is_a1():
    """594 by 841 millimetres, as the printer expects."""
    _, _, content = make_paper(read_project(example()), "poster-a1", "pdf")
    box = PdfReader(io.BytesIO(content)).pages[0].mediabox
    assert float(box.width) / 72 * 25.4 == pytest.approx(594, abs=1)
    assert float(box.height) / 72 * 25.4 == pytest.approx(841, abs=1)
