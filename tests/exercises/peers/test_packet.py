"""Packets: written by a teacher, read by whoever gets hold of a file."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.exercises.peers.hiding import hide_names
from course.exercises.peers.packet import Packet, read_packet, write_packet
from course.exercises.project.example import draw_example
from course.exercises.project.project import as_answer, read_project

EXAMPLE = draw_example(np.random.default_rng(2), "home")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["format", "reviewer", "number", "projects", "kind"]),
            inner,
        )
    ),
    max_leaves=12,
)


def test_what_is_written_is_read():
    """The projects as they were, for the one it was written for."""
    packet = Packet("amira", 3, {"Heron": EXAMPLE})

    assert read_packet(write_packet(packet)) == packet
    assert packet.file == "amira.3.json"
    assert packet.project("Heron").title == "On time in the morning"


@given(JSON)
def test_whatever_lies_in_a_file_is_a_packet_or_a_value_error(content):
    """Nothing else is raised over a learner's page."""
    try:
        read_packet(json.dumps(content).encode())
    except ValueError:
        pass


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 9000, b"7", b"null"])
def test_what_is_no_json_is_no_packet(content):
    """Cut short, of another kind, or meant to do harm."""
    with pytest.raises(ValueError):
        read_packet(content)


def hidden(text, *names):
    """A text of a project after its author's names were taken out."""
    answer = as_answer(read_project(EXAMPLE))
    answer["parts"]["charter"]["team"] = text
    return hide_names(answer, names)["parts"]["charter"]["team"]


@pytest.mark.parametrize(
    "text, names, left",
    [
        ("Amira leads, AMIRA writes.", ["amira"], "[name] leads, [name] writes."),
        ("Amira Khan and Khanate.", ["Amira Khan"], "[name] and Khanate."),
        ("Ask Khan.", ["amira.khan@region.example"], "Ask [name]."),
        ("Write to b@c.example, please.", ["amira"], "Write to [address], please."),
        ("It may hold, said May.", ["may.berg"], "It may hold, said [name]."),
        ("Nothing to hide.", ["", " ", "x"], "Nothing to hide."),
        ("Åse-Marit asks.", ["Åse-Marit"], "[name] asks."),
        ("A dot. Or a star*.", ["a.t", "*"], "A dot. Or a star*."),
    ],
)
def test_names_are_taken_out_as_whole_words(text, names, left):
    """Whole, or in pieces where a piece is written as a name."""
    assert hidden(text, *names) == left


def test_a_project_without_names_can_still_be_read():
    """Also where a sign is longer than the name it stands for."""
    answer = as_answer(read_project(EXAMPLE))
    answer["parts"]["charter"]["title"] = "Bo " * 53
    answer["charts"]["m1"]["name"] = "Chart of Amira"
    read = read_project(hide_names(answer, ["Bo", "Amira", "Bo Ek"]))

    assert read.charts["m1"].name == "Chart of [name]"
    assert read.charts["m1"].figures == read_project(EXAMPLE).charts["m1"].figures
