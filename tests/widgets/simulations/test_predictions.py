"""The picture of predictions: what is drawn, and what its table says."""

from xml.etree import ElementTree

import pytest

from course.widgets.simulations.predictions import Compared, predictions_picture

SVG = "{http://www.w3.org/2000/svg}"


def drawn(tests):
    """Return the picture as a tree, and its table."""
    block = predictions_picture("key", "Tests", tests)
    return ElementTree.fromstring(block["svg"]), block["table"]


def test_a_larger_test_has_a_larger_circle():
    """The one in the legend comes first."""
    tests = [Compared("A", 4, 50, 75), Compared("B", 100, 50, 75)]
    tree, _ = drawn(tests)

    _, small, large = [float(c.get("r")) for c in tree.iter(f"{SVG}circle")]

    assert small < large


def test_what_is_higher_is_drawn_higher():
    """A hundred at the top, nothing at the bottom."""
    tree, _ = drawn([Compared("A", 4, 50, 100), Compared("B", 4, 50, 0)])

    _, top, bottom = [float(c.get("cy")) for c in tree.iter(f"{SVG}circle")]

    assert top == pytest.approx(36)
    assert bottom == pytest.approx(270 - 46)


def test_the_table_has_all_tests_and_the_drawing_the_last_sixteen():
    """More could not be told apart."""
    tests = [Compared("A", 4, 50, 25)] * 20
    tree, table = drawn(tests)

    assert len(table["rows"]) == 20
    assert table["rows"][19] == ["20", "A", "4", "50", "25", "25"]
    assert len(list(tree.iter(f"{SVG}circle"))) == 16 + 1


def test_a_picture_says_what_it_shows():
    """For those who do not see it."""
    tree, _ = drawn([Compared("A", 4, 50, 25)])

    assert tree.get("role") == "img"
    assert "diamond is the prediction" in tree.get("aria-label")
