"""The workbench: questions about figures lead to their chart, to be taken along."""

import base64
import csv
import io
import json
import runpy
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[3]
UNTIDY = runpy.run_path(
    ROOT / "tests" / "charts" / "own_data" / "untidy" / "untidy_files.py"
)

FALLS = (5, 3, 6, 4, 7, 5, 4, 6, 5, 3, 6, 5, 1, 0, 2, 1, 0, 1, 2, 1, 0, 2, 1, 1)
DAYS = tuple(580 + 7 * at % 60 for at in range(24))
MONTHS = [f"{2026 + at // 12}-{at % 12 + 1:02d}" for at in range(24)]
RATES = "Month;Falls;Bed days\n" + "".join(
    f"{month};{falls};{days}\n"
    for month, falls, days in zip(MONTHS, FALLS, DAYS, strict=True)
)


def bench(player, content=RATES, **answers):
    """The workbench with a table brought, and the questions answered."""
    if isinstance(content, str):
        content = content.encode()
    play = player.open("workbench").bring(content)
    for question, answer in answers.items():
        play.choose(question, answer)
    return play


def rates(player):
    """Falls for each thousand bed days."""
    return bench(player, row="period", what="count", chances="change")


def figures(play):
    """The rows of the chart's table, without the row of headings."""
    return play.block("chart")["table"]["rows"]


def files(play):
    """What can be taken along, by key."""
    return {file["key"]: file for file in play.block("take")["files"]}


def tab_to_key(opened, key):
    """Press Tab until the focus stands on the control with that key."""
    for _ in range(90):
        opened.press("Tab")
        if opened.page.evaluate("document.activeElement.dataset.key") == key:
            return
    raise AssertionError(f"Tab never came to {key!r}")


# From questions to a chart


def test_one_question_at_a_time_and_never_a_name_of_a_chart(player):
    """The next question comes when the one before is answered."""
    play = bench(player)
    asked = [[block["key"] for block in play.blocks("choices")]]
    for question, answer in (("row", "period"), ("what", "count")):
        play.choose(question, answer)
        asked.append([block["key"] for block in play.blocks("choices")])

    assert asked == [["row"], ["row", "what"], ["row", "what", "chances"]]
    assert not play.blocks("picture")
    assert "Answer the questions above" in play.text
    said = json.dumps(play.blocks("choices"))
    assert "chart" not in said.lower()


def test_the_answers_lead_to_the_chart_with_its_reason(player):
    """Columns guessed; the rate in the unit people use; centre as by hand."""
    play = rates(player)

    assert "Chart of a rate (u)" in play.text
    assert "they can happen in changes" in play.text
    rate = 1000 * sum(FALLS) / sum(DAYS)
    first = figures(play)[0]
    assert first[0] == "Jan 2026"
    assert float(first[1]) == pytest.approx(1000 * 5 / 580, abs=0.01)
    assert any(float(cell) == pytest.approx(rate, abs=0.01) for cell in first[3:6])


def test_an_answer_can_be_changed_and_the_chart_follows(player):
    """Nobody is caught by a first thought."""
    play = rates(player).choose("chances", "same")

    assert "Chart of counts (c)" in play.text
    mean = np.mean(FALLS)
    assert any(
        float(cell) == pytest.approx(mean, abs=0.01) for cell in figures(play)[0][2:5]
    )


def test_another_chart_can_be_chosen_and_what_does_not_fit_cannot(player):
    """Only what can be drawn from the same figures is offered."""
    play = rates(player).choose("kind", "run")
    assert "Run chart" in play.text

    assert "Chart of a rate (u)" in play.choose("kind", "xbar").text


def test_what_cannot_be_is_named_with_row_and_column(player):
    """More with than there were at all: one patient counted twice, or a slip."""
    wrong = RATES.replace("2026-03;6;594", "2026-03;600;594")
    play = bench(player, wrong, row="period", what="share", again="once")

    assert "Row 4 (Mar 2026) has 600 in “Falls” and only 594 in “Bed days”" in play.text
    assert not play.blocks("picture")


