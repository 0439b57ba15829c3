"""The learner's own file: read here, drawn here, and kept only when asked."""

import csv
import io
import json
from pathlib import Path

import pytest

from course.charts.own_data.tables import read_table

FALLS = [3, 5, 4, 6, 2, 5, 3, 7, 4, 4, 5, 3, 9, 8, 9, 10, 8, 9, 9, 11, 9, 8]
GOOD = "Vecka;Fall\n" + "".join(
    f"2027-W{week:02d};{falls},5\n" for week, falls in enumerate(FALLS, start=1)
)
BAD = "Week;Falls\n2027-W01;4\n2027-W02;many\n" + "".join(
    f"2027-W{week:02d};5\n" for week in range(3, 20)
)


def chosen(play):
    """What the selects say."""
    return {
        block["key"]: dict(
            (option["id"], option["text"]) for option in block["options"]
        )[block["chosen"]]
        for block in play.blocks("select")
    }


def test_a_file_becomes_a_run_chart_with_its_reading(player):
    """Columns guessed, median drawn, the long run marked."""
    play = player.open("own-data").bring(GOOD.encode("utf-8-sig"))

    assert chosen(play) == {"time": "Vecka", "measure": "Fall", "span": "row"}
    assert "10 points in a row lie above the middle line" in play.text
    rows = play.block("chart")["table"]["rows"]
    assert rows[0] == ["week 1 2027", "3.5", ""]
    assert [row[2] for row in rows].count("signal") == 10


def test_nothing_is_written_until_the_learner_says_so(player):
    """Whatever is brought and chosen stays in memory."""
    play = player.open("own-data").bring(GOOD.encode()).choose("span", "month")

    assert not player.folder.folder.exists()
    assert play.saved["ok"] is None


def test_only_the_figures_on_the_chart_are_kept(player):
    """Never another column, never a name."""
    text = "Nurse;Week;Falls\n" + "".join(
        f"Aino Salo {week};2027-W{week:02d};{week}\n" for week in range(1, 15)
    )
    player.open("own-data").bring(text.encode()).press("keep")

    kept = player.kept("own-data")["kept"]

    assert kept["labels"][0] == "week 1 2027" and kept["values"][:3] == [1, 2, 3]
    assert "Aino" not in json.dumps(kept)
    again = player.open("own-data")
    assert "The figures you kept" in again.text
    assert len(again.block("chart")["table"]["rows"]) == 14


def test_what_was_kept_can_be_removed(player):
    """The learner's own figures are the learner's."""
    play = player.open("own-data").bring(GOOD.encode()).press("keep").do("restart")

    assert player.kept("own-data") == {"kept": None}
    assert not play.blocks("picture")


def test_the_same_figures_are_not_kept_twice(player):
    """The button says that they are."""
    play = player.open("own-data").bring(GOOD.encode()).press("keep")
    version = player.folder.load("own-data").version

    play.press("keep")

    assert player.folder.load("own-data").version == version
    assert "are kept with your answers" in play.scene["refusal"]


def test_bad_input_is_one_sentence_and_the_open_chart_stays(player):
    """Nothing is lost by trying."""
    play = player.open("own-data").bring(GOOD.encode())
    chart = play.block("chart")

    play.bring(bytes.fromhex("89504e470d0a1a0a00"), "falls.csv")

    assert "not a table the course can read" in play.text
    assert play.block("chart") == chart
    assert "not a table" not in play.choose("span", "month").text


def test_a_row_that_cannot_be_read_is_named_and_may_be_left_out(player):
    """One sentence, one button."""
    play = player.open("own-data").bring(BAD.encode())
    assert "Row 3 has “many” in the column “Falls”" in play.text
    assert not play.blocks("picture")

    play.press("leave-out")

    assert "Left out because it could not be read: row 3" in play.text
    rows = play.block("chart")["table"]["rows"]
    assert len(rows) == 19 and rows[1][1] == "not measured"


def test_too_many_points_offer_weeks_and_months(player):
    """The file is read; the chart waits for a choice."""
    days = "".join(
        f"2027-{m:02d}-{d:02d};{d}\n" for m in range(1, 11) for d in range(1, 29)
    )
    play = player.open("own-data").bring(("Day;Wait\n" + days).encode())
    assert "280 points" in play.text and not play.blocks("picture")

    play.press("by-month").choose("how", "sum")

    rows = play.block("chart")["table"]["rows"]
    assert [row[:2] for row in rows[:2]] == [["Jan 2027", "406"], ["Feb 2027", "406"]]


def test_ambiguous_dates_can_be_turned(player):
    """The question is there only where there is a doubt."""
    days = "".join(f"0{d}/0{m}/2027,{d}\n" for m in (1, 2) for d in range(1, 9))
    play = player.open("own-data").bring(("Day,Wait\n" + days).encode())
    assert "can be read in two ways" in play.text
    assert play.block("chart")["table"]["rows"][1][0] == "2 Jan 2027"

    play.choose("order", "month")

    assert play.block("chart")["table"]["rows"][1][0] == "2 Jan 2027"
    assert play.block("chart")["table"]["rows"][2][0] == "1 Feb 2027"


