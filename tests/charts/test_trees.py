"""A tree of cards: where each stands, and that none covers another."""

from hypothesis import given
from hypothesis import strategies as st

from course.charts.trees import (
    BOX_WIDTH,
    circle_in,
    draw_tree,
    outline,
    place_tree,
)


@st.composite
def trees(draw):
    """Cards, each on an earlier one, on the aim, or on nothing."""
    count = draw(st.integers(0, 14))
    cards = [f"c{number}" for number in range(count)]
    parents = {
        card: draw(st.sampled_from(["aim", "none", *cards[:place]]))
        for place, card in enumerate(cards)
    }
    texts = {card: draw(st.text("ab ", max_size=60)) for card in cards}
    return parents, {"aim": "Fewer falls", **texts}, cards


@given(trees())
def test_no_card_covers_another(tree):
    """Two in one column never share a line of the page."""
    placed = place_tree(*tree)
    for one in placed:
        for other in placed:
            if one.card != other.card and one.depth == other.depth:
                apart = one.y + one.height <= other.y or other.y + other.height <= one.y
                assert apart, (one, other)


@given(trees())
def test_all_that_hangs_on_the_aim_is_drawn_and_nothing_else(tree):
    """As many boxes as cards in the outline."""
    parents, texts, order = tree
    held = outline(parents, order)

    svg = str(draw_tree(parents, texts, order, ["Aim"], "Tree"))

    assert svg.count("<rect") == len(held)
    assert svg.count("<path") == len(held) - 1


@given(trees())
def test_a_card_stands_one_column_beyond_its_parent(tree):
    """So that the columns are levels."""
    parents, texts, order = tree
    depth = {each.card: each.depth for each in place_tree(parents, texts, order)}

    assert depth["aim"] == 0
    for card, at in depth.items():
        if card != "aim":
            assert at == depth[parents[card]] + 1


def test_a_parent_stands_half_way_between_its_children():
    """Two children of the same height, and the aim in the middle of them."""
    aim, first, second = place_tree(
        {"a": "aim", "b": "aim"}, {"aim": "Aim", "a": "One", "b": "Two"}, "ab"
    )

    assert aim.y == (first.y + second.y) / 2
    assert first.x > aim.x + BOX_WIDTH


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")))
def test_a_circle_is_found_where_following_the_parents_never_ends(parents):
    """By another route: more steps than there are cards."""

    def never_ends(card):
        for _ in range(len(parents) + 1):
            if card not in parents:
                return False
            card = parents[card]
        return True

    assert bool(circle_in(parents)) == any(never_ends(card) for card in parents)


def test_words_of_a_card_never_become_markup():
    """A card may say what it likes."""
    svg = draw_tree({"a": "aim"}, {"aim": "<b>", "a": "3 < 5 & %s"}, "a", ["A"], "T")

    assert "&lt;b&gt;" in str(svg)
    assert "3 &lt; 5 &amp; %s" in str(svg)