def test_rows_of_several_wards_can_be_told_apart(player):
    """Put together, or one ward at a time."""
    text = "Month;Ward;Falls\n" + "".join(
        f"{month};{ward};{falls + extra}\n"
        for month, falls in zip(MONTHS, FALLS, strict=True)
        for ward, extra in (("Umeå", 0), ("Vasa", 2))
    )
    play = bench(player, text, row="period", what="count", chances="same")
    assert [row[1] for row in figures(play)[:2]] == ["12", "8"]

    play.choose("only", "1:1")

    assert [row[1] for row in figures(play)[:2]] == ["7", "5"]
    assert "“Ward” is “Vasa” are used: 24 of 48" in play.text


def test_a_sheet_is_chosen_and_a_table_turned_round(player):
    """What the file does not say by itself, one press does."""
    play = bench(player, UNTIDY["FILES"]["infektiot.xlsx"]())
    play.choose("sheet", "1").choose("row", "period").choose("what", "count")
    play.choose("chances", "same")
    assert [row[1] for row in figures(play)[:5]] == ["4", "6", "3", "5", "not measured"]

    play = bench(player, UNTIDY["FILES"]["klager.xlsx"]()).press("turn")
    play.choose("row", "period").choose("what", "count").choose("chances", "same")
    assert [row[1] for row in figures(play)[:3]] == ["7", "4", "6"]


# What is known about a point


def test_a_note_needs_words_and_stands_on_the_chart(player):
    """At the month chosen, by list or by pressing the point."""
    play = rates(player).choose("point", "13")
    play.press("note")
    assert play.scene["refusal"] == "Write what happened first."

    play.write("words", "New night schedule").press("note")

    assert "New night schedule" in json.dumps(figures(play)[12])
    assert "New night schedule" in play.block("chart")["svg"]


def test_lines_are_frozen_before_the_change(player):
    """They come from the twelve months before it, and the points after are judged."""
    play = rates(player).choose("point", "13").press("freeze")

    rate = 1000 * sum(FALLS[:12]) / sum(DAYS[:12])
    assert any(
        float(cell) == pytest.approx(rate, abs=0.01)
        for cell in figures(play)[-1][2:]
        if cell.replace(".", "").isdigit()
    )
    assert "12 points in a row lie below the middle line" in play.text


def test_new_lines_only_after_the_course_has_said_when(player):
    """The four conditions, with what the figures know of them."""
    play = rates(player).choose("point", "13").press("split")
    said = play.blocks("list")[0]["items"]
    assert "part" not in json.dumps(figures(play))
    assert said[0].endswith("drawn on, they do.")
    assert "12 before and 12 from then on" in said[3]

    play.press("split-now")

    centres = {row[3] for row in figures(play)}
    assert len(centres) == 2
    assert "a new part begins" in json.dumps(figures(play)[12])
    play.press("unmark-0")
    assert len({row[3] for row in figures(play)}) == 1


def test_too_few_points_for_lines_are_said_before_anything_is_tried(player):
    """Not an error afterwards."""
    play = rates(player).choose("point", "3").press("freeze")

    assert "There are 2 points before it" in play.scene["refusal"]


def test_a_point_is_left_out_only_with_a_reason_that_stands_on_the_chart(player):
    """And the centre is the one of the others."""
    play = rates(player).choose("point", "5").press("ghost")
    assert "Write first why" in play.scene["refusal"]

    play.write("words", "burst pipe, ward closed").press("ghost")

    assert (
        "In no calculation: May 2026 (burst pipe, ward closed)."
        in (play.block("chart")["svg"])
    )
    rest = 1000 * (sum(FALLS) - 7) / (sum(DAYS) - DAYS[4])
    assert any(
        float(cell) == pytest.approx(rest, abs=0.01) for cell in figures(play)[0][3:6]
    )


def test_a_target_is_drawn_or_said_to_be_none(player):
    """With a decimal comma, as people type."""
    play = rates(player).write("target", "2,5")
    assert "Target" in play.block("chart")["svg"]

    play.write("target", "low")

    assert "“low” is not a number" in play.text


