"""Reviewing colleagues' projects: what was dealt to be read, and a form for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from course.exercises.peers.packet import Packet
from course.exercises.peers.review import (
    CRITERIA,
    LEVELS,
    LONGEST,
    TEXTS,
    Review,
)
from course.exercises.peers.reviews import (
    MOST_KEPT,
    PeerReviews,
    as_answer,
    missing_words,
    read_reviews,
)
from course.exercises.project.papers import DOCUMENTS
from course.messages import say
from course.tasks.answers import AnswerFolder
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    text_field,
    words,
)
from course.widgets.simulations.document_blocks import document_blocks
from course.widgets.simulations.peer_packets import (
    NoPacket,
    fetch_again,
    find_packet,
)
from course.widgets.simulations.simulation import (
    Details,
    Scene,
    Simulation,
    State,
    simulation_script,
)

PAPERS = ("card", "report")
_ROWS = 3


class PeerReviewDesk(Simulation):
    """The projects dealt to a reviewer, and a review of each.

    The state is what `course.exercises.peers.reviews.read_reviews` reads. Which project
    is open, and whether its card or its report, is not kept.
    """

    script = simulation_script("peer_reviews.js")
    task_name: ClassVar[str] = "reviews"

    def __init__(
        self, folder: AnswerFolder, rng_for: Callable[[str], np.random.Generator]
    ):
        self._packet: Packet | None = None
        self._why_none = ""
        self._open, self._paper = "", PAPERS[0]
        self._look(folder)
        super().__init__(folder, rng_for)

    def _look(self, folder: AnswerFolder) -> None:
        try:
            self._packet = find_packet(folder.folder.parent, folder.learner)
        except NoPacket as reason:
            self._packet, self._why_none = None, str(reason)
            return
        covers = list(self._packet.projects)
        if self._open not in covers:
            self._open = covers[0]

    def begin(self) -> State:
        """Return no review yet of what was dealt."""
        return as_answer(self._dealt(PeerReviews(reviews={})))

    def restore(self, answer: Any) -> State:
        """Return the reviews kept, with what is dealt now."""
        return as_answer(self._dealt(read_reviews(answer)))

    def _dealt(self, given: PeerReviews) -> PeerReviews:
        if self._packet is None:
            return given
        return replace(given, dealt=tuple(self._packet.projects))

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Open a project or a paper; rate; write."""
        if deed == "look-again":
            fetch_again(self._folder.folder.parent)
            self._look(self._folder)
            return as_answer(self._dealt(read_reviews(state)))
        if self._packet is None:
            return None
        if deed == "open" and details["project"] in self._packet.projects:
            self._open, self._paper = details["project"], PAPERS[0]
        elif deed == "paper" and details["paper"] in PAPERS:
            self._paper = details["paper"]
        elif deed == "choose":
            criterion, level = self._field(details), str(details["choice"])
            return self._with(state, lambda one: one.rated(criterion, level))
        elif deed == "write":
            name, text = self._field(details), str(details["text"])[:LONGEST]
            return self._with(state, lambda one: one.written(name, text))
        return None

    def _field(self, details: Details) -> str:
        """What of the open review is meant; a ValueError where another one is."""
        cover, _, name = str(details["what"]).rpartition(".")
        if cover != self._open:
            raise ValueError("Another project is open by now.")
        return name

    def _with(self, state: State, change: Callable[[Review], Review]) -> State | None:
        """Change the review that is open."""
        given = read_reviews(state)
        if self._open not in given.reviews and len(given.reviews) >= MOST_KEPT:
            return None
        reviews = {**given.reviews, self._open: change(given.of(self._open))}
        return as_answer(replace(given, reviews=reviews))

    def draw(self, state: State) -> Scene:
        """Return the project that is open, and the form for it."""
        given = read_reviews(state)
        blocks = list(self._nothing() if self._packet is None else self._desk(given))
        return {
            "blocks": blocks,
            "spoken": "",
            "can_restart": any(one.is_begun for one in given.reviews.values()),
            "restart_ask": say("reviews.restart-ask"),
        }

    def _nothing(self) -> Iterator[Block]:
        yield words(self._why_none)
        yield _look_again("reviews.look-again")

    def _desk(self, given: PeerReviews) -> Iterator[Block]:
        whole = [not missing_words(given, cover) for cover in given.dealt]
        standing = say("reviews.standing", done=sum(whole), dealt=len(whole))
        yield words(standing, tone="telling")
        if set(given.reviews) - set(given.dealt):
            yield words(say("reviews.kept-earlier"), tone="quiet")
        yield buttons(*(self._tab(given, cover) for cover in given.dealt))
        yield heading(self._open, landing=True)
        yield buttons(
            *(
                button(
                    f"paper-{paper}",
                    say(f"reviews.paper.{paper}"),
                    "paper",
                    primary=paper == self._paper,
                    kept=False,
                    paper=paper,
                )
                for paper in PAPERS
            )
        )
        document = DOCUMENTS[self._paper](self._packet.project(self._open))
        yield from document_blocks(document, f"{self._open}-{self._paper}")
        yield from _form(given, self._open)
        yield _look_again("reviews.look-for-others")

    def _tab(self, given: PeerReviews, cover: str) -> Block:
        held = given.held(cover)
        key = "reviews.project.whole" if all(held.values()) else "reviews.project"
        return button(
            f"open-{cover}",
            say(key, cover=cover, held=sum(held.values()), all=len(held)),
            "open",
            primary=cover == self._open,
            kept=False,
            moves_on=True,
            project=cover,
        )


def _look_again(key: str) -> Block:
    return buttons(button("look-again", say(key), "look-again", kept=False))


def _form(given: PeerReviews, cover: str) -> Iterator[Block]:
    review = given.of(cover)
    yield heading(say("reviews.yours", cover=cover))
    yield words(say("reviews.rate"))
    levels = [(level, say(f"reviews.level.{level}")) for level in LEVELS]
    for criterion in CRITERIA:
        legend = say(f"reviews.criterion.{criterion}")
        chosen = review.ratings.get(criterion)
        yield choices(f"{cover}.{criterion}", legend, levels, chosen)
    yield words(say("reviews.point"))
    for name in TEXTS:
        label = say(f"reviews.label-of.{name}")
        yield text_field(
            f"{cover}.{name}", label, review.texts[name], rows=_ROWS, longest=LONGEST
        )
    missing = missing_words(given, cover)
    said = say("reviews.missing", words=" ".join(missing)) if missing else ""
    yield words(said or say("reviews.whole"), tone="quiet", key=f"missing-{cover}")
