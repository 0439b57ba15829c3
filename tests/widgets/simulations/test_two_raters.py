"""Two raters: one pile, two instructions, and a colleague who read it before."""

import pytest

from course.simulations.measurement.rater_agreement import TOPICS, agreement
from course.widgets.simulations.two_raters import REPORTS


def judge(play, wording, verdict=lambda report: "yes"):
    """Decide on all sixteen reports."""
    for report in range(1, REPORTS + 1):
        play.choose(f"{wording}-{report}", verdict(report))
    return play


def judged(play, verdict=lambda report: "yes" if report % 2 else "no"):
    """Predict, decide, and see what came of it."""
    judge(play.choose("guess", 10), "vague", verdict)
    return play.press("compare")


def test_nothing_is_compared_before_every_report_and_the_prediction(player):
    """A glance at the colleague's marks would be no count of one's own."""
    play = player.open("two-raters")

    play.press("compare")
    assert "still to be decided: 16" in play.scene["refusal"]
    judge(play, "vague").press("compare")
    assert "Predict first" in play.scene["refusal"]
    play.choose("guess", 12).press("compare")

    assert play.view.state["stage"] == 1


def test_the_four_counts_are_those_of_the_two(player):
    """Counted again from the verdicts, they are in the table and in words."""
    play = judged(player.open("two-raters"))
    rated, colleague = play.view._rated(play.view.state)
    own = [report.number % 2 == 1 for report in rated.reports]
    found = agreement(own, rated.vague[1])

    cells = [row[1:] for row in play.blocks("table")[0]["rows"]]

    assert cells == [
        [str(found.both), str(found.first_only)],
        [str(found.second_only), str(found.neither)],
    ]
    assert f"You agree on {found.both + found.neither} of 16" in play.text
    kappa = f"{found.kappa:.2f}".replace("-", "\u2212")
    assert colleague in play.text and kappa in play.text


def test_every_report_on_which_they_differ_is_read_again(player):
    """They are the ones from which the words can be mended."""
    play = judged(player.open("two-raters"))
    rated, _ = play.view._rated(play.view.state)
    apart = [
        str(report.number)
        for report, theirs in zip(rated.reports, rated.vague[1], strict=True)
        if (report.number % 2 == 1) != theirs
    ]

    table = play.blocks("table")[1]

    assert [row[0] for row in table["rows"]] == apart


def test_who_counts_everything_is_told_that_there_is_no_kappa_or_what_it_is(player):
    """A colleague who counts everything as well leaves nothing to tell apart."""
    play = judged(player.open("two-raters"), lambda report: "yes")
    rated, _ = play.view._rated(play.view.state)

    everything = bool(rated.vague[1].all())

    assert ("kappa cannot be worked out" in play.text) == everything


@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(6)])
def test_with_the_definition_the_careful_agree(anybody, learner):
    """Whoever follows the sharp wording meets a colleague who does too."""
    play = judged(anybody(learner).open("two-raters")).press("sharp")
    rated, _ = play.view._rated(play.view.state)
    counts = {s.name: s.counts for s in TOPICS[rated.plan.topic]}

    judge(
        play,
        "sharp",
        lambda n: "yes" if counts[rated.reports[n - 1].situation] else "no",
    ).press("compare")

    agreed = int(play.blocks("table")[-1]["rows"][1][3])
    assert agreed >= 12


def test_another_subject_only_before_the_first_verdict(player):
    """Verdicts on other reports would be about nothing."""
    play = player.open("two-raters").choose("topic", "same-day")
    assert play.view.state["topic"] == "same-day"

    play.choose("vague-1", "yes").choose("topic", "fall")

    assert play.view.state["topic"] == "same-day"


def test_beginning_again_brings_other_reports(player):
    """The second pile is not the first one over."""
    play = player.open("two-raters")
    first = play.block("vague-1")["legend"]

    play.do("restart")

    assert play.block("vague-1")["legend"] != first


def tab_to(opened, key, limit=80):
    """Press Tab until the focus stands on the control with a key."""
    for _ in range(limit):
        opened.press("Tab")
        if opened.page.evaluate("document.activeElement.dataset.key || ''") == key:
            return
    raise AssertionError(f"Tab never came to {key!r}")


@pytest.mark.browser
def test_a_pile_by_keyboard(open_simulation, player):
    """Space decides, Tab goes on; nothing needs a mouse."""
    opened = open_simulation("two-raters")
    opened.picture("two-raters-pile")
    tab_to(opened, "guess")
    opened.page.keyboard.type("12")
    for report in range(1, REPORTS + 1):
        tab_to(opened, f"vague-{report}-yes")
        opened.press("Space")
        opened.page.locator(f"[data-key=vague-{report}-yes]:checked").wait_for()
    tab_to(opened, "compare")
    opened.press("Enter")
    opened.page.get_by_text("You had predicted 12").first.wait_for()

    assert player.kept("two-raters")["stage"] == 1
    assert opened.violations() == ""
    opened.picture("two-raters")
