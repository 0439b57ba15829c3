"""What a program in a sandbox reports is read as data, within bounds."""

import pytest

from course.grading.sandbox.outputs import known_output, length

PICTURE = {"image/png": "aGVq", "text/plain": "<Figure>"}


def test_known_outputs_pass_unchanged():
    """What nbformat 4 describes is what a teacher sees."""
    outputs = [
        {"output_type": "stream", "name": "stderr", "text": "words"},
        {"output_type": "display_data", "data": PICTURE, "metadata": {}},
        {
            "output_type": "execute_result",
            "data": {"text/plain": "1"},
            "metadata": {},
            "execution_count": 3,
        },
        {"output_type": "error", "ename": "A", "evalue": "b", "traceback": ["c"]},
    ]

    assert [known_output(output, 100) for output in outputs] == outputs


@pytest.mark.parametrize(
    "output",
    [
        None,
        "stream",
        [],
        {},
        {"output_type": ["stream"]},
        {"output_type": "update_display_data", "data": {}},
        {"output_type": "stream", "name": "stdin", "text": ""},
        {"output_type": "stream", "name": "stdout", "text": {"a": 1}},
        {"output_type": "display_data", "data": "words"},
        {"output_type": "stream", "name": "stdout", "text": "x" * 101},
        {"output_type": "error", "ename": "A", "traceback": ["x" * 101]},
    ],
)
def test_what_is_not_known_or_too_long_is_left_out(output):
    """Nothing a page or a notebook would not expect comes through."""
    assert known_output(output, 100) is None


def test_only_what_can_be_shown_is_taken_from_an_output():
    """Widgets, scripts and fields that nobody asked for stay behind."""
    output = {
        "output_type": "display_data",
        "data": PICTURE | {"application/javascript": "alert(1)", "text/html": {}},
        "metadata": {"isolated": True},
        "transient": {"display_id": "a"},
    }

    known = known_output(output, 100)

    assert known == {
        "output_type": "display_data",
        "data": PICTURE,
        "metadata": {},
    }
    assert length(known) == len("aGVq") + len("<Figure>")