def test_next_months_file_goes_on_with_the_marks(player):
    """The same headings: answers, notes and lines stay, each at its month."""
    play = rates(player).choose("point", "13").write("words", "New routine")
    play.press("note").press("freeze")
    earlier = RATES.replace("2026-01;5;580", "2025-12;4;600\n2026-01;5;580")

    play.bring((earlier + "2028-01;2;590\n").encode())

    rows = figures(play)
    assert len(rows) == 26
    assert "New routine" in json.dumps(rows[13]) and rows[13][0] == "Jan 2027"
    rate = 1000 * (sum(FALLS[:12]) + 4) / (sum(DAYS[:12]) + 600)
    assert any(float(cell) == pytest.approx(rate, abs=0.01) for cell in rows[0][3:6])


def another_ward():
    """The table of another ward: the same headings and months, other figures."""
    rows = zip(MONTHS, FALLS, DAYS, strict=True)
    return "Month;Falls;Bed days\n" + "".join(
        f"{month};{falls + 2};{days + 90}\n" for month, falls, days in rows
    )


def test_other_figures_under_the_same_headings_are_a_new_chart(player):
    """The title and marks of one ward never stand over the figures of another."""
    play = rates(player).choose("point", "13").write("title", "Umeå").press("freeze")

    play.bring(another_ward().encode())

    assert "23 of the 24 points known from before" in play.text
    assert play.block("goes-on")["chosen"] == "new"
    assert "Umeå" not in json.dumps(play.scene) and "unmark-0" not in play.buttons
    play.choose("goes-on", "same")
    assert play.block("title")["value"] == "Umeå" and "unmark-0" in play.buttons
    play.choose("goes-on", "new")
    assert play.block("title")["value"] == "" and "unmark-0" not in play.buttons


def test_it_is_asked_once_the_new_table_can_be_read(player):
    """A cell that cannot be read is left out first; then the figures are compared."""
    play = rates(player).write("title", "Umeå")

    play.bring(another_ward().replace("2026-03;8", "2026-03;closed").encode())
    assert not play.blocks("picture")
    play.choose("leave-out", True)

    assert play.block("goes-on")["chosen"] == "new"
    assert "Umeå" not in json.dumps(play.scene)


def test_months_that_are_all_new_are_asked_about(player):
    """With none in common nothing tells whose figures they are."""
    play = rates(player).write("title", "Umeå")

    later = RATES.replace("2027-", "2029-").replace("2026-", "2028-")
    play.bring(later.encode())

    assert "none of its points is in this table" in play.text
    assert play.block("title")["value"] == ""


def test_a_last_month_that_was_not_over_is_the_same_chart(player):
    """Its count has grown since, and that is no other ward."""
    play = rates(player).write("title", "Umeå")

    play.bring(RATES.replace("2027-12;1;", "2027-12;4;").encode())

    assert play.block("title")["value"] == "Umeå"
    assert not [each for each in play.blocks("choices") if each["key"] == "goes-on"]


def test_new_lines_the_course_would_not_draw_are_drawn_only_anyway(player):
    """Where the runs do not signal, the button and a sentence say so."""
    steady = "Month;Falls\n" + "".join(
        f"{month};{4 + at % 3}\n" for at, month in enumerate(MONTHS)
    )
    play = bench(player, steady, row="period", what="count", chances="same")
    play.choose("point", "13").press("split")

    assert "The course would not draw new lines from Jan 2027." in play.text
    assert play.buttons["split-now"]["label"] == "Draw them anyway from Jan 2027"
    wanted = rates(player).choose("point", "13").press("split")
    assert "The course would not" not in wanted.text
    assert wanted.buttons["split-now"]["label"] == "Draw new lines from Jan 2027"


def test_the_days_since_the_last_rare_event_are_told(player):
    """They are no point on the chart: the spell is not over."""
    last = date.today() - timedelta(days=12)
    days = [last - timedelta(days=17 * back + back % 3) for back in range(15)]
    text = "Day\n" + "".join(f"{day}\n" for day in sorted(days))
    play = bench(player, text, row="case", what="between")

    assert "that is 12 days so far" in play.text
    assert len(figures(play)) == 14
    assert "so far" not in rates(player).text