def test_a_list_of_events_is_counted_by_the_week(player):
    """A file without numbers has a measure too: how many rows there are."""
    days = "".join(f"2027-03-{d:02d};East\n" for d in range(1, 29))
    play = player.open("own-data").bring(("Day;Ward\n" + days).encode())

    rows = play.block("chart")["table"]["rows"]
    assert [row[1] for row in rows] == ["7", "7", "7", "7"]


def test_a_personal_column_is_warned_of_and_never_kept(player):
    """Named with its kind; as time or measure it cannot be kept."""
    text = "Patient;Week;Falls\n" + "".join(
        f"811218-9876;2027-W{week:02d};{week}\n" for week in range(1, 15)
    )
    play = player.open("own-data").bring(text.encode())
    assert "“Patient” looks like personal identity numbers." in play.text

    play.choose("time", "0")
    assert "keep" not in play.buttons
    play.do("keep")

    assert player.kept("own-data") is None


def test_many_points_on_the_median_are_said(player):
    """Mostly zeros: the runs have little to go by."""
    values = [0, 0, 0, 1] * 6
    text = "Week;Falls\n" + "".join(
        f"2027-W{week:02d};{value}\n" for week, value in enumerate(values, start=1)
    )

    play = player.open("own-data").bring(text.encode())

    assert "Only 6 of 24 points lie off the median." in play.text


def test_a_large_file_comes_in_parts(player):
    """In order and whole; a part that does not follow is not taken."""
    play = player.open("own-data")
    play.do("file-part", number=1, total=2, name="x", content="QQ==")
    assert not play.blocks("select")

    play.bring(GOOD.encode(), part=7)

    assert "22 rows" in play.text


def test_the_table_taken_away_can_be_brought_again(player):
    """Semicolons and decimal commas: what a Nordic spreadsheet opens."""
    play = player.open("own-data").bring(GOOD.encode())

    text = next(f for f in play.block("take")["files"] if f["key"] == "take-csv")[
        "text"
    ]

    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert rows[:2] == [["Period", "Fall"], ["week 1 2027", "3,5"]]
    again = play.bring(text.encode())
    assert again.block("chart")["table"]["rows"][0][:2] == ["week 1 2027", "3.5"]
    assert read_table(text.encode()).columns == ("Period", "Fall")


@pytest.mark.browser
def test_a_file_in_the_browser(open_simulation, player, tmp_path):
    """From the file on the disk to the chart, and away again."""
    path = tmp_path / "fall på avdelning.csv"
    path.write_bytes(GOOD.encode("utf-8-sig"))
    opened = open_simulation("own-data")
    page = opened.page

    page.get_by_label("A CSV or Excel file").set_input_files(path)
    page.get_by_text("22 rows").wait_for()
    page.get_by_text("10 points in a row").last.wait_for()
    assert opened.violations() == ""
    opened.picture("own-data")

    with page.expect_download() as taken:
        page.get_by_role("button", name="Save the chart").click()
    svg = Path(taken.value.path()).read_text("utf-8")
    assert svg.startswith("<svg") and 'data-period="22"' in svg
    with page.expect_download() as taken:
        page.get_by_role("button", name="Save the table").click()
    assert "week 1 2027;3,5" in Path(taken.value.path()).read_text("utf-8")

    page.get_by_role("button", name="Keep these figures").click()
    page.get_by_text("Saved").wait_for()
    assert len(player.kept("own-data")["kept"]["values"]) == 22


@pytest.mark.browser
def test_a_pasted_table_stays_in_the_box_when_it_cannot_be_read(open_simulation):
    """It can be mended there, by keyboard alone."""
    opened = open_simulation("own-data")
    page = opened.page
    opened.tab_to("Or paste a table")
    opened.press("Enter")
    box = page.get_by_label("Paste the cells here")
    box.fill(BAD)
    opened.tab_to("Read the table", 3)
    opened.press("Enter")
    page.get_by_text("Row 3 has “many”").last.wait_for()

    assert box.input_value() == BAD
    assert opened.focused() == "Your table: 19 rows, 2 columns"
    box.fill(BAD.replace("many", "6"))
    page.get_by_role("button", name="Read the table").click()
    page.get_by_role("button", name="Keep these figures").wait_for()
    assert opened.violations() == ""


@pytest.mark.browser
def test_a_file_too_large_never_leaves_the_browser(open_simulation, tmp_path):
    """The sentence is the same, and comes at once."""
    path = tmp_path / "large.csv"
    path.write_bytes(b"1;2\n" * (11 * 1024 * 1024 // 4))
    opened = open_simulation("own-data")

    opened.page.get_by_label("A CSV or Excel file").set_input_files(path)

    opened.page.get_by_text("The file has 11 MB").wait_for()


@pytest.mark.browser
def test_a_file_of_several_parts_in_the_browser(open_simulation, tmp_path):
    """100,000 rows: read, refused as a chart, grouped by the week."""
    path = tmp_path / "long.csv"
    rows = "".join(
        f"2027-{1 + i % 9:02d}-{1 + i % 28:02d};{i % 50}\n" for i in range(100_000)
    )
    path.write_text("Day;Wait in minutes\n" + rows, "utf-8")
    opened = open_simulation("own-data")

    opened.page.get_by_label("A CSV or Excel file").set_input_files(path)
    opened.page.get_by_role("button", name="One point for each week").click()

    opened.page.get_by_label("The point shows").wait_for()
    assert opened.page.locator(".point").count() > 30
