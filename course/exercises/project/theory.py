"""The theory of a project as a driver diagram: the aim, its drivers, and ideas."""

from __future__ import annotations

from course.charts.trees import ROOT, draw_tree, outline
from course.exercises.project.project import Project
from course.messages import say


def draw_theory(project: Project) -> str:
    """Draw the driver diagram.

    Parameters
    ----------
    project : Project

    Returns
    -------
    str
        One ``<svg>``; "" while there is no driver.
    """
    parents, texts, order = _cards(project)
    if not parents:
        return ""
    heads = [say(f"project.theory.{level}") for level in ("aim", "driver", "idea")]
    return str(draw_tree(parents, texts, order, heads, say("project.theory")))


def theory_rows(project: Project) -> tuple[tuple[str, str], ...]:
    """Return the diagram as an outline: what each card is, and its words.

    Parameters
    ----------
    project : Project

    Returns
    -------
    tuple of (str, str)
    """
    parents, texts, order = _cards(project)
    return tuple(
        (say(f"project.theory.{('driver', 'idea')[min(depth, 2) - 1]}"), texts[card])
        for depth, card in outline(parents, order)
        if card != ROOT
    )


def _cards(project: Project) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Cards with words, each below its parent; an idea alone hangs nowhere."""
    cards = [card for card in project.logs["drivers"] if card["text"].strip()]
    drivers = {card["id"] for card in cards if card["level"] == "driver"}
    parents = {
        card["id"]: ROOT if card["level"] == "driver" else card["under"]
        for card in cards
        if card["id"] in drivers or card["under"] in drivers
    }
    texts = {card["id"]: card["text"].strip() for card in cards}
    texts[ROOT] = project.aim or project.title
    return parents, texts, [card["id"] for card in cards]