def test_no_heading_stands_alone_where_there_is_no_chart(player):
    """Marks are for a chart that is there."""
    wrong = RATES.replace("2026-03;6;594", "2026-03;600;594")
    play = bench(player, wrong, row="period", what="share", again="once")

    assert "Mark what you know" not in play.text


def test_the_place_for_a_file_names_the_one_that_was_read(player):
    """Until cells are pasted in its stead."""
    play = player.open("workbench").bring(RATES.encode(), name="fall.csv")
    assert play.block("bring")["file"] == "fall.csv"

    play.do("paste", text=RATES)

    assert play.block("bring")["file"] == ""
    only = player.open("workbench").bring(b"Day\n2027-03-01\n2027-03-09\n2027-03-12\n")
    assert "3 rows, 1 column" in only.text and "1 columns" not in only.text


# Taking along


@pytest.mark.parametrize(
    "name, sheet, answers",
    [
        ("fall-östra.csv", 0, {"row": "period", "what": "count", "chances": "change"}),
        ("handhygien.xlsx", 0, {"row": "period", "what": "share", "again": "once"}),
        ("tryksår.xlsx", 0, {"row": "case", "what": "between"}),
        ("terveysasemat.csv", 0, {"row": "unit", "what": "share", "again": "once"}),
        ("besök.csv", 0, {"row": "case", "what": "measurement"}),
        ("infektiot.xlsx", 1, {"row": "period", "what": "count", "chances": "same"}),
    ],
)
def test_the_code_taken_along_gives_the_same_centre_and_limits(
    player, tmp_path, name, sheet, answers
):
    """It is run, in a Python of its own, and writes the picture too."""
    play = bench(player, UNTIDY["FILES"][name]())
    play.choose("sheet", str(sheet))
    for question, answer in answers.items():
        play.choose(question, answer)
    play.write("title", 'A "title"\nwith \\ all sorts').write("words", 'it\'s "quoted"')
    # Units have no marks: nothing happens to them at a point in time.
    for mark in ("note", "ghost") if answers["row"] != "unit" else ():
        play.press(mark)
    script = tmp_path / "chart.py"
    script.write_text(files(play)["take-code"]["text"], "utf-8")

    ran = subprocess.run(
        [sys.executable, script.name],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    printed = [line.split("\t") for line in ran.stdout.splitlines()]
    table = list(
        csv.reader(io.StringIO(files(play)["take-csv"]["text"]), delimiter=";")
    )
    head = [cell.lstrip("\ufeff") for cell in table[0]]
    columns = [
        head.index(each)
        for each in ("Value on the chart", "Lower limit", "Middle line", "Upper limit")
    ]
    assert len(printed) == len(table) - 1 >= 6
    for line, row in zip(printed, table[1:], strict=True):
        assert line[0] == row[0]
        shown = [float(row[at].replace(",", ".") or "nan") for at in columns]
        assert [float(each) for each in line[1:]] == pytest.approx(shown, nan_ok=True)
    assert (tmp_path / "chart.svg").read_text("utf-8").startswith("<svg")


def test_a_png_is_made_only_when_asked_for(player):
    """Matplotlib takes a second to load; reading and drawing do without."""
    script = (
        "import sys; from course.widgets.simulations import VIEWS; VIEWS['workbench'];"
        "print('matplotlib' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"
    play = rates(player)
    assert play.view.taken == {}

    play.do("take-png", kept=False)

    taken = play.view.taken
    assert base64.b64decode(taken["content"]).startswith(b"\x89PNG\r\n")
    assert taken["name"] == "falls-per-1-000-bed-days.png"


def test_the_table_taken_along_has_the_counts_and_the_notes(player):
    """A colleague with a spreadsheet sees what the chart shows."""
    play = rates(player).choose("point", "2").write("words", "Summer").press("note")

    text = files(play)["take-csv"]["text"]
    table = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))

    assert table[0][:4] == ["Period", "Falls", "Bed days", "Value on the chart"]
    assert table[2][:3] == ["Feb 2026", "3", "587"] and table[2][-1] == "Summer"


# Keeping


def test_nothing_is_written_until_the_learner_says_so(player):
    """Whatever is brought, answered and marked stays in memory."""
    play = rates(player).choose("point", "2").write("words", "Summer").press("note")

    assert not player.folder.folder.exists()
    assert play.saved["ok"] is None


def test_a_kept_chart_is_opened_again_with_all_its_marks(player):
    """Only its figures were kept, never another column."""
    text = "\n".join(
        line + (";Nurse" if not at else f";Aino Salo {at}")
        for at, line in enumerate(RATES.splitlines())
    )
    play = bench(player, text, row="period", what="count", chances="change")
    play.choose("point", "13").press("freeze").write("title", "Falls").press("keep")
    before = figures(play)
    kept = player.kept("workbench")

    again = player.open("workbench").press("open-kept-0")

    assert "Aino" not in json.dumps(kept)
    assert "Falls, as you kept it" in again.text
    assert [row[:6] for row in figures(again)] == [row[:6] for row in before]
    again.press("remove-kept-0").press("remove-kept-0")
    assert "Remove “Falls”" not in again.text
    assert player.kept("workbench") == kept
    again.press("remove-kept-0")
    assert "Remove “Falls” from the charts you kept?" in again.text
    again.press("remove-kept-0-yes")
    assert player.kept("workbench") == {"kept": []}


def test_a_kept_chart_is_replaced_only_where_one_says_so(player):
    """Last month's chart makes room for this month's, by a button that names it."""
    play = rates(player).write("title", "Falls").press("keep")
    assert "keep-instead" not in play.buttons
    play.choose("point", "13").press("freeze")
    assert play.buttons["keep"]["label"] == "Keep this chart as “Falls (2)”"
    play.press("keep-instead")
    play.write("title", "Falls as a run chart").choose("kind", "run").press("keep")

    kept = player.kept("workbench")["kept"]

    assert [each["name"] for each in kept] == ["Falls", "Falls as a run chart"]
    assert kept[0]["look"]["marks"] == [
        {"kind": "freeze", "point": "Jan 2027", "text": ""}
    ]


def test_two_charts_of_the_same_name_are_both_kept(player):
    """The second gets a number, and neither is lost."""
    rates(player).press("keep")
    other = bench(player, RATES.replace(";5;", ";9;"), row="period", what="count")
    other.choose("chances", "change").press("keep")

    kept = player.kept("workbench")["kept"]

    name = "Falls per 1,000 Bed days"
    assert [each["name"] for each in kept] == [name, f"{name} (2)"]
    assert [each["single"]["values"][0] for each in kept] == [5, 9]
    assert other.buttons["keep"]["refused"].startswith("Kept on this computer")


def test_a_personal_column_in_use_is_never_kept(player):
    """It is warned of wherever it stands, and a chart of it cannot be kept."""
    text = "Patient;Day;Minutes\n" + "".join(
        f"811218-9876;2027-{1 + at // 25:02d}-{at % 25 + 1:02d};{at % 9}\n"
        for at in range(50)
    )
    play = bench(player, text, row="period", what="measurement")
    assert "“Patient” looks like personal identity numbers." in play.text
    assert "keep" in play.buttons

    play.choose("time", "0").do("keep")

    assert "keep" not in play.buttons
    assert player.kept("workbench") is None


# In the browser


@pytest.mark.browser
def test_from_a_file_to_a_chart_and_away_again(open_simulation, player, tmp_path):
    """All by mouse: answer, mark, split, save."""
    path = tmp_path / "fall på östra.csv"
    path.write_bytes(RATES.encode("utf-8-sig"))
    opened = open_simulation("workbench")
    page = opened.page
    page.get_by_label("A CSV or Excel file").set_input_files(path)
    page.get_by_text("24 rows").wait_for()
    # Reading goes on where the answer is, and the file's name stays in its place.
    assert page.evaluate("document.activeElement.textContent").startswith("fall på")
    name = page.get_by_label("A CSV or Excel file").evaluate("at => at.files[0].name")
    assert name == "fall på östra.csv"
    opened.picture("bench-1-questions")
    page.get_by_label("A time: a month").check()
    page.get_by_label("How many happened").check()
    page.get_by_label("Yes, it changes").check()
    page.get_by_text("Chart of a rate (u)").first.wait_for()
    opened.picture("bench-2-chart")
    assert opened.violations() == ""

    page.locator(".point[data-period='13'] .fl-hit").click()
    page.get_by_label("What happened, or why").fill("New night schedule")
    page.get_by_role("button", name="Write a note there").click()
    page.get_by_role("button", name="Remove this mark: Jan 2027").wait_for()
    page.get_by_role("button", name="New lines from there on").click()
    page.get_by_text("Before new lines are drawn").first.wait_for()
    opened.picture("bench-3-policy")
    assert opened.violations() == ""
    page.get_by_role("button", name="Draw new lines from Jan 2027").click()
    page.get_by_role("button", name="Remove this mark: New lines").wait_for()
    page.get_by_text("The Python code that made").click()
    for summary in page.locator("summary").all():
        if summary.evaluate("each => !each.parentElement.open"):
            summary.click()
    opened.picture("bench-4-all")
    assert opened.violations() == ""

    for button, start in (
        ("Save the chart (PNG)", b"\x89PNG"),
        ("Save the chart (SVG)", b"<svg"),
        ("Save the table (CSV)", "\ufeffPeriod;Falls".encode()),
        ("Save the Python code", b"# Made in the workbench"),
    ):
        with page.expect_download() as taken:
            page.get_by_role("button", name=button).click()
        assert Path(taken.value.path()).read_bytes().startswith(start)
    page.get_by_role("button", name="Keep this chart").click()
    page.get_by_text("Saved").wait_for()
    assert len(player.kept("workbench")["kept"]) == 1


@pytest.mark.browser
def test_by_keyboard_alone(open_simulation, player):
    """Paste, answer with the arrow keys, mark, keep."""
    opened = open_simulation("workbench")
    page = opened.page
    opened.tab_to("Or paste a table")
    opened.press("Enter", "Tab")
    page.keyboard.insert_text(RATES)
    opened.tab_to("Read the table", 3)
    opened.press("Enter")
    page.get_by_text("What is one row").wait_for()
    tab_to_key(opened, "row-period")
    opened.press("Space")
    tab_to_key(opened, "what-share")
    opened.press("Space", "ArrowDown")
    tab_to_key(opened, "chances-same")
    opened.press("Space", "ArrowDown")
    page.get_by_text("Chart of a rate (u)").first.wait_for()
    assert page.evaluate("document.activeElement.dataset.key") == "chances-change"
    tab_to_key(opened, "words")
    page.keyboard.type("dd aa bb")
    opened.tab_to("Write a note there", 5)
    opened.press("Enter")
    page.get_by_role("button", name="Remove this mark").wait_for()
    opened.tab_to("Keep this chart")
    opened.press("Enter")
    page.get_by_text("Saved").wait_for()

    (kept,) = player.kept("workbench")["kept"]
    assert kept["look"]["marks"] == [
        {"kind": "note", "point": "Dec 2027", "text": "dd aa bb"}
    ]


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1000])
def test_axe_finds_nothing_on_a_chart_with_everything_marked(open_simulation, width):
    """On a phone and on a desk."""
    opened = open_simulation("workbench", width)
    page = opened.page
    page.get_by_text("Or paste a table").click()
    page.get_by_label("Paste the cells here").fill(RATES)
    page.get_by_role("button", name="Read the table").click()
    page.get_by_label("A time: a month").check()
    page.get_by_label("How many of how many").check()
    page.get_by_label("No: each counts once").check()
    page.get_by_text("Chart of a share (p)").first.wait_for()
    page.get_by_label("What happened, or why").fill("Flood")
    page.get_by_role("button", name="Leave it out of the calculation").click()
    page.get_by_role("button", name="Remove this mark").wait_for()
    for summary in page.locator("summary").all():
        if summary.evaluate("each => !each.parentElement.open"):
            summary.click()

    assert opened.violations() == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    opened.picture(f"bench-5-share-{width}")
